"""Change of level: the published breaks, exactness against brute force, and changes that were put there."""

from collections.abc import Callable
from functools import cache

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy.stats import nbinom

from borderstats.signal.changepoint import Cost, online_changes, segments, year_dispersion

Floats = NDArray[np.float64]
Series = dict[str, tuple[Floats, int]]


def month(position: int) -> str:
    return f"{2009 + position // 12}-{position % 12 + 1:02d}"


# statistics.md 2d; earlier breaks of the same series lie in years of a handful of cases.
PUBLISHED = {
    "WBR_TUN": ["2020-08", "2021-10", "2023-01"],
    "WBR_IND": ["2021-10", "2023-01"],
    "EBR_total": ["2021-06", "2021-09", "2024-04"],
}


@pytest.mark.parametrize("name", sorted(PUBLISHED))
def test_the_published_breaks_of_the_frontex_series(name: str, series: Series) -> None:
    found = [month(place) for place in segments(series[name][0], cost=Cost.LOGARITHM).breaks]
    assert found[-len(PUBLISHED[name]) :] == PUBLISHED[name]


def test_the_count_cost_finds_the_same_and_does_not_cut_sparse_series_to_pieces(series: Series) -> None:
    found = [month(place) for place in segments(series["EBR_total"][0]).breaks]
    assert found[-3:] == PUBLISHED["EBR_total"]
    sparse = series["EBR_ERI"][0]
    assert len(segments(sparse).breaks) < len(segments(sparse, cost=Cost.LOGARITHM).breaks) / 3


def least_cost(counts: Floats, alpha: float, penalty: float, shortest: int) -> float:
    """Optimal partitioning without pruning, the likelihood from scipy."""

    def price(part: Floats) -> float:
        mean = max(float(part.mean()), 1e-12)
        law = nbinom(1 / alpha, 1 / (1 + alpha * mean))
        base = nbinom(1 / alpha, 1 / (1 + alpha * counts.mean()))
        return float(-2 * np.sum(law.logpmf(part)) + 2 * np.sum(base.logpmf(part)))

    @cache
    def best(stop: int) -> float:
        if stop == 0:
            return -penalty
        return min(
            (best(start) + price(counts[start:stop]) + penalty for start in range(stop - shortest + 1)),
            default=np.inf,
        )

    return best(counts.size)


@pytest.mark.parametrize("seed", range(6))
def test_pruning_loses_nothing(seed: int) -> None:
    rng = np.random.default_rng(seed)
    counts = rng.negative_binomial(3, 3 / (3 + rng.choice([2.0, 6.0, 15.0], 6).repeat(5))).astype(float)
    alpha, penalty = 0.3, 4.0
    found = segments(counts, alpha=alpha, penalty=penalty)
    base = nbinom(1 / alpha, 1 / (1 + alpha * counts.mean()))
    pieces = np.split(counts, found.breaks)
    cost = penalty * len(found.breaks) + sum(
        -2 * nbinom(1 / alpha, 1 / (1 + alpha * max(p.mean(), 1e-12))).logpmf(p).sum()
        + 2 * base.logpmf(p).sum()
        for p in pieces
    )
    assert cost == pytest.approx(least_cost(counts, alpha, penalty, 2), abs=1e-6)
    assert min(len(piece) for piece in pieces) >= 2


@pytest.mark.parametrize("cost", list(Cost))
def test_a_change_that_was_put_there_is_found_where_it_is(cost: Cost) -> None:
    rng = np.random.default_rng(1)
    counts = np.concatenate([rng.poisson(10, 40), rng.poisson(40, 30)]).astype(float)
    found = segments(counts, cost=cost)
    assert found.breaks == (40,)
    np.testing.assert_allclose(found.levels, [counts[:40].mean(), counts[40:].mean()])


def test_even_counts_have_no_break_and_dispersion_is_recovered() -> None:
    rng = np.random.default_rng(3)
    counts = rng.negative_binomial(2, 2 / (2 + 20.0), 400).astype(float)
    assert segments(counts).breaks == ()
    assert year_dispersion(counts) == pytest.approx(0.5, rel=0.3)
    assert year_dispersion(np.zeros(30)) == 0
    assert segments(np.full(20, 4.0), cost=Cost.LOGARITHM).breaks == ()


def test_the_filter_knows_a_change_soon_and_calm_as_calm() -> None:
    rng = np.random.default_rng(9)
    calm = rng.poisson(10, 80)
    risen = np.concatenate([calm[:60], rng.poisson(30, 20)])
    found = online_changes(np.array([calm, risen], float), np.arange(50, 80), within=5)
    assert np.all(found.changed[0] < 0.5)
    assert found.changed[1, :10].max() < 0.5
    assert found.changed[1, 11] > 0.9, "one count after the change"
    assert found.run[1, -1] in {19, 20, 21}
    assert found.bounds.alarm[1, 10]
    assert found.bounds.alarm[0].mean() < 0.1


def test_before_any_change_the_bound_is_that_of_the_gamma_poisson_predictive() -> None:
    counts = np.array([[4.0, 7.0, 3.0]])
    found = online_changes(counts, [1], run_length=1e12, prior=(2.0, 0.5), alpha=0.05)
    law = nbinom(6.0, 1.5 / 2.5)
    assert found.bounds.upper[0, 0] == law.ppf(0.95)
    assert found.bounds.p_value[0, 0] == pytest.approx(law.sf(6))
    assert found.bounds.expected[0, 0] == pytest.approx(4.0)


def test_the_filter_is_the_sum_over_all_histories() -> None:
    """Three counts by hand: every way of setting changes before them, weighed by hazard and likelihood."""
    y, hazard = [3.0, 8.0, 9.0], 1 / 5
    shape, rate = 1.0, 0.25

    def marginal(part: list[float]) -> float:
        a, b, value = shape, rate, 1.0
        for count in part:
            value *= float(nbinom.pmf(count, a, b / (b + 1)))
            a, b = a + count, b + 1
        return value

    # A change after count i (before i + 1): the filter's run length after three counts.
    weights: dict[int, float] = {}
    for after in range(8):
        changes = [bool(after >> place & 1) for place in range(3)]
        parts: list[list[float]] = [[]]
        for count, change in zip(y, changes, strict=True):
            parts[-1].append(count)
            if change:
                parts.append([])
        chance = float(np.prod([hazard if change else 1 - hazard for change in changes]))
        run = len(parts[-1])
        weights[run] = weights.get(run, 0.0) + chance * float(np.prod([marginal(part) for part in parts]))
    found = online_changes([y], [2], run_length=5, prior=(shape, rate), within=1)
    assert found.changed[0, 0] == pytest.approx(weights[0] / sum(weights.values()))


def test_a_missing_count_changes_nothing_but_time() -> None:
    counts = np.array([5.0, 6.0, np.nan, 5.0, 6.0, 30.0])
    found = online_changes(counts, [3, 5])
    assert np.isfinite(found.bounds.upper).all()
    assert found.bounds.alarm[0].tolist() == [False, True]
    unseen = online_changes(counts, [2])
    assert np.isnan(unseen.bounds.p_value[0, 0])
    assert not unseen.bounds.alarm[0, 0]


@pytest.mark.parametrize(
    "wrong",
    [
        lambda: online_changes([1, 2, 3], [1], run_length=1.0),
        lambda: online_changes([1, 2, 3], [1], within=0),
        lambda: segments([1, 2, np.nan, 4, 5]),
        lambda: segments([1, 2, 3]),
        lambda: segments([1, 2, 3], shortest=0),
    ],
)
def test_what_makes_no_sense_is_refused(wrong: Callable[[], object]) -> None:
    with pytest.raises(ValueError, match=r".{10}"):
        wrong()
