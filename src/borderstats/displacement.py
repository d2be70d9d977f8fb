"""Where did they go? A fall on one route set against what the others did that they would not have done.

Interrupted time series with control strata (Bernal, Cummins and Gasparrini, International Journal of
Epidemiology 46, 2017): log mu = b0 + b1 t + season + common movement of the controls, fitted to the time
before the measure and carried on after it. phi = what the alternatives had above that, divided by what the
target had below it. The mode of travel is always among the alternatives: where nobody looks at another way
of travelling, "no displacement" says nothing.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from borderstats.phrase import Phrase, gettext_noop
from borderstats.regression import AS_IN_R, LogLinear, harmonics, negative_binomial

Floats = NDArray[np.float64]

FEWEST_BEFORE = 24  # points before the measure: two years of months
DRAWS = 4000
TAIL = 0.025
NO_FALL = Phrase(
    gettext_noop("No evidence: the target did not fall below what its past and the controls let expect.")
)
NO_SPILL = Phrase(
    gettext_noop("The target fell, and no alternative rose beyond what its past and the controls let expect.")
)
SPILL = gettext_noop(
    "The target fell, and %(names)s rose beyond what was to be expected: about %(share)s %% of the fall"
    " (%(low)s to %(high)s %%)."
)
TOO_LITTLE = gettext_noop(
    "The target fell; %(names)s rose beyond chance, but by less than a hundredth of the fall: no evidence"
    " that they went there."
)
UNCERTAIN = gettext_noop(
    "The target fell, and %(names)s rose beyond what was to be expected. All ways together leave open how"
    " much of the fall went there."
)
LEAST_SHARE = 0.01
ASSOCIATION = Phrase(
    gettext_noop(
        "Both may have a third cause. Where the rise is at ports it may be appointments or asylum, not fraud."
    )
)


@dataclass(frozen=True, slots=True)
class Departure:
    """Observed minus what was to be expected after the measure, with its 95 % interval, in cases."""

    observed: float
    expected: float
    difference: float
    low: float
    high: float

    @property
    def evidence(self) -> bool:
        """Whether the interval leaves zero out."""
        return self.low > 0 or self.high < 0


@dataclass(frozen=True, slots=True)
class Displacement:
    """`share` is phi with its interval (NaN where the target did not fall); `answer` says it in words."""

    target: Departure
    alternatives: Mapping[str, Departure]
    share: float
    low: float
    high: float
    answer: Phrase
    caution: Phrase


def displacement(
    target: ArrayLike,
    alternatives: Mapping[str, ArrayLike],
    controls: Sequence[ArrayLike],
    *,
    measure: int,
    modes: Sequence[str],
    chance: np.random.Generator,
    freq: int = 12,
    until: int | None = None,
) -> Displacement:
    """Departures after position `measure` (to before `until`) of the target and of every alternative.

    `modes` names the alternatives that are another mode of travel (through ports, by air, by sea): there
    must be one. `controls` are series the measure cannot have touched; their total enters as a regressor.
    Raises ValueError without a mode, without controls, with missing counts, or with a short past.
    """
    rows = {"": np.asarray(target, np.float64)}
    rows |= {name: np.asarray(row, np.float64) for name, row in alternatives.items()}
    free = [np.asarray(row, np.float64) for row in controls]
    stop = rows[""].size if until is None else until
    if not modes or not set(modes) <= set(alternatives):
        raise ValueError("another mode of travel must be among the alternatives: without it nothing is said")
    if not free or any(row.shape != rows[""].shape for row in [*rows.values(), *free]):
        raise ValueError("at least one control series is needed, all series of the same length")
    if not all(np.all(row >= 0) for row in [*rows.values(), *free]):
        raise ValueError("every count must be known and none negative")
    if not FEWEST_BEFORE <= measure < stop <= rows[""].size:
        raise ValueError(f"the measure needs {FEWEST_BEFORE} points before it and one after")
    design = _design(np.sum(free, axis=0), freq, measure)
    draws = {name: _draw(row, design, measure, stop, chance) for name, row in rows.items()}
    seen = {name: float(row[measure:stop].sum()) for name, row in rows.items()}
    departures = {name: _departure(seen[name], draws[name]) for name in rows}
    fell = departures[""].high < 0
    gain = sum((seen[name] - draws[name] for name in alternatives), np.zeros(DRAWS))
    loss = draws[""] - seen[""]
    share = np.sort(gain / np.where(loss > 0, loss, np.nan)) if fell else np.full(DRAWS, np.nan)
    middle = departures[""].difference
    value = -sum(departures[name].difference for name in alternatives) / middle if fell else np.nan
    low, high = (float(np.nanquantile(share, q)) for q in (TAIL, 1 - TAIL)) if fell else (np.nan, np.nan)
    rose = [name for name in alternatives if departures[name].low > 0]
    rise = sum(departures[name].difference for name in rose)
    little = rise < LEAST_SHARE * abs(middle)
    answer = _answer(rose, (float(value), low, high), fell=fell, little=little)
    others = {name: departures[name] for name in alternatives}
    return Displacement(departures[""], others, float(value), low, high, answer, ASSOCIATION)


def _design(control: Floats, freq: int, measure: int) -> Floats:
    """Constant, trend, one or two waves of season, and the controls' logarithm around its mean before."""
    time = np.arange(control.size, dtype=np.float64)
    seasonal = harmonics(time, freq, waves=min(2, (freq - 1) // 2), trend=True)
    seasonal[:, 1] = (time - measure) / measure
    level = np.log1p(control)
    level = level - level[:measure].mean()
    return np.column_stack([seasonal, level]) if level[:measure].std() > 0 else seasonal


def _draw(row: Floats, design: Floats, measure: int, stop: int, chance: np.random.Generator) -> Floats:
    """Totals after the measure as they could have been: doubt about the fit and the counts' own spread."""
    fitted = negative_binomial(design[:measure], row[:measure], patience=AS_IN_R)
    doubt = fitted.covariance * _overdispersion(fitted, row[:measure])
    coefficients = chance.multivariate_normal(fitted.coefficients, doubt, size=DRAWS, method="eigh")
    mean = np.exp(np.clip(coefficients @ design[measure:stop].T, -20.0, 20.0))
    size = 1.0 / max(fitted.alpha, 1e-6)
    return np.asarray(chance.poisson(chance.gamma(size, mean / size)).sum(axis=1), np.float64)


def _overdispersion(fitted: LogLinear, row: Floats) -> float:
    variance = fitted.mean + fitted.alpha * fitted.mean**2
    spare = max(1, row.size - fitted.rank)
    return max(1.0, float(np.sum((row - fitted.mean) ** 2 / variance)) / spare)


def _departure(seen: float, draws: Floats) -> Departure:
    expected = float(np.median(draws))
    low, high = (float(seen - np.quantile(draws, q)) for q in (1 - TAIL, TAIL))
    return Departure(seen, expected, seen - expected, low, high)


def _answer(rose: Sequence[str], share: tuple[float, float, float], *, fell: bool, little: bool) -> Phrase:
    if not fell:
        return NO_FALL
    if not rose:
        return NO_SPILL
    names = {"names": ", ".join(rose)}
    if little:
        return Phrase(TOO_LITTLE, names)
    if share[1] <= 0:
        return Phrase(UNCERTAIN, names)
    words = {name: f"{value * 100:.0f}" for name, value in zip(("share", "low", "high"), share, strict=True)}
    return Phrase(SPILL, {**names, **words})
