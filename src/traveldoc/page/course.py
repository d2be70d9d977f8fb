"""The way a line runs across the page, and how the ways of a zone's lines are found together."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Self

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
PITCH = 16
"""Columns of a strip from one character to the next."""
MARGIN = 4
"""Characters of room that a strip has before the line's first and after its last."""
STEEPEST = 0.6
"""By how much, at most, characters grow or shrink from a line's middle to the end of its strip."""
STIFF = (0.3, 2.0, 6.0)
"""How much a line's own height, slope and bend are held to those of its zone, in numbers of points."""


@dataclass(frozen=True)
class Course:
    """How a line runs in upright coordinates (u to the right, v down): v = polynomial(u), from `left` to
    `right`, with `pitch` from one character to the next and `height` to the unit of PITCH rows, both in its
    middle; seen from the side they grow by the share `grade` with each character to the right.
    """

    polynomial: tuple[float, ...]
    left: float
    right: float
    pitch: float
    height: float
    grade: float = 0.0

    def v(self, u: Array) -> Array:
        return np.asarray(np.polyval(self.polynomial, u), np.float64)

    def slope(self, u: Array) -> Array:
        powers = np.arange(len(self.polynomial) - 1, 0, -1)
        return np.asarray(np.polyval(np.array(self.polynomial[:-1]) * powers, u), np.float64)

    def move(self, *, right: float = 0.0, down: float = 0.0, wide: float = 1.0) -> Self:
        """The course beginning further to the right, lying further down, with a wider pitch."""
        polynomial = (*self.polynomial[:-1], self.polynomial[-1] + down)
        return replace(self, polynomial=polynomial, left=self.left + right, pitch=self.pitch * wide)

    def cut(self, count: int) -> Self:
        """So many characters in the middle of the course, or all of it where there are fewer."""
        middle, half = (self.left + self.right) / 2, min(count, self.count) / 2 * self.pitch
        return replace(self, left=middle - half, right=middle + half)

    @property
    def count(self) -> float:
        """Characters from end to end."""
        return (self.right - self.left) / self.pitch

    @property
    def width(self) -> int:
        """Columns of the strip, a multiple of the network's stride."""
        return 4 * int(np.ceil((self.count + 2 * MARGIN) * PITCH / 4))

    def growth(self, x: Array) -> Array:
        """How much larger characters are at columns of the strip than in the line's middle."""
        return np.asarray(1 + self.grade * (x / PITCH - MARGIN - self.count / 2), np.float64)

    def along(self, x: Array) -> Array:
        """Columns of the strip to positions along the line."""
        index = x / PITCH - MARGIN
        grown = index + self.grade / 2 * index * (index - self.count)
        return np.asarray(self.left + self.pitch * grown, np.float64)

    def columns(self, u: Array) -> Array:
        """Positions along the line to columns of the strip."""
        index = (u - self.left) / self.pitch
        rise = 1 - self.grade * self.count / 2
        return np.asarray((2 * index / (rise + np.sqrt(rise**2 + 2 * self.grade * index)) + MARGIN) * PITCH)

    def upright(self, x: Array, y: Array) -> tuple[Array, Array]:
        """Strip positions (columns, rows from the middle) to upright ones."""
        u = self.along(x)
        slope = self.slope(u)
        step = y * (self.height / PITCH) * (self.growth(x) / np.sqrt(1 + slope * slope))
        return u - slope * step, self.v(u) + step


@dataclass(frozen=True)
class Points:
    """Where one line was seen: positions in upright coordinates and how much each counts."""

    u: Array
    v: Array
    weight: Array


def bound_grade(grade: float, count: float) -> float:
    """What a line of so many characters can have for a grade: it may not shrink to nothing."""
    most = STEEPEST / (count / 2 + MARGIN)
    return min(max(grade, -most), most)


def fit_together(lines: Sequence[Points], pitch: float, most: int = 3) -> list[tuple[float, ...]]:
    """Polynomials through the points of each line, one after the other in a page's order.

    Lines of a zone share their bend, and their slopes change evenly from line to line (perspective); so a
    line of which little was seen takes its way from the others. Points far off count little.
    `most` bounds the degree; a short zone has less.
    """
    u = np.concatenate([points.u for points in lines])
    v = np.concatenate([points.v for points in lines])
    weight = np.concatenate([points.weight for points in lines])
    name = np.repeat(np.arange(len(lines)), [len(points.u) for points in lines])
    middle, half = (u.min() + u.max()) / 2, max(float(np.ptp(u)) / 2, pitch)
    x = (u - middle) / half
    rows = np.array([np.median(points.v) for points in lines])
    rows = (rows - rows.mean()) / max(float(np.ptp(rows)), pitch)
    powers = range(1, 1 + min(most, 1 + int(2 * half / pitch / 8)))
    shared = np.stack([x**power for power in powers] + [rows[name] * x], axis=1)
    design = np.hstack([shared, np.eye(len(lines))[name]])
    held = np.array([0.01] * shared.shape[1] + [1e-6] * len(lines))
    found = solve(design, v, weight, held, pitch)
    rest = v - design @ found
    own = np.stack([np.ones_like(x), x, x * x], axis=1)
    polynomials = []
    for index in range(len(lines)):
        mine = name == index
        extra = solve(own[mine], rest[mine], weight[mine], np.array(STIFF), pitch)
        inner = np.zeros(max(len(powers), 2) + 1)  # lowest power first
        inner[1 : len(powers) + 1] = found[: len(powers)]
        inner[1] += rows[index] * found[len(powers)]
        inner[0] = found[shared.shape[1] + index]
        inner[:3] += extra
        polynomials.append(compose(inner[::-1], 1 / half, -middle / half))
    return polynomials


def compose(outer: Array, factor: float, shift: float) -> tuple[float, ...]:
    """The polynomial outer(factor * u + shift); coefficients begin with the highest power."""
    whole = np.zeros(1)
    for coefficient in outer:
        whole = np.convolve(whole, [factor, shift])
        whole[-1] += coefficient
    return tuple(float(c) for c in whole[1:])


def solve(design: Array, target: Array, weight: Array, held: Array, pitch: float) -> Array:
    """Least squares, `held` pulling each coefficient towards nothing, a few times over so that points off by
    more than a sixth of a pitch lose their weight.
    """
    now = weight
    for _ in range(4):
        matrix = design.T @ (design * now[:, None]) + np.diag(held)
        found = np.linalg.solve(matrix, design.T @ (now * target))
        rest = (target - design @ found) / (pitch / 6)
        now = weight / (1 + rest * rest)
    return np.asarray(found, np.float64)
