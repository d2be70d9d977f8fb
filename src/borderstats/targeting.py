"""Where to look, and whether looking there was worth it: documents, routes and posts, never persons.

Interceptions are prevalence times inspection times detection, so a count of hits says nothing about
targeting without a random arm beside it: travellers checked by chance, with their number kept.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, log, log1p

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import ndtri

from borderstats.phrase import Phrase, gettext_noop
from borderstats.rate import Estimate, jeffreys_share, rate_ratio
from borderstats.shrinkage import gamma_poisson

Floats = NDArray[np.float64]
Counts = NDArray[np.int64]

LEAST_RANDOM_SHARE = 0.05  # of the checks: without chance checks nobody learns what targeting misses
DRAWS = 2000
MARGIN = Phrase(
    gettext_noop(
        "Equal hit rates prove nothing and unequal ones are no proof: only the last person checked in each"
        " group could tell. Read this as a reason to look, with a threshold test and what was known then."
    )
)
CHECKED_MORE_FOUND_LESS = gettext_noop(
    "%(group)s: checked %(more)s times as often as the others and found %(less)s times as often. Why?"
)


@dataclass(frozen=True, slots=True)
class Arms:
    """Targeted against random checks. `missed` are hits among those not targeted, from the random arm."""

    targeted: Estimate
    random: Estimate
    lift: Estimate
    missed: Estimate
    sensitivity: Estimate


def compare_arms(
    hits_targeted: int, checks_targeted: int, hits_random: int, checks_random: int, *, not_targeted: int
) -> Arms:
    """Hit rates, lift = hit_t / hit_r, and sensitivity H_t / (H_t + N_nt theta_r) of targeting.

    theta_r ~ Beta(1/2 + x, 1/2 + n - x); `not_targeted` travellers were not targeted (the random arm is a
    sample of them). Raises ValueError where hits exceed checks or nobody was checked by chance.
    """
    if checks_random < 1 or checks_targeted < 1 or not_targeted < checks_random:
        raise ValueError("both arms need checks, and the random arm is a part of those not targeted")
    random = jeffreys_share(hits_random, checks_random)
    theta = Estimate(np.asarray((hits_random + 0.5) / (checks_random + 1.0)), random.low, random.high)
    missed = Estimate(theta.value * not_targeted, theta.low * not_targeted, theta.high * not_targeted)
    with np.errstate(invalid="ignore"):
        sensitivity = Estimate(
            hits_targeted / (hits_targeted + missed.value),
            hits_targeted / (hits_targeted + missed.high),
            hits_targeted / (hits_targeted + missed.low),
        )
    return Arms(
        targeted=jeffreys_share(hits_targeted, checks_targeted),
        random=random,
        lift=rate_ratio(hits_targeted, checks_targeted, hits_random, checks_random),
        missed=missed,
        sensitivity=sensitivity,
    )


def horvitz_thompson(hits: ArrayLike, probability: ArrayLike, *, level: float = 0.95) -> Estimate:
    """Hits among all travellers, from checked ones with known chances of being checked: sum y / pi.

    Variance under independent selection: sum (1 - pi) y^2 / pi^2 (Horvitz and Thompson, JASA 47, 1952).
    `hits` is 0 or 1 (or a number) for each check. Raises ValueError for chances outside 0 to 1.
    """
    y, pi = np.broadcast_arrays(np.asarray(hits, np.float64), np.asarray(probability, np.float64))
    if not np.all((pi > 0) & (pi <= 1)) or not np.all(y >= 0):
        raise ValueError("the chance of being checked lies above 0 and up to 1, and hits can't be negative")
    total = float(np.sum(y / pi))
    half = -float(ndtri((1.0 - level) / 2.0)) * float(np.sqrt(np.sum((1.0 - pi) * y**2 / pi**2)))
    found = float(np.sum(y))
    return Estimate(np.asarray(total), np.asarray(max(found, total - half)), np.asarray(total + half))


def checks_for_one_hit(rate: float, *, confidence: float = 0.95) -> int:
    """How many random checks give one hit or more with this confidence: ln(1 - c) / ln(1 - rate)."""
    if not 0 < rate < 1 or not 0 < confidence < 1:
        raise ValueError("rate and confidence must lie between 0 and 1")
    return ceil(log(1.0 - confidence) / log1p(-rate))


def highest_rate_without_hits(checks: int, *, confidence: float = 0.95) -> float:
    """What the rate may still be when that many checks found nothing: 1 - (1 - c)^(1/n), about 3 / n."""
    if checks < 1 or not 0 < confidence < 1:
        raise ValueError("there must be a check, and confidence lies between 0 and 1")
    return float(-np.expm1(np.log1p(-confidence) / checks))


@dataclass(frozen=True, slots=True)
class Allocation:
    """Checks for each stratum: by chance (in proportion to crossings) and targeted; never above crossings."""

    random: Counts
    targeted: Counts

    @property
    def total(self) -> Counts:
        return np.asarray(self.random + self.targeted)


def allocate_by_square_root(
    checks: int, crossings: ArrayLike, rate: ArrayLike, *, random_share: float = 0.1
) -> Allocation:
    """Targeted checks per crossing in proportion to sqrt(rate) (Press, PNAS 106, 2009).

    In proportion to the rate itself they would go again and again to the same few; the square root finds
    most with the fewest checks wasted. A stratum never gets more checks than it has crossings.
    Raises ValueError for a random share under 5 %.
    """
    size, share = _strata(checks, crossings, random_share)
    wanted = size * np.sqrt(np.maximum(np.asarray(rate, np.float64), 0.0))
    if wanted.shape != size.shape or not np.all(np.isfinite(wanted)) or not wanted.sum():
        raise ValueError("each stratum needs a rate, and not all may be zero")
    return _allocate(checks, size, wanted, share)


def allocate_by_thompson(
    checks: int,
    crossings: ArrayLike,
    hits: ArrayLike,
    checked: ArrayLike,
    *,
    random_share: float = 0.1,
    chance: np.random.Generator,
) -> Allocation:
    """Each targeted check goes where a draw from Beta(1/2 + hits, 1/2 + misses) is highest (Thompson 1933).

    What is little known draws widely and so is tried; what is known to be poor is left. Shares are those of
    2,000 joint draws. Raises ValueError for a random share under 5 %.
    """
    size, share = _strata(checks, crossings, random_share)
    x, n = np.asarray(hits, np.float64), np.asarray(checked, np.float64)
    if x.shape != size.shape or n.shape != size.shape or not np.all((x >= 0) & (x <= n)):
        raise ValueError("each stratum needs hits and checks, and no more hits than checks")
    draws = chance.beta(0.5 + x, 0.5 + n - x, size=(DRAWS, size.size))
    draws = np.where(size > 0, draws, -1.0)
    wins = np.bincount(np.argmax(draws, axis=1), minlength=size.size).astype(np.float64)
    return _allocate(checks, size, wins, share)


def _strata(checks: int, crossings: ArrayLike, random_share: float) -> tuple[Floats, float]:
    size = np.atleast_1d(np.asarray(crossings, np.float64))
    if not LEAST_RANDOM_SHARE <= random_share <= 1:
        raise ValueError("the random share must be from 5 % to 100 %: it is what shows what targeting misses")
    if not np.all((size >= 0) & np.isfinite(size)) or not 0 <= checks <= size.sum():
        raise ValueError("crossings can't be negative, and there can't be more checks than crossings")
    return np.floor(size), random_share


def _allocate(checks: int, size: Floats, wanted: Floats, share: float) -> Allocation:
    by_chance = _fill(ceil(checks * share), size, size)
    return Allocation(by_chance, _fill(checks - int(by_chance.sum()), wanted, size - by_chance))


def _fill(checks: int, weight: Floats, room: Floats) -> Counts:
    """Whole numbers in proportion to `weight`, none above its `room`; the rest where room is left."""
    given = np.zeros(room.size)
    open_weight = np.where(room > 0, weight, 0.0)
    while (left := checks - given.sum()) >= 1:
        if open_weight.sum() <= 0:
            open_weight = room - given
        ideal = np.minimum(left * open_weight / open_weight.sum(), room - given)
        step = np.floor(ideal)
        if step.sum() == 0:  # fewer left than strata: the largest remainders get one each
            order = np.argsort(-np.where(room - given >= 1, ideal, -1.0), kind="stable")
            step[order[: int(min(left, np.sum((ideal > 0) & (room - given >= 1))))]] = 1.0
        given += step
        open_weight = np.where(room - given >= 1, open_weight, 0.0)
    return given.astype(np.int64)


@dataclass(frozen=True, slots=True)
class Outcome:
    """The outcome test over groups. `hit_rate` is shrunk towards the common rate: small groups don't shout.

    `checked` and `found` are ratios of the group to all others; `warnings` name the groups that are checked
    more and found less beyond chance; `caution` always belongs beside them.
    """

    hit_rate: Floats
    checked: Estimate
    found: Estimate
    warned: NDArray[np.bool_]
    warnings: tuple[Phrase, ...]
    caution: Phrase


def outcome_test(
    names: Sequence[str], hits: ArrayLike, checks: ArrayLike, crossings: ArrayLike, *, level: float = 0.95
) -> Outcome:
    """Is a group checked more than the others and found less (Becker 1957; Knowles, Persico and Todd 2001)?

    A warning where the interval of checks per crossing lies above the others' and that of hits per check
    below. Valid at the margin only. Raises ValueError for fewer than two groups or impossible counts.
    """
    x, n, e = (np.asarray(a, np.float64) for a in (hits, checks, crossings))
    if not x.shape == n.shape == e.shape == (len(names),) or len(names) < 2:
        raise ValueError("hits, checks and crossings are needed for two groups or more")
    if not np.all((x >= 0) & (x <= n) & (n <= e)) or not np.all(n > 0) or not x.sum():
        raise ValueError(
            "hits can't exceed checks, checks can't exceed crossings, and somebody must be found"
        )
    checked = rate_ratio(n, e, n.sum() - n, e.sum() - e, level=level)
    found = rate_ratio(x, n, x.sum() - x, n.sum() - n, level=level)
    warned = (checked.low > 1) & (found.high < 1)
    warnings = tuple(
        Phrase(
            CHECKED_MORE_FOUND_LESS,
            {
                "group": names[i],
                "more": f"{checked.value[i]:.1f}",
                "less": f"{found.value[i]:.1f}",
            },
        )
        for i in np.flatnonzero(warned).tolist()
    )
    return Outcome(gamma_poisson(x, n).value, checked, found, warned, warnings, MARGIN)
