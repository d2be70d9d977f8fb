"""Total, route, nationality, document kind: every level of a hierarchy as strata of its own.

What is too thin to alarm in each nationality can alarm in the route, and an alarm of the total is read
downwards to what carries it. `level` and `parent` go with the p-values into `multiplicity.by_level`.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from borderstats.signal.bound import Floats, as_series


@dataclass(frozen=True, slots=True)
class Hierarchy:
    """`names[i]` is the path of stratum i, () for the total; `counts` are strata x time, parents first."""

    names: tuple[tuple[str, ...], ...]
    level: NDArray[np.intp]
    parent: NDArray[np.intp]
    counts: Floats

    def children(self, stratum: int) -> tuple[int, ...]:
        return tuple(np.flatnonzero(self.parent == stratum).tolist())


def roll_up(counts: ArrayLike, paths: Sequence[Sequence[str]]) -> Hierarchy:
    """Sums for every beginning of the paths (route, nationality, kind ...) of the leaves (leaves x time).

    A leaf given twice is added up. Where the count of one leaf is missing, so is every sum that needs it: a
    missing month is never a zero. Raises ValueError unless each leaf has a path and all are equally long.
    """
    leaves = as_series(counts)
    if len(paths) != leaves.shape[0] or len({len(path) for path in paths}) != 1:
        raise ValueError("each series needs its path, and all paths the same length")
    sums: dict[tuple[str, ...], Floats] = {}
    for path, row in zip(paths, leaves, strict=True):
        for depth in range(len(path) + 1):
            name = tuple(path[:depth])
            sums[name] = sums.get(name, np.zeros(leaves.shape[1])) + row
    names = tuple(sorted(sums, key=lambda name: (len(name), name)))
    place = {name: number for number, name in enumerate(names)}
    return Hierarchy(
        names,
        np.array([len(name) for name in names]),
        np.array([place[name[:-1]] if name else -1 for name in names]),
        np.array([sums[name] for name in names]),
    )
