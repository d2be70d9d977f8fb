"""Other views of a picture: colours turned round, one colour alone, contrast, edges. Nothing is written back.

Each view is a function from pixels to pixels of the same size. Whoever computes it piece by piece gives each
piece `margin` more pixels on every side that has some, beginning at multiples of `CELL` pixels, and cuts them
off again: the pieces fit together without a seam (tests/traveldoc/page/test_views.py).
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from traveldoc.finding import gettext_noop

Pixels = NDArray[np.uint8]  # (height, width, 3) in RGB, or (height, width) in grey

CELL: Final = 64
"""Pixels of a square in which contrast is spread; also what pieces are multiples of."""
CLIP: Final = 3.0
"""How steeply levels may be spread: more makes noise of paper look like print."""
SIGMA: Final = 8.0
"""Pixels: what is smoother than that goes in the high-pass view."""
GAIN: Final = 2.0
SLOPE: Final = 0.25
"""Of Scharr's operator, whose weights add up to 16: a step of full contrast shows white four times over."""


@dataclass(frozen=True, slots=True)
class View:
    """`words` is its name for people; `margin` is how far around a pixel it looks."""

    words: str
    make: Callable[[Pixels], Pixels]
    margin: int = 0


def invert(pixels: Pixels) -> Pixels:
    return np.asarray(255 - pixels, np.uint8)


def channel(number: int) -> Callable[[Pixels], Pixels]:
    """One colour alone, as grey levels."""

    def alone(pixels: Pixels) -> Pixels:
        return pixels if pixels.ndim == 2 else np.ascontiguousarray(pixels[..., number])

    return alone


def grey(pixels: Pixels) -> Pixels:
    return pixels if pixels.ndim == 2 else np.asarray(cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY), np.uint8)


def contrast(pixels: Pixels) -> Pixels:
    """Local contrast: in each cell the levels are spread over the whole range (CLAHE, Zuiderveld 1994)."""
    if pixels.ndim == 2:
        return _spread(pixels)
    lab = np.asarray(cv2.cvtColor(pixels, cv2.COLOR_RGB2LAB), np.uint8)
    lab[..., 0] = _spread(np.ascontiguousarray(lab[..., 0]))
    return np.asarray(cv2.cvtColor(lab, cv2.COLOR_LAB2RGB), np.uint8)


def _spread(levels: Pixels) -> Pixels:
    """Filled up to whole cells first: otherwise OpenCV chooses cells of another size for each picture."""
    height, width = levels.shape
    down, across = -height % CELL, -width % CELL
    whole = cv2.copyMakeBorder(levels, 0, down, 0, across, cv2.BORDER_REFLECT_101)
    cells = ((width + across) // CELL, (height + down) // CELL)
    return np.asarray(cv2.createCLAHE(CLIP, cells).apply(whole), np.uint8)[:height, :width]


def edges(pixels: Pixels) -> Pixels:
    """How steep the levels are, in any direction: lines and print, whatever their brightness."""
    levels = grey(pixels)
    across, down = (cv2.Scharr(levels, cv2.CV_16S, *way).astype(np.int32) for way in ((1, 0), (0, 1)))
    steep = np.sqrt((across * across + down * down).astype(np.float32))  # whole numbers: the same anywhere
    return np.asarray(np.clip(np.rint(SLOPE * steep), 0, 255), np.uint8)


def highpass(pixels: Pixels) -> Pixels:
    """Without the slow changes of light and paper: what is left stands on middle grey, twice as strong."""
    reach = 2 * _REACH + 1
    smooth = cv2.GaussianBlur(pixels, (reach, reach), SIGMA)
    left = 128 + GAIN * (pixels.astype(np.float32) - smooth)
    return np.asarray(np.clip(np.rint(left), 0, 255), np.uint8)


_REACH: Final = int(3 * SIGMA)


VIEWS: Final[Mapping[str, View]] = {
    "plain": View(gettext_noop("As it is"), lambda pixels: pixels),
    "invert": View(gettext_noop("Inverted"), invert),
    "red": View(gettext_noop("Red"), channel(0)),
    "green": View(gettext_noop("Green"), channel(1)),
    "blue": View(gettext_noop("Blue"), channel(2)),
    "contrast": View(gettext_noop("Local contrast"), contrast, CELL),
    "edges": View(gettext_noop("Lines and edges"), edges, CELL),
    "highpass": View(gettext_noop("Fine detail"), highpass, CELL),
}
