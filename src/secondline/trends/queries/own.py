"""The own side of the link: what was found, in how many inspections, and how many crossed, by month."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from borderstats.rate import jeffreys_share
from secondline.people.models import Person
from secondline.register import queries as register
from secondline.register.cube import UNITS
from secondline.register.queries import Choice
from secondline.register.queries.counts import crossings
from secondline.trends.queries.signals import latest_month
from secondline.trends.rules import LINKED_BACK, YEAR, month_after, months


@dataclass(frozen=True, slots=True)
class Undetected:
    """Persons a year that were not found, with the interval; from `found` in so many `checks` by lot."""

    value: float
    low: float
    high: float
    checks: int
    found: int


@dataclass(slots=True)
class Month:
    """Own numbers of a month. `lot`: checks by lot, None where nobody told how many there were."""

    found: int = 0
    looked: int = 0
    lot: int | None = 0
    lot_found: int = 0
    whole: bool = True
    generated: bool = False


@dataclass(frozen=True, slots=True)
class Side:
    """Asked for once, however many published series are laid beside it. `undetected` is told in persons."""

    citizenship: str  # "" all
    unit: str
    first: date
    last: date
    found: Mapping[date, Month]
    crossed: Mapping[date, int]
    undetected: Undetected | None  # None: no checks by lot, or not all crossings are known


def own_side(person: Person, *, citizenship: str, at: datetime, unit: str = UNITS[0]) -> Side:
    """Own finds in documents of this nationality in this unit, up to the last whole month.

    What was not detected is told in persons, whatever is counted: checks and crossings are of persons.
    """
    last = latest_month(at)
    first = month_after(last, 1 - LINKED_BACK)
    found = _own(person, citizenship, first, last, unit)
    persons = found if unit == UNITS[0] else _own(person, citizenship, first, last, UNITS[0])
    crossed = _crossed(person, citizenship, first, last)
    return Side(citizenship, unit, first, last, found, crossed, _undetected(persons, crossed, last))


def _own(person: Person, citizenship: str, first: date, last: date, unit: str) -> dict[date, Month]:
    """Own rows by month. Before the agency told anything there is no row: that is not a zero."""
    told = register.span(person)
    start = max(first, told[0]) if told else month_after(last, 1)
    own = {month: Month() for month in months(start, last)}
    for row in register.grouped(person, by=[], first=first, last=last, nationality=citizenship, unit=unit):
        cell = own[row.month]
        cell.found += row.found
        cell.looked += row.looked if row.whole else 0
        cell.lot = (cell.lot or 0) + row.random if row.whole else cell.lot
        cell.lot_found += row.random_found
        cell.whole &= row.whole
        cell.generated |= row.generated
    partly = {month: cell for month, cell in own.items() if not cell.whole}
    for cell in partly.values():
        cell.lot = None
    if not citizenship:
        _read_effort(person, partly, Choice(first, last))
    return own


def _read_effort(person: Person, partly: Mapping[date, Month], choice: Choice) -> None:
    """Of all documents together: where rows do not tell of every check, the effort told beside them does."""
    told: dict[date, list[register.Looked]] = {}
    for effort in register.looked(person, choice):
        told.setdefault(effort.month, []).append(effort)
    for month, cell in partly.items():
        efforts = told.get(month, [])
        lots = [effort.random_checks for effort in efforts if effort.random_checks is not None]
        cell.looked = sum(effort.inspections for effort in efforts)
        cell.lot = sum(lots) if lots and len(lots) == len(efforts) else None


def _crossed(person: Person, citizenship: str, first: date, last: date) -> dict[date, int]:
    rows = crossings(person, Choice(first, last), by=["month", "nationality"])
    crossed: dict[date, int] = {}
    for row in rows:
        month, nationality = row.group
        if row.crossings is not None and (not citizenship or nationality == citizenship):
            crossed[month] = crossed.get(month, 0) + row.crossings
    return crossed


def _undetected(own: Mapping[date, Month], crossed: Mapping[date, int], last: date) -> Undetected | None:
    """Per year, with its interval: finds per check by lot times all crossings, less what was found.

    Only where all checks by lot and all crossings of twelve months are told; never one figure.
    """
    year = [month for month in months(month_after(last, 1 - YEAR), last) if month in own and month in crossed]
    lots = [lot for month in year if (lot := own[month].lot) is not None]
    checks, found = sum(lots), sum(own[month].lot_found for month in year)
    if len(lots) < YEAR or found > checks or not checks:
        return None
    share = jeffreys_share(found, checks)
    total, known = sum(crossed[month] for month in year), sum(own[month].found for month in year)
    middle, low, high = (
        max(0.0, float(each) * total - known) for each in (share.value, share.low, share.high)
    )
    return Undetected(middle, low, high, checks, found)
