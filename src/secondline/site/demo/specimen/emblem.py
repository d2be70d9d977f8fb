"""The emblems of the fictional states, drawn from shapes."""

import numpy as np

from secondline.site.demo.specimen.sheet import Mask, Points, fill, stroke
from secondline.site.demo.specimen.states import Emblem


def _circle(centre: tuple[float, float], radius: float) -> Points:
    angle = np.linspace(0, 2 * np.pi, 120, endpoint=False)
    return np.stack([centre[0] + radius * np.cos(angle), centre[1] + radius * np.sin(angle)], axis=1)


def _placed(shape: list[tuple[float, float]], centre: tuple[float, float], radius: float) -> Points:
    placed: Points = np.array(shape, np.float64) * radius + np.array(centre)
    return placed


def _star(centre: tuple[float, float], radius: float, points: int = 5) -> Points:
    angle = np.arange(2 * points) * np.pi / points - np.pi / 2
    reach = np.where(np.arange(2 * points) % 2, radius * 0.42, radius)
    return np.stack([centre[0] + reach * np.cos(angle), centre[1] + reach * np.sin(angle)], axis=1)


def _waves(mask: Mask, centre: tuple[float, float], radius: float, rows: int = 3) -> None:
    x = np.linspace(-1, 1, 80)
    for row in range(rows):
        depth = 0.30 + 0.17 * row
        reach = np.sqrt(1 - depth**2) * 0.88
        upper = depth + 0.035 * np.sin(x * 14 + row)
        band = np.concatenate(
            [np.stack([x * reach, upper], 1), np.stack([x * reach, upper + 0.085], 1)[::-1]]
        )
        fill(mask, [band * radius + np.array(centre)])


def _sun(mask: Mask, centre: tuple[float, float], radius: float) -> None:
    middle = (centre[0], centre[1] + radius * 0.12)
    for number in range(17):
        angle = np.pi + np.pi * number / 16
        side = 0.075
        reach = 0.84 if number % 2 == 0 else 0.68
        ray = [
            (0.42 * np.cos(angle - side), 0.42 * np.sin(angle - side)),
            (reach * np.cos(angle), reach * np.sin(angle)),
            (0.42 * np.cos(angle + side), 0.42 * np.sin(angle + side)),
        ]
        fill(mask, [_placed(ray, middle, radius)])
    arc = np.linspace(np.pi, 2 * np.pi, 60)
    fill(mask, [np.stack([np.cos(arc), np.sin(arc)], 1) * radius * 0.34 + np.array(middle)])
    _waves(mask, centre, radius)


def _mountain(mask: Mask, centre: tuple[float, float], radius: float) -> None:
    ridge = [
        (-0.86, 0.28),
        (-0.42, -0.34),
        (-0.24, -0.08),
        (0.10, -0.66),
        (0.46, -0.06),
        (0.58, -0.20),
        (0.86, 0.28),
    ]
    fill(mask, [_placed(ridge, centre, radius)])
    snow = [(0.10, -0.66), (0.27, -0.37), (0.16, -0.28), (0.08, -0.38), (-0.04, -0.26), (-0.06, -0.40)]
    fill(mask, [_placed(snow, centre, radius)], 0)
    fill(mask, [_star((centre[0] - radius * 0.46, centre[1] - radius * 0.58), radius * 0.16)])
    _waves(mask, centre, radius, rows=3)


def _lighthouse(mask: Mask, centre: tuple[float, float], radius: float) -> None:
    tower = [(-0.17, 0.30), (-0.10, -0.36), (0.10, -0.36), (0.17, 0.30)]
    fill(mask, [_placed(tower, centre, radius)])
    fill(mask, [_placed([(-0.155, 0.16), (0.155, 0.16), (0.145, 0.06), (-0.145, 0.06)], centre, radius)], 0)
    fill(
        mask, [_placed([(-0.133, -0.05), (0.133, -0.05), (0.124, -0.15), (-0.124, -0.15)], centre, radius)], 0
    )
    fill(mask, [_placed([(-0.15, -0.40), (0.15, -0.40), (0.0, -0.72)], centre, radius)])
    for side in (-1, 1):
        for low, high in ((-0.58, -0.46), (-0.36, -0.26)):
            beam = [(side * 0.18, -0.44), (side * 0.78, low), (side * 0.80, high)]
            fill(mask, [_placed(beam, centre, radius)])
    _waves(mask, centre, radius)


PICTURES = {Emblem.SUN: _sun, Emblem.MOUNTAIN: _mountain, Emblem.LIGHTHOUSE: _lighthouse}


def emblem(
    mask: Mask, which: Emblem, centre: tuple[float, float], radius: float, *, ring: bool = True
) -> Mask:
    """Draw an emblem into a mask, within a double ring."""
    PICTURES[which](mask, centre, radius * (0.9 if ring else 1.0))
    if ring:
        wide = max(1, round(radius * 0.5))
        stroke(mask, [_circle(centre, radius)], width=wide + 1, closed=True)
        stroke(mask, [_circle(centre, radius * 0.92)], width=1, closed=True)
    return mask
