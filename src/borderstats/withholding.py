"""A table made ready to leave an agency: rounded, and enough of it withheld, also beside earlier tables.

Numbers are shown as multiples of 5; of a number shown, a reader knows that the true one rounds to it and that
it is not small. Of a number withheld nothing is known. The reader adds all of that up, over all margins and
over everything that was ever released, and solves for the rest (linear programming). A number that points at
few persons is protected while what can be inferred of it spans 5, may be 5 or more, and may be as little
as 1: who guesses that it is small then knows no better how small.

Sources: Hundepool et al., Handbook on Statistical Disclosure Control (ESSnet, 2010), section 4; Willenborg
and de Waal, Elements of Statistical Disclosure Control (2001), chapters 6 to 8, for auditing with intervals.
"""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.optimize import linprog
from scipy.sparse import csr_array, eye_array, hstack, vstack

from borderstats.disclosure import BASE, THRESHOLD, rounded

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

NEVER_OVER: Final = np.inf
# A correction of a number shown before: the change is not small while the number itself stays uncertain by 2.
CHANGE_WIDTH: Final = 2.0
_SLACK: Final = 1e-6
_solve: Final[Callable[..., Any]] = linprog  # its stubs know dense matrices only


def known_of(shown: ArrayLike, thresholds: ArrayLike = THRESHOLD) -> tuple[Floats, Floats]:
    """From and to which true number a shown one tells: 0 is 0; 5 is 5 to 7; 20 is 18 to 22.

    NaN is withheld: anything. A number under its threshold is never shown, so that much is known too.
    """
    number = np.asarray(shown, np.float64)
    least = np.broadcast_to(np.asarray(thresholds, np.float64), number.shape)
    half = (BASE - 1) // 2
    low = np.where(number > 0, np.maximum(number - half, least), 0.0)
    high = np.where(number > 0, number + half, 0.0)
    withheld = np.isnan(number)
    return np.where(withheld, 0.0, low), np.where(withheld, NEVER_OVER, high)


@dataclass(frozen=True, slots=True)
class Told:
    """What readers know of base cells x >= 0: `low <= sums @ x <= high`, and which release said each row."""

    sums: csr_array
    low: Floats
    high: Floats
    said: NDArray[np.int64]

    def __post_init__(self) -> None:
        rows = self.sums.shape[0]
        if not (self.low.shape == self.high.shape == self.said.shape == (rows,)):
            raise ValueError("each sum needs what is known of it and who said so")
        if np.any(self.low > self.high):
            raise ValueError("a number can't be known to be over what it is known to be under")


def told(
    sums: csr_array | Floats | Sequence[Sequence[float]], low: ArrayLike, high: ArrayLike, *, said: int = -1
) -> Told:
    """`said` is the number of the release that told these; -1 where it is known anyway."""
    rows = sums if isinstance(sums, csr_array) else csr_array(np.atleast_2d(np.asarray(sums, np.float64)))
    return Told(
        rows,
        np.asarray(low, np.float64),
        np.asarray(high, np.float64),
        np.full(rows.shape[0], said, np.int64),
    )


def together(each: Collection[Told], cells: int) -> Told:
    """Everything known from several releases over the same cells."""
    if not each:
        return Told(csr_array((0, cells)), np.empty(0), np.empty(0), np.empty(0, np.int64))
    return Told(
        csr_array(vstack([one.sums for one in each])),
        np.concatenate([one.low for one in each]),
        np.concatenate([one.high for one in each]),
        np.concatenate([one.said for one in each]),
    )


@dataclass(frozen=True, slots=True)
class Range:
    """What can be inferred of a sum, the cells of one table at that end, and how hard each row holds it."""

    value: float
    cells: Floats
    hold: Floats


def _solved(aim: Floats, **rules: Any) -> Any:
    found = _solve(aim, **rules)
    if found.status != 0:  # anything else must never be taken for "cannot be inferred"
        raise ValueError(f"no table fits what is known: {found.message}")
    return found


def inferred(known: Told, aim: ArrayLike, sign: float) -> Range:
    """The smallest (sign 1) or largest (-1) value of a sum over cells for a reader who knows this.

    Raises ValueError where no table fits what is known.
    """
    wanted = np.asarray(aim, np.float64)
    rows = known.sums.shape[0]
    capped = np.isfinite(known.high)
    held = (
        np.asarray((known.sums[capped] > 0).sum(axis=0)).ravel() > 0 if rows else np.zeros(wanted.size, bool)
    )
    if sign < 0 and np.any(wanted[~held] > 0):
        return Range(np.inf, np.empty(0), np.zeros(rows))
    floor = known.low > 0
    solved = _solved(
        sign * wanted,
        A_ub=csr_array(vstack([known.sums[capped], -known.sums[floor]])) if rows else None,
        b_ub=np.concatenate([known.high[capped], -known.low[floor]]) if rows else None,
        bounds=(0, None),
        method="highs",
    )
    hold = np.zeros(rows)
    if rows:
        marginals = np.abs(np.asarray(solved.ineqlin.marginals))
        hold[np.flatnonzero(capped)] += marginals[: int(capped.sum())]
        hold[np.flatnonzero(floor)] += marginals[int(capped.sum()) :]
    return Range(float(sign * solved.fun), np.asarray(solved.x), hold)


class ConflictError(ValueError):
    """What was released before gives a small number away whatever is withheld now; `releases` say which."""

    def __init__(self, releases: Collection[int]) -> None:
        super().__init__("together with what was released before, this table can't be made safe")
        self.releases = tuple(sorted(releases))


AT_LEAST_ONE: Final = 1.0


@dataclass(frozen=True, slots=True)
class Targets:
    """Sums that must stay uncertain: by how much (`width`), what they must still be able to `reach`, and to
    what they must still be able to `sink`.
    """

    sums: csr_array
    width: Floats
    reach: Floats
    sink: Floats


def protected(
    sums: csr_array,
    *,
    width: ArrayLike = THRESHOLD,
    reach: ArrayLike = THRESHOLD,
    sink: ArrayLike = AT_LEAST_ONE,
) -> Targets:
    """The usual protection of these sums: 5 wide, 5 or more possible, and 1 as well."""
    each = [np.broadcast_to(np.asarray(one, np.float64), (sums.shape[0],)) for one in (width, reach, sink)]
    return Targets(csr_array(sums), *each)


def all_targets(each: Collection[Targets]) -> Targets:
    return Targets(
        csr_array(vstack([one.sums for one in each])),
        np.concatenate([one.width for one in each]),
        np.concatenate([one.reach for one in each]),
        np.concatenate([one.sink for one in each]),
    )


def withheld(
    cells: ArrayLike,
    sums: csr_array,
    sensitive: ArrayLike,
    *,
    thresholds: ArrayLike = THRESHOLD,
    known: Told | None = None,
    targets: Targets | None = None,
) -> Flags:
    """Which of the sums must be withheld: True where so.

    `cells` are the true base counts, `sums` (one a row) what one would like to show, `sensitive` those that
    point at few persons; `thresholds` under which a number is never shown. `known` is what readers know
    already, true for `cells`; `targets` further sums that must stay uncertain. Raises ConflictError where
    `known` alone gives one away.
    """
    flags = np.array(sensitive, dtype=bool)
    search = _Search(np.asarray(cells, np.float64), csr_array(sums), flags, np.asarray(thresholds), known)
    aims = [few(np.asarray(cells, np.float64), csr_array(sums), flags)]
    wanted = all_targets([*aims, targets] if targets else aims)
    search.protect(eased(wanted, known) if known else wanted)
    return search.flags


def eased(targets: Targets, known: Told) -> Targets:
    """What lies within a sum that is known to be small anyway (a nationality that is not named) can't reach
    five: there it is enough that it may be anything from one to the most that the sum can be.
    """
    width, reach = targets.width.copy(), targets.reach.copy()
    for row in np.flatnonzero((known.high > 0) & (known.high < THRESHOLD)):
        outside = np.ones(known.sums.shape[1])
        outside[known.sums[[row]].indices] = 0.0
        inside = np.asarray(targets.sums @ outside) == 0
        width = np.where(inside, np.minimum(width, known.high[row] - AT_LEAST_ONE), width)
        reach = np.where(inside, np.minimum(reach, known.high[row]), reach)
    return Targets(targets.sums, width, reach, targets.sink)


def few(cells: Floats, sums: csr_array, flags: Flags) -> Targets:
    """The protection of the flagged sums. What is five or more (of few persons) need not sink to one."""
    rows = np.flatnonzero(flags)
    sink = np.where(np.asarray(sums[rows] @ cells) < THRESHOLD, AT_LEAST_ONE, np.inf)
    return protected(sums[rows], sink=sink)


@dataclass(slots=True)
class _Search:
    """Withholds until every target is protected. What is withheld stays so: protection only grows."""

    cells: Floats
    sums: csr_array
    flags: Flags
    thresholds: Floats
    before: Told | None
    low: Floats = field(init=False)
    high: Floats = field(init=False)
    cost: Floats = field(init=False)

    def __post_init__(self) -> None:
        values = np.asarray(self.sums @ self.cells)
        self.low, self.high = known_of(rounded(values), np.broadcast_to(self.thresholds, values.shape))
        # The smallest number first; among equals the one over the fewest cells: a cell before a margin.
        self.cost = values * values.size + np.asarray((self.sums > 0).sum(axis=1)).ravel()

    def known(self) -> tuple[Told, NDArray[np.int64]]:
        """Everything readers would know now, and which rows of it could still be withheld."""
        here = np.flatnonzero(~self.flags)
        now = told(self.sums[here], self.low[here], self.high[here], said=-2)
        parts = [self.before, now] if self.before is not None else [now]
        return together(parts, self.cells.size), here

    def protect(self, targets: Targets) -> None:
        seen = _Seen(targets, self.cells)
        if not seen.open.size:
            return
        known = self.known()[0]
        left = seen.open.size + 1
        while 0 < seen.open.size < left:  # as long as a table shows some of them far enough apart
            left = seen.open.size
            seen.spread(known)
        while seen.open.size:
            target = int(seen.open[0])
            known, here = self.known()
            ends = [inferred(known, targets.sums[[target]].toarray().ravel(), sign) for sign in (1.0, -1.0)]
            for end in ends:
                seen.note(end, target)
            if target not in seen.open:
                continue
            held = seen.holding(ends, target)
            hold = held[-here.size :] if here.size else np.zeros(0)
            binding = here[hold > _SLACK]
            if not binding.size:
                by = held[: known.said.size - here.size] > _SLACK
                raise ConflictError({int(one) for one in known.said[: by.size][by] if one >= 0})
            self.flags[binding[np.argmin(self.cost[binding])]] = True


class _Seen:
    """How low and how high each target has been in tables that fit what is known: most need no own search."""

    def __init__(self, targets: Targets, cells: Floats) -> None:
        self.targets = targets
        true = np.asarray(targets.sums @ cells)
        self.low, self.high = true.copy(), true.copy()

    @property
    def open(self) -> NDArray[np.int64]:
        """The targets not yet seen far enough apart."""
        wide = self.high - self.low > self.targets.width - _SLACK
        high, low = self.high > self.targets.reach - _SLACK, self.low < self.targets.sink + _SLACK
        return np.flatnonzero(~(wide & high & low))

    def holding(self, ends: Sequence[Range], target: int) -> Floats:
        """How hard each row holds the end, or the ends, that should lie further out."""
        lowest, highest = ends
        if self.low[target] > self.targets.sink[target] + _SLACK:
            return lowest.hold
        if self.high[target] < self.targets.reach[target] - _SLACK:
            return highest.hold
        return lowest.hold + highest.hold

    def note(self, end: Range, target: int) -> None:
        if end.cells.size:
            values = np.asarray(self.targets.sums @ end.cells)
            self.low, self.high = np.minimum(self.low, values), np.maximum(self.high, values)
        else:
            self.high[target] = np.inf

    def spread(self, known: Told) -> None:
        """Two tables that have as many targets as can be low, and high, at once."""
        aims = self.targets.sums[self.open]
        down = np.asarray(aims.sum(axis=0)).ravel()
        self.note(inferred(known, down, 1.0), -1)
        aims = self.targets.sums[self.open]
        if aims.shape[0]:
            self.note(_raised(known, aims, self.low[self.open] + self.targets.width[self.open]), -1)


def _raised(known: Told, aims: csr_array, enough: Floats) -> Range:
    """A table that fits what is known with as many of the aims as can be at `enough`."""
    rows, cells = aims.shape
    capped, floor = np.isfinite(known.high), known.low > 0
    blank = csr_array((int(capped.sum() + floor.sum()), rows))
    rules = vstack([known.sums[capped], -known.sums[floor]])
    matrix = vstack([hstack([rules, blank]), hstack([-aims, eye_array(rows)])])
    solved = _solved(
        np.concatenate([np.zeros(cells), -np.ones(rows)]),
        A_ub=csr_array(matrix),
        b_ub=np.concatenate([known.high[capped], -known.low[floor], np.zeros(rows)]),
        bounds=[(0, None)] * cells + [(0, top) for top in enough.tolist()],
        method="highs",
    )
    return Range(0.0, np.asarray(solved.x)[:cells], np.zeros(0))
