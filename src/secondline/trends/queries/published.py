"""Irregular travel as others count it, in the months of a choice: the newest vintage of each period."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from secondline.people.models import Person
from secondline.register import queries as register
from secondline.register.queries import Choice, Held, Point


@dataclass(frozen=True, slots=True)
class Published:
    """`summed`: the source has no total of its own, so the nationalities that it lists are added up, with
    those whom it does not name.
    """

    points: Sequence[Point]
    summed: bool
    monthly: bool


def points(person: Person, held: Held, choice: Choice, area: str) -> Published:
    told = register.observed(
        person,
        source=held.source,
        indicator=held.indicator,
        unit=held.unit,
        citizenship=choice.document_nationality,
        area=area,
        detail=None,
    )
    many = Counter(point.frequency for point in told)
    frequency = max(many, key=lambda each: many[each], default="M")
    kept = [
        point
        for point in told
        if point.frequency == frequency and choice.first <= point.period <= choice.last
    ]
    if told or choice.document_nationality:
        return Published(kept, False, bool(held.monthly))
    for often in ("M",) if held.monthly else ("Q", "A"):
        sums: dict[date, int] = {}
        told_by = register.observed_by(
            person, held, first=choice.first, last=choice.last, frequency=often, rest=True
        )
        for (where, _code), numbers in told_by.items():
            for period, number in numbers.items() if area in {"", where} else ():
                sums[period] = sums.get(period, 0) + number
        if sums:
            made = [Point(when, often, number, held.vintage, "") for when, number in sorted(sums.items())]
            return Published(made, True, bool(held.monthly))
    return Published([], False, bool(held.monthly))


def groups(person: Person, held: Held, choice: Choice, area: str) -> list[tuple[str, str, dict[date, int]]]:
    """Area and nationality, the largest first, of a monthly series."""
    told = register.observed_by(
        person,
        held,
        first=choice.first,
        last=choice.last,
        citizenship=choice.document_nationality,
    )
    rows = [(where, code, months) for (where, code), months in told.items() if area in {"", where}]
    return sorted(rows, key=lambda row: (-sum(row[2].values()), row[0], row[1]))
