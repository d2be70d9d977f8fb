"""The ground of a state's documents: washes, fine lines, medallion, and what only ultraviolet shows."""

from functools import lru_cache

import cv2
import numpy as np

from secondline.site.demo.specimen.emblem import emblem
from secondline.site.demo.specimen.guilloche import braid, rays, relief_lines, rosette, waves
from secondline.site.demo.specimen.inks import HIDDEN_EMBLEM, HIDDEN_WORDS, SECURITY_PAPER, Ink
from secondline.site.demo.specimen.layout import Box
from secondline.site.demo.specimen.lettering import Face, letters
from secondline.site.demo.specimen.sheet import Mask, Sheet, blank, box_points, fill, pixels, stroke
from secondline.site.demo.specimen.states import Emblem, State

VEIL = Ink(SECURITY_PAPER.white, cover=0.62, glow=(0, 0, 0), opaque=0.0)
"""The ground is printed paler under the machine readable zone and under the portrait."""


def _shared(mask: Mask) -> Mask:
    mask.setflags(write=False)
    return mask


@lru_cache(maxsize=8)
def wave_net(size: tuple[float, float], which: Emblem) -> Mask:
    """The main net: two families of waves."""
    long = {Emblem.SUN: 41.0, Emblem.MOUNTAIN: 27.0, Emblem.LIGHTHOUSE: 55.0}[which]
    curves = waves(size, gap=0.95, swing=3.4, length=long, drift=0.115)
    return _shared(stroke(blank(size), curves))


@lru_cache(maxsize=8)
def cross_net(size: tuple[float, float], which: Emblem) -> Mask:
    """The second net, in another colour, against the first."""
    if which is Emblem.LIGHTHOUSE:
        return _shared(
            stroke(blank(size), rays((size[0] * 0.62, size[1] * 0.40), size, count=220, bend=0.10))
        )
    long = {Emblem.SUN: 29.0, Emblem.MOUNTAIN: 63.0}[which]
    return _shared(stroke(blank(size), waves(size, gap=1.15, swing=4.2, length=long, drift=-0.16, turn=1.2)))


@lru_cache(maxsize=8)
def flower(size: tuple[float, float], which: Emblem) -> Mask:
    """The rosettes."""
    petals = {Emblem.SUN: 18, Emblem.MOUNTAIN: 10, Emblem.LIGHTHOUSE: 14}[which]
    middle = (size[0] * 0.62, size[1] * 0.40)
    reach = size[1] * 0.44
    curves = rosette(middle, reach * 0.84, reach, petals=petals * 2, lines=8)
    curves += rosette(middle, reach * 0.58, reach * 0.86, petals=petals, lines=12)
    curves += rosette(middle, reach * 0.50, reach * 0.60, petals=petals * 2, lines=6)
    return _shared(stroke(blank(size), curves))


@lru_cache(maxsize=8)
def medallion(size: tuple[float, float], which: Emblem) -> Mask:
    """The emblem as a relief in level lines: the lines rise where the emblem stands."""
    radius = size[1] * 0.215
    middle = (size[0] * 0.62, size[1] * 0.40)
    shape = cv2.GaussianBlur(emblem(blank(size), which, middle, radius), (0, 0), 3.5).astype(np.float64) / 255
    mask = stroke(blank(size), relief_lines(size, shape, gap=0.62, lift=0.5))
    window = cv2.GaussianBlur(fill(blank(size), [_disc(middle, radius * 1.0)]), (0, 0), 10)
    return _shared(cv2.multiply(mask, window, scale=1 / 255).astype(np.uint8))


def _disc(centre: tuple[float, float], radius: float) -> np.ndarray[tuple[int, int], np.dtype[np.float64]]:
    angle = np.linspace(0, 2 * np.pi, 120, endpoint=False)
    return np.stack([centre[0] + radius * np.cos(angle), centre[1] + radius * np.sin(angle)], axis=1)


@lru_cache(maxsize=8)
def band(size: tuple[float, float], y: float) -> Mask:
    curves = braid(-1, size[0] + 1, y, swing=1.25, length=9.0, strands=7)
    return _shared(stroke(blank(size), curves))


@lru_cache(maxsize=8)
def hidden(size: tuple[float, float], which: Emblem, name: str) -> tuple[Mask, Mask]:
    """What only ultraviolet shows: the large emblem, and the state's name again and again."""
    middle, radius = (size[0] * 0.62, size[1] * 0.40), size[1] * 0.33
    shape = cv2.GaussianBlur(emblem(blank(size), which, middle, radius), (0, 0), 2)
    engraved = stroke(
        blank(size), relief_lines(size, shape.astype(np.float64) / 255, gap=0.5, lift=0.25), width=3
    )
    large = cv2.multiply(engraved, shape, scale=1 / 255).astype(np.uint8)
    words = blank(size)
    line = letters(f"{name} · SPECIMEN · " * 8, 1.7, Face.PLAIN)
    for row, y in enumerate(np.arange(2.0, size[1] - 28, 9.0)):
        top, skip = pixels(y), pixels(9.0 * (row % 2) + 2)
        part = line[: words.shape[0] - top, skip : skip + words.shape[1]]
        words[top : top + part.shape[0], : part.shape[1]] = part
    return _shared(large), _shared(words)


def copied(mask: Mask) -> Mask:
    """What a scanner and an office printer make of fine lines: soft, broken into drops."""
    soft = cv2.GaussianBlur(mask, (0, 0), 2.4).astype(np.float32) * 1.5
    rows, columns = np.mgrid[0 : mask.shape[0], 0 : mask.shape[1]].astype(np.float32)
    screen = 0.72 + 0.40 * np.cos(rows * 1.15 + columns * 0.34) * np.cos(columns * 1.15 - rows * 0.34)
    drops: Mask = np.clip(soft * screen, 0, 255).astype(np.uint8)
    return drops


def print_ground(sheet: Sheet, state: State, *, mrz: Box | None, genuine: bool) -> None:
    """Print everything that is the same on every sheet of this kind."""
    size, which = sheet.size, state.emblem
    wash = sheet.blank()
    wash[:] = 255
    sheet.lay(wash, state.wash)
    for mask, ink in (
        (cross_net(size, which), state.faint),
        (wave_net(size, which), state.line),
        (flower(size, which), Ink(state.second, into=state.first, cover=0.42)),
        (medallion(size, which), Ink(state.dark, cover=0.42)),
    ):
        sheet.lay(mask if genuine else copied(mask), ink)
    if genuine:
        raised = emblem(sheet.blank(), which, (size[0] * 0.62, size[1] * 0.40), size[1] * 0.2, ring=False)
        sheet.emboss(raised, 0.45)
    if mrz is not None:
        zone = fill(sheet.blank(), [box_points(*mrz)])
        sheet.lay(zone, VEIL)


def print_hidden(sheet: Sheet, state: State) -> None:
    large, words = hidden(sheet.size, state.emblem, state.name)
    sheet.lay(words, HIDDEN_WORDS)
    sheet.lay(large, HIDDEN_EMBLEM)
