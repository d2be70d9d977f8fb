"""Pictures drawn for the tests: a page with captions and a zone in OCR-B, then turned, blurred, faded ..."""

from collections.abc import Callable
from pathlib import Path

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

Picture = NDArray[np.uint8]
FONT = Path(__file__).parents[3] / "assets" / "fonts" / "OCRB.otf"


def draw(
    lines: tuple[str, ...],
    *,
    pitch: float = 16,
    paper: int = 235,
    ink: int = 30,
    room: float = 3,
    captions: bool = True,
    above: float = 12,
    font: Path = FONT,
) -> Picture:
    """A page, `pitch` pixels from character to character; ink and paper are grey levels.

    Another `font` prints the zone letter by letter at the distances of OCR-B.
    """
    size = 4 * pitch / 0.723
    genuine = ImageFont.truetype(str(FONT), round(size))
    face = ImageFont.truetype(str(font), round(size))
    step = genuine.getlength("<")
    width = int(step * (max([len(line) for line in lines], default=30) + 2 * room))
    height = int(step * (above + 2.5 * len(lines) + room))
    sheet = Image.new("L", (width, height), paper)
    pen = ImageDraw.Draw(sheet)
    if captions:
        for row, caption in enumerate(("UTOPIA", "Surname / Nom", "Date of birth / Date de naissance")):
            pen.text(
                (step * room, step * (1 + 3 * row)),
                caption,
                font=genuine,
                fill=ink,
            )
    for row, line in enumerate(lines):
        y = step * (above + 2.5 * row)
        if font == FONT:
            pen.text((step * room, y), line, font=genuine, fill=ink)
            continue
        for column, character in enumerate(line):
            x = step * (room + column + 0.5)
            pen.text((x, y + size * 0.97), character, font=face, fill=ink, anchor="ms")
    scale = pitch / step
    small = sheet.resize((round(width * scale), round(height * scale)), Image.Resampling.LANCZOS)
    return np.asarray(small, np.uint8)


def lean(picture: Picture, degrees: float, tilt: float = 0.0) -> Picture:
    """Turned by an angle on a larger sheet of the same paper, and seen from the side by `tilt`."""
    height, width = picture.shape
    side = int(np.hypot(height, width)) + 20
    matrix = np.vstack([cv2.getRotationMatrix2D((width / 2, height / 2), degrees, 1), [0, 0, 1]])
    matrix[:2, 2] += ((side - width) / 2, (side - height) / 2)
    bent = np.array([[1, 0, 0], [0, 1, 0], [tilt / side, tilt / side, 1]])
    level = int(picture[0, 0])
    return np.asarray(cv2.warpPerspective(picture, bent @ matrix, (side, side), borderValue=level), np.uint8)


@pytest.fixture
def draw_page() -> Callable[..., Picture]:
    return draw


@pytest.fixture
def lean_page() -> Callable[..., Picture]:
    return lean


@pytest.fixture
def pictures() -> Path:
    return Path(__file__).parent / "pictures"
