"""What every detector gives back: for each series and each point examined, the bound and what led to it."""

from dataclasses import dataclass, fields

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

LARGEST_COUNT = 2.0**53  # beyond it a floating number no longer counts


@dataclass(frozen=True, slots=True)
class Bounds:
    """Arrays are series x points examined; NaN is "cannot be said". `at` are positions from 0.

    `usable` is False where the past could not serve as a baseline and a short robust window was taken
    instead (or nothing at all: then `upper` is NaN). `history` is the number of past counts used.
    `p_value` is the chance of a count as high as the one seen, `phi` the over-dispersion, `slope` the
    trend per point on the log scale where one was kept, else NaN.
    """

    at: NDArray[np.intp]
    observed: Floats
    expected: Floats
    upper: Floats
    alarm: Flags
    p_value: Floats
    phi: Floats
    slope: Floats
    exceedance: Floats
    usable: Flags
    history: Floats

    @classmethod
    def blank(cls, observed: Floats, at: NDArray[np.intp]) -> "Bounds":
        """Nothing said yet about the points `at` of the series (series x time)."""
        seen = observed[:, at]

        def unknown() -> Floats:
            return np.full(seen.shape, np.nan)

        return cls(
            at=at,
            observed=seen,
            expected=unknown(),
            upper=unknown(),
            alarm=np.zeros(seen.shape, bool),
            p_value=unknown(),
            phi=unknown(),
            slope=unknown(),
            exceedance=unknown(),
            usable=np.ones(seen.shape, bool),
            history=unknown(),
        )

    def take(self, rows: NDArray[np.intp]) -> "Bounds":
        """Those of some series."""
        parts = {name: getattr(self, name)[rows] for name in OF_SERIES}
        return Bounds(at=self.at, **parts)


OF_SERIES = tuple(field.name for field in fields(Bounds) if field.name != "at")


def as_series(counts: ArrayLike) -> Floats:
    """Counts as series x time; a single series may come as one row. NaN is a missing count.

    Raises ValueError for negative counts, counts that are not whole, and other shapes.
    """
    array = np.atleast_2d(np.asarray(counts, np.float64))
    if array.ndim != 2 or not array.size:
        raise ValueError("counts must be a series, or series x time")
    known = array[~np.isnan(array)]
    if np.any(known < 0) or np.any(known != np.floor(known)):
        raise ValueError("counts must be whole numbers from zero up, or NaN where not known")
    if np.any(known > LARGEST_COUNT):
        raise ValueError("counts above 9e15 can't be told apart and are no counts")
    return array


def as_positions(at: ArrayLike, length: int) -> NDArray[np.intp]:
    """The points to examine, each inside the series. Raises ValueError otherwise."""
    positions = np.atleast_1d(np.asarray(at, np.intp))
    if not positions.size:
        raise ValueError("there is no point to examine: the series is too short for these settings")
    if positions.min() < 0 or positions.max() >= length:
        raise ValueError(f"range must lie within 1 to {length}, the points of the series")
    return positions
