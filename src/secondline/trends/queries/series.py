"""The series that a person may see: counts, effort, rate, interval, coverage and vintage, always together."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from uuid import UUID

import numpy as np

from borderstats.rate import Estimate, jeffreys_share, poisson_rate, rate_ratio
from secondline.people.models import Person, Post
from secondline.register import queries as register
from secondline.register.queries import Choice, Counted, Looked
from secondline.register.rules import FOUND, PERSONS, UNDETERMINED
from secondline.trends.rules import (
    PER,
    PER_CROSSINGS,
    Incomparable,
    Month,
    Rate,
    Reading,
    last_two_years,
    months,
    read_change,
)

LATEST_ZONE = timedelta(hours=12)  # a month is over when it is over at every post, UTC-12 included


@dataclass(frozen=True, slots=True)
class Change:
    """The last year against the year before; `ratio` is how many times the rate it is."""

    first: date
    last: date
    found: int
    before: int
    inspections: int
    inspections_before: int
    ratio: float | None
    low: float
    high: float
    reading: Reading


@dataclass(frozen=True, slots=True)
class Series:
    """Everything that one page, one plot and one file say. `as_of` is the vintage, `whole`
    the rate of all months together with its interval.
    """

    choice: Choice
    months: Sequence[Month]
    as_of: datetime | None
    change: Change | Incomparable
    whole: Rate | None

    @property
    def generated(self) -> bool:
        return any(month.generated for month in self.months)

    @property
    def measured(self) -> bool:
        return any(month.measured for month in self.months)

    @property
    def missing(self) -> list[Month]:
        return [month for month in self.months if not month.known]

    @property
    def running(self) -> bool:
        return any(not month.over for month in self.known)

    @property
    def known(self) -> list[Month]:
        return [month for month in self.months if month.known]


def series(person: Person, choice: Choice, *, at: datetime) -> Series:
    """The months of the choice, of the person's own agency."""
    places = _places(person, choice)
    persons = register.counted(person, replace(choice, unit=PERSONS))
    counted = persons if choice.unit == PERSONS else register.counted(person, choice)
    cells = _cells(counted, persons, register.looked(person, choice))
    now = (at - LATEST_ZONE).date().replace(day=1)
    rows = [
        _month(month, cells[month], len(places), over=month < now)
        for month in months(choice.first, choice.last)
    ]
    rated = _rated(rows)
    return Series(choice, rated, register.as_of(person), _change(rated), _whole(rated))


def _places(person: Person, choice: Choice) -> list[Post]:
    return [
        post
        for post in register.posts(person)
        if choice.post in {None, post.pk} and choice.border_type in {"", post.border_type}
    ]


@dataclass(slots=True)
class _Cell:
    """One post in one month. `found`: persons, whatever the unit of the results; an inspection is of one."""

    results: Counter[str] = field(default_factory=Counter)
    found: int = 0
    inspections: int | None = None
    random_checks: int | None = None
    crossings: int | None = None
    generated: bool = False
    measured: bool = False


_Cells = Mapping[date, Mapping[UUID, _Cell]]


def _cells(results: Sequence[Counted], persons: Sequence[Counted], looked: Sequence[Looked]) -> _Cells:
    cells: defaultdict[date, defaultdict[UUID, _Cell]] = defaultdict(lambda: defaultdict(_Cell))
    for result in results:
        cell = cells[result.month][result.post]
        cell.results[result.fraud_class] += result.number
        cell.generated |= result.generated
        cell.measured |= not result.generated
    for person in persons:
        cells[person.month][person.post].found += person.number if person.fraud_class in FOUND else 0
    for effort in looked:
        cell = cells[effort.month][effort.post]
        cell.inspections = (cell.inspections or 0) + effort.inspections
        if effort.random_checks is not None:
            cell.random_checks = (cell.random_checks or 0) + effort.random_checks
        if effort.crossings is not None:
            cell.crossings = (cell.crossings or 0) + effort.crossings
        cell.generated |= effort.generated
        cell.measured |= not effort.generated
    return cells


def _month(month: date, cells: Mapping[UUID, _Cell], posts: int, *, over: bool) -> Month:
    told = [cell for cell in cells.values() if cell.inspections is not None]
    # Fewer inspections than inspections with a result: that effort can't be right, so no rate is made of it.
    sound = [cell for cell in told if cell.found <= (cell.inspections or 0)]
    random = [cell.random_checks for cell in sound if cell.random_checks is not None]
    crossed = [cell for cell in cells.values() if cell.crossings is not None]
    results: Counter[str] = Counter()
    for cell in cells.values():
        results.update(cell.results)
    return Month(
        month=month,
        over=over,
        counts={fraud: results[fraud] for fraud in FOUND} if cells else None,
        undetermined=results[UNDETERMINED] if cells else None,
        inspections=sum(cell.inspections or 0 for cell in sound) if sound else None,
        random_checks=sum(random) if random else None,
        crossings=sum(cell.crossings or 0 for cell in crossed) if crossed else None,
        rated=sum(cell.found for cell in sound),
        crossed=sum(cell.found for cell in crossed),
        posts_known=len(sound),
        posts=posts,
        doubtful=len(told) - len(sound),
        generated=any(cell.generated for cell in cells.values()),
        measured=any(cell.measured for cell in cells.values()),
    )


def _rated(rows: Sequence[Month]) -> list[Month]:
    """Each month with its rates and their 95 % intervals, all months in one call."""
    checks = [np.nan if row.inspections is None else row.inspections for row in rows]
    crossings = [np.nan if row.crossings is None else row.crossings for row in rows]
    shares = _triples(jeffreys_share([row.rated for row in rows], checks, per=PER))
    flows = _triples(poisson_rate([row.crossed for row in rows], crossings, per=PER_CROSSINGS))
    return [
        replace(row, rate=share, per_crossing=flow)
        for row, share, flow in zip(rows, shares, flows, strict=True)
    ]


def _triples(estimate: Estimate) -> list[Rate | None]:
    numbers = np.stack([estimate.value, estimate.low, estimate.high], axis=-1).tolist()
    return [None if np.isnan(value) else (value, low, high) for value, low, high in numbers]


def _whole(rows: Sequence[Month]) -> Rate | None:
    checks = sum(row.inspections or 0 for row in rows)
    if not checks:
        return None
    share = jeffreys_share(sum(row.rated for row in rows), checks, per=PER)
    return float(share.value), float(share.low), float(share.high)


def _change(rows: list[Month]) -> Change | Incomparable:
    years = last_two_years(rows)
    if isinstance(years, Incomparable):
        return years
    before, now = years
    found, found_before = (sum(month.rated for month in year) for year in (now, before))
    looked, looked_before = (sum(month.inspections or 0 for month in year) for year in (now, before))
    ratio = rate_ratio(found, looked, found_before, looked_before)
    value, low, high = float(ratio.value), float(ratio.low), float(ratio.high)
    return Change(
        first=now[0].month,
        last=now[-1].month,
        found=found,
        before=found_before,
        inspections=looked,
        inspections_before=looked_before,
        ratio=value if np.isfinite(value) else None,
        low=low,
        high=high,
        reading=read_change(found, found_before, low, high),
    )
