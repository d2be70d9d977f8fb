"""One picture laid on another by pairs of points that a person set: where the software finds none itself."""

from collections.abc import Sequence
from typing import Final

import cv2
import numpy as np

from traveldoc.finding import Phrase, gettext_noop
from traveldoc.page.fit import Fit
from traveldoc.page.homography import Array, Size, overlap, spread, to_shares, unfit, warp

Pair = tuple[
    tuple[float, float], tuple[float, float]
]  # (x, y) on the fixed picture, (x, y) on the moving one

MOST_PAIRS: Final = 50
CLOSEST: Final = 1 / 200
"""Distance as a share of the long side below which two points are one."""
FLATTEST: Final = 1 / 2000
"""Area around points, as a share of the picture, below which they lie on one line."""
STRAY: Final = 1 / 50
"""Distance as a share of the long side from which a pair does not agree with the others."""
ENOUGH_TO_DOUBT: Final = 6
"""Pairs from which one that strays can be told from the others."""

_TOO_FEW = gettext_noop("At least two pairs of points are needed.")
_TOO_MANY = gettext_noop("At most %(most)s pairs of points are taken.")
_OUTSIDE = gettext_noop("A point lies outside its picture.")
_SAME = gettext_noop("Two points of one picture are in the same place. Set them farther apart.")
_LINE = gettext_noop("The points lie on one line. Set one of them beside it.")


class PairsError(ValueError):
    """These pairs lay no picture on another; `phrase` says why."""

    def __init__(self, phrase: Phrase) -> None:
        super().__init__(str(phrase))
        self.phrase = phrase


def from_points(pairs: Sequence[Pair], *, fixed: Size, moving: Size) -> Fit:
    """Lay a picture of the size `moving` on one of the size `fixed`; points are in shares (0 to 1).

    Two pairs turn, move and scale; three stretch and shear as well; four and more also slant. More than that
    are laid with the least squares, six and more without those that stray. Raises PairsError.
    """
    there, here = _checked(pairs, fixed, moving)
    matrix, strays = _solved(here, there, max(fixed))
    if matrix is None:
        raise PairsError(Phrase(_LINE))
    if why := unfit(matrix, moving, fixed):
        raise PairsError(Phrase(why))
    kept = ~strays
    exact = len(pairs) <= 4
    away = np.hypot(*(warp(matrix, here[kept]) - there[kept]).T)
    return Fit(
        to_shares(matrix, moving, fixed),
        points=int(kept.sum()),
        coverage=min(1.0, _area(there[kept]) / max(1.0, overlap(matrix, moving, fixed))),
        error=None if exact else float(away.mean()) / max(fixed),
        outliers=tuple(int(number) + 1 for number in np.flatnonzero(strays)),
    )


def _checked(pairs: Sequence[Pair], fixed: Size, moving: Size) -> tuple[Array, Array]:
    """The points on both pictures in pixels."""
    if len(pairs) < 2:
        raise PairsError(Phrase(_TOO_FEW))
    if len(pairs) > MOST_PAIRS:
        raise PairsError(Phrase(_TOO_MANY, {"most": str(MOST_PAIRS)}))
    shares = np.asarray(pairs, np.float64)
    if not ((shares >= 0) & (shares <= 1)).all():
        raise PairsError(Phrase(_OUTSIDE))
    there, here = shares[:, 0] * fixed, shares[:, 1] * moving
    for points, size in ((there, fixed), (here, moving)):
        apart = np.hypot(*(points[:, None] - points[None]).transpose(2, 0, 1)) + np.eye(len(points)) * 9e9
        if apart.min() < CLOSEST * max(size):
            raise PairsError(Phrase(_SAME))
        if len(pairs) > 2 and spread(points) < FLATTEST * size[0] * size[1]:
            raise PairsError(Phrase(_LINE))
    return there, here


def _solved(
    here: Array, there: Array, side: float
) -> tuple[Array | None, "np.ndarray[tuple[int], np.dtype[np.bool_]]"]:
    """The matrix, and which pairs were left out of it."""
    strays = np.zeros(len(here), np.bool_)
    if len(here) == 2:
        return _similarity(here, there), strays
    if len(here) == 3:
        rows = cv2.getAffineTransform(here.astype(np.float32), there.astype(np.float32))
        return np.vstack([rows, (0, 0, 1)]), strays
    if len(here) >= ENOUGH_TO_DOUBT:
        _, mask = cv2.findHomography(here, there, cv2.RANSAC, STRAY * side, maxIters=2000, confidence=0.999)
        if mask is not None and mask.sum() > max(4, len(here) / 2):
            strays = mask.ravel() == 0
    matrix, _ = cv2.findHomography(here[~strays], there[~strays], 0)
    return (None if matrix is None else np.asarray(matrix)), strays


def _similarity(here: Array, there: Array) -> Array:
    """Turned, moved and scaled so that two points lie on two: a multiplication of complex numbers."""
    (a, b), (c, d) = (points[:, 0] + 1j * points[:, 1] for points in (here, there))
    turn = (d - c) / (b - a)
    shift = c - turn * a
    return np.asarray([[turn.real, -turn.imag, shift.real], [turn.imag, turn.real, shift.imag], [0, 0, 1]])


def _area(points: Array) -> float:
    """Around two points the square on the line between them counts."""
    if len(points) == 2:
        return float(((points[1] - points[0]) ** 2).sum()) / 2
    return spread(points)
