"""The regression on blocks and trend against Newton's method on the full design matrix."""

import numpy as np
from numpy.typing import NDArray

from borderstats.regression import poisson
from borderstats.signal.quasipoisson import Design, fit

Floats = NDArray[np.float64]
rng = np.random.default_rng(4)
BLOCKS = np.repeat([0, 1, 2], [6, 5, 7])
TIME = np.concatenate([np.arange(6.0), np.arange(3.0, 8.0), np.arange(4.0, 11.0)])
COUNTS = rng.poisson(20 * np.exp(0.05 * TIME)[:, None] * np.array([1.0, 0.2, 3.0]))
MATRIX = np.column_stack([BLOCKS == 0, BLOCKS == 1, BLOCKS == 2, TIME]).astype(float)


def test_every_series_is_the_maximum_likelihood_of_the_full_model() -> None:
    counts = COUNTS.astype(float)
    design = Design.of(BLOCKS, TIME)
    found = fit(counts, np.ones_like(counts), np.zeros_like(counts), design, trend=True)
    for column in range(3):
        other = poisson(MATRIX, counts[:, column])
        np.testing.assert_allclose(found.mean[:, column], other.mean, rtol=1e-6)
        eta, variance = found.predict(2, 12.0)
        x = np.array([0, 0, 1, 12.0])
        np.testing.assert_allclose(eta[column], x @ other.coefficients, rtol=1e-6)
        np.testing.assert_allclose(variance[column], x @ other.covariance @ x, rtol=1e-5)
    hat = found.leverage(design)
    np.testing.assert_allclose(hat.sum(axis=0), 4.0, rtol=1e-6)
    assert found.converged.all()


def test_a_point_of_weight_zero_does_not_count() -> None:
    counts = COUNTS.astype(float)
    prior = np.ones_like(counts)
    prior[3] = 0
    design = Design.of(BLOCKS, TIME)
    found = fit(counts, prior, np.zeros_like(counts), design, trend=True)
    keep = np.arange(BLOCKS.size) != 3
    other = poisson(MATRIX[keep], counts[keep, 0])
    np.testing.assert_allclose(found.mean[keep, 0], other.mean, rtol=1e-6)
    np.testing.assert_array_equal(found.parameters(prior, design), 4)


def test_one_time_only_has_no_slope() -> None:
    counts = np.array([[3.0], [5.0]])
    design = Design.of(np.array([0, 0]), np.array([7.0, 7.0]))
    found = fit(counts, np.ones_like(counts), np.zeros_like(counts), design, trend=True)
    np.testing.assert_allclose(found.mean, 4.0)
    np.testing.assert_allclose(found.slope, 0.0)
    np.testing.assert_allclose(found.leverage(design), 0.5)
    np.testing.assert_allclose(found.predict(0, 7.0)[1], 1 / 8, rtol=1e-6)


def test_a_mean_that_runs_to_zero_does_not_break_the_others() -> None:
    counts = np.array([[0.0, 4.0], [0.0, 6.0], [9.0, 5.0], [3.0, 5.0]])
    design = Design.of(np.array([0, 0, 1, 1]), np.arange(4.0))
    found = fit(counts, np.ones_like(counts), np.zeros_like(counts), design, trend=False)
    assert found.mean[0, 0] < 1e-6
    np.testing.assert_allclose(found.mean[:, 1], 5.0, rtol=1e-6)


def test_a_slope_without_end_is_said_not_to_have_settled() -> None:
    """All cases in the last point: the likelihood has no maximum, and its fit is not believed."""
    counts = np.zeros((12, 1))
    counts[-1] = 1e9
    design = Design.of(np.zeros(12, np.intp), np.arange(12.0))
    found = fit(counts, np.ones_like(counts), np.zeros_like(counts), design, trend=True)
    assert not found.converged[0]
