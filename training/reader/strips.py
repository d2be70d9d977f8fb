"""Strips as the reader's network sees them, with what stands in each frame."""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray
from training.reader import ink, paper
from training.reader.wording import ALPHABET, draw_foreign, draw_line, draw_prose

from traveldoc.page.course import PITCH
from traveldoc.page.rectify import HEIGHT, even_out

Plane = NDArray[np.float32]
WIDTH, STRIDE = 240, 4
FRAMES = WIDTH // STRIDE
NOTHING = len(ALPHABET)
IGNORED = -1
FOREIGN_SCRIPTS = tuple(script for script, name in ink.FOREIGN.items() if ink.present((name,)))
CANVAS = (13 * ink.PITCH, 26 * ink.PITCH)
CUTS = 3
"""Strips cut from one sheet: its lines, each with errors of its own."""


@dataclass(frozen=True)
class Strip:
    """`pixels` HEIGHT x WIDTH; `classes` per frame; `offsets` 3 x FRAMES: dx and dy of the nearest middle in
    strip pixels / 4 and the natural logarithm of the pitch / PITCH; trained on only where a character is."""

    pixels: Plane
    classes: NDArray[np.int64]
    offsets: Plane


@dataclass(frozen=True)
class Print:
    """Coverage of a canvas; per line its text, its height and its characters' middles."""

    coverage: Plane
    texts: tuple[str, ...]
    heights: tuple[float, ...]
    middles: tuple[list[float], ...]


def draw_print(rng: np.random.Generator, *, empty: bool) -> Print:
    """One, two or three lines of a zone, or none, and what may stand around them."""
    canvas = np.zeros(CANVAS, np.float32)
    face, gap = ink.Lettering(rng), float(rng.uniform(1.6, 3.0)) * ink.PITCH
    count = int(rng.choice([1, 2, 2, 3]))
    through = rng.random() < 0.5  # the lines run out of the strips on both sides
    start = 2.0 * ink.PITCH if through else float(rng.uniform(4, 9)) * ink.PITCH
    length = 22 if through else int(rng.integers(6, 17))
    top = CANVAS[0] / 2 - (count - 1) * gap / 2
    heights = [top + gap * index for index in range(count)]
    texts, middles = [], []
    for y in heights:
        texts.append("" if empty else draw_line(rng, length))
        middles.append(ink.print_line(rng, face, texts[-1], canvas, start + float(rng.normal(0, 2)), y))
    for y in (top - gap, heights[-1] + gap):
        if rng.random() < 0.35:
            add_prose(rng, canvas, y + gap * float(rng.uniform(-0.15, 0.2)), 0)
    if empty:
        for y in heights:
            if rng.random() < 0.7:
                add_prose(rng, canvas, y + float(rng.normal(0, 8)), int(rng.integers(14, 90)))
    if rng.random() < 0.15:
        add_border(rng, canvas, [x for line in middles for x in line])
    return Print(canvas, tuple(texts), tuple(heights), tuple(middles))


def add_prose(rng: np.random.Generator, canvas: Plane, y: float, height: int) -> None:
    """A line of other text; with a `height` it stands where a zone's line is looked for."""
    script, kind = draw_prose(rng, 30), ""
    if rng.random() < 0.4 and FOREIGN_SCRIPTS:
        script, kind = draw_foreign(rng, 24)
    if height and script.upper() == script:
        script = script.lower()  # capitals and digits in the middle of a strip would be characters
    if (kind not in FOREIGN_SCRIPTS and kind) or (height and any(c.isdigit() for c in script)):
        return
    sheet = ink.print_prose(rng, script, height or int(rng.integers(12, 44)), kind)
    top, left = round(y - sheet.shape[0] / 2), int(rng.integers(0, canvas.shape[1] // 2))
    bottom, right = min(top + sheet.shape[0], canvas.shape[0]), min(left + sheet.shape[1], canvas.shape[1])
    if top >= 0 and bottom > top:
        window = canvas[top:bottom, left:right]
        np.maximum(window, sheet[: bottom - top, : right - left], out=window)


def add_border(rng: np.random.Generator, canvas: Plane, middles: list[float]) -> None:
    """A frame, an edge of the page or a dark ground beside the line."""
    right = rng.random() < 0.5
    edge = (max(middles, default=0) if right else min(middles, default=canvas.shape[1])) + (
        1 if right else -1
    ) * (float(rng.uniform(1.0, 4)) * ink.PITCH)
    thick = int(rng.choice([2, 4, 8, 400]))
    left = round(edge) if right else round(edge) - thick
    canvas[:, max(0, left) : max(0, left + thick)] = float(rng.uniform(0.4, 1))


def draw_microtext(rng: np.random.Generator, shape: tuple[int, int], pitch: int) -> Plane:
    """Words repeated all over the paper, from small ones to some as high as a zone's characters."""
    size = round(pitch * float(np.exp(rng.uniform(np.log(0.3), np.log(1.4)))))
    sheet = ink.print_prose(rng, draw_prose(rng, 20), size)
    sheet = sheet[:, : int(sheet.shape[1] * float(rng.uniform(0.4, 1)))]
    step = max(4, int(sheet.shape[0] * float(rng.uniform(0.8, 1.6))))
    rows = np.zeros((step, sheet.shape[1]), np.float32)
    rows[: sheet.shape[0]] = sheet[:step]
    count = (shape[0] // step + 1, shape[1] // sheet.shape[1] + 2)
    tiled = np.concatenate(
        [np.roll(np.tile(rows, (1, count[1])), int(rng.integers(99)), axis=1) for _ in range(count[0])]
    )
    return np.asarray(tiled[: shape[0], : shape[1]], np.float32)


def draw_levels(
    rng: np.random.Generator, shape: tuple[int, int], coverage: Plane, pitch: int = ink.PITCH
) -> tuple[Plane, float]:
    """Grey levels of a canvas, of paper, pattern and ink, and the swing from paper to ink; characters stand
    `pitch` pixels apart.
    """
    bright = float(rng.uniform(110, 255))
    contrast = float(rng.uniform(0.25, 0.97)) if rng.random() < 0.8 else float(rng.uniform(0.12, 0.3))
    strength = contrast * bright * float(rng.choice([0, 0.15, 0.3, 0.5]))
    ground = bright + paper.draw_background(rng, shape) * strength
    if rng.random() < 0.12:
        ground = ground - draw_microtext(rng, shape, pitch) * contrast * bright * float(rng.uniform(0.1, 0.6))
    if rng.random() < 0.3:  # ink lets the pattern through
        return np.asarray(ground - coverage * contrast * bright, np.float32), contrast * bright
    dark = bright * (1 - contrast)
    return np.asarray(ground * (1 - coverage) + dark * coverage, np.float32), contrast * bright


def photograph(
    rng: np.random.Generator, levels: Plane, swing: float, pitch: float, turn: float
) -> tuple[Plane, NDArray[np.float64]]:
    """A picture in which characters stand `pitch` pixels apart, and the map from the canvas to it (2 x 3)."""
    scale = pitch / ink.PITCH
    soft = float(rng.uniform(0.25, 0.75)) / scale if scale < 1 else 0.3
    levels = np.asarray(cv2.GaussianBlur(levels, (0, 0), soft), np.float32)
    height, width = levels.shape
    size = (int(width * scale) + 1, int(height * scale) + 1)
    matrix = cv2.getRotationMatrix2D((width / 2 - 0.5, height / 2 - 0.5), turn, 1.0)
    matrix = np.vstack([matrix, [0, 0, 1]])
    shift = rng.uniform(-0.5, 0.5, 2)
    zoom = np.array(
        [[scale, 0, scale / 2 - 0.5 + shift[0]], [0, scale, scale / 2 - 0.5 + shift[1]], [0, 0, 1]]
    )
    whole = (zoom @ matrix)[:2]
    how = int(rng.choice([cv2.INTER_LINEAR, cv2.INTER_LINEAR, cv2.INTER_CUBIC, cv2.INTER_NEAREST]))
    picture = cv2.warpAffine(levels, whole, size, flags=how, borderMode=cv2.BORDER_REPLICATE)
    picture = paper.light(rng, np.asarray(picture, np.float32))
    picture = paper.blur(rng, picture, pitch * float(rng.choice([0.04, 0.1, 0.16])))
    return paper.spoil(rng, picture, swing), np.asarray(whole, np.float64)


def photograph_twice(
    rng: np.random.Generator, levels: Plane, swing: float, pitch: float, turn: float
) -> tuple[Plane, NDArray[np.float64]]:
    """A picture of a picture: taken larger or smaller, spoilt, brought to its size and spoilt once more."""
    if rng.random() < 0.45:
        return photograph(rng, levels, swing, pitch, turn)
    factor = float(np.exp(rng.uniform(np.log(0.5), np.log(3.2))))
    first = min(max(pitch * factor, 5.5), 44.0)
    taken, whole = photograph(rng, levels, swing, first, turn)
    again = paper.resample(rng, taken, swing, pitch / first)
    zoom = np.array([again.shape[1] / taken.shape[1], again.shape[0] / taken.shape[0]])[:, None]
    whole = whole * zoom
    whole[:, 2:] += (zoom - 1) / 2
    return paper.spoil(rng, again, swing), whole


def draw_pitch(rng: np.random.Generator) -> float:
    """Pixels from one character to the next: most pictures are small ones, and those are the hard ones."""
    chance = rng.random()
    low, high = (4.9, 8.5) if chance < 0.4 else (6.0, 13.0) if chance < 0.8 else (5.2, 40.0)
    return float(np.exp(rng.uniform(np.log(low), np.log(high))))


def rectify(
    rng: np.random.Generator,
    picture: Plane,
    whole: NDArray[np.float64],
    pitch: float,
    origin: tuple[float, float],
) -> tuple[Plane, NDArray[np.float64], Plane]:
    """Cut the strip as the reader would, with the errors that finding makes; the strip, map and bend."""
    off = float(np.exp(rng.normal(0, 0.06))) * PITCH / pitch
    wide = off * float(np.exp(rng.normal(0, 0.04)))
    turn = np.deg2rad(float(rng.normal(0, 1.0)))
    true_turn = np.arctan2(whole[1, 0], whole[0, 0])
    at = whole @ np.array([origin[0], origin[1], 1.0])
    angle = true_turn + turn
    along, down = np.array([np.cos(angle), np.sin(angle)]), np.array([-np.sin(angle), np.cos(angle)])
    slant = float(rng.normal(0, 0.03))
    down = down + slant * along
    x = np.arange(WIDTH, dtype=np.float64) - WIDTH / 2
    y = np.arange(HEIGHT, dtype=np.float64) - HEIGHT / 2 + 0.5
    bend = float(rng.normal(0, 1.2)) * (x / (WIDTH / 2)) ** 2 + float(rng.normal(0, 1.6))
    rows = (y[:, None] + bend[None, :]) / off
    columns = x / wide
    map_x = at[0] + columns[None, :] * along[0] + rows * down[0]
    map_y = at[1] + columns[None, :] * along[1] + rows * down[1]
    if pitch > PITCH:
        picture = np.asarray(cv2.GaussianBlur(picture, (0, 0), 0.4 * pitch / PITCH), np.float32)
    how = cv2.INTER_CUBIC if pitch < 1.5 * PITCH else cv2.INTER_LINEAR
    strip = cv2.remap(
        picture, map_x.astype(np.float32), map_y.astype(np.float32), how, borderMode=cv2.BORDER_REPLICATE
    )
    basis = np.array(
        [[along[0] / wide, down[0] / off, at[0]], [along[1] / wide, down[1] / off, at[1]], [0, 0, 1]]
    )
    return np.asarray(strip, np.float32), np.linalg.inv(basis), np.asarray(bend, np.float32)


def draw_strips(rng: np.random.Generator) -> tuple[Strip, ...]:
    """CUTS strips of one sheet, which is drawn and photographed once."""
    sheet = draw_print(rng, empty=rng.random() < 0.08)
    levels, swing = draw_levels(rng, CANVAS, sheet.coverage)
    if rng.random() < 0.12:
        levels = paper.overprint(rng, levels)
    pitch = draw_pitch(rng)
    turn = float(rng.normal(0, 2)) if rng.random() < 0.85 else float(rng.uniform(-45, 45))
    picture, whole = photograph_twice(rng, levels, swing, pitch, turn)
    inverted = rng.random() < 0.03  # inverted print is turned over before it is read
    lines = [index % len(sheet.texts) for index in range(CUTS)]
    return tuple(cut(rng, sheet, line, picture, whole, inverted=inverted) for line in lines)


def cut(
    rng: np.random.Generator,
    sheet: Print,
    line: int,
    picture: Plane,
    whole: NDArray[np.float64],
    *,
    inverted: bool,
) -> Strip:
    text, middles, middle = sheet.texts[line], sheet.middles[line], sheet.heights[line]
    pitch = float(np.sqrt(abs(np.linalg.det(whole[:, :2])))) * ink.PITCH
    aside = float(rng.uniform(0.4, 0.6)) * ink.PITCH * float(rng.choice([-1, 1])) * 2
    off = rng.random() < 0.05 and len(sheet.texts) == 1  # beside the line there is nothing to read
    origin = (CANVAS[1] / 2 + float(rng.uniform(-4, 4)) * ink.PITCH, middle + (aside if off else 0))
    strip, back, bend = rectify(rng, picture, whole, pitch, origin)
    if inverted or off:
        text, middles = "", []
    classes, offsets = label(text, middles, middle, back @ np.vstack([whole, [0, 0, 1]]), bend)
    return Strip(even_out(255 - strip if inverted else strip), classes, offsets)


def label(
    text: str, middles: list[float], middle: float, matrix: NDArray[np.float64], bend: Plane
) -> tuple[NDArray[np.int64], Plane]:
    classes = np.full(FRAMES, NOTHING, np.int64)
    offsets = np.zeros((3, FRAMES), np.float32)
    if not text:
        return classes, offsets
    points = matrix @ np.vstack([middles, np.full(len(middles), middle), np.ones(len(middles))])
    x, y = points[0] + WIDTH / 2, points[1]
    y = y - np.interp(x, np.arange(WIDTH), bend)
    frames = np.arange(FRAMES) * STRIDE + (STRIDE - 1) / 2
    gaps = x[None, :] - frames[:, None]
    nearest = np.abs(gaps).argmin(axis=1)
    dx = gaps[np.arange(FRAMES), nearest]
    pitch = float(np.median(np.diff(x))) if len(x) > 1 else PITCH
    kinds = np.array([ALPHABET.index(c) for c in text])
    classes = np.where(
        np.abs(dx) < 0.17 * pitch, kinds[nearest], np.where(np.abs(dx) < 0.33 * pitch, IGNORED, NOTHING)
    )
    offsets = np.stack([dx / STRIDE, y[nearest] / STRIDE, np.full(FRAMES, np.log(pitch / PITCH))])
    edge = (frames < 8) | (frames > WIDTH - 8)
    return np.where(edge, IGNORED, classes).astype(np.int64), offsets.astype(np.float32)
