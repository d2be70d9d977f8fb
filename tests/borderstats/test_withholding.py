"""A table made ready to leave: attacked with intervals, by linear programming and by trying every table."""

from itertools import product
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog
from scipy.sparse import csr_array

from borderstats.disclosure import rounded, small, two_way
from borderstats.withholding import (
    ConflictError,
    Floats,
    Told,
    inferred,
    known_of,
    protected,
    together,
    told,
    withheld,
)


def span(sums: Floats, low: Floats, high: Floats, aim: Floats) -> tuple[float, float]:
    """The attack written down by itself: a dense linear programme over the intervals."""
    capped = np.isfinite(high)
    rules, tops = np.vstack([sums[capped], -sums]), np.concatenate([high[capped], -low])
    ends: list[Any] = [linprog(sign * aim, A_ub=rules, b_ub=tops, bounds=(0, None)) for sign in (1, -1)]
    lowest = ends[0].fun
    highest = np.inf if ends[1].status == 3 else -ends[1].fun
    return float(lowest), float(highest)


def test_what_a_shown_number_tells_is_from_and_to() -> None:
    low, high = known_of([0, 5, 10, 20, np.nan])
    assert low.tolist() == [0, 5, 8, 18, 0]
    assert high.tolist() == [0, 7, 12, 22, np.inf]
    assert known_of([10], 10)[0].tolist() == [10]


@given(st.integers(0, 60))
def test_every_number_that_may_be_shown_lies_in_what_is_told_of_it(number: int) -> None:
    if 0 < number < 5:
        return
    low, high = known_of(rounded([number]))
    inside = [n for n in range(200) if low[0] <= n <= high[0]]
    assert inside == [n for n in range(200) if rounded([n])[0] == rounded([number])[0] and not 0 < n < 5]


@settings(max_examples=40)
@given(cells=st.lists(st.integers(0, 30), min_size=12, max_size=12))
def test_no_small_number_of_a_table_can_be_pinned(cells: list[int]) -> None:
    counts, sums = np.array(cells, float), two_way(4, 3)
    values = sums @ counts
    hidden = withheld(counts, csr_array(sums), small(values))
    assert hidden[small(values)].all()
    low, high = known_of(np.where(hidden, np.nan, rounded(values)))
    for row in np.flatnonzero(small(values)):
        lowest, highest = span(sums, low, high, sums[row])
        assert highest >= 5 - 1e-6
        assert highest - lowest >= 5 - 1e-6


@settings(max_examples=20)
@given(cells=st.lists(st.integers(0, 9), min_size=4, max_size=4))
def test_the_readers_bounds_hold_every_table_that_rounds_alike(cells: list[int]) -> None:
    """The second way: every table of whole numbers is tried; the bounds may be wider, never narrower."""
    counts, sums = np.array(cells, float), two_way(2, 2)
    hidden = withheld(counts, csr_array(sums), small(sums @ counts))
    low, high = known_of(np.where(hidden, np.nan, rounded(sums @ counts)))
    tables = np.array(list(product(range(13), repeat=4)), float)
    fitting = tables[((tables @ sums.T >= low) & (tables @ sums.T <= high)).all(axis=1)]
    assert (fitting == counts).all(axis=1).any()
    known = told(sums, low, high)
    for cell in range(4):
        aim = np.eye(4)[cell]
        assert inferred(known, aim, 1.0).value <= fitting[:, cell].min() + 1e-6
        assert inferred(known, aim, -1.0).value >= fitting[:, cell].max() - 1e-6


def test_a_table_without_small_numbers_is_shown_whole() -> None:
    counts = np.array([8.0, 0, 20, 9])
    assert not withheld(counts, csr_array(two_way(2, 2)), np.zeros(9, bool)).any()


def test_a_small_number_that_the_margin_gives_away_takes_another_with_it() -> None:
    # 22 in all is told as 18 to 22, and 19 as 18 to 22: what is left can't be 5.
    sums = np.array([[1.0, 0], [0, 1], [1, 1]])
    hidden = withheld([19, 3], csr_array(sums), [False, True, False])
    assert hidden.sum() == 2
    assert hidden[1]


def test_a_small_number_that_could_not_be_as_little_as_one_takes_another_with_it() -> None:
    """22, 22 and 4 are 48: told as 20, 20 and 50, what is left is 4 or more, so that a guess that it is small
    would be a guess at four.
    """
    sums = csr_array(np.array([[1.0, 0, 0], [0, 1, 0], [0, 0, 1], [1, 1, 1]]))
    hidden = withheld([22, 22, 4], sums, [False, False, True, False])
    assert hidden[2]
    assert hidden.sum() == 2
    low, high = known_of(np.where(hidden, np.nan, [20, 20, 5, 50]))
    assert span(sums.toarray(), low, high, np.array([0.0, 0, 1]))[0] <= 1


def test_what_only_has_to_be_wide_is_withheld_where_it_is_not() -> None:
    """A number told as 20 is known to within four; a change that has to stay uncertain by six is not safe."""
    one = csr_array(np.array([[1.0]]))
    for width, hidden in ((4.0, False), (6.0, True)):
        change = protected(one, width=width, reach=0.0, sink=np.inf)
        assert withheld([20], one, [False], targets=change).tolist() == [hidden]


def test_what_is_known_to_be_few_anyway_has_to_stay_from_one_to_four() -> None:
    """A state that was not named in either month: at most four in each. Over both, eight are told as ten."""
    few = told([[1.0, 0], [0, 1]], [0.0, 0.0], [4.0, 4.0], said=1)
    both = csr_array(np.array([[1.0, 1]]))
    each = protected(csr_array(np.eye(2)))
    assert withheld([4, 4], both, [False], known=few, targets=each).tolist() == [True]
    assert withheld([3, 3], both, [False], known=few, targets=each).tolist() == [False]  # 5 to 7: 1 to 4 each


def test_the_total_of_a_later_month_is_withheld_where_it_gives_the_new_month_away() -> None:
    cells = np.array([20.0, 2])
    before = told([[1.0, 0]], *known_of([20.0]), said=4)
    sums = csr_array(np.array([[1.0, 0], [0, 1], [1, 1]]))
    assert withheld(cells, sums, [False, True, False], known=before).tolist() == [False, True, True]


def test_what_earlier_releases_give_away_names_them() -> None:
    """Whole shown by one, a part by another: the rest is at most 4, whatever is withheld now."""
    cells = np.array([19.0, 3])
    before = together(
        [told([[1.0, 1]], [18.0], [22.0], said=7), told([[1.0, 0]], [18.0], [22.0], said=9)], cells=2
    )
    with pytest.raises(ConflictError) as caught:
        withheld(cells, csr_array(np.array([[0.0, 1]])), [True], known=before)
    assert caught.value.releases == (7, 9)


def test_a_part_that_nobody_listed_is_protected_as_well() -> None:
    sums = csr_array(np.array([[1.0, 1]]))
    before = told([[1.0, 0]], *known_of([20.0]), said=1)
    rest = protected(csr_array(np.array([[0.0, 1]])))
    assert withheld([20, 2], sums, [False], known=before, targets=rest).tolist() == [True]
    assert withheld([20, 8], sums, [False], known=before).tolist() == [False]


def test_what_is_in_no_sum_may_be_anything() -> None:
    end = inferred(together([], 2), [1.0, 0], -1.0)
    assert end.value == np.inf
    assert inferred(together([], 2), [1.0, 0], 1.0).value == 0.0


def test_what_fits_no_table_is_an_error_and_no_protection() -> None:
    impossible = told([[1.0, 0], [1.0, 0]], [5.0, 0], [7.0, 2])
    with pytest.raises(ValueError, match="no table fits"):
        inferred(impossible, [1.0, 0], 1.0)
    with pytest.raises(ValueError, match="no table fits"):
        withheld([6, 1], csr_array(np.array([[0.0, 1]])), [True], known=impossible)


@pytest.mark.parametrize(
    ("low", "high", "said", "words"),
    [([1.0], [0.0], [0], "over what"), ([1.0], [2.0], [0, 1], "who said so")],
)
def test_what_is_told_must_be_possible(
    low: list[float], high: list[float], said: list[int], words: str
) -> None:
    with pytest.raises(ValueError, match=words):
        Told(csr_array(np.array([[1.0]])), np.array(low), np.array(high), np.array(said))
