"""The series that a person may see: counts, effort, rate, interval, coverage and vintage, always together."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from uuid import UUID

import numpy as np
from numpy.typing import ArrayLike

from borderstats.rate import Estimate, jeffreys_share, poisson_rate
from secondline.people.models import Person
from secondline.register import queries as register
from secondline.register.cube import Ints
from secondline.register.queries import Choice
from secondline.register.queries.counts import Exposures, exposures
from secondline.register.queries.looked import UNKNOWN, Flags
from secondline.register.rules import FOUND
from secondline.trends.queries.cells import Cells
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
    cells: Cells
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
    posts = [post.pk for post in register.posts_of(person, choice)]
    back = replace(choice, first=month_after(choice.first, -YEAR))
    told = exposures(person, back)
    cells = _cells(person, back, told)
    now = (at - LATEST_ZONE).date().replace(day=1)
    asked = list(months(choice.first, choice.last))
    rows = _months(cells, asked, len(posts), choice.unit, now)
    rated = _rated(rows, choice.unit)
    over = [month for month in asked if month < now]
    compared = changes(cells, posts, over)
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


def _cells(person: Person, choice: Choice, told: Exposures) -> Cells:
    rows, looked = register.chosen(person, choice), register.effort(person, choice)
    posts = [UUID(label) for label in rows.labels["post"]]
    cells = Cells(choice.first, choice.last, list(dict.fromkeys((*posts, *looked.posts, *told.posts))))
    cells.add_results(rows)
    cells.add_effort(looked)
    cells.add_crossings(told)
    return cells


def _months(cells: Cells, asked: Sequence[date], posts: int, unit: str, now: date) -> list[Month]:
    """What is told of each month, of all posts together."""
    at = cells.rows(asked)
    told: list[bool] = np.any(cells.told[at], axis=1).tolist()
    has_effort, sound = cells.inspections[at] != UNKNOWN, cells.sound[at]
    sound = has_effort if unit == DOCUMENT else sound
    crossed = cells.crossings[at] != UNKNOWN
    found = cells.found[at]
    columns = {
        "inspections": _totals(cells.inspections[at], sound),
        "random_checks": _totals(cells.random_checks[at], sound),
        "crossings": _totals(cells.crossings[at], crossed),
        "first_line": _totals(cells.first_line[at]),
        "rated": _sums(found, sound),
        "crossed": _sums(found, crossed),
        "posts_known": sound.sum(axis=1).tolist(),
        "posts_crossed": crossed.sum(axis=1).tolist(),
        "doubtful": (has_effort.sum(axis=1) - sound.sum(axis=1)).tolist(),
        "generated": cells.generated[at].any(axis=1).tolist(),
        "measured": cells.measured[at].any(axis=1).tolist(),
    }
    rows = [dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True)]
    return [
        Month(
            month=month,
            over=month < now,
            counts=dict(zip(FOUND, classes, strict=False)) if here else None,
            undetermined=classes[-1] if here else None,
            posts=posts,
            **row,
        )
        for month, here, classes, row in zip(asked, told, cells.classes[at].tolist(), rows, strict=True)
    ]


def _totals(numbers: Ints, of: Flags | None = None) -> list[int | None]:
    """The sum of those that are known, a row each; None where none is."""
    told = numbers != UNKNOWN if of is None else (numbers != UNKNOWN) & of
    sums = np.where(told, numbers, 0).sum(axis=1)
    anything: list[bool] = np.any(told, axis=1).tolist()
    return [total if known else None for total, known in zip(sums.tolist(), anything, strict=True)]


def _sums(numbers: Ints, of: Flags) -> list[int]:
    return [int(each) for each in np.where(of, numbers, 0).sum(axis=1)]


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
