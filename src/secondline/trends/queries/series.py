"""The series that a person may see: counts, effort, rate, interval, coverage and vintage, always together."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from uuid import UUID

import numpy as np
from numpy.typing import ArrayLike

from borderstats.rate import Estimate, jeffreys_share, poisson_rate
from secondline.people.models import Person
from secondline.register import queries as register
from secondline.register.queries import Choice, Counted, Looked
from secondline.register.queries.counts import Exposures, exposures
from secondline.register.rules import FOUND, UNDETERMINED
from secondline.trends.queries.changing import Change, changes
from secondline.trends.rules import PER, PER_CROSSINGS, YEAR, Incomparable, Month, Rate, month_after, months

DOCUMENT = "document"  # several may be found in one inspection: then there is no share
LATEST_ZONE = timedelta(hours=12)  # a month is over when it is over at every post, UTC-12 included


@dataclass(frozen=True, slots=True)
class Series:
    """Everything that one page, one plot and one file say. `as_of` is the vintage, `whole` the rate of all
    months together with its interval, `whole_crossing` that per crossing; `cells` are its posts by month,
    `narrowed` what of the choice the crossings are kept to.
    """

    choice: Choice
    months: Sequence[Month]
    as_of: datetime | None
    changes: Sequence[Change | Incomparable]
    whole: Rate | None
    whole_crossing: Rate | None
    cells: "Cells"
    narrowed: frozenset[str]

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
    """The months of the choice, of the person's own agency; what came before is told too, to compare with."""
    posts = register.posts_of(person, choice)
    back = replace(choice, first=month_after(choice.first, -YEAR))
    told = exposures(person, back)
    cells = _cells(register.counted(person, back), register.looked(person, back), told)
    now = (at - LATEST_ZONE).date().replace(day=1)
    asked = list(months(choice.first, choice.last))
    rows = [_month(month, cells[month], len(posts), choice.unit, over=month < now) for month in asked]
    rated = _rated(rows, choice.unit)
    over = [month for month in asked if month < now]
    compared = changes(cells, [post.pk for post in posts], over)
    return Series(
        choice=choice,
        months=rated,
        as_of=register.as_of(person),
        changes=compared,
        whole=_whole(rated, choice.unit),
        whole_crossing=_whole_crossing(rated),
        cells=cells,
        narrowed=told.narrowed,
    )


@dataclass(slots=True)
class Cell:
    """One post in one month. `found`: its results of the classes FOUND together."""

    results: dict[str, int] = field(default_factory=dict)
    found: int = 0
    inspections: int | None = None
    random_checks: int | None = None
    crossings: int | None = None
    first_line: int | None = None
    generated: bool = False
    measured: bool = False

    @property
    def sound(self) -> bool:
        """Fewer inspections than finds: that effort can't be right, and no rate is made of it."""
        return self.inspections is not None and self.found <= self.inspections


_FOUND = frozenset(FOUND)
Cells = Mapping[date, Mapping[UUID, Cell]]


def _cells(results: Sequence[Counted], looked: Sequence[Looked], told: Exposures) -> Cells:
    cells: defaultdict[date, defaultdict[UUID, Cell]] = defaultdict(lambda: defaultdict(Cell))
    for result in results:
        cell = cells[result.month][result.post]
        fraud, number = result.fraud_class, result.number
        cell.results[fraud] = cell.results.get(fraud, 0) + number
        cell.found += number if fraud in _FOUND else 0
        cell.generated |= result.generated
        cell.measured |= not result.generated
    for effort in looked:
        cell = cells[effort.month][effort.post]
        cell.inspections = (cell.inspections or 0) + effort.inspections
        if effort.random_checks is not None:
            cell.random_checks = (cell.random_checks or 0) + effort.random_checks
        if effort.crossings is not None:
            cell.crossings = (cell.crossings or 0) + effort.crossings
        cell.generated |= effort.generated
        cell.measured |= not effort.generated
    _expose(cells, told)
    return cells


def _expose(cells: defaultdict[date, defaultdict[UUID, Cell]], told: Exposures) -> None:
    """Crossings as the exposure tells them; narrowed to a nationality, those of all don't fill a gap."""
    if told.narrowed:
        for row in cells.values():
            for cell in row.values():
                cell.crossings = None
    for each in told.rows:
        cell = cells[each.month][each.post]
        cell.crossings = cell.crossings if each.crossings is None else each.crossings
        cell.first_line = each.first_line_checks
        cell.generated |= told.generated
        cell.measured |= not told.generated


def _month(month: date, cells: Mapping[UUID, Cell], posts: int, unit: str, *, over: bool) -> Month:
    told = [cell for cell in cells.values() if cell.inspections is not None]
    sound = [cell for cell in told if cell.sound or unit == DOCUMENT]
    crossed = [cell for cell in cells.values() if cell.crossings is not None]
    results: Counter[str] = Counter()
    for cell in cells.values():
        for fraud, number in cell.results.items():
            results[fraud] += number
    return Month(
        month=month,
        over=over,
        counts={fraud: results[fraud] for fraud in FOUND} if cells else None,
        undetermined=results[UNDETERMINED] if cells else None,
        inspections=total(cell.inspections for cell in sound),
        random_checks=total(cell.random_checks for cell in sound),
        crossings=total(cell.crossings for cell in crossed),
        first_line=total(cell.first_line for cell in cells.values()),
        rated=sum(cell.found for cell in sound),
        crossed=sum(cell.found for cell in crossed),
        posts_known=len(sound),
        posts_crossed=len(crossed),
        posts=posts,
        doubtful=len(told) - len(sound),
        generated=any(cell.generated for cell in cells.values()),
        measured=any(cell.measured for cell in cells.values()),
    )


def total(numbers: Iterable[int | None]) -> int | None:
    """The sum of those that are known; None where none is."""
    known = [number for number in numbers if number is not None]
    return sum(known) if known else None


def per_inspection(found: ArrayLike, looked: ArrayLike, unit: str) -> Estimate:
    """Of persons a share of the inspections; of documents, several of which one may find, a rate."""
    if unit == DOCUMENT:
        return poisson_rate(found, looked, per=PER)
    return jeffreys_share(found, looked, per=PER)


def _rated(rows: Sequence[Month], unit: str) -> list[Month]:
    """Each month with its rates and their 95 % intervals, all months in one call."""
    checks = [np.nan if row.inspections is None else row.inspections for row in rows]
    crossings = [np.nan if row.crossings is None else row.crossings for row in rows]
    shares = triples(per_inspection([row.rated for row in rows], checks, unit))
    rates = triples(poisson_rate([row.crossed for row in rows], crossings, per=PER_CROSSINGS))
    return [
        replace(row, rate=share, per_crossing=rate)
        for row, share, rate in zip(rows, shares, rates, strict=True)
    ]


def triples(estimate: Estimate) -> list[Rate | None]:
    """Value, low and high of each; None where there is none."""
    rows = zip(estimate.value.tolist(), estimate.low.tolist(), estimate.high.tolist(), strict=True)
    return [None if np.isnan(value) else (value, low, high) for value, low, high in rows]


def _whole(rows: Sequence[Month], unit: str) -> Rate | None:
    counted = [row for row in rows if row.inspections is not None]
    looked = sum(row.inspections or 0 for row in counted)
    return triples(per_inspection([sum(row.rated for row in counted)], [looked], unit))[0]


def _whole_crossing(rows: Sequence[Month]) -> Rate | None:
    counted = [row for row in rows if row.crossings is not None]
    crossed = sum(row.crossings or 0 for row in counted)
    return triples(poisson_rate([sum(row.crossed for row in counted)], [crossed], per=PER_CROSSINGS))[0]
