"""What was found and how much was looked at, of what was chosen: read from the cube, whatever is chosen."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import NamedTuple
from uuid import UUID

import numpy as np

from secondline.people.models import Person, Post
from secondline.register.counts import cube_of, finds_of
from secondline.register.cube import MONTH, UNITS, Cube, Ints, first_day
from secondline.register.queries.looked import Efforts, as_told, efforts_of, month_of, pulled_of
from secondline.register.rules import FOUND, NOTHING_FOUND, PULLED, UNDETERMINED


@dataclass(frozen=True, slots=True)
class Choice:
    """What is looked at; an empty value leaves nothing out. `unit` is one of cube.UNITS."""

    first: date
    last: date
    post: UUID | None = None
    border_type: str = ""
    document_kind: str = ""
    direction: str = ""
    issuer: str = ""
    document_nationality: str = ""
    fraud_class: str = ""
    outcome: str = ""
    embarkation: str = ""
    transit: str = ""
    next_stop: str = ""
    final_destination: str = ""
    unit: str = UNITS[0]


class Counted(NamedTuple):
    """So many inspections with this result at a post in a month."""

    post: UUID
    month: date
    fraud_class: str
    generated: bool
    number: int


@dataclass(frozen=True, slots=True)
class Looked:
    """How much was looked at, at a post in a month. None: not known."""

    post: UUID
    month: date
    generated: bool
    inspections: int
    random_checks: int | None
    crossings: int | None


def counted(person: Person, choice: Choice) -> list[Counted]:
    """Results by post, month and class, of what was chosen; of what is counted by `choice.unit`."""
    sums = chosen(person, choice).sums("post", MONTH, "fraud_class", "generated")
    return [
        Counted(_id(post), first_day(month), fraud, bool(generated), number)
        for (post, month, fraud, generated), number in sums.items()
    ]


def chosen(person: Person, choice: Choice, *, ever: bool = False) -> Cube:
    """The own agency's rows of a choice; with `ever` of all months."""
    wanted = {name: {getattr(choice, name)} for name in _CHOSEN if getattr(choice, name)}
    if choice.fraud_class:
        wanted["fraud_class"] = {choice.fraud_class, UNDETERMINED}
    if choice.post or choice.border_type:
        wanted["post"] = {str(post.pk) for post in posts_of(person, choice)}
    rows = cube_of(person.agency_id).counting(choice.unit)
    rows = rows if ever else rows.between(f"{choice.first:%Y-%m}", f"{choice.last:%Y-%m}")
    return rows.only(wanted)


_CHOSEN = (
    *("document_kind", "direction", "issuer", "document_nationality", "outcome"),
    *("embarkation", "transit", "next_stop", "final_destination"),
)


def looked(person: Person, choice: Choice) -> list[Looked]:
    """Effort by post and month, as `effort` tells it, a row each."""
    told = effort(person, choice)
    columns = (
        each.tolist() for each in (told.generated, told.inspections, told.random_checks, told.crossings)
    )
    rows = zip(told.post.tolist(), told.month.tolist(), *columns, strict=True)
    return [
        Looked(told.posts[post], month_of(month), generated, number, as_told(random), as_told(crossings))
        for post, month, generated, number, random, crossings in rows
    ]


def effort(person: Person, choice: Choice) -> Efforts:
    """Pulled inspections, counted, and what other sources tell, by post and month.

    Effort is of all documents, also where one kind is chosen: other sources don't tell it by kind.
    """
    place = Choice(choice.first, choice.last, choice.post, choice.border_type)
    pulled = pulled_of(chosen(person, place).only({"source": {PULLED}}))
    posts = None
    if choice.post or choice.border_type:
        posts = frozenset(post.pk for post in posts_of(person, choice))
    return pulled.beside(efforts_of(person.agency_id).of(choice.first, choice.last, posts))


# What detections can be told apart by: name to that in the cube.
STRATA = {
    "post__code": "post",
    "fraud_class": "fraud_class",
    "document_kind": "document_kind",
    "document_nationality": "document_nationality",
    "post__border_type": "post",
}


@dataclass(frozen=True, slots=True)
class Grouped:
    """Of one stratum in one month: `found` with a fraud, `looked` with any result, `random` of these by lot.

    `looked` is a denominator only where `whole`: where the rows also tell of checks without a find.
    """

    stratum: tuple[str, ...]
    month: date
    found: int
    looked: int
    random: int
    random_found: int
    whole: bool
    generated: bool


def grouped(
    person: Person,
    *,
    by: Sequence[str],
    first: date,
    last: date,
    nationality: str = "",
    unit: str = UNITS[0],
) -> list[Grouped]:
    """The own agency's results of these months by columns of STRATA (none: all together).

    With a nationality only those of its documents; a source is as `whole` as it is in all its rows. `unit` is
    what finds are counted in: who was looked at is always counted in persons, one an inspection.
    """
    _check(by)
    rows = chosen(person, Choice(first, last))
    whole = {source for (source,) in rows.only({"fraud_class": {NOTHING_FOUND}}).sums("source")}
    rows = rows.only({"document_nationality": {nationality}} if nationality else {})
    columns = (*dict.fromkeys(STRATA[name] for name in by), MONTH, "source", "generated")
    found, lot = rows.only({"fraud_class": set(FOUND)}).counting(unit), {"random": {"1"}}
    parts = [each.sums(*columns) for each in (found, rows, rows.only(lot), found.only(lot))]
    named = {str(post.pk): post for post in posts(person)}
    sums: dict[tuple[tuple[str, ...], str, str, str], list[int]] = {}
    for place, part in enumerate(parts):
        for key, number in part.items():
            cells = dict(zip(columns, key, strict=True))
            stratum = tuple(_stratum(name, cells, named) for name in by)
            group = (stratum, cells[MONTH], cells["source"], cells["generated"])
            sums.setdefault(group, [0, 0, 0, 0])[place] += number
    return [
        Grouped(stratum, first_day(month), found_, looked_, lot_, hit, source in whole, bool(generated))
        for (stratum, month, source, generated), (found_, looked_, lot_, hit) in sums.items()
    ]


def _check(by: Sequence[str]) -> None:
    if unknown := set(by) - set(STRATA):
        raise ValueError(f"{sorted(unknown)} are no columns of the counts; there are {tuple(STRATA)}")


@dataclass(frozen=True, slots=True)
class Monthly:
    """What was found of each stratum in each month (strata x months), where anything is told of either."""

    strata: Sequence[tuple[str, ...]]
    months: Sequence[date]
    found: Ints
    generated: bool


def monthly(person: Person, *, by: Sequence[str], first: date, last: date, unit: str = UNITS[0]) -> Monthly:
    """The finds that `grouped` tells, as one table: for those who watch thousands of strata at once."""
    _check(by)
    columns = tuple(dict.fromkeys(STRATA[name] for name in by))
    told = finds_of(person.agency_id, columns, f"{first:%Y-%m}", f"{last:%Y-%m}", unit)
    named = {str(post.pk): post for post in posts(person)}
    strata: dict[tuple[str, ...], int] = {}
    where = []
    for key in told.strata:
        cells = dict(zip(columns, key, strict=True))
        stratum = tuple(_stratum(name, cells, named) for name in by)
        where.append(strata.setdefault(stratum, len(strata)))
    found = np.zeros((len(strata), len(told.months)), np.int64)
    np.add.at(found, where, told.found)
    return Monthly(list(strata), [first_day(month) for month in told.months], found, told.generated)


def _stratum(name: str, cells: Mapping[str, str], named: Mapping[str, Post]) -> str:
    if name == "post__code":
        return named[cells["post"]].code
    if name == "post__border_type":
        return named[cells["post"]].border_type
    return cells[name]


@lru_cache(maxsize=10_000)
def _id(text: str) -> UUID:
    return UUID(text)


def span(person: Person) -> tuple[date, date] | None:
    """The first and the last month of which the register knows anything."""
    told = [month_of(number) for number in set(efforts_of(person.agency_id).month.tolist())]
    months = [*told, *(first_day(month) for month in cube_of(person.agency_id).labels[MONTH])]
    return (min(months), max(months)) if months else None


def posts(person: Person) -> list[Post]:
    return list(Post.objects.filter(agency=person.agency_id))


def posts_of(person: Person, choice: Choice) -> list[Post]:
    """The own posts that a choice is about."""
    return [
        post
        for post in posts(person)
        if choice.post in {None, post.pk} and choice.border_type in {"", post.border_type}
    ]


def known(person: Person, dimensions: Iterable[str]) -> dict[str, list[str]]:
    """Of each dimension the labels of which the register holds anything."""
    labels = cube_of(person.agency_id).labels
    return {dimension: sorted(set(labels[dimension]) - {""}) for dimension in dimensions}
