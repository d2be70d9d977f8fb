"""An alarm that explains itself: expected, seen, bound, history, false alarms, and what is wrong."""

from dataclasses import dataclass

import numpy as np

from borderstats.phrase import Phrase, gettext_noop
from borderstats.signal.bound import Bounds
from borderstats.signal.multiplicity import expected_false_alarms

ABOVE = gettext_noop(
    "%(seen)s seen where about %(expected)s were expected and up to %(upper)s would be ordinary."
)
WITHIN = gettext_noop("%(seen)s seen; about %(expected)s were expected, and up to %(upper)s are ordinary.")
NOT_KNOWN = Phrase(gettext_noop("The count is not known, so nothing can be said."))
NO_BOUND = Phrase(gettext_noop("There are too few cases or too little history to say what is ordinary."))
HISTORY = gettext_noop("Compared with %(points)s earlier counts.")
SPREAD = gettext_noop("Ordinary counts vary %(phi)s times as much as chance alone would make them.")
RISING = gettext_noop("The past itself rises by %(percent)s %% from point to point; the bound rises with it.")
FALLING = gettext_noop(
    "The past itself falls by %(percent)s %% from point to point; the bound falls with it."
)
CHANCE = gettext_noop("So many or more would come by chance in %(percent)s %% of such points.")
FALSE_ALARMS = gettext_noop(
    "Among the %(strata)s groups watched, about %(alarms)s false alarms are expected each time."
)
FALSE_ALARMS_ALONE = gettext_noop("About %(alarms)s false alarms are expected each time.")
UNUSABLE = Phrase(
    gettext_noop(
        "Baseline unusable: the past is too uneven to tell what is ordinary, so the last counts serve"
        " instead, by their median. Treat this bound as rough."
    )
)
NOT_EVERY_RISE = Phrase(
    gettext_noop(
        "More found can mean more checks or better eyes: look at the checks made before you call it a rise."
    )
)
DISPERSED = 1.5
STEEP = 0.001


@dataclass(frozen=True, slots=True)
class Explanation:
    """`headline` first, then what it rests on, in order."""

    headline: Phrase
    because: tuple[Phrase, ...]

    def __str__(self) -> str:
        return " ".join(str(phrase) for phrase in (self.headline, *self.because))


@dataclass(frozen=True, slots=True)
class Among:
    """All that was watched at a point, where the bounds at hand are only a part of it."""

    strata: int
    false_alarms: float


def explain(bounds: Bounds, row: int, column: int, among: Among | None = None) -> Explanation:
    """Words for one stratum (row) and one point examined (column); `among` the bounds given or more."""
    if among is None:
        among = Among(bounds.observed.shape[0], float(expected_false_alarms(bounds)[column]))
    cell = (row, column)
    seen, upper, expected = (float(a[cell]) for a in (bounds.observed, bounds.upper, bounds.expected))
    if np.isnan(seen):
        return Explanation(NOT_KNOWN, ())
    because = list(_history(bounds, cell))
    if np.isnan(upper):
        return Explanation(NO_BOUND, tuple(because))
    alarm = bool(bounds.alarm[cell])
    words = {"seen": f"{seen:.0f}", "expected": _number(expected), "upper": _number(np.floor(upper))}
    because += _chance(bounds, cell, among)
    if alarm:
        because.append(NOT_EVERY_RISE)
    return Explanation(Phrase(ABOVE if alarm else WITHIN, words), tuple(because))


def _history(bounds: Bounds, cell: tuple[int, int]) -> list[Phrase]:
    found: list[Phrase] = []
    if not bounds.usable[cell]:
        found.append(UNUSABLE)
    if not np.isnan(bounds.history[cell]):
        found.append(Phrase(HISTORY, {"points": f"{bounds.history[cell]:.0f}"}))
    if bounds.phi[cell] >= DISPERSED:
        found.append(Phrase(SPREAD, {"phi": _number(float(bounds.phi[cell]))}))
    slope = float(bounds.slope[cell])
    if abs(slope) >= STEEP:
        template = RISING if slope > 0 else FALLING
        found.append(Phrase(template, {"percent": _number(abs(float(np.expm1(slope))) * 100)}))
    return found


def _chance(bounds: Bounds, cell: tuple[int, int], among: Among) -> list[Phrase]:
    found: list[Phrase] = []
    if not np.isnan(bounds.p_value[cell]):
        found.append(Phrase(CHANCE, {"percent": _number(float(bounds.p_value[cell]) * 100)}))
    if not np.isnan(among.false_alarms):
        words = {"strata": str(among.strata), "alarms": _number(among.false_alarms)}
        found.append(Phrase(FALSE_ALARMS if among.strata > 1 else FALSE_ALARMS_ALONE, words))
    return found


def _number(value: float) -> str:
    """Three digits that count, without an exponent; tiny ones as "less than"."""
    if value != 0 and abs(value) < 0.001:
        return "< 0.001"
    if abs(value) >= 100:
        return f"{value:.0f}"
    return f"{value:.3g}"
