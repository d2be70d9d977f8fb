"""Rates of many small groups, each drawn towards what all have in common.

Three cases among a hundred crossings are not thirty thousand per million: with small numbers the highest and
the lowest rate are always those of the smallest groups. Marshall (Applied Statistics 40, 1991) shrinks by
moments; the gamma-Poisson model (Clayton and Kaldor, Biometrics 43, 1987) by maximum likelihood, with the
posterior distribution of each rate.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.optimize import minimize
from scipy.special import gammaincc, gammaincinv, gammaln

Floats = NDArray[np.float64]

LEAST_EXPOSURE, LARGEST = 1e-12, 1e15  # what can be computed with; nobody counts beyond
LARGEST_SIZE = 1e8  # from here on the groups do not differ by more than chance


@dataclass(frozen=True, slots=True)
class Moments:
    """`rate` per unit of exposure of each group, with the common `mean` and the `variance` between groups."""

    rate: Floats
    mean: float
    variance: float


@dataclass(frozen=True, slots=True)
class GammaPoisson:
    """The rates' own distribution Gamma(shape, rate `inverse_scale`) and the posterior of each group.

    `value`, `low` and `high` are per unit of exposure. `alike` is True where the counts show no difference
    between groups beyond chance: then every value is the common mean.
    """

    shape: float
    inverse_scale: float
    log_likelihood: float
    value: Floats
    low: Floats
    high: Floats
    posterior_shape: Floats
    posterior_inverse_scale: Floats
    alike: bool

    @property
    def mean(self) -> float:
        return self.shape / self.inverse_scale

    def exceeds(self, times: float) -> Floats:
        """P(rate of the group > `times` x the common mean), given its count."""
        return np.asarray(gammaincc(self.posterior_shape, times * self.mean * self.posterior_inverse_scale))


def marshall(count: ArrayLike, exposure: ArrayLike) -> Moments:
    """Moments: m = sum y / sum E; s2 = sum E (r - m)^2 / sum E; A = max(0, s2 - m / mean E).

    The rate of each group is m + w (r - m) with w = A / (A + m / E). Raises ValueError as `gamma_poisson`.
    """
    y, e = _groups(count, exposure)
    raw = y / e
    mean = float(np.sum(y) / np.sum(e))
    spread = float(np.sum(e * (raw - mean) ** 2) / np.sum(e))
    variance = max(0.0, spread - mean / float(np.mean(e)))
    weight = variance / (variance + mean / e) if variance > 0 else np.zeros_like(e)
    return Moments(mean + weight * (raw - mean), mean, variance)


def gamma_poisson(count: ArrayLike, exposure: ArrayLike, *, level: float = 0.95) -> GammaPoisson:
    """With y ~ Poisson(E theta), theta ~ Gamma(a, rate b): a and b maximise the negative binomial likelihood.

    The posterior of a group is Gamma(a + y, b + E); low and high are its equal-tailed limits.
    Raises ValueError for counts that are not whole, exposure that is not above zero, fewer than two groups,
    or no case at all.
    """
    y, e = _groups(count, exposure)
    start = marshall(y, e)
    mean = start.mean
    size = mean**2 / start.variance if start.variance > 0 else LARGEST_SIZE / 100.0

    def loss(logs: Floats) -> float:
        return -_log_likelihood(float(np.exp(logs[0])), float(np.exp(logs[0] - logs[1])), y, e)

    best = minimize(
        loss,
        np.log(np.array([size, mean])),
        method="Nelder-Mead",
        options={"xatol": 1e-10, "fatol": 1e-12, "maxiter": 4000, "maxfev": 4000},
    )
    shape = float(np.exp(best.x[0]))
    alike = shape > LARGEST_SIZE / 1000.0
    if alike:
        shape = LARGEST_SIZE
    scale = shape / mean if alike else float(np.exp(best.x[0] - best.x[1]))
    tail = (1.0 - level) / 2.0
    after, below = shape + y, scale + e
    return GammaPoisson(
        shape=shape,
        inverse_scale=scale,
        log_likelihood=_log_likelihood(shape, scale, y, e),
        value=after / below,
        low=np.asarray(gammaincinv(after, tail)) / below,
        high=np.asarray(gammaincinv(after, 1.0 - tail)) / below,
        posterior_shape=after,
        posterior_inverse_scale=below,
        alike=alike,
    )


def _log_likelihood(shape: float, scale: float, y: Floats, e: Floats) -> float:
    each = gammaln(shape + y) - gammaln(shape) - gammaln(y + 1.0)
    return float(np.sum(each - shape * np.log1p(e / scale) + y * np.log(e / (scale + e))))


def _groups(count: ArrayLike, exposure: ArrayLike) -> tuple[Floats, Floats]:
    y, e = np.asarray(count, np.float64), np.asarray(exposure, np.float64)
    if y.shape != e.shape or y.ndim != 1 or y.size < 2:
        raise ValueError("count and exposure must be two rows of the same length, of two groups or more")
    if not np.all((y >= 0) & (y == np.floor(y))) or not np.any(y > 0):
        raise ValueError("counts must be whole numbers from zero up, and not all zero")
    if not np.all((e >= LEAST_EXPOSURE) & (e <= LARGEST)) or np.any(y > LARGEST):
        raise ValueError(
            "every group needs an exposure above zero (1e-12 to 1e15): without one there is no rate"
        )
    return y, e
