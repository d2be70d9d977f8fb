"""The likelihood-ratio CUSUM for Poisson and negative binomial counts with a seasonal mean.

Hoehle and Paul, Computational Statistics & Data Analysis 52 (2008); R's `glrnb` and `glrpois` with
`change="intercept"`. The mean in control mu_0 is estimated from the points before the range (or given); a
rise to mu_0 e^kappa adds
    l_t = kappa y + (y + 1/alpha) log((1 + alpha mu_0) / (1 + alpha mu_0 e^kappa))
to the chart, kappa y + (1 - e^kappa) mu_0 for alpha = 0. After an alarm it starts again.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import StrEnum

import numpy as np
from numpy.typing import ArrayLike

from borderstats.regression import AS_IN_R, harmonics, negative_binomial, poisson
from borderstats.signal.bound import LARGEST_COUNT, Bounds, Floats, as_positions, as_series
from borderstats.signal.cusum import require_run

ALPHA_OF_POISSON = 0.0
NEWTON_STEPS = 1000
NEWTON_CHANGE = 1e-6
FIRST_KAPPA = 0.5
LOWEST_KAPPA = -18.0
SEARCHED, NEVER = 10_000.0, 1e99  # R's xMax, and what it says beyond


class Direction(StrEnum):
    INCREASE = "inc"
    DECREASE = "dec"


class Shown(StrEnum):
    """What `upper` is: the count that would alarm, or the value of the chart."""

    CASES = "cases"
    VALUE = "value"


@dataclass(frozen=True, slots=True)
class RatioSettings:
    """Options of `glrnb`. `theta` is kappa, the log of the rise looked for; None estimates it (GLR).

    `alpha` None estimates the over-dispersion from the points before the range; 0 is Poisson. `waves`
    (`S`) and `trend` shape mu_0, `refit` estimates it anew after an alarm; `least` and `window` (`Mtilde`,
    `M`) say how many points a rise must and may cover, -1 for any number. With `compat` the search for kappa
    starts where that of the point before ended, as in R, where it can stay at -18 once it was there; `shown`
    is the value of the chart unless cases are asked for; an estimated mean may be as good as zero; and a fall
    to no case at all is not seen by the Poisson chart.
    """

    c_arl: float = 5.0
    theta: float | None = None
    alpha: float | None = None
    waves: int = 1
    trend: bool = False
    refit: bool = False
    least: int = 1
    window: int = -1
    direction: Direction = Direction.INCREASE
    shown: Shown | None = None
    freq: int = 52
    compat: bool = False

    def __post_init__(self) -> None:
        if self.c_arl <= 0 or self.waves < 0 or self.least < 1 or self.freq < 1:
            raise ValueError("c.ARL must be above 0, S from 0 up, Mtilde and freq from 1 up")
        if self.theta == 0 or (self.alpha is not None and self.alpha < 0):
            raise ValueError("theta can't be zero and alpha can't be negative")

    @property
    def first(self) -> int:
        """Two years to learn from, where no range is given."""
        return 2 * self.freq

    @property
    def asked(self) -> Shown:
        """What `upper` is: the count that would alarm, if nothing else is asked for."""
        return self.shown or (Shown.VALUE if self.compat else Shown.CASES)


@dataclass(frozen=True, slots=True)
class Chart:
    """One run of the chart: its values, the counts that would have alarmed, and where it alarmed."""

    value: Floats
    cases: Floats
    alarm: int | None


def likelihood_ratio(
    counts: ArrayLike, at: ArrayLike, settings: RatioSettings, *, mean: ArrayLike | None = None
) -> Bounds:
    """The chart over the positions `at`, a run of points. `mean` is mu_0 for them, series x points.

    `exceedance` is the value of the chart, `phi` the over-dispersion alpha.
    Raises ValueError for missing counts in the range: a chart with memory can't skip them silently.
    """
    series = as_series(counts)
    positions = as_positions(at, series.shape[1])
    require_run(positions)
    bounds = Bounds.blank(series, positions)
    if np.isnan(bounds.observed).any():
        raise ValueError("the range has a missing count, which this chart can't examine")
    for row in range(series.shape[0]):
        given = None if mean is None else np.atleast_2d(np.asarray(mean, np.float64))[row]
        _examine(series[row], positions, settings, bounds, row, given)
    return bounds


def _examine(
    row: Floats,
    positions: np.ndarray[tuple[int], np.dtype[np.intp]],
    settings: RatioSettings,
    bounds: Bounds,
    number: int,
    given: Floats | None,
) -> None:
    expected, alpha = (
        _in_control(row, positions, settings) if given is None else (given.copy(), settings.alpha)
    )
    alpha = ALPHA_OF_POISSON if alpha is None else alpha
    shown = settings.asked
    done = 0
    while done < positions.size:
        x = row[positions[done:]]
        chart = _run(x, expected[done:], alpha, replace(settings, shown=shown))
        stop = x.size if chart.alarm is None else chart.alarm + 1
        span = (number, slice(done, done + stop))
        bounds.exceedance[span] = chart.value[:stop]
        picked = chart.cases if shown is Shown.CASES else chart.value
        bounds.upper[span] = np.maximum(picked[:stop], 0.0)
        bounds.alarm[number, done + stop - 1] = chart.alarm is not None
        done += stop
        if settings.refit and given is None and done < positions.size:
            # The mean anew, as over-dispersed as the chart takes it to be.
            expected[done:] = _in_control(row, positions[done:], replace(settings, alpha=alpha))[0]
    bounds.expected[number] = expected
    bounds.phi[number] = alpha
    bounds.history[number] = float(positions[0])


def _in_control(
    row: Floats, positions: np.ndarray[tuple[int], np.dtype[np.intp]], settings: RatioSettings
) -> tuple[Floats, float]:
    """mu_0 over the positions and alpha, from a negative binomial fit to the points before them."""
    start = int(positions[0])
    time = np.arange(1.0, positions[-1] + 2.0)
    design = harmonics(time, settings.freq, waves=settings.waves, trend=settings.trend)
    known = np.flatnonzero(~np.isnan(row[:start]))
    if known.size <= design.shape[1]:
        raise ValueError("too few points before the range to estimate the mean from")
    if not row[known].any() and not (settings.compat and settings.alpha is not None):
        raise ValueError("there is no case before the range, so there is no mean to compare with")
    if settings.alpha is None:
        found = negative_binomial(design[known], row[known], patience=AS_IN_R)
    else:
        found = poisson(design[known], row[known], alpha=settings.alpha, patience=AS_IN_R)
    return np.exp(design[positions] @ found.coefficients), found.alpha


def _run(x: Floats, mean: Floats, alpha: float, settings: RatioSettings) -> Chart:
    if settings.theta is None:
        return _generalised(x, mean, alpha, settings)
    return _fixed(x, mean, alpha, settings)


def _fixed(x: Floats, mean: Floats, alpha: float, settings: RatioSettings) -> Chart:
    kappa = settings.theta or 0.0
    level = np.log1p(alpha * mean) - np.log1p(alpha * mean * np.exp(kappa))
    if alpha > 0:
        gain = kappa * x + (x + 1.0 / alpha) * level
        per_case, without = kappa + level, level / alpha
    else:
        gain = kappa * x + (1.0 - np.exp(kappa)) * mean
        per_case, without = np.full_like(mean, kappa), (1.0 - np.exp(kappa)) * mean
    value, cases, sum_so_far = np.zeros_like(x), np.zeros_like(x), 0.0
    for n in range(x.size):
        cases[n] = (settings.c_arl - sum_so_far - without[n]) / per_case[n]
        sum_so_far = max(0.0, sum_so_far + gain[n])
        value[n] = sum_so_far
        if sum_so_far > settings.c_arl:
            return Chart(value, cases, n)
    return Chart(value, cases, None)


def _generalised(x: Floats, mean: Floats, alpha: float, settings: RatioSettings) -> Chart:
    value, cases = np.zeros_like(x), np.zeros_like(x)
    # The windowed Poisson chart of the reference starts one point later and asks for one more point.
    late = alpha == 0.0 and settings.window > 0
    if alpha > 0 and settings.compat:
        cases[: settings.least - 1] = NEVER
    for n in range(settings.least if late else settings.least - 1, x.size):
        value[n] = _best_ratio(x, mean, alpha, n, settings, late=late)
        if settings.shown is Shown.CASES:
            by_trial = _cases_by_trial if alpha > 0 and settings.compat else _cases_to_alarm
            cases[n] = by_trial(x, mean, alpha, n, settings, late=late)
        if value[n] >= settings.c_arl:
            return Chart(value, cases, n)
    return Chart(value, cases, None)


def _cases_to_alarm(
    x: Floats, mean: Floats, alpha: float, n: int, settings: RatioSettings, *, late: bool
) -> float:
    """The first count, from zero up, that takes the chart over its bound (under it for a decrease)."""
    falling = settings.direction is Direction.DECREASE

    def enough(count: float) -> bool:
        trial = x[: n + 1].copy()
        trial[n] = count
        ratio = _best_ratio(trial, mean, alpha, n, settings, late=late)
        return ratio <= settings.c_arl if falling else ratio >= settings.c_arl

    return first_count(enough, 0.0, LARGEST_COUNT)


def _cases_by_trial(
    x: Floats, mean: Floats, alpha: float, n: int, settings: RatioSettings, *, late: bool
) -> float:
    """R's search from the count seen: up to the first alarm, or down to the last where there is one.

    It looks no further than 10,000 (then it says 10^99) and does not set out from zero; where every smaller
    count alarms too it says zero.
    """
    trial = x[: n + 1].copy()

    def alarms(count: float) -> bool:
        trial[n] = count
        return _best_ratio(trial, mean, alpha, n, settings, late=late) >= settings.c_arl

    seen = float(x[n])
    if alarms(seen):
        rising = settings.direction is Direction.INCREASE and not alarms(0.0)
        return first_count(alarms, 0.0, seen) if rising else 0.0
    if settings.direction is Direction.DECREASE or not 1.0 <= seen <= SEARCHED:
        return NEVER
    found = first_count(alarms, seen, SEARCHED + 1.0)
    return found if alarms(found) else NEVER


def first_count(enough: Callable[[float], bool], low: float, most: float) -> float:
    """The smallest whole number from `low` up that is enough, where every larger one is too; or `most`."""
    if enough(low):
        return low
    step = 1.0
    while low + step < most and not enough(low + step):
        low, step = low + step, 2.0 * step
    high = min(low + step, most)
    while high - low > 1.0:
        middle = np.floor((low + high) / 2.0)
        low, high = (low, middle) if enough(middle) else (middle, high)
    return float(high)


def _best_ratio(
    x: Floats, mean: Floats, alpha: float, n: int, settings: RatioSettings, *, late: bool
) -> float:
    """The largest log-likelihood ratio over all starts of the rise, with its own kappa each."""
    low = 0 if settings.window < 0 else max(0, n - settings.window)
    last = n - settings.least if late else n - (settings.least - 1)
    if alpha == 0.0 and not late:
        last = n
    best, kappa = -1e99, FIRST_KAPPA
    for start in range(low, last + 1):
        span = slice(start, n + 1)
        ratio, kappa = _ratio(x[span], mean[span], alpha, settings, kappa)
        best = max(best, ratio)
    return best


def _ratio(
    x: Floats, mean: Floats, alpha: float, settings: RatioSettings, before: float
) -> tuple[float, float]:
    """The log-likelihood ratio at the best kappa of these points, and that kappa; `before` starts it."""
    total = float(np.sum(x))
    falling = settings.direction is Direction.DECREASE
    if settings.compat and falling and alpha == 0 and total == 0:
        return (
            -np.inf,
            LOWEST_KAPPA,
        )  # no case at all: R multiplies zero by minus infinity, and looks no further
    kappa = np.log(total / float(np.sum(mean))) if total > 0 else LOWEST_KAPPA
    if alpha > 0:
        kappa = _newton(x, mean, alpha, before if settings.compat else kappa)
    kappa = min(kappa, 0.0) if falling else max(kappa, 0.0)
    risen = mean * np.exp(kappa)
    if alpha > 0:
        gain = kappa * x + (x + 1.0 / alpha) * (np.log1p(alpha * mean) - np.log1p(alpha * risen))
    else:
        gain = kappa * x + mean - risen
    return float(np.sum(gain)), kappa


def _newton(x: Floats, mean: Floats, alpha: float, kappa: float) -> float:
    """Newton's steps to the kappa of largest likelihood, as long as they have not run below -18.

    Steps that have left every finite number end at 0: no change.
    """
    step, steps = np.inf, 0
    while kappa > LOWEST_KAPPA and abs(step) > NEWTON_CHANGE and steps < NEWTON_STEPS:
        with np.errstate(over="ignore", invalid="ignore", divide="ignore"):
            risen = mean * np.exp(kappa)
            score = np.sum((x - risen) / (1.0 + alpha * risen))
            step = float(score / np.sum(risen * (alpha * x + 1.0) / (1.0 + alpha * risen) ** 2))
        kappa, steps = kappa + step, steps + 1
    return kappa if np.isfinite(kappa) else 0.0
