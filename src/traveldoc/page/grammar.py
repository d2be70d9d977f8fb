"""Doc 9303's grammar as a weak voice: it chooses between close runners-up and never against a sure reading.

A wrong check digit is evidence. So the grammar's say is bounded: a character that may not stand in its place
costs as much as a reading that is some ninety times less likely, and a check digit that does not fit can only
call for a runner-up that is itself at least a seventh as likely.
"""

from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations
from operator import itemgetter

import numpy as np
from numpy.typing import NDArray

from traveldoc.mrz import FORMATS, Format, check_digit
from traveldoc.mrz.alphabet import ALPHABET
from traveldoc.mrz.field import CHARACTERS, Kind
from traveldoc.page.reading import Choice
from traveldoc.vocabulary import vocabulary

Array = NDArray[np.float64]
MISPLACED = 4.5
"""Natural logarithm of how much less likely a character is where its kind may not stand."""
BEGINNINGS = "ACIPV"
"""First letters of a document's code, Doc 9303 parts 4 to 7."""
UNFIT = 3.0
"""The same for a check digit that does not fit."""
VALUES = np.array([*range(36), 0])
"""The characters' values in a check digit, Doc 9303 part 3, 4.9: 0 to 9, A = 10 to Z = 35, filler 0."""
CLOSE = 2.0
"""The same for a runner-up that a check digit may call for."""
STATES = np.array(
    [[ALPHABET.index(c) for c in term.id.ljust(3, "<")] for term in vocabulary("state") if len(term.id) < 4],
    np.int64,
)
"""The codes of Doc 9303 part 3, section 5, filled up to three characters (codes x 3). They are loaded with
the program: where pictures are read no file can be opened any more.
"""
RARE = 1.5
"""By how much less likely a letter O is where a zero was read: numbers hold many zeros and hardly an O, and
any wrong check digit could be made to fit by one of them.
"""
ZERO, LETTER_O = ALPHABET.index("0"), ALPHABET.index("O")
CANDIDATES = 10
"""How many of the closest alternatives are tried, alone and in pairs."""


@dataclass(frozen=True)
class Wording:
    """The zone as chosen, its log likelihood under the grammar (with the misfits of check digits), its
    characters' log probabilities (x 37), how many characters are of a kind that may not
    stand there, and each choice between runners-up.
    """

    text: str
    likelihood: float
    misplaced: int
    posterior: Array
    choices: tuple[Choice, ...]


def choose_best(logs: Array, length: int) -> tuple[str, Wording]:
    """The likeliest of the formats whose lines have `length` characters, and the zone in its words."""
    begins = [(begin(name, logs), name) for name, form in FORMATS.items() if form.width == length]
    (start, name), *others = sorted(begins, key=itemgetter(0), reverse=True)
    best = choose(name, logs)
    most = start + best.likelihood
    for start, other in others:
        if start <= most:
            break  # no wording makes up for how it begins
        wording = choose(other, logs)
        if start + wording.likelihood > most:
            name, best, most = other, wording, start + wording.likelihood
    return name, best


def begin(name: str, logs: Array) -> float:
    """Log likelihood of a zone's first characters being those of the format, within bounds."""
    best = logs.max(axis=1)
    if name == "FR2x36":
        return sum(
            max(float(logs[i, ALPHABET.index(c)] - best[i]), -MISPLACED) for i, c in enumerate("IDFRA")
        )
    visa = float(logs[0, ALPHABET.index("V")])
    share = visa if name in {"MRVA", "MRVB"} else float(np.log1p(-min(np.exp(visa), 1 - 1e-9)))
    return max(share, -4 * MISPLACED)


@lru_cache(maxsize=8)
def prior(name: str) -> Array:
    """Log weights (characters x 37) of what may stand in each place of a format."""
    form = FORMATS[name]
    weights = np.zeros((form.count * form.width, len(ALPHABET)))
    for item in form.fields:
        allowed = np.array([character in CHARACTERS[item.kind] for character in ALPHABET])
        places = form.slice_of(item.name)
        weights[places] = np.where(allowed, 0.0, -MISPLACED)
        if item.kind is Kind.DATE:
            weights[places.start + 2, 2:10] = -MISPLACED  # a month begins with 0 or 1
            weights[places.start + 4, 4:10] = -MISPLACED  # a day with 0 to 3
    weights[0, [character not in BEGINNINGS for character in ALPHABET]] = -MISPLACED
    return weights


def name_states(form: Format, weighted: Array, chosen: NDArray[np.int64]) -> NDArray[np.int64]:
    """What is no state's code becomes one where close runners-up alone make it so."""
    chosen = chosen.copy()
    for item in form.fields:
        if item.kind is not Kind.STATE:
            continue
        places = np.arange(form.count * form.width)[form.slice_of(item.name)]
        costs = weighted[places, chosen[places]] - weighted[places, STATES]
        total = np.where((costs < CLOSE).all(axis=1), costs.sum(axis=1), np.inf)
        if np.isfinite(total).any():
            chosen[places] = STATES[int(total.argmin())]
    return chosen


def unfit(form: Format, text: str) -> tuple[bool, ...]:
    """For each check digit of the format whether it fails to fit."""
    verdicts = []
    for rule in form.check_digits:
        over = "".join(text[form.span(*span)] for span in rule.over)
        printed = text[form.slice_of(rule.field)]
        empty = printed == "<" and (rule.field == "document_number_check" or not over.strip("<"))
        verdicts.append(not empty and printed != check_digit(over))
    return tuple(verdicts)


def reach(form: Format, index: int) -> set[int]:
    """The places that a check digit and what it is calculated over stand in."""
    rule = form.check_digits[index]
    spans = [form.span(*span) for span in rule.over] + [form.slice_of(rule.field)]
    return {place for span in spans for place in range(span.start, span.stop)}


def choose(name: str, logs: Array) -> Wording:
    """Settle a zone from its characters' log probabilities, lines joined (characters x 37)."""
    form = FORMATS[name]
    weighted = logs + prior(name)
    chosen = mend(form, weighted, name_states(form, weighted, weighted.argmax(axis=1)))
    posterior = weighted + support(form, chosen, chosen == weighted.argmax(axis=1))
    posterior -= posterior.max(axis=1, keepdims=True)
    posterior -= np.log(np.exp(posterior).sum(axis=1, keepdims=True))
    read = logs.argmax(axis=1)
    choices = tuple(
        Choice(int(at) // form.width + 1, int(at) % form.width + 1, ALPHABET[read[at]], ALPHABET[chosen[at]])
        for at in np.flatnonzero(read != chosen)
    )
    text = "".join(ALPHABET[i] for i in chosen)
    likelihood = float(weighted[np.arange(len(chosen)), chosen].sum()) - UNFIT * sum(unfit(form, text))
    misplaced = int((prior(name)[np.arange(len(chosen)), chosen] < 0).sum())
    return Wording(text, likelihood, misplaced, posterior, choices)


def support(form: Format, chosen: NDArray[np.int64], free: NDArray[np.bool_]) -> Array:
    """Log weights (characters x 37) that check digits which fit lend to the characters they are calculated
    over.

    A misread character would have fitted once in ten. What was exchanged so that it fits gets no such
    support.
    """
    weights = np.zeros((len(chosen), len(ALPHABET)))
    text = "".join(ALPHABET[i] for i in chosen)
    for rule, bad in zip(form.check_digits, unfit(form, text), strict=True):
        over = np.concatenate([np.arange(len(text))[form.span(*span)] for span in rule.over])
        own = form.slice_of(rule.field).start
        if bad or text[own] == "<" or not free[over].all() or not free[own]:
            continue
        factor = np.resize((7, 3, 1), len(over))
        breaks = (VALUES[None, :] - VALUES[chosen[over]][:, None]) * factor[:, None] % 10 != 0
        weights[over] -= np.log(10) * breaks
        weights[own] -= np.log(10) * (np.arange(len(ALPHABET)) != chosen[own])
    return weights


def mend(form: Format, weighted: Array, chosen: NDArray[np.int64]) -> NDArray[np.int64]:
    """Exchange one or two characters for close runners-up where that lets check digits fit."""
    before = unfit(form, "".join(ALPHABET[i] for i in chosen))
    if not any(before):
        return chosen
    places = set().union(*(reach(form, index) for index, bad in enumerate(before) if bad))
    swaps = close_swaps(weighted, chosen, places)
    best, least = chosen, 0.0
    for count in (1, 2):
        for group in combinations(swaps, count):
            if len({at for _, at, _ in group}) < count:
                continue
            trial = chosen.copy()
            for _, at, other in group:
                trial[at] = other
            after = unfit(form, "".join(ALPHABET[i] for i in trial))
            balance = sum(cost for cost, _, _ in group) + UNFIT * (sum(after) - sum(before))
            if balance < least:
                best, least = trial, balance
    return best


def close_swaps(weighted: Array, chosen: NDArray[np.int64], places: set[int]) -> list[tuple[float, int, int]]:
    """The cheapest exchanges in the given places: cost, place, other character."""
    swaps = []
    for at in sorted(places):
        costs = weighted[at, chosen[at]] - weighted[at]
        costs[LETTER_O] += RARE * (chosen[at] == ZERO)
        close = [int(other) for other in np.argsort(costs, kind="stable")[:3] if costs[other] < CLOSE]
        swaps += [(float(costs[other]), at, other) for other in close if other != chosen[at]]
    return sorted(swaps)[:CANDIDATES]
