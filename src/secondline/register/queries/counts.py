"""Exposure as the picture reads it: by post and month, kept in memory while the files stand."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Final
from uuid import UUID

import numpy as np
import pyarrow.compute as pc
from django.db.models import QuerySet

from secondline.people.models import Person
from secondline.register.counts import HELD
from secondline.register.cube import Ints
from secondline.register.exposure import shelf
from secondline.register.exposure.asking import whole
from secondline.register.models import Exposure
from secondline.register.queries import Choice, posts_of, standing_exposures
from secondline.register.queries.looked import UNKNOWN, Flags, month_number

# Dimensions of a choice that exposure may know: name in the choice to name on the shelf.
NARROWING: Final[Mapping[str, str]] = {
    "direction": "direction",
    "document_nationality": "nationality",
    "document_kind": "document_kind",
}


@dataclass(frozen=True, slots=True)
class Exposures:
    """How many crossed and were looked at, by post and month: columns of one length.

    UNKNOWN where nobody told. `post` are places in `posts`, `month` months by `month_number`. `narrowed`: the
    dimensions of the choice that the source knows; in all others the rows are of all.
    """

    posts: Sequence[UUID]
    post: Ints
    month: Ints
    crossings: Ints
    first_line_checks: Ints
    random_checks: Ints
    narrowed: frozenset[str]
    generated: bool


_NONE: Final = np.zeros(0, np.int64)


def exposures(person: Person, choice: Choice) -> Exposures:
    """Of the source told last, by post and month: as `queries.crossings`, for a page that asks often."""
    standing = standing_exposures(person)
    overlapping = standing.filter(first__lte=choice.last, last__gte=choice.first)
    newest = overlapping.order_by("-vintage", "-id").first()
    if newest is None:
        return Exposures([], _NONE, _NONE, _NONE, _NONE, _NONE, frozenset(), generated=False)
    told = _told(standing, newest.source)
    table = _exposed(_files(person.agency_id, told))
    named = {post.code: post.pk for post in posts_of(person, choice)}
    keep, narrowed = _chosen(table, choice)
    keep &= np.array([code in named for code in table.labels["post"]], np.bool_)[table.codes["post"]]
    generated = any(told.values())
    posts = [named.get(code, person.agency_id) for code in table.labels["post"]]  # only those named are kept
    post, month, crossings, first_line, random = _summed(table, keep)
    return Exposures(posts, post, month, crossings, first_line, random, narrowed, generated)


def hold(agency: UUID) -> None:
    """Read what the source told last has on the shelf, so that who asks first need not wait for it."""
    standing = Exposure.objects.filter(agency=agency, withdrawn_at=None)
    newest = standing.order_by("-vintage", "-id").first()
    if newest:
        _exposed(_files(agency, _told(standing, newest.source)))


def _told(standing: QuerySet[Exposure], source: str) -> dict[UUID, bool]:
    """The files of a source, and whether they are generated."""
    return dict(standing.filter(source=source).order_by("pk").values_list("pk", "generated"))


def _files(agency: UUID, told: Iterable[UUID]) -> tuple[Path, ...]:
    return tuple(shelf.path_of(agency, pk) for pk in told)


@dataclass(frozen=True, slots=True)
class _Table:
    """What lies on the shelf as arrays: `codes` are places in `labels`; UNKNOWN in `counts`: nobody told."""

    labels: Mapping[str, Sequence[str]]
    codes: Mapping[str, Ints]
    month: Ints
    counts: Mapping[str, Ints]


@lru_cache(maxsize=HELD)
def _exposed(files: tuple[Path, ...]) -> _Table:
    """A file on the shelf is written once: what is kept under these names is never out of date."""
    table = whole(files)
    labels, codes = {}, {}
    for name in ("post", *NARROWING.values()):
        column = pc.fill_null(table.column(name), "").combine_chunks().dictionary_encode()
        labels[name] = column.dictionary.to_pylist()
        codes[name] = column.indices.to_numpy().astype(np.int64)
    months = table.column("month")
    number = pc.add(pc.multiply(pc.year(months), 12), pc.month(months))
    counts = {name: pc.fill_null(table.column(name), UNKNOWN).to_numpy().astype(np.int64) for name in _COUNTS}
    return _Table(labels, codes, number.to_numpy().astype(np.int64) - 1, counts)


_COUNTS: Final = ("crossings", "first_line_checks", "random_checks")


def _chosen(table: _Table, choice: Choice) -> tuple[Flags, frozenset[str]]:
    keep = (table.month >= month_number(choice.first)) & (table.month <= month_number(choice.last))
    narrowed = set()
    for asked, name in NARROWING.items():
        wanted, labels = getattr(choice, asked), table.labels[name]
        if not wanted or not np.any(
            np.array([bool(label) for label in labels], np.bool_)[table.codes[name][keep]]
        ):
            continue
        narrowed.add(asked)
        keep = keep & np.array([label == wanted for label in labels], np.bool_)[table.codes[name]]
    return keep, frozenset(narrowed)


def _summed(table: _Table, keep: Flags) -> Iterator[Ints]:
    """Post, month and the sums of what is known, of each post and month of which there is a row."""
    month = table.month[keep]
    first, length = (int(month.min()), int(month.max() - month.min()) + 1) if month.size else (0, 0)
    place = table.codes["post"][keep] * length + month - first
    found = np.flatnonzero(np.bincount(place))
    yield found // max(length, 1)
    yield found % max(length, 1) + first
    for name in _COUNTS:
        numbers = table.counts[name][keep]
        known = np.bincount(place, weights=numbers != UNKNOWN)[found]
        sums = np.bincount(place, weights=np.where(numbers == UNKNOWN, 0, numbers))[found]
        yield np.where(known > 0, sums, UNKNOWN).astype(np.int64)
