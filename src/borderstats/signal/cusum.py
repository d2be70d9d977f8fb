"""The cumulative sum of standardised counts: small rises that stay are found sooner than by single bounds.

Rossi, Lampugnani and Marchi, Statistics in Medicine 18 (1999); R's `cusum` (algo.cusum).
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import hyp2f1

from borderstats.regression import harmonics, poisson
from borderstats.signal.bound import Bounds, Floats, as_positions, as_series

TABLE_END = -100.0  # of R's table of the hypergeometric function


class Transformation(StrEnum):
    STANDARD = "standard"
    ROSSI = "rossi"
    ANSCOMBE = "anscombe"
    ANSCOMBE_2ND = "anscombe2nd"
    PEARSON_NEG_BIN = "pearsonNegBin"
    ANSCOMBE_NEG_BIN = "anscombeNegBin"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class CusumSettings:
    """`k` is the reference value, `h` the decision bound, both on the scale of the transformation.

    `m` is the mean in control, `"glm"` for a seasonal Poisson fit to the points before the range, or None
    for their mean. `alpha` is the over-dispersion of the two negative binomial transformations. With `compat`
    `anscombeNegBin` reads its function from a table as coarse as R's, and as short, and a score that can't be
    computed (a count not known, a mean of zero) makes the sum unknown from there on: no bound (0), no alarm.
    """

    k: float = 1.04
    h: float = 2.26
    m: float | str | None = None
    trans: Transformation = Transformation.STANDARD
    alpha: float = 0.1
    freq: int = 52
    compat: bool = False

    def __post_init__(self) -> None:
        if isinstance(self.m, str) and self.m != "glm":
            raise ValueError("m is a number or the word glm")
        if isinstance(self.m, float | int) and self.m <= 0:
            raise ValueError("m must be above zero")

    @property
    def first(self) -> int:
        """Two years to learn from, where no range is given."""
        return 2 * self.freq


def cusum(counts: ArrayLike, at: ArrayLike, settings: CusumSettings) -> Bounds:
    """C_t = max(0, C_(t-1) + z_t - k), alarm where C_t >= h; it goes on after an alarm.

    `upper` is the count that would just have alarmed, given the sum so far (for `anscombeNegBin` and `none`
    what is left to h, as in R); `exceedance` is the sum. Positions must follow each other; a missing count
    leaves the sum as it was.
    """
    series = as_series(counts)
    positions = as_positions(at, series.shape[1])
    require_run(positions)
    bounds = Bounds.blank(series, positions)
    mean = _in_control(series, int(positions[0]), positions.size, settings)
    score = _standardise(bounds.observed, mean, settings)
    sums, before = np.zeros_like(score), np.zeros(score.shape[0])
    earlier = np.zeros_like(score)
    for column in range(positions.size):
        earlier[:, column] = before
        known = ~np.isnan(score[:, column])
        after = np.maximum(before + np.where(known, score[:, column], 0.0) - settings.k, 0.0)
        before = np.where(known, after, np.nan if settings.compat else before)
        sums[:, column] = before
    bounds.expected[:] = mean
    bounds.exceedance[:] = sums
    upper = np.maximum(_turn_back(mean, earlier, sums, settings), 0.0)
    bounds.upper[:] = np.nan_to_num(upper) if settings.compat else np.where(np.isnan(mean), np.nan, upper)
    with np.errstate(invalid="ignore"):
        bounds.alarm[:] = (sums >= settings.h) & ~np.isnan(score)
    bounds.history[:] = float(positions[0])
    return bounds


def require_run(positions: np.ndarray[tuple[int], np.dtype[np.intp]]) -> None:
    """A chart with memory examines points that follow each other, with something before the first."""
    if positions[0] < 1 or np.any(np.diff(positions) != 1):
        raise ValueError("range must be a run of points with at least one point before it")


def _in_control(series: Floats, start: int, length: int, settings: CusumSettings) -> Floats:
    if isinstance(settings.m, float | int):
        return np.full((series.shape[0], length), float(settings.m))
    if settings.m is None:
        past = series[:, :start]
        known = start if settings.compat else np.sum(~np.isnan(past), axis=1)
        with np.errstate(invalid="ignore"):
            mean = np.sum(past if settings.compat else np.nan_to_num(past), axis=1) / known
        return np.repeat(mean[:, None], length, axis=1)
    design = harmonics(np.arange(start + length, dtype=np.float64), settings.freq, waves=1, trend=False)
    rows = []
    for row in series[:, :start]:
        known = ~np.isnan(row)
        found = poisson(design[:start][known], row[known])
        rows.append(np.exp(design[start:] @ found.coefficients))
    return np.array(rows)


def _standardise(x: Floats, m: Floats, settings: CusumSettings) -> Floats:
    alpha = settings.alpha
    forms: dict[Transformation, Callable[[], Floats]] = {
        Transformation.STANDARD: lambda: (x - m) / np.sqrt(m),
        Transformation.ROSSI: lambda: (x - 3 * m + 2 * np.sqrt(x * m)) / (2 * np.sqrt(m)),
        Transformation.ANSCOMBE: lambda: 1.5 * (_two_thirds(x) - _two_thirds(m)) / m ** (1 / 6),
        Transformation.ANSCOMBE_2ND: lambda: (
            (_two_thirds(x) - (_two_thirds(m) - 1 / np.cbrt(m) / 9)) / (2 / 3 * m ** (1 / 6))
        ),
        Transformation.PEARSON_NEG_BIN: lambda: (x - m) / np.sqrt(m + alpha * m**2),
        Transformation.ANSCOMBE_NEG_BIN: lambda: (
            (_area(x, settings) - _area(m, settings)) / (m + alpha * m**2) ** (1 / 6)
        ),
        Transformation.NONE: x.copy,
    }
    with np.errstate(divide="ignore", invalid="ignore"):
        return forms[settings.trans]()


def _turn_back(m: Floats, earlier: Floats, sums: Floats, settings: CusumSettings) -> Floats:
    room = settings.h + settings.k - earlier
    alpha = settings.alpha

    def power(shift: Floats) -> Floats:
        return np.asarray(np.maximum(2 / 3 * m ** (1 / 6) * room + _two_thirds(m) - shift, 0.0) ** 1.5)

    forms: dict[Transformation, Callable[[], Floats]] = {
        Transformation.STANDARD: lambda: np.ceil(np.sqrt(m) * room + m),
        Transformation.ROSSI: lambda: (
            2 * np.sqrt(m) * room + 5 * m - 2 * np.sqrt(4 * m**2 + 2 * m**1.5 * room)
        ),
        Transformation.ANSCOMBE: lambda: power(np.zeros_like(m)),
        Transformation.ANSCOMBE_2ND: lambda: power(np.cbrt(m) / 9),
        Transformation.PEARSON_NEG_BIN: lambda: np.sqrt(m + alpha * m**2) * room + m,
        Transformation.ANSCOMBE_NEG_BIN: lambda: settings.h - sums,
        Transformation.NONE: lambda: settings.h - sums,
    }
    with np.errstate(invalid="ignore"):
        return forms[settings.trans]()


def _two_thirds(x: Floats) -> Floats:
    return np.asarray(np.cbrt(x) ** 2)


def _area(y: Floats, settings: CusumSettings) -> Floats:
    """1.5 y^(2/3) 2F1(1/3, 2/3; 5/3; -alpha y): the Anscombe transformation of the negative binomial."""
    x = -settings.alpha * y
    if settings.compat:
        coarse = np.ceil(x)
        low, high = _hypergeometric(coarse - 1.0), _hypergeometric(coarse)
        value = np.where(x >= -10.0, _hypergeometric(np.round(x, 2)), low + (high - low) * (x - coarse + 1.0))
        value = np.where(x >= TABLE_END, value, np.nan)
    else:
        value = _hypergeometric(x)
    return np.asarray(1.5 * _two_thirds(y) * value)


def _hypergeometric(x: Floats) -> Floats:
    return np.asarray(hyp2f1(1 / 3, 2 / 3, 5 / 3, x))
