"""Every number a second way: written down from its definition, by loops, enumeration or integration."""

from collections.abc import Callable
from itertools import combinations, permutations, product
from math import comb, exp, inf, lgamma, log, sqrt

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy.integrate import quad

from borderstats.funnel import funnel
from borderstats.hidden.lists import chapman
from borderstats.rate import rate_ratio
from borderstats.scan import Statistic, scan
from borderstats.signal.changepoint import Cost, online_changes, segments
from borderstats.signal.predictive import gamma_poisson
from borderstats.targeting import allocate_by_thompson, horvitz_thompson, outcome_test

Floats = NDArray[np.float64]


def score(kind: Statistic, c: float, mu: float, total: float) -> float:
    if c <= mu:
        return 0.0
    if kind is Statistic.EXPECTATION:
        return c * log(c / mu) + mu - c
    rest = (total - c) * log((total - c) / (total - mu)) if total > c else 0.0
    return c * log(c / mu) + rest


def by_loops(counts: Floats, baseline: Floats, zones: list[tuple[int, ...]], kind: Statistic) -> float:
    """The highest score over all zones and durations, each summed cell by cell."""
    periods, places = counts.shape
    total = float(counts.sum())
    best = 0.0
    for zone, length in product(zones, range(1, periods + 1)):
        cells = [(t, i) for t in range(periods - length, periods) for i in zone]
        c = sum(counts[cell] for cell in cells)
        if kind is Statistic.PERMUTATION:
            mu = sum(
                sum(counts[t, j] for j in range(places)) * sum(counts[s, i] for s in range(periods)) / total
                for t, i in cells
            )
        else:
            scale = total / float(baseline.sum()) if kind is Statistic.POPULATION else 1.0
            mu = sum(baseline[cell] * scale for cell in cells)
        best = max(best, score(kind, c, mu, total))
    return best


@pytest.mark.parametrize("kind", list(Statistic))
def test_the_scan_is_the_highest_score_of_all_loops(kind: Statistic) -> None:
    rng = np.random.default_rng(17)
    zones = [zone for size in (1, 2) for zone in combinations(range(4), size)]
    for _ in range(6):
        baseline = rng.uniform(0.5, 6, (5, 4))
        counts = rng.poisson(baseline).astype(float)
        found = scan(counts, zones, baseline=baseline, statistic=kind, replicates=1, chance=rng)
        assert found.clusters[0].score == pytest.approx(by_loops(counts, baseline, zones, kind))


def test_the_permutation_p_is_the_share_of_all_permutations() -> None:
    """Six cases: all 720 ways of dealing the periods out to the places, against 4,000 drawn ones."""
    counts = np.array([[1.0, 1, 1], [0, 0, 3]])
    period, place = (
        np.repeat(axis, counts.ravel().astype(int)) for axis in np.indices((2, 3)).reshape(2, -1)
    )
    zones: list[tuple[int, ...]] = [(0,), (1,), (2,)]
    seen = by_loops(counts, counts, zones, Statistic.PERMUTATION)
    reached = 0
    for dealt in permutations(period.tolist()):
        table = np.zeros((2, 3))
        np.add.at(table, (np.array(dealt), place), 1.0)
        reached += by_loops(table, counts, zones, Statistic.PERMUTATION) >= seen - 1e-12
    found = scan(
        counts, zones, statistic=Statistic.PERMUTATION, replicates=4000, chance=np.random.default_rng(2)
    )
    assert found.p_value == pytest.approx(reached / 720, abs=0.03)


def test_the_expectation_p_is_the_chance_of_the_poisson_counts() -> None:
    """One place, one period: F* >= F where the count is 9 or more of 4 expected."""
    found = scan([[9.0]], [(0,)], baseline=[[4.0]], replicates=9999, chance=np.random.default_rng(5))
    exact = 1 - sum(exp(-4) * 4**k / np.prod(np.arange(1.0, k + 1)) for k in range(9))
    assert found.p_value == pytest.approx(exact, abs=0.004)


def test_horvitz_thompson_is_unbiased_and_so_is_its_variance_over_every_sample() -> None:
    """All 2^8 samples of eight travellers with their chances: the mean is the truth, the spread as said."""
    y = np.array([1.0, 0, 1, 1, 0, 2, 0, 1])
    pi = np.array([0.9, 0.2, 0.3, 0.5, 0.7, 0.4, 1.0, 0.25])
    z = 1.959963984540054
    mean = square = said = 0.0
    for sample in product([False, True], repeat=8):
        taken = np.array(sample)
        chance = float(np.prod(np.where(taken, pi, 1 - pi)))
        found = horvitz_thompson(y[taken], pi[taken])
        mean += chance * float(found.value)
        square += chance * float(found.value) ** 2
        said += chance * ((float(found.high) - float(found.value)) / z) ** 2
    assert mean == pytest.approx(y.sum())
    assert said == pytest.approx(square - mean**2)


@pytest.mark.parametrize(("people", "first", "second"), [(30, 18, 14), (50, 20, 35), (12, 6, 6)])
def test_chapman_and_its_variance_are_unbiased_over_every_overlap(
    people: int, first: int, second: int
) -> None:
    """With n1 + n2 >= N: the overlap is hypergeometric, and the mean over all of it is N (Chapman 1951)."""
    mean = square = said = 0.0
    for both in range(max(0, first + second - people), min(first, second) + 1):
        chance = comb(first, both) * comb(people - first, second - both) / comb(people, second)
        found = chapman(first, second, both)
        mean += chance * found.value
        square += chance * found.value**2
        said += chance * found.standard_error**2
    assert mean == pytest.approx(people)
    assert said == pytest.approx(square - mean**2, rel=1e-6)


def segment_cost(part: Floats, cost: Cost, alpha: float) -> float:
    if cost is Cost.LOGARITHM:
        logs = np.log1p(part)
        return float(np.sum((logs - logs.mean()) ** 2))
    mean = float(part.mean())
    if mean == 0:
        return 0.0
    if cost is Cost.POISSON:
        return float(-2 * np.sum(part * log(mean) - mean))
    size = 1 / alpha
    return float(-2 * np.sum(part * log(mean / (size + mean)) + size * log(size / (size + mean))))


@pytest.mark.parametrize("cost", list(Cost))
def test_no_way_of_cutting_eleven_counts_is_cheaper(cost: Cost) -> None:
    rng = np.random.default_rng(6)
    for _ in range(4):
        counts = rng.poisson(rng.choice([0.5, 4.0, 12.0], 4).repeat([3, 3, 3, 2])).astype(float)
        penalty = {Cost.LOGARITHM: 0.4}.get(cost, 2.5)
        least = inf
        where: tuple[int, ...] = ()
        for many in range(5):
            for breaks in combinations(range(1, 11), many):
                pieces = np.split(counts, breaks)
                if min(piece.size for piece in pieces) < 2:
                    continue
                price = penalty * many + sum(segment_cost(piece, cost, 0.2) for piece in pieces)
                if price < least - 1e-9:
                    least, where = price, breaks
        assert segments(counts, cost=cost, penalty=penalty, alpha=0.2).breaks == where


def predictive(y: int, a: float, b: float) -> float:
    """Poisson counts with a gamma level, the level integrated out numerically."""

    def both(level: float) -> float:
        prior = a * log(b) - lgamma(a) + (a - 1) * log(level) - b * level
        return exp(prior + y * log(level) - level - lgamma(y + 1))

    return float(quad(both, 0, inf, epsabs=1e-12)[0])


def test_the_gamma_poisson_predictive_is_the_integral_over_levels() -> None:
    found = gamma_poisson([2.0, 5, 3, 9], [3], prior=(1.5, 0.4), alpha=0.05)
    chances = [predictive(y, 1.5 + 10, 0.4 + 3) for y in range(40)]
    assert found.p_value[0, 0] == pytest.approx(1 - sum(chances[:9]), abs=1e-8)
    assert found.upper[0, 0] == next(k for k in range(40) if sum(chances[: k + 1]) >= 0.95)
    assert found.expected[0, 0] == pytest.approx(sum(y * p for y, p in enumerate(chances)), rel=1e-5)


def test_the_filter_foretells_the_mixture_over_every_history() -> None:
    """Five counts: every one of the 2^5 ways of setting changes, each level integrated in closed form."""
    y, hazard, a0, b0 = [3, 8, 9, 2, 7], 0.2, 1.0, 0.25

    def step(count: int, a: float, b: float) -> float:
        inside = lgamma(a + count) - lgamma(a) - lgamma(count + 1.0)
        return exp(inside + a * log(b / (b + 1)) - count * log(b + 1))

    chances, total = np.zeros(200), 0.0
    for changes in product([False, True], repeat=5):
        weight, a, b = 1.0, a0, b0
        for count, change in zip(y, changes, strict=True):
            weight *= step(count, a, b) * (hazard if change else 1 - hazard)
            a, b = (a0, b0) if change else (a + count, b + 1)
        total += weight
        chances += weight * np.array([step(k, a, b) for k in range(200)])
    chances /= total
    found = online_changes([*y, 21.0], [5], run_length=1 / hazard, prior=(a0, b0), alpha=0.05).bounds
    assert found.p_value[0, 0] == pytest.approx(chances[21:].sum(), abs=1e-9)
    assert found.upper[0, 0] == int(np.searchsorted(np.cumsum(chances), 0.95))
    assert found.expected[0, 0] == pytest.approx(float(chances @ np.arange(200)), rel=1e-6)


# R 4.2.2: poisson.test(c(y, y0), c(E, E0))$conf.int.
PERIODS = [
    (3, 200, 5, 500, 0.2329376025, 7.709781759),
    (12, 200, 4, 500, 2.273079952, 31.90586116),
    (3719, 93266227, 5228, 304320991, 2.224959701, 2.421259951),
    (1e00, 1e-09, 2e00, 1e12, 8.474980349e18, 9.604529885e21),
    (1.00e09, 1.00e06, 9.99e08, 1.00e06, 1.000913242, 1.001088768),
]


@pytest.mark.parametrize(("y", "e", "y0", "e0", "low", "high"), PERIODS)
def test_the_ratio_of_two_periods_is_that_of_r(
    y: float, e: float, y0: float, e0: float, low: float, high: float
) -> None:
    found = rate_ratio(y, e, y0, e0)
    assert float(found.low) == pytest.approx(low, rel=1e-8)
    assert float(found.high) == pytest.approx(high, rel=1e-8)


def test_the_funnels_distances_phi_and_tau_from_their_formulas() -> None:
    y, e = [12.0, 30, 7, 55, 20, 41], [100.0, 190, 80, 300, 220, 260]
    mean = sum(y) / sum(e)
    rate = [count / exposure for count, exposure in zip(y, e, strict=True)]
    z = [(r - mean) / sqrt(mean / exposure) for r, exposure in zip(rate, e, strict=True)]
    ordered = sorted(z)
    low, high = ordered[0] + 0.5 * (ordered[1] - ordered[0]), ordered[4] + 0.5 * (ordered[5] - ordered[4])
    phi = max(1.0, sum(min(max(each, low), high) ** 2 for each in z) / 6)
    w = [exposure / mean for exposure in e]
    q = sum(each * (r - mean) ** 2 for each, r in zip(w, rate, strict=True))
    tau = max(0.0, (q - 5) / (sum(w) - sum(each**2 for each in w) / sum(w)))
    found = funnel(y, e)
    np.testing.assert_allclose(found.z, z)
    assert found.phi == pytest.approx(phi)
    assert found.tau_squared == pytest.approx(tau)


def test_thompsons_shares_are_the_chances_of_being_the_best() -> None:
    """P(theta_1 is the highest of three) by integration of the beta densities."""
    hits, checks = [4, 6, 1], [40, 50, 30]
    grid = (np.arange(20000) + 0.5) / 20000
    logs = [
        (x - 0.5) * np.log(grid) + (n - x - 0.5) * np.log1p(-grid) for x, n in zip(hits, checks, strict=True)
    ]
    density = [np.exp(each - each.max()) / np.exp(each - each.max()).sum() for each in logs]
    below = [np.cumsum(each) for each in density]
    best = [
        float(np.sum(density[i] * np.prod([below[j] for j in range(3) if j != i], axis=0))) for i in range(3)
    ]
    chance = np.random.default_rng(3)
    found = allocate_by_thompson(10000, [10**6] * 3, hits, checks, random_share=0.05, chance=chance)
    np.testing.assert_allclose(found.targeted / found.targeted.sum(), best, atol=0.035)
    assert found.random.sum() == 500


def test_the_outcome_test_from_its_ratios() -> None:
    found = outcome_test(["a", "b"], [5, 60], [400, 600], [2000, 9000])
    assert found.checked.value[0] == pytest.approx((400 / 2000) / (600 / 9000))
    assert found.found.value[0] == pytest.approx((5 / 400) / (60 / 600))
    assert found.warned.tolist() == [True, False]


@pytest.mark.parametrize(
    "wrong",
    [
        lambda: online_changes([1, 2, 3], [1], alpha=0.0),
        lambda: online_changes([1, 2, 3], [1], alpha=1.0),
        lambda: gamma_poisson([1.0, 2], [1], alpha=0.0),
        lambda: gamma_poisson([1.0, 2], [1], prior=(-1.0, 0.0)),
        lambda: gamma_poisson([1.0, 2], [1], points=0),
        lambda: gamma_poisson([1.0, 2], [1], past=-1),
        lambda: gamma_poisson([1.0, 2], [1], exposure=[1.0, -1]),
    ],
)
def test_settings_that_have_no_answer_are_refused(wrong: Callable[[], object]) -> None:
    with pytest.raises(ValueError, match=r"alpha|negative|starts"):
        wrong()
