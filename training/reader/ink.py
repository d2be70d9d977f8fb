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
SLANTED = "OCRBL.otf"
MONO = (
    "dejavu/DejaVuSansMono.ttf",
    "dejavu/DejaVuSansMono-Bold.ttf",
    "liberation/LiberationMono-Regular.ttf",
    "liberation/LiberationMono-Bold.ttf",
    "hack/Hack-Regular.ttf",
    "hack/Hack-Bold.ttf",
    "freefont/FreeMonoBold.ttf",
    "../opentype/b612/B612Mono-Regular.otf",
    "../opentype/b612/B612Mono-Bold.otf",
    "inconsolata/Inconsolata.otf",
    "jetbrains-mono/JetBrainsMono-Medium.ttf",
    "jetbrains-mono/JetBrainsMono-Bold.ttf",
    "mononoki/mononoki-Regular.ttf",
    "tlwg/TlwgMono-Bold.ttf",
    "ocr-a/OCRA.ttf",
    "ocr-a/OCRACondensed.ttf",
)
WIDE = (
    "liberation/LiberationSans-Regular.ttf",
    "liberation/LiberationSans-Bold.ttf",
    "liberation/LiberationSansNarrow-Regular.ttf",
    "dejavu/DejaVuSansCondensed.ttf",
    "dejavu/DejaVuSans-ExtraLight.ttf",
    "freefont/FreeSans.ttf",
    "roboto/unhinted/RobotoTTF/Roboto-Medium.ttf",
)
PROSE = (
    "liberation/LiberationSerif-Regular.ttf",
    "dejavu/DejaVuSerif.ttf",
    "dejavu/DejaVuSans.ttf",
    "freefont/FreeSerif.ttf",
)
FOREIGN = {
    "thai": "noto/NotoSansThai-Regular.ttf",
    "arabic": "noto/NotoSansArabic-Regular.ttf",
    "hebrew": "noto/NotoSansHebrew-Regular.ttf",
    "devanagari": "noto/NotoSansDevanagari-Regular.ttf",
    "bengali": "noto/NotoSansBengali-Regular.ttf",
    "georgian": "noto/NotoSansGeorgian-Regular.ttf",
    "armenian": "noto/NotoSansArmenian-Regular.ttf",
    "khmer": "noto/NotoSansKhmer-Regular.ttf",
    "ethiopic": "noto/NotoSansEthiopic-Regular.ttf",
    "tamil": "noto/NotoSansTamil-Regular.ttf",
    "chinese": "../opentype/noto/NotoSansCJK-Regular.ttc",
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
        self.font = draw_font(rng)
        self.pitch = PITCH * float(rng.uniform(0.97, 1.03))
        self.weight = float(rng.uniform(-1.1, 1.9)) if rng.random() < 0.75 else 0.0
        # In some prints zero and O change their shapes, so neither shape may ever be quite certain.
        self.twins = {"0": "O", "O": "0"} if rng.random() < 0.04 else {}
        self.cache: dict[str, Plane] = {}
        self.maps = draw_maps(rng)
        self.mask, self.spread = draw_wear(rng)
        self.edge = float(rng.uniform(1.0, 2.2))

    def draw(self, character: str) -> Plane:
        if character not in self.cache:
            self.cache[character] = self.shape(self.cut(character))
        return self.cache[character]

    def cut(self, character: str) -> Plane:
        return draw_glyph(self.font, self.twins.get(character, character))

    def shape(self, glyph: Plane) -> Plane:
        bent = cv2.remap(glyph, *self.maps, cv2.INTER_LINEAR)
        if self.weight:
            # A soft edge moved outwards or inwards: blur, then cut at another level.
            soft = cv2.GaussianBlur(bent, (0, 0), self.edge if self.weight > 0 else 1.2)
            level = 0.5 - 0.22 * self.weight if self.weight > 0 else 0.5 - 0.3 * self.weight
            bent = np.clip((soft - level) * 4 + 0.5, 0, 1)
        if self.spread:
            bent = cv2.GaussianBlur(bent, (0, 0), self.spread)
        return np.asarray(bent * self.mask, np.float32)


class Lettering(Face):
    """A face whose filler differs, as it does in real prints: wide, low, flat, small or of another font."""

    def __init__(self, rng: np.random.Generator) -> None:
        super().__init__(rng)
        self.filler = draw_font(rng) if rng.random() < 0.15 else self.font
        self.filler_maps: tuple[Plane, Plane] | None = None
        if rng.random() < 0.3:
            self.filler_maps = draw_maps(rng, float(rng.uniform(0.75, 1.2)), float(rng.normal(0, 1.5)))

    def cut(self, character: str) -> Plane:
        if character != "<":
            return super().cut(character)
        glyph = draw_glyph(self.filler, character)
        if self.filler_maps is None:
            return glyph
        return np.asarray(cv2.remap(glyph, *self.filler_maps, cv2.INTER_LINEAR), np.float32)


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
