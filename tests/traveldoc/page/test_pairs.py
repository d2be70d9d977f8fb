"""Points set by hand: the picture that they describe is found again, and what describes none is named."""

import cv2
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from traveldoc.page.homography import to_pixels, to_shares, warp
from traveldoc.page.pairs import MOST_PAIRS, Pair, PairsError, from_points

FIXED, MOVING = (1200.0, 800.0), (900.0, 1000.0)
PLACES = [
    (0.1, 0.12),
    (0.9, 0.15),
    (0.88, 0.9),
    (0.15, 0.85),
    (0.5, 0.4),
    (0.3, 0.6),
    (0.7, 0.55),
    (0.6, 0.2),
]
TRUE = (0.8, 0.1, 0.05, -0.06, 0.7, 0.1, 0.04, -0.03, 1.0)


def pairs_by(matrix: tuple[float, ...], count: int) -> list[Pair]:
    here = np.asarray(PLACES[:count])
    there = warp(np.asarray(matrix).reshape(3, 3), here)
    return [((a, b), (c, d)) for (a, b), (c, d) in zip(there.tolist(), here.tolist(), strict=True)]


def of_pixels(*rows: tuple[float, float, float]) -> tuple[float, ...]:
    return to_shares(np.asarray(rows), MOVING, FIXED)


@given(degrees=st.floats(-180, 180), scale=st.floats(0.3, 0.6), x=st.floats(550, 650), y=st.floats(350, 450))
def test_two_pairs_turn_move_and_scale(degrees: float, scale: float, x: float, y: float) -> None:
    """About the middle of both pictures, by another way to write a turn."""
    turn = scale * np.exp(1j * np.deg2rad(degrees))
    shift = x + 1j * y - turn * (450 + 500j)
    true = of_pixels((turn.real, -turn.imag, shift.real), (turn.imag, turn.real, shift.imag), (0, 0, 1))
    near = [(0.4, 0.4), (0.6, 0.62)]
    there = warp(np.asarray(true).reshape(3, 3), np.asarray(near)).tolist()
    fit = from_points(
        [((a, b), here) for (a, b), here in zip(there, near, strict=True)], fixed=FIXED, moving=MOVING
    )
    assert fit.matrix == pytest.approx(true, abs=1e-9)
    assert (fit.points, fit.error) == (2, None)


def test_three_pairs_stretch_and_shear() -> None:
    true = of_pixels((0.9, 0.2, 30), (-0.1, 0.6, 90), (0, 0, 1))
    fit = from_points(pairs_by(true, 3), fixed=FIXED, moving=MOVING)
    assert fit.matrix == pytest.approx(true, abs=1e-5)
    assert fit.error is None


@pytest.mark.parametrize("count", [4, 5, 6, 8])
def test_four_and_more_pairs_slant(count: int) -> None:
    fit = from_points(pairs_by(TRUE, count), fixed=FIXED, moving=MOVING)
    assert fit.matrix == pytest.approx(TRUE, abs=1e-6)
    assert fit.points == count
    assert fit.error is None if count == 4 else fit.error == pytest.approx(0, abs=1e-6)
    assert 0.2 < fit.coverage <= 1


def test_the_error_is_the_mean_distance_as_a_share_of_the_long_side() -> None:
    pairs = [
        ((x + (0.002 if number % 2 else -0.002), y), here)
        for number, ((x, y), here) in enumerate(pairs_by(TRUE, 8))
    ]
    fit = from_points(pairs, fixed=FIXED, moving=MOVING)
    assert fit.matrix is not None
    there = warp(np.asarray(fit.matrix).reshape(3, 3), np.asarray(PLACES)) * FIXED
    away = np.hypot(*(there - np.asarray([pair[0] for pair in pairs]) * FIXED).T)
    assert fit.error == pytest.approx(away.mean() / 1200)
    assert 0 < away.mean() / 1200 < 0.002


def test_of_eight_pairs_one_that_strays_is_named_and_left_out() -> None:
    pairs = pairs_by(TRUE, 8)
    (x, y), here = pairs[4]
    pairs[4] = ((x + 0.2, y - 0.1), here)
    fit = from_points(pairs, fixed=FIXED, moving=MOVING)
    assert fit.outliers == (5,)
    assert fit.points == 7
    assert fit.matrix == pytest.approx(TRUE, abs=1e-4)


def test_pairs_that_all_contradict_each_other_are_all_kept_and_the_error_says_so() -> None:
    shuffled = [(PLACES[(3 * number) % 8], here) for number, here in enumerate(PLACES)]
    try:
        fit = from_points(shuffled, fixed=FIXED, moving=MOVING)
    except PairsError:
        return
    assert fit.error is None or fit.error > 0.01


@pytest.mark.parametrize(
    ("pairs", "words"),
    [
        ([((0.1, 0.1), (0.1, 0.1))], "At least two"),
        ([((i / 60, i / 99), (i / 60, i / 99)) for i in range(MOST_PAIRS + 1)], "At most 50"),
        ([((0.1, 0.1), (0.1, 0.1)), ((0.2, 1.01), (0.5, 0.5))], "outside"),
        ([((0.1, 0.1), (0.1, 0.1)), ((0.2, float("nan")), (0.5, 0.5))], "outside"),
        ([((0.1, 0.1), (0.1, 0.1)), ((0.9, 0.9), (0.101, 0.1))], "same place"),
        ([((0.1, 0.1), (0.1, 0.1)), ((0.5, 0.5), (0.5, 0.5)), ((0.9, 0.9), (0.9, 0.9))], "one line"),
        ([((0.1, 0.1), (0.9, 0.1)), ((0.9, 0.1), (0.1, 0.1)), ((0.5, 0.9), (0.5, 0.9))], "mirrored"),
        ([((0.1, 0.1), (0.45, 0.5)), ((0.9, 0.9), (0.47, 0.52))], "larger"),
        (
            [*zip(PLACES[:2], PLACES[:2], strict=True), (PLACES[3], PLACES[2]), (PLACES[2], PLACES[3])],
            "folded",
        ),
    ],
)
def test_what_lays_no_picture_on_another_is_named(pairs: list[Pair], words: str) -> None:
    with pytest.raises(PairsError, match=words) as error:
        from_points(pairs, fixed=FIXED, moving=MOVING)
    assert str(error.value.phrase) == str(error.value)


@given(
    st.lists(
        st.tuples(st.tuples(st.floats(0, 1), st.floats(0, 1)), st.tuples(st.floats(0, 1), st.floats(0, 1))),
        max_size=9,
    )
)
def test_any_pairs_give_a_finite_matrix_that_holds_or_a_clear_word(pairs: list[Pair]) -> None:
    try:
        fit = from_points(pairs, fixed=FIXED, moving=MOVING)
    except PairsError:
        return
    assert fit.matrix is not None
    assert np.isfinite(fit.matrix).all()
    assert 0 <= fit.coverage <= 1
    assert fit.points + len(fit.outliers) == len(pairs)
    if len(pairs) == 2:
        there = warp(to_pixels(fit.matrix, MOVING, FIXED), np.asarray([pair[1] for pair in pairs]) * MOVING)
        assert there == pytest.approx(np.asarray([pair[0] for pair in pairs]) * FIXED, abs=1e-3)


def test_pairs_that_no_matrix_fits_lie_on_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cv2, "findHomography", lambda *given, **options: (None, None))
    with pytest.raises(PairsError, match="one line"):
        from_points(pairs_by(TRUE, 6), fixed=FIXED, moving=MOVING)
