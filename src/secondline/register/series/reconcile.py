"""What looks wrong in a published table: shown to a person, never repaired.

The faults that published tables are known to have (statistics, section 1) are the tests of these checks.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise
from typing import Final

from secondline.register.series.observed import REST, TOTALS, Observed, period_code
from traveldoc.finding import Phrase, gettext_noop

# A large count that is multiplied or divided by this from one year to the next: did reporting begin or end?
JUMP: Final = 8
LARGE: Final = 1_000
# A later vintage that differs by more than this share.
REVISED: Final = 0.02

WORDS: Final[Mapping[str, str]] = {
    "total": gettext_noop(
        "%(what)s, %(period)s: the total is %(total)s, but its parts by %(by)s add up to %(sum)s."
    ),
    "jump": gettext_noop(
        "%(what)s: from %(before)s in %(first)s to %(after)s in %(second)s. So large a step is often a start "
        "or an end of reporting: ask the source before calling it a change."
    ),
    "unit": gettext_noop("%(what)s comes in different units (%(units)s). They are never added."),
    "revised": gettext_noop(
        "%(what)s, %(period)s: %(after)s as of %(now)s, but %(before)s as of %(then)s. Both are kept."
    ),
    "changed": gettext_noop(
        "Beside what stood before: %(changed)s numbers are others (%(small)s of them by 2 %% or less, "
        "which is usual and not named here), %(new)s are new in the same periods, and %(gone)s that stood "
        "are no longer there. What stood is kept."
    ),
    "edition": gettext_noop(
        "%(what)s, %(period)s, as of %(now)s: %(after)s in edition %(edition)s, %(before)s before. Both are "
        "kept."
    ),
    "corrected": gettext_noop(
        "Beside the edition before: %(changed)s numbers are others, %(new)s are new, and %(gone)s that stood "
        "are not in it and stay as they are. What stood is kept."
    ),
    "gap-ara2021": gettext_noop(
        "The Risk Analysis for 2021 counts the year 2020 without December for France, Lithuania, Romania and "
        "Spain, and without the United Kingdom: part of a fall from 2019 to 2020 is only that."
    ),
    "rounded": gettext_noop(
        "This table passed disclosure control: its numbers are multiples of 5 and need not add up, and "
        "%(withheld)s of %(numbers)s are withheld."
    ),
    "note": gettext_noop("Row %(row)s stands by itself and was taken for a note: “%(text)s”."),
    "name": gettext_noop(
        "“%(name)s” is no citizenship that is known here; %(rows)s rows stand under that name."
    ),
    "twice": gettext_noop("%(what)s, %(period)s stands twice with the same number; it is counted once."),
}


@dataclass(frozen=True, slots=True)
class Remark:
    """One thing for a person to look at; `values` fill the words of its kind."""

    kind: str
    values: Mapping[str, str]

    @property
    def words(self) -> Phrase:
        return Phrase(WORDS[self.kind], self.values)


def described(row: Observed) -> str:
    """The row's dimensions in the source's own words."""
    words = [row.indicator, row.area, row.citizenship, *(f"{name}: {word}" for name, word in row.detail)]
    return ", ".join(word for word in words if word)


def totals(rows: Sequence[Observed]) -> list[Remark]:
    """Totals that are not the sum of their parts."""
    alone = {_place(row): row.value for row in rows}
    groups: defaultdict[tuple[Place, str], dict[str, int]] = defaultdict(dict)
    one: dict[tuple[Place, str], Observed] = {}
    for row in rows:
        for name in row.names:
            if row.value is not None:
                key = (_place(row, name), name)
                groups[key][row.word(name)] = row.value
                one.setdefault(key, row)
    found = []
    for (base, name), parts in groups.items():
        named = [value for word, value in parts.items() if word.lower() in TOTALS]
        total = named[0] if named else alone.get(base)
        told = {word.lower(): value for word, value in parts.items() if word.lower() not in TOTALS}
        if total is not None and len(told) > 1 and _differs(total, told, name):
            found.append(_total(one[base, name].without(name), name, total, sum(told.values())))
    return found


Place = tuple[object, ...]


def _place(row: Observed, name: str = "") -> Place:
    """Everything but the number, without one of the dimensions; an object for each takes thrice as long."""
    citizenship = "" if name == "citizenship" else row.citizenship
    detail = tuple(each for each in row.detail if each[0] != name)
    return row.indicator, row.unit, row.period, row.frequency, row.area, citizenship, detail, row.vintage


def _differs(total: int, parts: Mapping[str, int], name: str) -> bool:
    """A table of the ten largest without a rest may add up to less; nothing may add up to more."""
    whole = sum(parts.values())
    open_ended = name == "citizenship" and not REST & set(parts)
    return whole > total or (whole < total and not open_ended)


def _total(base: Observed, name: str, total: int, whole: int) -> Remark:
    values = {
        "what": described(base),
        "period": named(base),
        "by": name,
        "total": str(total),
        "sum": str(whole),
    }
    return Remark("total", values | _as_of(base))


def _as_of(row: Observed) -> dict[str, str]:
    return {"as_of": row.vintage.isoformat()} if row.vintage else {}


def named(row: Observed) -> str:
    """The period as the source would write it."""
    return period_code(row.period, row.frequency)


def jumps(rows: Iterable[Observed]) -> list[Remark]:
    """Years between which a citizenship or an area as a whole (details added up) makes a step."""
    years: defaultdict[Observed, Counter[int]] = defaultdict(Counter)
    for row in rows:
        if row.value is not None:
            key = replace(row, period=date(1, 1, 1), frequency="A", value=None, flag="", detail=())
            years[key][row.period.year] += row.value
    found = []
    for key, counts in years.items():
        told = sorted(counts)
        found += [
            _jump(key, counts, first, second)
            for first, second in pairwise(told)
            if second == first + 1 and _jumped(counts[first], counts[second])
        ]
    return found


def _jumped(before: int, after: int) -> bool:
    small, large = sorted((before, after))
    return large >= LARGE and large >= JUMP * small


def _jump(key: Observed, counts: Mapping[int, int], first: int, second: int) -> Remark:
    return Remark(
        "jump",
        {
            "what": described(key),
            "first": str(first),
            "second": str(second),
            "before": str(counts[first]),
            "after": str(counts[second]),
        }
        | _as_of(key),
    )


def units(rows: Iterable[Observed], standing: Mapping[str, set[str]]) -> list[Remark]:
    """Indicators that come in several units, in this file or beside what stands (indicator: its units)."""
    told: defaultdict[str, set[str]] = defaultdict(set)
    for row in rows:
        told[row.indicator].add(row.unit)
    both = {indicator: own | standing.get(indicator, set()) for indicator, own in told.items()}
    return [
        Remark("unit", {"what": indicator, "units": ", ".join(sorted(all_units))})
        for indicator, all_units in sorted(both.items())
        if len(all_units) > 1
    ]


def revised(row: Observed, now: date, before: int, then: date) -> Remark | None:
    """What an earlier vintage said, where this one says something else."""
    after = row.value
    if after is None or before == after or abs(after - before) <= REVISED * max(abs(before), 1):
        return None
    return Remark(
        "revised",
        {
            "what": described(row),
            "period": named(row),
            "after": str(after),
            "now": now.isoformat(),
            "before": str(before),
            "then": then.isoformat(),
        },
    )


def edited(row: Observed, edition: int, now: date, before: int | None) -> Remark:
    """What the edition before said as of the same day."""
    values = {
        "what": described(row),
        "period": named(row),
        "now": now.isoformat(),
        "after": _plain(row.value),
        "before": _plain(before),
        "edition": str(edition),
    }
    return Remark("edition", values)


def _plain(value: int | None) -> str:
    return "–" if value is None else str(value)
