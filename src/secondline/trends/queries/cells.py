"""Posts and months as tables: what was found, how much was looked at, who crossed, and what nobody told."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final
from uuid import UUID

import numpy as np

from secondline.register.cube import MONTH, Cube, Ints, first_day
from secondline.register.queries.counts import Exposures
from secondline.register.queries.looked import UNKNOWN, Efforts, Flags, as_told, month_number
from secondline.register.rules import FOUND, UNDETERMINED
from secondline.trends.rules import months

CLASSES: Final = (*FOUND, UNDETERMINED)


@dataclass(frozen=True, slots=True)
class Cell:
    """One post in one month. `found`: its results of the classes FOUND together."""

    found: int
    inspections: int | None
    crossings: int | None

    @property
    def sound(self) -> bool:
        """Fewer inspections than finds: that effort can't be right, and no rate is made of it."""
        return self.inspections is not None and self.found <= self.inspections


@dataclass(slots=True)
class Cells:
    """Tables of months (from `first` on) by posts; UNKNOWN where nobody told.

    `told`: whether there is anything at all. `classes` are the results of each month in the order of
    CLASSES, `found` those of FOUND together.
    """

    first: date
    last: date
    posts: Sequence[UUID]
    classes: Ints = field(init=False)
    found: Ints = field(init=False)
    inspections: Ints = field(init=False)
    random_checks: Ints = field(init=False)
    crossings: Ints = field(init=False)
    first_line: Ints = field(init=False)
    told: Flags = field(init=False)
    generated: Flags = field(init=False)
    measured: Flags = field(init=False)
    place: dict[UUID, int] = field(init=False)

    def __post_init__(self) -> None:
        number = len(list(months(self.first, self.last)))
        shape = number, len(self.posts)
        self.place = {post: n for n, post in enumerate(self.posts)}
        self.classes = np.zeros((number, len(CLASSES)), np.int64)
        self.found = np.zeros(shape, np.int64)
        self.inspections, self.random_checks = np.full(shape, UNKNOWN), np.full(shape, UNKNOWN)
        self.crossings, self.first_line = np.full(shape, UNKNOWN), np.full(shape, UNKNOWN)
        self.told, self.generated, self.measured = (np.zeros(shape, np.bool_) for _ in range(3))

    def row(self, month: date) -> int:
        return month_number(month) - month_number(self.first)

    def rows(self, asked: Sequence[date]) -> Ints:
        return np.array([self.row(month) for month in asked], np.int64)

    @property
    def sound(self) -> Flags:
        sound: Flags = (self.inspections != UNKNOWN) & (self.found <= self.inspections)
        return sound

    def at(self, month: date, post: UUID) -> Cell | None:
        """None: nothing is told of this post in this month."""
        where = self.row(month), self.place.get(post, -1)
        if where[1] < 0 or not self.told[where]:
            return None
        return Cell(int(self.found[where]), as_told(self.inspections[where]), as_told(self.crossings[where]))

    def add_results(self, rows: Cube) -> None:
        told = rows.table("post", MONTH, "fraud_class", "generated")
        labels = rows.labels
        at = np.array([self.row(first_day(month)) for month in labels[MONTH]], np.int64)
        inside = np.flatnonzero((at >= 0) & (at < len(self.found)))
        posts = np.array([self.place[UUID(post)] for post in labels["post"]], np.int64)
        where = np.ix_(at[inside], posts)
        results = told[:, inside].transpose(1, 0, 2, 3)  # months, posts, classes, generated
        places = {fraud: n for n, fraud in enumerate(labels["fraud_class"])}
        for number, fraud in enumerate(CLASSES):
            if fraud in places:
                self.classes[at[inside], number] = results[:, :, places[fraud]].sum(axis=(1, 2))
        found = [places[fraud] for fraud in FOUND if fraud in places]
        self.found[where] = results[:, :, found].sum(axis=(2, 3))
        for n, label in enumerate(labels["generated"]):
            self._mark(where, results[:, :, :, n].sum(axis=2) > 0, generated=bool(label))

    def _mark(self, where: tuple[Ints, ...], told: Flags, *, generated: bool) -> None:
        flags = self.generated if generated else self.measured
        flags[where] |= told
        self.told[where] |= told

    def add_effort(self, told: Efforts) -> None:
        posts = np.array([self.place[post] for post in told.posts], np.int64)
        where = told.month - month_number(self.first), posts[told.post]
        for table, numbers in (
            (self.inspections, told.inspections),
            (self.random_checks, told.random_checks),
            (self.crossings, told.crossings),
        ):
            known_ = numbers != UNKNOWN
            here = where[0][known_], where[1][known_]
            table[here] = np.where(table[here] == UNKNOWN, 0, table[here])
            np.add.at(table, here, numbers[known_])
        for generated in (False, True):
            here = where[0][told.generated == generated], where[1][told.generated == generated]
            self._mark(here, np.ones(here[0].size, np.bool_), generated=generated)

    def add_crossings(self, told: Exposures) -> None:
        """As the exposure tells them; narrowed to a nationality, those of all don't fill a gap."""
        if told.narrowed:
            self.crossings[:] = UNKNOWN
        posts = np.array([self.place.get(post, UNKNOWN) for post in told.posts], np.int64)
        where = told.month - month_number(self.first), posts[told.post]
        self.crossings[where] = np.where(told.crossings == UNKNOWN, self.crossings[where], told.crossings)
        self.first_line[where] = told.first_line_checks
        self._mark(where, np.ones(told.post.size, np.bool_), generated=told.generated)
