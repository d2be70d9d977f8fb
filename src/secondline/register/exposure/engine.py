"""DuckDB as the engine of this house: bounded in memory and threads, fetching nothing."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import duckdb
import ibis
from ibis.backends.duckdb import Backend
from ibis.expr import types as ir

from secondline.register.incoming import (
    LONGEST_LINE,
    UnusableFileError,
    as_csv,
    header_of,
    kind_of,
)

THREADS: Final = 2
MEMORY: Final = "1500MB"
MOST_REJECTS: Final = 100


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
    try:
        yield connection
    finally:
        connection.disconnect()


@dataclass(frozen=True, slots=True)
class Incoming:
    """A file as a table of this connection; `names` are its columns."""

    table: ir.Table
    names: tuple[str, ...]


def incoming(connection: Backend, path: Path, scratch: Path) -> Incoming:
    """The file as a table, whatever of the three kinds it is. Raises UnusableFileError."""
    kind = kind_of(path)
    if kind == "parquet":
        try:
            table = connection.read_parquet(str(path))
        except duckdb.Error as error:
            raise UnusableFileError("damaged") from error
        return Incoming(table, tuple(table.columns))
    if kind == "excel":
        sheet = scratch / "sheet.csv"
        as_csv(path, sheet)
        path = sheet
    names, separator = header_of(path)
    table = connection.read_csv(
        str(path),
        columns=dict.fromkeys(names, "VARCHAR"),
        delim=separator,
        header=True,
        quote='"',
        escape='"',
        auto_detect=False,
        max_line_size=LONGEST_LINE,
        store_rejects=True,
        rejects_limit=MOST_REJECTS,
    )
    return Incoming(table, tuple(names))


def rejected(connection: Backend) -> list[int]:
    """The lines that were no rows at all: too few or too many cells, no UTF-8, an open quotation mark."""
    if "reject_errors" not in connection.raw_sql("show tables").df()["name"].tolist():
        return []
    rows = connection.raw_sql("select distinct line from reject_errors order by line").fetchall()
    return [int(line) for (line,) in rows]
