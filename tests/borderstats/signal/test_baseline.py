"""Which past points are compared with, drawn by hand for small calendars."""

import numpy as np
import pytest

from borderstats.signal.baseline import HistoryTooShortError, seasonal_blocks, windows
from borderstats.signal.quasipoisson import Design
from borderstats.signal.reweighting import outbreak_weights


def picture(at: int, **options: int) -> str:
    """One sign per point: its block (A, B, ...), or a dot where it is not used."""
    found = seasonal_blocks(at, **options)
    signs = ["."] * (at + 1)
    for point, block in zip(found.points, found.blocks, strict=True):
        signs[point] = "ABCDEFGHIJKL"[block]
    return "".join(signs)


def test_a_year_of_months_in_three_blocks() -> None:
    # The window of one month to each side, then nine months shared by two blocks: five and four.
    drawn = picture(25, years=2, half=1, periods=3, past=3, freq=12)
    assert drawn == "CCC" + "AAAAABBBB" + "CCC" + "AAAAABB" + "...."


def test_one_period_has_windows_only() -> None:
    assert picture(25, years=2, half=1, periods=1, past=1, freq=12) == "AAA.........AAA" + "." * 11


def test_ten_blocks_of_months_are_one_month_each() -> None:
    assert (
        picture(13, years=1, half=1, periods=10, past=3, freq=12) == "HHHABCDEFG...."
    )  # eight are left, the window is the last


def test_more_blocks_than_points_spill_to_both_sides_as_in_r() -> None:
    # Nine points for eleven blocks: block 11, the last without any, takes the edge of the next window.
    drawn = picture(26, years=2, half=1, periods=12, past=0, freq=12)
    assert drawn[1:12] == "JJJABCDEFGH"
    assert drawn[12:14] == "II"


def test_the_part_of_the_last_window_before_the_points_left_out_is_used() -> None:
    assert picture(14, years=1, half=2, periods=1, past=0, freq=12) == "AAAAA.......AA."


def test_more_blocks_than_fit_and_missing_history_are_refused() -> None:
    with pytest.raises(ValueError, match="don't fit"):
        seasonal_blocks(40, years=1, half=1, periods=13, past=0, freq=12)
    with pytest.raises(ValueError, match="don't fit"):
        seasonal_blocks(40, years=1, half=6, periods=2, past=0, freq=12)
    with pytest.raises(HistoryTooShortError, match="smaller b"):
        seasonal_blocks(11, years=1, half=1, periods=1, past=0, freq=12)
    with pytest.raises(HistoryTooShortError, match="nothing is left"):
        seasonal_blocks(12, years=1, half=0, periods=1, past=12, freq=12)


def test_windows_of_the_original_take_what_exists() -> None:
    assert windows(12, years=2, half=1, freq=12).points.tolist() == [0, 1]
    with pytest.raises(HistoryTooShortError):
        windows(3, years=1, half=1, freq=12)


def test_weights_of_upstream_add_up_to_the_number_of_points() -> None:
    """surveillance, tests/testthat: s = (0 x 5, 2 x 5), threshold 0 gives 1.6 x 5, 0.4 x 5."""
    residual = np.repeat([0.0, 2.0], 5)[:, None]
    weight = outbreak_weights(residual, np.ones((10, 1)), 0.0)
    np.testing.assert_allclose(weight[:, 0], [1.6] * 5 + [0.4] * 5)


def test_sums_by_block() -> None:
    design = Design.of(np.array([0, 0, 1]), np.array([1.0, 2.0, 3.0]))
    np.testing.assert_array_equal(design.sums(np.array([[1.0], [2.0], [4.0]])), [[3.0], [4.0]])
