"""A bound from the recent past by its median, for when the long baseline cannot serve."""

from dataclasses import dataclass

import numpy as np

from borderstats.signal import tail
from borderstats.signal.tail import Floats

NORMAL_MAD = 1.4826  # the standard deviation of a normal in its median absolute deviations
FEWEST = 3


@dataclass(frozen=True, slots=True)
class RecentBound:
    """One value per series; NaN where fewer than three recent counts are known."""

    expected: Floats
    upper: Floats
    p_value: Floats
    phi: Floats
    history: Floats


def recent_bound(recent: Floats, count: Floats, *, alpha: float) -> RecentBound:
    """The (1 - alpha) quantile of a negative binomial with robust moments of `recent` (series x points).

    Mean = the median; variance = (1.4826 median absolute deviation)^2, never below the mean (Hampel,
    JASA 69, 1974). One huge past rise moves neither, so the bound stays where typical months are. Half a
    case is added to the mean, so that a past of zeros does not make the first case an alarm for certain.
    """
    known = ~np.isnan(recent)
    history = np.sum(known, axis=1).astype(np.float64)
    filled = np.where(known, recent, np.inf)
    middle = _median(filled, history)
    away = np.where(known, np.abs(recent - middle[:, None]), np.inf)
    sd = NORMAL_MAD * _median(away, history)
    mean = middle + 0.5
    phi = np.maximum(sd**2 / mean, 1.0)
    upper = tail.quantile(1.0 - alpha, mean, phi)
    return RecentBound(middle, upper, tail.at_least(count, mean, phi), phi, history)


def _median(values: Floats, known: Floats) -> Floats:
    """The median of the known (finite) values of each row; NaN where fewer than three are known."""
    enough = known >= FEWEST
    if not enough.any():
        return np.full(known.shape, np.nan)
    ordered = np.sort(values, axis=1)
    rows = np.arange(values.shape[0])
    count = np.where(enough, known, FEWEST).astype(np.intp)
    low, high = ordered[rows, (count - 1) // 2], ordered[rows, count // 2]
    with np.errstate(invalid="ignore"):
        return np.where(enough, (low + high) / 2.0, np.nan)
