"""Files from a border system, of which nothing is believed: known by their first bytes, bounded."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, time
from functools import partial
from pathlib import Path
from typing import Final, Literal
from zipfile import BadZipFile

import openpyxl
from openpyxl.utils.exceptions import InvalidFileException

from traveldoc.finding import Phrase, gettext_noop

FileKind = Literal["csv", "parquet", "excel"]
MOST_COLUMNS: Final = 600  # a column for each month of fifty years
LONGEST_CELL: Final = 1_000
LONGEST_LINE: Final = 100_000
MOST_ROWS: Final = 3_000_000
MOST_SHEET_ROWS: Final = 200_000
MOST_SHEET_BYTES: Final = 40_000_000
SEPARATORS: Final = ",;\t|"
_HEAD: Final = 4096

WORDS: Final = {
    "empty": gettext_noop("The file is empty."),
    "not-text": gettext_noop("The file is no table: CSV (UTF-8), Excel (xlsx) and Parquet are read."),
    "old-excel": gettext_noop("This is an Excel file of the old kind (xls). Save it as xlsx or CSV."),
    "opendocument": gettext_noop("This is an OpenDocument file (ods). Save it as xlsx or CSV."),
    "one-column": gettext_noop("The first row must hold the names of at least two columns."),
    "same-name": gettext_noop("Two columns have the same name: %(name)s."),
    "many-columns": gettext_noop("The file has more than %(most)s columns."),
    "many-rows": gettext_noop("The sheet has more than %(most)s rows. Save it as CSV."),
    "many-lines": gettext_noop("The file has more than %(most)s rows. Split it."),
    "ragged": gettext_noop("Row %(row)s has more than the %(most)s cells of the first row."),
    "many-bytes": gettext_noop("The Excel file is larger than %(most)s megabytes. Save it as CSV."),
    "damaged": gettext_noop("The file is damaged and can't be read."),
    "no-layout": gettext_noop("The columns are of no layout that is known here. Known are: %(known)s."),
    "no-column": gettext_noop("There is no column “%(name)s” in the file. It has: %(known)s."),
}


class UnusableFileError(ValueError):
    """The file can't be used as a table; `words` says why, for a person."""

    def __init__(self, code: str, **values: str) -> None:
        self.words = Phrase(WORDS[code], values)
        super().__init__(str(self.words))


def kind_of(path: Path) -> FileKind:
    """By the first bytes, never by the name."""
    with path.open("rb") as file:
        head = file.read(_HEAD)
    if not head.strip():
        raise UnusableFileError("empty")
    if head.startswith(b"PAR1"):
        return "parquet"
    if head.startswith(b"PK\x03\x04") and b"application/vnd.oasis.opendocument" in head[:200]:
        raise UnusableFileError("opendocument")
    if head.startswith(b"PK\x03\x04"):
        return "excel"
    if head.startswith(b"\xd0\xcf\x11\xe0"):
        raise UnusableFileError("old-excel")
    if b"\x00" in head:
        raise UnusableFileError("not-text")
    return "csv"


def header_of(path: Path, encoding: str = "utf-8-sig") -> tuple[list[str], str]:
    """The names of a CSV's columns and the sign between them."""
    with path.open("rb") as file:
        line = file.readline(LONGEST_LINE)
    try:
        text = line.decode(encoding).rstrip("\r\n")
    except UnicodeDecodeError as error:
        raise UnusableFileError("not-text") from error
    separator = "\t" if "\\TIME_PERIOD\t" in text else max(SEPARATORS, key=text.count)
    return checked(next(csv.reader([text], delimiter=separator), [])), separator


def checked(names: list[str]) -> list[str]:
    """The names of the columns, if a table can have them."""
    names = [name.strip() for name in names]
    if len(names) < 2:
        raise UnusableFileError("one-column")
    if len(names) > MOST_COLUMNS:
        raise UnusableFileError("many-columns", most=str(MOST_COLUMNS))
    again = next((name for place, name in enumerate(names) if name in names[:place]), None)
    if again is not None:
        raise UnusableFileError("same-name", name=again[:40])
    return names


def sheet_rows(path: Path) -> Iterator[list[str]]:
    """The rows of an Excel file's first sheet as texts, the first with the names; formulas by value."""
    if path.stat().st_size > MOST_SHEET_BYTES:
        raise UnusableFileError("many-bytes", most=str(MOST_SHEET_BYTES // 1_000_000))
    try:
        book = openpyxl.load_workbook(path, read_only=True, data_only=True, keep_links=False)
        for number, row in enumerate(
            book.worksheets[0].iter_rows(values_only=True, max_col=MOST_COLUMNS + 1)
        ):
            if number > MOST_SHEET_ROWS:
                break
            yield [_text(cell) for cell in row]
        else:
            return
    # The library lets whatever its XML and ZIP meet through: all of it means the same to the person.
    except (
        InvalidFileException,
        BadZipFile,
        KeyError,
        ValueError,
        IndexError,
        TypeError,
        OSError,
        SyntaxError,
    ) as error:
        raise UnusableFileError("damaged") from error
    raise UnusableFileError("many-rows", most=str(MOST_SHEET_ROWS))


def _text(cell: object) -> str:
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, datetime) and cell.time() == time.min:
        return cell.date().isoformat()
    return str(cell)[:LONGEST_CELL]


def as_csv(path: Path, target: Path) -> None:
    """An Excel sheet as a CSV beside it, so that one way of reading is enough."""
    rows = sheet_rows(path)
    names = next(rows, [])
    while names and not names[-1]:
        names.pop()
    checked(names)
    with target.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(names)
        writer.writerows(row[: len(names)] for row in rows if any(row))


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table of texts: the names of its columns, and its rows, each as long as the names."""

    names: tuple[str, ...]
    rows: Iterator[list[str]]


def sheet(path: Path) -> Sheet:
    """A CSV or the first sheet of an Excel file, row by row. UnusableFileError, also while iterating."""
    kind = kind_of(path)
    if kind == "parquet":
        raise UnusableFileError("not-text")
    if kind == "excel":
        rows = sheet_rows(path)
        names = next(rows, [])
        while names and not names[-1]:
            names.pop()
        return Sheet(tuple(checked(names)), (row[: len(names)] for row in rows if any(row)))
    encoding = _encoding(path)
    names, separator = header_of(path, encoding)
    return Sheet(tuple(names), _lines(path, encoding, separator, len(names)))


def _encoding(path: Path) -> str:
    """UTF-8, or what older office programs write where it is none."""
    with path.open("rb") as file:
        try:
            for line in iter(partial(file.readline, LONGEST_LINE), b""):
                line.decode("utf-8")
        except UnicodeDecodeError:
            return "cp1252"
    return "utf-8-sig"


def _lines(path: Path, encoding: str, separator: str, width: int) -> Iterator[list[str]]:
    with path.open(encoding=encoding, errors="replace", newline="") as file:
        reader = csv.reader(file, delimiter=separator)
        next(reader)
        try:
            for number, row in enumerate(reader, 1):
                if number > MOST_ROWS:
                    raise UnusableFileError("many-lines", most=str(MOST_ROWS))
                if len(row) > width:
                    raise UnusableFileError("ragged", row=str(number), most=str(width))
                if row:
                    yield [cell.strip() for cell in row + [""] * (width - len(row))]
        except csv.Error as error:
            raise UnusableFileError("damaged") from error
