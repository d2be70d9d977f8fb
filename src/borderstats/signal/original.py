"""Farrington's detector as first published and as R's `farrington` (algo.farrington) computes it.

Farrington et al., JRSS A 159 (1996): only the windows of the last years, a trend where it is significant at
5 %, residuals above 1 weighed down, and a two-sided bound: `alpha` / 2 lies above it. Baseline points that
would lie before the series are left out.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from borderstats.signal.baseline import windows
from borderstats.signal.bound import Bounds, Floats, as_positions, as_series
from borderstats.signal.farrington import enough_cases, log_exposure
from borderstats.signal.reweighting import Dispersion, Past, TrendRule, fit_with_decided_trend
from borderstats.signal.threshold import Power, delta

WEIGHTS_THRESHOLD = 1.0
P_THRESHOLD_TREND = 0.05


@dataclass(frozen=True, slots=True)
class OriginalSettings:
    """Options and defaults of R's `farrington`. With `compat` a bound that does not count is 0, not NaN."""

    freq: int = 52
    b: int = 5
    w: int = 3
    reweight: bool = True
    alpha: float = 0.05
    trend: bool = True
    powertrans: Power = Power.TWO_THIRDS
    limit54: tuple[int, int] = (5, 4)
    compat: bool = False

    def __post_init__(self) -> None:
        if min(self.freq, self.b) < 1 or self.w < 0:
            raise ValueError("freq and b start at 1, w at 0")
        if not 0.0 < self.alpha < 1.0:
            raise ValueError("alpha must lie between 0 and 1")
        if self.limit54[0] < 0 or self.limit54[1] < 1:
            raise ValueError("limit54 needs cases from 0 up and a period from 1 up")

    @property
    def first(self) -> int:
        """The first position (from 0) that is examined when no range is given."""
        return max(self.freq * self.b - self.w - 1, 0)


def farrington(
    counts: ArrayLike, at: ArrayLike, settings: OriginalSettings, *, exposure: ArrayLike | None = None
) -> Bounds:
    """Bounds for the positions `at` (from 0) of each series (series x time, NaN where not known).

    Raises HistoryTooShortError where not one point of the windows lies in the series.
    """
    series = as_series(counts)
    positions = as_positions(at, series.shape[1])
    offset = np.zeros_like(series) if exposure is None else log_exposure(exposure, series)
    bounds = Bounds.blank(series, positions)
    for column in range(positions.size):
        _examine(series, offset, settings, bounds, column)
    return bounds


def _examine(series: Floats, offset: Floats, settings: OriginalSettings, bounds: Bounds, column: int) -> None:
    position = int(bounds.at[column])
    now, shift = series[:, position], offset[:, position]
    baseline = windows(position, years=settings.b, half=settings.w, freq=settings.freq)
    past = Past.of(series, offset, baseline.points, baseline.blocks)
    rule = TrendRule(settings.trend, P_THRESHOLD_TREND, settings.b, Dispersion.PEARSON)
    limit = WEIGHTS_THRESHOLD if settings.reweight else None
    fitted = fit_with_decided_trend(past, 0, position, shift, rule, limit)
    eta, variance = fitted.fit.predict(0, float(position))
    with np.errstate(invalid="ignore", over="ignore"):
        mean = np.exp(eta + shift)
        error = np.sqrt(variance * fitted.phi) * mean
        threshold = delta(mean, error, fitted.phi, now, alpha=settings.alpha / 2.0, power=settings.powertrans)
        heard = enough_cases(series, position, settings.limit54) & ~np.isnan(now)
        bounds.alarm[:, column] = heard & (threshold.exceedance > 1.0)
    bounds.expected[:, column] = mean
    bounds.upper[:, column] = np.where(heard, threshold.upper, _unheard(series, position, settings))
    bounds.p_value[:, column] = threshold.p_value
    bounds.phi[:, column] = fitted.phi
    bounds.slope[:, column] = np.where(fitted.trended, fitted.fit.slope, np.nan)
    bounds.exceedance[:, column] = threshold.exceedance
    bounds.history[:, column] = np.sum(past.prior, axis=0)
    bounds.usable[:, column] = fitted.fit.converged & ~np.isnan(threshold.upper)


def _unheard(series: Floats, position: int, settings: OriginalSettings) -> Floats:
    """The bound where cases are too few: none. R says zero, but where one of the last counts is missing."""
    recent = series[:, max(position - settings.limit54[1] + 1, 0) : position + 1]
    unknown = np.isnan(recent).any(axis=1) | (not settings.compat)
    return np.where(unknown, np.nan, 0.0)
