"""Rates: the published values of Frontex's risk analysis 2021, and each interval computed a second way."""

import math
from collections.abc import Callable
from fractions import Fraction
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from borderstats.rate import Estimate, jeffreys_share, poisson_rate, rate_ratio, wilson_share

Interval = Callable[..., Estimate]

# Frontex, Risk Analysis for 2021: persons using fraudulent documents and passengers on entry, by border.
# (source acknowledged; rates per 100,000 with exact 95 % intervals as printed in our statistics notes).
ARA2021 = [
    ("air 2019", 3450, 183_234_297, 1.88, 1.82, 1.95),
    ("air 2020", 1466, 45_066_379, 3.25, 3.09, 3.42),
    ("land 2019", 1085, 104_334_084, 1.04, 0.98, 1.10),
    ("land 2020", 2077, 45_659_299, 4.55, 4.36, 4.75),
    ("sea 2019", 693, 16_752_610, 4.14, 3.83, 4.46),
    ("sea 2020", 176, 2_540_549, 6.93, 5.94, 8.03),
    ("total 2019", 5228, 304_320_991, 1.72, 1.67, 1.77),
    ("total 2020", 3719, 93_266_227, 3.99, 3.86, 4.12),
]


def one(estimate: Estimate) -> tuple[float, float, float]:
    return float(estimate.value), float(estimate.low), float(estimate.high)


@pytest.mark.parametrize(("row", "count", "flow", "rate", "low", "high"), ARA2021)
def test_the_published_rates_of_fraudulent_document_users_are_met(
    row: str, count: int, flow: int, rate: float, low: float, high: float
) -> None:
    assert tuple(round(number, 2) for number in one(poisson_rate(count, flow))) == (rate, low, high)


def test_all_published_rates_come_from_one_call_on_arrays() -> None:
    _, counts, flows, rates, lows, highs = zip(*ARA2021, strict=True)
    estimate = poisson_rate(counts, flows)
    for got, wanted in ((estimate.value, rates), (estimate.low, lows), (estimate.high, highs)):
        assert np.round(got, 2).tolist() == list(wanted)


def test_counts_fell_by_29_percent_while_the_rate_rose_2_3_times() -> None:
    ratio, low, high = one(rate_ratio(3719, 93_266_227, 5228, 304_320_991))
    assert round(1 - 3719 / 5228, 2) == 0.29
    assert round(ratio, 1) == 2.3
    assert 1 < low < ratio < high


def poisson_cdf(count: int, mean: float) -> float:
    """P(Y <= count) as the plain sum of the terms."""
    return math.fsum(math.exp(k * math.log(mean) - mean - math.lgamma(k + 1)) for k in range(count + 1))


@given(count=st.integers(0, 400), level=st.sampled_from([0.5, 0.9, 0.95, 0.99]))
def test_each_poisson_limit_leaves_half_of_the_rest_in_its_tail(count: int, level: float) -> None:
    _, low, high = one(poisson_rate(count, 1.0, per=1.0, level=level))
    assert poisson_cdf(count, high) == pytest.approx((1 - level) / 2, rel=1e-7)
    if count:
        assert 1 - poisson_cdf(count - 1, low) == pytest.approx((1 - level) / 2, rel=1e-7)
    else:
        assert low == 0


def test_zero_hits_have_an_upper_bound_of_three_over_the_exposure() -> None:
    """The rule of three: 1 - e^-3 is 95 %."""
    value, low, high = one(poisson_rate(0, 1000, per=1.0, level=0.90))
    assert (value, low) == (0, 0)
    assert high == pytest.approx(-math.log(0.05) / 1000)


@given(n=st.integers(1, 5000), part=st.floats(0, 1))
def test_wilsons_limits_solve_the_score_equation(n: int, part: float) -> None:
    x = round(part * n)
    share, low, high = one(wilson_share(x, n))
    z = 1.959963984540054  # the 97.5 % point of the normal distribution, from any table
    for limit in (low, high):
        assert abs(share - limit) == pytest.approx(z * math.sqrt(limit * (1 - limit) / n), abs=1e-9)
    assert 0 <= low <= share <= high <= 1


def beta_cdf(a: float, b: float, upper: float) -> float:
    """The area under the beta density as a sum of strips, after u = sin^2 to tame the ends."""
    steps = 20_000
    end = math.asin(math.sqrt(upper))
    angle = (np.arange(steps) + 0.5) * end / steps
    log_norm = math.lgamma(a + b) - math.lgamma(a) - math.lgamma(b)
    log_density = (2 * a - 1) * np.log(np.sin(angle)) + (2 * b - 1) * np.log(np.cos(angle))
    return float(np.sum(2 * np.exp(log_norm + log_density)) * end / steps)


@pytest.mark.parametrize(("x", "n"), [(1, 2), (1, 60), (3, 10), (47, 500), (9, 10), (499, 500)])
def test_jeffreys_limits_leave_two_and_a_half_percent_of_the_beta_on_each_side(x: int, n: int) -> None:
    _, low, high = one(jeffreys_share(x, n))
    assert beta_cdf(x + 0.5, n - x + 0.5, low) == pytest.approx(0.025, abs=1e-6)
    assert beta_cdf(x + 0.5, n - x + 0.5, high) == pytest.approx(0.975, abs=1e-6)


@pytest.mark.parametrize("interval", [wilson_share, jeffreys_share])
@given(n=st.integers(1, 2000), part=st.floats(0, 1))
def test_hits_and_misses_mirror_each_other(interval: Interval, n: int, part: float) -> None:
    x = round(part * n)
    share, low, high = one(interval(x, n))
    mirrored, mirrored_low, mirrored_high = one(interval(n - x, n))
    assert (share, low, high) == pytest.approx((1 - mirrored, 1 - mirrored_high, 1 - mirrored_low), abs=1e-9)


@pytest.mark.parametrize("interval", [wilson_share, jeffreys_share])
def test_nothing_found_has_a_low_of_zero_and_all_found_a_high_of_one(interval: Interval) -> None:
    assert one(interval(0, 40))[:2] == (0, 0)
    assert one(interval(40, 40))[::2] == (1, 1)
    assert 0 < one(interval(0, 40))[2] < 3 / 40 * 1.5
    assert one(interval(0, 40, per=100))[2] == pytest.approx(100 * one(interval(0, 40))[2])


@pytest.mark.parametrize("interval", [poisson_rate, wilson_share, jeffreys_share])
def test_what_is_not_known_stays_unknown_and_no_exposure_gives_no_rate(interval: Interval) -> None:
    estimate = interval([2, math.nan, 0, 3], [10, 10, 0, math.nan])
    for numbers in (estimate.value, estimate.low, estimate.high):
        assert np.isnan(numbers).tolist() == [False, True, True, True]


@pytest.mark.parametrize("interval", [poisson_rate, wilson_share, jeffreys_share])
def test_a_higher_level_gives_a_wider_interval(interval: Interval) -> None:
    nested = [interval(7, 90, level=level) for level in (0.5, 0.8, 0.95, 0.999)]
    for inner, outer in pairwise(nested):
        assert outer.low < inner.low
        assert inner.high < outer.high


@pytest.mark.parametrize("wrong", [-1, 1.5, math.inf])
def test_a_count_that_cannot_be_a_count_is_refused(wrong: float) -> None:
    with pytest.raises(ValueError, match="whole numbers"):
        poisson_rate([1, wrong], 10)


@pytest.mark.parametrize("wrong", [-1.0, math.inf])
def test_exposure_that_cannot_be_exposure_is_refused(wrong: float) -> None:
    with pytest.raises(ValueError, match="exposure"):
        poisson_rate(1, [10, wrong])


def test_more_hits_than_checks_are_refused() -> None:
    with pytest.raises(ValueError, match="more hits than checks"):
        wilson_share([1, 3], 2)


@pytest.mark.parametrize("level", [0.0, 1.0, 95.0])
def test_a_level_outside_zero_and_one_is_refused(level: float) -> None:
    with pytest.raises(ValueError, match="level"):
        jeffreys_share(1, 2, level=level)


def binomial_tail(n: int, least: int, p: Fraction) -> Fraction:
    """P(X >= least), in exact arithmetic."""
    return sum((math.comb(n, k) * p**k * (1 - p) ** (n - k) for k in range(least, n + 1)), Fraction(0))


@pytest.mark.parametrize(("y", "y0"), [(3, 5), (12, 4), (1, 1), (30, 25)])
def test_the_ratios_limits_are_where_the_conditional_binomial_puts_them(y: int, y0: int) -> None:
    exposure, before = 200.0, 500.0
    value, low, high = one(rate_ratio(y, exposure, y0, before))
    assert value == pytest.approx((y / exposure) / (y0 / before))
    for limit, least, upper in ((low, y, True), (high, y + 1, False)):
        odds = limit * exposure / before
        tail = float(binomial_tail(y + y0, least, Fraction(odds / (1 + odds))))
        assert (tail if upper else 1 - tail) == pytest.approx(0.025, rel=1e-6)


def test_a_ratio_against_nothing_has_no_upper_end() -> None:
    value, low, high = one(rate_ratio(4, 10, 0, 10))
    assert math.isinf(value)
    assert low > 0
    assert math.isinf(high)


def test_a_ratio_of_nothing_to_nothing_says_nothing() -> None:
    value, low, high = one(rate_ratio(0, 10, 0, 10))
    assert math.isnan(value)
    assert (low, high) == (0, math.inf)


def test_a_ratio_without_exposure_is_unknown() -> None:
    estimate = rate_ratio([3, math.nan, 2], [0, 10, 10], 5, [10, 10, math.nan])
    for numbers in (estimate.value, estimate.low, estimate.high):
        assert np.isnan(numbers).all()
