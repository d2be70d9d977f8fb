"""Zones in OCR-B and in other faces, photographed, with boxes as the reader would give them."""

import os
from dataclasses import dataclass
from functools import lru_cache

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import ImageFont
from training.reader import ink, paper
from training.reader.strips import draw_levels, photograph
from training.reader.wording import ALPHABET, SHAPES, draw_zone

Plane = NDArray[np.float32]
Array = NDArray[np.float64]
HELD_OUT = ("Prime Sans", "Prime Code", "hack/", "jetbrains-mono/", "b612/", "Narrow", "FreeMono", "NotoSans")
"""Faces that no training sees: counterfeits are measured on these."""
LEFT_OUT = ("/noto/", "ocr-b", "Oblique", "Italic")
NOTO = (
    "noto/NotoSansMono-Regular.ttf",
    "noto/NotoSansMono-Bold.ttf",
    "noto/NotoSans-Regular.ttf",
    "noto/NotoSans-Bold.ttf",
    "noto/NotoSerif-Regular.ttf",
    "noto/NotoSans-Condensed.ttf",
    "noto/NotoSansDisplay-Regular.ttf",
)


@lru_cache(maxsize=1)
def list_faces() -> tuple[str, ...]:
    """Upright faces of this machine with capitals, digits and the filler, as paths below ink.SYSTEM."""
    root = ink.SYSTEM.parent
    files = sorted(p for p in root.rglob("*") if p.suffix in {".ttf", ".otf"})
    names = [os.path.relpath(p, ink.SYSTEM) for p in files if not any(x in str(p) for x in LEFT_OUT)]
    names += [name for name in NOTO if (ink.SYSTEM / name).exists()]
    return tuple(name for name in names if is_usable(name))


def is_usable(name: str) -> bool:
    try:
        font = ImageFont.truetype(str(ink.SYSTEM / name), 40)
    except OSError:
        return False
    nothing = bytes(font.getmask("\uffff"))
    return all(font.getbbox(c)[2] > 0 and bytes(font.getmask(c)) != nothing for c in ALPHABET)


def is_held_out(name: str) -> bool:
    return any(part in name for part in HELD_OUT)


class Face(ink.Face):
    """A face of a given font. OCR-B is drawn in all its wear and weights, glyph by glyph a little different,
    as the cuts of several makers are; now and then zero and O stand for each other.
    """

    def __init__(self, rng: np.random.Generator, font: str) -> None:
        super().__init__(rng)
        self.font, self.rng = font, rng
        genuine = font.startswith("OCRB")
        self.own = genuine and rng.random() < 0.5
        self.twins = {"0": "O", "O": "0"} if genuine and rng.random() < 0.1 else {}

    def shape(self, glyph: Plane) -> Plane:
        if self.own:
            glyph = self.bend(glyph)
        return super().shape(glyph)

    def bend(self, glyph: Plane) -> Plane:
        x, y = np.meshgrid(np.arange(48, dtype=np.float32), np.arange(56, dtype=np.float32))
        moved = self.rng.normal(0, 0.7, (2, 4, 4)).astype(np.float32)
        across, down = (cv2.resize(plane, (48, 56), interpolation=cv2.INTER_CUBIC) for plane in moved)
        return np.asarray(cv2.remap(glyph, x + across, y + down, cv2.INTER_LINEAR), np.float32)


@dataclass(frozen=True)
class Document:
    """`picture` of a zone, its lines, a box for each character, pixels from one to the next."""

    picture: NDArray[np.uint8]
    lines: tuple[str, ...]
    boxes: list[list[tuple[tuple[float, float], ...]]]
    pitch: float


def draw_document(
    rng: np.random.Generator, font: str, pitch: float, *, hard: bool = True, lines: tuple[str, ...] = ()
) -> Document:
    lines = lines or draw_zone(rng, str(rng.choice(list(SHAPES))))
    face = Face(rng, font)
    gap = 2.5 * ink.PITCH
    high, wide = (len(lines) + 3) * gap, (len(lines[0]) * 1.05 + 4) * ink.PITCH
    canvas = np.zeros((int(high), int(wide)), np.float32)
    middles = []
    for row, line in enumerate(lines):
        y = (row + 2) * gap
        x = ink.print_line(rng, face, line, canvas, 2.5 * ink.PITCH, y)
        middles.append(np.stack([x, np.full(len(x), y)], axis=1))
    levels, swing = draw_levels(rng, canvas.shape, canvas)
    if hard and rng.random() < 0.1:
        levels = paper.overprint(rng, levels)
    turn = float(np.clip(rng.normal(0, 1.5), -5, 5))
    picture, whole = photograph(rng, levels, swing, pitch, turn)
    boxes = [place_boxes(rng, line, whole, pitch) for line in middles]
    return Document(np.clip(picture, 0, 255).astype(np.uint8), lines, boxes, pitch)


def place_boxes(
    rng: np.random.Generator, middles: Array, whole: Array, pitch: float
) -> list[tuple[tuple[float, float], ...]]:
    """Boxes with a reader's small errors: off by some hundredths of a pitch, a little turned and tall."""
    points = middles @ whole[:, :2].T + whole[:, 2]
    points = points + rng.normal(0, 0.025 * pitch, points.shape) + rng.normal(0, 0.04 * pitch, 2)
    across = whole[:, 0] / np.hypot(*whole[:, 0])
    angle = float(rng.normal(0, 0.012))
    across = np.array([across[0] - angle * across[1], across[1] + angle * across[0]])
    below = np.array([-across[1], across[0]])
    step = float(np.median(np.hypot(*np.diff(points, axis=0).T)))
    side = across * step / 2
    tall = below * step * 0.58 * float(np.exp(rng.normal(0, 0.03)))
    corners = [points - side - tall, points + side - tall, points + side + tall, points - side + tall]
    return [tuple((float(x), float(y)) for x, y in quad) for quad in np.stack(corners, axis=1)]


def choose_font(rng: np.random.Generator, *, genuine: bool, held_out: bool = False) -> str:
    """A face: as often one of any family as any of the files, so that large families do not rule."""
    if genuine:
        return str(rng.choice(ink.GENUINE))
    names = [name for name in list_faces() if is_held_out(name) == held_out]
    if rng.random() < 0.5:
        families = sorted({name.split("/")[-2] for name in names})
        family = str(rng.choice(families))
        names = [name for name in names if name.split("/")[-2] == family]
    return str(rng.choice(names))
