"""Rates and shares with intervals: a number never stands without its denominator and its uncertainty.

Everything takes arrays (or scalars) that broadcast together and returns arrays of that shape. NaN means
"not known" and stays NaN: a missing month is never a zero. Without exposure there is no rate: NaN.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import betaincinv, gammainccinv, gammaincinv, ndtri

Floats = NDArray[np.float64]
PER_100_000 = 100_000.0


@dataclass(frozen=True, slots=True)
class Estimate:
    """`value` with its interval from `low` to `high`; all three have the same shape."""

    value: Floats
    low: Floats
    high: Floats


def poisson_rate(
    count: ArrayLike, exposure: ArrayLike, *, per: float = PER_100_000, level: float = 0.95
) -> Estimate:
    """`count / exposure x per` with the exact Poisson interval.

    low = chi2(a/2; 2y) / 2E and high = chi2(1 - a/2; 2y + 2) / 2E with a = 1 - level (Garwood,
    Fiducial limits for the Poisson distribution, Biometrika 28, 1936). chi2(q; 2y) / 2 is the inverse of
    the regularised incomplete gamma function of shape y, which is what is computed here.

    Raises ValueError for counts that are negative or not whole, and for negative exposure.
    """
    y, e = _counts(count, "count"), _exposure(exposure)
    y, e = np.broadcast_arrays(y, np.where(e > 0, e, np.nan))
    tail = _tail(level)
    with np.errstate(invalid="ignore"):
        low = np.where(y > 0, gammaincinv(np.where(y > 0, y, 1.0), tail), np.where(np.isnan(y), np.nan, 0.0))
        high = gammainccinv(y + 1.0, tail)
        return Estimate(y / e * per, low / e * per, high / e * per)


def wilson_share(hits: ArrayLike, checks: ArrayLike, *, per: float = 1.0, level: float = 0.95) -> Estimate:
    """`hits / checks x per` with the score interval of Wilson (JASA 22, 1927).

    The limits are the shares p with |x/n - p| = z sqrt(p (1 - p) / n). Raises ValueError as
    `poisson_rate` does, and where there are more hits than checks.
    """
    x, n = _hits_of_checks(hits, checks)
    z = -ndtri(_tail(level))
    with np.errstate(invalid="ignore", divide="ignore"):
        share = x / n
        middle = (x + z * z / 2) / (n + z * z)
        half = z / (n + z * z) * np.sqrt(x * (n - x) / n + z * z / 4)
        low = np.where(x == 0, np.where(np.isnan(share), np.nan, 0.0), middle - half)
        high = np.where(x == n, np.where(np.isnan(share), np.nan, 1.0), middle + half)
    return Estimate(share * per, low * per, high * per)


def jeffreys_share(hits: ArrayLike, checks: ArrayLike, *, per: float = 1.0, level: float = 0.95) -> Estimate:
    """`hits / checks x per` with the equal-tailed interval of Beta(x + 1/2, n - x + 1/2).

    Jeffreys' prior; low is 0 where nothing was hit and high is 1 where all were (Brown, Cai and DasGupta,
    Interval Estimation for a Binomial Proportion, Statistical Science 16, 2001, section 3.1.2). Raises
    ValueError as `wilson_share` does.
    """
    x, n = _hits_of_checks(hits, checks)
    tail = _tail(level)
    with np.errstate(invalid="ignore", divide="ignore"):
        share = x / n
        low = np.where(x == 0, np.where(np.isnan(share), np.nan, 0.0), betaincinv(x + 0.5, n - x + 0.5, tail))
        # From the other side, where a share near one would lose digits.
        high = 1.0 - np.where(x == n, 0.0, betaincinv(n - x + 0.5, x + 0.5, tail))
        high = np.where(np.isnan(share), np.nan, high)
    return Estimate(share * per, low * per, high * per)


def rate_ratio(
    count: ArrayLike,
    exposure: ArrayLike,
    count_before: ArrayLike,
    exposure_before: ArrayLike,
    *,
    level: float = 0.95,
) -> Estimate:
    """How many times the rate before the rate now is, with the exact conditional interval.

    Given y + y0 the count y is Binomial(y + y0, p) with p / (1 - p) = ratio x E / E0; the limits are those
    of Clopper and Pearson for p, turned back (Przyborowski and Wilenski, Biometrika 31, 1940). `high` is
    infinite where nothing was counted before; where nothing was counted at all every ratio is possible:
    the value is NaN and the interval goes from 0 to infinity.
    """
    y, e = _counts(count, "count"), _exposure(exposure)
    y0, e0 = _counts(count_before, "count before"), _exposure(exposure_before)
    y, e, y0, e0 = np.broadcast_arrays(y, np.where(e > 0, e, np.nan), y0, np.where(e0 > 0, e0, np.nan))
    tail = _tail(level)
    unknown = np.isnan(y) | np.isnan(y0) | np.isnan(e) | np.isnan(e0)
    with np.errstate(invalid="ignore", divide="ignore"):
        low = np.where(y > 0, betaincinv(np.where(y > 0, y, 1.0), y0 + 1.0, tail), 0.0)
        rest = np.where(y0 > 0, betaincinv(np.where(y0 > 0, y0, 1.0), y + 1.0, tail), 0.0)
        turn = e0 / e
        low = np.where(unknown, np.nan, low / (1.0 - low) * turn)
        high = np.where(unknown, np.nan, (1.0 - rest) / rest * turn)
        return Estimate(y / y0 * turn, low, high)


def _tail(level: float) -> float:
    if not 0.0 < level < 1.0:
        raise ValueError(f"level is {level}; it must lie between 0 and 1")
    return (1.0 - level) / 2.0


def _counts(values: ArrayLike, name: str) -> Floats:
    array = np.asarray(values, dtype=np.float64)
    known = array[~np.isnan(array)]
    if np.any(known < 0) or np.any(known != np.floor(known)) or np.any(np.isinf(known)):
        raise ValueError(f"{name} must be whole numbers from zero up, or NaN where not known")
    return array


def _exposure(values: ArrayLike) -> Floats:
    array = np.asarray(values, dtype=np.float64)
    known = array[~np.isnan(array)]
    if np.any(known < 0) or np.any(np.isinf(known)):
        raise ValueError("exposure must be numbers from zero up, or NaN where not known")
    return array


def _hits_of_checks(hits: ArrayLike, checks: ArrayLike) -> tuple[Floats, Floats]:
    x, n = np.broadcast_arrays(_counts(hits, "hits"), _counts(checks, "checks"))
    if np.any(x > n):
        raise ValueError("there are more hits than checks: they do not belong together")
    return x, np.where(n > 0, n, np.nan)
