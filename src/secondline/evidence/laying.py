"""A tile of one picture as it lies on another, computed from the moving picture's own tiles."""

from math import log2, sqrt
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from secondline.evidence.pyramid import TILE, Box, Pack, Pyramid
from secondline.evidence.tiles import Pixels, area, encoded
from traveldoc.page.homography import Array, Matrix, slope, to_pixels
from traveldoc.page.views import VIEWS, View

Plane = NDArray[np.float32]
MOST_TILES: Final = 36
"""Tiles that are read for one; where it would take more, a coarser level does."""


def tile_onto(pack: Pack, fixed: Pyramid, matrix: Matrix, view: str, level: int, x: int, y: int) -> bytes:
    """A tile of the fixed picture's pyramid, showing the moving one; black where that shows nothing."""
    box, shape = fixed.box(level, x, y), fixed.size(level)
    seen = VIEWS[view]
    around = (
        max(0, box[0] - seen.margin),
        max(0, box[1] - seen.margin),
        min(shape[0], box[2] + seen.margin),
        min(shape[1], box[3] + seen.margin),
    )
    laid = lay_on(pack, fixed, matrix, seen, level, around)
    return encoded(laid[box[1] - around[1] : box[3] - around[1], box[0] - around[0] : box[2] - around[0]])


def lay_on(pack: Pack, fixed: Pyramid, matrix: Matrix, view: View, level: int, box: Box) -> Pixels:
    """A place of a level of the fixed picture."""
    moving = pack.pyramid
    sizes = (moving.width, moving.height), (fixed.width, fixed.height)
    back = np.asarray(np.linalg.inv(to_pixels(matrix, *sizes)), np.float64)
    places, inside = _places(back, moving, fixed.scale(level), box)
    if not inside.any():
        pixels = np.zeros((*inside.shape, 3), np.uint8)
    else:
        pixels = _sampled(pack, places, inside, _level(back, moving, fixed, level))
    shown = view.make(pixels).copy()
    shown[~inside] = 0
    return shown


def _places(
    back: Array, moving: Pyramid, scale: int, box: Box
) -> tuple[tuple[Plane, Plane], NDArray[np.bool_]]:
    """Where in the moving picture, in its pixels, each pixel of the box lies, and whether it lies in it."""
    across = ((np.arange(box[0], box[2]) + 0.5) * scale)[None, :]
    down = ((np.arange(box[1], box[3]) + 0.5) * scale)[:, None]
    x, y, away = (row[0] * across + row[1] * down + row[2] for row in back)
    ahead = away > 1e-9
    away = np.where(ahead, away, 1.0)
    x, y = x / away, y / away
    inside = ahead & (x >= 0) & (x < moving.width) & (y >= 0) & (y < moving.height)
    return (x.astype(np.float32), y.astype(np.float32)), inside


def _level(back: Array, moving: Pyramid, fixed: Pyramid, level: int) -> int:
    """The moving picture's level with pixels of about the same size; one for the whole: no seam shows."""
    middle = slope(back, (fixed.width / 2, fixed.height / 2))
    steps = log2(max(1e-9, sqrt(abs(float(np.linalg.det(middle)))) * fixed.scale(level)))
    return min(moving.levels - 1, max(0, moving.levels - 1 - round(steps)))


def _sampled(pack: Pack, places: tuple[Plane, Plane], inside: NDArray[np.bool_], level: int) -> Pixels:
    while True:
        scale, (width, height) = pack.pyramid.scale(level), pack.pyramid.size(level)
        x, y = (each / scale - 0.5 for each in places)
        left, top = (max(0, int(each[inside].min())) for each in (x, y))
        right = min(width, int(x[inside].max()) + 2)
        bottom = min(height, int(y[inside].max()) + 2)
        tiles = (-(-right // TILE) - left // TILE) * (-(-bottom // TILE) - top // TILE)
        if tiles <= MOST_TILES or level == 0:
            break
        level -= 1
    found = area(pack, level, (left, top, right, bottom))
    return np.asarray(
        cv2.remap(found, x - left, y - top, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE), np.uint8
    )
