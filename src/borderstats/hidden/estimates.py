"""The result of every question about the undetected: several estimates with their assumptions.

Each estimate rests on an assumption that the data cannot prove, and the answers differ by factors: repeat
apprehensions in the Netherlands give 2,900 to 16,200 persons (statistics.md, 2c). So the result holds all
of them, has no single value, and refuses to be taken or printed as one number.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from borderstats.phrase import Phrase

Z_95 = 1.959963984540054


@dataclass(frozen=True, slots=True)
class Estimate:
    """One estimate of the whole (seen and unseen) with its 95 % interval and what must be true for it.

    `value`, `low` and `high` are NaN where the method has no answer; `assumption` then says why.
    """

    method: str
    value: float
    low: float
    high: float
    standard_error: float
    assumption: Phrase

    @property
    def answered(self) -> bool:
        return bool(np.isfinite(self.value))


class OneNumberError(TypeError):
    """Somebody asked for one single figure for the undetected."""


@dataclass(frozen=True, slots=True)
class Estimates:
    """What was seen, and two or more estimates of the whole. Iterate, index by method, or take the `span`."""

    seen: int
    each: tuple[Estimate, ...]

    def __post_init__(self) -> None:
        if len(self.each) < 2:
            raise ValueError("one estimate alone would be taken for the truth: give two or more")

    def __iter__(self) -> Iterator[Estimate]:
        return iter(self.each)

    def __getitem__(self, method: str) -> Estimate:
        return next(estimate for estimate in self.each if estimate.method == method)

    @property
    def span(self) -> tuple[float, float]:
        """From the lowest to the highest answer; (NaN, NaN) where no method has one."""
        values = [estimate.value for estimate in self.each if estimate.answered]
        return (min(values), max(values)) if values else (np.nan, np.nan)

    def __str__(self) -> str:
        low, high = self.span
        return f"{self.seen} seen; {len(self.each)} estimates of the whole from {low:.0f} to {high:.0f}"

    def __format__(self, specification: str) -> str:
        if specification:
            raise OneNumberError("the undetected have no single figure: show the estimates side by side")
        return str(self)

    def __float__(self) -> float:
        raise OneNumberError("the undetected have no single figure: show the estimates side by side")

    __int__ = __float__
    __index__ = __float__
    __round__ = __float__


def by_logarithm(method: str, seen: float, value: float, variance: float, assumption: Phrase) -> Estimate:
    """An interval for the unseen T = N - n that never goes below what was seen: n + T / K to n + T K.

    K = exp(1.96 sqrt(ln(1 + var / T^2))) (Chao, Biometrics 43, 1987).
    """
    unseen = value - seen
    if not np.isfinite(value) or unseen <= 0:
        return Estimate(method, value, value, value, np.sqrt(variance), assumption)
    k = float(np.exp(Z_95 * np.sqrt(np.log1p(variance / unseen**2))))
    return Estimate(method, value, seen + unseen / k, seen + unseen * k, float(np.sqrt(variance)), assumption)


def by_normal(method: str, value: float, variance: float, assumption: Phrase) -> Estimate:
    """The value with 1.96 standard errors to both sides."""
    error = float(np.sqrt(variance))
    return Estimate(method, value, value - Z_95 * error, value + Z_95 * error, error, assumption)


def no_answer(method: str, why: Phrase) -> Estimate:
    return Estimate(method, np.nan, np.nan, np.nan, np.nan, why)
