"""Crossings and checks of the source told last, by any of their columns; in memory while the files stand."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Final
from uuid import UUID

import numpy as np
import pyarrow.compute as pc
from django.db.models import QuerySet

from secondline.people.models import Person
from secondline.register.counts import HELD
from secondline.register.cube import Ints
from secondline.register.exposure import shelf
from secondline.register.exposure.asking import whole
from secondline.register.exposure.columns import COUNTS, KEY
from secondline.register.models import Exposure
from secondline.register.queries import Choice, posts_of, standing_exposures
from secondline.register.queries.looked import UNKNOWN, Flags, as_told, month_number, month_of

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


@dataclass(frozen=True, slots=True)
class Crossed:
    """The counts of one group. None: nobody told. `months`: in how many months anything was told."""

    group: tuple[Any, ...]
    crossings: int | None
    first_line_checks: int | None
    referrals: int | None
    random_checks: int | None
    months: int


def exposures(person: Person, choice: Choice) -> Exposures:
    """Of the source told last, by post and month."""
    told = _standing(person, choice)
    if told is None:
        return Exposures([], _NONE, _NONE, _NONE, _NONE, _NONE, frozenset(), generated=False)
    sums = _summed(told.table, told.keep, ("post", "month"))
    post, month = sums.group
    posts = [told.posts.get(code, person.agency_id) for code in told.table.labels["post"]]  # only those named
    counts = sums.counts
    return Exposures(
        posts, post, month, counts["crossings"], counts["first_line_checks"], counts["random_checks"],
        told.narrowed, told.generated,
    )  # fmt: skip


def crossings(person: Person, choice: Choice, *, by: Sequence[str]) -> list[Crossed]:
    """The same by any columns of exposure (`KEY`; none: the whole). A post is its code."""
    if unknown := [name for name in by if name not in KEY]:
        raise ValueError(f"{unknown} are no columns of exposure; there are {KEY}")
    told = _standing(person, choice)
    if told is None:
        return []
    sums = _summed(told.table, told.keep, by)
    named = [_labels(told.table, name, codes) for name, codes in zip(by, sums.group, strict=True)]
    counts = {name: [as_told(number) for number in numbers.tolist()] for name, numbers in sums.counts.items()}
    found = [
        Crossed(tuple(column[place] for column in named), **{name: counts[name][place] for name in COUNTS},
                months=months)
        for place, months in enumerate(sums.months.tolist())
    ]  # fmt: skip
    return sorted(found, key=lambda each: each.group)


def _labels(table: "_Table", name: str, codes: Ints) -> list[Any]:
    if name == "month":
        return [month_of(number) for number in codes.tolist()]
    return [table.labels[name][code] for code in codes.tolist()]


@dataclass(frozen=True, slots=True)
class _Standing:
    """What the source told last has of a choice: `keep` are the rows, `posts` the posts by code."""

    table: "_Table"
    keep: Flags
    posts: Mapping[str, UUID]
    narrowed: frozenset[str]
    generated: bool


def _standing(person: Person, choice: Choice) -> _Standing | None:
    """Of several sources the one told last is read, so that nothing is counted twice."""
    standing = standing_exposures(person)
    overlapping = standing.filter(first__lte=choice.last, last__gte=choice.first)
    newest = overlapping.order_by("-vintage", "-id").first()
    if newest is None:
        return None
    told = _told(standing, newest.source)
    table = _exposed(_files(person.agency_id, told))
    posts = {post.code: post.pk for post in posts_of(person, choice)}
    keep, narrowed = _chosen(table, choice)
    keep &= np.array([code in posts for code in table.labels["post"]], np.bool_)[table.codes["post"]]
    return _Standing(table, keep, posts, narrowed, any(told.values()))


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
    counts = {name: pc.fill_null(table.column(name), UNKNOWN).to_numpy().astype(np.int64) for name in COUNTS}
    return _Table(labels, codes, number.to_numpy().astype(np.int64) - 1, counts)


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


@dataclass(frozen=True, slots=True)
class _Sums:
    """Columns of one length, a place a group: its codes in each column, its counts, its months."""

    group: Sequence[Ints]
    counts: Mapping[str, Ints]
    months: Ints


def _summed(table: _Table, keep: Flags, by: Sequence[str]) -> _Sums:
    """The sums of what is known, of each group of which there is a row; UNKNOWN where no row knows."""
    month = table.month[keep]
    columns = {name: table.month[keep] if name == "month" else table.codes[name][keep] for name in by}
    place = np.zeros(month.size, np.int64)
    sizes: list[tuple[int, int]] = []
    for codes in columns.values():
        first, size = _span(codes)
        place, sizes = place * size + codes - first, [*sizes, (first, size)]
    found, group = np.unique(place, return_inverse=True)
    counts = {}
    for name in COUNTS:
        numbers = table.counts[name][keep]
        known = np.bincount(group, weights=numbers != UNKNOWN, minlength=found.size)
        sums = np.bincount(group, weights=np.where(numbers == UNKNOWN, 0, numbers), minlength=found.size)
        counts[name] = np.where(known > 0, sums, UNKNOWN).astype(np.int64)
    first, size = _span(month)
    pairs = np.unique(group * size + month - first)
    codes_of = []
    for start, width in reversed(sizes):
        codes_of.append(found % width + start)
        found = found // width
    return _Sums(codes_of[::-1], counts, np.bincount(pairs // size, minlength=counts["crossings"].size))


def _span(numbers: Ints) -> tuple[int, int]:
    return (int(numbers.min()), int(numbers.max() - numbers.min()) + 1) if numbers.size else (0, 1)
