"""Log-linear quasi-Poisson regression on seasonal blocks and a straight trend, for many series at once.

log mu = block + slope x time + offset, fitted by iteratively re-weighted least squares (McCullagh and
Nelder, Generalized Linear Models, 1989, section 2.5). With one column per block the weighted least squares
of each step are a regression on time within the blocks, so that every step is a handful of sums: no matrix
is ever formed, and ten thousand series cost as much as their counts read a few times.

Arrays are points x series. A prior weight of zero leaves a point out of that series.
"""

from dataclasses import dataclass, fields

import numpy as np
from numpy.typing import NDArray

from borderstats.signal.baseline import Indices

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

CHANGE = 1e-8  # of the deviance, relative to itself plus 0.1: R's glm.control, so that bounds agree with R
STEPS = 25
SMALLEST_MEAN = float(np.finfo(np.float64).eps)
STARTING_COUNT = 0.1  # added to every count for the first means


@dataclass(frozen=True, slots=True)
class Design:
    """What all series share: the block and the time of each point, sorted by block."""

    blocks: Indices
    time: Floats
    starts: Indices

    @classmethod
    def of(cls, blocks: Indices, time: Floats) -> "Design":
        return cls(blocks, time[:, None], np.flatnonzero(np.diff(blocks, prepend=-1)))

    def sums(self, values: Floats) -> Floats:
        """Sums over the points of each block: blocks x series."""
        return np.add.reduceat(values, self.starts, axis=0)


@dataclass(frozen=True, slots=True)
class Fit:
    """Means with the sums of the last step. Points x series, blocks x series, or one value per series."""

    mean: Floats
    weight: Floats
    block_weight: Floats
    block_time: Floats
    block_level: Floats
    spread: Floats
    slope: Floats
    converged: Flags

    def take(self, chosen: Flags) -> "Fit":
        return Fit(*(getattr(self, name)[..., chosen] for name in PARTS))

    def put(self, chosen: Flags, other: "Fit") -> None:
        """Overwrite the chosen series with those of another fit."""
        for name in PARTS:
            getattr(self, name)[..., chosen] = getattr(other, name)

    def leverage(self, design: Design) -> Floats:
        """The diagonal of the hat matrix; exactly one where a point alone decides its own mean."""
        away = design.time - self.block_time[design.blocks]
        with np.errstate(divide="ignore", invalid="ignore"):
            slope_part = np.where(self.spread > 0, away**2 / self.spread, 0.0)
            hat = self.weight * (1.0 / self.block_weight[design.blocks] + slope_part)
        return np.where(hat > 1.0 - 10 * np.finfo(np.float64).eps, 1.0, hat)

    def predict(self, block: int, time: float) -> tuple[Floats, Floats]:
        """The linear predictor (without offset) and its variance for dispersion one."""
        away = time - self.block_time[block]
        with np.errstate(divide="ignore", invalid="ignore"):
            slope_part = np.where(self.spread > 0, away**2 / self.spread, 0.0)
            return self.block_level[block] + self.slope * away, 1.0 / self.block_weight[block] + slope_part

    def parameters(self, prior: Floats, design: Design) -> NDArray[np.intp]:
        """How many coefficients were estimated: blocks with a point, and the slope."""
        return np.asarray(np.sum(design.sums(prior) > 0, axis=0) + (self.spread > 0))


PARTS = tuple(field.name for field in fields(Fit))


def fit(count: Floats, prior: Floats, offset: Floats, design: Design, *, trend: bool) -> Fit:
    """Fit every series; each stops on its own when its deviance has settled (`converged`)."""
    points, series = count.shape
    blocks = design.starts.size
    shapes = {"mean": points, "weight": points, "block_weight": blocks, "block_time": blocks}
    result = Fit(
        **{name: np.full((rows, series), np.nan) for name, rows in shapes.items()},
        block_level=np.full((blocks, series), np.nan),
        spread=np.zeros(series),
        slope=np.zeros(series),
        converged=np.zeros(series, bool),
    )
    live = np.arange(series)
    mean = count + STARTING_COUNT
    with np.errstate(divide="ignore"):
        log_count = np.where(count > 0, np.log(count), 0.0)
    before = _deviance(count, log_count, prior, mean, np.log(mean))
    eta = np.log(mean)
    for _ in range(STEPS):
        step, eta = _step(count, prior, offset, design, mean, eta, trend=trend)
        mean = step.mean
        after = _deviance(count, log_count, prior, mean, np.maximum(eta, np.log(SMALLEST_MEAN)))
        step.converged[:] = np.abs(after - before) < CHANGE * (np.abs(after) + 0.1)
        stop = step.converged | ~np.isfinite(after)
        if stop.any():
            _keep(result, live[stop], step.take(stop))
            going = ~stop
            live, count, log_count, prior = live[going], count[:, going], log_count[:, going], prior[:, going]
            offset, mean, eta, after = offset[:, going], mean[:, going], eta[:, going], after[going]
            step = step.take(going)
        before = after
        if not live.size:
            return result
    _keep(result, live, step)
    return result


def _keep(result: Fit, where: Indices, step: Fit) -> None:
    for name in PARTS:
        getattr(result, name)[..., where] = getattr(step, name)


def _step(
    count: Floats, prior: Floats, offset: Floats, design: Design, mean: Floats, eta: Floats, *, trend: bool
) -> tuple[Fit, Floats]:
    """One weighted least-squares step: within-block regression of the working response on time."""
    weight = prior * mean
    response = eta - offset + (count - mean) / mean
    total = design.sums(weight)
    with np.errstate(divide="ignore", invalid="ignore"):
        level = np.where(total > 0, design.sums(weight * response) / total, 0.0)
        middle = np.where(total > 0, design.sums(weight * design.time) / total, 0.0)
    spread = np.zeros(count.shape[1])
    slope = np.zeros(count.shape[1])
    eta = level[design.blocks]
    if trend:
        away = design.time - middle[design.blocks]
        pull = weight * away
        spread = np.einsum("ij,ij->j", pull, away)
        with np.errstate(divide="ignore", invalid="ignore"):
            slope = np.where(spread > 0, np.einsum("ij,ij->j", pull, response - eta) / spread, 0.0)
        eta = eta + slope * away
    eta = eta + offset
    with np.errstate(over="ignore"):
        mean = np.maximum(np.exp(eta), SMALLEST_MEAN)
    return Fit(mean, weight, total, middle, level, spread, slope, np.zeros(count.shape[1], bool)), eta


def _deviance(count: Floats, log_count: Floats, prior: Floats, mean: Floats, log_mean: Floats) -> Floats:
    """2 sum w (y log(y / mu) - (y - mu))."""
    with np.errstate(invalid="ignore", over="ignore"):
        each = count * (log_count - log_mean) - count + mean
        return 2.0 * np.asarray(np.einsum("ij,ij->j", prior, each))
