"""Two or more lists of the same people: how many are on none?

Chapman (1951) for two lists; log-linear models of the overlaps for more (Fienberg, Biometrika 59, 1972;
Bales, Hesketh and Silverman, Significance 12, 2015), with the check whether estimates exist at all when
overlaps are empty (Fienberg and Rinaldo, Annals of Statistics 40, 2012). False non-links make every one too
large, so what links the lists must be trusted first.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations, product

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.optimize import linprog

from borderstats.hidden.estimates import Z_95, Estimate, Estimates, by_logarithm, no_answer
from borderstats.phrase import Phrase, gettext_noop
from borderstats.regression import poisson

Floats = NDArray[np.float64]
Pair = tuple[int, int]

INDEPENDENT = Phrase(gettext_noop("Being on one list says nothing about being on another."))
DEPENDENT = gettext_noop("Lists are independent but for these pairs: %(pairs)s.")
EMPTY = gettext_noop("No answer: empty overlaps leave the pairs %(pairs)s without an estimate.")
NO_OVERLAP = Phrase(gettext_noop("No answer: too few persons are on more than one list."))
NO_BETTER = Phrase(gettext_noop("No answer: no pair of lists explains the overlaps better."))
NEVER_BOTH = Phrase(
    gettext_noop("Persons on both lists are linked without error; everybody can be on either.")
)
MOST_LISTS = 8


@dataclass(frozen=True, slots=True)
class Overlaps:
    """Every pattern of being on some list (patterns x lists, 0 or 1) and how many persons have it."""

    names: tuple[str, ...]
    patterns: Floats
    count: Floats


def chapman(first: int, second: int, both: int) -> Estimate:
    """N = (n1 + 1)(n2 + 1) / (m + 1) - 1 with Seber's variance (1970) and a logarithmic interval."""
    if not 0 <= both <= min(first, second) or min(first, second) < 1:
        raise ValueError("both lists need persons, and no more can be on both than on one")
    value = (first + 1) * (second + 1) / (both + 1) - 1
    variance = (first + 1) * (second + 1) * (first - both) * (second - both) / ((both + 1) ** 2 * (both + 2))
    return by_logarithm("chapman", first + second - both, value, variance, NEVER_BOTH)


def overlaps(names: Sequence[str], patterns: ArrayLike, count: ArrayLike) -> Overlaps:
    """All 2^L - 1 patterns; those not given were had by nobody.

    Raises ValueError for what is no table of overlaps.
    """
    given, number = np.asarray(patterns, np.float64), np.asarray(count, np.float64)
    lists = len(names)
    if not 2 <= lists <= MOST_LISTS or given.shape != (number.size, lists):
        raise ValueError(f"there must be 2 to {MOST_LISTS} lists and one count for each pattern")
    if not np.all((given == 0) | (given == 1)) or not np.all(given.any(axis=1)):
        raise ValueError("a pattern has 0 or 1 for each list, and a 1 somewhere")
    if not np.all((number >= 0) & (number == np.floor(number))) or not number.sum():
        raise ValueError("counts must be whole numbers from zero up, and not all zero")
    cells = np.array([cell for cell in product((1.0, 0.0), repeat=lists) if any(cell)])
    match = (given[:, None, :] == cells[None, :, :]).all(axis=2)
    return Overlaps(tuple(names), cells, match.T.astype(np.float64) @ number)


def exists(table: Overlaps, pairs: Sequence[Pair]) -> bool:
    """Whether the likelihood of this model has its maximum where the dark figure is finite.

    A pair that nobody has has its own coefficient at minus infinity and its cells at zero, which hurts no
    other (Chan, Silverman and Vincent, JASA 116, 2021). Beyond that there is no maximum where some direction
    of the coefficients leaves all cells with persons as they are and only lowers empty ones; linear
    programming finds it.
    """
    design, count = _cells(table, pairs)
    if np.linalg.matrix_rank(design) < design.shape[1]:
        return False
    empty, full = design[count == 0], design[count > 0]
    if not empty.size:
        return True
    found = linprog(
        empty.sum(axis=0),
        A_ub=np.vstack([empty, -empty]),
        b_ub=np.concatenate([np.zeros(len(empty)), np.ones(len(empty))]),
        A_eq=full,
        b_eq=np.zeros(len(full)),
        bounds=[(None, None)] * design.shape[1],
    )
    return bool(np.asarray(found.fun, np.float64) > -1e-9)


@dataclass(frozen=True, slots=True)
class Fitted:
    """`unseen` persons on no list, the error of its logarithm; pairs that nobody has count for `aic` too."""

    unseen: float
    log_error: float
    aic: float


def fit_overlaps(table: Overlaps, pairs: Sequence[Pair]) -> Fitted:
    """Fit log mu = constant + lists + products of the pairs; exp(constant) persons are on no list."""
    design, count = _cells(table, pairs)
    found = poisson(design, count)
    dropped = 1 + len(table.names) + len(pairs) - design.shape[1]
    error = float(np.sqrt(found.covariance[0, 0]))
    return Fitted(float(np.exp(found.coefficients[0])), error, found.aic + 2.0 * dropped)


def multiple_systems(table: Overlaps) -> Estimates:
    """Independence, then the pair that lowers AIC most, and so on; every step is an estimate.

    The last one has the lowest AIC that single pairs lead to. Pairs whose estimates do not exist are passed
    over and said at the end.
    """
    pairs: list[Pair] = []
    if not exists(table, pairs):
        nothing = tuple(no_answer(name, NO_OVERLAP) for name in ("independence", "other-pairs"))
        return Estimates(int(table.count.sum()), nothing)
    best = fit_overlaps(table, pairs)
    each = [_estimate(table, pairs, best)]
    missing: set[Pair] = set()
    while True:
        steps: list[tuple[float, Pair, Fitted]] = []
        for pair in combinations(range(len(table.names)), 2):
            if pair in pairs:
                continue
            if not exists(table, [*pairs, pair]):
                missing.add(pair)
                continue
            found = fit_overlaps(table, [*pairs, pair])
            steps.append((found.aic, pair, found))
        if not steps or min(steps)[0] >= best.aic:
            break
        _, pair, best = min(steps, key=lambda step: step[0])
        pairs.append(pair)
        each.append(_estimate(table, pairs, best))
    if missing or len(each) == 1:
        why = Phrase(EMPTY, {"pairs": _words(table, sorted(missing))}) if missing else NO_BETTER
        each.append(no_answer("other-pairs", why))
    return Estimates(int(table.count.sum()), tuple(each))


def _estimate(table: Overlaps, pairs: Sequence[Pair], found: Fitted) -> Estimate:
    seen = float(table.count.sum())
    words = _words(table, pairs)
    method = f"independence+{words.replace(', ', '+')}" if pairs else "independence"
    assumption = Phrase(DEPENDENT, {"pairs": words}) if pairs else INDEPENDENT
    low, high = (float(seen + found.unseen * np.exp(sign * Z_95 * found.log_error)) for sign in (-1, 1))
    return Estimate(method, seen + found.unseen, low, high, found.unseen * found.log_error, assumption)


def _words(table: Overlaps, pairs: Sequence[Pair]) -> str:
    return ", ".join(f"{table.names[a]}:{table.names[b]}" for a, b in pairs)


def _cells(table: Overlaps, pairs: Sequence[Pair]) -> tuple[Floats, Floats]:
    """Design and counts without the pairs that nobody has, and without their cells."""
    keep = np.ones(table.count.size, bool)
    products: list[Floats] = []
    for a, b in pairs:
        both = table.patterns[:, a] * table.patterns[:, b]
        if table.count @ both == 0:
            keep &= both == 0
        else:
            products.append(both)
    design = np.column_stack([np.ones(table.count.size), table.patterns, *products])
    return design[keep], table.count[keep]
