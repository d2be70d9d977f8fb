"""Shrinkage and funnel: the reference values of New Mexico and of the Frontex tables, and their meaning."""

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy.stats import gamma, nbinom, poisson

from borderstats.funnel import funnel
from borderstats.shrinkage import gamma_poisson, marshall

Floats = NDArray[np.float64]
Rows = list[dict[str, str]]


@pytest.fixture(scope="session")
def counties(new_mexico: Rows) -> tuple[list[str], Floats, Floats]:
    """Cases and person-years 1986-1989."""
    names = sorted({row["county"] for row in new_mexico})
    late = [row for row in new_mexico if 1986 <= int(row["year"]) <= 1989]
    cases = [sum(float(row["count"]) for row in late if row["county"] == name) for name in names]
    years = [sum(float(row["population"]) for row in late if row["county"] == name) for name in names]
    return names, np.array(cases), np.array(years)


def test_the_moments_of_new_mexico(counties: tuple[list[str], Floats, Floats]) -> None:
    names, cases, years = counties
    found = marshall(cases, years)
    assert len(names) == 32
    assert found.mean == pytest.approx(5.30661e-5, rel=1e-6)
    assert found.variance == pytest.approx(3.27288e-10, rel=1e-6)
    said = {"guadalupe": 7.056, "losalamos": 7.930, "bernalillo": 5.479, "harding": 5.182}
    for name, rate in said.items():
        assert found.rate[names.index(name)] * 1e5 == pytest.approx(rate, abs=5e-4)


def test_the_likelihood_of_new_mexico(counties: tuple[list[str], Floats, Floats]) -> None:
    names, cases, years = counties
    found = gamma_poisson(cases, years)
    assert found.shape == pytest.approx(7.26396, abs=5e-5)
    assert found.inverse_scale == pytest.approx(136618.6, abs=0.5)
    assert found.log_likelihood == pytest.approx(-78.46473, abs=5e-6)
    said = {"guadalupe": 7.357, "losalamos": 8.257, "bernalillo": 5.482, "harding": 5.169}
    for name, rate in said.items():
        assert found.value[names.index(name)] * 1e5 == pytest.approx(rate, abs=5e-4)
    place = names.index("guadalupe")
    assert found.low[place] * 1e5 == pytest.approx(3.71, abs=5e-3)
    assert found.high[place] * 1e5 == pytest.approx(12.23, abs=5e-3)
    assert not found.alike


def test_the_likelihood_is_that_of_the_negative_binomial(counties: tuple[list[str], Floats, Floats]) -> None:
    _, cases, years = counties
    found = gamma_poisson(cases, years)
    law = nbinom(found.shape, found.inverse_scale / (found.inverse_scale + years))
    assert found.log_likelihood == pytest.approx(float(law.logpmf(cases).sum()), rel=1e-10)
    above = gamma(cases + found.shape, scale=1 / (years + found.inverse_scale)).sf(1.5 * found.mean)
    np.testing.assert_allclose(found.exceeds(1.5), above, rtol=1e-9)


def test_turkey_has_a_third_of_ukraines_count_and_three_times_its_rate() -> None:
    """Frontex 2017, persons using fraudulent documents per passengers on entry (statistics.md 2a)."""
    rates = np.array([5.59, 2.85, 17.15, 7.17]) / 1e5
    exposure = np.array([14.1e6, 20e6, 1.5e6, 11.2e6])
    found = gamma_poisson(np.round(rates * exposure), exposure)
    assert found.exceeds(1.0)[2] > 0.9
    assert found.value[2] / found.value[0] == pytest.approx(3, rel=0.1)


def test_groups_that_differ_by_chance_only_share_one_rate() -> None:
    found = gamma_poisson([10, 10, 10, 10], [1000, 1000, 1000, 1000])
    assert found.alike
    np.testing.assert_allclose(found.value, 0.01, rtol=1e-4)
    assert marshall([10, 10, 10, 10], [1000, 1000, 1000, 1000]).variance == 0


def test_every_estimate_lies_between_the_own_and_the_common_rate() -> None:
    rng = np.random.default_rng(3)
    exposure = rng.integers(10, 10000, 60).astype(float)
    count = rng.poisson(exposure * rng.gamma(3.0, 0.002, 60)).astype(float)
    raw = count / exposure
    for value, mean in (
        (marshall(count, exposure).rate, count.sum() / exposure.sum()),
        (gamma_poisson(count, exposure).value, gamma_poisson(count, exposure).mean),
    ):
        assert np.all((value - raw) * (value - mean) <= 1e-12)


@pytest.mark.parametrize(
    ("count", "exposure"),
    [
        ([1], [1]),
        ([1, 2], [1]),
        ([1, -2], [1, 1]),
        ([0, 0], [1, 1]),
        ([1.5, 1], [1, 1]),
        ([1, 1], [0, 1]),
        ([1, 1], [1e-300, 1e300]),
    ],
)
def test_what_is_no_group_of_counts_is_refused(count: list[float], exposure: list[float]) -> None:
    with pytest.raises(ValueError, match=r"count|exposure"):
        gamma_poisson(count, exposure)
    with pytest.raises(ValueError, match="funnel needs"):
        funnel(count, exposure)


def test_funnel_limits_are_exact_poisson_quantiles_where_groups_do_not_differ() -> None:
    exposure = np.array([100.0, 200.0, 400.0, 800.0])
    found = funnel(exposure / 20, exposure)
    assert found.phi == 1
    np.testing.assert_allclose(found.high * exposure, poisson(exposure / 20).ppf(0.999))
    np.testing.assert_allclose(found.low * exposure, poisson(exposure / 20).ppf(0.001))
    assert not found.outside.any()


def test_a_group_far_from_all_others_lies_outside() -> None:
    found = funnel([10, 11, 9, 10, 10, 60], [1000] * 6, level=0.95)
    assert found.outside.tolist() == [False] * 5 + [True]


def test_with_large_exposure_the_additive_distance_keeps_most_groups_inside() -> None:
    rng = np.random.default_rng(9)
    exposure = rng.integers(10**6, 10**7, 40).astype(float)
    count = rng.poisson(exposure * rng.gamma(30.0, 1e-3 / 30, 40)).astype(float)
    found = funnel(count, exposure)
    assert found.phi > 2
    assert np.mean(np.abs(found.z) > 3.1) > 0.5
    assert found.outside.mean() < 0.1


def test_the_phi_of_new_mexico(counties: tuple[list[str], Floats, Floats]) -> None:
    """Tenths drawn in by hand: the mean square of z between its 10 % and 90 % quantiles."""
    _, cases, years = counties
    found = funnel(cases, years)
    z = np.sort(found.z)
    low, high = np.quantile(z, 0.1), np.quantile(z, 0.9)
    assert found.phi == pytest.approx(np.mean(np.minimum(np.maximum(z, low), high) ** 2))
    assert not found.outside.any()
