"""How one picture of a page lies on another: what a 3x3 matrix does to it, and whether a page can do that."""

from collections.abc import Sequence
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from traveldoc.finding import gettext_noop

Array = NDArray[np.float64]
Size = tuple[float, float]  # width, height
Matrix = tuple[float, ...]  # nine numbers, row by row

MOST_SCALE: Final = 8.0
"""How many times larger or smaller one picture may show the page than the other."""
MOST_STRETCH: Final = 3.0
"""How many times more one direction may be stretched than the other: a page seen at 70 degrees from above."""
MOST_SLANT: Final = 4.0
"""How many times farther away one corner may be than another."""

FOLDED: Final = gettext_noop("One picture would have to be folded to lie on the other.")
MIRRORED: Final = gettext_noop("One picture would have to be mirrored to lie on the other.")
SCALED: Final = gettext_noop("One picture would have to be made many times larger or stretched.")
UNFIT: Final = (FOLDED, MIRRORED, SCALED)


def warp(matrix: Array, points: Array) -> Array:
    """Points (n, 2) where the matrix leads them."""
    at = np.column_stack([points, np.ones(len(points))]) @ matrix.T
    return np.asarray(at[:, :2] / at[:, 2:])


def corners(size: Size) -> Array:
    width, height = size
    return np.asarray([(0.0, 0.0), (width, 0.0), (width, height), (0.0, height)])


def unfit(matrix: Array, moving: Size, fixed: Size) -> str:
    """What is wrong with a matrix that is to lead from a whole picture to another one, in their pixels.

    Empty where nothing is; else one of the texts above. How fine the pixels are does not matter.
    """
    ends = corners(moving)
    away = np.column_stack([ends, np.ones(4)]) @ matrix[2]
    if not np.isfinite(matrix).all() or away.min() <= 0 or away.max() > MOST_SLANT * away.min():
        return FOLDED
    quad = warp(matrix, ends)
    sides = np.roll(quad, -1, axis=0) - quad
    turns = sides[:, 0] * np.roll(sides[:, 1], -1) - sides[:, 1] * np.roll(sides[:, 0], -1)
    if (turns < 0).all():
        return MIRRORED
    if (turns <= 0).any():
        return FOLDED
    middle = slope(matrix, (moving[0] / 2, moving[1] / 2)) * max(moving) / max(fixed)
    large, small = np.linalg.svd(middle, compute_uv=False)
    if large > MOST_SCALE or small < 1 / MOST_SCALE or large > MOST_STRETCH * small:
        return SCALED
    return ""


def slope(matrix: Array, at: tuple[float, float]) -> Array:
    """The matrix near one point: how far one leads a step to the right and a step down."""
    x, y, away = matrix @ np.asarray([*at, 1.0])
    return np.asarray((matrix[:2, :2] - np.outer((x / away, y / away), matrix[2, :2])) / away)


def overlap(matrix: Array, moving: Size, fixed: Size) -> float:
    """The area of the fixed picture, in its pixels, that the moving one covers."""
    quad = warp(matrix, corners(moving)).astype(np.float32)
    area, _ = cv2.intersectConvexConvex(quad, corners(fixed).astype(np.float32))
    return float(area)


def spread(points: Array) -> float:
    """The area around points, in square pixels."""
    return float(cv2.contourArea(cv2.convexHull(points.astype(np.float32)))) if len(points) > 2 else 0.0


def to_shares(matrix: Array, moving: Size, fixed: Size) -> Matrix:
    """The same matrix for shares (0 to 1) of both pictures' widths and heights; its last number is 1."""
    shares = np.diag([1 / fixed[0], 1 / fixed[1], 1.0]) @ matrix @ np.diag([moving[0], moving[1], 1.0])
    return tuple(float(value) for value in (shares / shares[2, 2]).ravel())


def to_pixels(matrix: Sequence[float], moving: Size, fixed: Size) -> Array:
    """A matrix in shares, for pixels of pictures of these sizes."""
    shares = np.asarray(matrix, np.float64).reshape(3, 3)
    return np.diag([fixed[0], fixed[1], 1.0]) @ shares @ np.diag([1 / moving[0], 1 / moving[1], 1.0])
