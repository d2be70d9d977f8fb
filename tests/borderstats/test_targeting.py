"""Targeting: published numbers, simulations with a known truth, and what can never be switched off."""

from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from borderstats.targeting import (
    allocate_by_square_root,
    allocate_by_thompson,
    checks_for_one_hit,
    compare_arms,
    highest_rate_without_hits,
    horvitz_thompson,
    outcome_test,
)


@pytest.mark.parametrize(("rate", "checks"), [(1.72e-5, 174169), (1e-3, 2995), (0.016, 186)])
def test_checks_for_one_hit_as_printed_in_the_brief(rate: float, checks: int) -> None:
    assert checks_for_one_hit(rate) == checks
    assert (1 - rate) ** checks <= 0.05 < (1 - rate) ** (checks - 1)


def test_no_hits_in_n_checks_leave_about_three_in_n() -> None:
    assert highest_rate_without_hits(1000) == pytest.approx(3 / 1000, rel=0.01)
    assert checks_for_one_hit(highest_rate_without_hits(500)) in {500, 501}


def test_arms_by_hand() -> None:
    found = compare_arms(30, 100, 2, 400, not_targeted=10000)
    assert found.targeted.value == pytest.approx(0.3)
    assert found.lift.value == pytest.approx(0.3 / 0.005)
    assert found.missed.value == pytest.approx(10000 * 2.5 / 401)
    assert found.sensitivity.value == pytest.approx(30 / (30 + 10000 * 2.5 / 401))
    assert found.sensitivity.low < found.sensitivity.value < found.sensitivity.high


def test_the_sensitivity_interval_holds_the_truth_as_often_as_it_says() -> None:
    rng = np.random.default_rng(4)
    held = 0
    for _ in range(200):
        truth = int(rng.binomial(20000, 0.004))
        by_chance = int(rng.hypergeometric(truth, 20000 - truth, 1500))
        found = compare_arms(60, 500, by_chance, 1500, not_targeted=20000)
        held += int(found.sensitivity.low <= 60 / (60 + truth) <= found.sensitivity.high)
    assert held >= 180


def test_horvitz_thompson_counts_all_from_unequal_chances() -> None:
    rng = np.random.default_rng(8)
    wrong = rng.random(50000) < 0.02
    chance = np.where(wrong, 0.3, 0.05)
    held = 0
    for _ in range(100):
        checked = rng.random(50000) < chance
        found = horvitz_thompson(wrong[checked], chance[checked])
        held += bool(found.low <= wrong.sum() <= found.high)
    assert held >= 88
    everybody = horvitz_thompson(wrong, 1.0)
    assert everybody.low == everybody.value == everybody.high == wrong.sum()


strata = st.lists(st.tuples(st.integers(0, 500), st.floats(0, 0.5)), min_size=1, max_size=8)


@given(strata, st.floats(0, 1), st.floats(0.05, 1))
def test_every_check_is_given_out_once_and_no_stratum_gets_more_than_it_has(
    rows: list[tuple[int, float]], part: float, share: float
) -> None:
    crossings = np.array([size for size, _ in rows], float)
    rate = np.array([rate + 0.001 for _, rate in rows])
    checks = int(part * crossings.sum())
    if not crossings.sum():
        return
    found = allocate_by_square_root(checks, crossings, rate, random_share=share)
    assert found.total.sum() == checks
    assert np.all(found.total <= crossings)
    assert found.random.sum() >= np.floor(checks * share)
    assert np.all(found.random >= 0)
    assert np.all(found.targeted >= 0)


def test_targeted_checks_follow_the_square_root() -> None:
    found = allocate_by_square_root(1000, [10**6, 10**6], [0.04, 0.01], random_share=0.1)
    assert found.random.tolist() == [50, 50]
    assert found.targeted.tolist() == [600, 300]


def test_the_square_root_beats_proportion_and_evenness() -> None:
    """Press 2009: expected checks until a given wrong document is found, sum p_j / q_j."""
    p = np.array([0.5, 0.3, 0.15, 0.05])
    q = allocate_by_square_root(100000, [10**6] * 4, p, random_share=0.05).targeted / 95000
    even = np.full(4, 0.25)
    assert np.sum(p / q) < np.sum(p / even)
    assert np.sum(p / q) < np.sum(p / p) * 1.0 + 1e-9 or np.sum(p / q) == pytest.approx(
        np.sum(np.sqrt(p)) ** 2
    )


def test_a_full_stratum_leaves_its_checks_to_the_others() -> None:
    found = allocate_by_square_root(100, [10, 1000], [0.9, 0.0001], random_share=0.05)
    assert found.total.tolist() == [10, 90]
    only_first = allocate_by_square_root(100, [10, 1000], [0.9, 0.0], random_share=0.05)
    assert only_first.total.tolist() == [10, 90]


def test_thompson_goes_to_the_best_and_still_tries_the_unknown() -> None:
    chance = np.random.default_rng(1)
    found = allocate_by_thompson(
        1000, [10**5] * 4, [50, 5, 0, 0], [1000, 1000, 1000, 0], random_share=0.1, chance=chance
    )
    assert found.total.sum() == 1000
    assert found.targeted[0] > found.targeted[1]
    assert found.targeted[3] > 0, "never tried, so it is tried"
    assert found.targeted[2] == 0
    again = allocate_by_thompson(
        1000, [10**5] * 4, [50, 5, 0, 0], [1000] * 3 + [0], random_share=0.1, chance=np.random.default_rng(1)
    )
    assert again.total.tolist() == found.total.tolist()


def test_the_random_share_cannot_be_switched_off() -> None:
    for share in (0.0, 0.049, -1.0, 1.1):
        with pytest.raises(ValueError, match="random share"):
            allocate_by_square_root(10, [100], [0.1], random_share=share)
        with pytest.raises(ValueError, match="random share"):
            allocate_by_thompson(10, [100], [1], [2], random_share=share, chance=np.random.default_rng(1))
    assert allocate_by_square_root(1, [100, 100], [0.1, 0.2], random_share=0.05).random.sum() == 1


def test_a_group_checked_more_and_found_less_is_named() -> None:
    """The shape of GAO/GGD-00-38: nine times as likely to be x-rayed, half as likely to carry anything."""
    found = outcome_test(["a", "b", "c"], [20, 200, 180], [900, 1000, 900], [10000, 100000, 90000])
    assert found.warned.tolist() == [True, False, False]
    assert str(found.warnings[0]).startswith("a: checked 9.0 times")
    assert "no proof" in str(found.caution)


def test_small_groups_do_not_shout() -> None:
    found = outcome_test(["a", "b", "c"], [0, 200, 180], [5, 1000, 900], [20, 100000, 90000])
    assert not found.warned.any()
    assert not found.warnings
    assert found.hit_rate[0] > 0


@pytest.mark.parametrize(
    "wrong",
    [
        lambda: checks_for_one_hit(0.0),
        lambda: highest_rate_without_hits(0),
        lambda: compare_arms(1, 2, 0, 0, not_targeted=5),
        lambda: compare_arms(1, 2, 0, 9, not_targeted=5),
        lambda: horvitz_thompson([1], [0.0]),
        lambda: horvitz_thompson([-1], [0.5]),
        lambda: allocate_by_square_root(10, [5], [0.1]),
        lambda: allocate_by_square_root(1, [5], [0.0]),
        lambda: allocate_by_square_root(1, [-5], [0.0]),
        lambda: allocate_by_thompson(1, [5], [3], [2], chance=np.random.default_rng(1)),
        lambda: outcome_test(["a"], [1], [2], [3]),
        lambda: outcome_test(["a", "b"], [1, 3], [2, 2], [3, 3]),
    ],
)
def test_what_makes_no_sense_is_refused(wrong: Callable[[], object]) -> None:
    with pytest.raises(ValueError, match=r".{10}"):
        wrong()
