"""Which lines, which columns, which format: the ways to take what was seen for a zone, and the best one."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import product
from operator import itemgetter

import numpy as np
from numpy.typing import NDArray

from traveldoc.mrz import FORMATS
from traveldoc.page.course import MARGIN, PITCH
from traveldoc.page.grammar import Wording, choose_best, unfit
from traveldoc.page.line import NOTHING, OUTSIDE, Places, find_middles, gather_logs, place, settle, slide
from traveldoc.page.strip import Line, look

Array = NDArray[np.float64]
SHAPES = {3: (30,), 2: (36, 44)}
"""Number of lines -> characters in a line, Doc 9303 parts 4 to 7."""
TRIED = 3
"""How many placements are read for each shape."""
APART, BENT = 0.05, 0.25
"""What it costs, by squared frames, that lines do not begin above each other, or not on one straight line."""
LOOKS = ((0.125, -0.06, 1.0), (-0.06, 0.06, 1.05), (0.06, 0.0, 0.95))
"""Further looks at a line: how far to the right and down, in characters, and how many times wider."""
CLEAR = 0.97
"""Probability from which a character is in no doubt."""
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


def read_lines(lines: list[Line]) -> Zone | None:
    """The most likely zone in lines that share their columns; None where there are too few lines."""
    laid = sorted(lay(lines), key=lambda option: -option[0])
    zones = [
        read_placed(lines[first : first + count], places, score)
        for score, first, count, places in laid[: 2 * TRIED]
        if score > laid[0][0] - BEHIND
    ]
    return max(zones, key=lambda zone: zone.score, default=None)


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
            moved = [settle(line.frames, np.clip(places + shift, 0, last)) for line, shift in pairs]
            yield score + rest, first, count, moved


def align(lines: list[Line]) -> Iterator[Layout]:
    """The likeliest layout for each shape and run of lines."""
    longest = tuple({length for lengths in SHAPES.values() for length in lengths})
    solo = [place(line.frames.there, line.frames.nothing, longest) for line in lines]
    empty = [OUTSIDE * float(line.frames.nothing.sum()) for line in lines]
    for count, lengths in SHAPES.items():
        for first in range(len(lines) - count + 1):
            rest = sum(empty[:first]) + sum(empty[first + count :])
            for length in lengths:
                options = [solo[index].best(length, TRIED) for index in range(first, first + count)]
                best = max(
                    ((agree(combo), combo) for combo in product(*options)), key=itemgetter(0), default=None
                )
                if best:
                    starts = [int(np.median(places - best[1][0][1])) for _, places in best[1]]
                    yield Layout(best[0] + rest, first, length, tuple(starts))


def agree(combo: tuple[tuple[float, Places], ...]) -> float:
    """Sum of lines' scores, less what beginnings cost that lie far apart or not on one straight line."""
    starts = np.array([float(np.median(places)) for _, places in combo])
    apart = float(np.square(np.diff(starts)).sum()) * APART
    bent = float(np.square(np.diff(starts, n=2)).sum()) * BENT
    return sum(score for score, _ in combo) - apart - bent


def read_placed(lines: list[Line], places: list[Places], score: float) -> Zone:
    """The zone that a placement means; its score adds what characters and grammar say to the placement's."""
    columns = tuple(find_middles(line.frames, at)[0] for line, at in zip(lines, places, strict=True))
    logs = np.concatenate([gather_logs(line.frames, x) for line, x in zip(lines, columns, strict=True)])
    return word(tuple(lines), columns, logs, score)


def read_again(zone: Zone) -> Zone:
    """The same zone from several slightly different looks at its doubtful characters, log probabilities
    averaged.
    """
    sure = np.minimum(zone.wording.posterior.max(axis=1), zone.there) > np.log(CLEAR)
    if sure.all():
        return zone
    logs = [
        look_again(line, x, doubtful)
        for line, x, doubtful in zip(zone.lines, zone.columns, ~sure.reshape(-1, zone.length), strict=True)
    ]
    return word(zone.lines, zone.columns, np.concatenate(logs), zone.score)


def look_again(line: Line, x: Array, doubtful: NDArray[np.bool_]) -> Array:
    """Log probabilities (n, 38) at a line's columns; from its first to its last doubtful character they are
    those of several looks.
    """
    logs = gather_logs(line.frames, x)
    if not doubtful.any():
        return logs
    first, last = (int(at) for at in np.flatnonzero(doubtful)[[0, -1]])
    part, pitch = x[first : last + 1], line.course.pitch
    seen = [logs[first : last + 1]]
    for right, down, wide in LOOKS:
        begin = line.course.left + (float(part[0]) / PITCH - MARGIN - 0.5 + right) * pitch
        end = line.course.left + (float(part[-1]) / PITCH - MARGIN + 0.5) * pitch
        moved = replace(line.course.move(down=down * pitch, wide=wide), left=begin, right=end)
        columns = (part - part[0] + (0.5 - right) * PITCH) / wide + MARGIN * PITCH
        seen.append(gather_logs(look(line.source, moved).frames, columns))
    logs[first : last + 1] = np.mean(seen, axis=0)
    return logs


def word(lines: tuple[Line, ...], columns: tuple[Array, ...], logs: Array, score: float) -> Zone:
    """The zone in the words of the likeliest format; `logs` are characters x 38."""
    there = np.log(np.maximum(1 - np.exp(logs[:, NOTHING]), 1e-3))
    logs = logs[:, :NOTHING] - np.log(np.exp(logs[:, :NOTHING]).sum(axis=1, keepdims=True))
    length = len(columns[0])
    form, wording = choose_best(logs, length)
    score += wording.likelihood
    return Zone(lines, columns, length, logs, there, form, wording, score)
