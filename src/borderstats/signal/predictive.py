"""The gamma-Poisson predictive bound: honest with little history, because it knows how little it knows.

theta ~ Gamma(a, rate b), y_i ~ Poisson(E_i theta): the next count is negative binomial with size a + sum y
and probability (b + sum E) / (b + sum E + E*) (Gelman et al., Bayesian Data Analysis, 2013, section 2.6).
R's `bayes` (algo.bayes) is the case a = 1/2, b = 0 (Jeffreys), E = 1 on windows of the same season.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from borderstats.signal import tail
from borderstats.signal.bound import Bounds, Floats, as_positions, as_series


@dataclass(frozen=True, slots=True)
class BayesSettings:
    """Options of R's `bayes`: `b` years back, half window `w`, `act_y` to use the points just before."""

    freq: int = 52
    b: int = 0
    w: int = 6
    act_y: bool = True
    alpha: float = 0.05

    def __post_init__(self) -> None:
        if self.freq < 1 or min(self.b, self.w) < 0:
            raise ValueError("freq starts at 1, b and w at 0")
        if self.b > 0 and self.w >= self.freq:
            raise ValueError("w must be below freq: the windows may not reach the count itself")
        if not 0.0 < self.alpha < 1.0:
            raise ValueError("alpha must lie between 0 and 1")
        if (not self.act_y or self.w == 0) and self.b == 0:
            raise ValueError("there is nothing to compare with: take actY with w from 1 up, or b from 1 up")

    @property
    def first(self) -> int:
        return self.b * self.freq + self.w


def bayes(counts: ArrayLike, at: ArrayLike, settings: BayesSettings) -> Bounds:
    """Bounds for the positions `at`; a missing count of the past is left out.

    Raises ValueError where the windows do not lie in the series.
    """
    series = as_series(counts)
    positions = as_positions(at, series.shape[1])
    if positions.min() < settings.first:
        raise ValueError(f"point {settings.first + 1} is the earliest that these b and w can examine")
    bounds = Bounds.blank(series, positions)
    lags = _lags(settings)
    for column, position in enumerate(positions):
        past = series[:, position - lags]
        known = np.sum(~np.isnan(past), axis=1).astype(np.float64)
        _fill(
            bounds,
            column,
            np.nansum(past, axis=1),
            known,
            settings.alpha,
            prior=(0.5, 0.0),
            ahead=np.array(1.0),
        )
    return bounds


def gamma_poisson(
    counts: ArrayLike,
    at: ArrayLike,
    *,
    exposure: ArrayLike | None = None,
    prior: tuple[float, float] = (0.5, 0.0),
    points: int | None = None,
    past: int = 0,
    alpha: float = 0.01,
) -> Bounds:
    """Bounds from all earlier points (or the last `points` of them), without the last `past`.

    `prior` is (a, b) of the gamma distribution of the rate, for instance that of the other series by
    `borderstats.shrinkage`. For series with less than three years behind them.
    Raises ValueError for settings out of range and negative exposure.
    """
    if not 0.0 < alpha < 1.0 or min(prior) < 0:
        raise ValueError("alpha must lie between 0 and 1, and a and b can't be negative")
    if past < 0 or (points is not None and points < 1):
        raise ValueError("past starts at 0 and points at 1")
    series = as_series(counts)
    positions = as_positions(at, series.shape[1])
    crossings = (
        np.ones_like(series) if exposure is None else np.broadcast_to(np.asarray(exposure), series.shape)
    )
    if np.any(crossings < 0):
        raise ValueError("exposure can't be negative")
    bounds = Bounds.blank(series, positions)
    for column, position in enumerate(positions):
        stop = max(position - past, 0)
        start = 0 if points is None else max(stop - points, 0)
        span = slice(start, stop)
        known = ~np.isnan(series[:, span])
        total = np.sum(np.where(known, series[:, span], 0.0), axis=1)
        behind = np.sum(np.where(known, crossings[:, span], 0.0), axis=1)
        _fill(bounds, column, total, behind, alpha, prior=prior, ahead=crossings[:, position])
        bounds.history[:, column] = np.sum(known, axis=1)
    return bounds


def _lags(settings: BayesSettings) -> NDArray[np.intp]:
    recent = np.arange(1, settings.w + 1) if settings.act_y else np.zeros(0, np.intp)
    around = np.arange(-settings.w, settings.w + 1)
    years = [year * settings.freq + around for year in range(1, settings.b + 1)]
    return np.concatenate([recent, *years]).astype(np.intp)


def _fill(
    bounds: Bounds,
    column: int,
    total: Floats,
    behind: Floats,
    alpha: float,
    *,
    prior: tuple[float, float],
    ahead: Floats,
) -> None:
    size, rate = prior[0] + total, prior[1] + behind
    with np.errstate(divide="ignore", invalid="ignore"):
        mean = np.where(rate > 0, size / rate * ahead, np.nan)
        phi = np.where(rate > 0, 1.0 + ahead / rate, np.nan)
    seen = bounds.observed[:, column]
    bounds.expected[:, column] = mean
    bounds.phi[:, column] = phi
    bounds.upper[:, column] = tail.quantile(1.0 - alpha, mean, phi)
    bounds.p_value[:, column] = tail.at_least(seen, mean, phi)
    bounds.alarm[:, column] = seen > bounds.upper[:, column]
    bounds.history[:, column] = behind
    bounds.usable[:, column] = rate > 0
