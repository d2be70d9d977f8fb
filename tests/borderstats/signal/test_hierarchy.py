"""Hierarchies: sums by hand, and an alarm read downwards to what carries it."""

import numpy as np
import pytest

from borderstats.signal.hierarchy import roll_up
from borderstats.signal.multiplicity import by_level
from borderstats.signal.watch import watch

PATHS = [("air", "ALB"), ("air", "GEO"), ("sea", "ALB")]


def test_every_level_is_the_sum_of_the_one_below() -> None:
    found = roll_up(np.array([[1, 2], [3, 4], [5, np.nan]]), PATHS)
    assert found.names == ((), ("air",), ("sea",), ("air", "ALB"), ("air", "GEO"), ("sea", "ALB"))
    np.testing.assert_array_equal(found.counts[0], [9, np.nan])
    np.testing.assert_array_equal(found.counts[1], [4, 6])
    assert found.level.tolist() == [0, 1, 1, 2, 2, 2]
    assert found.parent.tolist() == [-1, 0, 0, 1, 1, 2]
    assert found.children(1) == (3, 4)


def test_a_leaf_given_twice_is_added_up() -> None:
    assert roll_up([[1], [2]], [("air",), ("air",)]).counts.tolist() == [[3], [3]]


def test_an_alarm_of_the_total_leads_to_what_carries_it() -> None:
    rng = np.random.default_rng(3)
    counts = rng.poisson(20, size=(6, 120)).astype(float)
    counts[4, 119] = 90
    paths = [(route, nation) for route in ("air", "land", "sea") for nation in ("ALB", "GEO")]
    tree = roll_up(counts, paths)
    seen = watch(tree.counts, [119])
    believed = by_level(seen.mid_p[:, 0], tree.level, tree.parent)
    assert {tree.names[i] for i in np.flatnonzero(believed)} == {(), ("sea",), ("sea", "ALB")}


def test_paths_that_do_not_fit_are_refused() -> None:
    for paths in ([("air",)], [("air",), ("air", "ALB")]):
        with pytest.raises(ValueError, match="path"):
            roll_up([[1], [2]], paths)
