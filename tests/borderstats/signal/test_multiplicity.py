"""Many strata: published procedures by hand, and a false discovery rate that is kept."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import false_discovery_control, nbinom, poisson

from borderstats.signal.bound import Bounds
from borderstats.signal.ears import EarsSettings, ears
from borderstats.signal.explanation import Among, Explanation, explain
from borderstats.signal.farrington import MONTHLY, farrington_flexible
from borderstats.signal.multiplicity import benjamini_hochberg, by_level, expected_false_alarms, mid_p


def test_mid_p_is_the_tail_and_half_of_the_count() -> None:
    assert mid_p(3, 2.0, 1.0) == pytest.approx(poisson.sf(3, 2) + poisson.pmf(3, 2) / 2)
    law = nbinom(2.0 / 0.5, 1 / 1.5)
    assert mid_p(3, 2.0, 1.5) == pytest.approx(law.sf(3) + law.pmf(3) / 2)
    assert mid_p(0, 2.0, 1.0) == pytest.approx(1 - poisson.pmf(0, 2) / 2)


def test_the_fifteen_p_values_of_benjamini_and_hochberg() -> None:
    """Their example of 1995, section 4: the first four of fifteen at 5 %."""
    p = [
        0.0001,
        0.0004,
        0.0019,
        0.0095,
        0.0201,
        0.0278,
        0.0298,
        0.0344,
        0.0459,
        0.3240,
        0.4262,
        0.5719,
        0.6528,
        0.7590,
        1.0,
    ]
    assert benjamini_hochberg(p, rate=0.05).believed.sum() == 4


@given(st.lists(st.floats(0, 1), min_size=1, max_size=30))
def test_adjusted_values_are_those_of_scipy(p: list[float]) -> None:
    np.testing.assert_allclose(benjamini_hochberg(p).adjusted, false_discovery_control(p), atol=1e-12)


def test_what_is_not_known_is_not_tested() -> None:
    found = benjamini_hochberg([[0.01, np.nan], [np.nan, 0.5]], rate=0.05)
    assert found.tested == 2
    assert found.believed.tolist() == [[True, False], [False, False]]
    assert benjamini_hochberg([np.nan]).tested == 0
    for wrong in ([1.5], [-0.1]):
        with pytest.raises(ValueError, match="p-values"):
            benjamini_hochberg(wrong)
    with pytest.raises(ValueError, match="rate"):
        benjamini_hochberg([0.5], rate=0.0)


def test_false_discoveries_stay_below_their_rate() -> None:
    rng = np.random.default_rng(6)
    wrong = []
    for _ in range(100):
        real = rng.random(1000) < 0.05
        counts = rng.poisson(np.where(real, 25, 8))
        found = benjamini_hochberg(mid_p(counts, 8.0, 1.0), rate=0.1).believed
        wrong.append(np.sum(found & ~real) / max(1, found.sum()))
    assert np.mean(wrong) < 0.1


def test_children_are_tested_only_under_a_believed_parent() -> None:
    #      total, route a, route b, a1, a2, b1
    p = [0.001, 0.001, 0.9, 0.001, 0.8, 0.0001]
    believed = by_level(p, [0, 1, 1, 2, 2, 2], [-1, 0, 0, 1, 1, 2], rate=0.05)
    assert believed.tolist() == [True, True, False, True, False, False]
    unknown = by_level([np.nan, 0.001, 0.9], [0, 1, 1], [-1, 0, 0])
    assert unknown.tolist() == [False, True, False]
    with pytest.raises(ValueError, match="parent"):
        by_level([0.1, 0.1], [0, 1], [-1, -1])


def test_false_alarms_to_expect_are_those_that_come() -> None:
    rng = np.random.default_rng(10)
    counts = rng.poisson(6.0, size=(400, 121)).astype(float)
    bounds = farrington_flexible(counts, [120], MONTHLY)
    expected = expected_false_alarms(bounds)[0]
    assert 0.3 < expected < 4.1  # never above strata x alpha, because bounds are whole numbers
    plain = ears(counts, [120], EarsSettings())
    assert np.isnan(expected_false_alarms(plain)[0])


def examined(last: float, series: list[float] | None = None) -> Explanation:
    rng = np.random.default_rng(2)
    counts = rng.poisson(20, 121).astype(float) if series is None else np.array(series)
    counts[120] = last
    return explain(farrington_flexible(counts, [120], MONTHLY), 0, 0)


def test_an_alarm_says_what_was_seen_expected_and_ordinary() -> None:
    words = str(examined(60))
    assert words.startswith("60 seen where about ")
    assert "Compared with" in words
    assert "by chance in < 0.001 %" in words
    assert "false alarms are expected each time" in words
    assert "groups" not in words
    assert "more checks" in words


def test_an_alarm_taken_out_of_many_groups_tells_of_all_of_them() -> None:
    counts = np.random.default_rng(4).poisson(6.0, size=(40, 121)).astype(float)
    counts[7, 120] = 60
    bounds = farrington_flexible(counts, [120], MONTHLY)
    among = Among(40, float(expected_false_alarms(bounds)[0]))
    alone = bounds.take(np.array([7]))
    assert str(explain(alone, 0, 0, among)) == str(explain(bounds, 7, 0))


def test_an_ordinary_count_is_said_to_be_ordinary() -> None:
    words = str(examined(20))
    assert words.startswith("20 seen; about ")
    assert "more checks" not in words


def test_what_cannot_be_said_is_said_to_be_unknown() -> None:
    assert str(examined(np.nan)) == "The count is not known, so nothing can be said."
    assert "too few cases" in str(examined(0, [0.0] * 121))


def test_where_nothing_was_computed_nothing_is_claimed() -> None:
    blank = Bounds.blank(np.array([[4.0]]), np.array([0]))
    assert (
        str(explain(blank, 0, 0)) == "There are too few cases or too little history to say what is ordinary."
    )


def test_an_unusable_baseline_is_named() -> None:
    rng = np.random.default_rng(5)
    counts = rng.poisson(3, 121).astype(float)
    counts[90:96] = 90000
    assert "Baseline unusable" in str(examined(40, counts.tolist()))


def test_a_trend_and_more_than_chance_are_named() -> None:
    rng = np.random.default_rng(4)
    rising = rng.negative_binomial(8, 8 / (8 + 200 * np.exp(0.02 * np.arange(121)))).astype(float)
    words = str(examined(float(rising[120]), rising.tolist()))
    assert "The past itself rises" in words
    assert "times as much as chance" in words
    assert "The past itself falls" in str(examined(float(rising[0]), rising[::-1].tolist()))


def test_a_bound_without_dispersion_is_explained_without_it() -> None:
    counts = np.array([5.0] * 7 + [40.0])
    words = str(explain(ears(counts, [7], EarsSettings(min_sigma=1.0)), 0, 0))
    assert "by chance" not in words
    assert "Compared with 7 earlier counts." in words
