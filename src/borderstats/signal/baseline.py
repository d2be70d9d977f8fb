"""Which past points a count is compared with, and which season each of them belongs to.

Positions count from 0. Farrington et al. (JRSS A 159, 1996) take windows of `half` points on both sides of
the same time in each of the last `years` years; Noufaily et al. (Statistics in Medicine 32, 2013) also use
what lies between the windows, cut into seasonal blocks of equal length.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Indices = NDArray[np.intp]


class HistoryTooShortError(ValueError):
    """There are not enough past points for the years and windows asked for."""


@dataclass(frozen=True, slots=True)
class Baseline:
    """`points` of the past and the seasonal block of each; `now` is the block of the point examined."""

    points: Indices
    blocks: Indices
    now: int


def windows(at: int, *, years: int, half: int, freq: int) -> Baseline:
    """Only the windows of the original method; points before the start are left out."""
    middle = at - freq * np.arange(years, 0, -1)
    points = (middle[:, None] + np.arange(-half, half + 1)).ravel()
    points = points[points >= 0]
    if not points.size:
        raise HistoryTooShortError(f"no point before position {at + 1} lies in the windows asked for")
    return Baseline(points, np.zeros(points.size, np.intp), 0)


def seasonal_blocks(at: int, *, years: int, half: int, periods: int, past: int, freq: int) -> Baseline:
    """Windows and the blocks between them, without the last `past` points and the point itself.

    Block `periods` are the windows; the gap between two windows is shared by the other blocks, the first
    ones taking the remainder. With one period there are windows only. Blocks come back numbered from 0 in
    the order of their first appearance by number.
    Raises HistoryTooShortError where the first window does not lie in the series, ValueError where there
    are more blocks than points to share.
    """
    gap, window = freq - 2 * half - 1, 2 * half + 1
    if periods > 1 and gap < max(periods - window, 0):
        raise ValueError(f"{periods} periods don't fit into {gap} points between two windows: take fewer")
    block = np.zeros(at + 1, np.intp)
    if at - years * freq - half < -1:
        raise HistoryTooShortError(
            f"position {at + 1} needs {years} years of {freq} points and {half} more before it: "
            "take a smaller b"
        )
    block[max(at - half, 0) :] = periods
    for year in range(1, years + 1):
        middle = at - year * freq
        block[max(middle - half, 0) : middle + half + 1] = periods
        if periods > 1:
            _share_gap(block, middle + half + 1, gap, periods)
    block[max(at - past, 0) :] = 0
    points = np.flatnonzero(block)
    names, numbers = np.unique(block[points], return_inverse=True)
    if not points.size or names[-1] != periods:
        raise HistoryTooShortError(f"nothing is left to compare position {at + 1} with")
    return Baseline(points, numbers.astype(np.intp), int(names.size) - 1)


def _share_gap(block: Indices, start: int, length: int, periods: int) -> None:
    """Number the points between two windows; a block without a point spills one point to each side.

    The spill is what the reference implementation does when there are more blocks than points (a range
    that runs backwards), and its published bounds contain it.
    """
    share, rest = divmod(length, periods - 1)
    for number in range(1, periods):
        size = share + (number <= rest)
        if size:
            block[start : start + size] = number
        else:
            block[start - 1 : start + 1] = number
        start += size
