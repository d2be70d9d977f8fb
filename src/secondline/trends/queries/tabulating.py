"""A table for other eyes: counted from the register, checked beside all that was ever released, withheld."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array, eye_array, vstack

from borderstats.disclosure import THRESHOLD, P, dominated, rounded, small
from borderstats.withholding import (
    CHANGE_WIDTH,
    ConflictError,
    Targets,
    Told,
    all_targets,
    few,
    known_of,
    protected,
    together,
    told,
    withheld,
)
from secondline.people.models import Person
from secondline.register import queries as register
from secondline.register.leaving import alike, borders
from secondline.trends.models import Release
from secondline.trends.queries.parts import Floats, Grid, Parts, TooFineError, looked, parts, values_of
from secondline.trends.release_rules import (
    ALL,
    DIMENSIONS,
    MOST_CELLS,
    OTHER,
    TOLD,
    Coordinates,
    Measure,
    Outline,
    Why,
    threshold_of,
)

Flags = NDArray[np.bool_]


class ClashError(ValueError):
    """Together with these earlier releases the table can't be made safe."""

    def __init__(self, releases: Sequence[Release]) -> None:
        super().__init__("the table can't be made safe beside " + ", ".join(map(str, releases)))
        self.releases = releases


@dataclass(frozen=True, slots=True)
class Tabulated:
    """The table as readers would see it, and why what is withheld is withheld (for the agency's own eyes)."""

    table: dict[str, Any]
    reasons: dict[str, Any]
    generated: bool
    as_of: datetime | None


def grid_of(release: Release) -> Grid:
    outline = Outline(
        tuple(release.dimensions), Measure(release.measure), release.first, release.last, release.effort
    )
    return Grid(outline, [release.table["values"][name] for name in outline.dimensions])


def tabulated(person: Person, outline: Outline) -> Tabulated:
    """Make the table of the own agency. TooFineError, or ClashError beside what was released before."""
    earlier = _overlapping(person, outline)
    grids = [grid_of(release) for release in earlier]
    names = {name for grid in grids for name in grid.outline.dimensions} | set(outline.dimensions)
    by = sorted({DIMENSIONS[name].fact for name in names} - {"month", "post"})
    first = min([outline.first, *(release.first for release in earlier)])
    last = max([outline.last, *(release.last for release in earlier)])
    rows = alike(person.agency_id, by=by, first=first, last=last)
    grid = Grid(outline, values_of(outline, person.agency_id, rows, by, least=THRESHOLD))
    if len(grid.cells) > MOST_CELLS:
        raise TooFineError
    posts, effort = borders(person.agency_id), looked(person, rows, first, last)
    told_apart = parts([*grids, grid], rows, by, posts, effort)
    knows = [effort.knows(grid, posts, cell) for cell in grid.looked]
    check = _Check(told_apart, [_Seen(release) for release in earlier], knows, posts)
    shown, why = check.withheld()
    mine = [row for row in rows if outline.first <= row.month <= outline.last]
    return Tabulated(
        table=_table(grid, shown, knows),
        reasons=_reasons(grid, why, knows),
        generated=any(row.generated for row in mine),
        as_of=register.as_of(person),
    )


def _overlapping(person: Person, outline: Outline) -> list[Release]:
    """All that was ever released (also withdrawn) and shares a month with it, or with one that does."""
    rest = list(Release.objects.filter(agency=person.agency_id, state__in=TOLD).select_related("agency"))
    first, last = outline.first, outline.last
    found: list[Release] = []
    while near := [release for release in rest if release.first <= last and release.last >= first]:
        found += near
        rest = [release for release in rest if release not in near]
        first = min(first, *(release.first for release in near))
        last = max(last, *(release.last for release in near))
    return sorted(found, key=lambda release: release.number or 0)


class _Seen:
    """What readers saw of an earlier release: numbers in the order of its grid, NaN where withheld."""

    def __init__(self, release: Release) -> None:
        self.release = release
        self.cells = _numbers(release.table["cells"])
        self.looked = _numbers(release.table["looked"])


def _numbers(stored: Sequence[Sequence[Any]]) -> dict[Coordinates, float]:
    return {tuple(cell): np.nan if shown is None else float(shown) for *cell, shown in stored}


@dataclass(frozen=True, slots=True)
class _Sums:
    """All sums of a grid, cells first: those that point at few, under what number each is withheld, and what
    a number nearly all of one person must be thought able to reach.
    """

    rows: csr_array
    sensitive: Flags
    least: Floats
    reach: Floats

    def take(self, kept: Flags) -> "_Sums":
        return _Sums(
            self.rows[np.flatnonzero(kept)], self.sensitive[kept], self.least[kept], self.reach[kept]
        )

    def targets(self, chosen: Flags, number: Floats) -> list[Targets]:
        """The protection of those chosen that point at few."""
        flags = chosen & self.sensitive
        one = np.flatnonzero(flags & (self.reach > 0))
        by_one = protected(self.rows[one], reach=self.reach[one], sink=np.inf)
        return [few(number, self.rows, flags), by_one]


class _Check:
    """The newest grid of the parts beside all earlier ones."""

    def __init__(
        self, parts_: Parts, earlier: Sequence[_Seen], knows: Sequence[bool], posts: Mapping[str, str]
    ) -> None:
        self.parts, self.earlier, self.posts = parts_, earlier, posts
        self.new = len(earlier)
        self.knows = np.array(knows, bool)
        self.targets: list[Targets] = []
        self.known: list[Told] = []

    def withheld(self) -> tuple[Floats, list[str]]:
        """What is shown of each cell, then of each sum of effort (NaN: withheld), and why it is not."""
        for which, seen in enumerate(self.earlier):
            self._note(which, seen)
        self._listed(self.new, -1)
        number, least = self.parts.number, self.parts.least(self.posts)
        alone = csr_array(eye_array(number.size, format="csr"))
        self.targets.append(few(number, alone, (number > 0) & (number < least)))
        sums = self._sums(self.new)
        sums = sums.take(np.concatenate([np.ones(sums.least.size - self.knows.size, bool), self.knows]))
        self.targets += sums.targets(sums.sensitive, number)
        try:
            flags = withheld(
                number,
                sums.rows,
                sums.sensitive,
                thresholds=sums.least,
                known=together(self.known, number.size),
                targets=all_targets(self.targets),
            )
        except ConflictError as error:
            raise ClashError([self.earlier[which].release for which in error.releases]) from error
        values = np.asarray(sums.rows @ number)
        self._accompany(flags, values)
        why = np.where(sums.sensitive, Why.FEW, np.where(flags, Why.BESIDE, "")).tolist()
        return np.where(flags, np.nan, rounded(values)), why

    def _accompany(self, flags: Flags, values: Floats) -> None:
        """A cell withheld by itself is known to be the small one. The smallest other one goes with it."""
        cells = np.array([ALL not in cell for cell in self.parts.grids[self.new].cells], bool)
        inside = np.flatnonzero(cells)
        if flags[inside].sum() != 1:
            return
        others = inside[~flags[inside]]
        if others.size:
            # One that could not be told apart from it: no nought, if there is another.
            flags[others[np.argmin(np.where(values[others] > 0, values[others], np.inf))]] = True

    def _sums(self, which: int) -> _Sums:
        grid = self.parts.grids[which]
        measure = grid.outline.measure
        sums = self.parts.counted(which, measure)
        # Behind an incident there is a person or more; by whom it is counted is one of them.
        least_of = Measure.INCIDENTS if measure is Measure.INCIDENTS else Measure.PERSONS
        persons = sums if measure is least_of else self.parts.counted(which, least_of)
        least = np.array([threshold_of(grid.outline, cell, self.posts) for cell in grid.cells], np.float64)
        sensitive, reach = _pointing(sums @ self.parts.number, persons @ self.parts.number, least)
        if not grid.outline.effort:
            return _Sums(sums, sensitive, least, reach)
        effort = self.parts.effort(which)
        few_checks = small(effort @ self.parts.number)
        return _Sums(
            csr_array(vstack([sums, effort])),
            np.concatenate([sensitive, few_checks]),
            np.concatenate([least, np.full(few_checks.size, float(THRESHOLD))]),
            np.concatenate([reach, np.zeros(few_checks.size)]),
        )

    def _note(self, which: int, seen: _Seen) -> None:
        """What an earlier release tells, where it is still so; what it must go on hiding."""
        grid = self.parts.grids[which]
        sums = self._sums(which)
        shown = np.array(
            [seen.cells.get(cell, np.nan) for cell in grid.cells]
            + [seen.looked.get(cell, np.nan) for cell in grid.looked]
        )
        values = np.asarray(sums.rows @ self.parts.number)
        low, high = known_of(shown, sums.least)
        stands = (low <= values) & (values <= high)
        rows = np.flatnonzero(stands & ~np.isnan(shown))
        self.known.append(told(sums.rows[rows], low[rows], high[rows], said=which))
        self._listed(which, which)
        self.targets += sums.targets(np.isnan(shown), self.parts.number)
        # Corrected since: how much it changed by is a number, too, and may be small.
        changed = np.flatnonzero(~stands & (values > 0))
        self.targets.append(protected(sums.rows[changed], width=CHANGE_WIDTH, reach=0.0, sink=np.inf))

    def _listed(self, which: int, said: int) -> None:
        """A nationality that is named has been brought by five persons, one that is not by four at most:
        readers know that much.
        """
        grid = self.parts.grids[which]
        persons = self.parts.counted(which, Measure.PERSONS)
        totals = [
            row
            for row, cell in enumerate(grid.cells)
            if (value := _only(cell)) is not None
            and not DIMENSIONS[grid.outline.dimensions[value]].listed
            and cell[value] != OTHER
        ]
        numbers = np.asarray(persons @ self.parts.number)
        rows = [row for row in totals if numbers[row] >= THRESHOLD]
        named = np.full(len(rows), float(THRESHOLD))
        self.known.append(told(persons[rows], named, np.full(len(rows), np.inf), said=said))
        for others in self.parts.unnamed(which):
            if others @ self.parts.number < THRESHOLD:  # it may be more by now
                self.known.append(told(others[None, :], [0.0], [THRESHOLD - 1.0], said=said))


def _only(cell: Coordinates) -> int | None:
    """The one dimension that a margin says anything of."""
    said = [place for place, value in enumerate(cell) if value != ALL]
    return said[0] if len(said) == 1 else None


def _pointing(values: Floats, persons: Floats, least: Floats) -> tuple[Flags, Floats]:
    """Which numbers point at few: under their threshold, of too few persons, or nearly all of one person.

    Documents that are not the leading one may all be one person's: the p % rule takes the worst case. With
    it, what such a number must be thought able to reach: so much that the one's share can't be told to
    within p % (Handbook on Statistical Disclosure Control, 4.2); 0 for all others.
    """
    several = persons > 1
    largest = np.where(several, 1 + values - persons, 0.0)
    total = np.where(several, values, 0.0)
    by_one = dominated(total, largest, np.where(several, 1.0, 0.0))
    reach = np.where(by_one, largest * (1 + P / 100) + 1.0, 0.0)
    return np.asarray((values > 0) & ((values < least) | (persons < least) | by_one)), reach


def _table(grid: Grid, shown: Floats, knows: Sequence[bool]) -> dict[str, Any]:
    """As it is stored and released."""
    numbers = [None if np.isnan(number) else int(number) for number in shown.tolist()]
    size = len(grid.cells)
    told_of = [cell for cell, known in zip(grid.looked, knows, strict=True) if known]
    return {
        "values": {
            name: list(values) for name, values in zip(grid.outline.dimensions, grid.values, strict=True)
        },
        "cells": _rows(grid.cells, numbers[:size]),
        "looked": _rows(told_of, numbers[size:]),
    }


def _reasons(grid: Grid, why: Sequence[str], knows: Sequence[bool]) -> dict[str, Any]:
    told_of = [cell for cell, known in zip(grid.looked, knows, strict=True) if known]
    size = len(grid.cells)
    parts_of = {"cells": _rows(grid.cells, why[:size]), "looked": _rows(told_of, why[size:])}
    return {name: [row for row in rows if row[-1]] for name, rows in parts_of.items()}


def _rows(cells: Sequence[Coordinates], numbers: Sequence[object]) -> list[list[object]]:
    return [[*cell, number] for cell, number in zip(cells, numbers, strict=True)]
