"""Log-linear regression of counts: Poisson and negative binomial, by iteratively re-weighted least squares.

McCullagh and Nelder, Generalized Linear Models (1989), section 2.5; Venables and Ripley, Modern Applied
Statistics with S (2002), section 7.4 for the negative binomial.
"""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from scipy.special import digamma, gammaln, polygamma, xlogy

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Patience:
    """How still the deviance must stand, relative to itself plus 0.1, and how many steps that may take."""

    change: float
    steps: int


CLOSE = Patience(1e-13, 200)
AS_IN_R = Patience(1e-8, 25)  # glm.control's defaults: what R prints rests on where it stops
THETA_STEPS = 25
THETA_CHANGE = float(np.finfo(np.float64).eps) ** 0.25
ETA_RUNNING_AWAY = -15.0  # a mean this small is not estimated, it is on its way to zero


@dataclass(frozen=True, slots=True)
class LogLinear:
    """`covariance` is that of the coefficients for dispersion one; `alpha` the over-dispersion (0: Poisson).

    `rank` counts the coefficients the data can tell apart; `converged` is False where the likelihood has
    no maximum inside (a mean that runs off to zero) or the steps ran out.
    """

    coefficients: Floats
    covariance: Floats
    mean: Floats
    log_likelihood: float
    alpha: float
    rank: int
    converged: bool

    @property
    def aic(self) -> float:
        return 2.0 * self.rank - 2.0 * self.log_likelihood


def poisson(
    design: Floats,
    count: Floats,
    *,
    offset: Floats | None = None,
    alpha: float = 0.0,
    start: Floats | None = None,
    patience: Patience = CLOSE,
) -> LogLinear:
    """Fit log mu = design @ coefficients + offset, variance mu + alpha mu^2 with alpha given.

    `start` are the first means; `patience` says when to stop. Columns that the data can't
    tell apart share what they explain (the smallest coefficients are taken).
    """
    shift = np.zeros(count.size) if offset is None else offset
    mean = _first_mean(count, alpha) if start is None else start
    eta = np.log(mean)
    coefficients: Floats = np.zeros(design.shape[1])
    information = np.eye(design.shape[1])
    before, settled = _deviance(count, mean, alpha), False
    for _ in range(patience.steps):
        weight = mean / (1.0 + alpha * mean)
        root = np.sqrt(weight)
        response = eta - shift + (count - mean) / mean
        found = np.linalg.lstsq(root[:, None] * design, root * response, rcond=None)
        coefficients = np.asarray(found[0], np.float64)
        information = (design * weight[:, None]).T @ design
        eta = np.clip(design @ coefficients + shift, -36.0, 700.0)
        mean = np.exp(eta)
        after = _deviance(count, mean, alpha)
        settled = abs(after - before) < patience.change * (abs(after) + 0.1)
        if settled:
            break
        before = after
    return LogLinear(
        coefficients=coefficients,
        covariance=np.asarray(np.linalg.pinv(information, hermitian=True), np.float64),
        mean=mean,
        log_likelihood=log_likelihood(count, mean, alpha),
        alpha=alpha,
        rank=int(np.linalg.matrix_rank(design)),
        converged=settled and bool(np.all(eta > ETA_RUNNING_AWAY)),
    )


LARGEST_SIZE = 1e6


def negative_binomial(
    design: Floats, count: Floats, *, offset: Floats | None = None, patience: Patience = CLOSE
) -> LogLinear:
    """The same with the size 1 / alpha estimated by maximum likelihood, in turns with the coefficients.

    With the patience of R every step stops where R's glm.nb (package MASS) stops.
    """
    found = poisson(design, count, offset=offset, patience=patience)
    size = _size(count, found.mean)
    scale = np.sqrt(2.0 * max(1, count.size - found.rank))
    now, before, moved = log_likelihood(count, found.mean, 1.0 / size), np.inf, 1.0
    for _ in range(patience.steps):
        if abs(before - now) / scale + abs(moved) <= patience.change:
            break
        older = found.mean
        found = poisson(design, count, offset=offset, alpha=1.0 / size, start=older, patience=patience)
        newer = _size(count, older)
        moved, size, before = size - newer, newer, now
        now = log_likelihood(count, found.mean, 1.0 / size)
    return replace(found, alpha=1.0 / size, log_likelihood=now)


def _size(count: Floats, mean: Floats) -> float:
    """The size of largest likelihood for given means, by Newton's steps from the moments."""
    spread = float(np.sum((count / mean - 1.0) ** 2))
    if spread * LARGEST_SIZE <= count.size:  # every count is its mean: no spread at all, as good as Poisson
        return LARGEST_SIZE
    size = count.size / spread
    for _ in range(THETA_STEPS - 1):
        size = abs(size)
        total = count + size
        both = mean + size
        score = np.sum(digamma(total) - digamma(size) + np.log(size) + 1.0 - np.log(both) - total / both)
        information = np.sum(
            polygamma(1, size) - polygamma(1, total) - 1.0 / size + 2.0 / both - total / both**2
        )
        step = float(score / information)
        size += step
        if abs(step) <= THETA_CHANGE:
            break
    return size


def harmonics(time: Floats, period: float, *, waves: int, trend: bool) -> Floats:
    """Columns 1, (t), cos(2 pi s t / period), sin(2 pi s t / period) for s = 1 .. waves."""
    columns = [np.ones_like(time)]
    if trend:
        columns.append(time)
    for s in range(1, waves + 1):
        angle = 2.0 * np.pi * s * time / period
        columns += [np.cos(angle), np.sin(angle)]
    return np.column_stack(columns)


def _first_mean(count: Floats, alpha: float) -> Floats:
    return count + 0.1 if alpha == 0.0 else count + (count == 0) / 6.0


def _deviance(count: Floats, mean: Floats, alpha: float) -> float:
    if alpha == 0.0:
        return float(2.0 * np.sum(xlogy(count, np.maximum(count, 1.0) / mean) - (count - mean)))
    size = 1.0 / alpha
    each = xlogy(count, np.maximum(count, 1.0) / mean) - (count + size) * np.log(
        (count + size) / (mean + size)
    )
    return float(2.0 * np.sum(each))


def log_likelihood(count: Floats, mean: Floats, alpha: float) -> float:
    """Of Poisson counts, or negative binomial ones with variance mu + alpha mu^2."""
    if alpha == 0.0:
        return float(np.sum(xlogy(count, mean) - mean - gammaln(count + 1.0)))
    size = 1.0 / alpha
    known = gammaln(count + size) - gammaln(size) - gammaln(count + 1.0)
    return float(np.sum(known - (count + size) * np.log1p(alpha * mean) + xlogy(count, alpha * mean)))
