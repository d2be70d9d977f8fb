"""Thousands of strata: which alarms to believe, and how many false ones to expect.

Mid-p values of discrete counts (Lancaster, Biometrika 36, 1949) go into the step-up procedure of Benjamini
and Hochberg (JRSS B 57, 1995), level by level of a hierarchy: total, route, nationality, document kind.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from borderstats.signal import tail
from borderstats.signal.bound import Bounds, Flags, Floats


def mid_p(count: ArrayLike, mean: ArrayLike, phi: ArrayLike) -> Floats:
    """P(Y > y) + P(Y = y) / 2 for counts with mean mu and variance phi mu: half of P(Y >= y) + P(Y > y)."""
    y = np.asarray(count, np.float64)
    return np.asarray((tail.at_least(y, mean, phi) + tail.at_least(y + 1.0, mean, phi)) / 2.0)


@dataclass(frozen=True, slots=True)
class Discoveries:
    """`believed` where the false discovery rate is kept; `adjusted` p-values; NaN p-values stay out."""

    believed: Flags
    adjusted: Floats
    tested: int


def benjamini_hochberg(p_values: ArrayLike, *, rate: float = 0.05) -> Discoveries:
    """The largest k with p_(k) <= k rate / m, and all up to it; adjusted p = min over later of p_(j) m / j.

    Any shape; NaN is "not tested". Raises ValueError for p-values outside 0 to 1.
    """
    p = np.asarray(p_values, np.float64)
    known = np.flatnonzero(~np.isnan(p))
    values = p.ravel()[known]
    if not np.all((values >= 0) & (values <= 1)) or not 0 < rate < 1:
        raise ValueError("p-values lie from 0 to 1, and the rate of false discoveries between them")
    order = np.argsort(values, kind="stable")
    raised = values[order] * known.size / np.arange(1, known.size + 1)
    settled = np.minimum.accumulate(raised[::-1])[::-1] if known.size else raised
    adjusted: Floats = np.full(p.size, np.nan)
    adjusted[known[order]] = np.minimum(settled, 1.0)
    shaped: Floats = np.reshape(adjusted, p.shape)
    with np.errstate(invalid="ignore"):
        return Discoveries(np.asarray(shaped <= rate), shaped, int(known.size))


def by_level(
    p_values: ArrayLike, level: ArrayLike, parent: ArrayLike, *, rate: float = 0.05
) -> NDArray[np.bool_]:
    """Believed alarms of a hierarchy: each level is tested among the children of believed strata only.

    `level` 0 is the top; `parent` is the position of the stratum above (-1 at the top). A family of children
    is tested on its own (Yekutieli, JASA 103, 2008), so that one noisy family can't hide another. What has
    no p-value of its own passes its families on: a total without an answer hides none.
    """
    p, depth, above = np.asarray(p_values, np.float64), np.asarray(level, int), np.asarray(parent, int)
    if not p.shape == depth.shape == above.shape or np.any(above[depth > 0] < 0):
        raise ValueError("p-values, levels and parents belong together, and only the top has no parent")
    believed = np.zeros(p.size, bool)
    opened = np.zeros(p.size, bool)
    for step in np.unique(depth):
        here = np.flatnonzero(depth == step)
        for family in np.unique(above[here]):
            members = here[above[here] == family]
            if family >= 0 and not opened[family]:
                continue
            found = benjamini_hochberg(p[members], rate=rate).believed
            believed[members] = found
            opened[members] = found | np.isnan(p[members])
    return believed


def expected_false_alarms(bounds: Bounds) -> Floats:
    """How many alarms each examined point would raise if nothing had happened, strata together.

    For each bound the chance P(Y > U) that an ordinary count lies above it, added up. Unlike strata x alpha
    it knows that bounds are whole numbers. Bounds without a dispersion (EARS, CUSUM) have no answer: NaN.
    """
    each = tail.at_least(np.floor(bounds.upper) + 1.0, bounds.expected, bounds.phi)
    return np.where(np.isnan(each).all(axis=0), np.nan, np.nansum(each, axis=0))
