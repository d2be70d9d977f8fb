"""Repeat interceptions where persons differ in what is known of them: the same estimates as regressions.

Boehning and van der Heijden, Biometrical Journal 51 (2009) for Chao and Zelterman; van der Heijden et al.,
Statistical Modelling 3 (2003) for the zero-truncated Poisson.
"""

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import gammaln

from borderstats.hidden.estimates import Estimate, Estimates, by_logarithm, by_normal
from borderstats.phrase import Phrase, gettext_noop

Floats = NDArray[np.float64]

WITHIN = Phrase(gettext_noop("Persons alike in what is known of them are equally likely to be found."))
AT_LEAST = Phrase(gettext_noop("At least so many, if persons alike in what is known differ in nothing else."))
FAR = 15.0  # on the logit scale: a share that runs to zero or one
STEPS = 40  # of Newton: the last dozens stand still


def repeats_with_covariates(times: ArrayLike, covariates: ArrayLike) -> Estimates:
    """`times` each person was found (1, 2 ...) and `covariates`, persons x columns, without the constant.

    Raises ValueError where columns repeat each other or nobody was found twice: then nothing tells apart.
    """
    y = np.asarray(times, np.float64)
    x = np.column_stack([np.ones(y.size), np.asarray(covariates, np.float64).reshape(y.size, -1)])
    if not y.size or not np.all((y >= 1) & (y == np.floor(y))):
        raise ValueError("every person must have been found once or more")
    if not np.any(y == 1) or not np.any(y == 2):
        raise ValueError("nobody was found once, or nobody twice: there is nothing to compare")
    if np.linalg.matrix_rank(x) < x.shape[1] or np.linalg.matrix_rank(x[y <= 2]) < x.shape[1]:
        raise ValueError("the covariates say the same twice: leave one out")
    low = y <= 2
    b, covariance = _logistic(x[low], (y[low] == 2).astype(np.float64))
    each = (_chao(x, low, b, covariance), _zelterman(x, b, covariance), truncated_poisson(y, x)[0])
    return Estimates(y.size, each)


def _logistic(x: Floats, y: Floats) -> tuple[Floats, Floats]:
    """P(found twice | once or twice) on the logit scale, by Newton's steps."""
    b = np.zeros(x.shape[1])
    information = np.eye(x.shape[1])
    for _ in range(STEPS):
        p = 1 / (1 + np.exp(-np.clip(x @ b, -FAR, FAR)))
        information = (x * (p * (1 - p))[:, None]).T @ x
        if np.max(np.abs(x @ b)) >= FAR:
            raise ValueError(
                "in some group nobody was found twice, or all were: group the covariates coarser"
            )
        b = b + np.linalg.solve(information, x.T @ (y - p))
    return b, np.asarray(np.linalg.inv(information), np.float64)


def _chao(x: Floats, low: NDArray[np.bool_], b: Floats, covariance: Floats) -> Estimate:
    """N = n + sum over those found once or twice of 1 / (l + l^2 / 2), l = 2 e^(xb)."""
    rate = 2 * np.exp(x[low] @ b)
    weight = 1 / (rate + rate**2 / 2)
    pull = -x[low].T @ (weight**2 * (rate + rate**2))
    spread = float(np.sum(weight * (1 + weight)) + pull @ covariance @ pull)
    return by_logarithm("chao-regression", x.shape[0], x.shape[0] + float(weight.sum()), spread, AT_LEAST)


def _zelterman(x: Floats, b: Floats, covariance: Floats) -> Estimate:
    """N = sum over all of 1 / (1 - e^-l), l = 2 e^(xb)."""
    value, variance = _horvitz_thompson(x, 2 * np.exp(x @ b), covariance)
    return by_normal("zelterman-regression", value, variance, WITHIN)


def truncated_poisson(y: Floats, x: Floats) -> tuple[Estimate, float]:
    """Fit log l = xb by maximum likelihood, N = sum 1 / (1 - e^-l); also the log-likelihood."""
    b = np.zeros(x.shape[1])
    b[0] = np.log(max(y.mean() - 1.0, 0.05) * 2)
    information = np.eye(x.shape[1])
    for _ in range(STEPS):
        rate = np.exp(x @ b)
        mean = -rate / np.expm1(-rate)
        information = (x * (mean * (1 + rate - mean))[:, None]).T @ x
        step = np.linalg.solve(information, x.T @ (y - mean))
        b = b + np.clip(step, -2.0, 2.0)
    rate = np.exp(x @ b)
    value, variance = _horvitz_thompson(x, rate, np.asarray(np.linalg.inv(information), np.float64))
    likelihood = float(np.sum(y * np.log(rate) - rate - np.log(-np.expm1(-rate)) - gammaln(y + 1.0)))
    return by_normal("zero-truncated-poisson-regression", value, variance, WITHIN), likelihood


def _horvitz_thompson(x: Floats, rate: Floats, covariance: Floats) -> tuple[float, float]:
    """Sum 1 / p with p = 1 - e^-l, and its variance: of who was found, and of the coefficients."""
    p = -np.expm1(-rate)
    pull = x.T @ (rate * np.exp(-rate) / p**2)
    return float(np.sum(1 / p)), float(np.sum((1 - p) / p**2) + pull @ covariance @ pull)
