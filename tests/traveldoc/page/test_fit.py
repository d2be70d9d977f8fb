"""The word for a fit, and its reasons: a table, and sentences that a person can act on."""

import pytest

from traveldoc.page.fit import Fit, Trust, judge
from traveldoc.page.homography import MIRRORED

EYE = (1.0, 0, 0, 0, 1.0, 0, 0, 0, 1.0)


def said(fit: Fit, by_hand: bool = False, millimetres: float | None = None) -> tuple[Trust, str]:
    trust, words = judge(fit, pixels=2000, millimetres=millimetres, by_hand=by_hand)
    return trust, " ".join(map(str, words))


@pytest.mark.parametrize(
    ("points", "coverage", "error", "trust", "reasons"),
    [
        (140, 0.8, 0.0002, Trust.GOOD, ()),
        (60, 0.4, 0.001, Trust.GOOD, ()),
        (59, 0.4, 0.001, Trust.FAIR, ("Few points agree",)),
        (140, 0.3, 0.0002, Trust.FAIR, ("one part of the picture",)),
        (140, 0.8, 0.002, Trust.FAIR, ("The points lie apart",)),
        (24, 0.1, 0.004, Trust.POOR, ("Few points", "one part", "lie apart")),
        (12, 0.05, 0.005, Trust.POOR, ("Few points", "one part", "lie apart")),
        (11, 0.8, 0.0002, Trust.NONE, ("Few points", "Set pairs of points by hand")),
        (140, 0.04, 0.0002, Trust.NONE, ("one part", "Set pairs of points by hand")),
        (140, 0.8, 0.006, Trust.NONE, ("lie apart", "Set pairs of points by hand")),
    ],
)
def test_the_word_is_the_best_whose_bar_is_passed_and_says_what_is_missing(
    points: int, coverage: float, error: float, trust: Trust, reasons: tuple[str, ...]
) -> None:
    word, words = said(Fit(EYE, points, coverage, error))
    assert word == trust
    assert f"at {points} points over {100 * coverage:.0f} % of what both show" in words
    assert all(reason in words for reason in reasons)
    for other in ("Few points", "one part", "lie apart", "by hand"):
        assert other not in words or any(other in reason for reason in reasons)


def test_the_error_is_in_millimetres_where_the_scale_is_known_else_in_pixels() -> None:
    fit = Fit(EYE, 140, 0.8, 0.002)
    assert "Mean error: 0.30 mm." in said(fit, millimetres=150)[1]
    assert "Mean error: 4.0 pixels." in said(fit)[1]


def test_without_a_fit_the_reason_stands_first() -> None:
    assert said(Fit(None, why=MIRRORED)) == (
        Trust.NONE,
        f"{MIRRORED} Not enough points agree. Set pairs of points by hand, or compare side by side.",
    )
    assert said(Fit(None))[1].startswith("Not enough")


@pytest.mark.parametrize(
    ("fit", "trust", "reason"),
    [
        (Fit(EYE, 2, 0.3), Trust.FAIR, "All of them were needed"),
        (Fit(EYE, 4, 0.05), Trust.POOR, "one part"),
        (Fit(EYE, 7, 0.5, 0.001), Trust.GOOD, "Mean error"),
        (Fit(EYE, 5, 0.5, 0.001), Trust.FAIR, "Few points agree"),
        (Fit(EYE, 7, 0.5, 0.05, outliers=(3,)), Trust.POOR, "Pair 3 does not agree"),
    ],
)
def test_points_set_by_hand_have_bars_of_their_own(fit: Fit, trust: Trust, reason: str) -> None:
    word, words = said(fit, by_hand=True)
    assert word == trust
    assert reason in words
    assert words.startswith(f"{fit.points} pairs of points were set by hand")
