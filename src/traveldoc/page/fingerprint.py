"""Hashes of what a picture shows: the same picture saved anew keeps its hash in all but a few of 256 bits.

The signs of the lowest frequencies of a discrete cosine transform (Zauner 2010, "Implementation and
benchmarking
of perceptual image hash functions"), 16 by 16 of them without the mean. It recognises a picture, never a
person: two photographs of one face have different hashes.
"""

from collections.abc import Sequence
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from traveldoc.page.reading import Quad

Pixels = NDArray[np.uint8]
SIDE: Final = 64
LOW: Final = 16
# Where the portrait of a TD3 data page lies, in millimetres from the first character of the upper line: Doc
# 9303-3, 4.1 (2.54 mm a character) and 4.2 (lines 6.35 mm apart), Doc 9303-4, 4.1 (zone V above the MRZ).
PITCH: Final = 2.54
LEADING: Final = 6.35
PORTRAIT: Final = (0.0, -48.0, 32.0, -9.0)  # left, top, right, bottom
PORTRAIT_FORMAT: Final = "TD3"
PORTRAIT_PIXELS: Final = 40  # narrower ones show no photograph


def fingerprint(pixels: Pixels) -> str:
    """64 hexadecimal digits for a picture of (height, width) or (height, width, 3); "" for one without
    detail.
    """
    grey = pixels if pixels.ndim == 2 else np.asarray(cv2.cvtColor(pixels[..., :3], cv2.COLOR_RGB2GRAY))
    small = cv2.resize(grey, (SIDE, SIDE), interpolation=cv2.INTER_AREA).astype(np.float32)
    if float(small.std()) < 2.0:
        return ""
    low = np.asarray(cv2.dct(small))[: LOW + 1, : LOW + 1].ravel()[1 : LOW * LOW + 1]
    bits = low > np.median(low)
    return f"{int(''.join('1' if bit else '0' for bit in bits), 2):064x}"


def portrait(pixels: Pixels, format: str | None, boxes: Sequence[Sequence[Quad]]) -> str:  # noqa: A002  # its own word
    """The hash of the photograph on a passport's data page, found from its machine readable zone; ""
    without.
    """
    if format != PORTRAIT_FORMAT or len(boxes) != 2 or min(map(len, boxes)) < 2:
        return ""
    to_picture = _millimetres(boxes)
    left, top, right, bottom = PORTRAIT
    edge = np.asarray([[(left, top), (right, top), (left, bottom), (right, bottom)]], np.float64)
    corners = np.asarray(cv2.perspectiveTransform(edge, to_picture))[0]
    width = float(np.hypot(*(corners[1] - corners[0])))
    inside = all(0 <= x < pixels.shape[1] and 0 <= y < pixels.shape[0] for x, y in corners)
    if not inside or width < PORTRAIT_PIXELS:
        return ""
    big = 4 * SIDE
    across, down = (right - left) / big, (bottom - top) / big
    to_crop = np.linalg.inv(to_picture @ np.asarray([[across, 0, left], [0, down, top], [0, 0, 1]]))
    return fingerprint(np.asarray(cv2.warpPerspective(pixels, to_crop, (big, big)), np.uint8))


def _millimetres(boxes: Sequence[Sequence[Quad]]) -> NDArray[np.float64]:
    """From millimetres, counted from the first character of the upper line, to pixels: also when held
    aslant.
    """
    ends = [np.mean(quad, axis=0) for line in boxes for quad in (line[0], line[-1])]
    length = PITCH * (len(boxes[0]) - 1)
    there = [(0, 0), (length, 0), (0, LEADING), (length, LEADING)]
    matrix = cv2.getPerspectiveTransform(np.asarray(there, np.float32), np.asarray(ends, np.float32))
    return np.asarray(matrix, np.float64)
