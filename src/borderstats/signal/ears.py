"""EARS C1, C2 and C3: a count against the mean and spread of the few points just before it.

Fricker, Hegler and Dunfee, Statistics in Medicine 27 (2008); R's `earsC`. For daily counts and series
without season: on seasonal months these charts raise false alarms in every rise of the season.
"""

from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import ArrayLike
from scipy.special import ndtri

from borderstats.signal.bound import Bounds, Floats, as_positions, as_series

FEWEST = 3  # points in a baseline


class Chart(StrEnum):
    C1 = "C1"
    C2 = "C2"
    C3 = "C3"


LAG = {Chart.C1: 0, Chart.C2: 2, Chart.C3: 2}  # points left out between the baseline and the count
MEMORY = {Chart.C1: 0, Chart.C2: 0, Chart.C3: 2}  # earlier C2 values that C3 adds up
ALPHA = {Chart.C1: 0.001, Chart.C2: 0.001, Chart.C3: 0.025}


@dataclass(frozen=True, slots=True)
class EarsSettings:
    """`alpha` is the chart's own where none is given; `min_sigma` is the least spread believed in."""

    method: Chart = Chart.C1
    baseline: int = 7
    min_sigma: float = 0.0
    alpha: float | None = None

    def __post_init__(self) -> None:
        if self.baseline < FEWEST:
            raise ValueError("baseline must be 3 or more")
        if self.min_sigma < 0:
            raise ValueError("minSigma can't be negative")
        if not 0.0 < self.level < 1.0:
            raise ValueError("alpha must lie between 0 and 1")

    @property
    def level(self) -> float:
        return ALPHA[self.method] if self.alpha is None else self.alpha

    @property
    def first(self) -> int:
        """The first position (from 0) with enough points before it."""
        return self.baseline + LAG[self.method] + MEMORY[self.method]


def ears(counts: ArrayLike, at: ArrayLike, settings: EarsSettings) -> Bounds:
    """C1, C2: mean + z max(sd, min_sigma) of the baseline; alarm where the count is above.

    C3: max(0, y + sd (z - sum over the last two of max(0, C2 - 1))), so that it alarms where C2 has been
    high for three points. A missing count in the baseline leaves the bound unknown.
    Raises ValueError where a position has too few points before it.
    """
    series = as_series(counts)
    positions = as_positions(at, series.shape[1])
    if positions.min() < settings.first:
        raise ValueError(f"{settings.method} can examine point {settings.first + 1} at the earliest")
    bounds = Bounds.blank(series, positions)
    mean, sd = _recent(series, settings)
    z = ndtri(1.0 - settings.level)
    middle, spread = mean[:, positions], sd[:, positions]
    upper = middle + z * spread
    if settings.method is Chart.C3:
        with np.errstate(invalid="ignore", divide="ignore"):
            c2 = np.maximum((series - mean) / sd - 1.0, 0.0)
            upper = series[:, positions] + spread * (z - (c2[:, positions - 2] + c2[:, positions - 1]))
            upper = np.maximum(upper, 0.0)
    bounds.expected[:] = middle
    bounds.upper[:] = upper
    bounds.alarm[:] = bounds.observed > upper
    bounds.history[:] = settings.baseline
    return bounds


def _recent(series: Floats, settings: EarsSettings) -> tuple[Floats, Floats]:
    """Mean and spread of the baseline of every point; NaN where it does not lie in the series."""
    lag = LAG[settings.method]
    mean, sd = np.full(series.shape, np.nan), np.full(series.shape, np.nan)
    past = sliding_window_view(series, settings.baseline, axis=1)[
        :, : series.shape[1] - settings.baseline - lag
    ]
    start = settings.baseline + lag
    mean[:, start:] = np.mean(past, axis=-1)
    sd[:, start:] = np.maximum(np.std(past, axis=-1, ddof=1), settings.min_sigma)
    return mean, sd
