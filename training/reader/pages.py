"""Pages with and without a zone, whole and as the windows on which the finding network is trained."""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray
from training.reader import ink, paper
from training.reader.strips import FOREIGN_SCRIPTS, draw_levels
from training.reader.wording import DIGITS, LETTERS, SHAPES, draw_foreign, draw_prose, draw_zone

Plane = NDArray[np.float32]
SIDE, STRIDE = 256, 4
CELLS = SIDE // STRIDE
NOT_LINE, LINE, UNSURE = 0, 1, 2


@dataclass(frozen=True)
class Page:
    """`levels` 0 to 255 at ink.PITCH / 2 to a character; per line its text and the middles of its
    characters.
    """

    levels: Plane
    swing: float
    shape: str | None
    lines: tuple[str, ...]
    middles: tuple[NDArray[np.float64], ...]


def draw_page(rng: np.random.Generator, *, empty: bool = False) -> Page:
    """A page or card drawn flat. Characters stand about 16 pixels apart."""
    shape = str(rng.choice(list(SHAPES)))
    count, length = SHAPES[shape]
    lines = draw_zone(rng, shape)
    margin = float(rng.uniform(0.5, 4))
    width = int((1.04 * length + 2 * margin) * ink.PITCH)  # a face may be wider than its nominal pitch
    height = int(width * float(rng.uniform(0.35, 1.0)))
    gap = float(rng.uniform(1.7, 2.8)) * ink.PITCH
    foot = height - float(rng.uniform(0.9, 4)) * ink.PITCH
    height = max(height, int((count + 1) * gap))
    foot = max(foot, count * gap)
    zone, rest = np.zeros((height, width), np.float32), np.zeros((height, width), np.float32)
    tops = [foot - (count - 1 - i) * gap for i in range(count)]
    middles = []
    if not empty:
        face = ink.Lettering(rng)
        for line, y in zip(lines, tops, strict=True):
            x = print_at(rng, face, line, zone, (margin + 0.5) * ink.PITCH + rng.normal(0, 1.5), y)
            middles.append(np.stack([x, np.full(len(x), y)], axis=1) / 2)
    fill_page(rng, rest, height if empty else int(tops[0] - 0.8 * ink.PITCH))
    half = (width // 2, height // 2)
    coverage = np.asarray(cv2.resize(np.maximum(zone, rest), half, interpolation=cv2.INTER_AREA), np.float32)
    levels, swing = draw_levels(rng, (half[1], half[0]), coverage, ink.PITCH // 2)
    if not empty and rng.random() < 0.6:
        add_portrait(rng, levels, int(tops[0] / 2 - 12))
    if rng.random() < 0.15:
        levels = paper.overprint(rng, levels)
    return Page(levels, swing, None if empty else shape, () if empty else lines, tuple(middles))


def print_at(
    rng: np.random.Generator, face: ink.Face, line: str, canvas: Plane, x: float, y: float
) -> list[float]:
    """As ink.print_line, but squeezed to the canvas when the pitch drawn would run out of it."""
    return ink.print_line(rng, face, line, canvas, x, min(max(y, 29.0), canvas.shape[0] - 29.0))


def fill_page(rng: np.random.Generator, rest: Plane, bottom: int) -> None:
    """Captions, entries, capitals in the zone's own face, rules and frames above the zone."""
    if rng.random() < 0.3:
        fill_paragraph(rng, rest, bottom)
    for _ in range(int(rng.integers(0, 22))):
        height = int(rng.integers(12, 70))
        if rng.random() < 0.2:
            words = "".join(
                str(c) for c in rng.choice(list(LETTERS + "   0123456789"), int(rng.integers(4, 20)))
            )
            x, y = float(rng.uniform(40, rest.shape[1])), float(rng.uniform(30, max(31, bottom)))
            if y + 29 < rest.shape[0]:
                ink.print_line(rng, ink.Lettering(rng), words, rest, x, y)
            continue
        sheet = print_words(rng, int(rng.integers(5, 40)), height)
        top, left = int(rng.integers(0, max(1, bottom))), int(rng.integers(0, rest.shape[1]))
        end, right = min(top + sheet.shape[0], bottom), min(left + sheet.shape[1], rest.shape[1])
        if end > top:
            part = rest[top:end, left:right]
            np.maximum(part, sheet[: end - top, : right - left] * float(rng.uniform(0.4, 1)), out=part)
    for _ in range(int(rng.integers(0, 4))):
        y, thick = int(rng.integers(0, max(1, bottom))), int(rng.integers(1, 6))
        rest[y : y + thick] = float(rng.uniform(0.2, 1))
    if rng.random() < 0.2:
        x = int(rng.integers(0, rest.shape[1]))
        stripes = rng.random((1, 120)).repeat(6, axis=1) > 0.5
        part = rest[: max(0, bottom), x : x + 720]
        part[:] = np.maximum(part, stripes[:, : part.shape[1]].astype(np.float32) * 0.9)


def print_words(rng: np.random.Generator, length: int, height: int) -> Plane:
    """A caption, an entry or its like in another script."""
    text, script = draw_prose(rng, length), ""
    if rng.random() < 0.3:
        text, script = draw_foreign(rng, length)
    return ink.print_prose(rng, text, height, script if script in FOREIGN_SCRIPTS else "")


def draw_telex(rng: np.random.Generator, length: int) -> str:
    """What looks like a zone's line and is none: capitals with blanks, columns of numbers, program text."""
    kind = int(rng.integers(3))
    if kind == 0:
        text = draw_prose(rng, length).upper()
        return "".join(c if c in LETTERS + " " else " " for c in text)
    if kind == 1:
        width = int(rng.integers(3, 9))
        return "".join(" " if i % width == 0 else str(rng.choice(list(DIGITS + "."))) for i in range(length))
    return "".join(str(c) for c in rng.choice(list(LETTERS + DIGITS + "   <<>=+-();:"), length))


def fill_paragraph(rng: np.random.Generator, rest: Plane, bottom: int) -> None:
    """Running text in one size, as on a page of a book or a form, a table or a telegram."""
    height, left, y = int(rng.integers(14, 44)), int(rng.integers(0, 60)), int(rng.integers(0, 60))
    mono, gap = rng.random() < 0.4 and ink.OTHER_MONO, float(rng.uniform(1.2, 2.2))
    font = str(rng.choice((*ink.GENUINE, *ink.OTHER_MONO))) if mono else ""
    while y + 2 * height < bottom:
        length = 1 + int(rest.shape[1] / height * 1.6)
        text = draw_telex(rng, length) if mono else draw_prose(rng, length)
        sheet = ink.print_prose(rng, text, height, font=font)
        part = rest[y : y + sheet.shape[0], left:]
        part = part[:, : sheet.shape[1]]
        np.maximum(part, sheet[: part.shape[0], : part.shape[1]], out=part)
        y += int(height * gap)


def add_portrait(rng: np.random.Generator, levels: Plane, bottom: int) -> None:
    side = int(levels.shape[1] * float(rng.uniform(0.15, 0.35)))
    top, left = int(rng.integers(0, max(1, bottom - side))), int(rng.integers(0, levels.shape[1] - side))
    end = min(top + int(side * 1.25), bottom)
    if end > top + 8:
        blotches = 120 + 60 * paper.draw_noise(rng, (end - top, side), side / float(rng.uniform(2, 9)))
        levels[top:end, left : left + side] = np.clip(blotches, 0, 255)


def draw_surroundings(rng: np.random.Generator, shape: tuple[int, int]) -> Plane:
    """What the page lies on: a desk, a screen, a hand, another sheet."""
    base = float(rng.uniform(0, 255))
    ground = base + 60 * paper.draw_noise(rng, shape, float(rng.uniform(20, 300))) * float(rng.uniform(0, 1))
    ground += 40 * paper.draw_noise(rng, shape, float(rng.uniform(1, 8))) * float(rng.choice([0, 0.3, 1]))
    if rng.random() < 0.2:
        ground = base + 80 * paper.draw_background(rng, shape)
    if rng.random() < 0.15:  # print of something else that lies beside
        font = int(rng.integers(8, 30))
        for y in range(int(rng.integers(0, 20)), shape[0] - 2 * font, int(font * float(rng.uniform(1.2, 3)))):
            sheet = print_words(rng, 60, font)[: shape[0] - y, : shape[1]]
            part = ground[y : y + sheet.shape[0], : sheet.shape[1]]
            part += (float(rng.choice([0, 255])) - part) * sheet * 0.8
    return np.asarray(np.clip(ground, 0, 255), np.float32)


@dataclass(frozen=True)
class Shot:
    """A picture of a page; per line the middles of the characters in it, n x 2."""

    picture: Plane
    lines: tuple[str, ...]
    middles: tuple[NDArray[np.float64], ...]
    shape: str | None


def shoot(
    rng: np.random.Generator,
    page: Page,
    size: tuple[int, int],
    pitch: float,
    turn: float,
    at: tuple[float, float],
) -> Shot:
    """Photograph a page: characters `pitch` apart, turned by `turn` degrees, page point `at` in the middle.

    `size` is (width, height). Perspective, a bend of the paper, light, blur and compression are drawn.
    """
    width, height = size
    scale = pitch / (ink.PITCH / 2)
    angle = np.deg2rad(turn)
    rotation = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]]) * scale
    rotation = rotation @ np.array([[1, rng.normal(0, 0.02)], [0, np.exp(rng.normal(0, 0.03))]])
    tilt = rng.normal(0, 0.12, 2) / max(size) if rng.random() < 0.6 else np.zeros(2)
    middle = np.array([width / 2, height / 2])
    whole = np.eye(3)
    whole[:2, :2] = rotation
    whole[:2, 2] = -rotation @ np.array(at)
    lens = np.array([[1, 0, 0], [0, 1, 0], [tilt[0], tilt[1], 1]])
    back = np.array([[1, 0, middle[0]], [0, 1, middle[1]], [0, 0, 1]])
    whole = back @ lens @ whole
    x, y = np.meshgrid(np.arange(width, dtype=np.float64), np.arange(height, dtype=np.float64))
    source = np.linalg.inv(whole) @ np.stack([x.ravel(), y.ravel(), np.ones(x.size)])
    page_x, page_y = (source[:2] / source[2]).reshape(2, height, width)
    wave = float(rng.normal(0, 6)) if rng.random() < 0.4 else 0.0
    period, phase = page.levels.shape[1] * float(rng.uniform(0.35, 1.2)), float(rng.uniform(0, 7))
    page_y = page_y + wave * np.sin(page_x / period * np.pi + phase)
    levels = page.levels
    if scale < 1:
        levels = np.asarray(
            cv2.GaussianBlur(levels, (0, 0), float(rng.uniform(0.3, 0.6)) / scale), np.float32
        )
    maps = page_x.astype(np.float32), page_y.astype(np.float32)
    picture = cv2.remap(levels, maps[0], maps[1], cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    outside = (page_x < 0) | (page_y < 0) | (page_x > levels.shape[1] - 1) | (page_y > levels.shape[0] - 1)
    if outside.any():
        picture = np.where(outside, draw_surroundings(rng, (height, width)), picture)
    picture = paper.light(rng, np.asarray(picture, np.float32))
    picture = paper.blur(rng, picture, pitch * float(rng.choice([0.03, 0.08, 0.13])))
    picture = paper.spoil(rng, picture, page.swing)
    placed = []
    for middles in page.middles:
        flat = middles.copy()
        flat[:, 1] -= wave * np.sin(flat[:, 0] / period * np.pi + phase)
        points = whole @ np.vstack([flat.T, np.ones(len(flat))])
        placed.append((points[:2] / points[2]).T)
    return Shot(picture, page.lines, tuple(placed), page.shape)


@dataclass(frozen=True)
class Window:
    """SIDE x SIDE grey levels; per cell NOT_LINE, LINE or UNSURE; cosine and sine of the reading direction
    and the natural logarithm of pitch / 8.
    """

    levels: Plane
    cells: NDArray[np.int8]
    reading: Plane


SHOTS = 3
"""Windows taken of one page."""


def draw_windows(rng: np.random.Generator) -> tuple[Window, ...]:
    """SHOTS windows of one page, which is drawn once."""
    page = draw_page(rng, empty=rng.random() < 0.15)
    return tuple(draw_window(rng, page) for _ in range(SHOTS))


def draw_window(rng: np.random.Generator, page: Page) -> Window:
    pitch = float(np.exp(rng.uniform(np.log(4.0), np.log(22))))
    turn = (
        float(rng.normal(0, 4)) + float(rng.choice([0, 0, 0, 90, 180, 270]))
        if rng.random() < 0.75
        else float(rng.uniform(0, 360))
    )
    if not page.middles or rng.random() < 0.15:
        at = (float(rng.uniform(0, page.levels.shape[1])), float(rng.uniform(0, page.levels.shape[0])))
    else:
        line = page.middles[int(rng.integers(len(page.middles)))]
        spot = line[int(rng.integers(len(line)))] + rng.normal(0, 60 / pitch * 16, 2)
        at = (float(spot[0]), float(spot[1]))
    shot = shoot(rng, page, (SIDE, SIDE), pitch, turn, at)
    picture = 255 - shot.picture if rng.random() < 0.06 else shot.picture
    cells, reading = mark(shot)
    return Window(picture, cells, reading)


def mark(shot: Shot) -> tuple[NDArray[np.int8], Plane]:
    """The cells of the lines' bodies, from end to end, with a seam around them on which nothing is asked."""
    cells = np.zeros((CELLS, CELLS), np.int8)
    reading = np.zeros((3, CELLS, CELLS), np.float32)
    y, x = np.mgrid[0:CELLS, 0:CELLS] * STRIDE + (STRIDE - 1) / 2
    for middles in shot.middles:
        steps = np.diff(middles, axis=0)
        pitches = np.hypot(steps[:, 0], steps[:, 1])
        spots = middles[:-1] + steps / 2
        near = (np.abs(spots - SIDE / 2) < SIDE / 2 + 30).all(axis=1)
        for spot, step, pitch in zip(spots[near], steps[near], pitches[near], strict=True):
            along = ((x - spot[0]) * step[0] + (y - spot[1]) * step[1]) / pitch**2
            across = (-(x - spot[0]) * step[1] + (y - spot[1]) * step[0]) / pitch**2
            seam = (np.abs(along) <= 1.2) & (np.abs(across) < 0.42 + 3 / pitch)
            cells[seam & (cells == NOT_LINE)] = UNSURE
            body = (np.abs(along) <= 0.75) & (np.abs(across) < max(0.42, 2.1 / pitch))
            cells[body] = LINE
            reading[:, seam] = np.array([[step[0] / pitch], [step[1] / pitch], [np.log(pitch / 8)]])
    return cells, reading
