"""Has the level changed, and when? On-line by Bayes, and looking back by exact segmentation.

On-line: Adams and MacKay, Bayesian Online Changepoint Detection (2007): P(r + 1) ~ P(r) pi(y | r) (1 - H),
P(0) ~ sum P(r) pi(y | r) H, with hazard H = 1 / lambda and pi the negative binomial predictive of a
gamma-Poisson level. Looking back: PELT (Killick, Fearnhead and Eckley, JASA 107, 2012) with the cost of
Poisson or negative binomial counts, which does not cut sparse series to pieces as a normal cost on
logarithms does.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import gammaln, logsumexp, xlogy

from borderstats.signal import tail
from borderstats.signal.bound import Bounds, Floats, as_positions, as_series

LEAST_ALPHA = 1e-12  # what a sum of chances can still tell from nothing
FIRST = 12  # counts from which the prior level is taken where none is given


@dataclass(frozen=True, slots=True)
class Online:
    """Series x points examined: `bounds` before each count was seen, and after it what is believed.

    `changed` is the chance that the level changed within the last `within` points, `run` the most probable
    number of points since the last change.
    """

    bounds: Bounds
    changed: Floats
    run: NDArray[np.intp]
    within: int


def online_changes(
    counts: ArrayLike,
    at: ArrayLike,
    *,
    run_length: float = 60.0,
    within: int = 3,
    prior: tuple[float, float] | None = None,
    alpha: float = 0.01,
) -> Online:
    """Filter every series from its start and report at the positions `at` (from 0).

    `run_length` is the mean number of points between changes (lambda); `prior` is Gamma(a, rate b) of a new
    level, by default a = 1 around the mean of the first twelve counts. A missing count changes nothing but
    time. Raises ValueError for a run length up to 1, or alpha outside 0 to 1.
    """
    series = as_series(counts)
    positions = as_positions(at, series.shape[1])
    if run_length <= 1 or within < 1:
        raise ValueError("lambda, the run length, must be above 1 and within from 1 up")
    if not LEAST_ALPHA <= alpha < 1.0:
        raise ValueError("alpha must lie between 0 (1e-12) and 1")
    bounds = Bounds.blank(series, positions)
    changed, run = np.full(bounds.observed.shape, np.nan), np.zeros(bounds.observed.shape, np.intp)
    column_of = {int(position): column for column, position in enumerate(positions)}
    belief = _start(series, prior)
    for time in range(int(positions.max()) + 1):
        if (column := column_of.get(time)) is not None:
            _predict(belief, bounds, column, alpha)
        belief = _learn(belief, series[:, time], 1.0 / run_length)
        if column is not None:
            weight = np.exp(belief.log_weight)
            changed[:, column] = weight[:, :within].sum(axis=1)
            run[:, column] = np.argmax(weight, axis=1)
    return Online(bounds, changed, run, within)


@dataclass(frozen=True, slots=True)
class Belief:
    """Series x run lengths: log weight, and the gamma distribution of the level for each run length."""

    log_weight: Floats
    shape: Floats
    rate: Floats
    prior_shape: Floats
    prior_rate: Floats


def _start(series: Floats, prior: tuple[float, float] | None) -> Belief:
    if prior is None:
        first = series[:, :FIRST]
        known = np.sum(~np.isnan(first), axis=1)
        mean = (np.nansum(first, axis=1) + 0.5) / np.maximum(known, 1)
        shape, rate = np.ones((series.shape[0], 1)), (1.0 / mean)[:, None]
    else:
        shape, rate = (np.full((series.shape[0], 1), value) for value in prior)
    return Belief(np.zeros_like(shape), shape, rate, shape, rate)


def _learn(belief: Belief, count: Floats, hazard: float) -> Belief:
    """Weigh every run length by how well it foretold the count, then let the run go on or begin anew."""
    known = ~np.isnan(count)[:, None]
    y = np.where(known, count[:, None], 0.0)
    size, rate = belief.shape, belief.rate
    log_pi = gammaln(size + y) - gammaln(size) - gammaln(y + 1.0) + size * np.log(rate / (rate + 1.0))
    log_pi = np.where(known, log_pi - y * np.log1p(rate), 0.0)
    joint = belief.log_weight + log_pi
    going = joint + np.log1p(-hazard)
    anew = np.asarray(logsumexp(joint, axis=1, keepdims=True)) + np.log(hazard)
    weight = np.concatenate([anew, going], axis=1)
    weight = weight - np.asarray(logsumexp(weight, axis=1, keepdims=True))
    shape = np.concatenate([belief.prior_shape, size + y], axis=1)
    grown = np.concatenate([belief.prior_rate, rate + known], axis=1)
    return Belief(weight, shape, grown, belief.prior_shape, belief.prior_rate)


def _predict(belief: Belief, bounds: Bounds, column: int, alpha: float) -> None:
    """The mixture over run lengths: mean, chance of so many or more, and the (1 - alpha) quantile."""
    weight = np.exp(belief.log_weight)
    mean, phi = belief.shape / belief.rate, 1.0 + 1.0 / belief.rate
    seen = bounds.observed[:, column]
    upper = np.max(np.where(weight > 1e-9, tail.quantile(1.0 - alpha, mean, phi), 0.0), axis=1)
    low = np.full(seen.shape, -1.0)
    while np.any(moving := tail.apart(low, upper)):  # `upper` is enough for every component, so for all
        middle = np.floor((low + upper) / 2.0)
        enough = np.sum(weight * tail.at_most(middle[:, None], mean, phi), axis=1) >= 1.0 - alpha - 1e-9
        upper = np.where(moving & enough, middle, upper)
        low = np.where(moving & ~enough, middle, low)
    bounds.expected[:, column] = np.sum(weight * mean, axis=1)
    bounds.upper[:, column] = upper
    bounds.p_value[:, column] = np.sum(weight * tail.at_least(seen[:, None], mean, phi), axis=1)
    bounds.alarm[:, column] = seen > upper
    bounds.history[:, column] = weight.shape[1] - 1


Price = Callable[[NDArray[np.intp], int], Floats]


class Cost(StrEnum):
    POISSON = "poisson"
    NEGATIVE_BINOMIAL = "negative-binomial"
    LOGARITHM = "logarithm"


@dataclass(frozen=True, slots=True)
class Segmentation:
    """`breaks` are the first positions of new levels; `levels` the mean of each segment; `cost` in all."""

    breaks: tuple[int, ...]
    levels: tuple[float, ...]
    cost: float


def segments(
    counts: ArrayLike,
    *,
    cost: Cost = Cost.NEGATIVE_BINOMIAL,
    penalty: float | None = None,
    alpha: float | None = None,
    shortest: int = 2,
) -> Segmentation:
    """The segmentation of least cost plus `penalty` for each break, exact, in about linear time.

    Poisson and negative binomial: cost -2 log likelihood, penalty 3 ln n by default (Zhang and Siegmund,
    Biometrics 63, 2007). `alpha` is the over-dispersion, by default that within years. Logarithm: squares
    of log(1 + y) around their mean, penalty 6 s^2 ln n with s from the median absolute difference.
    Raises ValueError for missing counts or fewer than two segments' worth of them.
    """
    row = as_series(counts)[0]
    if np.isnan(row).any() or row.size < 2 * shortest or shortest < 1:
        raise ValueError("the series needs all its counts, and enough of them for two segments")
    spread = (year_dispersion(row) if alpha is None else alpha) if cost is Cost.NEGATIVE_BINOMIAL else 0.0
    values = np.log1p(row) if cost is Cost.LOGARITHM else row
    fee = _penalty(values, cost) if penalty is None else penalty
    breaks, least = _cheapest(_pricing(values, cost, spread), row.size, fee, shortest)
    levels = tuple(float(part.mean()) for part in np.split(row, breaks))
    return Segmentation(breaks, levels, least)


def _pricing(values: Floats, cost: Cost, spread: float) -> Price:
    """The cost of a segment from its length and sums, for many starts at once."""
    total = np.concatenate([[0.0], np.cumsum(values)])
    squares = np.concatenate([[0.0], np.cumsum(values**2)])

    def price(start: NDArray[np.intp], stop: int) -> Floats:
        n, s = (stop - start).astype(np.float64), total[stop] - total[start]
        if cost is Cost.LOGARITHM:
            return np.asarray(squares[stop] - squares[start] - s**2 / n)
        mean = s / n
        if spread == 0.0:
            return np.asarray(2.0 * (s - xlogy(s, mean)))
        inside = xlogy(s, spread * mean) - (s + n / spread) * np.log1p(spread * mean)
        return np.asarray(-2.0 * inside)

    return price


def _cheapest(price: Price, size: int, fee: float, shortest: int) -> tuple[tuple[int, ...], float]:
    """Dynamic programming over the last break, forgetting starts that can never be best again."""
    best = np.full(size + 1, np.inf)
    best[0] = -fee
    previous = np.zeros(size + 1, np.intp)
    candidates = np.zeros(1, np.intp)
    for stop in range(shortest, size + 1):
        offers = best[candidates] + price(candidates, stop)
        pick = int(np.argmin(offers))
        best[stop], previous[stop] = offers[pick] + fee, candidates[pick]
        candidates = candidates[offers <= best[stop] + 1e-9]
        if stop - shortest + 1 >= shortest:
            candidates = np.append(candidates, stop - shortest + 1)
    breaks: list[int] = []
    place = int(previous[size])
    while place > 0:
        breaks.insert(0, place)
        place = int(previous[place])
    return tuple(breaks), float(best[size])


def year_dispersion(counts: Floats, *, year: int = 12) -> float:
    """Alpha of variance mu + alpha mu^2: the median over years of (s^2 - m) / m^2, where m is above zero.

    Within a year ordinary months differ, seasons included; a change of level spoils one year and not the
    median. Series of less than a year are taken whole.
    """
    span = min(year, counts.size)
    parts = np.lib.stride_tricks.sliding_window_view(counts, span)
    mean = parts.mean(axis=1)
    lively = mean > 0
    if not lively.any():
        return 0.0
    variance = parts[lively].var(axis=1, ddof=min(1, span - 1))
    return max(0.0, float(np.median((variance - mean[lively]) / mean[lively] ** 2)))


def _penalty(values: Floats, cost: Cost) -> float:
    if cost is not Cost.LOGARITHM:
        return 3.0 * float(np.log(values.size))
    jumps = np.diff(values)
    s = float(np.median(np.abs(jumps - np.median(jumps)))) * 1.4826 / np.sqrt(2.0)
    return float(6.0 * max(s, 1e-3) ** 2 * np.log(values.size))
