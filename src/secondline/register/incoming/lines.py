"""Tables in text: CSV with whatever between the cells, in whatever encoding it was saved."""

import csv
import re
from collections.abc import Callable, Collection, Iterator
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Final

from secondline.register.incoming.heading import HEAD_ROWS, Knows, heads, likely, named
from secondline.register.incoming.kinds import UTF16
from secondline.register.incoming.refusing import UnusableFileError
from traveldoc.finding import Phrase, gettext_noop

LONGEST_LINE: Final = 100_000
MOST_ROWS: Final = 3_000_000
_BLOCK: Final = 1 << 20
_EMPTY_LINE: Final = re.compile(rb"\n\r?\n|\r\r")
_ESCAPED: Final = re.compile("[\udc80-\udcff]")
SEPARATORS: Final = ",;\t|"
_TSV: Final = re.compile(r"\\time(?:_period)?\s*\t", re.IGNORECASE)
ENCODED: Final = gettext_noop(
    "The file is not in UTF-8; it was read as %(encoding)s. See whether its names are right."
)
# Letters of Windows-1251 stand in whole words; accented ones of Windows-1252 between plain letters.
_CYRILLIC: Final = re.compile(rb"[\xa3\xa8\xaa\xaf\xb2-\xb4\xb8\xba\xbc-\xff]{3}")


@dataclass(frozen=True, slots=True)
class Found:
    """The names of the columns, how many rows stood above them, and the rows below."""

    names: tuple[str, ...]
    above: int
    rows: Iterator[list[str]]
    remarks: tuple[Phrase, ...] = ()


def opened(path: Path, knows: Knows) -> Found:
    encoding = encoding_of(path)
    separator, above, names = head_of(path, encoding, knows)
    return Found(names, above, _rows(path, encoding, separator, above, len(names)), encoded(encoding))


def encoded(encoding: str) -> tuple[Phrase, ...]:
    """What a person should know of the encoding: that it was guessed."""
    if encoding.startswith("utf"):
        return ()
    return (Phrase(ENCODED, {"encoding": encoding.replace("cp", "Windows-")}),)


def encoding_of(path: Path, most: int | None = None) -> str:
    """UTF-8, or what older office programs write where it is none; `most`: of so many lines only."""
    with path.open("rb") as file:
        if file.read(2) in UTF16:
            return "utf-16"
        file.seek(0)
        whole = other = 0  # the first lines that are UTF-8 beyond ASCII, and that are none
        cyrillic = False
        for number, line in enumerate(islice(iter(partial(file.readline, LONGEST_LINE), b""), most), 1):
            if len(line) == LONGEST_LINE:
                raise UnusableFileError("long-line", row=str(number), most=f"{LONGEST_LINE}")
            if line.isascii():
                continue
            try:
                line.decode("utf-8")
                whole = whole or number
            except UnicodeDecodeError:
                other = other or number
                cyrillic = cyrillic or bool(_CYRILLIC.search(line))
            if whole and other:
                raise UnusableFileError("mixed", row=str(max(whole, other)))
    if other:
        return "cp1251" if cyrillic else "cp1252"
    return "utf-8-sig"


def head_of(path: Path, encoding: str, knows: Knows) -> tuple[str, int, tuple[str, ...]]:
    """What stands between the cells, how many rows stand above the names, and the names."""
    with path.open(encoding=encoding, errors="replace", newline="") as file:
        first = list(islice(_bounded(file.readline), HEAD_ROWS))
    text = "".join(first)
    between = sorted(SEPARATORS, key=text.count, reverse=True)
    if _TSV.search(text):
        between = ["\t"]  # its first column is four with commas between them
    for separator in between:
        try:
            rows = list(csv.reader(first, delimiter=separator))
        except csv.Error as error:
            raise UnusableFileError("open-quote", row="1") from error
        place = heads(rows, knows)
        if place is not None:
            return separator, place, named(rows[place])
    separator = max(SEPARATORS, key=first[0].count) if first else ","
    rows = list(csv.reader(first, delimiter=separator))
    place = likely(rows)
    return separator, place, named(rows[place]) if rows else ()


def _bounded(readline: Callable[[int], str]) -> Iterator[str]:
    """The lines, none of them without end."""
    for number, line in enumerate(iter(partial(readline, LONGEST_LINE), ""), 1):
        if len(line) == LONGEST_LINE:
            raise UnusableFileError("long-line", row=str(number), most=f"{LONGEST_LINE}")
        if "\0" in line:
            raise UnusableFileError("nul", row=str(number))
        yield line


def _rows(path: Path, encoding: str, separator: str, above: int, width: int) -> Iterator[list[str]]:
    with path.open(encoding=encoding, errors="replace", newline="") as file:
        reader = csv.reader(_bounded(file.readline), delimiter=separator, strict=True)
        number = -above
        try:
            for number, row in enumerate(reader, -above):
                if number <= 0:
                    continue
                if number > MOST_ROWS:
                    raise UnusableFileError("many-lines", most=str(MOST_ROWS))
                if any(cell.strip() for cell in row[width:]):
                    raise UnusableFileError("ragged", row=str(number), most=str(width))
                yield [cell.strip() for cell in row[:width] + [""] * (width - len(row))]
        except csv.Error as error:
            raise UnusableFileError("open-quote", row=str(number + 1)) from error


def counted(
    path: Path, between: str, above: int, width: int, wanted: Collection[int], rejects: int
) -> tuple[dict[int, int], list[int]]:
    """The numbers that a person counts of rows that an engine counts as `wanted`, and of its `rejects`.

    Engines leave out empty lines, and lines that are no rows of the table (they say how many): `path` is in
    UTF-8. Where there are neither, both counts are the same and nothing is read row by row.
    """
    numbers: dict[int, int] = {}
    lost: list[int] = []
    if not rejects and not _has_empty_lines(path):
        return numbers, lost
    asked, kept, most = set(wanted), 0, max(wanted, default=0)
    with path.open(encoding="utf-8-sig", errors="surrogateescape", newline="") as file, suppress(csv.Error):
        for number, row in enumerate(csv.reader(file, delimiter=between), -above):
            if number <= 0 or not row:
                continue
            if len(row) != width or _is_broken(row):
                lost.append(number)
            else:
                kept += 1
                if kept in asked:
                    numbers[kept] = number
            if kept >= most and len(lost) >= rejects:
                break
    return numbers, lost


def _is_broken(row: list[str]) -> bool:
    """Whether there are bytes in it that are no UTF-8."""
    return not all(cell.isascii() or not _ESCAPED.search(cell) for cell in row)


def _has_empty_lines(path: Path) -> bool:
    with path.open("rb") as file:
        before = b""
        while block := file.read(_BLOCK):
            if _EMPTY_LINE.search(before + block):
                return True
            before = block[-3:]
    return False
