"""Routes and combinations, the most frequent first, each beside what it was before; and the new ones."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

import numpy as np

from borderstats.novelty import chance_of_newness
from borderstats.rate import poisson_rate, rate_ratio
from borderstats.signal.multiplicity import benjamini_hochberg
from secondline.people.models import Person
from secondline.register import queries as register
from secondline.register.cube import MONTH, Cube
from secondline.register.queries import Choice
from secondline.register.rules import FOUND
from secondline.trends.queries.series import Series, triples
from secondline.trends.rules import FALSE_DISCOVERY, PER, Rate, month_after

ROUTE = ("embarkation", "post")
COMBINATION = ("document_nationality", "document_kind", "fraud_class", "embarkation", "post")
Key = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Ranked:
    """One combination. `spread`: between which numbers chance alone would let the count lie; `rate` per 100
    inspections at its post, from the months whose effort is known; `ratio`: how many times the rate of the
    same length of time before.
    """

    key: Key
    found: int
    spread: Rate
    rate: Rate | None
    inspections: int
    before: int | None
    ratio: Rate | None


@dataclass(frozen=True, slots=True)
class Ranking:
    """The most frequent first; `total` is of all, also of those that are not among them; `before` are the
    months that they are compared with, if any.
    """

    by: Sequence[str]
    rows: Sequence[Ranked]
    total: int
    before: tuple[date, date] | None


def ranking(person: Person, found: Series, by: Sequence[str], *, most: int) -> Ranking:
    """What was found in the series' months, by combinations of these dimensions (`post` among them)."""
    choice = found.choice
    length = len(found.months)
    earlier = replace(choice, first=month_after(choice.first, -length), last=month_after(choice.first, -1))
    span = register.span(person)
    compared = span is not None and span[0] <= earlier.first
    rows = _of_finds(register.chosen(person, choice, ever=True))
    here = rows.between(f"{choice.first:%Y-%m}", f"{choice.last:%Y-%m}")
    total = here.total()
    rows = rows.seen_in(here.top(by, most), by)
    now, now_rated, looked = _rated(person, choice, rows, by)
    then, then_rated, looked_before = _rated(person, earlier, rows, by) if compared else ({}, {}, {})
    keys = sorted(now, key=lambda key: (-now[key], key))
    place = by.index("post")
    checks, checks_before = ([part.get(key[place], 0) for key in keys] for part in (looked, looked_before))
    hits, hits_before = ([part.get(key, 0) for key in keys] for part in (now_rated, then_rated))
    spreads = triples(poisson_rate([now[key] for key in keys], np.ones(len(keys)), per=1))
    rates = triples(poisson_rate(hits, checks, per=PER))
    times = triples(rate_ratio(hits, checks, hits_before, checks_before))
    ratios = [None if value is None or np.isinf(value[0]) else value for value in times]  # none before
    return Ranking(
        by,
        [
            Ranked(key, now[key], spread, rate, n, then.get(key, 0) if compared else None, ratio)
            for key, spread, rate, n, ratio in zip(keys, spreads, rates, checks, ratios, strict=True)
            if spread
        ],
        total,
        (earlier.first, earlier.last) if compared else None,
    )


def _of_finds(rows: Cube) -> Cube:
    return rows.only({"fraud_class": set(FOUND)})


_Counts = dict[Key, int]


def _rated(
    person: Person, choice: Choice, rows: Cube, by: Sequence[str]
) -> tuple[_Counts, _Counts, Mapping[str, int]]:
    """Counts of the choice's months; of those with known effort; and that effort by post."""
    here = rows.between(f"{choice.first:%Y-%m}", f"{choice.last:%Y-%m}")
    looked: dict[str, int] = {}
    known: set[tuple[str, str]] = set()
    for each in register.looked(person, choice):
        looked[str(each.post)] = looked.get(str(each.post), 0) + each.inspections
        known.add((str(each.post), f"{each.month:%Y-%m}"))
    return here.sums(*by), here.within("post", MONTH, known).sums(*by), looked


@dataclass(frozen=True, slots=True)
class Fresh:
    """A combination that was never found before. `chance`: that all of it falls into these months if its rate
    was always the same; `believed`: it also stands out among all that are new.
    """

    key: Key
    found: int
    first: date
    chance: float
    believed: bool


@dataclass(frozen=True, slots=True)
class News:
    """New combinations of the chosen months, the least likely by chance first: `number` of them with `total`
    finds, `strong` of which stand out. `history`: how many months the register looks back before them;
    `usual`: how many were new in as many months before that (None: not known).
    """

    rows: Sequence[Fresh]
    number: int
    total: int
    strong: int
    history: int
    length: int
    usual: int | None


def news(person: Person, found: Series, by: Sequence[str] = COMBINATION, *, most: int) -> News:
    choice, length = found.choice, len(found.months)
    span = register.span(person)
    history = max(0, _between(span[0], choice.first)) if span else 0
    if not history:
        return News([], 0, 0, 0, 0, length, None)
    rows = _of_finds(register.chosen(person, choice, ever=True))
    fresh = _fresh(rows, choice.first, choice.last, by)
    every = fresh.numbers_of(by)
    chances = chance_of_newness(every, length, history) if every.size else np.zeros(0)
    believed = benjamini_hochberg(chances, rate=FALSE_DISCOVERY).believed if every.size else np.zeros(0, bool)
    enough = every[believed].min() if believed.any() else np.inf  # chance falls with the number alone
    numbers, firsts = _first_seen(fresh.top(by, most), by)
    keys = sorted(numbers, key=lambda key: (-numbers[key], key))
    told = [
        Fresh(key, numbers[key], firsts[key], float(chance), bool(numbers[key] >= enough))
        for key, chance in zip(keys, _chances(numbers, keys, length, history), strict=True)
    ]
    usual = None
    if history > length:
        earlier = _fresh(rows, month_after(choice.first, -length), month_after(choice.first, -1), by)
        usual = len(earlier.numbers_of(by))
    return News(told, len(every), int(every.sum()), int(believed.sum()), history, length, usual)


def _chances(numbers: Mapping[Key, int], keys: Sequence[Key], length: int, history: int) -> list[float]:
    return chance_of_newness([numbers[key] for key in keys], length, history).tolist() if keys else []


def _between(first: date, last: date) -> int:
    return (last.year - first.year) * 12 + last.month - first.month


def _fresh(rows: Cube, first: date, last: date, by: Sequence[str]) -> Cube:
    """The rows of these months whose combination does not occur before."""
    earlier = rows.between("", f"{month_after(first, -1):%Y-%m}")
    return rows.between(f"{first:%Y-%m}", f"{last:%Y-%m}").unseen_in(earlier, by)


def _first_seen(fresh: Cube, by: Sequence[str]) -> tuple[_Counts, dict[Key, date]]:
    numbers: _Counts = {}
    firsts: dict[Key, date] = {}
    for (*key, month), number in sorted(fresh.sums(*by, MONTH).items(), key=lambda item: item[0][-1]):
        combination = tuple(key)
        numbers[combination] = numbers.get(combination, 0) + number
        firsts.setdefault(combination, date.fromisoformat(f"{month}-01"))
    return numbers, firsts
