"""The detectors by the names and options of the literature (R's surveillance), as a table."""

import dataclasses
import math
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from borderstats.signal.bound import Bounds, Floats
from borderstats.signal.changepoint import online_changes
from borderstats.signal.cusum import CusumSettings, Transformation, cusum
from borderstats.signal.ears import Chart, EarsSettings, ears
from borderstats.signal.farrington import IMPROVED, MONTHLY, ORIGINAL, Settings, farrington_flexible
from borderstats.signal.likelihood_ratio import Direction, RatioSettings, Shown, likelihood_ratio
from borderstats.signal.original import OriginalSettings, farrington
from borderstats.signal.predictive import BayesSettings, bayes, gamma_poisson
from borderstats.signal.threshold import Method, Power

Positions = NDArray[np.intp]


@dataclass(frozen=True, slots=True)
class Detector:
    """Settings to start from, what they may be changed by, and what to run."""

    start: Any
    run: Callable[[Floats, Positions, Any, Floats | None], Bounds]
    options: Mapping[str, tuple[str, Callable[[str], object]]]


@dataclass(frozen=True, slots=True)
class PredictiveSettings:
    """Options of the gamma-Poisson bound, for short histories: prior Gamma(a, rate b) of the level."""

    a: float = 0.5
    b: float = 0.0
    past: int = 0
    points: int | None = None
    alpha: float = 0.01
    first: int = 1


@dataclass(frozen=True, slots=True)
class OnlineSettings:
    """Options of the on-line change point: mean points between changes, alpha of the bound."""

    run_length: float = 60.0
    alpha: float = 0.01
    first: int = 12


def whole(text: str) -> int:
    if not re.fullmatch(r"[+-]?\d+(\.0*)?", text):
        raise ValueError("a whole number")
    return int(float(text))


def number(text: str) -> float:
    """A number, or the logarithm of one as R users write it: log(2), log(1.5)."""
    if inner := re.fullmatch(r"log\((.+)\)", text):
        value = number(inner[1])
        if value <= 0:
            raise ValueError("the logarithm of a number above zero")
        return math.log(value)
    try:
        value = float(text)
    except ValueError:
        raise ValueError("a number") from None
    if not math.isfinite(value):
        raise ValueError("a number")
    return value


def yes_or_no(text: str) -> bool:
    answers = {
        "true": True,
        "t": True,
        "1": True,
        "yes": True,
        "false": False,
        "f": False,
        "0": False,
        "no": False,
    }
    if text.lower() not in answers:
        raise ValueError("TRUE or FALSE")
    return answers[text.lower()]


def pair(text: str) -> tuple[int, int]:
    """Cases and period of limit54; without a period the usual four points."""
    if text.isdecimal():
        return int(text), 4
    found = re.fullmatch(r"(?:c\()?\s*(\d+)\s*[,:/]\s*(\d+)\s*\)?", text)
    if not found:
        raise ValueError("two whole numbers such as 5,4")
    return int(found[1]), int(found[2])


def compatible(text: str) -> bool:
    if text.lower() not in {"r", "true", "none", "false", "no", ""}:
        raise ValueError("r or none")
    return text.lower() in {"r", "true"}


def one_of(kind: type[StrEnum]) -> Callable[[str], StrEnum]:
    def choose(text: str) -> StrEnum:
        for member in kind:
            if member.value.lower() == text.lower():
                return member
        raise ValueError("one of " + ", ".join(kind))

    return choose


def perhaps(read: Callable[[str], object]) -> Callable[[str], object]:
    """NULL, as in R, is "not given"."""
    return lambda text: None if text.upper() == "NULL" else read(text)


def intercept(text: str) -> str:
    if text != "intercept":
        raise ValueError("intercept, the only change this chart looks for")
    return text


def mean_of(text: str) -> object:
    return text if text == "glm" else number(text)


SHARED: Final = {"freq": ("freq", whole), "compat": ("compat", compatible)}
FARRINGTON: Final = {
    "b": ("b", whole),
    "w": ("w", whole),
    "reweight": ("reweight", yes_or_no),
    "alpha": ("alpha", number),
    "trend": ("trend", yes_or_no),
    "limit54": ("limit54", pair),
    "powertrans": ("powertrans", one_of(Power)),
}
FLEXIBLE_ONLY: Final = {
    "noPeriods": ("no_periods", whole),
    "pastWeeksNotIncluded": ("past_weeks_not_included", perhaps(whole)),
    "weightsThreshold": ("weights_threshold", number),
    "thresholdMethod": ("threshold_method", one_of(Method)),
    "pThresholdTrend": ("p_threshold_trend", number),
}
RATIO: Final = {
    "c.ARL": ("c_arl", number),
    "theta": ("theta", perhaps(number)),
    "alpha": ("alpha", perhaps(number)),
    "S": ("waves", whole),
    "trend": ("trend", yes_or_no),
    "refit": ("refit", yes_or_no),
    "Mtilde": ("least", whole),
    "M": ("window", whole),
    "dir": ("direction", one_of(Direction)),
    "ret": ("shown", one_of(Shown)),
    "change": ("change", intercept),
}


def _flexible(counts: Floats, at: Positions, settings: Settings, exposure: Floats | None) -> Bounds:
    return farrington_flexible(counts, at, settings, exposure=exposure)


def _original(counts: Floats, at: Positions, settings: OriginalSettings, exposure: Floats | None) -> Bounds:
    return farrington(counts, at, settings, exposure=exposure)


def _plain(run: Callable[[Floats, Positions, Any], Bounds]) -> Callable[..., Bounds]:
    def without_exposure(counts: Floats, at: Positions, settings: object, exposure: Floats | None) -> Bounds:
        if exposure is not None:
            raise ValueError("populationOffset works with farrington, farringtonFlexible and gammaPoisson")
        return run(counts, at, settings)

    return without_exposure


def _predictive(
    counts: Floats, at: Positions, settings: PredictiveSettings, exposure: Floats | None
) -> Bounds:
    return gamma_poisson(
        counts,
        at,
        exposure=exposure,
        prior=(settings.a, settings.b),
        points=settings.points,
        past=settings.past,
        alpha=settings.alpha,
    )


def _online(counts: Floats, at: Positions, settings: OnlineSettings) -> Bounds:
    return online_changes(counts, at, run_length=settings.run_length, alpha=settings.alpha).bounds


FLEXIBLE: Final = Detector(Settings(), _flexible, FARRINGTON | FLEXIBLE_ONLY)
EARS: Final = Detector(
    EarsSettings(),
    _plain(ears),
    {
        "method": ("method", one_of(Chart)),
        "baseline": ("baseline", whole),
        "minSigma": ("min_sigma", number),
        "alpha": ("alpha", perhaps(number)),
    },
)
DETECTORS: Final[dict[str, Detector]] = {
    "farringtonFlexible": FLEXIBLE,
    "farrington": Detector(OriginalSettings(), _original, FARRINGTON),
    "original": replace(FLEXIBLE, start=ORIGINAL),
    "improved": replace(FLEXIBLE, start=IMPROVED),
    "monthly": replace(FLEXIBLE, start=MONTHLY),
    "earsC": EARS,
    "C1": EARS,
    "C2": replace(EARS, start=EarsSettings(Chart.C2)),
    "C3": replace(EARS, start=EarsSettings(Chart.C3)),
    "cusum": Detector(
        CusumSettings(),
        _plain(cusum),
        {
            "k": ("k", number),
            "h": ("h", number),
            "m": ("m", perhaps(mean_of)),
            "trans": ("trans", one_of(Transformation)),
            "alpha": ("alpha", number),
        },
    ),
    "glrnb": Detector(RatioSettings(), _plain(likelihood_ratio), RATIO),
    "glrpois": Detector(RatioSettings(alpha=0.0), _plain(likelihood_ratio), RATIO),
    "gammaPoisson": Detector(
        PredictiveSettings(),
        _predictive,
        {
            "a": ("a", number),
            "b": ("b", number),
            "past": ("past", whole),
            "points": ("points", perhaps(whole)),
            "alpha": ("alpha", number),
        },
    ),
    "bocpd": Detector(
        OnlineSettings(),
        _plain(_online),
        {"lambda": ("run_length", number), "alpha": ("alpha", number)},
    ),
    "bayes": Detector(
        BayesSettings(),
        _plain(bayes),
        {
            "b": ("b", whole),
            "w": ("w", whole),
            "actY": ("act_y", yes_or_no),
            "alpha": ("alpha", number),
        },
    ),
}
ALIASES: Final = {
    "flexible": "farringtonFlexible",
    "flex": "farringtonFlexible",
    "farringtonoriginal": "original",
    "algofarrington": "farrington",
    "noufaily": "improved",
    "ears": "earsC",
    "earsc1": "C1",
    "earsc2": "C2",
    "earsc3": "C3",
    "nbcusum": "glrnb",
    "glr": "glrnb",
    "algoglrnb": "glrnb",
    "algocusum": "cusum",
    "algobayes": "bayes",
}


def plain(name: str) -> str:
    """A name without case and signs, so that past_weeks_not_included finds pastWeeksNotIncluded."""
    return re.sub(r"[^a-z0-9]", "", name.lower())


def find_detector(name: str, options: Sequence[str]) -> Detector:
    """The detector of that name. Raises ValueError with the names there are.

    `farrington` is R's function of that name; with an option only the flexible form has it is `original`,
    the flexible form with the settings of 1996.
    """
    known = {plain(detector): detector for detector in DETECTORS} | ALIASES
    if plain(name) not in known:
        raise ValueError(f"there is no method {name!r}; there are: {', '.join(DETECTORS)}")
    chosen = known[plain(name)]
    flexible = {plain(option) for option in FLEXIBLE_ONLY}
    if chosen == "farrington" and flexible & {plain(option) for option in options}:
        return DETECTORS["original"]
    return DETECTORS[chosen]


def configure(detector: Detector, given: Mapping[str, str], freq: int | None) -> Any:
    """The settings with what was given. Raises ValueError for options and values that don't exist.

    freq and compat are understood by every method, also where they change nothing.
    """
    options = SHARED | dict(detector.options)
    known = {plain(name): name for name in options}
    changes: dict[str, object] = {} if freq is None else {"freq": freq}
    for name, text in given.items():
        if plain(name) not in known:
            raise ValueError(f"there is no option {name!r} for this method; there are: {', '.join(options)}")
        target, read = options[known[plain(name)]]
        try:
            changes[target] = read(text.strip("\"'"))
        except ValueError as error:
            raise ValueError(f"{name}={text}: must be {error}") from error
    fields = {field.name for field in dataclasses.fields(detector.start)}
    return replace(detector.start, **{name: value for name, value in changes.items() if name in fields})
