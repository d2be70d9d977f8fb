"""Space-time scan: is there a group of neighbouring posts with more than its share, lately?

Kulldorff, JRSS A 164 (2001): a cylinder is a zone (a post with its nearest neighbours, or any group of
origins that belong together) over the last d periods. Expectation-based (Neill, International Journal of
Forecasting 25, 2009): F = c ln(c / mu) + mu - c where c > mu, else 0. Population-based, with the baselines
scaled to the total C: c ln(c / mu) + (C - c) ln((C - c) / (C - mu)). Space-time permutation (Kulldorff et
al., PLoS Medicine 2, 2005): expected = (counts of the period)(counts of the place) / C, when nothing is known
about how many pass. p = (1 + number of replicates with F* >= F) / (R + 1).
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import xlogy

Floats = NDArray[np.float64]

Zone = tuple[int, ...]
EARTH_RADIUS_KM = 6371.0088


class Statistic(StrEnum):
    EXPECTATION = "expectation"
    POPULATION = "population"
    PERMUTATION = "permutation"


@dataclass(frozen=True, slots=True)
class Cluster:
    """`zone` are places, `duration` the number of last periods; `relative_risk` is count over expected."""

    zone: Zone
    duration: int
    count: float
    expected: float
    score: float
    relative_risk: float


@dataclass(frozen=True, slots=True)
class Scan:
    """Clusters from the highest score down, and the chance of such a highest score where nothing happens."""

    clusters: tuple[Cluster, ...]
    zones: int
    replicates: Floats
    p_value: float


def great_circle(longitude: ArrayLike, latitude: ArrayLike) -> Floats:
    """Distances between all places in kilometres on a sphere (haversine), from degrees east and north."""
    east, north = np.radians(np.asarray(longitude, np.float64)), np.radians(np.asarray(latitude, np.float64))
    half = np.sin((north[:, None] - north) / 2) ** 2
    half = half + np.cos(north[:, None]) * np.cos(north) * np.sin((east[:, None] - east) / 2) ** 2
    return np.asarray(2 * EARTH_RADIUS_KM * np.arcsin(np.sqrt(np.minimum(half, 1.0))))


def nearest_zones(distance: ArrayLike, *, k: int) -> tuple[Zone, ...]:
    """Each place with its 0 to k - 1 nearest neighbours, each set once, in order of places and size.

    `distance` is places x places: on the ground, in hours of travel, or between the airports of a network.
    """
    order = np.argsort(np.asarray(distance, np.float64), axis=1, kind="stable")[:, :k]
    found: dict[Zone, None] = {}
    for row in order:
        for size in range(1, row.size + 1):
            found[tuple(sorted(row[:size].tolist()))] = None
    return tuple(found)


def scan(
    counts: ArrayLike,
    zones: Sequence[Sequence[int]],
    *,
    baseline: ArrayLike | None = None,
    statistic: Statistic = Statistic.EXPECTATION,
    longest: int | None = None,
    replicates: int = 999,
    chance: np.random.Generator,
    keep: int = 10,
) -> Scan:
    """Scan `counts` (periods x places, the last period is the newest) over all zones and durations.

    `baseline` are the expected counts, periods x places; the permutation statistic needs none. Replicates
    are Poisson with the baseline, multinomial with the total fixed, or the cases' periods shuffled among
    their places. Raises ValueError for shapes that don't fit or no case.
    """
    seen = np.asarray(counts, np.float64)
    if seen.ndim != 2 or not np.all((seen >= 0) & (seen == np.floor(seen))) or not seen.sum():
        raise ValueError("counts must be periods x places of whole numbers, with a case")
    if not zones or any(not zone or min(zone) < 0 or max(zone) >= seen.shape[1] for zone in zones):
        raise ValueError("each zone needs places of the counts")
    expected = _expected(seen, baseline, statistic)
    longest = seen.shape[0] if longest is None else min(longest, seen.shape[0])
    member: Floats = np.zeros((len(zones), seen.shape[1]))
    for row, zone in enumerate(zones):
        member[row, list(zone)] = 1.0
    scores, c, mu = _scores(seen, expected, member, longest, statistic)
    draw = _drawer(seen, expected, statistic, chance)
    highest = np.array([_highest(draw(), expected, member, longest, statistic) for _ in range(replicates)])
    p_value = float((1 + np.sum(highest >= scores.max() - 1e-12)) / (replicates + 1))
    clusters = []
    for place in np.argsort(-scores, axis=None, kind="stable")[:keep]:
        row, last = np.unravel_index(place, scores.shape)
        count, mean = float(c[row, last]), float(mu[row, last])
        if scores[row, last] > 0:
            clusters.append(
                Cluster(
                    tuple(zones[int(row)]), int(last) + 1, count, mean, float(scores[row, last]), count / mean
                )
            )
    return Scan(tuple(clusters), len(zones), highest, p_value)


def _expected(seen: Floats, baseline: ArrayLike | None, statistic: Statistic) -> Floats:
    if statistic is Statistic.PERMUTATION:
        return np.asarray(np.outer(seen.sum(axis=1), seen.sum(axis=0)) / seen.sum())
    expected = np.asarray(baseline, np.float64)
    if expected.shape != seen.shape or not np.all(expected > 0):
        raise ValueError("the baseline must have the shape of the counts and be above zero")
    scale = 1.0 if statistic is Statistic.EXPECTATION else float(seen.sum() / expected.sum())
    return expected * scale


def _scores(
    seen: Floats, expected: Floats, member: Floats, longest: int, statistic: Statistic
) -> tuple[Floats, Floats, Floats]:
    """Score, count and expected count of every zone (rows) over the last 1 .. `longest` periods (columns)."""
    c = member @ np.cumsum(seen[::-1], axis=0)[:longest].T
    mu = member @ np.cumsum(expected[::-1], axis=0)[:longest].T
    with np.errstate(divide="ignore", invalid="ignore"):
        inside = xlogy(c, np.where(mu > 0, c / mu, 1.0))
        if statistic is Statistic.EXPECTATION:
            score: Floats = np.asarray(inside + mu - c, np.float64)
        else:
            rest, other = seen.sum() - c, seen.sum() - mu
            outside = xlogy(rest, np.where(other > 1e-9, rest / other, 1.0))
            score = np.asarray(inside + outside, np.float64)
    return np.where(c > mu, score, 0.0), c, mu


def _highest(seen: Floats, expected: Floats, member: Floats, longest: int, statistic: Statistic) -> float:
    return float(_scores(seen, expected, member, longest, statistic)[0].max())


def _drawer(
    seen: Floats, expected: Floats, statistic: Statistic, chance: np.random.Generator
) -> Callable[[], Floats]:
    """Counts as they could have been if nothing had happened."""
    if statistic is Statistic.EXPECTATION:
        return lambda: chance.poisson(expected).astype(np.float64)
    if statistic is Statistic.POPULATION:
        total, share = int(seen.sum()), (expected / expected.sum()).ravel()
        return lambda: chance.multinomial(total, share).reshape(seen.shape).astype(np.float64)
    period, place = (
        np.repeat(axis, seen.ravel().astype(int)) for axis in np.indices(seen.shape).reshape(2, -1)
    )
    cells = seen.shape[0] * seen.shape[1]

    def shuffle() -> Floats:
        where = chance.permutation(period) * seen.shape[1] + place
        return np.bincount(where, minlength=cells).reshape(seen.shape).astype(np.float64)

    return shuffle
