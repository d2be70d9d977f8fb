"""Farrington's detector in its flexible form, for many series at once.

Farrington, Andrews, Beale and Catchpole, JRSS A 159 (1996); Noufaily et al., Statistics in Medicine 32
(2013); Salmon, Schumacher and Hoehle, Journal of Statistical Software 70(10) (2016), whose R package
`surveillance` 1.20.3 is the reference. With `compat` the bounds are R's, its traps included:

(i) after the second fit R takes the weights omega for the working weights, so the error of the mean and
the test of the trend rest on sum omega ((y - mu) / mu)^2 / df; (ii) the score of the two negative binomial
bounds mixes the log scale with counts, so that alarms vanish where the bound is below log mu; (iii) after a
huge rise in the past phi explodes and the bound falls below the mean. Without `compat` Pearson's phi serves
throughout, an alarm is a count above the bound, and a baseline that cannot serve is replaced and marked.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from borderstats.signal.baseline import Baseline, seasonal_blocks
from borderstats.signal.bound import Bounds, Flags, Floats, as_positions, as_series
from borderstats.signal.reweighting import Dispersion, Past, TrendRule, fit_with_decided_trend
from borderstats.signal.robust import recent_bound
from borderstats.signal.threshold import Method, Power, Threshold, delta, negative_binomial

TOGETHER = 1024  # series fitted in one go: their arrays stay in the processor's cache
UNUSABLE_PHI = 100.0


@dataclass(frozen=True, slots=True)
class Settings:
    """The options of the literature under their names; defaults as in R's `farringtonFlexible`."""

    freq: int = 52
    b: int = 5
    w: int = 3
    no_periods: int = 1
    past_weeks_not_included: int | None = None
    reweight: bool = True
    weights_threshold: float = 2.58
    threshold_method: Method = Method.DELTA
    powertrans: Power = Power.TWO_THIRDS
    alpha: float = 0.05
    trend: bool = True
    p_threshold_trend: float = 0.05
    limit54: tuple[int, int] = (5, 4)
    compat: bool = False

    def __post_init__(self) -> None:
        if min(self.freq, self.b, self.no_periods) < 1 or min(self.w, self.past) < 0:
            raise ValueError("freq, b and noPeriods start at 1, w and pastWeeksNotIncluded at 0")
        if not 0.0 < self.alpha < 1.0:
            raise ValueError("alpha must lie between 0 and 1")
        if self.limit54[0] < 0 or self.limit54[1] < 1:
            raise ValueError("limit54 needs cases from 0 up and a period from 1 up")

    @property
    def past(self) -> int:
        return self.w if self.past_weeks_not_included is None else self.past_weeks_not_included

    @property
    def first(self) -> int:
        """The first position (from 0) that is examined when no range is given."""
        return self.freq * self.b + self.w

    @property
    def rule(self) -> TrendRule:
        kind = Dispersion.OMEGA if self.compat else Dispersion.PHI
        return TrendRule(self.trend, self.p_threshold_trend, self.b, kind)


ORIGINAL = Settings(weights_threshold=1.0, past_weeks_not_included=3)  # one window, delta, trend at 5 %
IMPROVED = Settings(
    no_periods=10, past_weeks_not_included=26, p_threshold_trend=1.0, threshold_method=Method.NB_PLUGIN
)
MONTHLY = Settings(
    freq=12,
    w=1,
    no_periods=10,
    past_weeks_not_included=3,
    p_threshold_trend=1.0,
    alpha=0.01,
    threshold_method=Method.NB_PLUGIN,
)


def farrington_flexible(
    counts: ArrayLike, at: ArrayLike, settings: Settings, *, exposure: ArrayLike | None = None
) -> Bounds:
    """Bounds for the positions `at` (from 0) of each series (series x time, NaN where not known).

    With `exposure` of the same shape (crossings, population) its logarithm is an offset: what is compared
    are rates. Raises HistoryTooShortError where a baseline does not fit before a position.
    """
    series = as_series(counts)
    positions = as_positions(at, series.shape[1])
    offset = np.zeros_like(series) if exposure is None else log_exposure(exposure, series)
    bounds = Bounds.blank(series, positions)
    for column, position in enumerate(positions):
        baseline = seasonal_blocks(
            int(position),
            years=settings.b,
            half=settings.w,
            periods=settings.no_periods,
            past=settings.past,
            freq=settings.freq,
        )
        for start in range(0, series.shape[0], TOGETHER):
            rows = slice(start, start + TOGETHER)
            _examine(series[rows], offset[rows], baseline, settings, bounds, rows, column)
    return bounds


def log_exposure(exposure: ArrayLike, series: Floats) -> Floats:
    """The offset of each point. Raises ValueError where somebody could not have been counted."""
    known = np.broadcast_to(np.asarray(exposure, np.float64), series.shape)
    if not np.all(known > 0):
        raise ValueError("exposure must be above zero for every point")
    return np.log(known)


def _examine(
    series: Floats,
    offset: Floats,
    baseline: Baseline,
    settings: Settings,
    bounds: Bounds,
    rows: slice,
    column: int,
) -> None:
    """Fill one column of the bounds for some of the series."""
    position = int(bounds.at[column])
    now, shift, rule = series[:, position], offset[:, position], settings.rule
    past = Past.of(series, offset, baseline.points, baseline.blocks)
    limit = settings.weights_threshold if settings.reweight else None
    fitted = fit_with_decided_trend(past, baseline.now, position, shift, rule, limit)
    eta, variance = fitted.fit.predict(baseline.now, float(position))
    eta = eta + shift
    with np.errstate(invalid="ignore"):
        error = np.sqrt(variance * fitted.dispersion(rule.dispersion))
    found = fitted.fit.converged & (past.design.sums(past.prior)[baseline.now] > 0)
    threshold = _threshold(eta, error, np.where(found, fitted.phi, np.nan), now, settings)
    heard = enough_cases(series, position, settings.limit54) & ~np.isnan(now)
    with np.errstate(invalid="ignore", over="ignore"):
        expected = np.exp(eta)
        above = threshold.exceedance > 1.0 if settings.compat else now > threshold.upper
    cell = (rows, column)
    bounds.expected[cell] = np.where(heard & ~np.isnan(threshold.upper), expected, np.nan)
    bounds.upper[cell] = np.where(heard, threshold.upper, np.nan)
    bounds.alarm[cell] = above & heard & found & (now > 0)
    bounds.p_value[cell] = threshold.p_value
    bounds.phi[cell] = np.where(found, fitted.phi, np.nan)
    bounds.slope[cell] = np.where(found & fitted.trended, fitted.fit.slope, np.nan)
    bounds.exceedance[cell] = threshold.exceedance
    bounds.history[cell] = np.sum(past.prior, axis=0)
    if not settings.compat:
        _replace_unusable(series, settings, bounds, rows, column, expected, heard)


def _threshold(eta: Floats, error: Floats, phi: Floats, count: Floats, settings: Settings) -> Threshold:
    if settings.threshold_method is Method.DELTA:
        with np.errstate(over="ignore", invalid="ignore"):
            mean = np.exp(eta)
            return delta(mean, error * mean, phi, count, alpha=settings.alpha, power=settings.powertrans)
    return negative_binomial(
        eta,
        error,
        phi,
        count,
        alpha=settings.alpha,
        method=settings.threshold_method,
        log_score=settings.compat,
    )


def enough_cases(series: Floats, position: int, limit54: tuple[int, int]) -> Flags:
    """Whether the last `period` counts, this one included, add up to `cases`; not where one is missing."""
    cases, period = limit54
    return np.asarray(np.sum(series[:, max(position - period + 1, 0) : position + 1], axis=1) >= cases)


def _replace_unusable(
    series: Floats,
    settings: Settings,
    bounds: Bounds,
    rows: slice,
    column: int,
    expected: Floats,
    heard: Flags,
) -> None:
    """Where the baseline cannot serve, a bound from the recent past by its median (trap iii).

    It cannot serve where no fit was found, where the bound lies below the mean, or where phi is above 100
    and above the mean itself: the negative binomial then has a size below one, and its quantiles say
    nothing about a typical month.
    """
    cell = (rows, column)
    position = int(bounds.at[column])
    phi = bounds.phi[cell]
    broken = np.isnan(phi) | ((phi > UNUSABLE_PHI) & (phi > expected)) | (bounds.upper[cell] < expected)
    broken &= ~np.isnan(series[:, position])
    if not broken.any():
        return
    stop = max(position - settings.past, 0)
    count = series[broken, position]
    spare = recent_bound(series[broken, max(stop - settings.freq, 0) : stop], count, alpha=settings.alpha)
    where = np.flatnonzero(broken) + rows.start
    bounds.usable[where, column] = False
    bounds.expected[where, column] = np.where(heard[broken], spare.expected, np.nan)
    bounds.upper[where, column] = np.where(heard[broken], spare.upper, np.nan)
    bounds.p_value[where, column] = spare.p_value
    bounds.phi[where, column] = spare.phi
    bounds.slope[where, column] = np.nan
    bounds.exceedance[where, column] = np.nan
    bounds.history[where, column] = spare.history
    bounds.alarm[where, column] = heard[broken] & (count > spare.upper)
