"""Security features on top of the ground: fibres, watermark, microtext, ghost image, foil, perforation."""

from collections.abc import Sequence

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

from secondline.site.demo.specimen.emblem import emblem
from secondline.site.demo.specimen.guilloche import rosette
from secondline.site.demo.specimen.inks import FIBRES, HOLE, Ink, Light
from secondline.site.demo.specimen.layout import Box
from secondline.site.demo.specimen.lettering import Face, letters
from secondline.site.demo.specimen.sheet import SCALE, Mask, Sheet, blank, fill, pixels, stroke
from secondline.site.demo.specimen.states import State

MICROTEXT = 0.62
"""Em of the microtext in millimetres: capitals 0.45 mm high, a line to the naked eye."""


def sow_fibres(sheet: Sheet, seed: int) -> None:
    """Fibres lie in every sheet of paper otherwise: they come from the document's own seed."""
    chance = np.random.default_rng(seed)
    for ink in FIBRES:
        mask = sheet.blank()
        curves = []
        for _ in range(int(sheet.size[0] * sheet.size[1] / 420)):
            x, y = chance.uniform((0, 0), sheet.size)
            turn, bend = chance.uniform(0, 2 * np.pi), chance.uniform(-0.5, 0.5)
            along = np.linspace(0, chance.uniform(1.6, 3.4), 12)
            angle = turn + bend * along
            curves.append(np.stack([x + along * np.cos(angle), y + along * np.sin(angle)], axis=1))
        sheet.lay(stroke(mask, curves, width=2), ink)


def watermark(sheet: Sheet, state: State, centre: tuple[float, float], radius: float) -> None:
    """The emblem in the paper, lighter and darker than its ground, and a thread from top to bottom."""
    if sheet.light is not Light.TRANSMITTED:
        return
    mark = emblem(sheet.blank(), state.emblem, centre, radius)
    sheet.thicken(cv2.GaussianBlur(mark, (0, 0), 3).astype(np.uint8), -0.62)
    halo = cv2.GaussianBlur(mark, (0, 0), 26).astype(np.uint8)
    sheet.thicken(halo, 0.45)
    x = sheet.size[0] * 0.328
    thread = fill(
        sheet.blank(), [np.array([(x, 0), (x + 1.1, 0), (x + 1.1, sheet.size[1]), (x, sheet.size[1])])]
    )
    for y in np.arange(1, sheet.size[1], 7.5):
        word = cv2.rotate(letters("UTO", 1.1, Face.BOLD), cv2.ROTATE_90_CLOCKWISE)
        top, left = pixels(y), pixels(x + 0.5) - word.shape[1] // 2
        part = thread[top : top + word.shape[0], left : left + word.shape[1]]
        part -= np.minimum(part, word[: part.shape[0], : part.shape[1]])
    sheet.thicken(thread, 0.62)


def microtext_line(
    sheet: Sheet, words: str, at: tuple[float, float], length: float, ink: Ink, *, real: bool
) -> None:
    """A line of microtext; a copy has only a row of smears."""
    text = (words + " ") * (int(length / (len(words) * 0.25)) + 1)
    line = letters(text, MICROTEXT, Face.BOLD)
    air = pixels(MICROTEXT * 0.75)
    line = line[:, air : air + pixels(length)]
    if not real:
        line = np.clip(
            cv2.GaussianBlur(line, (0, 0), sigmaX=6, sigmaY=1.6).astype(np.float32) * 1.6, 0, 255
        ).astype(np.uint8)
    sheet.lay(line, ink, (pixels(at[0]), pixels(at[1]) - round(2.5 * air)))


def ghost(sheet: Sheet, face: NDArray[np.uint8], box: Box, ink: Ink) -> None:
    """The portrait once more, small, in wavy lines whose thickness follows the tone."""
    wide, high = pixels(box[2]), pixels(box[3])
    grey = cv2.cvtColor(cv2.resize(face, (wide, high), interpolation=cv2.INTER_AREA), cv2.COLOR_RGB2GRAY)
    tone = 1 - np.clip((grey.astype(np.float32) - 20) / 205, 0, 1)
    rows, columns = np.mgrid[0:high, 0:wide].astype(np.float32)
    bend = rows + 2.2 * np.sin(columns / 15)
    crest = 0.5 + 0.5 * np.cos(2 * np.pi * bend / (0.42 * SCALE))
    lines = np.clip((crest - (1 - 1.02 * tone)) * 3.4, 0, 1) * 255
    lines *= _vignette(high, wide)
    sheet.lay(lines.astype(np.uint8), ink, (pixels(box[0]), pixels(box[1])))


def _vignette(high: int, wide: int) -> NDArray[np.float32]:
    """1 in the middle, falling to 0 towards an oval rim."""
    rows, columns = np.mgrid[-1 : 1 : high * 1j, -1 : 1 : wide * 1j].astype(np.float32)
    far = np.power(np.abs(columns), 3.0) + np.power(np.abs(rows), 3.0)
    share: NDArray[np.float32] = np.clip((1.04 - far) * 4, 0, 1).astype(np.float32)
    return share


def soft_frame(high: int, wide: int) -> Mask:
    """The mask of a genuine portrait: it fades into the ground instead of ending."""
    inset = max(2, round(0.5 * SCALE))
    mask = np.zeros((high, wide), np.uint8)
    mask[inset : high - inset, inset : wide - inset] = 255
    return cv2.GaussianBlur(mask, (0, 0), inset * 0.55).astype(np.uint8)


def foil(sheet: Sheet, state: State, place: tuple[float, float, float], *, real: bool) -> None:
    """A diffractive foil over the portrait's corner: its colours run round; a copy is flat grey."""
    x, y, radius = place
    mask = blank((2 * radius, 2 * radius))
    stroke(mask, rosette((radius, radius), radius * 0.66, radius * 0.97, petals=16, lines=12))
    emblem(mask, state.emblem, (radius, radius), radius * 0.56, ring=False)
    at = (pixels(x - radius), pixels(y - radius))
    if not real:
        sheet.lay(mask, Ink((128, 130, 134), cover=0.34), at)
        return
    strength = {Light.WHITE: 0.50, Light.OBLIQUE: 0.85, Light.TRANSMITTED: 0.14}.get(sheet.light, 0.0)
    if not strength:
        return
    rows, columns = np.mgrid[-1 : 1 : mask.shape[0] * 1j, -1 : 1 : mask.shape[1] * 1j].astype(np.float32)
    hue = (np.degrees(np.arctan2(rows, columns)) + 150 * np.hypot(rows, columns)) % 360 / 2
    full = np.full_like(hue, 255)
    rainbow = np.stack([hue, full * 0.52, full * 0.97], axis=-1).astype(np.uint8)
    colours = cv2.cvtColor(rainbow, cv2.COLOR_HSV2RGB).astype(np.float32)
    sheet.paste(colours, (mask * np.float32(strength)).astype(np.uint8), at)


def perforate(sheet: Sheet, number: str, at: tuple[float, float]) -> None:
    """The document number in small round holes, down the edge."""
    font = ImageFont.load_default_imagefont()
    wide = 7 * len(number)
    dots = Image.new("1", (wide, 11))
    pen = ImageDraw.Draw(dots)
    for place, character in enumerate(number):
        pen.text((7 * place, 0), character, fill=1, font=font)
    holes = np.argwhere(np.rot90(np.asarray(dots), -1))
    mask = _dots(sheet, [(at[0] + column * 0.25, at[1] + row * 0.36) for row, column in holes])
    sheet.lay(mask, HOLE)
    sheet.thicken(mask, -0.9)
    sheet.emboss(mask, -0.5)


def _dots(sheet: Sheet, centres: Sequence[tuple[float, float]]) -> Mask:
    mask = sheet.blank()
    for x, y in centres:
        middle = (round(x * SCALE * 16), round(y * SCALE * 16))
        cv2.circle(mask, middle, round(0.12 * SCALE * 16), 255, -1, cv2.LINE_AA, 4)
    return mask
