"""Letters on the sheet: OCR-B for the machine readable zone, Noto Sans for everything else."""

from enum import StrEnum
from functools import lru_cache
from pathlib import Path

import cv2
import numpy as np
from PIL import Image, ImageDraw, ImageFont

from secondline.site.demo.specimen.inks import Ink
from secondline.site.demo.specimen.sheet import SCALE, Mask, Sheet, pixels

FONTS = Path(__file__).resolve().parents[5] / "assets" / "fonts"

PITCH = 2.54
"""Doc 9303-3, 4.4: OCR-B size 1 at a fixed spacing of 2.54 mm, ten characters to the inch."""

OCR_B_BEARING = 0.35
"""What OCR-B leaves free before the left-hand edge of most letters within their pitch, in millimetres."""


class Face(StrEnum):
    """The typefaces, by file."""

    PLAIN = "NotoSans-Regular.ttf"
    BOLD = "NotoSans-Bold.ttf"
    OCR_B = "OCRB.otf"


@lru_cache(maxsize=64)
def typeface(face: Face, size: float) -> ImageFont.FreeTypeFont:
    """A font whose em is `size` pixels high."""
    return ImageFont.truetype(str(FONTS / face), size, layout_engine=ImageFont.Layout.BASIC)


def width_of(text: str, size: float, face: Face = Face.PLAIN) -> float:
    """How wide the text runs, in millimetres, at a font size in millimetres."""
    return typeface(face, size * SCALE).getlength(text) / SCALE


def letters(text: str, size: float, face: Face = Face.PLAIN) -> Mask:
    """The text as a mask, three quarters of an em of air around it (so that a baseline can be found)."""
    font = typeface(face, size * SCALE)
    air = pixels(size * 0.75)
    picture = Image.new("L", (int(font.getlength(text)) + 2 * air + 2, 4 * air))
    ImageDraw.Draw(picture).text((air, 2.5 * air), text, fill=255, font=font, anchor="ls")
    return np.asarray(picture)


def write(
    sheet: Sheet,
    at: tuple[float, float],
    text: str,
    size: float,
    ink: Ink,
    *,
    face: Face = Face.PLAIN,
    room: float | None = None,
) -> float:
    """Write with the baseline starting at `at` (millimetres); smaller if it would pass `room`.

    Returns the width in millimetres that was used.
    """
    width = width_of(text, size, face)
    if room is not None and width > room:
        size, width = size * room / width, room
    air = pixels(size * 0.75)
    corner = (pixels(at[0]) - air, pixels(at[1]) - round(2.5 * air))
    sheet.lay(letters(text, size, face), ink, corner)
    return width


def turned(text: str, size: float, degrees: float, face: Face = Face.BOLD) -> Mask:
    """The text as a mask, turned anticlockwise."""
    flat = letters(text, size, face)
    high, wide = flat.shape
    turn = cv2.getRotationMatrix2D((wide / 2, high / 2), degrees, 1.0)
    cos, sin = abs(turn[0, 0]), abs(turn[0, 1])
    new = (int(high * sin + wide * cos), int(high * cos + wide * sin))
    turn[:, 2] += ((new[0] - wide) / 2, (new[1] - high) / 2)
    return cv2.warpAffine(flat, turn, new).astype(np.uint8)


def machine_line(text: str, at: tuple[float, float], shape: tuple[int, int], face: Face) -> Mask:
    """A line of the machine readable zone as a mask of the whole page.

    `at` is where the first character's left-hand edge and the reference centre line are (millimetres).
    Each character stands in its own cell, so that the pitch is exact and never rounded along the line.
    """
    # OCR-B fills its pitch: an em of 2.54 / 0.723 mm. A forger takes the nearest size of what he has.
    font = typeface(face, PITCH / 0.723 * SCALE)
    picture = Image.new("L", (shape[1], shape[0]))
    pen = ImageDraw.Draw(picture)
    _, top, _, bottom = font.getbbox("H", anchor="ls")
    cell = PITCH * SCALE
    # Half a cell to its middle, less the room that OCR-B leaves before a letter's edge.
    first = at[0] * SCALE + cell / 2 - OCR_B_BEARING * SCALE
    baseline = at[1] * SCALE - (top + bottom) / 2
    for column, character in enumerate(text):
        pen.text((first + column * cell, baseline), character, 255, font, anchor="ms")
    return np.asarray(picture)
