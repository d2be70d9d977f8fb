"""A published monthly series by the ways that a nationality took: area and means of travel."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any, Final

from django.db.models import Q

from secondline.people.models import Person
from secondline.register.queries import Held, observations_visible_to
from secondline.register.queries.standing import COLUMNS, arrange

# Which further dimension of a series says how people travelled.
MEANS = ("type", "Method of entry", "component")


@dataclass(frozen=True, slots=True)
class Way:
    """Where and how, in the source's own words; `means` is "" where the source does not say."""

    area: str
    means: str

    @property
    def key(self) -> str:
        return f"{self.area}|{self.means}"

    def __str__(self) -> str:
        return ", ".join(word for word in (self.area, self.means) if word)


def ways(person: Person, held: Held, *, citizenship: str) -> dict[Way, dict[date, int]]:
    """The nationality's numbers by way and month, the newest vintage, other details added up."""
    return _told(person, held, Q(citizenship=citizenship))


def everybody_else(person: Person, held: Held, *, citizenship: str) -> dict[date, int]:
    """All other nationalities together, by month: what a measure for this one leaves alone."""
    told = _told(person, held, ~Q(citizenship="") & ~Q(citizenship=citizenship))
    sums: dict[date, int] = {}
    for months in told.values():
        for month, number in months.items():
            sums[month] = sums.get(month, 0) + number
    return sums


def _told(person: Person, held: Held, who: Q) -> dict[Way, dict[date, int]]:
    rows = observations_visible_to(person).filter(
        who, source=held.source, indicator=held.indicator, unit=held.unit, frequency="M", value__isnull=False
    )
    told = arrange(_by_means(row) for row in rows.values_list(*COLUMNS).iterator())
    found: dict[Way, dict[date, int]] = {}
    for (place, _code), months in told.by_way("M", date.min, date.max).items():
        cell = found.setdefault(Way(*place.rsplit(_APART, 1)), {})
        for month, value in months.items():
            cell[month] = cell.get(month, 0) + value
    return found


_APART: Final = "\x1f"  # in no name


def _by_means(row: Sequence[Any]) -> Sequence[Any]:
    """The row with its means of travel beside its area, no longer among its details."""
    frequency, period, area, code, named, detail, *rest = row
    place, left = _split(detail)
    return frequency, period, f"{area}{_APART}{place}", code, named, left, *rest


@lru_cache(maxsize=4096)
def _split(detail: str) -> tuple[str, str]:
    parts = [part for part in detail.split(";") if part]
    said = dict(part.partition("=")[::2] for part in parts)
    name = next((name for name in MEANS if name in said), "")
    return said.get(name, "").strip(), ";".join(part for part in parts if part.partition("=")[0] != name)
