"""Rows from elsewhere: agencies that have no inspections here, and the demonstration's generated ones."""

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.db import transaction

from secondline.people.models import Person, Post
from secondline.people.queries import require
from secondline.record.actions import write
from secondline.record.keyring import Keyring
from secondline.register.actions.keys import OfAgency, opened
from secondline.register.actions.pulling import detection_of, locked
from secondline.register.actions.tallying import recount
from secondline.register.models import Batch, Detection, Effort
from secondline.register.rules import (
    DEFAULT_SHARING,
    EffortRow,
    Fault,
    Value,
    is_reference,
    is_source,
    judge,
    judge_effort,
)

Row = Mapping[str, object]
CHUNK = 1000


class RefusedImportError(Exception):
    """Nothing was taken: `faults` says row, column and reason of each fault (rows count from 1)."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        super().__init__(f"{len(faults)} faults; first: {faults[0]}")
        self.faults = tuple(faults)


@dataclass(frozen=True, slots=True)
class Imported:
    """`batch` as it stands; `new` is False where the very same batch had come before."""

    batch: Batch
    new: bool


def import_detections(
    *,
    rows: Iterable[Row],
    by: Person,
    at: datetime,
    source: str,
    effort: Iterable[Row] = (),
    generated: bool = False,
) -> Imported:
    """Take rows of the person's agency from `source`, all of them or none; the same batch twice adds nothing.

    `rows` have the columns of `rules.FACTS` (a month as 2026-03, a post by its code, vocabulary ids) and may
    have `reference`, the source's own opaque id: a row whose reference is known from this source replaces
    the older one. `effort` rows have month, post, inspections, random_checks, crossings; a later batch
    replaces what the same source told of the same post and month. Raises RefusedImportError, and ValueError
    for a source name that can't be one.
    """
    require(by, "register.import", OfAgency(by.agency_id))
    if not is_source(source):
        raise ValueError(f"{source!r} is no name for a source: small letters, digits, hyphens")
    posts = {post.code: post for post in Post.objects.filter(agency=by.agency_id)}
    reading = _Reading(posts, at)
    detections = [reading.detection(row, number) for number, row in enumerate(rows, 1)]
    told = [reading.effort(row, number) for number, row in enumerate(effort, 1)]
    reading.compare(told)
    if reading.faults:
        raise RefusedImportError(reading.faults)
    with transaction.atomic():
        return _store(by, at, source, generated, posts, detections, [row for row in told if row])


@dataclass(frozen=True, slots=True)
class _Fresh:
    facts: Mapping[str, Value]
    reference: str


class _Reading:
    """All rows of one batch, judged."""

    def __init__(self, posts: Mapping[str, Post], at: datetime) -> None:
        self.posts, self.at = posts, at
        self.faults: list[Fault] = []
        self._references: set[str] = set()
        self._told: set[tuple[date, str]] = set()
        self._found: Counter[tuple[object, object]] = Counter()

    def detection(self, row: Row, number: int) -> _Fresh:
        reference = row.get("reference") or ""
        columns = {"sharing": DEFAULT_SHARING} | {k: v for k, v in row.items() if k != "reference"}
        judged = judge(columns, number=number, posts=self.posts, latest=self._latest(row))
        self.faults += judged.faults
        if not is_reference(reference):
            self.faults.append(Fault(number, "reference", "reference"))
        elif reference and reference in self._references:
            self.faults.append(Fault(number, "reference", "twice"))
        self._references.add(str(reference))
        if judged.facts["fraud_class"]:
            self._found[judged.facts["month"], judged.facts["post"]] += 1
        return _Fresh(judged.facts, str(reference))

    def effort(self, row: Row, number: int) -> EffortRow | None:
        read, faults = judge_effort(row, number=number, posts=self.posts, latest=self._latest(row))
        self.faults += faults
        if read:
            if (read.month, read.post) in self._told:
                self.faults.append(Fault(number, "month", "twice"))
            self._told.add((read.month, read.post))
        return read

    def compare(self, told: Sequence[EffortRow | None]) -> None:
        """Fewer inspections than results of inspections: the two do not belong together."""
        for number, row in enumerate(told, 1):
            if row and row.inspections < self._found[row.month, row.post]:
                self.faults.append(Fault(number, "inspections", "more-found"))

    def _latest(self, row: Row) -> date:
        post = self.posts.get(str(row.get("post")))
        return (self.at.astimezone(ZoneInfo(post.zone)) if post else self.at).date()


def _digest(source: str, detections: Sequence[_Fresh], told: Sequence[EffortRow]) -> str:
    content = {
        "source": source,
        "rows": [[row.reference, dict(row.facts)] for row in detections],
        "effort": [[row.month, row.post, row.inspections, row.random_checks, row.crossings] for row in told],
    }
    text = json.dumps(content, sort_keys=True, default=str)
    return hashlib.sha256(text.encode()).hexdigest()


def _store(
    by: Person,
    at: datetime,
    source: str,
    generated: bool,
    posts: Mapping[str, Post],
    detections: Sequence[_Fresh],
    told: Sequence[EffortRow],
) -> Imported:
    locked(by.agency_id)
    digest = _digest(source, detections, told)
    known = Batch.objects.filter(agency=by.agency_id, digest=digest).first()
    if known:
        return Imported(known, new=False)
    keys = opened(by.agency_id, at=at)
    batch = Batch.objects.create(
        agency_id=by.agency_id, source=source, at=at, by=by, generated=generated, digest=digest
    )
    batch.replaced = _store_detections(batch, keys, posts, detections)
    batch.added = len(detections) - batch.replaced
    batch.save(update_fields=["added", "replaced"])
    _store_effort(batch, posts, told)
    write(
        "register.import",
        by=by,
        at=at,
        thing=batch.pk,
        source=source,
        generated=generated,
        added=batch.added,
        replaced=batch.replaced,
        effort=len(told),
    )
    return Imported(batch, new=True)


def _store_detections(
    batch: Batch, keys: Keyring, posts: Mapping[str, Post], detections: Sequence[_Fresh]
) -> int:
    """How many rows took the place of an older one."""
    replaced = 0
    months: set[date] = set()
    for start in range(0, len(detections), CHUNK):
        chunk = list(enumerate(detections[start : start + CHUNK], start))
        named = [keys.name("import", _thing(batch, row, number)) for number, row in chunk]
        digests = [pseudonym.digest for pseudonyms in named for pseudonym in pseudonyms]
        standing = {
            row.pseudonym: row
            for row in Detection.objects.filter(agency=batch.agency_id, current=True, pseudonym__in=digests)
        }
        fresh, old = [], []
        for (_, row), pseudonyms in zip(chunk, named, strict=True):
            older = next((standing[p.digest] for p in pseudonyms if p.digest in standing), None)
            old += [older.pk] if older else []
            fresh.append(
                detection_of(
                    row.facts,
                    post=posts[str(row.facts["post"])],
                    pseudonym=pseudonyms[0],
                    source=batch.source,
                    revision=older.revision + 1 if older else 1,
                    batch=batch,
                )
            )
        Detection.objects.filter(pk__in=old).update(current=False)
        Detection.objects.bulk_create(fresh)
        replaced += len(old)
        months |= {row.month for row in (*fresh, *standing.values())}
    recount(batch.agency_id, months)
    return replaced


def _thing(batch: Batch, row: _Fresh, number: int) -> str:
    """What the pseudonym stands for: the source's own reference, or the place in this batch."""
    return f"{batch.source}:{row.reference}" if row.reference else f"{batch.pk}#{number}"


def _store_effort(batch: Batch, posts: Mapping[str, Post], told: Sequence[EffortRow]) -> None:
    standing = Effort.objects.filter(agency=batch.agency_id, source=batch.source, current=True)
    for row in told:
        standing.filter(post=posts[row.post], month=row.month).update(current=False)
    Effort.objects.bulk_create(
        Effort(
            agency_id=batch.agency_id,
            post=posts[row.post],
            batch=batch,
            source=batch.source,
            generated=batch.generated,
            month=row.month,
            inspections=row.inspections,
            random_checks=row.random_checks,
            crossings=row.crossings,
        )
        for row in told
    )
