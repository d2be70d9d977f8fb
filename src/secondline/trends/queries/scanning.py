"""A space-time scan: groups of posts, or of nationalities, with more than their past lets expect."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from itertools import combinations

import numpy as np
from django.core.cache import cache
from numpy.typing import NDArray

from borderstats.scan import Scan, Zone, scan
from secondline.people.models import Person
from secondline.register.cube import UNITS
from secondline.trends.queries.signals import Counts, Stratum, counts
from secondline.trends.rules import (
    LONGEST_CLUSTER,
    MOST_CLUSTERS,
    MOST_SCANNED,
    REPLICATES,
    SCANNED,
    SCANNED_BACK,
    SMALL_SCAN,
    YEAR,
)

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Found:
    """One group over its last months: what it had and should have had, and how surprising that is."""

    strata: Sequence[Stratum]
    months: int
    count: int
    expected: float
    times: float
    p_value: float


@dataclass(frozen=True, slots=True)
class Scanned:
    """`silent`: there is too little past, or nothing to scan. So many `groups` were looked at."""

    by: str
    groups: int
    found: Sequence[Found]
    silent: bool = False


def scanned(person: Person, by: str, month: date, *, unit: str = UNITS[0]) -> Scanned:
    """The last months up to this one, against one to three years before them at the same places."""
    counted = counts(person, SCANNED[by], month, unit=unit)
    told = counted.found[:, ~np.isnan(counted.found).any(axis=0)]
    past = (told.shape[1] - LONGEST_CLUSTER) // YEAR * YEAR if told.size else 0
    past = min(past, SCANNED_BACK)
    if past < YEAR or not told[:, -LONGEST_CLUSTER:].any():
        return Scanned(by, 0, [], silent=True)
    order = np.argsort(-told[:, -past - LONGEST_CLUSTER :].sum(axis=1), kind="stable")[:MOST_SCANNED]
    seen, before = told[order, -LONGEST_CLUSTER:].T, told[order, -past - LONGEST_CLUSTER : -LONGEST_CLUSTER]
    zones = _zones(len(order))
    result = _scan(seen, _expected(before, past), zones)
    return Scanned(by, len(zones), _clusters(result, counted, order))


def _zones(places: int) -> list[Zone]:
    """Each place, and every two of them; every three where they are few."""
    sizes = (1, 2, 3) if places <= SMALL_SCAN else (1, 2)
    return [zone for size in sizes for zone in combinations(range(places), size)]


def _expected(before: Floats, past: int) -> Floats:
    """Months x places: the place's own mean, times the season of all places together."""
    mean = (before.sum(axis=1) + 0.5) / past
    by_month = before.sum(axis=0).reshape(-1, YEAR).sum(axis=0)
    season = (by_month + 1.0) / (by_month + 1.0).mean()
    return np.outer(season[:LONGEST_CLUSTER], mean)


def _scan(seen: Floats, expected: Floats, zones: Sequence[Zone]) -> Scan:
    """The same counts are scanned once: the answer is kept under their digest."""
    key = "scan-" + sha256(seen.tobytes() + expected.tobytes()).hexdigest()
    kept: Scan | None = cache.get(key)
    if kept is None:
        chance = np.random.default_rng(int(key[-8:], 16))
        kept = scan(seen, zones, baseline=expected, replicates=REPLICATES, chance=chance, keep=len(zones))
        cache.set(key, kept, timeout=None)
    return kept


def _clusters(result: Scan, counted: Counts, order: NDArray[np.int64]) -> list[Found]:
    """The most surprising groups that share no place with one before them."""
    found: list[Found] = []
    taken: set[int] = set()
    for cluster in result.clusters:
        if taken & set(cluster.zone):
            continue
        taken |= set(cluster.zone)
        p_value = (1 + int(np.sum(result.replicates >= cluster.score - 1e-12))) / (len(result.replicates) + 1)
        strata = [counted.strata[int(order[place])] for place in cluster.zone]
        numbers = (int(cluster.count), cluster.expected, cluster.relative_risk, p_value)
        found.append(Found(strata, cluster.duration, *numbers))
        if len(found) == MOST_CLUSTERS:
            break
    return found
