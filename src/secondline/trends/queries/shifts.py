"""Falls of a year in the published series, and what rose in the same year for the same nationality."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from secondline.people.models import Person
from secondline.register import queries as register
from secondline.register.queries import Held
from secondline.trends.hindsight_rules import FALLEN_TO, LEAST_FALL, LEAST_RISE, MOST_SHIFTS, RISEN_TO
from secondline.trends.rules import YEAR

A_YEAR: Mapping[str, int] = {"M": 12, "Q": 4, "S": 2, "A": 1}  # periods
Years = Mapping[int, int]


@dataclass(frozen=True, slots=True)
class Way:
    """One nationality in one area of one series, the year before and the year."""

    held: Held
    area: str
    citizenship: str
    before: int
    now: int


@dataclass(frozen=True, slots=True)
class Shift:
    """A way that fell to half or less, and those of the same nationality that rose meanwhile, most first."""

    fell: Way
    rose: Sequence[Way]


@dataclass(frozen=True, slots=True)
class Shifts:
    """`years` can be asked for; `more` falls are not shown."""

    year: int | None
    years: Sequence[int]
    shown: Sequence[Shift]
    more: int


def shifts(
    person: Person, held: Sequence[Held], year: int | None, *, most: int | None = MOST_SHIFTS
) -> Shifts:
    """The falls of a year (the last whole one where it can't be asked for), the largest first.

    Series count in units of their own: each way is set against its own year before, never against another.
    """
    told = {each: _by_year(person, each) for each in held}
    years = sorted({when for whole, _ways in told.values() for when in whole if when - 1 in whole})
    if not years:
        return Shifts(None, [], [], 0)
    chosen = year if year in years else years[-1]
    ways = [
        Way(each, area, code, sums.get(chosen - 1, 0), sums.get(chosen, 0))
        for each, (whole, cells) in told.items()
        if {chosen - 1, chosen} <= set(whole)
        for (area, code), sums in cells.items()
    ]
    fell = [way for way in ways if way.before >= LEAST_FALL and way.now <= FALLEN_TO * way.before]
    fell.sort(key=lambda way: (way.now - way.before, way.area, way.citizenship))
    shown = [Shift(way, _rose(way, ways)) for way in fell[:most]]
    return Shifts(chosen, years, shown, len(fell) - len(shown))


def _rose(fell: Way, ways: Sequence[Way]) -> list[Way]:
    others = [
        way
        for way in ways
        if way.citizenship == fell.citizenship
        and way.now - way.before >= LEAST_RISE
        and way.now >= RISEN_TO * way.before
    ]
    return sorted(others, key=lambda way: (way.before - way.now, way.area))


def _by_year(person: Person, held: Held) -> tuple[Sequence[int], Mapping[tuple[str, str], Years]]:
    """The years that a series tells in whole, and the sums of each of its ways."""
    for frequency, periods in A_YEAR.items():
        cells = register.observed_by(person, held, first=held.first, last=held.last, frequency=frequency)
        if cells:
            last = held.last.month + YEAR // periods - 1  # the month in which the last period ends
            until = held.last.year if last >= YEAR else held.last.year - 1
            since = held.first.year if held.first.month == 1 else held.first.year + 1
            return range(since, until + 1), {way: _sums(told) for way, told in cells.items()}
    return (), {}


def _sums(told: Mapping[date, int]) -> Years:
    sums: dict[int, int] = {}
    for when, number in told.items():
        sums[when.year] = sums.get(when.year, 0) + number
    return sums
