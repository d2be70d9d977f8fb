"""Routes and combinations, the most frequent first, each beside what it was before; and the new ones."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from borderstats.novelty import chance_of_newness
from borderstats.rate import poisson_rate, rate_ratio
from borderstats.signal.multiplicity import benjamini_hochberg
from secondline.people.models import Person
from secondline.register import queries as register
from secondline.register.cube import MONTH, Cube, Ints, first_day
from secondline.register.queries import Choice
from secondline.register.queries.looked import month_of
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
    rows = rows.between(f"{earlier.first:%Y-%m}", f"{choice.last:%Y-%m}").seen_in(here.top(by, most), by)
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
    told = register.effort(person, choice)
    posts = [str(post) for post in told.posts]
    sums = np.bincount(told.post, weights=told.inspections, minlength=len(posts)).astype(np.int64).tolist()
    months = {number: f"{month_of(number):%Y-%m}" for number in set(told.month.tolist())}
    known = {
        (posts[post], months[month])
        for post, month in zip(told.post.tolist(), told.month.tolist(), strict=True)
    }
    looked = dict(zip(posts, sums, strict=True))
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
    rows = _of_finds(register.chosen(person, choice, ever=True)).counted()
    earlier = month_after(choice.first, -length)
    seen = _Seen(rows, by, earlier if history > length else choice.first)
    fresh, every = seen.new_in(choice.first, choice.last)
    chances = chance_of_newness(every, length, history) if every.size else np.zeros(0)
    believed = benjamini_hochberg(chances, rate=FALSE_DISCOVERY).believed if every.size else np.zeros(0, bool)
    believed &= every > 1  # of what was found once only, some is always new: that surprises nobody
    enough = every[believed].min() if believed.any() else np.inf  # chance falls with the number alone
    top = np.lexsort((seen.keys[fresh], -every))[:most]
    shown = list(zip(rows.named(seen.keys[fresh[top]], by), every[top].tolist(), fresh[top], strict=True))
    shown.sort(key=lambda each: (-each[1], each[0]))
    likely = _chances([number for _key, number, _combination in shown], length, history)
    told = [
        Fresh(key, number, seen.first_month(combination), chance, bool(number >= enough))
        for (key, number, combination), chance in zip(shown, likely, strict=True)
    ]
    usual = None
    if history > length:
        usual = seen.new_in(earlier, month_after(choice.first, -1))[0].size
    return News(told, len(every), int(every.sum()), int(believed.sum()), history, length, usual)


def _chances(numbers: Sequence[int], length: int, history: int) -> list[float]:
    return chance_of_newness(numbers, length, history).tolist() if numbers else []


def _between(first: date, last: date) -> int:
    return (last.year - first.year) * 12 + last.month - first.month


class _Seen:
    """Each combination of the months from `since` on, in the order in which it was first seen: its key, and
    the row of its first time among theirs; -1 where it was seen before.
    """

    def __init__(self, rows: Cube, by: Sequence[str], since: date) -> None:
        keys = rows.keys(by)
        self.rows, self.before = rows, rows.places("", f"{month_after(since, -1):%Y-%m}")[1]
        told = pa.array(keys[self.before :]).dictionary_encode()
        self.keys = told.dictionary.to_numpy(zero_copy_only=False)
        self.of_row = told.indices.to_numpy().astype(np.int64)
        self.first = np.zeros(self.keys.size, np.int64)
        self.first[self.of_row[::-1]] = np.arange(self.of_row.size)[::-1]  # the earliest is written last
        earlier = pc.index_in(pa.array(keys[: self.before]), value_set=told.dictionary)
        self.first[earlier.drop_null().unique().to_numpy()] = -1

    def new_in(self, first: date, last: date) -> tuple[Ints, Ints]:
        """The combinations that no row before these months has, and how many there are of each in them."""
        start, stop = (place - self.before for place in self.rows.places(f"{first:%Y-%m}", f"{last:%Y-%m}"))
        fresh = np.flatnonzero((self.first >= start) & (self.first < stop))
        counts = self.rows.counts()[self.before + start : self.before + stop]
        numbers = np.bincount(self.of_row[start:stop], weights=counts, minlength=self.keys.size)
        return fresh, numbers[fresh].astype(np.int64)

    def first_month(self, combination: int) -> date:
        """When it was first seen."""
        month = self.rows.label_at(MONTH, self.before + int(self.first[combination]))
        return first_day(month)
