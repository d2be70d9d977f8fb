"""How much was looked at, by post and month: as other sources tell it, and as it was pulled."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Final
from uuid import UUID

import numpy as np
from django.db.models import CharField, QuerySet, Sum
from django.db.models.functions import Cast
from numpy.typing import NDArray

from secondline.register.cube import MONTH, Cube, Ints, first_day
from secondline.register.models import Batch, Effort

UNKNOWN: Final = -1  # among numbers that are never negative: nobody told
Flags = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Efforts:
    """Columns of one length. `post` are places in `posts`, `month` months by `month_number`, UNKNOWN where
    nobody told.
    """

    posts: Sequence[UUID]
    post: Ints
    month: Ints
    generated: Flags
    inspections: Ints
    random_checks: Ints
    crossings: Ints

    def of(self, first: date, last: date, posts: frozenset[UUID] | None = None) -> "Efforts":
        """Those of these months, and of these posts (None: of all)."""
        keep = (self.month >= month_number(first)) & (self.month <= month_number(last))
        if posts is not None:
            keep &= np.array([post in posts for post in self.posts], np.bool_)[self.post]
        return self._kept(keep)

    def _kept(self, keep: Flags) -> "Efforts":
        return Efforts(self.posts, *(getattr(self, name)[keep] for name in _COLUMNS))

    def beside(self, other: "Efforts") -> "Efforts":
        """Both, one after the other."""
        posts = list(dict.fromkeys((*self.posts, *other.posts)))
        place = {post: n for n, post in enumerate(posts)}
        moved = np.array([place[post] for post in other.posts], np.int64)
        post = np.concatenate([self.post, moved[other.post]])
        rest = (np.concatenate([getattr(self, name), getattr(other, name)]) for name in _COLUMNS[1:])
        return Efforts(posts, post, *rest)


_COLUMNS: Final = ("post", "month", "generated", "inspections", "random_checks", "crossings")


def month_number(month: date) -> int:
    return month.year * 12 + month.month - 1


def as_told(number: int) -> int | None:
    return None if number == UNKNOWN else int(number)


@lru_cache(maxsize=5000)
def month_of(number: int) -> date:
    return date(number // 12, number % 12 + 1, 1)


def efforts_of(agency: UUID) -> Efforts:
    """All that other sources tell the agency; two questions tell whether what is held is still so."""
    batches = (
        Batch.objects.filter(agency=agency).order_by("pk").values_list(Cast("pk", CharField()), flat=True)
    )
    return _efforts(agency, tuple(batches), _standing(agency).count())


def _standing(agency: UUID) -> QuerySet[Effort]:
    return Effort.objects.filter(agency=agency, current=True)


@lru_cache(maxsize=8)
def _efforts(agency: UUID, batches: tuple[str, ...], number: int) -> Efforts:
    """Effort comes and goes only with a new batch: under these ids it is never out of date."""
    del batches, number  # what it is kept under
    rows = _standing(agency).order_by().values_list("post", "month", "generated")
    told = list(rows.annotate(Sum("inspections"), Sum("random_checks"), Sum("crossings")))
    posts = list(dict.fromkeys(post for post, *_rest in told))
    place = {post: n for n, post in enumerate(posts)}
    return Efforts(
        posts,
        _ints(place[post] for post, *_rest in told),
        _ints(month_number(month) for _post, month, *_rest in told),
        np.array([generated for _post, _month, generated, *_rest in told], np.bool_),
        *(_ints(UNKNOWN if row[n] is None else row[n] for row in told) for n in (3, 4, 5)),
    )


def _ints(numbers: Iterable[int]) -> Ints:
    return np.fromiter(numbers, np.int64)


def pulled_of(rows: Cube) -> Efforts:
    """The inspections of these rows, counted; `rows` are those that were pulled."""
    every = rows.table("post", MONTH)
    lot = rows.only({"random": {"1"}}).table("post", MONTH)
    post, month = np.nonzero(every)
    numbers = _ints(month_number(first_day(label)) for label in rows.labels[MONTH])
    return Efforts(
        [UUID(label) for label in rows.labels["post"]],
        post,
        numbers[month],
        np.zeros(post.size, np.bool_),
        every[post, month],
        lot[post, month],
        np.full(post.size, UNKNOWN, np.int64),
    )
