"""Which lines, which columns, which format: the ways to take what was seen for a zone, and the best one."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise, product
from operator import itemgetter

import numpy as np
from numpy.typing import NDArray

from traveldoc.mrz import FORMATS
from traveldoc.page.course import MARGIN, PITCH, Course, bound_grade
from traveldoc.page.grammar import Wording, choose_best, unfit
from traveldoc.page.line import (
    NOTHING,
    OUTSIDE,
    STRIDE,
    Places,
    find_middles,
    gather_logs,
    mend,
    place,
    settle,
    slide,
)
from traveldoc.page.rectify import cut_strip
from traveldoc.page.strip import Line, find_seen, follow, look

Array = NDArray[np.float64]
SHAPES = {3: (30,), 2: (36, 44)}
"""Number of lines -> characters in a line, Doc 9303 parts 4 to 7."""
TRIED = 3
"""How many placements are read for each shape."""
APART, BENT = 0.05, 0.25
"""What it costs, by squared frames, that lines do not begin above each other, or not on one straight line."""
LOOKS = ((0.125, -0.06, 1.0), (-0.06, 0.06, 1.05), (0.06, 0.0, 0.95))
"""Further looks at a line: how far to the right and down, in characters, and how many times wider."""
STRETCHED = 0.12
"""By how much characters may stand too near or too far apart in their strips without another look."""
UNEVEN, LOOSE = 3, 0.1 * PITCH
"""Degree in which characters' columns follow their numbers, and by how much each may be off."""
CLEAR, MANY = 0.97, 3
"""Probability from which a character is in no doubt, and the doubtful ones of which more put all in doubt."""
FORGIVEN = 2.5
"""How much of what the grammar asks for a misplaced character is not counted against a zone."""
FIT = 0.08
"""What a fitting check digit adds to the evidence."""
BEHIND = 25.0
"""Placements that score this much worse than the best are not read."""


@dataclass(frozen=True)
class Zone:
    """Lines read as a zone: per line the characters' columns in its strip; `logs` (characters x 37) and
    `there`, natural logarithms of the characters' probabilities and of their presence.
    """

    lines: tuple[Line, ...]
    columns: tuple[Array, ...]
    length: int
    logs: Array
    there: Array
    form: str
    wording: Wording
    score: float

    @property
    def fits(self) -> int:
        """How many check digits fit."""
        form = FORMATS[self.form]
        return len(form.check_digits) - sum(unfit(form, self.wording.text))

    @property
    def evidence(self) -> float:
        """Mean log likelihood of the characters under the grammar, more for each check digit that fits.

        Text that is no zone pays for every character whose kind may not stand in its place; specimens with
        letters for dates must still pass, so it pays less than the grammar asks in choosing.
        """
        likelihood = self.wording.likelihood + FORGIVEN * self.wording.misplaced
        return likelihood / len(self.there) + float(self.there.mean()) + FIT * self.fits

    @property
    def is_settled(self) -> bool:
        """Whether its characters stand about as far apart as they should, and none before its first or after
        its last: else its lines may go on there, or are another shape's.
        """
        apart = float(np.mean([x[-1] - x[0] for x in self.columns])) / (self.length - 1) / PITCH
        if abs(apart - 1) > STRETCHED:
            return False
        seen = [find_seen(line) * STRIDE for line in self.lines]
        ends = zip(seen, self.columns, strict=True)
        return not any(((at < x[0] - PITCH) | (at > x[-1] + PITCH)).any() for at, x in ends)


def read_lines(lines: list[Line]) -> Zone | None:
    """The most likely zone in lines that share their columns; None where there are too few lines."""
    laid = sorted(lay(lines), key=lambda option: -option[0])
    best: Zone | None = None
    for score, first, count, places in laid[: 2 * TRIED]:
        if score < laid[0][0] - BEHIND or (best and score <= best.score):
            break  # what is read can only lower a score
        zone = read_placed(lines[first : first + count], places, score)
        if best is None or zone.score > best.score:
            best = zone
    return best


@dataclass(frozen=True)
class Layout:
    """One way to lay a shape on a run of lines: frames by which each line's characters stand to the right of
    the first's, and how good the lines are on their own.
    """

    score: float
    first: int
    length: int
    shifts: tuple[int, ...]


def lay(lines: list[Line]) -> Iterator[tuple[float, int, int, list[Places]]]:
    """Placements of every shape on every run of lines: score, first line, number of lines, places."""
    layouts = sorted(align(lines), key=lambda layout: -layout.score)
    empty = np.array([OUTSIDE * float(line.frames.nothing.sum()) for line in lines])
    for layout in layouts:
        if layout.score < layouts[0].score - BEHIND:
            break
        count, first = len(layout.shifts), layout.first
        pairs = list(zip(lines[first : first + count], layout.shifts, strict=True))
        there = np.sum([slide(line.frames.there, shift) for line, shift in pairs], axis=0)
        nothing = np.sum([slide(line.frames.nothing, shift) for line, shift in pairs], axis=0)
        rest = float(empty.sum() - empty[first : first + count].sum())
        for score, places in place(there, nothing, (layout.length,)).best(layout.length, TRIED):
            last = len(there) - 1
            moved = [
                mend(line.frames, settle(line.frames, np.clip(places + shift, 0, last)))
                for line, shift in pairs
            ]
            yield score + rest, first, count, moved


def align(lines: list[Line]) -> Iterator[Layout]:
    """The likeliest layout for each shape and run of lines."""
    longest = tuple({length for lengths in SHAPES.values() for length in lengths})
    solo = [place(line.frames.there, line.frames.nothing, longest) for line in lines]
    empty = [OUTSIDE * float(line.frames.nothing.sum()) for line in lines]
    for length, count in ((length, count) for count, lengths in SHAPES.items() for length in lengths):
        starts = [
            [(score, float(np.median(places)), places) for score, places in option.best(length, TRIED)]
            for option in solo
        ]
        for first in range(len(lines) - count + 1):
            combos = product(*starts[first : first + count])
            best = max(((agree(combo), combo) for combo in combos), key=itemgetter(0), default=None)
            if best:
                rest = sum(empty[:first]) + sum(empty[first + count :])
                shifts = tuple(int(np.median(places - best[1][0][2])) for _, _, places in best[1])
                yield Layout(best[0] + rest, first, length, shifts)


def agree(combo: tuple[tuple[float, float, Places], ...]) -> float:
    """Sum of lines' scores, less what beginnings cost that lie far apart or not on one straight line."""
    steps = [two[1] - one[1] for one, two in pairwise(combo)]
    apart = sum(step * step for step in steps) * APART
    bent = sum((two - one) ** 2 for one, two in pairwise(steps)) * BENT
    return sum(score for score, _, _ in combo) - apart - bent


def read_placed(lines: list[Line], places: list[Places], score: float) -> Zone:
    """The zone that a placement means; its score adds what characters and grammar say to the placement's."""
    columns = tuple(find_middles(line.frames, at)[0] for line, at in zip(lines, places, strict=True))
    logs = np.concatenate([gather_logs(line.frames, x) for line, x in zip(lines, columns, strict=True)])
    return word(tuple(lines), columns, logs, score)


def read_again(zone: Zone) -> Zone:
    """The same zone along its corrected lines; its doubtful characters, or all where many are, also from
    several slightly different looks of the larger network, log probabilities averaged.
    """
    lines, columns = straighten(zone)
    doubtful = np.minimum(zone.wording.posterior.max(axis=1), zone.there) <= np.log(CLEAR)
    if not doubtful.any():
        return replace(zone, lines=lines, columns=columns)
    doubtful = doubtful | (doubtful.sum() > MANY)
    logs = [gather_logs(line.frames, x) for line, x in zip(zone.lines, zone.columns, strict=True)]
    for row, asked in enumerate(doubtful.reshape(-1, zone.length)):
        for first, last in group(np.flatnonzero(asked)):
            part = slice(first, last + 1)
            looks = [look_again(lines[row], columns[row][part], *way) for way in LOOKS]
            logs[row][part] = np.mean([logs[row][part], *looks], axis=0)
    return word(lines, columns, np.concatenate(logs), zone.score)


def straighten(zone: Zone) -> tuple[tuple[Line, ...], tuple[Array, ...]]:
    """The lines on courses corrected by what was seen on them, and the characters' columns there: about
    evenly, as characters are printed. What the network saw stays that of the old ones.
    """
    places = [line.course.along(x) for line, x in zip(zone.lines, zone.columns, strict=True)]
    pitch = float(np.mean([u[-1] - u[0] for u in places])) / (zone.length - 1)
    bend = np.polyfit(np.arange(zone.length), np.mean([u - u[0] for u in places], axis=0), 2)[0]
    left = min(float(u[0]) for u in places) - pitch / 2
    right = max(float(u[-1]) for u in places) + pitch / 2
    grade = bound_grade(2 * float(bend) / pitch, zone.length)
    lines = tuple(
        replace(line, course=course, strip=cut_strip(line.source, course))
        for line, course in zip(
            zone.lines,
            (Course(way.polynomial, left, right, pitch, pitch, grade) for way in follow(list(zone.lines))),
            strict=True,
        )
    )
    columns = (even_columns(line.course.columns(u)) for line, u in zip(lines, places, strict=True))
    return lines, tuple(columns)


def even_columns(x: Array) -> Array:
    index = np.linspace(-1, 1, len(x))
    even = np.polyval(np.polyfit(index, x, UNEVEN), index)
    return np.asarray(even + np.clip(x - even, -LOOSE, LOOSE), np.float64)


def group(places: Places) -> list[tuple[int, int]]:
    """First and last of the places that stand so near each other that one look shows them all."""
    parts = np.split(places, np.flatnonzero(np.diff(places) > 2 * MARGIN) + 1)
    return [(int(part[0]), int(part[-1])) for part in parts if len(part)]


def look_again(line: Line, x: Array, right: float, down: float, wide: float) -> Array:
    """Log probabilities (n, 38) at some of a line's columns from a look of their own, as LOOKS has it."""
    course, middle = line.course, np.array((x[0] + x[-1]) / 2)
    begin, end = course.along(np.array([x[0] + (right - 0.5) * PITCH, x[-1] + 0.5 * PITCH]))
    growth = float(course.growth(middle))
    pitch = course.pitch * growth
    part = Course(
        course.move(down=down * pitch).polynomial,
        float(begin),
        float(end),
        pitch * wide,
        pitch,
        course.grade / growth * wide,
    )
    return gather_logs(look(line.source, part, "closely").frames, part.columns(course.along(x)))


def word(lines: tuple[Line, ...], columns: tuple[Array, ...], logs: Array, score: float) -> Zone:
    """The zone in the words of the likeliest format; `logs` are characters x 38."""
    there = np.log(np.maximum(1 - np.exp(logs[:, NOTHING]), 1e-3))
    logs = logs[:, :NOTHING] - np.log(np.exp(logs[:, :NOTHING]).sum(axis=1, keepdims=True))
    length = len(columns[0])
    form, wording = choose_best(logs, length)
    score += wording.likelihood
    return Zone(lines, columns, length, logs, there, form, wording, score)
