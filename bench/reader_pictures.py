"""The pictures of bench/reader.py: drawn at fixed seeds, each beside a JSON with what stands in it.

{"kind", "lines", "box"}: `box` is what a perfect finder would hand on, the whole picture without a zone.
"""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont
from training.reader import ink, paper
from training.reader.pages import Shot, draw_page, shoot
from training.reader.wording import ALPHABET, draw_prose

Picture = NDArray[np.uint8]
Plane = NDArray[np.float32]
WITH = ("scan", "small", "photograph")
FAINTEST = 45
"""Grey levels from paper to ink that a drawn picture has at least."""
SPECIMENS = Path(__file__).parents[2] / "shared" / "data" / "mrz_images"
TRUTH = Path(__file__).parent / "specimens.json"
"""The lines of those pictures, typed by hand; `null` for the one without a zone."""


@dataclass(frozen=True)
class Case:
    name: str
    kind: str
    lines: tuple[str, ...]
    box: tuple[int, int, int, int]

    @classmethod
    def load(cls, path: Path) -> "Case":
        found = json.loads(path.read_text("utf-8"))
        return cls(path.stem, found["kind"], tuple(found["lines"]), tuple(found["box"]))


def draw_all(count: int, folder: Path) -> int:
    """Draw `count` pictures of each kind into the folder, and lay the published specimens beside them."""
    for kind in WITH:
        for index, shot in zip(range(count), draw_shots(kind), strict=False):
            put(folder, f"{kind}-{index:03d}", kind, shot.picture, shot.lines, find_box(shot))
    for number, (kind, draw) in enumerate(NEGATIVES.items()):
        for index in range(max(1, count // 2)):
            put(folder, f"{kind}-{index:03d}", kind, draw(np.random.default_rng([778, number, index])))
    return lay_specimens(folder)


def put(
    folder: Path,
    name: str,
    kind: str,
    levels: Plane,
    lines: tuple[str, ...] = (),
    box: list[int] | None = None,
) -> None:
    picture = np.clip(levels, 0, 255).astype(np.uint8)
    Image.fromarray(picture).convert("RGB").save(folder / f"{name}.png")
    whole = [0, 0, picture.shape[1], picture.shape[0]]
    told = {"kind": kind, "lines": lines, "box": box or whole}
    (folder / f"{name}.json").write_text(json.dumps(told), "utf-8")


def draw_shots(kind: str) -> Iterator[Shot]:
    """Pictures of a kind that show all of their zone in print that is not too faint."""
    index = 0
    while True:
        if shot := draw_shot(kind, index):
            yield shot
        index += 1


def draw_shot(kind: str, index: int) -> Shot | None:
    """Picture `index` of a kind, the same on every machine; None where the drawing is not legible."""
    rng = np.random.default_rng([777, WITH.index(kind), index])
    page = draw_page(rng)
    height, width = page.levels.shape
    pitch, turn, room = float(rng.uniform(11, 24)), float(rng.normal(0, 0.6)), 1.05
    if kind == "small":
        pitch = float(rng.uniform(6.5, 11))
    if kind == "photograph":
        pitch, room = float(rng.uniform(9, 30)), float(rng.uniform(1.1, 1.8))
        turn = float(rng.choice([0, 0, 0, 90, 180, 270]) + rng.normal(0, 6))
    size = (int(width * pitch / 16 * room), int(height * pitch / 16 * room))
    if 45 < turn % 180 < 135:
        size = (size[1], size[0])
    shot = shoot(rng, page, size, pitch, turn, (width / 2, height / 2))
    middles = np.concatenate([*shot.middles, np.array([size]) / 2])
    inside = (middles > 0.7 * pitch).all() and (middles < np.array(size) - 0.7 * pitch).all()
    return shot if inside and page.swing > FAINTEST else None


def find_box(shot: Shot) -> list[int]:
    """Left, upper, right, lower of the zone with some room: what a perfect finder would hand to Tesseract."""
    points = np.concatenate(shot.middles)
    room = 1.5 * float(np.hypot(*(shot.middles[0][1] - shot.middles[0][0])))
    low = np.maximum(points.min(axis=0) - room, 0)
    return [int(v) for v in (*low, *(points.max(axis=0) + room))]


def draw_empty_page(rng: np.random.Generator) -> Plane:
    """A page or visa with captions, entries and a portrait, and no zone."""
    page = draw_page(rng, empty=True)
    height, width = page.levels.shape
    pitch = float(rng.uniform(9, 24))
    size = (int(width * pitch / 16), int(height * pitch / 16))
    return shoot(rng, page, size, pitch, float(rng.normal(0, 4)), (width / 2, height / 2)).picture


def draw_text(rng: np.random.Generator) -> Plane:
    """A page of running text, often in capitals or in a face of fixed width."""
    font = _open(str(rng.choice(ink.PROSE)), int(rng.integers(11, 30)))
    sheet, pen = _sheet(rng)
    for y in range(20, sheet.height - 30, int(font.size * rng.uniform(1.2, 1.8))):
        line = draw_prose(rng, 90)
        pen.text((20, y), line.upper() if rng.random() < 0.3 else line, font=font, fill=int(rng.integers(90)))
    return _spoil(rng, sheet)


def draw_table(rng: np.random.Generator) -> Plane:
    """Numbers and capitals in columns with rules: a bill, a list of codes, a bank statement."""
    font = _open("liberation/LiberationMono-Regular.ttf", int(rng.integers(12, 26)))
    if rng.random() < 0.5:
        font = ink.open_font("OCRB.otf", int(font.size))
    sheet, pen = _sheet(rng)
    step = int(font.size * 1.7)
    for y in range(20, sheet.height - 30, step):
        cells = [_word(rng, int(rng.integers(1, 9))).rjust(9) for _ in range(int(rng.integers(3, 7)))]
        pen.text((24, y), "  ".join(cells), font=font, fill=20)
        if rng.random() < 0.3:
            pen.line([(16, y - 4), (sheet.width - 16, y - 4)], fill=60)
    return _spoil(rng, sheet)


def draw_barcode(rng: np.random.Generator) -> Plane:
    """Bars with their number below, or a square of modules."""
    sheet, pen = _sheet(rng)
    x, unit = 60, int(rng.integers(1, 5))
    while x < sheet.width - 80:
        wide = unit * int(rng.integers(1, 5))
        pen.rectangle([x, 80, x + wide, 260], fill=10)
        x += wide + unit * int(rng.integers(1, 5))
    text = "".join(rng.choice(list("0123456789<>"), 40))
    pen.text((60, 270), text, font=ink.open_font("OCRB.otf", 24), fill=10)
    side = 8
    for row in range(24):
        for column in np.flatnonzero(rng.random(40) < 0.5):
            left, top = 60 + int(column) * side, 330 + row * side
            pen.rectangle([left, top, left + side, top + side], fill=10)
    return _spoil(rng, sheet)


def draw_noise(rng: np.random.Generator) -> Plane:
    """Blotches, grain, stripes and waves without a letter."""
    shape = (int(rng.integers(200, 900)), int(rng.integers(300, 1200)))
    levels = 128 + 60 * paper.draw_noise(rng, shape, float(rng.uniform(1, 60)))
    if rng.random() < 0.5:
        levels += 80 * paper.draw_background(rng, shape)
    if rng.random() < 0.4:
        levels += 60 * np.sign(np.sin(np.arange(shape[0]) * float(rng.uniform(0.1, 1))))[:, None]
    return np.asarray(np.clip(levels, 0, 255), np.float32)


NEGATIVES: dict[str, Callable[[np.random.Generator], Plane]] = {
    "page without": draw_empty_page,
    "text": draw_text,
    "table": draw_table,
    "barcode": draw_barcode,
    "noise": draw_noise,
}


def _open(name: str, size: int) -> ImageFont.FreeTypeFont:
    return ink.open_font(name, size)


def _word(rng: np.random.Generator, length: int) -> str:
    pool = list("0123456789.," if rng.random() < 0.6 else ALPHABET)
    return "".join(str(c) for c in rng.choice(pool, length))


def _sheet(rng: np.random.Generator) -> tuple[Image.Image, ImageDraw.ImageDraw]:
    sheet = Image.new("L", (int(rng.integers(500, 1200)), int(rng.integers(400, 1000))), 235)
    return sheet, ImageDraw.Draw(sheet)


def _spoil(rng: np.random.Generator, sheet: Image.Image) -> Plane:
    levels = np.asarray(sheet, np.float32)
    middle = (levels.shape[1] / 2, levels.shape[0] / 2)
    turn = cv2.getRotationMatrix2D(middle, float(rng.normal(0, 3)), 1)
    turned = cv2.warpAffine(levels, turn, sheet.size, borderMode=cv2.BORDER_REPLICATE)
    return paper.spoil(rng, paper.blur(rng, paper.light(rng, np.asarray(turned, np.float32)), 1.5))


def lay_specimens(folder: Path) -> int:
    """Published specimens, where they are on this machine; how many there were."""
    if not SPECIMENS.is_dir():
        return 0
    truth = json.loads(TRUTH.read_text("utf-8"))
    found = [path for path in sorted(SPECIMENS.iterdir()) if path.name in truth]
    for path in found:
        levels = np.asarray(Image.open(path).convert("RGB"), np.float32)
        lines = tuple(truth[path.name] or ())
        put(folder, f"specimen-{path.stem}", "specimen" if lines else "no zone", levels, lines)
    return len(found)
