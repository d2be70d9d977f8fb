"""Does one series lead another? A hypothesis tested for each stratum, never a constant of nature.

Seasonal differences of log(1 + y) take level and season out, prewhitening takes the first series' own memory
out of both (Box and Jenkins, Time Series Analysis, chapter 12), the cross-correlation at lag k then asks
whether x moves k points before y. Under no link r sqrt(n) is standard normal (bound 1.96 / sqrt(n), wider by
what memory is left); the p-values of all lags go through Benjamini and Hochberg, and what is left must also
stand out among all circular shifts of one series against the other, which keep the memory of each.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import ndtr

from borderstats.phrase import Phrase, gettext_noop
from borderstats.signal.multiplicity import benjamini_hochberg

Floats = NDArray[np.float64]

FEWEST = 16  # points after differencing
MOST_ORDER = 14  # a season of months and a little: differences of a season remember that long
POINTS_PER_ORDER = 6
NO_EVIDENCE = gettext_noop(
    "No evidence that one leads the other: no lag stands out among %(lags)s (%(points)s points; a correlation"
    " under %(bound)s is what chance gives)."
)
LEADS = gettext_noop("The first series moves %(lag)s points before the second (correlation %(r)s).")
FOLLOWS = gettext_noop("The first series moves %(lag)s points after the second (correlation %(r)s).")
TOGETHER = gettext_noop("Both series move together (correlation %(r)s): neither gives warning of the other.")
THIRD = Phrase(
    gettext_noop("A lead is no cause: both may follow a third, and both depend on how many checks are made.")
)


@dataclass(frozen=True, slots=True)
class Lead:
    """`lags` above zero: the first series comes before. `p_values` are adjusted for the number of lags.

    `shift_p` is the share of all circular shifts that correlate as much.
    """

    lags: NDArray[np.intp]
    correlation: Floats
    bound: float
    p_values: Floats
    shift_p: Floats
    points: int
    best: int | None
    answer: Phrase
    caution: Phrase


def lead_lag(
    first: ArrayLike, second: ArrayLike, *, freq: int = 12, most: int = 6, rate: float = 0.05
) -> Lead:
    """Cross-correlations at lags -most .. most of the prewhitened series.

    Positive lag k: x at t - k goes with y at t. Raises ValueError for series of different length, missing
    counts, or fewer than 16 points left after seasonal differences.
    """
    x, y = (np.log1p(np.asarray(a, np.float64)) for a in (first, second))
    if x.shape != y.shape or x.ndim != 1 or np.isnan(x).any() or np.isnan(y).any():
        raise ValueError("both series must have the same points, and every count known")
    if x.size - freq < max(FEWEST, 2 * most + 2):
        raise ValueError(
            f"too short: {max(FEWEST, 2 * most + 2)} points must be left after a season of {freq}"
        )
    x, y = _whiten(x[freq:] - x[:-freq], y[freq:] - y[:-freq])
    lags = np.arange(-most, most + 1)
    table = _circular(x, y)
    observed = table[lags % x.size]
    others = np.abs(np.delete(table, lags % x.size))
    shift_p = np.array([(1 + np.sum(others >= abs(r))) / (others.size + 1) for r in observed])
    error = np.sqrt(_inflation(x, y) / x.size)
    found = benjamini_hochberg(2.0 * ndtr(-np.abs(observed) / error), rate=rate)
    bound = 1.96 * error
    clear = found.believed & (shift_p <= rate)
    best = int(lags[np.argmax(np.where(clear, np.abs(observed), -1.0))]) if clear.any() else None
    answer = _answer(best, observed, lags, bound, x.size)
    return Lead(lags, observed, float(bound), found.adjusted, shift_p, x.size, best, answer, THIRD)


def _whiten(x: Floats, y: Floats) -> tuple[Floats, Floats]:
    """An autoregression of x, its order by AIC, taken out of both series; then both standardised."""
    x, y = x - x.mean(), y - y.mean()
    best, weights = np.inf, np.zeros(0)
    most = min(MOST_ORDER, x.size // POINTS_PER_ORDER)
    n = x.size - most
    for order in range(most + 1):
        past = np.column_stack([np.ones(n), *(x[most - k : x.size - k] for k in range(1, order + 1))])
        found = np.linalg.lstsq(past, x[most:], rcond=None)[0]
        rest = float(np.sum((x[most:] - past @ found) ** 2))
        aic = n * np.log(max(rest, 1e-12) / n) + 2 * order
        if aic < best:
            best, weights = aic, np.asarray(found[1:], np.float64)
    order = weights.size

    def filtered(series: Floats) -> Floats:
        out = series[order:].copy()
        for k, weight in enumerate(weights, start=1):
            out -= weight * series[order - k : series.size - k]
        out -= out.mean()
        spread = float(out.std())
        return out / spread if spread > 0 else out

    return filtered(x), filtered(y)


def _inflation(x: Floats, y: Floats) -> float:
    """How memory that is left widens correlations: sum of rho_x(j) rho_y(j), 1 or more (Bartlett 1935)."""
    lags = np.arange(-(x.size // 4), x.size // 4 + 1)
    return max(1.0, float(np.sum(_circular(x, x)[lags] * _circular(y, y)[lags])))


def _circular(x: Floats, y: Floats) -> Floats:
    """Correlation of x at t - k with y at t for every circular shift k: the table of all permutations."""
    shifted = np.array([np.roll(x, k) for k in range(x.size)])
    return np.asarray(shifted @ y / x.size)


def _answer(best: int | None, observed: Floats, lags: NDArray[np.intp], bound: float, points: int) -> Phrase:
    if best is None:
        words = {"lags": str(lags.size), "points": str(points), "bound": f"{bound:.2f}"}
        return Phrase(NO_EVIDENCE, words)
    r = f"{observed[np.flatnonzero(lags == best)[0]]:.2f}"
    if best == 0:
        return Phrase(TOGETHER, {"r": r})
    return Phrase(LEADS if best > 0 else FOLLOWS, {"lag": str(abs(best)), "r": r})
