"""Disclosure control: what is published is attacked, by linear programming and by trying every table."""

from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from borderstats.disclosure import (
    ExposedError,
    Floats,
    Known,
    attack,
    dominated,
    nothing_known,
    publishable,
    rounded,
    small,
    two_way,
)


def test_one_to_four_are_small_zero_and_five_are_not() -> None:
    assert small([0, 1, 4, 5, 100]).tolist() == [False, True, True, False, False]
    assert small([9, 10], threshold=10).tolist() == [True, False]


def test_the_p_percent_rule_flags_a_total_that_gives_the_largest_contributor_away() -> None:
    """Handbook on Statistical Disclosure Control, 4.2: T - x1 - x2 < p x1 / 100."""
    # 1000 = 800 + 150 + 50: the rest of 50 is under 10 % of 800; 1000 = 500 + 300 + 200 is safe.
    assert dominated([1000, 1000], [800, 500], [150, 300]).tolist() == [True, False]
    assert dominated(1000, 800, 150, p=5).tolist() is False
    assert dominated(0, 0, 0).tolist() is False


def test_contributions_larger_than_their_total_are_refused() -> None:
    with pytest.raises(ValueError, match="more than the total"):
        dominated(10, 8, 3)


def test_rounding_is_to_the_nearest_five_and_always_the_same() -> None:
    assert rounded([0, 1, 2, 3, 7, 8, 12.5]).tolist() == [0, 0, 0, 5, 5, 10, 15]
    assert rounded([14, 15, 16], base=10).tolist() == [10, 20, 20]


def test_the_sums_of_a_two_way_table_are_its_cells_and_margins() -> None:
    table = np.array([[1, 2, 3], [4, 5, 6]])
    whole = (two_way(2, 3) @ table.ravel()).reshape(3, 4)
    assert whole.tolist() == [[1, 2, 3, 6], [4, 5, 6, 15], [5, 7, 9, 21]]


def every_table(known: Known, most: int) -> Floats:
    """The second way: all tables of whole numbers that fit what is known."""
    cells = known.sums.shape[1]
    tables = np.array(list(product(range(most + 1), repeat=cells)), dtype=np.float64)
    return np.asarray(tables[(tables @ known.sums.T == known.values).all(axis=1)])


@settings(max_examples=60, deadline=None)
@given(
    cells=st.lists(st.integers(0, 4), min_size=4, max_size=4),
    chosen=st.lists(st.booleans(), min_size=9, max_size=9),
)
def test_the_attackers_bounds_are_those_of_trying_every_table(cells: list[int], chosen: list[bool]) -> None:
    chosen[8] = True  # the grand total keeps the number of tables finite
    sums = two_way(2, 2)
    known = Known(sums[chosen], (sums @ cells)[chosen])
    fitting = every_table(known, sum(cells))
    bounds = attack(known, np.eye(4))
    assert bounds.low == pytest.approx(fitting.min(axis=0), abs=1e-6)
    assert bounds.high == pytest.approx(fitting.max(axis=0), abs=1e-6)


def test_of_a_cell_in_no_known_sum_nothing_can_be_said() -> None:
    bounds = attack(Known(np.array([[1.0, 0.0]]), np.array([3.0])), np.eye(2))
    assert bounds.low.tolist() == [3, 0]
    assert bounds.high.tolist() == [3, np.inf]
    unknown = attack(nothing_known(2), [[1, 1]])
    assert (unknown.low.tolist(), unknown.high.tolist()) == ([0], [np.inf])


def test_known_sums_that_contradict_each_other_are_refused() -> None:
    known = Known(np.array([[1.0, 1.0], [1.0, 1.0]]), np.array([3.0, 4.0]))
    with pytest.raises(ValueError, match="no table fits"):
        attack(known, [[1, 0]])


@pytest.mark.parametrize(
    ("sums", "values", "words"),
    [([[1.0, 1.0]], [1.0, 2.0], "one row for each value"), ([[1.0, -1.0]], [0.0], "don't subtract")],
)
def test_what_is_known_must_be_sums(sums: list[list[float]], values: list[float], words: str) -> None:
    with pytest.raises(ValueError, match=words):
        Known(np.array(sums), np.array(values))


def protected(cells: Floats, sums: Floats, published: np.ndarray, threshold: int = 5) -> bool:
    """Whether every small sum could, for all that is published, be the threshold or more, over its width."""
    values = sums @ cells
    bounds = attack(Known(sums[published], values[published]), sums[small(values, threshold=threshold)])
    return bool(
        np.all(bounds.high >= threshold - 1e-6) and np.all(bounds.high - bounds.low >= threshold - 1e-6)
    )


def test_one_small_cell_alone_could_be_subtracted_so_others_are_withheld_too() -> None:
    cells = np.array([[20.0, 3, 17], [11, 30, 9], [25, 14, 8]])
    sums = two_way(3, 3)
    only_small = ~small(sums @ cells.ravel())
    assert only_small.sum() == 15
    assert not protected(cells.ravel(), sums, only_small)
    published = publishable(cells.ravel(), sums)
    assert protected(cells.ravel(), sums, published)
    assert not published.reshape(4, 4)[0, 1]
    assert published.sum() >= 12  # the cell and the three others of its rectangle, no more


@settings(max_examples=25, deadline=None)
@given(cells=st.lists(st.integers(0, 12), min_size=12, max_size=12))
def test_no_small_number_of_any_table_survives_in_what_is_published(cells: list[int]) -> None:
    counts = np.array(cells, dtype=np.float64)
    sums = two_way(4, 3)
    published = publishable(counts, sums)
    assert not (published & small(sums @ counts)).any()
    assert protected(counts, sums, published)


def test_a_table_without_small_numbers_is_published_whole() -> None:
    assert publishable([5, 0, 20, 9], two_way(2, 2)).all()


def test_a_dominated_total_is_withheld_and_protected_as_well() -> None:
    counts = np.array([40.0, 30, 20, 25])
    flags = np.zeros(9, dtype=bool)
    flags[0] = True
    published = publishable(counts, two_way(2, 2), also=flags)
    assert not published[0]
    sums = two_way(2, 2)
    bounds = attack(Known(sums[published], (sums @ counts)[published]), sums[:1])
    assert bounds.high[0] - bounds.low[0] >= 5


def months_of(cells: Floats, number: int) -> Floats:
    """The sums of the table of the first `number` rows, over all cells."""
    inner = two_way(number, cells.shape[1])
    return np.hstack([inner, np.zeros((len(inner), cells.size - inner.shape[1]))])


def test_the_difference_between_two_releases_gives_no_new_month_away() -> None:
    """Totals of three months and of four: their difference is the fourth month, small cells and all."""
    cells = np.array([[20.0, 30], [25, 12], [18, 16], [3, 40]])
    first = months_of(cells, 3)
    earlier = Known(first, first @ cells.ravel())
    second = months_of(cells, 4)
    values = second @ cells.ravel()
    careless = ~small(values)
    careless[10] = False  # the cell beside it too: safe on its own, not beside the first release
    both = earlier + Known(second[careless], values[careless])
    assert attack(both, second[9:10]).high.tolist() == pytest.approx([3])
    published = publishable(cells.ravel(), second, earlier=earlier)
    both = earlier + Known(second[published], values[published])
    bounds = attack(both, second[9:10])
    assert bounds.high[0] >= 5
    assert bounds.high[0] - bounds.low[0] >= 5


def test_what_was_given_away_before_is_an_error_and_not_hushed_up() -> None:
    earlier = Known(np.array([[1.0, 0, 0, 0]]), np.array([3.0]))
    with pytest.raises(ExposedError, match="published before"):
        publishable([3, 10, 10, 10], two_way(2, 2), earlier=earlier)
