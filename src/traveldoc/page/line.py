"""One line of a zone: which frames of its strip are characters, and what each may be."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Plane = NDArray[np.float32]
Array = NDArray[np.float64]
ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ<"
"""The 37 characters of Doc 9303 part 3, 4.3, in the order of the network's classes; the 38th is "nothing"."""
NOTHING = len(ALPHABET)
STRIDE = 4
STEPS = (2, 3, 4, 5, 6)
"""Frames from one character to the next: the true pitch is four, give or take what a bad print or page
does.
"""
STRAY = 0.6
"""What a step that is one frame off costs, in units of log probability times frames squared."""
FLOOR = -4.0
"""The least log probability that one frame may bring to a placement: a smudge is no proof against a line."""
OUTSIDE = 0.35
"""Weight of a frame before the first and after the last character that should hold nothing."""


@dataclass(frozen=True)
class Frames:
    """What the network saw along a strip: log probabilities (n, 38) and offsets (n, 3)."""

    logs: Plane
    offsets: Plane

    @property
    def there(self) -> Array:
        """Log probability that a character's middle is here."""
        return np.log(np.maximum(1 - np.exp(self.logs[:, NOTHING].astype(np.float64)), 1e-6))


@dataclass(frozen=True)
class Placement:
    """The best frames for each count of characters: `scores[n]`, and `trace` to walk back."""

    scores: Array
    ends: NDArray[np.int64]
    trace: NDArray[np.int8]

    def frames(self, count: int) -> NDArray[np.int64]:
        """The frames of the characters when there are `count` of them."""
        at = int(self.ends[count])
        places = [at]
        for index in range(count - 1, 0, -1):
            at -= STEPS[int(self.trace[index, at])]
            places.append(at)
        return np.array(places[::-1], np.int64)


def place(frames: Frames, most: int) -> Placement:
    """Lay 1 to `most` characters on the frames, about evenly, so that every frame is best explained."""
    there = np.maximum(frames.there, FLOOR)
    nothing = np.maximum(frames.logs[:, NOTHING].astype(np.float64), FLOOR)
    total = len(there)
    # A character covers its frame and its neighbours; what lies further out must be nothing.
    before = np.concatenate([[0.0, 0.0], np.cumsum(OUTSIDE * nothing)])[:total]
    after = np.concatenate([np.cumsum((OUTSIDE * nothing)[::-1])[::-1], [0.0, 0.0]])[2 : total + 2]
    moves = [step_costs(nothing, step) for step in STEPS]
    best = before + there
    scores, ends = np.full(most + 1, -np.inf), np.zeros(most + 1, np.int64)
    scores[0] = OUTSIDE * nothing.sum()
    trace = np.zeros((most, total), np.int8)
    for index in range(most):
        if index:
            options = np.full((len(STEPS), total), -np.inf)
            for row, (step, cost) in enumerate(zip(STEPS, moves, strict=True)):
                options[row, step:] = best[:-step] + cost[step:]
            trace[index] = options.argmax(axis=0)
            best = options.max(axis=0) + there
        whole = best + after
        ends[index + 1] = whole.argmax()
        scores[index + 1] = whole.max()
    return Placement(scores, ends, trace)


def step_costs(nothing: Array, step: int) -> Array:
    """What a step to each frame costs: its strangeness, and the gap between the two characters being one."""
    total = len(nothing)
    cost = np.full(total, -np.inf)
    middle = np.arange(step, total) - step // 2
    gap = nothing[middle] if step % 2 == 0 else np.maximum(nothing[middle], nothing[middle - 1])
    cost[step:] = gap - STRAY * (step - 4) ** 2
    return cost


def spread(frames: Frames, places: NDArray[np.int64]) -> Plane:
    """For each place the log probabilities of the 37 characters, gathered from its frame and the two beside
    it.
    """
    around = np.clip(places[:, None] + np.array([-1, 0, 1]), 0, len(frames.logs) - 1)
    logs = frames.logs[around]
    weight = np.square(1 - np.exp(logs[:, :, NOTHING])) + 1e-6
    weight = weight * np.array([1.0, 1.5, 1.0], np.float32)
    mixed = (logs[:, :, :NOTHING] * weight[:, :, None]).sum(axis=1) / weight.sum(axis=1)[:, None]
    mixed = mixed - mixed.max(axis=1, keepdims=True)
    return np.asarray(mixed - np.log(np.exp(mixed).sum(axis=1, keepdims=True)), np.float32)


def middles(frames: Frames, places: NDArray[np.int64]) -> tuple[Array, Array]:
    """Where in the strip each character's middle is: columns, and rows from the strip's middle."""
    offsets = frames.offsets[places].astype(np.float64)
    columns = places * STRIDE + (STRIDE - 1) / 2 + np.clip(offsets[:, 0], -1, 1) * STRIDE
    return columns, offsets[:, 1] * STRIDE
