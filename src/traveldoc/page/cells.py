"""The characters of a reading cut out of the picture: upright, of one size, centred, in even contrast."""

from collections.abc import Sequence

import cv2
import numpy as np
from numpy.typing import NDArray

from traveldoc.page.reading import Quad
from traveldoc.page.zone import grey_of

Plane = NDArray[np.float32]
Array = NDArray[np.float64]
ROWS, COLUMNS = 24, 16
"""Size of a cell; the distance from one character to the next is PITCH of its pixels."""
PITCH = 16.0
FINEST = 24.0
"""Pixels from one character to the next beyond which a picture is reduced first: a cell holds no more."""
BOX = (1.0, 1.16)
"""Width and height of a character's box in distances from one character to the next."""
GROWTH = 1.3
"""By how much, at most, print is evened out in width and height."""


def cut(
    picture: NDArray[np.uint8], boxes: Sequence[Sequence[Quad]], means: Plane, classes: NDArray[np.int64]
) -> Plane:
    """Cells (n, ROWS, COLUMNS) of all characters, line by line: ink is positive, paper about nothing.

    `means` (37, ROWS, COLUMNS) is how each character looks on average; size and place of the print are
    fitted to it, so that a page seen from the side and a print a little large look like any other.
    """
    quads = np.array([quad for line in boxes for quad in line], np.float64)
    grey, quads = bring_near(picture, quads)
    plain = np.ones(len(quads)), np.zeros(len(quads)), np.ones(len(quads)), np.zeros(len(quads))
    cells = sample(grey, quads, *plain)
    if (even(-cells) * even(means)[classes]).mean() < 0:  # print lighter than its paper
        grey, cells = 255 - grey, 255 - cells
    rows = np.repeat(np.arange(len(boxes)), [len(line) for line in boxes])
    fitted = sample(grey, quads, *fit(find_ink(cells), means[classes], rows))
    return even(find_ink(fitted))


def bring_near(picture: NDArray[np.uint8], quads: Array) -> tuple[Plane, Array]:
    """The part of the picture that holds the boxes, reduced where it is finer than cells are."""
    corners = quads.reshape(-1, 2)
    across = float(np.median(np.hypot(*(quads[:, 1] - quads[:, 0]).T)))
    low = np.maximum(np.floor(corners.min(axis=0) - across).astype(int), 0)
    high = np.ceil(corners.max(axis=0) + across).astype(int) + 1
    part = grey_of(picture[low[1] : high[1], low[0] : high[0]])
    quads = quads - low
    scale = across / FINEST
    if scale <= 1:
        return part, quads
    size = (max(1, round(part.shape[1] / scale)), max(1, round(part.shape[0] / scale)))
    ratio = np.array([size[0] / part.shape[1], size[1] / part.shape[0]])
    small = np.asarray(cv2.resize(part, size, interpolation=cv2.INTER_AREA), np.float32)
    return small, (quads + 0.5) * ratio - 0.5


def sample(grey: Plane, quads: Array, wide: Array, right: Array, high: Array, down: Array) -> Plane:
    """Cells of grey levels; per character how much wider and higher its print is and where its middle is."""
    middle = quads.mean(axis=1)
    across = (quads[:, 1] + quads[:, 2] - quads[:, 0] - quads[:, 3]) / 2 / BOX[0] / PITCH
    below = (quads[:, 2] + quads[:, 3] - quads[:, 0] - quads[:, 1]) / 2 / BOX[1] / PITCH
    x = (np.arange(COLUMNS) - (COLUMNS - 1) / 2)[None, :] * wide[:, None] + right[:, None]
    y = (np.arange(ROWS) - (ROWS - 1) / 2)[None, :] * high[:, None] + down[:, None]
    at = (
        middle[:, None, None, :]
        + across[:, None, None, :] * x[:, None, :, None]
        + below[:, None, None, :] * y[:, :, None, None]
    ).astype(np.float32)
    flat = at.reshape(len(quads) * ROWS, COLUMNS, 2)
    levels = cv2.remap(grey, flat[:, :, 0], flat[:, :, 1], cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    return np.asarray(levels, np.float32).reshape(len(quads), ROWS, COLUMNS)


def find_ink(cells: Plane) -> Plane:
    """How much darker each pixel is than the paper beside its character."""
    paper = np.percentile(cells, 85, axis=(1, 2), keepdims=True)
    return np.asarray(paper - cells, np.float32)


def fit(ink: Plane, means: Plane, rows: NDArray[np.int64]) -> tuple[Array, Array, Array, Array]:
    """Width, place, height and place of the print against the means: sizes of the whole zone, heights line by
    line, places across for each character.
    """
    x, width = spread(ink, 1)
    y, height = spread(ink, 2)
    mean_x, mean_width = spread(means, 1)
    mean_y, mean_height = spread(means, 2)
    wide = float(np.clip(np.median(width / mean_width), 1 / GROWTH, GROWTH))
    high = float(np.clip(np.median(height / mean_height), 1 / GROWTH, GROWTH))
    right = np.clip(x - wide * mean_x, -3, 3)
    down = np.array([np.median((y - high * mean_y)[rows == row]) for row in range(rows.max() + 1)])[rows]
    count = len(ink)
    return np.full(count, wide), right, np.full(count, high), np.clip(down, -3, 3)


def spread(ink: Plane, axis: int) -> tuple[Array, Array]:
    """Where the ink of each cell lies along an axis (from the middle) and how far it is spread."""
    clean = np.maximum(ink - 0.25 * ink.max(axis=(1, 2), keepdims=True), 0)
    profile = clean.sum(axis=axis).astype(np.float64) + 1e-6
    profile /= profile.sum(axis=1, keepdims=True)
    along = np.arange(profile.shape[1]) - (profile.shape[1] - 1) / 2
    middle = profile @ along
    return middle, np.sqrt(np.maximum(profile @ np.square(along) - np.square(middle), 0.25))


def even(ink: Plane) -> Plane:
    """The same with mean 0 and spread 1 in each cell."""
    centred = ink - ink.mean(axis=(1, 2), keepdims=True)
    return np.asarray(centred / (centred.std(axis=(1, 2), keepdims=True) + 1e-3), np.float32)
