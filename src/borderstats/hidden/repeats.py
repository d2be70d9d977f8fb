"""From how often the same persons were found: f_k persons k times, and how many zero times?

Sources beside each formula; n persons seen, S times in all. Chao's is a lower bound where persons differ;
the zero-truncated Poisson says too little when they differ; the geometric lets them differ widely; the
one-inflation robust one allows that being found once changes what a person does (deported, deterred).
"""

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.optimize import brentq

from borderstats.hidden.estimates import Estimate, Estimates, by_logarithm, by_normal, no_answer
from borderstats.phrase import Phrase, gettext_noop

Floats = NDArray[np.float64]

MOST = 1e10  # persons: more than there are

AT_LEAST = Phrase(gettext_noop("At least so many, whatever the differences between persons."))
LOW_COUNTS = Phrase(gettext_noop("Those found once or twice tell of those never found."))
ALIKE = Phrase(gettext_noop("Every person is equally likely to be found, each time anew."))
WIDE = Phrase(gettext_noop("Persons differ widely in how likely they are found."))
CHANGED = Phrase(
    gettext_noop("Being found once changes what a person does; those found twice and three times do not.")
)
NOBODY_ONCE = Phrase(gettext_noop("No answer: nobody was found only once."))
NOBODY_TWICE = Phrase(gettext_noop("No answer: nobody was found twice."))
NOBODY_THRICE = Phrase(gettext_noop("No answer: nobody was found three times."))
NO_REPEATS = Phrase(gettext_noop("No answer: nobody was found more than once."))


def repeat_interceptions(frequencies: ArrayLike) -> Estimates:
    """`frequencies[k - 1]` persons were found k times. Raises ValueError unless counts, not all zero."""
    f = np.asarray(frequencies, np.float64)
    if f.ndim != 1 or not f.size or not np.all((f >= 0) & (f == np.floor(f)) & (f <= MOST)) or not f.sum():
        raise ValueError(
            "frequencies must be numbers of persons found once, twice ... (to 1e10), not all zero"
        )
    f = np.pad(f, (0, max(0, 3 - f.size)))
    n, s = float(f.sum()), float(f @ np.arange(1, f.size + 1))
    each = (
        _chao(n, f),
        _chao_corrected(n, f),
        _zelterman(n, f),
        _truncated_poisson(n, s),
        _truncated_geometric(n, s),
        _one_inflation_robust(n, f),
    )
    return Estimates(int(n), each)


def _chao(n: float, f: Floats) -> Estimate:
    """N = n + f1^2 / (2 f2); var = f2 ((f1/f2)^4 / 4 + (f1/f2)^3 + (f1/f2)^2 / 2) (Chao 1987)."""
    if f[1] == 0:
        return no_answer("chao", NOBODY_TWICE)
    ratio = f[0] / f[1]
    variance = f[1] * (ratio**4 / 4 + ratio**3 + ratio**2 / 2)
    return by_logarithm("chao", n, n + f[0] ** 2 / (2 * f[1]), variance, AT_LEAST)


def _chao_corrected(n: float, f: Floats) -> Estimate:
    """N = n + f1 (f1 - 1) / (2 (f2 + 1)), also where nobody was found twice (Chao, Biometrics 45, 1989)."""
    f1, f2 = f[0], f[1]
    value = n + f1 * (f1 - 1) / (2 * (f2 + 1))
    variance = (
        f1 * (f1 - 1) / (2 * (f2 + 1))
        + f1 * (2 * f1 - 1) ** 2 / (4 * (f2 + 1) ** 2)
        + f1**2 * f2 * (f1 - 1) ** 2 / (4 * (f2 + 1) ** 4)
    )
    return by_logarithm("chao-bias-corrected", n, value, max(variance, 0.0), AT_LEAST)


def _zelterman(n: float, f: Floats) -> Estimate:
    """N = n / (1 - e^-l), l = 2 f2 / f1 (Zelterman 1988); variance by Boehning (2008)."""
    if f[1] == 0 or f[0] == 0:
        return no_answer("zelterman", NOBODY_TWICE if f[1] == 0 else NOBODY_ONCE)
    rate = 2 * f[1] / f[0]
    g = np.exp(-rate) / np.expm1(-rate) ** 2
    variance = n * g * (1 + n * g * rate**2 * (1 / f[0] + 1 / f[1]))
    return by_normal("zelterman", float(-n / np.expm1(-rate)), float(variance), LOW_COUNTS)


def _truncated_poisson(n: float, s: float) -> Estimate:
    """With l / (1 - e^-l) = S / n, N = n / (1 - e^-l) (van der Heijden et al., Stat. Modelling 3, 2003)."""
    if s == n:
        return no_answer("zero-truncated-poisson", NO_REPEATS)
    mean = s / n
    rate = float(brentq(lambda x: -x / np.expm1(-x) - mean, mean - 1.0, mean, xtol=1e-14))  # m - 1 < l < m
    g = np.exp(-rate) / np.expm1(-rate) ** 2
    information = n * (s / n / rate**2 - g)
    variance = n * g + (n * g) ** 2 / information
    return by_normal("zero-truncated-poisson", float(-n / np.expm1(-rate)), float(variance), ALIKE)


def _truncated_geometric(n: float, s: float) -> Estimate:
    """Mean mu = S / n - 1, P(0) = 1 / (1 + mu), N = n (1 + mu) / mu (Niwitpong et al., Metrika 76, 2013)."""
    if s == n:
        return no_answer("zero-truncated-geometric", NO_REPEATS)
    mean = s / n - 1
    never = 1 / (1 + mean)
    variance = n * never / (1 - never) ** 2 + (n / mean**2) ** 2 * mean * (1 + mean) / n
    return by_normal("zero-truncated-geometric", n / (1 - never), variance, WIDE)


def _one_inflation_robust(n: float, f: Floats) -> Estimate:
    """N = n + (2/9) f2^3 / f3^2 (Chiu and Chao, PeerJ 4, 2016); variance by the delta method, Poisson f."""
    if f[2] == 0:
        return no_answer("one-inflation-robust", NOBODY_THRICE)
    unseen = 2 / 9 * f[1] ** 3 / f[2] ** 2
    variance = unseen**2 * (9 / f[1] + 4 / f[2]) if f[1] else 0.0
    return by_logarithm("one-inflation-robust", n, n + unseen, variance, CHANGED)
