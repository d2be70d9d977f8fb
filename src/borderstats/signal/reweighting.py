"""Fit, weigh past outbreaks down, fit again, and decide on the trend: what all Farrington forms share."""

from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray
from scipy.special import stdtr

from borderstats.signal.bound import Flags, Floats
from borderstats.signal.quasipoisson import Design, Fit, fit

YEARS_FOR_TREND = 3


class Dispersion(StrEnum):
    """Which dispersion a standard error takes."""

    PHI = "Pearson's, not below 1"
    PEARSON = "Pearson's"
    OMEGA = "R's farringtonFlexible: sum omega ((y - mu) / mu)^2 / df"


@dataclass(frozen=True, slots=True)
class Past:
    """The baseline of some series at one point: counts, prior weights and offsets, points x series."""

    count: Floats
    prior: Floats
    offset: Floats
    design: Design

    @classmethod
    def of(cls, series: Floats, offset: Floats, points: NDArray[np.intp], blocks: NDArray[np.intp]) -> "Past":
        """`series` and `offset` are series x time; a count that is not known has prior weight zero."""
        order = np.argsort(blocks, kind="stable")
        points = points[order]
        count = np.ascontiguousarray(series[:, points].T)
        known = ~np.isnan(count)
        design = Design.of(blocks[order], points.astype(np.float64))
        shift = np.ascontiguousarray(offset[:, points].T)
        return cls(np.where(known, count, 0.0), known.astype(np.float64), shift, design)

    def take(self, chosen: Flags) -> "Past":
        return Past(self.count[:, chosen], self.prior[:, chosen], self.offset[:, chosen], self.design)


@dataclass(frozen=True, slots=True)
class Fitted:
    """A re-weighted fit. `spare` are the degrees of freedom left, `trended` who has a trend."""

    fit: Fit
    pearson: Floats
    omega: Floats
    spare: Floats
    trended: Flags

    @property
    def phi(self) -> Floats:
        return np.maximum(self.pearson, 1.0)

    def dispersion(self, kind: Dispersion) -> Floats:
        return {Dispersion.PHI: self.phi, Dispersion.PEARSON: self.pearson, Dispersion.OMEGA: self.omega}[
            kind
        ]

    def put(self, chosen: Flags, other: "Fitted") -> None:
        self.fit.put(chosen, other.fit)
        self.pearson[chosen], self.omega[chosen] = other.pearson, other.omega
        self.spare[chosen], self.trended[chosen] = other.spare, other.trended


@dataclass(frozen=True, slots=True)
class TrendRule:
    """When a trend is kept: allowed at all, significant at `p_value`, resting on `years` years or more."""

    allowed: bool
    p_value: float
    years: int
    dispersion: Dispersion


def fit_with_decided_trend(
    past: Past, now: int, position: int, offset: Floats, rule: TrendRule, weights_threshold: float | None
) -> Fitted:
    """Keep the trend where it is significant, rests on three years and does not overshoot the past.

    Otherwise both fits are made again without it (Farrington et al. 1996, section 3.4). `now` is the block
    and `offset` the offset at `position`; without a weights threshold there is no second fit.
    """
    fitted = fit_reweighted(past, weights_threshold, trend=rule.allowed)
    with np.errstate(invalid="ignore", divide="ignore", over="ignore"):
        size = np.abs(fitted.fit.slope) / np.sqrt(fitted.dispersion(rule.dispersion) / fitted.fit.spread)
        p_value = 2.0 * np.asarray(stdtr(fitted.spare, -size))
        ahead = np.exp(fitted.fit.predict(now, float(position))[0] + offset)
    highest = np.max(np.where(past.prior > 0, past.count, -np.inf), axis=0)
    kept = (p_value < rule.p_value) & (ahead <= highest) & (rule.years >= YEARS_FOR_TREND)
    drop = fitted.trended & ~kept
    if drop.any():
        fitted.put(drop, fit_reweighted(past.take(drop), weights_threshold, trend=False))
    return fitted


def fit_reweighted(past: Past, weights_threshold: float | None, *, trend: bool) -> Fitted:
    """Fit, weigh past outbreaks down by their Anscombe residuals, fit again.

    A series whose first fit does not settle with a trend is fitted without.
    """
    first = fit(past.count, past.prior, past.offset, past.design, trend=trend)
    trended = np.full(past.count.shape[1], trend) & (first.spread > 0)
    if trend and not first.converged.all():
        again = ~first.converged
        part = past.take(again)
        first.put(again, fit(part.count, part.prior, part.offset, part.design, trend=False))
        trended &= ~again
    spare = np.sum(past.prior, axis=0) - first.parameters(past.prior, past.design)
    pearson = _dispersion(past.count, first, first.weight, spare)
    if weights_threshold is None:
        return Fitted(first, pearson, pearson.copy(), spare, trended)
    residual = anscombe(past.count, first, past.design, np.maximum(pearson, 1.0))
    omega = outbreak_weights(residual, past.prior, weights_threshold)
    last = _refit(past, omega, trended)
    last.converged[:] = first.converged
    pearson = _dispersion(past.count, last, last.weight, spare)
    return Fitted(last, pearson, _dispersion(past.count, last, omega, spare), spare, trended)


def _refit(past: Past, omega: Floats, trended: Flags) -> Fit:
    last = fit(past.count, omega, past.offset, past.design, trend=bool(trended.any()))
    if trended.any() and not trended.all():
        part = past.take(~trended)
        last.put(~trended, fit(part.count, omega[:, ~trended], part.offset, part.design, trend=False))
    return last


def _dispersion(count: Floats, fitted: Fit, weight: Floats, spare: Floats) -> Floats:
    """Sum of weighted squares of the relative residuals over the degrees of freedom; NaN without any."""
    with np.errstate(invalid="ignore", divide="ignore"):
        relative = (count - fitted.mean) / fitted.mean
        total = np.einsum("ij,ij->j", weight, relative**2)
        return np.where(spare > 0, total / spare, np.nan)


def anscombe(count: Floats, fitted: Fit, design: Design, phi: Floats) -> Floats:
    """1.5 (y^(2/3) mu^(-1/6) - mu^(1/2)) / sqrt(phi (1 - h)); 0 where a point alone decides its mean.

    There R divides a rounding error by zero and so, by its sign, keeps the point, drops it, or stops with an
    error: the one place where bounds can differ from R's. The point is kept here.
    """
    free = 1.0 - fitted.leverage(design)
    with np.errstate(invalid="ignore", divide="ignore"):
        raw = 1.5 * (np.cbrt(count) ** 2 * fitted.mean ** (-1.0 / 6.0) - np.sqrt(fitted.mean))
        return np.where(free > 0, raw / np.sqrt(phi * np.where(free > 0, free, 1.0)), 0.0)


def outbreak_weights(residual: Floats, prior: Floats, limit: float) -> Floats:
    """Weights g where s <= limit and g / s^2 above; g makes them add up to the number of points."""
    with np.errstate(divide="ignore", invalid="ignore"):
        weight = np.where(residual > limit, 1.0 / (residual * residual), 1.0) * prior
        return np.asarray(weight * (np.sum(prior, axis=0) / np.sum(weight, axis=0)))
