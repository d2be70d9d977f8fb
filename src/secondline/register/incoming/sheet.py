"""A table of texts out of a CSV or an Excel file, row by row."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from secondline.register.incoming import lines, workbook
from secondline.register.incoming.heading import Knows, anything, checked, notes
from secondline.register.incoming.kinds import kind_of
from secondline.register.incoming.refusing import UnusableFileError
from traveldoc.finding import Phrase


@dataclass(frozen=True, slots=True)
class Sheet:
    """The names of its columns, and its rows below them, each as long as the names.

    An empty row comes as empty texts, so that the number of a row is the one that a person counts.
    `remarks`: what a person should know of how it was read.
    """

    names: tuple[str, ...]
    rows: Iterator[list[str]]
    remarks: tuple[Phrase, ...] = ()


def sheet(path: Path, knows: Knows = anything) -> Sheet:
    """A CSV or the sheet of an Excel file whose columns `knows`. UnusableFileError, also while iterating."""
    kind = kind_of(path)
    if kind == "parquet":
        raise UnusableFileError("not-text")
    found = workbook.opened(path, knows) if kind == "excel" else lines.opened(path, knows)
    names = checked(found.names)
    remarks = (*found.remarks, *notes(names, found.above))
    if "" not in names:
        return Sheet(names, found.rows, remarks)
    kept = [place for place, name in enumerate(names) if name]
    told = ([row[place] for place in kept] for row in found.rows)
    return Sheet(checked([names[place] for place in kept]), told, remarks)
