"""What the shelf says: counts of crossings of one agency, by any of the columns."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

import ibis
import pyarrow as pa
from ibis.expr import types as ir

from secondline.register.exposure import expressions as ask
from secondline.register.exposure import shelf
from secondline.register.exposure.columns import COUNTS, KEY
from secondline.register.exposure.engine import engine

_Wanted = tuple[str, tuple[str, ...]]
COLUMNS: Final = (*KEY, "source")


@dataclass(frozen=True, slots=True)
class Crossed:
    """The counts of one group. None: nobody told. `months`: in how many months anything was told."""

    group: tuple[Any, ...]
    crossings: int | None
    first_line_checks: int | None
    referrals: int | None
    random_checks: int | None
    months: int


def crossed(
    files: Sequence[Path],
    *,
    by: Sequence[str],
    first: date,
    last: date,
    where: Mapping[str, Sequence[str]] | None = None,
) -> list[Crossed]:
    """The newest vintages in these files, added up by the columns `by` (of COLUMNS; none: the whole)."""
    if unknown := [name for name in (*by, *(where or {})) if name not in COLUMNS]:
        raise ValueError(f"{unknown} are no columns of exposure; there are {COLUMNS}")
    if not files:
        return []
    chosen = tuple((name, tuple(wanted)) for name, wanted in (where or {}).items())
    return list(_crossed(tuple(files), tuple(by), first, last, chosen))


@lru_cache(maxsize=64)
def _crossed(
    files: tuple[Path, ...], by: tuple[str, ...], first: date, last: date, where: tuple[_Wanted, ...]
) -> Sequence[Crossed]:
    """A file on the shelf is written once: an answer once given stays right."""
    with shelf.scratch() as scratch, engine(scratch) as connection:
        table = ask.newest(connection.read_parquet([str(file) for file in files]))
        rows = connection.to_pyarrow(_grouped(table, by, first, last, dict(where))).to_pylist()
    return [
        Crossed(tuple(row[name] for name in by), **{name: row[name] for name in (*COUNTS, "months")})
        for row in rows
        if row["months"]
    ]


def whole(files: Sequence[Path]) -> pa.Table:
    """The newest vintages in these files with every column of KEY, as the page that asks often holds them."""
    with shelf.scratch() as scratch, engine(scratch) as connection:
        table = ask.newest(connection.read_parquet([str(file) for file in files]))
        return connection.to_pyarrow(table.select(*KEY, *COUNTS))


def _grouped(
    table: ir.Table,
    by: Sequence[str],
    first: date,
    last: date,
    where: Mapping[str, Sequence[str]] | None,
) -> ir.Table:
    if by:
        return ask.summed(table, by=by, first=first, last=last, where=where)
    return ask.summed(table.mutate(all=ibis.literal(1)), by=["all"], first=first, last=last, where=where)
