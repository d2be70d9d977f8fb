"""How far one may trust that a picture lies right on another: a word from a table, and why, in words."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from traveldoc.finding import Phrase, gettext_noop

ENGINE: Final = "1"
"""Another one for every change after which the same pictures could be laid differently."""


class Trust(StrEnum):
    GOOD = "good"
    FAIR = "fair"
    POOR = "poor"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Fit:
    """One picture laid on another.

    `matrix` leads from shares of the moving picture to shares of the fixed one; None where they were not
    brought together, `why` says what for. `points` agree; the area around them is `coverage` of the area that
    both pictures show. `error` is their mean distance as a share of the fixed picture's long side; None where
    every point was needed for the fit, so that none can check it. `outliers` are the pairs set by hand,
    counted from 1, that do not agree with the others.
    """

    matrix: tuple[float, ...] | None
    points: int = 0
    coverage: float = 0.0
    error: float | None = None
    why: str = ""
    outliers: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Bar:
    """What a word takes at least: points that agree, coverage; and at most: the mean error."""

    trust: Trust
    points: int
    coverage: float
    error: float


BARS: Final = (
    Bar(Trust.GOOD, 60, 0.4, 1 / 1000),
    Bar(Trust.FAIR, 25, 0.2, 1 / 500),
    Bar(Trust.POOR, 12, 0.05, 1 / 200),
)
# A hand does not set a point as exactly, but knows which ones belong together.
BARS_BY_HAND: Final = (
    Bar(Trust.GOOD, 6, 0.2, 1 / 500),
    Bar(Trust.FAIR, 5, 0.1, 1 / 150),
    Bar(Trust.POOR, 2, 0.0, 1.0),
)
SPREAD_BY_HAND: Final = 0.1
"""Coverage that points which nothing checks must have for more than "poor"."""

_AGREE = gettext_noop("The pictures agree at %(points)s points over %(share)s %% of what both show.")
_MILLIMETRES = gettext_noop("Mean error: %(error)s mm.")
_PIXELS = gettext_noop("Mean error: %(error)s pixels.")
_FEW = gettext_noop("Few points agree.")
_CORNER = gettext_noop("They lie in one part of the picture; elsewhere the pictures may be apart.")
_APART = gettext_noop("The points lie apart: the page may be bent, or not the same.")
_NOTHING = gettext_noop("Not enough points agree. Set pairs of points by hand, or compare side by side.")
_SET = gettext_noop("%(points)s pairs of points were set by hand, over %(share)s %% of what both show.")
_UNCHECKED = gettext_noop("All of them were needed; set more, and it shows how exactly they agree.")
_OUTLIER = gettext_noop("Pair %(number)s does not agree with the others.")


def judge(
    fit: Fit, *, pixels: float, millimetres: float | None = None, by_hand: bool = False
) -> tuple[Trust, tuple[Phrase, ...]]:
    """The word and the reasons. `pixels` is the fixed picture's long side, `millimetres` too where known."""
    if fit.matrix is None:
        return Trust.NONE, (*([Phrase(fit.why)] if fit.why else []), Phrase(_NOTHING))
    said = {"points": str(fit.points), "share": f"{100 * fit.coverage:.0f}"}
    words = [Phrase(_SET if by_hand else _AGREE, said)]
    if fit.error is None:
        words.append(Phrase(_UNCHECKED))
        trust = Trust.FAIR if fit.coverage >= SPREAD_BY_HAND else Trust.POOR
        return trust, (*words, *([Phrase(_CORNER)] if trust == Trust.POOR else []))
    words.append(_distance(fit.error, pixels, millimetres))
    words += [Phrase(_OUTLIER, {"number": str(number)}) for number in fit.outliers]
    bars = BARS_BY_HAND if by_hand else BARS
    bar = next((bar for bar in bars if _passes(fit, fit.error, bar)), None)
    if bar is None:
        return Trust.NONE, (*words, *_reasons(fit, fit.error, bars), Phrase(_NOTHING))
    return bar.trust, (*words, *([] if bar is bars[0] else _reasons(fit, fit.error, bars)))


def _passes(fit: Fit, error: float, bar: Bar) -> bool:
    return fit.points >= bar.points and fit.coverage >= bar.coverage and error <= bar.error


def _reasons(fit: Fit, error: float, bars: Sequence[Bar]) -> list[Phrase]:
    """Why it is not the best word."""
    best = bars[0]
    missed = (
        (fit.points < best.points, _FEW),
        (fit.coverage < best.coverage, _CORNER),
        (error > best.error, _APART),
    )
    return [Phrase(words) for is_missed, words in missed if is_missed]


def _distance(error: float, pixels: float, millimetres: float | None) -> Phrase:
    if millimetres is None:
        return Phrase(_PIXELS, {"error": f"{error * pixels:.1f}"})
    return Phrase(_MILLIMETRES, {"error": f"{error * millimetres:.2f}"})
