"""The board that a portrait is painted on: curves, lines and soft shadows.

Coordinates are hundredths of the picture's width: x from 0 to 100, y from 0 to 128.
"""

from collections.abc import Sequence

import cv2
import numpy as np
from numpy.typing import NDArray

from secondline.site.demo.specimen.inks import Colour

UNIT = 5
"""Pixels per hundredth of the width: a portrait is 500 by 640 pixels."""

_BITS = 4

Picture = NDArray[np.uint8]
Outline = Sequence[tuple[float, float]]


def outline(points: str) -> Outline:
    """An outline from pairs of numbers, `x,y x,y ...`."""
    pairs = (pair.split(",") for pair in points.split())
    return tuple((float(x), float(y)) for x, y in pairs)


def tone(colour: Colour, factor: float) -> Colour:
    """A lighter (above 1) or darker (below 1) tone of a colour."""
    if factor <= 1:
        return (round(colour[0] * factor), round(colour[1] * factor), round(colour[2] * factor))
    share = factor - 1
    lift = [round(part + (255 - part) * share) for part in colour]
    return (lift[0], lift[1], lift[2])


def smooth(points: Outline, *, closed: bool = True, steps: int = 10) -> NDArray[np.float64]:
    """A Catmull-Rom curve through the points."""
    given = np.array(points, np.float64)
    ring = (
        np.concatenate([given[-1:], given, given[:2]])
        if closed
        else np.concatenate([given[:1], given, given[-1:]])
    )
    t = np.linspace(0, 1, steps, endpoint=False)[:, None]
    pieces = []
    for a, b, c, d in zip(ring, ring[1:], ring[2:], ring[3:], strict=False):
        pieces.append(
            0.5 * (2 * b + (c - a) * t + (2 * a - 5 * b + 4 * c - d) * t**2 + (3 * b - a - 3 * c + d) * t**3)
        )
    if not closed:
        pieces.append(given[-1:])
    return np.concatenate(pieces)


def _fixed(curve: NDArray[np.float64]) -> NDArray[np.int32]:
    return np.round(curve * UNIT * (1 << _BITS)).astype(np.int32)


class Board:
    """What the face is painted on."""

    def __init__(self, ground: Colour) -> None:
        self.pixels: Picture = np.empty((128 * UNIT, 100 * UNIT, 3), np.uint8)
        fade = np.linspace(1.12, 0.96, 128 * UNIT)[:, None, None]
        self.pixels[:] = np.clip(np.array(ground) * fade, 0, 255).astype(np.uint8)

    def shape(self, points: Outline, colour: Colour, *, curved: bool = True) -> None:
        curve = smooth(points) if curved else np.array(points, np.float64)
        cv2.fillPoly(self.pixels, [_fixed(curve)], colour, cv2.LINE_AA, _BITS)

    def line(self, points: Outline, colour: Colour, width: float) -> None:
        thick = max(1, round(width * UNIT))
        curve = _fixed(smooth(points, closed=False))
        cv2.polylines(self.pixels, [curve], False, colour, thick, cv2.LINE_AA, _BITS)

    def dot(self, centre: tuple[float, float], radius: float, colour: Colour) -> None:
        middle = (round(centre[0] * UNIT * 16), round(centre[1] * UNIT * 16))
        cv2.circle(self.pixels, middle, round(radius * UNIT * 16), colour, -1, cv2.LINE_AA, _BITS)

    def soft(
        self, points: Outline, colour: Colour, strength: float, blur: float, within: Outline | None = None
    ) -> None:
        """Lay a colour with a soft edge, if asked only within an outline."""
        mask = np.zeros(self.pixels.shape[:2], np.uint8)
        cv2.fillPoly(mask, [_fixed(smooth(points))], 255, cv2.LINE_8, _BITS)
        mask = cv2.GaussianBlur(mask, (0, 0), blur * UNIT).astype(np.uint8)
        if within is not None:
            border = np.zeros_like(mask)
            cv2.fillPoly(border, [_fixed(smooth(within))], 255, cv2.LINE_AA, _BITS)
            mask = cv2.multiply(mask, border, scale=1 / 255).astype(np.uint8)
        share = (mask.astype(np.float32) * np.float32(strength / 255))[:, :, None]
        mixed = self.pixels + (np.array(colour, np.float32) - self.pixels) * share
        self.pixels[:] = mixed.astype(np.uint8)
