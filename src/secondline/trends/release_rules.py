"""What a table that leaves an agency is made of, when a number in it points at few, and who agrees to it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import product
from typing import Final

from borderstats.disclosure import THRESHOLD
from secondline.trends.rules import months
from traveldoc.finding import gettext_noop

ALL: Final = ""  # the total over a dimension
OTHER: Final = "*"  # every value that is not listed by itself, and those not known
MOST_DIMENSIONS: Final = 3
MOST_CELLS: Final = 1200
MOST_PARTS: Final = 3000  # groups of rows that all tables together tell apart: what can be checked in seconds
MOST_COLUMNS: Final = 12
# Of a nationality (or issuer, or origin) at one post in one month: there fewer than ten point at persons.
FINE_THRESHOLD: Final = 10
METHOD: Final = "2026-11"


class Measure(StrEnum):
    DOCUMENTS = "documents"
    PERSONS = "persons"
    INCIDENTS = "incidents"


MEASURES: Final[Mapping[str, str]] = {
    Measure.DOCUMENTS: gettext_noop("Documents with a fraud found"),
    Measure.PERSONS: gettext_noop("Persons with such a document"),
    Measure.INCIDENTS: gettext_noop("Incidents with such a person"),
}


@dataclass(frozen=True, slots=True)
class Dimension:
    """`fact` is the column of the register; `listed`: every value stands in the table, however few it has."""

    name: str
    words: str
    fact: str
    vocabulary: str = ""
    listed: bool = False
    points: bool = False  # says where somebody comes from


DIMENSIONS: Final[Mapping[str, Dimension]] = {
    each.name: each
    for each in (
        Dimension("month", gettext_noop("Month"), "month", listed=True),
        Dimension("quarter", gettext_noop("Quarter"), "month", listed=True),
        Dimension("year", gettext_noop("Year"), "month", listed=True),
        Dimension("border", gettext_noop("Kind of border"), "post", "border", listed=True),
        Dimension("post", gettext_noop("Post"), "post", listed=True),
        Dimension("class", gettext_noop("Class of fraud"), "fraud_class", "fraud", listed=True),
        Dimension("kind", gettext_noop("Kind of document"), "document_kind", "document-kind"),
        Dimension(
            "nationality", gettext_noop("Nationality of the document"), "document_nationality", points=True
        ),
        Dimension("issuer", gettext_noop("Issuer of the document"), "issuer", points=True),
        Dimension("origin", gettext_noop("Where the journey began"), "embarkation", points=True),
        Dimension("transit", gettext_noop("State last left before the post"), "transit", points=True),
    )
}
PERIODS: Final = ("month", "quarter", "year")
PLACES: Final = ("border", "post")
EFFORT_BY: Final = frozenset((*PERIODS, *PLACES))  # effort is of all documents: it is told by these alone

# What readers may do with it (TLP 2.0); "red" is for persons, and a table is for agencies.
SHARING: Final = ("amber-strict", "amber", "green", "clear")
FOR_ALL: Final = frozenset({"green", "clear"})


class State(StrEnum):
    PROPOSED = "proposed"
    RELEASED = "released"
    WITHDRAWN = "withdrawn"


STATES: Final[Mapping[str, str]] = {
    State.PROPOSED: gettext_noop("proposed: a second person has to agree"),
    State.RELEASED: gettext_noop("released"),
    State.WITHDRAWN: gettext_noop("withdrawn"),
}
TOLD: Final = (State.RELEASED, State.WITHDRAWN)  # what was once read can't be unread


class Why(StrEnum):
    """Why a number is not shown. Readers hear one word for both: the difference would give it away."""

    FEW = "few"
    BESIDE = "beside"


WHY_WORDS: Final[Mapping[str, str]] = {
    Why.FEW: gettext_noop("withheld: few persons stand behind it"),
    Why.BESIDE: gettext_noop("withheld: another withheld number could be worked out from it"),
}
WITHHELD: Final = gettext_noop("withheld")

Coordinates = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Outline:
    """What somebody asks for: dimensions in the order of the table, months from and to, what is counted."""

    dimensions: tuple[str, ...]
    measure: Measure
    first: date
    last: date
    effort: bool = False

    def fault(self) -> str:
        """Why such a table can't be made; "" where it can."""
        chosen = set(self.dimensions)
        if not 1 <= len(chosen) == len(self.dimensions) <= MOST_DIMENSIONS or chosen - set(DIMENSIONS):
            return gettext_noop("Choose one to three things to break the numbers down by.")
        if len(chosen & set(PERIODS)) > 1 or len(chosen & set(PLACES)) > 1:
            return gettext_noop("Choose one of month, quarter and year, and one of post and kind of border.")
        if self.first > self.last:
            return gettext_noop("The first month lies after the last. Choose an earlier one.")
        return ""


def in_order(names: Sequence[str]) -> tuple[str, ...]:
    """Periods and places first: rows; what is found there after them."""
    return tuple(name for name in DIMENSIONS if name in names)


def period(kind: str, month: date) -> str:
    """2026-03, 2026-Q1 or 2026."""
    if kind == "month":
        return f"{month:%Y-%m}"
    return f"{month.year}-Q{(month.month + 2) // 3}" if kind == "quarter" else str(month.year)


def coordinates(values: Sequence[Sequence[str]]) -> list[Coordinates]:
    """Every cell and every margin of a table, totals last in each dimension."""
    return list(product(*((*each, ALL) for each in values)))


def wider(cell: Coordinates) -> Iterator[Coordinates]:
    """The cell and every margin that holds it."""
    return product(*((value, ALL) if value != ALL else (ALL,) for value in cell))


def threshold_of(outline: Outline, cell: Coordinates, posts: Mapping[str, str]) -> int:
    """Under which number a cell is withheld: 5, or 10 where it says who, where and when.

    `posts`: the agency's, each with its kind of border. Where and when may be said without a word: by the
    only post there is (of that kind), by a table of one month.
    """
    said = {name: value for name, value in zip(outline.dimensions, cell, strict=True) if value != ALL}
    if not any(DIMENSIONS[name].points for name in said):
        return THRESHOLD
    return FINE_THRESHOLD if is_one_place(said, posts) and is_one_month(said, outline) else THRESHOLD


def is_one_place(said: Mapping[str, str], posts: Mapping[str, str]) -> bool:
    """Whether what a cell says leaves a single post."""
    if "post" in said:
        return True
    return sum(said.get("border", border) == border for border in posts.values()) == 1


def is_one_month(said: Mapping[str, str], outline: Outline) -> bool:
    """Whether what a cell says leaves a single month of the table's."""
    kinds = [name for name in PERIODS if name in said]
    when = months(outline.first, outline.last)
    return sum(all(period(name, month) == said[name] for name in kinds) for month in when) == 1


def has_effort(dimensions: Sequence[str], cell: Coordinates) -> bool:
    """Whether effort can stand beside the cell: it is told by period and place alone."""
    return all(value == ALL or name in EFFORT_BY for name, value in zip(dimensions, cell, strict=True))
