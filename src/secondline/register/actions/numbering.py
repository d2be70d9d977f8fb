"""Published numbers on their way into the table: many in one statement, so that others need not wait long.

Made as objects one by one, a table of 120,000 numbers held SQLite's one lock longer than others wait for it.
"""

from collections.abc import Sequence
from datetime import date
from functools import lru_cache
from typing import Any, Final
from uuid import UUID

from django.db import connection

from secondline.people.models import new_id
from secondline.register.models import Batch, Observation
from secondline.register.series.citizenship import citizenship_of
from secondline.register.series.observed import Observed

_COLUMNS: Final = (
    *("id", "agency_id", "batch_id", "source", "indicator", "unit", "area", "citizenship", "named"),
    *("detail", "period", "frequency", "vintage", "edition", "value", "flag"),
)


def insert_numbers(rows: Sequence[Observed], batch: Batch, *, vintage: date, edition: int) -> None:
    """What stands already under the same names stays as it is. `vintage`: of rows that name none."""
    with connection.cursor() as cursor:
        cursor.executemany(_statement(), _values(rows, batch, vintage, edition))


@lru_cache(maxsize=1)
def _statement() -> str:
    quote = connection.ops.quote_name
    columns = ", ".join(map(quote, _COLUMNS))
    places = ", ".join(["%s"] * len(_COLUMNS))
    table = quote(Observation._meta.db_table)  # noqa: SLF001  # documented
    return f"INSERT INTO {table} ({columns}) VALUES ({places}) ON CONFLICT DO NOTHING"  # noqa: S608  # our own names


def _values(rows: Sequence[Observed], batch: Batch, vintage: date, edition: int) -> list[tuple[Any, ...]]:
    agency, key = _key(batch.agency_id), _key(batch.pk)
    return [
        (
            _key(new_id()), agency, key, batch.source, row.indicator, row.unit, row.area,
            citizenship_of(row.citizenship)[0], row.citizenship, detail_of(row), _day(row.period),
            row.frequency, _day(row.vintage or vintage), edition, row.value, row.flag,
        )
        for row in rows
    ]  # fmt: skip


def detail_of(row: Observed) -> str:
    """Further dimensions as they are kept."""
    return ";".join(f"{name}={word}" for name, word in row.detail)


def _key(value: UUID) -> Any:
    return value if connection.features.has_native_uuid_field else value.hex


@lru_cache(maxsize=4096)
def _day(value: date) -> Any:
    return connection.ops.adapt_datefield_value(value)
