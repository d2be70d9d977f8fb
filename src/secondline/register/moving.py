"""A published monthly series by the ways that a nationality took: area and means of travel."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from secondline.people.models import Person
from secondline.register.queries import Held, observations_visible_to
from secondline.register.queries.newest import oldest_first, without_margins

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
    newest: dict[tuple[str, ...], dict[date, int]] = {}
    columns = ("area", "detail", "citizenship", "named", "period", "value")
    for *key, period, value in oldest_first(rows).values_list(*columns).iterator():
        newest.setdefault(tuple(key), {})[period] = value
    newest = without_margins(newest, lambda key: ((key[0], key[2], key[3]), key[3], key[1]))
    found: dict[Way, dict[date, int]] = {}
    for (area, detail, _code, _named), months in newest.items():
        cell = found.setdefault(Way(area, _means(detail)), {})
        for month, value in months.items():
            cell[month] = cell.get(month, 0) + value
    return found


def _means(detail: str) -> str:
    said = dict(each.partition("=")[::2] for each in detail.split(";") if each)
    return next((said[name].strip() for name in MEANS if name in said), "")
