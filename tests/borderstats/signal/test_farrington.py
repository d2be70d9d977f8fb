"""Farrington flexible: R's bounds to nine digits, and without R's traps."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest
from numpy.typing import NDArray

from borderstats.signal.baseline import HistoryTooShortError
from borderstats.signal.bound import Bounds
from borderstats.signal.farrington import MONTHLY, Settings, farrington_flexible
from borderstats.signal.threshold import Method, Power

Floats = NDArray[np.float64]
Columns = dict[str, Floats]
Series = dict[str, tuple[Floats, int]]

AGONA = Settings(
    b=4, no_periods=10, past_weeks_not_included=26, p_threshold_trend=1.0, alpha=0.1, compat=True
)
FRONTEX = replace(MONTHLY, compat=True)
GOLDEN: dict[str, tuple[str, Settings]] = {
    "gold_agona_farrington_original_a10": (
        "agona",
        Settings(b=4, weights_threshold=1.0, past_weeks_not_included=3, alpha=0.1, compat=True),
    ),
    "gold_agona_flex_delta_a10": ("agona", AGONA),
    "gold_agona_flex_muan_a10": ("agona", replace(AGONA, threshold_method=Method.MUAN)),
    "gold_agona_flex_nbPlugin_a10": ("agona", replace(AGONA, threshold_method=Method.NB_PLUGIN)),
    "gold_agona_flex_nbPlugin_a01": ("agona", replace(AGONA, threshold_method=Method.NB_PLUGIN, alpha=0.01)),
    "gold_agona_flex_nbPlugin_a10_nolimit54": (
        "agona",
        replace(AGONA, threshold_method=Method.NB_PLUGIN, limit54=(0, 4)),
    ),
} | {
    f"gold_frontex_{name}_{kind}": (name, settings)
    for name in ("CMR_total", "WAR_total")
    for kind, settings in {
        "flex": FRONTEX,
        "orig": Settings(
            freq=12, w=1, weights_threshold=1.0, past_weeks_not_included=3, alpha=0.01, compat=True
        ),
    }.items()
}
# The configurations of reference.R.
CASES: dict[str, Settings] = {
    "A": Settings(weights_threshold=1.0, past_weeks_not_included=3),
    "B": replace(MONTHLY, freq=52, past_weeks_not_included=26),
    "C": Settings(
        no_periods=5,
        weights_threshold=2.0,
        past_weeks_not_included=8,
        p_threshold_trend=0.2,
        threshold_method=Method.MUAN,
    ),
    "D": Settings(no_periods=3, past_weeks_not_included=5, alpha=0.001, powertrans=Power.HALF),
    "E": Settings(no_periods=4, reweight=False, p_threshold_trend=1.0, powertrans=Power.NONE, limit54=(0, 4)),
    "F": Settings(
        no_periods=8,
        trend=False,
        weights_threshold=1.0,
        p_threshold_trend=1.0,
        threshold_method=Method.MUAN,
        alpha=0.1,
    ),
    "G": Settings(no_periods=10, alpha=0.005, threshold_method=Method.NB_PLUGIN, limit54=(10, 6)),
    "H": Settings(),
}


def examine(name: str, series: Series, t: Floats, settings: Settings) -> Bounds:
    return farrington_flexible(series[name][0], t.astype(int) - 1, settings)


def assert_agrees(bounds: Bounds, said: Columns) -> None:
    for column, ours in {
        "upperbound": bounds.upper,
        "expected": bounds.expected,
        "phiVector": bounds.phi,
        "pvalue": bounds.p_value,
        "score": bounds.exceedance,
    }.items():
        np.testing.assert_allclose(ours[0], said[column], rtol=1e-8, atol=1e-9, err_msg=column)
    np.testing.assert_array_equal(bounds.alarm[0], said["alarm"] == 1)
    np.testing.assert_array_equal(~np.isnan(bounds.slope[0]), said["trend"] == 1)


@pytest.mark.parametrize("name", sorted(GOLDEN))
def test_the_golden_outputs_of_r_are_reproduced(
    name: str, table: Callable[[str], Columns], series: Series
) -> None:
    said = table(f"{name}.csv")
    source, settings = GOLDEN[name]
    assert_agrees(examine(source, series, said["t"], settings), said)


def test_further_series_and_settings_agree_with_r(
    cases: Callable[[str], dict[str, Columns]], series: Series
) -> None:
    seen = 0
    for case, said in cases("farrington.csv").items():
        kind, name, *rest = case.split("-")
        if kind != "flex":
            continue
        letter, b, w = rest
        settings = replace(CASES[letter], freq=series[name][1], b=int(b), w=int(w), compat=True)
        if letter == "B" and settings.freq == 12:
            settings = replace(settings, past_weeks_not_included=3)
        assert_agrees(examine(name, series, said["t"], settings), said)
        seen += 1
    assert seen > 150


@pytest.mark.parametrize(
    ("chosen", "alarms"),
    [
        (AGONA, [283, 284, 285, 288, 294, 295]),
        (replace(AGONA, threshold_method=Method.NB_PLUGIN), [283, 284, 285, 288, 294]),
        (replace(AGONA, threshold_method=Method.MUAN), [284, 285]),
        (replace(AGONA, threshold_method=Method.NB_PLUGIN, alpha=0.01), []),
    ],
)
def test_the_alarms_printed_in_the_statistics_brief(
    chosen: Settings, alarms: list[int], series: Series
) -> None:
    bounds = examine("agona", series, np.arange(282.0, 313.0), chosen)
    assert (np.flatnonzero(bounds.alarm[0]) + 282).tolist() == alarms


def test_many_series_at_once_say_what_each_says_alone(series: Series) -> None:
    names = ["WBR_total", "CMR_BGD", "EBR_ERI", "WMR_DZA", "WBR_TUN"]
    together = np.array([series[name][0] for name in names])
    at = np.arange(72, 196, 7)
    for settings in (FRONTEX, MONTHLY, replace(MONTHLY, threshold_method=Method.DELTA)):
        whole = farrington_flexible(together, at, settings)
        for row, name in enumerate(names):
            alone = farrington_flexible(series[name][0], at, settings)
            np.testing.assert_allclose(whole.upper[row], alone.upper[0], rtol=1e-10)
            np.testing.assert_allclose(whole.expected[row], alone.expected[0], rtol=1e-10)
            np.testing.assert_array_equal(whole.alarm[row], alone.alarm[0])


def test_a_bound_does_not_know_the_future(series: Series) -> None:
    counts = series["CMR_total"][0]
    changed = counts.copy()
    changed[101:] = 0
    at = [100]
    before, after = farrington_flexible(counts, at, MONTHLY), farrington_flexible(changed, at, MONTHLY)
    assert before.upper[0, 0] == after.upper[0, 0]
    assert before.p_value[0, 0] == after.p_value[0, 0]


def test_the_alarms_that_r_loses_below_log_mu_are_found(series: Series) -> None:
    """Trap (ii): Western Balkan total, t = 133, 2,516 seen and R's bound is 1."""
    counts = series["WBR_total"][0]
    r = farrington_flexible(counts, [132], FRONTEX)
    assert r.observed[0, 0] == 2516
    assert r.upper[0, 0] == 1
    assert not r.alarm[0, 0]
    ours = farrington_flexible(counts, [132], MONTHLY)
    assert not ours.usable[0, 0]
    assert ours.upper[0, 0] > ours.expected[0, 0]


def test_a_baseline_that_cannot_serve_is_marked_and_its_bound_is_never_below_the_mean(series: Series) -> None:
    counts = series["WBR_total"][0]
    bounds = farrington_flexible(counts, np.arange(72, 196), MONTHLY)
    assert not bounds.usable.all()
    assert bounds.usable.any()
    assert np.all(bounds.upper >= bounds.expected)
    np.testing.assert_array_equal(bounds.alarm, bounds.observed > bounds.upper)


def test_the_rise_of_tunisians_is_found_twenty_months_before_its_peak(series: Series) -> None:
    """statistics.md 2b: first alarm 2020-10 (49 seen, bound 22), peak 2022-06."""
    bounds = farrington_flexible(series["WBR_TUN"][0], np.arange(72, 196), FRONTEX)
    first = np.flatnonzero(bounds.alarm[0])
    at = int(bounds.at[first[bounds.at[first] >= 135][0]])
    assert at == 141
    column = at - 72
    assert (bounds.observed[0, column], bounds.upper[0, column]) == (49, 22)


@pytest.mark.parametrize(
    ("name", "month", "seen", "upper"),
    [
        ("WBR_TUN", (2020, 10), 49, 22),
        ("WBR_IND", (2021, 6), 20, 19),
        ("WAR_total", (2019, 10), 495, 410),
        ("EBR_total", (2021, 4), 147, 96),
        ("EBR_ERI", (2024, 3), 11, 3),
        ("WBR_total", (2015, 1), 12927, 3526),
    ],
)
def test_the_first_alarms_of_the_frontex_series_as_printed_in_the_brief(
    name: str, month: tuple[int, int], seen: int, upper: int, series: Series
) -> None:
    """statistics.md 2b, lead time on real series (flexible, alpha .01)."""
    position = (month[0] - 2009) * 12 + month[1] - 1
    bounds = farrington_flexible(series[name][0], [position], FRONTEX)
    assert (bounds.observed[0, 0], bounds.upper[0, 0]) == (seen, upper)
    assert bounds.alarm[0, 0]


def test_missing_counts_are_left_out_and_never_zeros() -> None:
    rng = np.random.default_rng(8)
    counts = rng.poisson(30, 121).astype(float)
    whole = farrington_flexible(counts, [120], MONTHLY)
    counts[119 - 24] = np.nan
    missing = farrington_flexible(counts, [120], MONTHLY)
    assert missing.history[0, 0] == whole.history[0, 0] - 1
    assert missing.expected[0, 0] == pytest.approx(30, rel=0.3)
    counts[120] = np.nan
    unknown = farrington_flexible(counts, [120], MONTHLY)
    assert np.isnan(unknown.upper[0, 0])
    assert not unknown.alarm[0, 0]


def test_a_season_without_a_single_known_count_is_a_baseline_that_cannot_serve(series: Series) -> None:
    counts = series["CMR_total"][0].copy()
    for year in range(1, 6):
        counts[120 - 12 * year - 1 : 120 - 12 * year + 2] = np.nan
    bounds = farrington_flexible(counts, [120], MONTHLY)
    assert not bounds.usable[0, 0]
    assert bounds.upper[0, 0] > 0
    counts[:120] = np.nan
    nothing = farrington_flexible(counts, [123], replace(MONTHLY, limit54=(0, 1)))
    assert not nothing.usable[0, 0]
    assert np.isnan(nothing.upper[0, 0])
    assert not nothing.alarm[0, 0]


def test_too_few_cases_are_no_alarm_and_have_no_bound() -> None:
    counts = np.zeros(120)
    counts[119] = 4
    quiet = farrington_flexible(counts, [119], MONTHLY)
    assert np.isnan(quiet.upper[0, 0])
    assert not quiet.alarm[0, 0]
    loud = farrington_flexible(counts, [119], replace(MONTHLY, limit54=(0, 4)))
    assert loud.upper[0, 0] < 4
    assert loud.alarm[0, 0]


def test_with_crossings_as_exposure_more_crossings_are_no_alarm() -> None:
    rng = np.random.default_rng(5)
    crossings = np.full(120, 1000.0)
    crossings[117:] = 4000.0
    counts = rng.poisson(0.02 * crossings).astype(float)
    at = [119]
    plain = farrington_flexible(counts, at, MONTHLY)
    rated = farrington_flexible(counts, at, MONTHLY, exposure=crossings)
    assert plain.alarm[0, 0]
    assert not rated.alarm[0, 0]
    assert rated.expected[0, 0] == pytest.approx(80, rel=0.3)
    ten = farrington_flexible(counts, at, MONTHLY, exposure=10 * crossings)
    assert ten.upper[0, 0] == rated.upper[0, 0]
    with pytest.raises(ValueError, match="above zero"):
        farrington_flexible(counts, at, MONTHLY, exposure=np.zeros(120))


def test_false_alarms_stay_near_what_was_asked_for() -> None:
    """statistics.md 2b: nominal 1 % on monthly NB1 data gives 1.0-3.1 %; here 2,400 months."""
    rng = np.random.default_rng(11)
    level = 20 * (1 + 0.4 * np.sin(2 * np.pi * np.arange(132) / 12))
    counts = rng.negative_binomial(level, 1 / 2, size=(200, 132)).astype(float)
    bounds = farrington_flexible(counts, np.arange(120, 132), MONTHLY)
    assert 0.005 < bounds.alarm.mean() < 0.035


def test_one_point_that_alone_decides_its_mean_weighs_what_it_weighs() -> None:
    """With as many blocks as months each year gives one point; two years leave leverage one in places."""
    rng = np.random.default_rng(2)
    counts = rng.poisson(20, 60).astype(float)
    counts[30] = np.nan
    settings = replace(MONTHLY, b=2, trend=False)
    bounds = farrington_flexible(counts, [45], settings)
    assert np.isfinite(bounds.upper[0, 0])


@pytest.mark.parametrize(
    "wrong",
    [
        {"b": 0},
        {"w": -1},
        {"alpha": 0.0},
        {"alpha": 1.0},
        {"limit54": (-1, 4)},
        {"limit54": (5, 0)},
        {"freq": 0},
    ],
)
def test_options_out_of_range_are_refused(wrong: dict[str, float]) -> None:
    with pytest.raises(ValueError, match=r"start at|between|needs"):
        Settings(**wrong)  # type: ignore[arg-type]


def test_a_position_without_its_history_is_refused(series: Series) -> None:
    with pytest.raises(HistoryTooShortError, match="smaller b"):
        farrington_flexible(series["CMR_total"][0], [40], MONTHLY)
    with pytest.raises(ValueError, match="within 1 to 196"):
        farrington_flexible(series["CMR_total"][0], [196], MONTHLY)
    with pytest.raises(ValueError, match="too short"):
        farrington_flexible(series["CMR_total"][0], np.arange(0), MONTHLY)


def test_counts_that_are_no_counts_are_refused() -> None:
    for wrong in ([1.5, 2.0], [-1.0, 2.0], np.zeros((2, 2, 2)), []):
        with pytest.raises(ValueError, match="counts must be"):
            farrington_flexible(wrong, [0], MONTHLY)


def test_settings_say_where_the_range_starts_by_default() -> None:
    """As in R: freq b + w + 1 (from 1)."""
    assert MONTHLY.first + 1 == 12 * 5 + 1 + 1
