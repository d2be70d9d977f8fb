"""All strata of a month in one call."""

from dataclasses import replace

import numpy as np
import pytest

from borderstats.signal.farrington import MONTHLY, farrington_flexible
from borderstats.signal.multiplicity import benjamini_hochberg, expected_false_alarms, mid_p
from borderstats.signal.predictive import gamma_poisson
from borderstats.signal.watch import watch

rng = np.random.default_rng(13)
STRATA = rng.poisson(15, size=(200, 120)).astype(float)


def test_long_histories_get_farringtons_bound_and_short_ones_the_predictive() -> None:
    counts = STRATA.copy()
    counts[1, :100] = np.nan  # reporting began twenty months ago
    found = watch(counts, [118, 119])
    assert found.short[:, 1].tolist() == [False, True] + [False] * 198
    long = farrington_flexible(counts[[0]], [118, 119], MONTHLY)
    short = gamma_poisson(counts[[1]], [118, 119], past=3, alpha=0.01)
    np.testing.assert_array_equal(found.bounds.upper[0], long.upper[0])
    np.testing.assert_array_equal(found.bounds.upper[1], short.upper[0])


def test_four_years_are_used_where_five_are_asked_for() -> None:
    found = watch(STRATA[:, :60], [52])
    assert not found.short.any()
    four = farrington_flexible(STRATA[:1, :60], [52], replace(MONTHLY, b=4))
    np.testing.assert_array_equal(found.bounds.upper[0], four.upper[0])
    assert watch(STRATA[:, :60], [20]).short.all()


def test_a_real_rise_is_believed_among_many_strata_and_chance_is_not() -> None:
    counts = STRATA.copy()
    counts[7, 119] = 60
    found = watch(counts, [119])
    assert found.believed[7, 0]
    assert found.believed.sum() <= 2
    assert found.bounds.alarm.sum() >= found.believed.sum()
    assert 0 < found.false_alarms[0] < 3
    assert found.adjusted[7, 0] < 1e-6


def test_more_crossings_are_no_rise() -> None:
    crossings = np.full(STRATA.shape, 1000.0)
    crossings[:, 117:] = 5000
    counts = rng.poisson(crossings * 0.015).astype(float)
    counts[0, :100] = np.nan
    assert watch(counts, [119]).bounds.alarm.mean() > 0.9
    assert watch(counts, [119], exposure=crossings).bounds.alarm.mean() < 0.1


def test_the_first_points_say_what_they_can() -> None:
    found = watch(STRATA, [0, 1])
    assert np.isnan(found.bounds.upper[:, 0]).all()
    assert np.isfinite(found.bounds.upper[:, 1]).all()
    assert not found.believed[:, 0].any()
    with pytest.raises(ValueError, match="within"):
        watch(STRATA, [120])


def test_strata_with_too_few_recent_cases_are_left_out_and_nothing_else_changes() -> None:
    """The detector itself fits them all: it raises the same alarms, and they are believed alike."""
    counts = rng.poisson(rng.gamma(0.3, 4.0, size=(300, 1)), size=(300, 120)).astype(float)
    counts[:20, 119] += 9
    quiet = counts[:, 116:].sum(axis=1) < 5
    assert 50 < quiet.sum() < 250
    found, every = watch(counts, [119]), farrington_flexible(counts, [119], MONTHLY)
    for name in ("expected", "upper", "alarm"):
        np.testing.assert_array_equal(getattr(found.bounds, name), getattr(every, name))
    assert np.isnan(found.bounds.phi[quiet]).all()
    chance = mid_p(every.observed, every.expected, every.phi)
    tested = benjamini_hochberg(chance[:, 0], rate=0.1)
    np.testing.assert_allclose(found.adjusted[:, 0], tested.adjusted)
    np.testing.assert_array_equal(found.believed[:, 0], tested.believed & every.alarm[:, 0])
    np.testing.assert_allclose(found.false_alarms, expected_false_alarms(every))


def test_bounds_of_some_series_are_theirs() -> None:
    bounds = farrington_flexible(STRATA, [118, 119], MONTHLY)
    some = bounds.take(np.array([5, 2]))
    np.testing.assert_array_equal(some.upper, bounds.upper[[5, 2]])
    np.testing.assert_array_equal(some.observed, STRATA[[5, 2], 118:])
    np.testing.assert_array_equal(some.at, [118, 119])
