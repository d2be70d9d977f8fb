"""A published series as it stands: the newest of each number, and nothing counted twice."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import Any, Final
from uuid import UUID

from secondline.register.models import Batch, Observation
from secondline.register.series.adding import Told, of_areas, of_details, of_everybody, plus, without_totals
from secondline.register.series.citizenship import folded, is_rest, is_total

Way = tuple[str, str]
"""Area; code of a citizenship, "" for all of them, "*word" for those whom the source does not name."""
Numbers = Mapping[date, Told]
Series = tuple[str, str, str]  # source, indicator, unit
MOST_KEPT: Final = 48  # series in a process; a large one takes some 20 MB
COLUMNS: Final = (
    *("frequency", "period", "area", "citizenship", "named", "detail", "vintage", "edition", "value", "flag"),
)


@dataclass(frozen=True, slots=True)
class Standing:
    """Of each frequency the numbers by way and period, their details added up."""

    ways: Mapping[str, Mapping[Way, Numbers]]
    _asked: dict[tuple[str, str, str], tuple[Numbers, bool]] = field(default_factory=dict)

    def by_way(
        self, frequency: str, first: date, last: date, citizenship: str = ""
    ) -> dict[Way, dict[date, int]]:
        """Known numbers by area and citizenship; the source's totals and rests are left out."""
        found: dict[Way, dict[date, int]] = {}
        for (area, who), numbers in self.ways.get(frequency, {}).items():
            if (who == citizenship) if citizenship else _is_named(who):
                within = {
                    when: each.value
                    for when, each in numbers.items()
                    if first <= when <= last and each.value is not None
                }
                if within:
                    found[area, who] = within
        return found

    def together(self, frequency: str, citizenship: str, area: str) -> tuple[Numbers, bool]:
        """By period, in one area or in all; with whether parts were added up for want of a total."""
        asked = (frequency, citizenship, area)
        if asked not in self._asked:
            self._asked[asked] = self._together(*asked)
        return self._asked[asked]

    def _together(self, frequency: str, citizenship: str, area: str) -> tuple[Numbers, bool]:
        places: dict[date, dict[str, dict[str, Told]]] = {}
        for (where, who), numbers in self.ways.get(frequency, {}).items():
            if area in {"", where} and (not citizenship or who == citizenship):
                for when, each in numbers.items():
                    places.setdefault(when, {}).setdefault(where, {})[who] = each
        whole: dict[date, Told] = {}
        summed = False
        for when, told in sorted(places.items()):
            by_area: dict[str, Told] = {}
            for where, whos in told.items():
                others = [each for who, each in whos.items() if who != citizenship]
                all_of_it = of_everybody(whos.get(citizenship), others)
                if all_of_it is not None:
                    by_area[where] = all_of_it
                    summed |= citizenship not in whos
            if by_area:
                whole[when] = of_areas(by_area)
        return whole, summed


def standing(agencies: Sequence[UUID], series: Series, as_of: date | None = None) -> Standing:
    """What these agencies hold of the series. Asked again, it is read anew only when more of it has come."""
    return _read(tuple(agencies), series, as_of, stamp_of(agencies, series[0]))


def stamp_of(agencies: Sequence[UUID], source: str = "") -> tuple[UUID, ...]:
    """What was imported, of a source or of all: where the answer is another, something new is there."""
    batches = Batch.objects.filter(agency__in=agencies, digest__isnull=False).order_by("pk")
    batches = batches.filter(source=source) if source else batches
    return tuple(batches.values_list("pk", flat=True))


@lru_cache(maxsize=MOST_KEPT)
def _read(
    agencies: tuple[UUID, ...], series: Series, as_of: date | None, _stamp: tuple[UUID, ...]
) -> Standing:
    source, indicator, unit = series
    rows = Observation.objects.filter(agency__in=agencies, source=source, indicator=indicator, unit=unit)
    rows = rows.filter(vintage__lte=as_of) if as_of else rows
    return arrange(rows.values_list(*COLUMNS).iterator())


def forget() -> None:
    """Read everything anew, as after a start."""
    _read.cache_clear()


def arrange(rows: Iterable[Sequence[Any]]) -> Standing:
    """What rows of a series, in the order of COLUMNS, say together; the order of the rows is all one."""
    cells: dict[tuple[str, date, Way], dict[str, _Newest]] = {}
    for frequency, period, area, code, named, detail, *rest in rows:
        who = code or _unnamed(named)
        if who is not None:
            cell = cells.setdefault((frequency, period, (area, who)), {})
            cell.setdefault(without_totals(detail), _Newest()).take(named, rest)
    ways: dict[str, dict[Way, dict[date, Told]]] = {}
    for (frequency, period, way), details in cells.items():
        told = of_details({detail: each.whole() for detail, each in details.items()})
        ways.setdefault(frequency, {}).setdefault(way, {})[period] = told
    return Standing(ways)


def _unnamed(named: str) -> str | None:
    """Under which word those stand who are of no single state; None: they are told in another way, too."""
    if is_total(named):
        return ""
    return f"*{folded(named)}" if is_rest(named) else None


def _is_named(who: str) -> bool:
    return bool(who) and not who.startswith("*")


class _Newest:
    """The newest of a number, under each of the words that a source has for one citizenship."""

    __slots__ = ("stamp", "told")

    def __init__(self) -> None:
        self.stamp: tuple[date, int] = (date.min, 0)
        self.told: dict[str, Told] = {}

    def take(self, named: str, rest: Sequence[Any]) -> None:
        """The same said under two words for all together is said once."""
        vintage, edition, value, flag = rest
        if (vintage, edition) > self.stamp:
            self.stamp, self.told = (vintage, edition), {}
        if (vintage, edition) == self.stamp:
            word = "" if is_total(named) else named
            had = self.told.get(word)
            if had is None or (value or 0) > (had.value or 0):
                self.told[word] = Told(value, vintage, flag)

    def whole(self) -> Told:
        first, *others = self.told.values()
        for each in others:
            first = plus(first, each)
        return first
