"""DuckDB as the engine of this house: bounded in memory and threads, fetching nothing."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import duckdb
import ibis
from ibis.backends.duckdb import Backend
from ibis.expr import types as ir

from secondline.register.incoming import UnusableFileError
from secondline.register.incoming.heading import Knows, anything, checked, notes
from secondline.register.incoming.kinds import kind_of
from secondline.register.incoming.lines import LONGEST_LINE, encoded, encoding_of, head_of
from secondline.register.incoming.telling import Step, Tell
from secondline.register.incoming.workbook import as_csv
from traveldoc.finding import Phrase

THREADS: Final = 2
MEMORY: Final = "1500MB"
MOST_REJECTS: Final = 100_000
_LOOKED_AT: Final = 20_000  # lines, for the encoding: the engine itself names a later one that is no UTF-8
_LETTERS: Final = 1 << 20
_ASKED_EVERY: Final = 0.5  # seconds


@contextmanager
def engine(scratch: Path, *, in_order: bool = False) -> Iterator[Backend]:
    """A connection of its own for one question; `scratch` is the folder for what does not fit into memory.

    `in_order`: rows keep their place in the file, where their numbers are wanted.
    """
    settings: dict[str, Any] = {
        "threads": THREADS,
        "memory_limit": MEMORY,
        "temp_directory": str(scratch),
        "max_temp_directory_size": "20GB",
        "preserve_insertion_order": in_order,
        # Nothing is fetched at run time: what is not built in is not there.
        "autoinstall_known_extensions": False,
        "autoload_known_extensions": False,
    }
    connection = ibis.duckdb.connect(**settings)
    connection.raw_sql("set enable_progress_bar = true; set enable_progress_bar_print = false")
    try:
        yield connection
    finally:
        connection.disconnect()


@contextmanager
def followed(connection: Backend, tell: Tell) -> Iterator[None]:
    """Tell how far the questions that are asked in here are, in per cent."""
    done = threading.Event()

    def ask() -> None:
        while not done.wait(_ASKED_EVERY):
            tell(Step.COUNT, max(0, int(connection.con.query_progress())), 100)

    thread = threading.Thread(target=ask, name="progress", daemon=True)
    thread.start()
    try:
        yield
    finally:
        done.set()
        thread.join()


@dataclass(frozen=True, slots=True)
class Incoming:
    """A file as a table of this connection; `names` are its columns, `above` the lines above them.

    `text`: the file that is read as CSV, None of Parquet; `between` is what stands between its cells.
    """

    table: ir.Table
    names: tuple[str, ...]
    above: int = 0
    remarks: tuple[Phrase, ...] = ()
    text: Path | None = None
    between: str = ","


def incoming(connection: Backend, path: Path, scratch: Path, knows: Knows = anything) -> Incoming:
    """The file as a table, whatever of the three kinds it is. Raises UnusableFileError."""
    kind = kind_of(path)
    if kind == "parquet":
        try:
            table = connection.read_parquet(str(path))
        except duckdb.Error as error:
            raise UnusableFileError("damaged") from error
        return Incoming(table, tuple(table.columns))
    remarks: tuple[Phrase, ...] = ()
    if kind == "excel":
        sheet = scratch / "sheet.csv"
        remarks = as_csv(path, sheet, knows)
        path = sheet
    else:
        path, encoding = _in_utf8(path, scratch)
        remarks = encoded(encoding)
    separator, above, names = head_of(path, "utf-8-sig", knows)
    remarks = (*remarks, *notes(names, above))
    # A column without a name can't be asked for.
    names = checked([name or f"({place})" for place, name in enumerate(names, 1)])
    table = connection.read_csv(
        str(path),
        columns=dict.fromkeys(names, "VARCHAR"),
        delim=separator,
        header=True,
        skip=above,
        quote='"',
        escape='"',
        auto_detect=False,
        max_line_size=LONGEST_LINE,
        store_rejects=True,
        rejects_limit=MOST_REJECTS,
    )
    return Incoming(table, names, above, remarks, path, separator)


def _in_utf8(path: Path, scratch: Path) -> tuple[Path, str]:
    """The file, or a copy of it in UTF-8 where it is in what older office programs write."""
    encoding = encoding_of(path, _LOOKED_AT)
    if encoding == "utf-8-sig":
        return path, encoding
    copy = scratch / "utf8.csv"
    with (
        path.open(encoding=encoding, errors="replace", newline="") as told,
        copy.open("w", encoding="utf-8", newline="") as kept,
    ):
        while text := told.read(_LETTERS):
            kept.write(text)
    return copy, encoding


def rejected(connection: Backend) -> list[int]:
    """The lines that were no rows at all: too few or too many cells, no UTF-8, an open quotation mark.

    By the engine's own count, which goes astray behind empty lines (see `lines.counted`).
    """
    if "reject_errors" not in connection.raw_sql("show tables").df()["name"].tolist():
        return []
    rows = connection.raw_sql("select distinct line from reject_errors order by line").fetchall()
    return [int(line) for (line,) in rows]
