"""Funnel limits: which rates lie outside what chance and ordinary differences between groups explain.

Spiegelhalter, Funnel plots for comparing institutional performance, Statistics in Medicine 24 (2005).
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import ndtri

from borderstats.shrinkage import LARGEST, LEAST_EXPOSURE
from borderstats.signal import tail

Floats = NDArray[np.float64]
WINSORISED = 0.1
LARGE_PHI = 2.0  # beyond this the multiplicative limits of big groups grow too narrow to be believed


@dataclass(frozen=True, slots=True)
class Funnel:
    """Per unit of exposure. `low` and `high` are exact Poisson limits around `mean`, widened by sqrt(phi).

    `z` are standardised distances; `tau_squared` is the additive variance between groups and `z_additive`
    the distances with it, for when phi is large: with very large exposure nearly every group lies outside
    multiplicative limits. `outside` follows `z_additive` where phi is above 2, else the limits.
    """

    mean: float
    low: Floats
    high: Floats
    z: Floats
    phi: float
    tau_squared: float
    z_additive: Floats
    outside: NDArray[np.bool_]


def funnel(count: ArrayLike, exposure: ArrayLike, *, level: float = 0.998) -> Funnel:
    """Limits at the common mean m = sum y / sum E for each exposure.

    z = (r - m) / sqrt(m / E); phi = the mean square of z after its lowest and highest tenth are drawn in,
    taken where it is above 1 (section 3.2 of the paper); tau^2 by moments (DerSimonian and Laird).
    Raises ValueError for fewer than three groups, no case, or exposure that is not above zero.
    """
    y, e = np.asarray(count, np.float64), np.asarray(exposure, np.float64)
    if (
        y.shape != e.shape
        or y.ndim != 1
        or y.size < 3
        or not np.all((e >= LEAST_EXPOSURE) & (e <= LARGEST))
        or not y.sum()
    ):
        raise ValueError(
            "a funnel needs counts and exposures above zero of three groups or more, with a case"
        )
    mean = float(np.sum(y) / np.sum(e))
    z = (y / e - mean) / np.sqrt(mean / e)
    edges = np.quantile(z, [WINSORISED, 1.0 - WINSORISED])
    phi = max(1.0, float(np.mean(np.clip(z, *edges) ** 2)))
    outer = (1.0 - level) / 2.0
    expected = mean * e
    low = tail.quantile(outer, expected, np.ones_like(e))
    high = tail.quantile(1.0 - outer, expected, np.ones_like(e))
    wide = np.sqrt(phi)
    low = np.maximum(expected - (expected - low) * wide, 0.0) / e
    high = (expected + (high - expected) * wide) / e
    tau_squared = _between(y / e, mean, mean / e)
    z_additive = (y / e - mean) / np.sqrt(mean / e + tau_squared)
    beyond = np.abs(z_additive) > -ndtri(outer)
    outside = beyond if phi > LARGE_PHI else (y / e < low) | (y / e > high)
    return Funnel(mean, low, high, z, phi, tau_squared, z_additive, outside)


def _between(rate: Floats, mean: float, variance: Floats) -> float:
    """The variance between groups by moments: (Q - (n - 1)) / (sum w - sum w^2 / sum w), not below zero."""
    weight = 1.0 / variance
    q = float(np.sum(weight * (rate - mean) ** 2))
    total = float(np.sum(weight))
    return max(0.0, (q - (rate.size - 1)) / (total - float(np.sum(weight**2)) / total))
