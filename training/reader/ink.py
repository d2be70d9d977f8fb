"""Printed characters: faces, weights and the ways in which a print is worn, as coverage from 0 to 1."""

from functools import lru_cache
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

Plane = NDArray[np.float32]
FONTS = Path(__file__).parents[2] / "assets" / "fonts"
SYSTEM = Path("/usr/share/fonts")
PITCH = 32
"""Pixels from one character to the next where zones are drawn; everything after that is the camera's work."""
GENUINE = ("OCRB.otf", "OCRBS.otf")
SLANTED = "OCRBL.otf"
MONO = (
    "truetype/dejavu/DejaVuSansMono.ttf",
    "truetype/dejavu/DejaVuSansMono-Bold.ttf",
    "truetype/liberation/LiberationMono-Regular.ttf",
    "truetype/liberation/LiberationMono-Bold.ttf",
    "truetype/hack/Hack-Regular.ttf",
    "truetype/hack/Hack-Bold.ttf",
    "truetype/freefont/FreeMonoBold.ttf",
    "opentype/b612/B612Mono-Regular.otf",
    "opentype/b612/B612Mono-Bold.otf",
    "truetype/inconsolata/Inconsolata.otf",
    "truetype/jetbrains-mono/JetBrainsMono-Medium.ttf",
    "truetype/jetbrains-mono/JetBrainsMono-Bold.ttf",
    "truetype/mononoki/mononoki-Regular.ttf",
    "truetype/tlwg/TlwgMono-Bold.ttf",
    "truetype/ocr-a/OCRA.ttf",
    "truetype/ocr-a/OCRACondensed.ttf",
)
WIDE = (
    "truetype/liberation/LiberationSans-Regular.ttf",
    "truetype/liberation/LiberationSans-Bold.ttf",
    "truetype/liberation/LiberationSansNarrow-Regular.ttf",
    "truetype/dejavu/DejaVuSansCondensed.ttf",
    "truetype/dejavu/DejaVuSans-ExtraLight.ttf",
    "truetype/freefont/FreeSans.ttf",
    "truetype/roboto/unhinted/RobotoTTF/Roboto-Medium.ttf",
)
PROSE = (
    "truetype/liberation/LiberationSerif-Regular.ttf",
    "truetype/dejavu/DejaVuSerif.ttf",
    "truetype/dejavu/DejaVuSans.ttf",
    "truetype/freefont/FreeSerif.ttf",
)
FOREIGN = {
    "thai": "truetype/noto/NotoSansThai-Regular.ttf",
    "arabic": "truetype/noto/NotoSansArabic-Regular.ttf",
    "hebrew": "truetype/noto/NotoSansHebrew-Regular.ttf",
    "devanagari": "truetype/noto/NotoSansDevanagari-Regular.ttf",
    "bengali": "truetype/noto/NotoSansBengali-Regular.ttf",
    "georgian": "truetype/noto/NotoSansGeorgian-Regular.ttf",
    "armenian": "truetype/noto/NotoSansArmenian-Regular.ttf",
    "khmer": "truetype/noto/NotoSansKhmer-Regular.ttf",
    "ethiopic": "truetype/noto/NotoSansEthiopic-Regular.ttf",
    "tamil": "truetype/noto/NotoSansTamil-Regular.ttf",
    "chinese": "opentype/noto/NotoSansCJK-Regular.ttc",
}


def present(names: tuple[str, ...]) -> tuple[str, ...]:
    """The fonts that this machine has; README.md names their packages."""
    return tuple(name for name in names if (SYSTEM / name).exists())


OTHER_MONO, OTHER_WIDE = present(MONO), present(WIDE)
OTHER_PROSE = (*present(PROSE), *OTHER_WIDE, *OTHER_MONO)


@lru_cache(maxsize=256)
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
        self.font, self.filler = draw_font(rng), ""
        self.pitch = PITCH * float(rng.uniform(0.97, 1.03))
        self.weight = float(rng.uniform(-1.1, 1.9)) if rng.random() < 0.75 else 0.0
        # In some prints zero and O change their shapes, so neither shape may ever be quite certain.
        self.twins = {"0": "O", "O": "0"} if rng.random() < 0.04 else {}
        self.cache: dict[str, Plane] = {}
        self.maps = draw_maps(rng)
        self.filler_maps = self.maps
        if rng.random() < 0.3:  # real prints differ most in their fillers: wide, low, flat, of another font
            self.filler_maps = draw_maps(rng, float(rng.uniform(0.75, 1.2)), float(rng.normal(0, 1.5)))
        if rng.random() < 0.15:
            self.filler = draw_font(rng)
        self.mask, self.spread = draw_wear(rng)
        self.edge = float(rng.uniform(1.0, 2.2))

    def draw(self, character: str) -> Plane:
        if character not in self.cache:
            other = character == "<" and self.filler
            glyph = draw_glyph(other or self.font, self.twins.get(character, character))
            self.cache[character] = self.shape(glyph, self.filler_maps if character == "<" else self.maps)
        return self.cache[character]

    def shape(self, glyph: Plane, maps: tuple[Plane, Plane]) -> Plane:
        bent = cv2.remap(glyph, *maps, cv2.INTER_LINEAR)
        if self.weight:
            # A soft edge moved outwards or inwards: blur, then cut at another level.
            soft = cv2.GaussianBlur(bent, (0, 0), self.edge if self.weight > 0 else 1.2)
            level = 0.5 - 0.22 * self.weight if self.weight > 0 else 0.5 - 0.3 * self.weight
            bent = np.clip((soft - level) * 4 + 0.5, 0, 1)
        if self.spread:
            bent = cv2.GaussianBlur(bent, (0, 0), self.spread)
        return np.asarray(bent * self.mask, np.float32)


def draw_font(rng: np.random.Generator) -> str:
    """Mostly OCR-B; else a face that a counterfeiter, a typist or a careless printer may take."""
    chance = rng.random()
    if chance < 0.76 or not OTHER_MONO:
        return str(rng.choice(GENUINE))
    if chance < 0.79:
        return SLANTED
    return str(rng.choice(OTHER_MONO if chance < 0.94 or not OTHER_WIDE else OTHER_WIDE))


def draw_maps(rng: np.random.Generator, size: float = 1.0, lift: float = 0.0) -> tuple[Plane, Plane]:
    """Where each pixel of a glyph comes from: width, height, slant and a slight bend of its strokes."""
    x, y = np.meshgrid(np.arange(48, dtype=np.float32) - 23.5, np.arange(56, dtype=np.float32) - 27.5)
    width = size * float(rng.uniform(0.78, 1.14))
    height = size * float(rng.uniform(0.74, 1.3))
    slant = float(rng.normal(0, 0.03))
    bend = rng.normal(0, float(rng.choice([0.3, 0.6, 1.0])), (2, 3, 3)).astype(np.float32)
    across, down = (cv2.resize(plane, (48, 56), interpolation=cv2.INTER_CUBIC) for plane in bend)
    source_x, source_y = x / width + slant * y + 23.5 + across, (y + lift) / height + 27.5 + down
    return np.asarray(source_x, np.float32), np.asarray(source_y, np.float32)


def draw_wear(rng: np.random.Generator) -> tuple[Plane, float]:
    """What a print lost: a mask of 48 x 56 from dots, holes or rough paper, and how far the ink ran."""
    wear = str(rng.choice(["none"] * 5 + ["dots", "holes", "rough", "spread", "rows", "engraved"]))
    mask, spread = np.ones((56, 48), np.float32), 0.0
    y, x = np.mgrid[0:56, 0:48].astype(np.float32)
    if wear in {"dots", "engraved"}:
        period = float(rng.uniform(2.4, 4.6))
        rows = np.cos(
            2 * np.pi * (y + (period / 2 * (np.floor(x / period) % 2) if wear == "engraved" else 0)) / period
        )
        grid = np.cos(2 * np.pi * x / period) + rows
        mask = np.clip(float(rng.uniform(0.6, 0.9)) + float(rng.uniform(0.3, 0.7)) * grid, 0.1, 1)
    elif wear == "rows":  # a thermal printer's dead dots, a matrix printer's rows
        mask = np.where(rng.random((56, 1)) < float(rng.uniform(0.03, 0.2)), float(rng.uniform(0, 0.6)), 1.0)
        mask = np.repeat(mask, 48, axis=1)
    elif wear in {"holes", "rough"}:
        size = 9 if wear == "holes" else 26
        noise = cv2.resize(rng.normal(0, 1, (size, size)).astype(np.float32), (48, 56))
        mask = np.clip(1.1 - float(rng.uniform(0.2, 0.7)) * np.maximum(noise, 0), 0.1, 1)
    elif wear == "spread":
        spread = float(rng.uniform(1, 3.4))
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


def print_prose(rng: np.random.Generator, text: str, height: int, script: str = "", font: str = "") -> Plane:
    """Other text of the page, `height` the size in pixels; `script` one of FOREIGN's, or none of them."""
    name = font or (FOREIGN[script] if script else str(rng.choice(OTHER_PROSE)))
    face = open_font(name, max(6, height))
    box = face.getbbox(text)
    sheet = Image.new("L", (int(box[2]) + 4, int(box[3]) + 4), 0)
    ImageDraw.Draw(sheet).text((2, 2), text, font=face, fill=255)
    return np.asarray(sheet, np.float32) / np.float32(255)
