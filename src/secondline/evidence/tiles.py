"""Tiles out of a pack: as they lie there, or seen otherwise (traveldoc.page.views)."""

from io import BytesIO
from typing import Final

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from secondline.evidence.pyramid import TILE, Box, Pack, UnfitPackError
from traveldoc.page.views import VIEWS, View

Pixels = NDArray[np.uint8]
VIEW_QUALITY: Final = 88


def tile(pack: Pack, view: str, level: int, x: int, y: int) -> bytes:
    """A tile that the pyramid holds, as JPEG."""
    if view == "plain":
        return pack.tile(level, x, y)
    return encoded(viewed(pack, VIEWS[view], level, pack.pyramid.box(level, x, y)))


def viewed(pack: Pack, view: View, level: int, box: Box) -> Pixels:
    """A place of a level, seen with enough around it that no seam shows."""
    width, height = pack.pyramid.size(level)
    left, top = max(0, box[0] - view.margin), max(0, box[1] - view.margin)
    right, bottom = min(width, box[2] + view.margin), min(height, box[3] + view.margin)
    seen = view.make(area(pack, level, (left, top, right, bottom)))
    return seen[box[1] - top : box[3] - top, box[0] - left : box[2] - left]


def area(pack: Pack, level: int, box: Box) -> Pixels:
    """The pixels of a place inside a level, out of as many tiles as it touches."""
    left, top, right, bottom = box
    pixels = np.zeros((bottom - top, right - left, 3), np.uint8)
    for y in range(top // TILE, -(-bottom // TILE)):
        for x in range(left // TILE, -(-right // TILE)):
            place = pack.pyramid.box(level, x, y)
            found = decoded(pack.tile(level, x, y), (place[2] - place[0], place[3] - place[1]))
            begin, end = (
                (max(left, place[0]), max(top, place[1])),
                (min(right, place[2]), min(bottom, place[3])),
            )
            pixels[begin[1] - top : end[1] - top, begin[0] - left : end[0] - left] = found[
                begin[1] - place[1] : end[1] - place[1], begin[0] - place[0] : end[0] - place[0]
            ]
    return pixels


def decoded(data: bytes, size: tuple[int, int]) -> Pixels:
    """A tile's pixels; its size is asked before anything is decoded."""
    with Image.open(BytesIO(data), formats=["JPEG"]) as picture:
        if picture.size != size:
            raise UnfitPackError("a tile of another size")
        return np.asarray(picture.convert("RGB"))


def encoded(pixels: Pixels) -> bytes:
    file = BytesIO()
    Image.fromarray(np.ascontiguousarray(pixels)).save(file, "JPEG", quality=VIEW_QUALITY, subsampling=0)
    return file.getvalue()
