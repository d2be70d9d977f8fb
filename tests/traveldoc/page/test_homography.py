"""What a matrix does to a page, and which matrices no page can follow."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from traveldoc.page.homography import (
    FOLDED,
    MIRRORED,
    SCALED,
    Array,
    overlap,
    slope,
    spread,
    to_pixels,
    to_shares,
    unfit,
    warp,
)

SIZE = (600.0, 400.0)


def matrix(*rows: tuple[float, float, float]) -> Array:
    return np.asarray(rows, np.float64)


def turned(degrees: float, scale: float = 1.0) -> Array:
    angle = np.deg2rad(degrees)
    along, across = scale * np.cos(angle), scale * np.sin(angle)
    return matrix((along, -across, 500), (across, along, 500), (0, 0, 1))


@pytest.mark.parametrize(
    ("given_", "why"),
    [
        (np.eye(3), ""),
        (turned(90), ""),
        (turned(180, 7.9), ""),
        (turned(33, 1 / 7.9), ""),
        (matrix((1, 0, 0), (0, 2.9, 0), (0, 0, 1)), ""),
        (matrix((1, 0, 0), (0, 1, 0), (0.0005, 0, 1)), ""),
        (matrix((-1, 0, 600), (0, 1, 0), (0, 0, 1)), MIRRORED),
        (matrix((0, 1, 0), (1, 0, 0), (0, 0, 1)), MIRRORED),
        (turned(10, 8.1), SCALED),
        (turned(10, 1 / 8.1), SCALED),
        (matrix((1, 0, 0), (0, 3.1, 0), (0, 0, 1)), SCALED),
        (matrix((1, 0, 0), (0, 1, 0), (-0.01, 0, 1)), FOLDED),  # part of it lies behind the eye
        (matrix((1, 0, 0), (0, 1, 0), (0.0051, 0, 1)), FOLDED),  # one side is over four times as far away
        (matrix((1, 0, 0), (2, 0, 0), (0, 0, 1)), FOLDED),  # everything on one line
        (matrix((np.nan, 0, 0), (0, 1, 0), (0, 0, 1)), FOLDED),
    ],
)
def test_a_page_is_turned_moved_and_slanted_but_not_folded_or_mirrored(given_: Array, why: str) -> None:
    assert unfit(given_, SIZE, SIZE) == why
    finer = np.diag([20, 20, 1])  # the same picture with twenty times as many pixels
    assert unfit(finer @ given_, SIZE, (12_000.0, 8_000.0)) == why
    assert unfit(given_ @ np.linalg.inv(finer), (12_000.0, 8_000.0), SIZE) == why


def test_the_slope_is_the_difference_of_neighbouring_points() -> None:
    bent = matrix((0.9, 0.1, 20), (-0.2, 1.1, 10), (0.0003, -0.0002, 1))
    at = np.asarray([(200.0, 100.0)])
    step = 1e-4
    across = (warp(bent, at + np.asarray((step, 0))) - warp(bent, at))[0] / step
    down = (warp(bent, at + np.asarray((0, step))) - warp(bent, at))[0] / step
    assert slope(bent, (200.0, 100.0)) == pytest.approx(np.column_stack([across, down]), abs=1e-5)


def test_the_overlap_is_what_both_show() -> None:
    moved = matrix((1, 0, 300), (0, 1, -100), (0, 0, 1))
    assert overlap(moved, SIZE, SIZE) == pytest.approx(300 * 300)
    assert overlap(matrix((1, 0, 900), (0, 1, 0), (0, 0, 1)), SIZE, SIZE) == 0


def test_the_spread_of_points_is_the_area_around_them() -> None:
    corners = np.asarray([(0.0, 0.0), (10, 0), (10, 20), (0, 20), (5, 5)])
    assert spread(corners) == 200
    assert spread(corners[:2]) == 0


@given(
    st.lists(st.floats(-0.2, 0.2), min_size=8, max_size=8),
    st.tuples(st.integers(10, 9000), st.integers(10, 9000)),
    st.tuples(st.integers(10, 9000), st.integers(10, 9000)),
)
def test_shares_are_pixels_over_the_sides_and_lead_back(
    bends: list[float], moving: tuple[int, int], fixed: tuple[int, int]
) -> None:
    shares = np.eye(3) + np.asarray([*bends, 0]).reshape(3, 3)
    pixels = to_pixels(shares.ravel().tolist(), moving, fixed)
    points = np.asarray([(0.2, 0.3), (0.8, 0.7)])
    assert warp(pixels, points * moving) == pytest.approx(warp(shares, points) * fixed, rel=1e-6, abs=1e-6)
    assert to_shares(pixels, moving, fixed) == pytest.approx(shares.ravel(), rel=1e-6, abs=1e-9)
