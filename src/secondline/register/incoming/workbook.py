"""Excel files: the sheet that holds the table, its cells as texts, formulas by their stored results."""

import csv
import re
import warnings
import zlib
from collections.abc import Iterator
from datetime import datetime, time
from io import BytesIO
from itertools import islice
from pathlib import Path
from typing import Any, Final
from zipfile import BadZipFile, ZipFile

import openpyxl
from openpyxl.utils.exceptions import InvalidFileException

from secondline.register.incoming.heading import (
    HEAD_ROWS,
    MOST_COLUMNS,
    Knows,
    anything,
    checked,
    heads,
    likely,
    named,
    notes,
)
from secondline.register.incoming.lines import Found
from secondline.register.incoming.refusing import UnusableFileError
from traveldoc.finding import Phrase, gettext_noop

LONGEST_CELL: Final = 1_000
MOST_SHEET_ROWS: Final = 200_000
MOST_SHEET_BYTES: Final = 40_000_000
MOST_UNPACKED: Final = 600_000_000
MOST_OF_A_PART: Final = 60_000_000  # of whatever is no sheet, which the library reads into memory whole
MOST_SHEETS: Final = 60
SHEET_READ: Final = gettext_noop("Of %(number)s sheets, “%(name)s” was read.")
# The library lets whatever its XML and ZIP meet through: all of it means the same to the person.
_BROKEN: Final = (
    *(InvalidFileException, BadZipFile, zlib.error, ValueError, LookupError, TypeError, AttributeError),
    *(OSError, EOFError, SyntaxError, ArithmeticError, NotImplementedError, RuntimeError),
)
_CHUNK: Final = 1 << 20
_OVERLAP: Final = 1 << 16
_PREFIX: Final = rb"(?:\w{1,20}:)?"
_FORMULA: Final = re.compile(
    rb'<%(p)sc\b[^>]*?\br="([A-Z]{1,3})([0-9]{1,7})"[^>]*>\s*<%(p)sf\b(?:[^>]*/>|[^>]*>[^<]*</%(p)sf>)\s*'
    rb"(?:<%(p)sv\s*/>|<%(p)sv>\s*</%(p)sv>)?\s*</%(p)sc>" % {b"p": _PREFIX}
)
_MERGED: Final = re.compile(
    rb'<%(p)smergeCell\b[^>]*?\bref="([A-Z]{1,3})([0-9]{1,7}):([A-Z]{1,3})([0-9]{1,7})"' % {b"p": _PREFIX}
)


def opened(path: Path, knows: Knows) -> Found:
    """The one visible sheet that holds the names; where none does, the first that holds anything."""
    if path.stat().st_size > MOST_SHEET_BYTES:
        raise UnusableFileError("many-bytes", most=str(MOST_SHEET_BYTES // 1_000_000))
    try:
        _weigh(path)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            # By its bytes: given a path, the library goes by the name, and a file that is held has none.
            content = BytesIO(path.read_bytes())
            book = openpyxl.load_workbook(content, read_only=True, data_only=True, keep_links=False)
        return _chosen(path, book, knows)
    except UnusableFileError:
        raise
    except _BROKEN as error:
        raise UnusableFileError("damaged") from error


def _weigh(path: Path) -> None:
    """A small archive can unpack to more than there is memory; the sizes it tells are the most it gives."""
    with ZipFile(path) as archive:
        parts = archive.infolist()
        whole = [part for part in parts if not part.filename.lstrip("/").startswith("xl/worksheets/")]
        told = sum(part.file_size for part in parts)
        if told > MOST_UNPACKED or any(part.file_size > MOST_OF_A_PART for part in whole):
            raise UnusableFileError("unpacks", most=str(MOST_UNPACKED // 1_000_000))
        for part in whole:
            with archive.open(part) as file:
                while file.read(_CHUNK):  # one that tells less than it holds ends here, by its checksum
                    pass


def _chosen(path: Path, book: Any, knows: Knows) -> Found:
    visible = [each for each in book.worksheets if each.sheet_state == "visible"] or list(book.worksheets)
    tops = [(each, list(islice(_texts(each), HEAD_ROWS))) for each in visible[:MOST_SHEETS]]
    fitting = [(each, rows, place) for each, rows in tops if (place := heads(rows, knows)) is not None]
    if len(fitting) > 1 and knows is not anything:
        sheets = ", ".join(each.title for each, _rows, _place in fitting)
        raise UnusableFileError("many-sheets", names=sheets[:200])
    if not fitting:
        fitting = [(each, rows, likely(rows)) for each, rows in tops if rows][:1]
    if not fitting:
        raise UnusableFileError("empty")
    found, rows, place = fitting[0]
    names = named(rows[place])
    _inspect(path, str(found._worksheet_path), place + 1)  # noqa: SLF001  # a sheet has no other way to tell
    said = {"number": str(len(book.worksheets)), "name": found.title}
    remarks = (Phrase(SHEET_READ, said),) if len(book.worksheets) > 1 else ()
    return Found(names, place, _rows(found, place, len(names)), remarks)


def _rows(sheet: Any, above: int, width: int) -> Iterator[list[str]]:
    try:
        for number, row in enumerate(islice(_texts(sheet), MOST_SHEET_ROWS + above + 2), -above):
            if number > MOST_SHEET_ROWS:
                break
            if number > 0:
                yield row[:width] + [""] * (width - len(row))
        else:
            return
    except _BROKEN as error:
        raise UnusableFileError("damaged") from error
    raise UnusableFileError("many-rows", most=str(MOST_SHEET_ROWS))


def _texts(sheet: Any) -> Iterator[list[str]]:
    rows = sheet.iter_rows(values_only=True, max_col=MOST_COLUMNS + 1)
    while True:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            row = next(rows, None)
        if row is None:
            return
        yield [_text(cell) for cell in row]


def _text(cell: object) -> str:
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, datetime) and cell.time() == time.min:
        return cell.date().isoformat()
    return str(cell)[:LONGEST_CELL].replace("\0", "").strip()


def _inspect(path: Path, part: str, head: int) -> None:
    """Refuse what a reader of values can't see: formulas without a result, cells merged over rows.

    `head`: the row of the names; what stands above it does no harm.
    """
    with ZipFile(path) as archive, archive.open(part.lstrip("/")) as file:
        before = b""
        while block := file.read(_CHUNK):
            text = before + block
            for column, row in _FORMULA.findall(text):
                if int(row) >= head:
                    raise UnusableFileError("formula", cell=(column + row).decode())
            for left, top, right, bottom in _MERGED.findall(text):
                if int(bottom) >= head:
                    cells = b"%b%b:%b%b" % (left, top, right, bottom)
                    raise UnusableFileError("merged", cells=cells.decode())
            before = text[-_OVERLAP:]


def as_csv(path: Path, target: Path, knows: Knows) -> tuple[Phrase, ...]:
    """The sheet as a CSV beside it, so that one way of reading is enough. What a person should know of it."""
    found = opened(path, knows)
    checked(found.names)
    with target.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(found.names)
        writer.writerows(found.rows)  # empty ones too, so that the others keep their numbers
    return (*found.remarks, *notes(found.names, found.above))
