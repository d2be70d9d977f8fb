"""Printed characters: faces, weights and the ways in which a print is worn, as coverage from 0 to 1."""

from functools import lru_cache
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

Plane = NDArray[np.float32]
FONTS = Path(__file__).parents[2] / "assets" / "fonts"
SYSTEM = Path("/usr/share/fonts/truetype")
PITCH = 32
"""Pixels from one character to the next where zones are drawn; everything after that is the camera's work."""
GENUINE = ("OCRB.otf", "OCRBS.otf")
OTHER = (
    "dejavu/DejaVuSansMono.ttf",
    "dejavu/DejaVuSansMono-Bold.ttf",
    "liberation/LiberationMono-Regular.ttf",
    "liberation/LiberationMono-Bold.ttf",
    "liberation/LiberationSans-Regular.ttf",
    "liberation/LiberationSans-Bold.ttf",
    "liberation/LiberationSansNarrow-Regular.ttf",
    "dejavu/DejaVuSansCondensed.ttf",
    "dejavu/DejaVuSans-ExtraLight.ttf",
)
PROSE = (*OTHER, "liberation/LiberationSerif-Regular.ttf", "dejavu/DejaVuSerif.ttf", "dejavu/DejaVuSans.ttf")


@lru_cache(maxsize=64)
def open_font(name: str, size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str((FONTS if name.startswith("OCRB") else SYSTEM) / name), size)


@lru_cache(maxsize=4096)
def draw_glyph(name: str, character: str) -> Plane:
    """One character in a cell of 48 x 56 pixels, capitals about PITCH high, centred on its advance."""
    scale = 4
    font = open_font(name, round(PITCH * scale / 0.72))
    cell = Image.new("L", (48 * scale, 56 * scale), 0)
    top, bottom = font.getbbox("H")[1], font.getbbox("H")[3]
    left = (cell.width - font.getlength(character)) / 2
    ImageDraw.Draw(cell).text((left, (cell.height - top - bottom) / 2), character, font=font, fill=255)
    small = cell.resize((48, 56), Image.Resampling.BOX)
    return np.asarray(small, np.float32) / np.float32(255)


class Face:
    """One face of print: a font with a pitch, a weight, a slant, a width and a wear of its own."""

    def __init__(self, rng: np.random.Generator) -> None:
        genuine = rng.random() < 0.85
        self.font = str(rng.choice(GENUINE)) if genuine else str(rng.choice(OTHER))
        self.pitch = PITCH * float(rng.uniform(0.97, 1.03))
        self.weight = float(rng.uniform(-1.0, 1.6)) if rng.random() < 0.7 else 0.0
        # In some prints zero and O change their shapes, so neither shape may ever be quite certain.
        self.twins = {"0": "O", "O": "0"} if rng.random() < 0.05 else {}
        self.cache: dict[str, Plane] = {}
        self.maps = draw_maps(rng)
        self.mask, self.spread = draw_wear(rng)

    def draw(self, character: str) -> Plane:
        if character not in self.cache:
            self.cache[character] = self.shape(draw_glyph(self.font, self.twins.get(character, character)))
        return self.cache[character]

    def shape(self, glyph: Plane) -> Plane:
        bent = cv2.remap(glyph, *self.maps, cv2.INTER_LINEAR)
        if self.weight:
            # A soft edge moved outwards or inwards: blur, then cut at another level.
            soft = cv2.GaussianBlur(bent, (0, 0), 1.4)
            level = 0.5 - 0.22 * self.weight if self.weight > 0 else 0.5 - 0.3 * self.weight
            bent = np.clip((soft - level) * 4 + 0.5, 0, 1)
        if self.spread:
            bent = cv2.GaussianBlur(bent, (0, 0), self.spread)
        return np.asarray(bent * self.mask, np.float32)


def draw_maps(rng: np.random.Generator) -> tuple[Plane, Plane]:
    """Where each pixel of a glyph comes from: width, height, slant and a slight bend of its strokes."""
    x, y = np.meshgrid(np.arange(48, dtype=np.float32) - 23.5, np.arange(56, dtype=np.float32) - 27.5)
    width, height = float(rng.uniform(0.82, 1.12)), float(rng.uniform(0.82, 1.22))
    slant = float(rng.normal(0, 0.03))
    bend = rng.normal(0, 0.5, (2, 3, 3)).astype(np.float32)
    across, down = (cv2.resize(plane, (48, 56), interpolation=cv2.INTER_CUBIC) for plane in bend)
    source_x, source_y = x / width + slant * y + 23.5 + across, y / height + 27.5 + down
    return np.asarray(source_x, np.float32), np.asarray(source_y, np.float32)


def draw_wear(rng: np.random.Generator) -> tuple[Plane, float]:
    """What a print lost: a mask of 48 x 56 from dots, holes or rough paper, and how far the ink ran."""
    wear = str(rng.choice(["none", "none", "none", "none", "dots", "holes", "rough", "spread"]))
    mask, spread = np.ones((56, 48), np.float32), 0.0
    if wear == "dots":
        period = float(rng.uniform(2.6, 4.6))
        y, x = np.mgrid[0:56, 0:48].astype(np.float32)
        grid = np.cos(2 * np.pi * x / period) + np.cos(2 * np.pi * y / period)
        mask = np.clip(0.75 + 0.6 * grid, 0.1, 1)
    elif wear in {"holes", "rough"}:
        size = 9 if wear == "holes" else 26
        noise = cv2.resize(rng.normal(0, 1, (size, size)).astype(np.float32), (48, 56))
        mask = np.clip(1.1 - 0.5 * np.maximum(noise, 0), 0.1, 1)
    elif wear == "spread":
        spread = float(rng.uniform(1, 3))
    return np.asarray(mask, np.float32), spread


def print_line(
    rng: np.random.Generator, face: Face, text: str, canvas: Plane, x: float, y: float
) -> list[float]:
    """Lay a line on the canvas, the first character's middle at (x, y); give back where the middles came to
    lie.
    """
    middles = []
    pitch = face.pitch
    loose = float(rng.choice([0.0, 0.3, 0.8]))
    for index, character in enumerate(text):
        at = x + index * pitch + rng.normal(0, loose)
        left, top = round(at - 23.5), round(y - 27.5 + rng.normal(0, loose))
        middles.append(left + 23.5)
        right, bottom = left + 48, top + 56
        if left < 0 or top < 0 or right > canvas.shape[1] or bottom > canvas.shape[0]:
            continue
        window = canvas[top:bottom, left:right]
        np.maximum(window, face.draw(character) * float(rng.uniform(0.8, 1) if loose else 1), out=window)
    return middles


def print_prose(rng: np.random.Generator, text: str, height: int) -> Plane:
    """Other text of the page, `height` the size in pixels."""
    font = open_font(str(rng.choice(PROSE)), max(6, height))
    box = font.getbbox(text)
    sheet = Image.new("L", (int(box[2]) + 4, int(box[3]) + 4), 0)
    ImageDraw.Draw(sheet).text((2, 2), text, font=font, fill=255)
    return np.asarray(sheet, np.float32) / np.float32(255)
