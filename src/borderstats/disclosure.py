"""What may leave an agency: no number from which a small group of persons can be worked out.

A table is a vector of base cells x >= 0 (counts) and a matrix of sums over them: the cells themselves, their
margins, whatever is to be published. An attacker knows every published sum, of this release and of earlier
ones, and solves for the rest by linear programming. A number is protected while what the attacker can infer
of it spans at least the threshold and could be as large as it; numbers are withheld until that holds.

Sources: Willenborg and de Waal, Elements of Statistical Disclosure Control (2001), chapters 6 and 7 for the
threshold and p % rules and for auditing by linear programming; Hundepool et al., Handbook on Statistical
Disclosure Control (ESSnet, 2010), section 4, for secondary suppression and differencing.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.optimize import linprog
from scipy.sparse import csr_array

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

THRESHOLD: Final = 5
BASE: Final = 5
P: Final = 10.0  # per cent
# A bound that the solver returns is a whole number but for rounding: margins of counts are whole.
_SLACK: Final = 1e-6
_solve: Final[Callable[..., Any]] = linprog  # its stubs know dense matrices only


def small(counts: ArrayLike, *, threshold: int = THRESHOLD) -> Flags:
    """Where a count is of 1 to threshold - 1: few enough to point at a person. Zero points at nobody."""
    values = np.asarray(counts, dtype=np.float64)
    return np.asarray((values > 0) & (values < threshold))


def dominated(total: ArrayLike, largest: ArrayLike, second: ArrayLike, *, p: float = P) -> Flags:
    """The p % rule: total - largest - second < p x largest / 100, contributors being agencies.

    The second contributor could then work out the largest one's share to within p %.
    """
    whole, first = np.asarray(total, dtype=np.float64), np.asarray(largest, dtype=np.float64)
    rest = whole - first - np.asarray(second, dtype=np.float64)
    if np.any(rest < 0):
        raise ValueError("the two largest contributions are more than the total")
    return np.asarray((whole > 0) & (rest < p * first / 100))


def rounded(counts: ArrayLike, *, base: int = BASE) -> Floats:
    """Each number to the nearest multiple of `base`, halves up: the same number always the same way.

    Totals are rounded from the true totals, not added up from rounded parts.
    """
    values = np.asarray(counts, dtype=np.float64)
    return np.asarray(np.floor(values / base + 0.5) * base)


def two_way(rows: int, columns: int) -> Floats:
    """The sums of a table of `rows` x `columns` cells (row by row) with its margins.

    In the order of the table with a total column at the right and a total row at the bottom: the result of
    `two_way(r, c) @ x` reshaped to (r + 1, c + 1).
    """
    along, down = np.vstack([np.eye(rows), np.ones(rows)]), np.vstack([np.eye(columns), np.ones(columns)])
    return np.asarray(np.kron(along, down), dtype=np.float64)


@dataclass(frozen=True, slots=True)
class Known:
    """Sums that an attacker knows: `sums @ x = values`, one row a sum."""

    sums: Floats
    values: Floats

    def __post_init__(self) -> None:
        if self.sums.ndim != 2 or self.values.shape != (len(self.sums),):
            raise ValueError("sums must be a matrix with one row for each value")
        if np.any(self.sums < 0):
            raise ValueError("sums add cells up; they don't subtract")

    def __add__(self, other: "Known") -> "Known":
        """What is known from both: two releases together."""
        return Known(np.vstack([self.sums, other.sums]), np.concatenate([self.values, other.values]))


def nothing_known(cells: int) -> Known:
    return Known(np.empty((0, cells)), np.empty(0))


@dataclass(frozen=True, slots=True)
class Bounds:
    """What an attacker can infer of each target: it lies from `low` to `high` (which may be infinite)."""

    low: Floats
    high: Floats


def attack(known: Known, targets: ArrayLike) -> Bounds:
    """The tightest bounds of each target sum over cells that are only known to be >= 0.

    Raises ValueError where the known sums contradict each other, so that no table fits them.
    """
    aims = np.atleast_2d(np.asarray(targets, dtype=np.float64))
    bounds = [[_extreme(known, aim, sign)[0] for sign in (1.0, -1.0)] for aim in aims]
    low, high = np.array(bounds).reshape(-1, 2).T
    return Bounds(low, high)


def _extreme(known: Known, aim: Floats, sign: float) -> tuple[float, Floats]:
    """The smallest (sign 1) or largest (-1) value of the aim, and how hard each known sum holds it there."""
    unbound = ~(known.sums > 0).any(axis=0)
    if sign < 0 and np.any(aim[unbound] > 0):
        return np.inf, np.zeros(len(known.sums))
    if not len(known.sums):
        return 0.0, np.zeros(0)
    solved = _solve(
        sign * aim, A_eq=csr_array(known.sums), b_eq=known.values, bounds=(0, None), method="highs"
    )
    if solved.status != 0:  # anything else must never be taken for "cannot be inferred"
        raise ValueError(f"no table fits the known sums: {solved.message}")
    return float(sign * solved.fun), np.abs(np.asarray(solved.eqlin.marginals))


class ExposedError(ValueError):
    """Earlier releases alone already give a number away; withholding more of this one can't help."""


def publishable(
    cells: ArrayLike,
    sums: ArrayLike,
    *,
    threshold: int = THRESHOLD,
    earlier: Known | None = None,
    also: ArrayLike | None = None,
) -> Flags:
    """Which of the sums may be published: True where it may; the rest is withheld.

    `cells` are the true base counts, `sums` the matrix of what one would like to publish, `earlier` what was
    published before over the same cells (a cell that was corrected since is two cells, as it was and as it
    is), `also` flags sums that are sensitive for other reasons (dominance).
    Small sums are withheld, then as many others as it takes until no small sum can be inferred: each time the
    one that holds the attacker's bound most cheaply. Raises ExposedError where earlier releases give a small
    sum away by themselves.
    """
    counts = np.asarray(cells, dtype=np.float64)
    wanted = np.atleast_2d(np.asarray(sums, dtype=np.float64))
    values = wanted @ counts
    before = nothing_known(len(counts)) if earlier is None else earlier
    sensitive = small(values, threshold=threshold)
    if also is not None:
        sensitive = sensitive | np.asarray(also, dtype=bool)
    published = ~sensitive
    for target in np.flatnonzero(sensitive):
        _hide(int(target), wanted, values, published, before, threshold)
    return published


def _hide(
    target: int, wanted: Floats, values: Floats, published: Flags, before: Known, threshold: int
) -> None:
    """Withhold sums until the target is protected. What is withheld stays so: protection only grows."""
    while True:
        here = np.flatnonzero(published)
        known = before + Known(wanted[here], values[here])
        low, low_hold = _extreme(known, wanted[target], 1.0)
        high, high_hold = _extreme(known, wanted[target], -1.0)
        needed = max(threshold, values[target])
        if high - low > threshold - _SLACK and high > needed - _SLACK:
            return
        hold = (low_hold + high_hold)[len(before.values) :]
        binding = here[hold > _SLACK]
        if not len(binding):
            raise ExposedError("what was published before gives a small number away")
        # The smallest number first; among equals the one over the fewest cells: a cell before a margin.
        cost = values[binding] * len(wanted) + wanted[binding].sum(axis=1)
        published[binding[np.argmin(cost)]] = False
