"""The bounds alone: upstream's published unit values, and their definition."""

import numpy as np
import pytest

from borderstats.signal.threshold import Method, Power, delta, negative_binomial

# surveillance 1.26.0, tests/testthat: fit 5, se .2, phi 1, alpha .05, y 8
UPSTREAM_DELTA = {
    Power.NONE: (1.3073128, 8.6926872, 0.0907246, 0.8124165),
    Power.HALF: (1.9891097, 9.3744842, 0.1189986, 0.6857951),
    Power.TWO_THIRDS: (1.8084477, 9.1154825, 0.1094727, 0.7289546),
}
# log 5, log 2, alpha .05, y 11
UPSTREAM_NOUFAILY = {
    (1.5, Method.MUAN): (8, 24, 0.8597797),
    (1.5, Method.NB_PLUGIN): (1, 10, 0.03763657),
    (1.0, Method.MUAN): (9, 22, 0.9093099),
    (1.0, Method.NB_PLUGIN): (2, 9, 0.01369527),
}


@pytest.mark.parametrize("power", list(Power))
def test_the_power_bounds_of_upstream(power: Power) -> None:
    found = delta(5, 0.2, 1, 8, alpha=0.05, power=power)
    said = (found.lower, found.upper, found.p_value, found.exceedance)
    np.testing.assert_allclose(said, UPSTREAM_DELTA[power], atol=5e-8)


@pytest.mark.parametrize(("phi", "method"), list(UPSTREAM_NOUFAILY))
def test_the_negative_binomial_bounds_of_upstream(phi: float, method: Method) -> None:
    found = negative_binomial(np.log(5), np.log(2), phi, 11, alpha=0.05, method=method)
    said = UPSTREAM_NOUFAILY[phi, method]
    np.testing.assert_allclose((found.lower, found.upper, found.p_value), said, atol=5e-8)


def test_the_exceedance_on_the_log_scale_turns_its_sign_where_the_bound_is_below() -> None:
    eta = np.log(500.0)
    r = negative_binomial(eta, 0.1, 9e6, 2516, alpha=0.01, method=Method.NB_PLUGIN)
    ours = negative_binomial(eta, 0.1, 9e6, 2516, alpha=0.01, method=Method.NB_PLUGIN, log_score=False)
    assert r.upper < eta
    assert r.exceedance < 0
    assert ours.exceedance != r.exceedance


def test_without_a_finite_mean_there_is_no_bound() -> None:
    found = negative_binomial(10.0, 1e6, 1.5, 3, alpha=0.05, method=Method.MUAN)
    assert np.isnan(found.upper)
    assert np.isnan(found.p_value)
