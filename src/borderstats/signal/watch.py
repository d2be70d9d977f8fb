"""One call for all strata of a month: the detector that each history can bear, and which alarms to believe.

With three years behind it a stratum gets Farrington's flexible bound (with as many of the years asked for as
there are); with less, the gamma-Poisson bound, which knows how little it knows. A long history with too few
cases in its last points (`limit54`) can't raise Farrington's alarm, and nothing is fitted for it: of the
thousands of strata of a register these are most.
"""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import ArrayLike

from borderstats.signal.bound import Bounds, Flags, Floats, as_positions, as_series
from borderstats.signal.farrington import MONTHLY, Settings, enough_cases, farrington_flexible
from borderstats.signal.multiplicity import benjamini_hochberg, expected_false_alarms, mid_p
from borderstats.signal.predictive import gamma_poisson
from borderstats.signal.reweighting import YEARS_FOR_TREND

FILLED = (
    *("expected", "upper", "alarm", "p_value", "phi"),
    *("slope", "exceedance", "usable", "history"),
)


@dataclass(frozen=True, slots=True)
class Watch:
    """`bounds` of every stratum and point; `mid_p` and its `adjusted` value within each point.

    `believed` are alarms that also keep the false discovery rate among all strata of their point;
    `false_alarms` how many alarms to expect in each point if nothing had happened; `short` where the history
    was too short for seasons, so that a season may look like a rise.
    """

    bounds: Bounds
    mid_p: Floats
    adjusted: Floats
    believed: Flags
    false_alarms: Floats
    short: Flags


def watch(
    counts: ArrayLike,
    at: ArrayLike,
    *,
    settings: Settings = MONTHLY,
    exposure: ArrayLike | None = None,
    rate: float = 0.1,
) -> Watch:
    """Examine the positions `at` of all strata (series x time; NaN before reporting began and where missing).

    With `exposure` rates are compared. Raises ValueError as the detectors do.
    """
    series = as_series(counts)
    positions = as_positions(at, series.shape[1])
    crossings = None if exposure is None else np.broadcast_to(np.asarray(exposure, np.float64), series.shape)
    bounds = Bounds.blank(series, positions)
    short = np.ones(bounds.observed.shape, bool)
    for column, position in enumerate(positions):
        behind = np.sum(~np.isnan(series[:, :position]), axis=1)
        years = min(settings.b, (int(position) - settings.w + 1) // settings.freq)
        long = (behind >= YEARS_FOR_TREND * settings.freq) & (years >= YEARS_FOR_TREND)
        short[:, column] = ~long
        fitting = replace(settings, b=max(years, 1))
        heard = enough_cases(series, int(position), settings.limit54)
        for chosen, seasonal in ((long & heard, True), (~long, False)):
            if chosen.any():
                part = None if crossings is None else crossings[chosen]
                found = _examine(series[chosen], int(position), fitting, part, seasonal=seasonal)
                for name in FILLED:
                    getattr(bounds, name)[chosen, column] = getattr(found, name)[:, 0]
    chance = mid_p(bounds.observed, bounds.expected, bounds.phi)
    tested = [benjamini_hochberg(chance[:, column], rate=rate) for column in range(positions.size)]
    adjusted = np.column_stack([each.adjusted for each in tested])
    believed = np.column_stack([each.believed for each in tested]) & bounds.alarm
    return Watch(bounds, chance, adjusted, believed, expected_false_alarms(bounds), short)


def _examine(
    series: Floats, position: int, settings: Settings, exposure: Floats | None, *, seasonal: bool
) -> Bounds:
    if seasonal:
        return farrington_flexible(series, [position], settings, exposure=exposure)
    return gamma_poisson(
        series,
        [position],
        exposure=exposure,
        past=min(settings.past, max(position - 1, 0)),
        alpha=settings.alpha,
    )
