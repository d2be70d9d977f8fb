"""What several tables together tell apart: groups of detections, and which sums of which table hold them."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from borderstats.disclosure import THRESHOLD
from secondline.people.models import Person
from secondline.register import queries as register
from secondline.register.leaving import Alike, borders
from secondline.register.queries import Choice
from secondline.register.rules import FOUND
from secondline.trends.release_rules import (
    ALL,
    DIMENSIONS,
    EFFORT_BY,
    FINE_THRESHOLD,
    MOST_PARTS,
    OTHER,
    PERIODS,
    Coordinates,
    Measure,
    Outline,
    coordinates,
    has_effort,
    period,
    wider,
)
from secondline.trends.rules import months

Floats = NDArray[np.float64]


class TooFineError(ValueError):
    """More parts than can be checked in seconds."""


@dataclass(frozen=True, slots=True)
class Grid:
    """The sums of one table: its cells and margins, and those of effort where it has any."""

    outline: Outline
    values: Sequence[Sequence[str]]

    @property
    def cells(self) -> list[Coordinates]:
        return coordinates(self.values)

    @property
    def looked(self) -> list[Coordinates]:
        names = self.outline.dimensions
        return [cell for cell in self.cells if has_effort(names, cell)] if self.outline.effort else []

    def place(self, month: date, post: str, border: str, facts: Mapping[str, str]) -> Coordinates | None:
        """Where a detection stands; a value that is not listed is one of the others. None: not in it."""
        if not self.outline.first <= month <= self.outline.last:
            return None
        return tuple(
            value if (value := _value(name, month, post, border, facts)) in listed else OTHER
            for name, listed in zip(self.outline.dimensions, self.values, strict=True)
        )

    def says_who(self, cell: Coordinates) -> bool:
        """Whether it names a state that somebody, or a document, is from."""
        told = zip(self.outline.dimensions, cell, strict=True)
        return any(DIMENSIONS[name].points and value not in {ALL, OTHER} for name, value in told)

    def unnamed(self, cell: Coordinates) -> Coordinates:
        """The same place of another state, of those not listed."""
        told = zip(self.outline.dimensions, cell, strict=True)
        return tuple(OTHER if DIMENSIONS[name].points and value else value for name, value in told)

    def by_effort(self, cell: Coordinates) -> Coordinates:
        """The same place as far as effort is told by it."""
        names = self.outline.dimensions
        return tuple(value if name in EFFORT_BY else ALL for name, value in zip(names, cell, strict=True))


def _value(name: str, month: date, post: str, border: str, facts: Mapping[str, str]) -> str:
    if name in PERIODS:
        return period(name, month)
    if name in {"post", "border"}:
        return post if name == "post" else border
    return facts[DIMENSIONS[name].fact]


def values_of(
    outline: Outline, agency: UUID, rows: Sequence[Alike], by: Sequence[str], *, least: int
) -> list[list[str]]:
    """The values of each dimension: all of a short list, otherwise those with `least` or more; then others.

    In the order of their codes: an order by number would say something of those withheld.
    """
    posts = borders(agency)
    found = []
    for name in outline.dimensions:
        dimension = DIMENSIONS[name]
        if name in PERIODS:
            listed = sorted({period(name, month) for month in months(outline.first, outline.last)})
        elif dimension.fact == "post":
            listed = sorted(set(posts.values())) if name == "border" else sorted(posts)
        elif dimension.listed:
            listed = list(FOUND)
        else:
            listed = [*_frequent(outline, rows, by.index(dimension.fact), least), OTHER]
        found.append(listed)
    return found


def _frequent(outline: Outline, rows: Sequence[Alike], column: int, least: int) -> list[str]:
    """Counted in persons, whatever is counted: a value that one person brought alone is not named."""
    numbers: defaultdict[str, int] = defaultdict(int)
    for row in rows:
        if row.person and row.facts[column] and outline.first <= row.month <= outline.last:
            numbers[row.facts[column]] += row.number
    return sorted(value for value, number in numbers.items() if number >= least)


@dataclass(frozen=True, slots=True)
class Looked:
    """Inspections by month and post, where they are known and no fewer than the finds."""

    number: Mapping[tuple[date, str], int]

    def knows(self, grid: Grid, posts: Mapping[str, str], cell: Coordinates) -> bool:
        """Whether the effort of every month and post in this sum is known."""
        where = dict(zip(grid.outline.dimensions, cell, strict=True))
        return all(
            (month, post) in self.number
            for month in months(grid.outline.first, grid.outline.last)
            for post, border in posts.items()
            if all(
                value == ALL or name not in EFFORT_BY or _value(name, month, post, border, {}) == value
                for name, value in where.items()
            )
        )


def looked(person: Person, rows: Sequence[Alike], first: date, last: date) -> Looked:
    codes = {post.pk: post.code for post in register.posts(person)}
    number: defaultdict[tuple[date, str], int] = defaultdict(int)
    for effort in register.looked(person, Choice(first, last)):
        number[effort.month, codes[effort.post]] += effort.inspections
    for (month, post), found in _found(rows).items():
        if found > number.get((month, post), 0):
            number.pop((month, post), None)
    return Looked(dict(number))


def _found(rows: Sequence[Alike]) -> dict[tuple[date, str], int]:
    found: defaultdict[tuple[date, str], int] = defaultdict(int)
    for row in rows:
        found[row.month, row.post] += row.number
    return found


# Where it stands in each grid; whether it is a person, opens an incident, is a check without a find.
Signature = tuple[tuple[Coordinates | None, ...], bool, bool, bool]


@dataclass(frozen=True, slots=True)
class Parts:
    """Groups of detections (and of checks without a find) that no table tells apart further."""

    grids: Sequence[Grid]
    where: Sequence[tuple[Coordinates | None, ...]]  # of each part, in each grid
    person: NDArray[np.bool_]
    opens: NDArray[np.bool_]  # a person, by whom an incident is counted
    without: NDArray[np.bool_]  # checks without a find
    number: Floats

    def counted(self, which: int, measure: Measure) -> csr_array:
        """The cells of a grid as sums over the parts."""
        index = {cell: row for row, cell in enumerate(self.grids[which].cells)}
        return self._matrix(index, self._cells(which, self._of(measure)))

    def _of(self, measure: Measure) -> NDArray[np.bool_]:
        """Each incident is one of its persons, and each person one of the documents."""
        if measure is Measure.INCIDENTS:
            return self.opens
        return self.person if measure is Measure.PERSONS else ~self.without

    def effort(self, which: int) -> csr_array:
        """The sums of effort of a grid: finds and checks without one."""
        grid = self.grids[which]
        index = {cell: row for row, cell in enumerate(grid.looked)}
        each = (
            (part, grid.by_effort(cell))
            for part, places in enumerate(self.where)
            if (cell := places[which]) is not None
        )
        return self._matrix(index, each)

    def _cells(self, which: int, counts: NDArray[np.bool_]) -> Iterator[tuple[int, Coordinates]]:
        for part, places in enumerate(self.where):
            cell = places[which]
            if cell is not None and counts[part]:
                yield part, cell

    def _matrix(self, index: Mapping[Coordinates, int], each: Iterator[tuple[int, Coordinates]]) -> csr_array:
        pairs = [(index[sum_], part) for part, cell in each for sum_ in wider(cell) if sum_ in index]
        rows, columns = (np.array(pairs, dtype=np.int64).reshape(-1, 2)).T
        return csr_array((np.ones(rows.size), (rows, columns)), shape=(len(index), self.number.size))

    def unnamed(self, which: int) -> Iterator[Floats]:
        """The persons of each value that a grid doesn't name and another does: at most four, readers know."""
        outline = self.grids[which].outline
        inside = self.person & np.array([places[which] is not None for places in self.where], bool)
        for name, listed in zip(outline.dimensions, self.grids[which].values, strict=True):
            if DIMENSIONS[name].listed:
                continue
            told = np.array([self._told(grid, name) for grid in range(len(self.grids))])
            for value in sorted(set(told.ravel().tolist()) - {*listed, ALL}):
                yield np.asarray(inside & (told == value).any(axis=0), np.float64)

    def _told(self, which: int, name: str) -> list[str]:
        """What a grid says of each part by one of its dimensions; "" where it says nothing."""
        names = self.grids[which].outline.dimensions
        if name not in names:
            return [ALL] * len(self.where)
        return [ALL if (here := each[which]) is None else here[names.index(name)] for each in self.where]

    def least(self, posts: Mapping[str, str]) -> Floats:
        """The threshold of each part: ten where all grids together say who, at which post, in which month."""
        first = min(grid.outline.first for grid in self.grids)
        last = max(grid.outline.last for grid in self.grids)
        nobody = {dimension.fact: "" for dimension in DIMENSIONS.values()}
        places = Counter(
            self._slot([grid.place(month, post, border, nobody) for grid in self.grids])
            for month in months(first, last)
            for post, border in posts.items()
        )
        fine = [self._says_who(each) and places[self._slot(each)] == 1 for each in self.where]
        return np.where(fine, float(FINE_THRESHOLD), float(THRESHOLD))

    def _slot(self, each: Sequence[Coordinates | None]) -> tuple[Coordinates | None, ...]:
        """Where and when, as far as the grids tell it."""
        told = zip(self.grids, each, strict=True)
        return tuple(None if place is None else grid.by_effort(place) for grid, place in told)

    def _says_who(self, each: Sequence[Coordinates | None]) -> bool:
        told = zip(self.grids, each, strict=True)
        return any(grid.says_who(place) for grid, place in told if place is not None)


def parts(
    grids: Sequence[Grid],
    rows: Sequence[Alike],
    by: Sequence[str],
    posts: Mapping[str, str],
    effort: Looked,
) -> Parts:
    """Raises TooFineError where there would be too many."""
    numbers: defaultdict[Signature, int] = defaultdict(int)
    incidents = any(grid.outline.measure is Measure.INCIDENTS for grid in grids)
    for row in rows:
        facts = dict(zip(by, row.facts, strict=True))
        where = tuple(grid.place(row.month, row.post, posts[row.post], facts) for grid in grids)
        # Who opens an incident is told apart where incidents are told at all.
        numbers[where, row.person, incidents and row.opens, False] += row.number
    if any(grid.outline.effort for grid in grids):
        found = _found(rows)
        nothing = dict.fromkeys(by, "")
        for (month, post), number in effort.number.items():
            places = tuple(
                grid.by_effort(cell)
                if grid.outline.effort and (cell := grid.place(month, post, posts[post], nothing))
                else None
                for grid in grids
            )
            numbers[places, False, False, True] += number - found.get((month, post), 0)
    if len(numbers) > MOST_PARTS:
        raise TooFineError
    return _gathered(grids, numbers)


def _gathered(grids: Sequence[Grid], numbers: Mapping[Signature, int]) -> Parts:
    told = {key: number for key, number in numbers.items() if number}
    for key in list(told):  # nobody outside knows that there was nobody from elsewhere in the same place
        told.setdefault((_from_elsewhere(grids, key[0]), *key[1:]), 0)
    return Parts(
        grids=grids,
        where=[key[0] for key in told],
        person=np.array([key[1] for key in told], bool),
        opens=np.array([key[2] for key in told], bool),
        without=np.array([key[3] for key in told], bool),
        number=np.array(list(told.values()), np.float64),
    )


def _from_elsewhere(
    grids: Sequence[Grid], where: Sequence[Coordinates | None]
) -> tuple[Coordinates | None, ...]:
    """The same place, but of those who are from no state that a grid names."""
    told = zip(grids, where, strict=True)
    return tuple(None if place is None else grid.unnamed(place) for grid, place in told)
