"""Quantiles and tails against scipy's own distributions and against their definition."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import nbinom, poisson

from borderstats.signal import tail

means = st.floats(1e-3, 1e5)
phis = st.one_of(st.just(1.0), st.floats(1.001, 1e4))


@given(means, phis, st.floats(0.001, 0.999))
def test_the_quantile_is_the_smallest_count_that_is_enough(mu: float, phi: float, level: float) -> None:
    k = tail.quantile(level, mu, phi)
    assert tail.at_most(k, mu, phi) >= level
    assert k == 0 or tail.at_most(k - 1, mu, phi) < level


@pytest.mark.parametrize("phi", [1.0, 1.2, 3.0, 50.0])
def test_tails_agree_with_scipy(phi: float) -> None:
    mu = np.array([[0.01], [0.5], [3.0], [40.0], [900.0]])
    k = np.arange(0.0, 60.0)
    other = poisson(mu) if phi == 1.0 else nbinom(mu / (phi - 1), 1 / phi)
    np.testing.assert_allclose(tail.at_most(k, mu, phi), other.cdf(k), rtol=1e-9)
    np.testing.assert_allclose(tail.at_least(k, mu, phi), other.sf(k - 1), rtol=1e-8)


def test_the_far_tail_is_not_one_minus_something() -> None:
    assert tail.at_least(200, 5.0, 1.0) == pytest.approx(poisson.sf(199, 5.0), rel=1e-9)
    assert 0 < tail.at_least(200, 5.0, 1.0) < 1e-200


def test_a_mean_of_zero_is_always_zero_and_the_unknown_stays_unknown() -> None:
    assert tail.quantile(0.99, 0.0, 1.0) == 0
    assert tail.at_most(-1, 0.0, 1.0) == 0
    assert tail.at_most(0, 0.0, 2.0) == 1
    assert tail.at_least(1, 0.0, 2.0) == 0
    assert tail.at_least(0, 0.0, 2.0) == 1
    for mu, phi in ((np.nan, 1.0), (np.inf, 2.0), (3.0, np.nan), (3.0, 0.5)):
        assert np.isnan(tail.quantile(0.9, mu, phi))
        assert np.isnan(tail.at_most(2, mu, phi))
        assert np.isnan(tail.at_most(-1, mu, phi))
        assert np.isnan(tail.at_least(2, mu, phi))
        assert np.isnan(tail.at_least(0, mu, phi))
    assert np.isnan(tail.at_most(np.nan, 3.0, 1.0))
    assert np.isnan(tail.at_least(np.nan, 3.0, 1.0))


def test_what_no_count_can_be_has_no_quantile_and_no_search_goes_on_for_ever() -> None:
    """The last two: 2^53 and more, where floating numbers are farther than one apart."""
    assert np.isnan(tail.quantile(0.99, [1e17, 5.0, np.inf], [1.0, 1e17, 2.0])).all()
    for phi in (1.0, 1.5, 1e6):
        found = tail.quantile(0.99, [9e15], [phi])[0]
        assert found == pytest.approx(9e15 + 2.3263 * np.sqrt(9e15 * phi), rel=1e-4)
