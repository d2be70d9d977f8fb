"""Quantiles and tails of the Poisson and negative binomial distribution, for whole arrays.

A count with mean `mu` and variance `phi x mu`: Poisson where phi is 1, otherwise negative binomial with
size mu / (phi - 1) and probability 1 / phi. P(Y <= k) = I_{1/phi}(size, k + 1), the regularised incomplete
beta function, and Q(k + 1, mu) for Poisson (Johnson, Kemp and Kotz, Univariate Discrete Distributions,
sections 4.12 and 5.6). A mean of zero is a count that is always zero; what is NaN, infinite or beyond 10^16
has no answer: NaN.
"""

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import betainc, gammainc, gammaincc, ndtri

Floats = NDArray[np.float64]

LARGEST = 1e16  # a mean or dispersion beyond is that of a fit run away, and no number of cases


def at_most(k: ArrayLike, mu: ArrayLike, phi: ArrayLike) -> Floats:
    """P(Y <= k); 0 below zero."""
    k, mu, phi = _together(k, mu, phi)
    known = np.where(_usable(mu, phi), mu, 1.0)
    whole = np.maximum(np.floor(k), 0.0)
    extra = np.where(phi > 1.0, phi, 2.0)
    below = np.where(
        phi > 1.0, betainc(known / (extra - 1.0), whole + 1.0, 1.0 / extra), gammaincc(whole + 1.0, known)
    )
    below = np.where(mu == 0.0, 1.0, np.where(_usable(mu, phi), below, np.nan))
    return np.where(np.isnan(k), np.nan, np.where(k < 0, np.where(np.isnan(below), np.nan, 0.0), below))


def at_least(y: ArrayLike, mu: ArrayLike, phi: ArrayLike) -> Floats:
    """P(Y >= y), exact in the far tail: never computed as one minus something near one."""
    y, mu, phi = _together(y, mu, phi)
    known = np.where(_usable(mu, phi), mu, 1.0)
    whole = np.where(y > 0, np.ceil(y), 1.0)
    extra = np.where(phi > 1.0, phi, 2.0)
    above = np.where(
        phi > 1.0, betainc(whole, known / (extra - 1.0), 1.0 - 1.0 / extra), gammainc(whole, known)
    )
    above = np.where(mu == 0.0, 0.0, np.where(_usable(mu, phi), above, np.nan))
    return np.where(np.isnan(y), np.nan, np.where(y <= 0, np.where(np.isnan(above), np.nan, 1.0), above))


def quantile(level: float, mu: ArrayLike, phi: ArrayLike) -> Floats:
    """The smallest whole k with P(Y <= k) >= level.

    A normal guess on the scale of the 2/3 power is bracketed by doubling steps and then halved, each step
    only for the members that still need it.
    """
    mu, phi = np.broadcast_arrays(np.asarray(mu, np.float64), np.asarray(phi, np.float64))
    answer = np.where(mu == 0.0, 0.0, np.nan)
    ask = np.flatnonzero(_usable(mu, phi) & (mu > 0))
    if ask.size:
        answer.flat[ask] = _search(level, mu.ravel()[ask], phi.ravel()[ask])
    return answer


def _search(level: float, mu: Floats, phi: Floats) -> Floats:
    spread = ndtri(level) * np.sqrt(4.0 / 9.0 * np.cbrt(mu) * phi)
    guess = np.floor(np.maximum(np.cbrt(mu) ** 2 + spread, 0.0) ** 1.5)
    enough = at_most(guess, mu, phi) >= level
    low, high = np.where(enough, -1.0, guess), np.where(enough, guess, np.inf)
    step = np.ones_like(mu)
    live = np.flatnonzero(np.ones_like(enough))
    while live.size:  # until `low` is too small and `high` is enough for every member
        trial = np.where(enough[live], high[live] - step[live], low[live] + step[live])
        trial = np.maximum(trial, -1.0)
        reached = at_most(trial, mu[live], phi[live]) >= level
        high[live] = np.where(reached, trial, high[live])
        low[live] = np.where(reached, low[live], trial)
        step[live] *= 2.0
        live = live[reached == enough[live]]
    live = np.flatnonzero(apart(low, high))
    while live.size:
        trial = np.floor((low[live] + high[live]) / 2.0)
        reached = at_most(trial, mu[live], phi[live]) >= level
        high[live] = np.where(reached, trial, high[live])
        low[live] = np.where(reached, low[live], trial)
        live = live[apart(low[live], high[live])]
    return high


def apart(low: Floats, high: Floats) -> NDArray[np.bool_]:
    """Whether a whole number lies between; beyond 2^53 floating numbers themselves are farther apart."""
    middle = np.floor((low + high) / 2.0)
    return np.asarray((middle > low) & (middle < high))


def _usable(mu: Floats, phi: Floats) -> NDArray[np.bool_]:
    return (mu >= 0.0) & (mu <= LARGEST) & (phi >= 1.0) & (phi <= LARGEST)


def _together(k: ArrayLike, mu: ArrayLike, phi: ArrayLike) -> tuple[Floats, Floats, Floats]:
    k, mu, phi = np.broadcast_arrays(
        np.asarray(k, np.float64), np.asarray(mu, np.float64), np.asarray(phi, np.float64)
    )
    return k, mu, phi
