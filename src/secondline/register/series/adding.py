"""Totals and parts of a published table: what is added up, so that nothing counts twice.

A table may hold a total beside its parts in each of its dimensions: "all reasons" beside the reasons, the
European Union beside its states, all citizenships beside each. It may also leave a dimension empty where it
only does not know. An empty one is a total unless it is far less than what stands beside it.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import lru_cache, reduce
from typing import Final, NamedTuple

from secondline.register.series.citizenship import folded
from secondline.register.series.observed import TOTALS

LEAST_OF_PARTS: Final = 0.5  # a total that has not even so much of its parts is none
# Words for all together that are so in one dimension only: Eurostat's code lists SEX and ASYL_APP.
_TOTALS_OF: Final[Mapping[str, frozenset[str]]] = {
    "sex": frozenset({"t"}),
    "asyl_app": frozenset({"asy_app", "asylum applicant"}),
}
_AREAS_TOGETHER: Final = (
    "european union",
    "eu27",
    "eu28",
    "eu schengen",
    "euro area",
    "ea19",
    "ea20",
    "world",
)  # with what may follow


class Told(NamedTuple):
    """A number, None where the source says that it does not know; as of when; with the source's mark."""

    value: int | None
    vintage: date
    flag: str = ""


def plus(one: Told, other: Told) -> Told:
    """Unknown with anything is unknown."""
    value = None if one.value is None or other.value is None else one.value + other.value
    return Told(value, max(one.vintage, other.vintage), one.flag or other.flag)


@lru_cache(maxsize=4096)
def without_totals(detail: str) -> str:
    """Further dimensions ("name=word;...") without those that say all together."""
    return ";".join(part for part in detail.split(";") if part and not _is_total(*part.partition("=")[::2]))


def _is_total(name: str, word: str) -> bool:
    return folded(word) in TOTALS or word.lower() in _TOTALS_OF.get(name.lower(), ())


@lru_cache(maxsize=4096)
def _names(detail: str) -> tuple[str, ...]:
    return tuple(sorted(part.partition("=")[0] for part in detail.split(";") if part))


def of_details(told: Mapping[str, Told]) -> Told:
    """Of numbers under their further dimensions: those with the fewest, which the others break down."""
    broken: dict[tuple[str, ...], list[Told]] = {}
    for detail, each in told.items():
        broken.setdefault(_names(detail), []).append(each)
    whole, *finer = (
        reduce(plus, current(broken[names]))
        for names in sorted(broken, key=lambda names: (len(names), names))
    )
    for each in finer:
        if _is_none_of(whole, each):
            whole = plus(whole, each)
    return whole


def current(parts: Sequence[Told]) -> Sequence[Told]:
    """Parts without those that only earlier tables had, which a later one may call or divide otherwise.

    Where the last table tells of less than half as many it only adds to the one before.
    """
    days = Counter(each.vintage for each in parts)
    if len(days) <= 1:
        return parts
    since = max(day for day, number in days.items() if 2 * number >= max(days.values()))
    return [each for each in parts if each.vintage >= since]


def of_everybody(total: Told | None, parts: Iterable[Told]) -> Told | None:
    """All citizenships: the source's own total, or the parts whose number is known added up."""
    known = current([each for each in parts if each.value is not None])
    summed = reduce(plus, known) if known else None
    if total is None or summed is None:
        return total or summed
    return plus(total, summed) if _is_none_of(total, summed) else total


def of_areas(told: Mapping[str, Told]) -> Told:
    """All areas: what is told of none in particular, or each by itself, without those that are several of
    them; one of these where it is all there is, or where one by one is not known.
    """
    everywhere = told.get("")
    alone = [each for area, each in told.items() if area and not is_several(area)]
    several = [each for area, each in told.items() if area and is_several(area)]
    summed = reduce(plus, alone) if alone else None
    if summed is None or summed.value is None:
        known = [each for each in several if each.value is not None]
        summed = max(known, key=lambda each: each.value or 0, default=summed or next(iter(several), None))
    whole = of_everybody(everywhere, [summed] if summed else [])
    return whole or next(iter(told.values()))


@lru_cache(maxsize=4096)
def is_several(area: str) -> bool:
    """Whether the name of an area means all of them, or a union of states."""
    word = folded(area)
    return word in TOTALS or word.startswith(_AREAS_TOGETHER)


def _is_none_of(total: Told, parts: Told) -> bool:
    """Whether what has a dimension less is no total of these, but a further part."""
    return None not in (total.value, parts.value) and total.value < LEAST_OF_PARTS * parts.value  # type: ignore[operator]  # neither is None
