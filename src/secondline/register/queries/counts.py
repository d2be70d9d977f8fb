"""Exposure as the picture reads it: by post and month, kept in memory while the files stand."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Final
from uuid import UUID

import pyarrow as pa
import pyarrow.compute as pc

from secondline.people.models import Person
from secondline.register.exposure import shelf
from secondline.register.exposure.asking import whole
from secondline.register.queries import Choice, posts_of, standing_exposures

# Dimensions of a choice that exposure may know: name in the choice to name on the shelf.
NARROWING: Final[Mapping[str, str]] = {
    "direction": "direction",
    "document_nationality": "nationality",
    "document_kind": "document_kind",
}


@dataclass(frozen=True, slots=True)
class Exposed:
    """How many crossed and were looked at, at a post in a month. None: not known."""

    post: UUID
    month: date
    crossings: int | None
    first_line_checks: int | None
    random_checks: int | None


@dataclass(frozen=True, slots=True)
class Exposures:
    """`narrowed`: the dimensions of the choice that the source knows; in all others the rows are of all."""

    rows: Sequence[Exposed]
    narrowed: frozenset[str]
    generated: bool


def exposures(person: Person, choice: Choice) -> Exposures:
    """Of the source told last, by post and month: as `queries.crossings`, for a page that asks often."""
    standing = standing_exposures(person)
    overlapping = standing.filter(first__lte=choice.last, last__gte=choice.first)
    newest = overlapping.order_by("-vintage", "-id").first()
    if newest is None:
        return Exposures([], frozenset(), False)
    told = list(standing.filter(source=newest.source).order_by("pk").values_list("pk", "generated"))
    table = _exposed(tuple(shelf.path_of(person.agency_id, pk) for pk, _generated in told))
    named = {post.code: post.pk for post in posts_of(person, choice)}
    summed, narrowed = _summed(table, choice)
    rows = [
        Exposed(named[row["post"]], row["month"], *(row[f"{name}_sum"] for name in _COUNTS))
        for row in summed.to_pylist()
        if row["post"] in named
    ]
    return Exposures(rows, narrowed, any(generated for _pk, generated in told))


@lru_cache(maxsize=4)
def _exposed(files: tuple[Path, ...]) -> pa.Table:
    """A file on the shelf is written once: what is kept under these names is never out of date."""
    return whole(files)


_COUNTS: Final = ("crossings", "first_line_checks", "random_checks")


def _summed(table: pa.Table, choice: Choice) -> tuple[pa.Table, frozenset[str]]:
    month = table.column("month")
    table = table.filter(pc.and_(pc.greater_equal(month, choice.first), pc.less_equal(month, choice.last)))
    narrowed = set()
    for asked, name in NARROWING.items():
        wanted = getattr(choice, asked)
        if wanted and pc.any(pc.not_equal(table.column(name), "")).as_py():
            narrowed.add(asked)
            table = table.filter(pc.equal(table.column(name), wanted))
    summed = table.group_by(["post", "month"], use_threads=False)
    return summed.aggregate([(name, "sum") for name in _COUNTS]), frozenset(narrowed)
