"""Farrington as first published: R's `farrington`."""

from collections.abc import Callable

import numpy as np
import pytest
from numpy.typing import NDArray

from borderstats.signal.baseline import HistoryTooShortError
from borderstats.signal.original import OriginalSettings, farrington
from borderstats.signal.threshold import Power

Floats = NDArray[np.float64]
Columns = dict[str, Floats]
Series = dict[str, tuple[Floats, int]]
POWERS = {"23": Power.TWO_THIRDS, "12": Power.HALF}


def test_further_series_and_settings_agree_with_r(
    cases: Callable[[str], dict[str, Columns]], series: Series
) -> None:
    seen = 0
    for case, said in cases("farrington.csv").items():
        kind, name, *rest = case.split("-")
        if kind != "orig":
            continue
        power, b, w, alpha = rest
        settings = OriginalSettings(
            freq=series[name][1],
            b=int(b),
            w=int(w),
            alpha=float(alpha),
            powertrans=POWERS[power],
            compat=True,
        )
        bounds = farrington(series[name][0], said["t"].astype(int) - 1, settings)
        np.testing.assert_allclose(bounds.upper[0], said["upperbound"], rtol=1e-8, atol=1e-9, err_msg=case)
        np.testing.assert_allclose(1 - bounds.p_value[0], said["q"], atol=1e-9, err_msg=case)
        np.testing.assert_array_equal(bounds.alarm[0], said["alarm"] == 1)
        np.testing.assert_array_equal(~np.isnan(bounds.slope[0]), said["trend"] == 1)
        seen += 1
    assert seen > 60


def test_what_cannot_be_said_is_not_zero_without_compat() -> None:
    counts = np.zeros(120)
    bounds = farrington(counts, [119], OriginalSettings(freq=12, w=1))
    assert np.isnan(bounds.upper[0, 0])
    assert farrington(counts, [119], OriginalSettings(freq=12, w=1, compat=True)).upper[0, 0] == 0


def test_a_fit_without_reweighting_and_with_exposure() -> None:
    rng = np.random.default_rng(1)
    counts = rng.poisson(50, 120).astype(float)
    settings = OriginalSettings(freq=12, w=1, reweight=False, trend=False)
    plain = farrington(counts, [119], settings)
    rated = farrington(counts, [119], settings, exposure=np.full(120, 7.0))
    assert plain.upper[0, 0] == pytest.approx(rated.upper[0, 0])
    window = np.concatenate([counts[119 - 12 * y - 1 : 119 - 12 * y + 2] for y in range(1, 6)])
    assert plain.expected[0, 0] == pytest.approx(window.mean())


def test_a_trend_without_end_is_left_out() -> None:
    """All cases in the last point of the baseline: no slope fits best, so the mean of the windows is taken."""
    counts = np.zeros(120)
    counts[108] = 1e9
    bounds = farrington(counts, [119], OriginalSettings(freq=12, w=1, reweight=False))
    assert np.isnan(bounds.slope[0, 0])
    assert bounds.expected[0, 0] == pytest.approx(1e9 / 15)


def test_options_out_of_range_and_missing_history_are_refused() -> None:
    for wrong in ({"b": 0}, {"w": -1}, {"alpha": 0.0}, {"limit54": (-1, 4)}, {"limit54": (5, 0)}):
        with pytest.raises(ValueError, match=r"start at|between|needs"):
            OriginalSettings(**wrong)
    assert OriginalSettings(freq=12, w=1).first == 58
    with pytest.raises(HistoryTooShortError, match="no point before"):
        farrington(np.ones(20), [5], OriginalSettings(freq=12, w=1))


def test_a_trend_without_end_does_not_disturb_the_series_beside_it() -> None:
    rng = np.random.default_rng(6)
    runaway = np.zeros(120)
    runaway[108] = 1e9
    steady = rng.poisson(20 * np.exp(0.03 * np.arange(120))).astype(float)
    settings = OriginalSettings(freq=12, w=1)
    together = farrington(np.array([runaway, steady]), [119], settings)
    assert np.isnan(together.slope[0, 0])
    np.testing.assert_allclose(together.upper[1], farrington(steady, [119], settings).upper[0])
