"""Irregular travel as others count it, in the months of a choice: the newest vintage of each period."""

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
    told, summed = register.observed(person, held, citizenship=choice.document_nationality, area=area)
    kept = [point for point in told if choice.first <= point.period <= choice.last]
    return Published(kept, summed, bool(held.monthly))


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
