"""Repeated trials: who is caught, sent back and tries again until it works.

Espenshade, Population Research and Policy Review 14 (1995); the sensitivity to deterrence that GAO asked for
(GAO-19-305). A apprehensions of F persons: a share r = (A - F) / A were repeats. Of those sent back a share d
does not try again (deterred, or not returned), so the chance of being caught is p = r / (1 - d), and
U = A (1 - p) / p went through unseen.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from borderstats.hidden.estimates import Estimate, Estimates, no_answer
from borderstats.phrase import Phrase, gettext_noop
from borderstats.rate import jeffreys_share

DETERRED = gettext_noop(
    "Of those sent back %(share)s %% do not try again; all others try until they get through."
)
TOO_MANY = gettext_noop(
    "No answer: with %(share)s %% not trying again more repeats were seen than there can be."
)
MOST = 10**12  # apprehensions: more than there are
DETERRENCE = (0.0, 0.1, 0.2, 0.3, 0.4, 0.5)


def repeated_trials(apprehensions: int, persons: int, *, deterrence: ArrayLike = DETERRENCE) -> Estimates:
    """Attempts in all (caught and unseen), one estimate for each share d of those who do not try again.

    The interval is that of the share of repeats (Jeffreys). Raises ValueError for counts that do not fit,
    shares outside 0 to 1, or fewer than two shares: a band is the answer.
    """
    if not 0 < persons < apprehensions <= MOST:
        raise ValueError("there must be more apprehensions (to 1e12) than persons, and both above zero")
    shares = np.atleast_1d(np.asarray(deterrence, np.float64))
    if shares.size < 2 or np.any((shares < 0) | (shares >= 1)):
        raise ValueError("deterrence must be two or more shares from 0 to below 1")
    repeats = jeffreys_share(apprehensions - persons, apprehensions)
    return Estimates(
        apprehensions,
        tuple(
            _attempts(
                apprehensions, float(d), (float(repeats.value), float(repeats.low), float(repeats.high))
            )
            for d in shares
        ),
    )


def _attempts(caught: int, deterred: float, repeats: tuple[float, float, float]) -> Estimate:
    method = f"repeated-trials-d{deterred:g}"
    value, low, high = (share / (1 - deterred) for share in repeats)
    words = {"share": f"{deterred * 100:g}"}
    if value > 1:
        return no_answer(method, Phrase(TOO_MANY, words))
    error = caught / value**2 * np.sqrt(repeats[0] * (1 - repeats[0]) / caught) / (1 - deterred)
    return Estimate(
        method, caught / value, caught / min(high, 1.0), caught / low, float(error), Phrase(DETERRED, words)
    )


@dataclass(frozen=True, slots=True)
class Effectiveness:
    """`share` of attempts interdicted with the `low` and `high` that doubt about the got-aways allows."""

    share: float
    low: float
    high: float


def interdiction(
    apprehensions: float, turn_backs: float, got_aways: float, *, doubt: float = 0.5
) -> Effectiveness:
    """(A + T) / (A + T + G), the interdiction effectiveness, with G from (1 - doubt) G to (1 + doubt) G.

    Got-aways are what was assessed, not what there was; the band is part of the answer.
    """
    held = apprehensions + turn_backs
    if min(apprehensions, turn_backs, got_aways) < 0 or held <= 0 or not 0 <= doubt < 1:
        raise ValueError(
            "counts can't be negative, somebody must have been held, and doubt lies from 0 to below 1"
        )
    shares = [held / (held + got_aways * factor) for factor in (1.0, 1 + doubt, 1 - doubt)]
    return Effectiveness(*shares)
