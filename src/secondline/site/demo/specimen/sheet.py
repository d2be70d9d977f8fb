"""The sheet that is printed on: millimetres in, pixels out, one light at a time."""

from collections.abc import Sequence

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image

from secondline.site.demo.specimen.inks import Ink, Light, Paper

SCALE = 14
"""Pixels per millimetre: 355.6 dots per inch."""

_SUBPIXEL_BITS = 6

Mask = NDArray[np.uint8]
Points = NDArray[np.float64]


def pixels(millimetres: float) -> int:
    return round(millimetres * SCALE)


def blank(size: tuple[float, float]) -> Mask:
    """An empty mask for an area of `size` (width, height) millimetres."""
    return np.zeros((pixels(size[1]), pixels(size[0])), np.uint8)


def _fixed(points: Points) -> NDArray[np.int32]:
    return np.round((points * SCALE - 0.5) * (1 << _SUBPIXEL_BITS)).astype(np.int32)


def stroke(mask: Mask, curves: Sequence[Points], *, width: int = 1, closed: bool = False) -> Mask:
    """Draw curves (each n x 2, millimetres) as lines `width` pixels wide."""
    lines = [_fixed(curve) for curve in curves]
    cv2.polylines(mask, lines, closed, 255, width, cv2.LINE_AA, _SUBPIXEL_BITS)
    return mask


def fill(mask: Mask, shapes: Sequence[Points], value: int = 255) -> Mask:
    """Fill closed shapes (each n x 2, millimetres)."""
    for shape in shapes:
        cv2.fillPoly(mask, [_fixed(shape)], value, cv2.LINE_AA, _SUBPIXEL_BITS)
    return mask


def box_points(left: float, top: float, width: float, height: float) -> Points:
    right, bottom = left + width, top + height
    return np.array([(left, top), (right, top), (right, bottom), (left, bottom)], np.float64)


class Sheet:
    """One side of one document under one light. Masks are laid on it in the order of printing."""

    def __init__(self, size: tuple[float, float], light: Light, paper: Paper) -> None:
        self.size = size
        self.light = light
        shape = (pixels(size[1]), pixels(size[0]))
        ground = {
            Light.WHITE: paper.white,
            Light.OBLIQUE: paper.white,
            Light.UV: paper.uv,
            Light.IR: paper.ir,
            Light.TRANSMITTED: paper.transmitted,
        }[light]
        self.pixels = np.empty((*shape, 3), np.float32)
        self.pixels[:] = ground
        self.height = np.zeros(shape, np.float32)
        """How far the surface stands out, in arbitrary units: seen in oblique light only."""
        self.density = np.zeros(shape, np.float32)
        """How much more (or less) paper there is than elsewhere: seen in transmitted light only."""

    def blank(self) -> Mask:
        return np.zeros(self.height.shape, np.uint8)

    def lay(self, mask: Mask, ink: Ink, at: tuple[int, int] = (0, 0)) -> None:
        """Print a mask (0 to 255) whose upper left corner is at pixel `at` (x, y)."""
        left, top, width, height = cv2.boundingRect(mask)
        if not width:
            return
        part = mask[top : top + height, left : left + width]
        x, y = left + at[0], top + at[1]
        under, part = _clip(self.pixels, part, x, y)
        if part.size:
            amount = part.astype(np.float32)[:, :, None] / np.float32(255)
            self._blend(under, amount, ink, x)

    def _blend(self, under: NDArray[np.float32], amount: NDArray[np.float32], ink: Ink, x: int) -> None:
        colour = _run(ink, x, under.shape[1], self.height.shape[1])
        if self.light is Light.UV:
            if ink.glow is not None:
                under += amount * np.array(ink.glow, np.float32)
            else:
                under *= 1 - amount * np.float32(0.62 * ink.cover)
        elif self.light is Light.IR:
            under += (np.float32(38) - under) * (amount * np.float32(ink.infrared))
        elif self.light is Light.TRANSMITTED:
            under += (colour * np.float32(0.72) - under) * (
                amount * np.float32(ink.cover * ink.opaque * 0.62)
            )
        else:
            under += (colour - under) * (amount * np.float32(ink.cover))

    def paste(self, picture: NDArray[np.float32], amount: Mask, at: tuple[int, int]) -> None:
        """Put a coloured picture (h x w x 3, already as the light shows it) through a mask."""
        under, part = _clip(self.pixels, amount, *at)
        share = part.astype(np.float32)[:, :, None] / np.float32(255)
        under += (picture[: part.shape[0], : part.shape[1]] - under) * share

    def emboss(self, mask: Mask, amount: float) -> None:
        self.height += mask.astype(np.float32) * np.float32(amount / 255)

    def thicken(self, mask: Mask, amount: float) -> None:
        self.density += mask.astype(np.float32) * np.float32(amount / 255)

    def picture(self) -> Image.Image:
        return Image.fromarray(np.clip(self.pixels, 0, 255).astype(np.uint8), "RGB")


def _clip(ground: NDArray[np.float32], part: Mask, x: int, y: int) -> tuple[NDArray[np.float32], Mask]:
    """The piece of the ground under a mask at (x, y), and the piece of the mask that lies on the ground."""
    skip_x, skip_y = max(-x, 0), max(-y, 0)
    part = part[skip_y:, skip_x:]
    under = ground[y + skip_y : y + skip_y + part.shape[0], x + skip_x : x + skip_x + part.shape[1]]
    return under, part[: under.shape[0], : under.shape[1]]


def _run(ink: Ink, x: int, width: int, whole: int) -> NDArray[np.float32]:
    """The ink's colour for each column from x on: one colour, or one that runs into another and back."""
    first = np.array(ink.colour, np.float32)
    if ink.into is None:
        return first[None, None, :]
    share = 0.5 - 0.5 * np.cos(2 * np.pi * (np.arange(x, x + width, dtype=np.float32) / whole))
    return (first + (np.array(ink.into, np.float32) - first) * share[:, None].astype(np.float32))[None]
