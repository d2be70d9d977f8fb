"""The lines of a zone: which frames of their strips are characters, and what each may be."""

from dataclasses import dataclass, replace
from functools import cached_property
from typing import Self

import numpy as np
from numpy.typing import NDArray

from traveldoc.mrz.alphabet import ALPHABET

Plane = NDArray[np.float32]
Array = NDArray[np.float64]
Places = NDArray[np.int64]
NOTHING = len(ALPHABET)
"""The network's classes are the 37 characters of Doc 9303 part 3, 4.3, in this order, and "nothing"."""
STRIDE = 4
STEPS = (2, 3, 4, 5, 6)
"""Frames from one character to the next: truly four, give or take what a bad print or page does."""
STRAY = 1.0
"""What a step that is one frame off costs, in units of log probability times frames squared."""
FAR = 2
"""Frames from the nearest place beyond which what is seen is another character."""
FLOOR = -4.0
"""The least log probability that one frame may bring to a placement: a smudge is no proof against a line."""
OUTSIDE = 0.5
"""Weight of a frame before the first and after the last character that should hold nothing."""


@dataclass(frozen=True)
class Frames:
    """What the network saw along a strip: log probabilities (n, 38) and offsets (n, 3)."""

    logs: Plane
    offsets: Plane

    def part(self, columns: slice) -> Self:
        """The frames of some of the strip's columns."""
        frames = slice(columns.start // STRIDE, columns.stop // STRIDE)
        return replace(self, logs=self.logs[frames], offsets=self.offsets[frames])

    @cached_property
    def nothing(self) -> Array:
        """Log probability that no character's middle is here."""
        return np.maximum(self.logs[:, NOTHING].astype(np.float64), FLOOR)

    @cached_property
    def there(self) -> Array:
        """Log probability that a character's middle is here."""
        present = 1 - np.exp(self.logs[:, NOTHING].astype(np.float64))
        return np.asarray(np.log(np.maximum(present, np.exp(FLOOR))), np.float64)


@dataclass(frozen=True)
class Placement:
    """Scores (counts, n) of so many characters with the last on each frame, and `trace` to walk back."""

    scores: Array
    trace: NDArray[np.int8]

    def best(self, count: int, most: int) -> list[tuple[float, Places]]:
        """The `most` best placements of `count` characters that differ by half a character or more."""
        scores, found = self.scores[count].copy(), []
        for _ in range(most):
            end = int(scores.argmax())
            if np.isfinite(scores[end]):
                found.append((float(scores[end]), self.walk(count, end)))
            scores[max(0, end - 2) : end + 3] = -np.inf
        return found

    def walk(self, count: int, end: int) -> Places:
        places = [end]
        for index in range(count - 1, 0, -1):
            end -= STEPS[int(self.trace[index, end])]
            places.append(end)
        return np.array(places[::-1], np.int64)


def place(there: Array, nothing: Array, counts: tuple[int, ...]) -> Placement:
    """Lay characters on the frames, about evenly, so that every frame is best explained.

    `there` and `nothing` are log probabilities (n), of one line or summed over lines that share
    their columns.
    """
    total, widest = len(there), max(STEPS)
    # A character covers its frame and its neighbours; what lies further out must be nothing.
    outside = np.cumsum(OUTSIDE * nothing)
    before = np.concatenate([[0.0, 0.0], outside])[:total]
    after = np.concatenate([outside[-1] - outside, [0.0, 0.0]])[1 : total + 1]
    costs = np.stack([step_costs(nothing, step) for step in STEPS])
    best = np.concatenate([np.full(widest, -np.inf), before + there])
    # Row by row the scores that lie one of STEPS before each frame: a view that follows `best`.
    size = best.strides[0]
    earlier = np.lib.stride_tricks.as_strided(
        best[widest - STEPS[0] :], (len(STEPS), total), (-size, size), writeable=False
    )
    scores = np.full((max(counts) + 1, total), -np.inf)
    trace = np.zeros((max(counts), total), np.int8)
    for index in range(max(counts)):
        if index:
            options = earlier + costs
            trace[index] = options.argmax(axis=0)
            np.add(options.max(axis=0), there, out=best[widest:])
        np.add(best[widest:], after, out=scores[index + 1])
    return Placement(scores, trace)


def step_costs(nothing: Array, step: int) -> Array:
    """What a step to each frame costs: its strangeness, and the gap between the two characters being one."""
    total = len(nothing)
    cost = np.full(total, -np.inf)
    middle = np.arange(step, total) - step // 2
    gap = nothing[middle] if step % 2 == 0 else np.maximum(nothing[middle], nothing[middle - 1])
    cost[step:] = gap - STRAY * (step - 4) ** 2
    return cost


def slide(values: Array, shift: int) -> Array:
    """Values moved `shift` places to the left; the ends repeat."""
    return values[np.clip(np.arange(len(values)) + shift, 0, len(values) - 1)]


def settle(frames: Frames, places: Places) -> Places:
    """Each place moved by at most one frame to where a character is most probable."""
    there = frames.there
    options = np.clip(places[:, None] + np.array([0, -1, 1]), 0, len(there) - 1)
    return np.asarray(options[np.arange(len(places)), there[options].argmax(axis=1)], np.int64)


def mend(frames: Frames, places: Places) -> Places:
    """A place that shows nothing given to a character that was passed over, as often as there are both: seen
    from the side, lines share their columns but roughly.
    """
    for _ in range(len(places)):
        between, absent = find_passed_over(frames, places), int(frames.there[places].argmin())
        if not between.size or frames.there[places[absent]] > np.log(0.5):
            break
        strongest = between[frames.there[between].argmax()]
        places = np.sort(np.append(np.delete(places, absent), strongest))
    return places


def find_passed_over(frames: Frames, places: Places) -> Places:
    """Frames between the first and the last place that show a character, though no place is near."""
    seen = np.flatnonzero(frames.logs[: places[-1], NOTHING] < np.log(0.5))
    seen = seen[seen > places[0]]
    return np.asarray(
        seen[np.abs(seen[:, None] - places).min(axis=1, initial=len(frames.logs)) > FAR], np.int64
    )


def find_middles(frames: Frames, places: Places) -> tuple[Array, Array]:
    """Where in the strip each character's middle is: columns, and rows from the strip's middle."""
    offsets = frames.offsets[places].astype(np.float64)
    columns = places * STRIDE + (STRIDE - 1) / 2 + np.clip(offsets[:, 0], -1, 1) * STRIDE
    return columns, offsets[:, 1] * STRIDE


def gather_logs(frames: Frames, columns: Array) -> Array:
    """Log probabilities (n, 38) at characters' middles, from the frames within a quarter of a pitch."""
    nearest = (columns - (STRIDE - 1) / 2) / STRIDE
    low = np.floor(nearest).astype(np.int64)
    around = low[:, None] + np.array([-1, 0, 1, 2])
    reach = np.abs(around - nearest[:, None])
    logs = frames.logs[np.clip(around, 0, len(frames.logs) - 1)].astype(np.float64)
    weight = np.clip(1.6 - reach, 0, 1) * (np.square(1 - np.exp(logs[:, :, NOTHING])) + 1e-4)
    return np.asarray((logs * weight[:, :, None]).sum(axis=1) / weight.sum(axis=1)[:, None], np.float64)
