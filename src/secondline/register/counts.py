"""The packed months of an agency as one cube: read once, kept while they stand."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final
from uuid import UUID

from django.db.models import CharField
from django.db.models.functions import Cast

from secondline.register.cube import MONTH, UNITS, Cube, Ints, unpacked
from secondline.register.models import MonthlyCounts
from secondline.register.rules import FOUND

HELD: Final = 4  # of so many agencies at a time
_Ids = tuple[str, ...]


def cube_of(agency: UUID) -> Cube:
    """All that stands of the agency. One question tells whether what is held is still so."""
    return _cube(_ids(agency))


@dataclass(frozen=True, slots=True)
class Finds:
    """Each combination of labels of which anything is told, and its finds in each month that is."""

    strata: Sequence[tuple[str, ...]]
    months: Sequence[str]
    found: Ints
    generated: bool


def finds_of(agency: UUID, by: tuple[str, ...], first: str, last: str, unit: str = UNITS[0]) -> Finds:
    """The agency's finds of these months as one table; the last few that were asked for are kept."""
    return _finds(_ids(agency), by, first, last, unit)


def _ids(agency: UUID) -> _Ids:
    rows = MonthlyCounts.objects.filter(agency=agency).order_by("month")
    return tuple(rows.values_list(Cast("pk", CharField()), flat=True))


@lru_cache(maxsize=HELD)
def _cube(ids: _Ids) -> Cube:
    """A month that changes has a new id: what is kept under these ids is never out of date."""
    rows = MonthlyCounts.objects.filter(pk__in=ids).order_by("month")
    return unpacked((f"{month:%Y-%m}", bytes(data)) for month, data in rows.values_list("month", "packed"))


@lru_cache(maxsize=16)
def _finds(ids: _Ids, by: tuple[str, ...], first: str, last: str, unit: str) -> Finds:
    """As the cube, never out of date. Nobody may write into the table: it is handed to all who ask."""
    rows = _cube(ids).counting(unit).between(first, last)
    strata, table = rows.by_month(by, rows.only({"fraud_class": set(FOUND)}))
    told = [place for place, month in enumerate(rows.labels[MONTH]) if first <= month <= last]
    found = table[:, told]
    found.setflags(write=False)
    months = [rows.labels[MONTH][place] for place in told]
    return Finds(strata, months, found, any(mark for (mark,) in rows.sums("generated")))


def forget() -> None:
    """Let go of what is held, as a start of the house does."""
    _cube.cache_clear()
    _finds.cache_clear()
