"""The bound above which a count is an alarm, from the mean expected, its error and the dispersion.

Three ways: on a power scale with the error of the mean (Farrington et al. 1996, section 3.7), the plain
negative binomial quantile, and the same at an upper limit of the mean (Noufaily et al. 2013; Salmon,
Schumacher and Hoehle, Journal of Statistical Software 70(10), 2016, section 2.2).
"""

from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import ndtr, ndtri

from borderstats.signal import tail
from borderstats.signal.tail import Floats


class Method(StrEnum):
    """`thresholdMethod` of the literature."""

    DELTA = "delta"
    NB_PLUGIN = "nbPlugin"
    MUAN = "muan"


class Power(StrEnum):
    """`powertrans`: the scale on which counts are taken as normal."""

    NONE = "none"
    HALF = "1/2"
    TWO_THIRDS = "2/3"


EXPONENT = {Power.NONE: 1.0, Power.HALF: 0.5, Power.TWO_THIRDS: 2.0 / 3.0}


@dataclass(frozen=True, slots=True)
class Threshold:
    """`exceedance` is (y - expected) / (upper - expected); `p_value` the chance of y or more."""

    lower: Floats
    upper: Floats
    p_value: Floats
    exceedance: Floats


def delta(
    mean: ArrayLike,
    error: ArrayLike,
    phi: ArrayLike,
    count: ArrayLike,
    *,
    alpha: float,
    power: Power = Power.TWO_THIRDS,
) -> Threshold:
    """(mu^g +- z_(1-alpha) sd)^(1/g) with sd from tau = phi + error^2 / mu; `error` is that of the mean.

    The variance of Y^g - mu^g is g^2 mu^(2g - 1) tau: mu tau, tau / 4 and 4/9 mu^(1/3) tau for the
    exponents 1, 1/2 and 2/3. A lower limit below zero is zero.
    """
    mean, error, phi, count = (np.asarray(a, np.float64) for a in (mean, error, phi, count))
    g = EXPONENT[power]
    with np.errstate(invalid="ignore", divide="ignore", over="ignore"):
        tau = phi + error**2 / mean
        sd = g * np.sqrt(mean ** (2.0 * g - 1.0) * tau)
        half = ndtri(1.0 - alpha) * sd
        upper = (mean**g + half) ** (1.0 / g)
        low = mean**g - half
        lower = np.where(np.isnan(upper), np.nan, np.where(low > 0, np.maximum(low, 0.0) ** (1.0 / g), 0.0))
        p_value = ndtr((mean**g - count**g) / sd)
        return Threshold(lower, upper, p_value, (count - mean) / (upper - mean))


def negative_binomial(
    eta: ArrayLike,
    error: ArrayLike,
    phi: ArrayLike,
    count: ArrayLike,
    *,
    alpha: float,
    method: Method,
    log_score: bool = True,
) -> Threshold:
    """Quantiles of the negative binomial at mean exp(eta), or at its (1 - alpha) limit for `muan`.

    `eta` and `error` are on the log scale. With `log_score` the exceedance takes `eta` where the expected
    count belongs, as R's surveillance does: where the bound is below `eta` the sign turns and alarms
    vanish. Without it the expected count is taken. Without a finite mean there is no bound: NaN.
    """
    eta, error, phi, count = (np.asarray(a, np.float64) for a in (eta, error, phi, count))
    with np.errstate(invalid="ignore", divide="ignore", over="ignore"):
        plain = np.exp(eta)
        mean = np.exp(eta + ndtri(1.0 - alpha) * error) if method is Method.MUAN else plain
        upper = tail.quantile(1.0 - alpha, mean, phi)
        lower = tail.quantile(alpha, mean, phi)
        middle = eta if log_score else plain
        return Threshold(lower, upper, tail.at_least(count, mean, phi), (count - middle) / (upper - middle))
