"""EARS, CUSUM, the likelihood-ratio chart and the gamma-Poisson bound: R's outputs and their definitions."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy.stats import nbinom

from borderstats.signal.bound import Bounds
from borderstats.signal.cusum import CusumSettings, Transformation, cusum
from borderstats.signal.ears import Chart, EarsSettings, ears
from borderstats.signal.likelihood_ratio import NEVER, Direction, RatioSettings, Shown, likelihood_ratio
from borderstats.signal.predictive import BayesSettings, bayes, gamma_poisson

Floats = NDArray[np.float64]
Columns = dict[str, Floats]
Series = dict[str, tuple[Floats, int]]

# The configurations of reference.R.
RATIOS: dict[str, RatioSettings] = {
    "a": RatioSettings(c_arl=4, theta=np.log(2), shown=Shown.CASES, trend=True, compat=True),
    "b": RatioSettings(c_arl=5, theta=np.log(1.5), shown=Shown.VALUE, waves=2, compat=True),
    "c": RatioSettings(c_arl=5, shown=Shown.VALUE, compat=True),
    "d": RatioSettings(c_arl=5, shown=Shown.VALUE, alpha=0, refit=True, compat=True),
    "e": RatioSettings(c_arl=3, shown=Shown.VALUE, window=12, least=2, compat=True),
    "f": RatioSettings(c_arl=3, shown=Shown.CASES, alpha=0, theta=np.log(1.3), compat=True),
    "g": RatioSettings(c_arl=3, shown=Shown.VALUE, direction=Direction.DECREASE, compat=True),
    "h": RatioSettings(c_arl=4, shown=Shown.VALUE, alpha=0, window=10, compat=True),
    "i": RatioSettings(c_arl=4, shown=Shown.CASES, alpha=0, compat=True),
}


def monitored(name: str, counts: Floats, freq: int) -> NDArray[np.intp]:
    """The range of reference.R for charts with memory, from 0."""
    del name
    n = counts.size
    return np.arange(min(n - 20, max(2 * freq + 1, n // 2)) - 1, n)


def examine(case: str, series: Series, t: NDArray[np.intp]) -> Bounds:
    kind, name, *rest = case.split("-")
    counts, freq = series[name]
    if kind == "ears":
        return ears(counts, t, EarsSettings(Chart(rest[0]), int(rest[1]), float(rest[2])))
    if kind == "bayes":
        return bayes(counts, t, BayesSettings(freq, int(rest[0]), int(rest[1]), rest[2] == "1"))
    run = monitored(name, counts, freq)
    if kind == "cusum":
        m = "glm" if rest[1] == "glm" else None
        settings = CusumSettings(m=m, trans=Transformation(rest[0]), alpha=0.2, freq=freq, compat=True)
        return cusum(counts, run, settings)
    return likelihood_ratio(counts, run, replace(RATIOS[rest[0]], freq=freq))


def test_further_series_and_settings_agree_with_r(
    cases: Callable[[str], dict[str, Columns]], series: Series
) -> None:
    kinds = set()
    for case, said in cases("charts.csv").items():
        t = said["t"].astype(int) - 1
        bounds = examine(case, series, t)
        columns = [int(np.flatnonzero(bounds.at == point)[0]) for point in t]
        upper = bounds.upper[0, columns]
        np.testing.assert_allclose(upper, said["upperbound"], rtol=2e-6, atol=1e-8, err_msg=case)
        np.testing.assert_array_equal(bounds.alarm[0, columns], said["alarm"] == 1, err_msg=case)
        kinds.add(case.split("-")[0])
    assert kinds == {"ears", "cusum", "glr", "bayes"}


@pytest.mark.parametrize("chart", list(Chart))
def test_the_golden_ears_of_agona(chart: Chart, table: Callable[[str], Columns], series: Series) -> None:
    said = table(f"gold_agona_ears_{chart}.csv")
    bounds = ears(series["agona"][0], said["t"].astype(int) - 1, EarsSettings(chart, min_sigma=0.5))
    np.testing.assert_allclose(bounds.upper[0], said["upperbound"], rtol=1e-12)
    np.testing.assert_array_equal(bounds.alarm[0], said["alarm"] == 1)


@pytest.mark.parametrize("name", ["CMR_total", "WAR_total"])
def test_the_golden_ears_of_the_frontex_series(
    name: str, table: Callable[[str], Columns], series: Series
) -> None:
    said = table(f"gold_frontex_{name}_earsC2.csv")
    settings = EarsSettings(Chart.C2, min_sigma=0.5, alpha=0.01)
    for candidate in (settings, EarsSettings(Chart.C2, min_sigma=0.5), EarsSettings(Chart.C2)):
        bounds = ears(series[name][0], said["t"].astype(int) - 1, candidate)
        if np.allclose(bounds.upper[0], said["upperbound"]):
            np.testing.assert_array_equal(bounds.alarm[0], said["alarm"] == 1)
            return
    pytest.fail("no setting of the brief gives these bounds")


def test_the_golden_cusum_of_agona(table: Callable[[str], Columns], series: Series) -> None:
    said = table("gold_agona_cusum.csv")
    bounds = cusum(series["agona"][0], said["t"].astype(int) - 1, CusumSettings())
    np.testing.assert_allclose(bounds.exceedance[0], said["cusum"], atol=1e-12)
    np.testing.assert_allclose(bounds.upper[0], said["upperbound"])
    np.testing.assert_allclose(bounds.expected[0], said["m"])
    np.testing.assert_array_equal(bounds.alarm[0], said["alarm"] == 1)


def test_the_golden_likelihood_ratio_of_agona(table: Callable[[str], Columns], series: Series) -> None:
    said = table("gold_agona_glrnb.csv")
    settings = RatioSettings(c_arl=4, theta=np.log(2), trend=True, freq=52)
    bounds = likelihood_ratio(series["agona"][0], said["t"].astype(int) - 1, settings)
    np.testing.assert_allclose(bounds.upper[0], said["upperbound"], rtol=1e-6)
    assert (bounds.at[bounds.alarm[0]] + 1).tolist() == [220, 259, 262, 264, 285, 295]
    assert bounds.phi[0, 0] == pytest.approx(0.2555312, abs=1e-6)


def test_the_golden_bayes_of_agona(table: Callable[[str], Columns], series: Series) -> None:
    said = table("gold_agona_bayes_b4w3.csv")
    bounds = bayes(series["agona"][0], said["t"].astype(int) - 1, BayesSettings(b=4, w=3))
    np.testing.assert_allclose(bounds.upper[0], said["upperbound"])
    assert (bounds.at[bounds.alarm[0]] + 1).tolist() == [284]


def test_a_missing_count_leaves_ears_unknown_and_cusum_as_it_was() -> None:
    counts = np.array([3, 4, 3, np.nan, 5, 3, 4, 3, 3, 4, 5, 9.0])
    bounds = ears(counts, np.arange(7, 12), EarsSettings())
    assert np.isnan(bounds.upper[0]).tolist() == [True, True, True, True, False]
    counts = np.array([3, 4, 3, 9, np.nan, 9.0])
    sums = cusum(counts, np.arange(3, 6), CusumSettings(m=3.0, k=0.5, h=5))
    assert sums.exceedance[0, 1] == sums.exceedance[0, 0]
    assert sums.exceedance[0, 2] == pytest.approx(2 * sums.exceedance[0, 0])
    seasonal = cusum(np.array([3, 4, np.nan, 2, 3, 4, 5, 2.0]), [6, 7], CusumSettings(m="glm", freq=4))
    assert seasonal.expected.shape == (1, 2)


def test_the_exact_transformation_is_near_the_coarse_one() -> None:
    counts = np.arange(1.0, 30.0)
    exact = CusumSettings(trans=Transformation.ANSCOMBE_NEG_BIN, m=10.0, alpha=0.2, k=0.0)
    coarse = CusumSettings(trans=Transformation.ANSCOMBE_NEG_BIN, m=10.0, alpha=0.2, k=0.0, compat=True)
    first, second = (cusum(counts, np.arange(9, 29), s).exceedance for s in (exact, coarse))
    np.testing.assert_allclose(first, second, atol=0.02)
    assert not np.array_equal(first, second)


def test_the_count_that_would_alarm_as_r_looks_for_it_is_the_one_found_by_trying_all() -> None:
    """algo.glrnb with ret="cases" and an estimated rise: from the count seen, up or down; never from zero."""
    rising = RatioSettings(c_arl=3, alpha=0.3, shown=Shown.CASES, compat=True)
    falling = replace(rising, direction=Direction.DECREASE, c_arl=1)

    def chart(count: float, settings: RatioSettings, mean: float) -> Bounds:
        return likelihood_ratio([0, count], [1], settings, mean=[mean])

    most = next(count for count in range(500) if chart(count, rising, 5.0).alarm[0, 0])
    assert most > 10
    assert [chart(seen, rising, 5.0).upper[0, 0] for seen in (2, most - 1, most, most + 9)] == [most] * 4
    assert chart(0, rising, 5.0).upper[0, 0] == NEVER
    assert chart(0, falling, 30.0).alarm[0, 0]
    assert chart(0, falling, 30.0).upper[0, 0] == 0.0
    assert chart(30, falling, 30.0).upper[0, 0] == NEVER


def test_the_count_that_would_alarm_does(series: Series) -> None:
    """`upper` of the ratio chart is the count that takes it exactly to its bound."""
    counts = series["agona"][0]
    at = np.arange(208, 212)
    for alpha in (0.3, 0.0):
        settings = RatioSettings(c_arl=2, theta=np.log(2), alpha=alpha)
        upper = likelihood_ratio(counts, at, settings).upper[0, 0]
        for count, alarm in ((np.floor(upper), False), (np.floor(upper) + 1, True)):
            changed = counts.copy()
            changed[208] = count
            assert likelihood_ratio(changed, at, settings).alarm[0, 0] == alarm


def test_a_given_mean_and_both_directions() -> None:
    counts = np.array([5, 5, 5, 5, 0, 0, 0, 0, 0, 0.0])
    at = np.arange(1, 10)
    down = RatioSettings(c_arl=3, direction=Direction.DECREASE, shown=Shown.VALUE)
    up = RatioSettings(c_arl=3, shown=Shown.VALUE)
    mean = np.full(9, 5.0)
    assert likelihood_ratio(counts, at, down, mean=mean).alarm.any()
    assert not likelihood_ratio(counts, at, up, mean=mean).alarm.any()
    # Two months of nothing where five are expected: the ratio is 5 + 5 for Poisson.
    assert likelihood_ratio(counts, at, down, mean=mean).exceedance[0, 3] == pytest.approx(5.0, abs=1e-5)
    spread = RatioSettings(c_arl=3, direction=Direction.DECREASE, alpha=0.5)
    fallen = likelihood_ratio(counts, at, spread, mean=mean)
    assert fallen.alarm.any()
    falling = likelihood_ratio(
        counts, at, RatioSettings(c_arl=3, direction=Direction.DECREASE, alpha=0.0), mean=mean
    )
    assert falling.upper[0, 3] == 1  # five expected: one case or none is what would have alarmed


def test_a_fall_to_no_case_at_all_is_seen_here_and_not_in_r() -> None:
    """Five a month, then none: the ratio of n months without a case is 5 n; R takes the logarithm of nought."""
    counts = np.array([[5.0] * 24 + [0.0] * 3])
    down = RatioSettings(
        c_arl=99, alpha=0.0, waves=0, freq=12, direction=Direction.DECREASE, shown=Shown.VALUE
    )
    found = likelihood_ratio(counts, np.arange(24, 27), down)
    np.testing.assert_allclose(found.upper[0], [5, 10, 15], rtol=1e-6)
    np.testing.assert_array_equal(
        likelihood_ratio(counts, np.arange(24, 27), replace(down, compat=True)).upper[0], 0
    )


def test_the_gamma_poisson_bound_is_the_predictive_quantile() -> None:
    counts = np.array([2, 0, 1, 3, 2, 7.0])
    bounds = gamma_poisson(counts, [5], prior=(1.5, 0.5), alpha=0.05)
    size, rate = 1.5 + 8, 0.5 + 5
    law = nbinom(size, rate / (rate + 1))
    assert bounds.upper[0, 0] == law.ppf(0.95)
    assert bounds.p_value[0, 0] == pytest.approx(law.sf(6))
    assert bounds.expected[0, 0] == pytest.approx(size / rate)
    crossings = np.array([10, 10, 10, 10, 10, 40.0])
    rated = gamma_poisson(counts, [5], prior=(1.5, 0.5), alpha=0.05, exposure=crossings)
    law = nbinom(size, 50.5 / 90.5)
    assert rated.upper[0, 0] == law.ppf(0.95)
    assert gamma_poisson(counts, [5], points=2, past=1).history[0, 0] == 2


def test_without_history_nothing_is_said() -> None:
    bounds = gamma_poisson(np.array([2, 3.0]), [0])
    assert not bounds.usable[0, 0]
    assert np.isnan(bounds.upper[0, 0])
    assert not bounds.alarm[0, 0]


@pytest.mark.parametrize(
    "wrong",
    [
        lambda: EarsSettings(baseline=2),
        lambda: EarsSettings(min_sigma=-1),
        lambda: EarsSettings(alpha=0.0),
        lambda: ears(np.ones(20), [6], EarsSettings()),
        lambda: CusumSettings(m="mean"),
        lambda: CusumSettings(m=0.0),
        lambda: cusum(np.ones(20), [5, 7], CusumSettings()),
        lambda: cusum(np.ones(20), [0, 1], CusumSettings()),
        lambda: RatioSettings(c_arl=0),
        lambda: RatioSettings(theta=0),
        lambda: RatioSettings(alpha=-1),
        lambda: likelihood_ratio(np.array([1, 2, np.nan]), [2], RatioSettings()),
        lambda: likelihood_ratio(np.array([1, 2, 2.0]), [2], RatioSettings()),
        lambda: likelihood_ratio(np.zeros(60), [50, 51], RatioSettings(freq=12)),
        lambda: cusum([1, 2, 1e300], [2], CusumSettings()),
        lambda: BayesSettings(freq=0),
        lambda: BayesSettings(alpha=1.0),
        lambda: BayesSettings(act_y=False),
        lambda: BayesSettings(freq=4, b=1, w=4),
        lambda: bayes(np.ones(20), [5], BayesSettings()),
    ],
)
def test_what_makes_no_sense_is_refused(wrong: Callable[[], object]) -> None:
    with pytest.raises(ValueError, match=r".{10}"):
        wrong()


def test_every_detector_says_where_it_can_start() -> None:
    assert [EarsSettings(chart).first for chart in Chart] == [7, 9, 11]
    assert CusumSettings(freq=12).first == RatioSettings(freq=12).first == 24
    assert BayesSettings(freq=12, b=1, w=2).first == 14
