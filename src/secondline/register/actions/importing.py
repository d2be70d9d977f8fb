"""Rows from elsewhere: agencies that have no inspections here, and the demonstration's generated ones."""

import hashlib
import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final
from zoneinfo import ZoneInfo

from django.db import transaction

from secondline.people.models import Person, Post
from secondline.people.queries import require
from secondline.record.actions import write
from secondline.register.actions.keys import OfAgency, opened
from secondline.register.actions.pulling import locked
from secondline.register.actions.storing import Told, store_detections
from secondline.register.incoming.telling import Step, Tell, quiet, told
from secondline.register.models import Batch, Effort
from secondline.register.persons import MOST_DOCUMENTS, merged
from secondline.register.rules import (
    DEFAULT_SHARING,
    LINKS,
    EffortRow,
    Fault,
    Value,
    is_reference,
    is_source,
    judge,
    judge_effort,
)

Row = Mapping[str, object]


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
    tell: Tell = quiet,
) -> Imported:
    """Take rows of the person's agency from `source`, all of them or none; the same batch twice adds nothing.

    `rows` have the columns of `rules.FACTS` (a month as 2026-03, a post by its code, vocabulary ids) and may
    have `reference`, the source's own opaque id: a row whose reference is known from this source replaces
    the older one. Rows with the same `person` are documents of one person, those with the same `incident` of
    one incident; neither is kept but as a keyed hash. A person's rows come together: a later batch with the
    same person replaces all of them. `effort` rows have month, post, inspections, random_checks, crossings;
    a later batch replaces what the same source told of the same post and month. Raises RefusedImportError,
    and ValueError for a source name that can't be one.
    """
    if not is_source(source):
        raise ValueError(f"{source!r} is no name for a source: small letters, digits, hyphens")
    reading = _judge(rows, effort, by=by, at=at, tell=tell)
    if reading.faults:
        raise RefusedImportError(reading.faults)
    with transaction.atomic():
        return _store(by, at, source, generated, reading, tell)


def try_detections(
    *, rows: Iterable[Row], by: Person, at: datetime, effort: Iterable[Row] = (), tell: Tell = quiet
) -> tuple[int, Sequence[Fault]]:
    """How many rows there are and what is wrong with them; nothing is taken."""
    reading = _judge(rows, effort, by=by, at=at, tell=tell)
    return len(reading.detections) + len(reading.told), reading.faults


def _judge(rows: Iterable[Row], effort: Iterable[Row], *, by: Person, at: datetime, tell: Tell) -> "_Reading":
    require(by, "register.import", OfAgency(by.agency_id))
    reading = _Reading({post.code: post for post in Post.objects.filter(agency=by.agency_id)}, at)
    for number, row in enumerate(told(rows, tell, Step.JUDGE), 1):
        if row:  # an empty one counts as a row, so that the others keep their numbers
            reading.detections.append(reading.detection(row, number))
    if not reading.faults:
        reading.compare_rows()
    counted = [
        (number, reading.effort(row, number))
        for number, row in enumerate(told(effort, tell, Step.JUDGE), 1)
        if row
    ]
    reading.compare(counted)
    reading.told = [row for _number, row in counted if row]
    return reading


@dataclass(frozen=True, slots=True)
class _Fresh:
    facts: Mapping[str, Value]
    reference: str
    person: str = ""
    incident: str = ""


class _Reading:
    """All rows of one batch, judged."""

    def __init__(self, posts: Mapping[str, Post], at: datetime) -> None:
        self.posts, self.at = posts, at
        self.faults: list[Fault] = []
        self.detections: list[_Fresh] = []
        self.told: list[EffortRow] = []
        self._references: set[str] = set()
        self._people: defaultdict[str, list[tuple[int, _Fresh]]] = defaultdict(list)
        self._told: set[tuple[date, str]] = set()
        self._found: Counter[tuple[object, object]] = Counter()

    def detection(self, row: Row, number: int) -> _Fresh:
        links = {name: row.get(name) or "" for name in LINKS}
        columns = {"sharing": DEFAULT_SHARING} | {k: v for k, v in row.items() if k not in LINKS}
        judged = judge(columns, number=number, posts=self.posts, latest=self._latest(row))
        self.faults += judged.faults
        self.faults += [
            Fault(number, name, "reference") for name, link in links.items() if not is_reference(link)
        ]
        reference, person, incident = (str(links[name]) for name in LINKS)
        if reference and reference in self._references:
            self.faults.append(Fault(number, "reference", "twice"))
        self._references.add(reference)
        fresh = _Fresh(judged.facts, reference, person, incident)
        if judged.facts["fraud_class"] and (not person or person not in self._people):
            self._found[judged.facts["month"], judged.facts["post"]] += 1
        self._people[person or f"#{number}"].append((number, fresh))
        return fresh

    def persons(self, source: str, batch: Batch) -> Iterator[Told]:
        """The rows by person; each row of its own where the file does not tell persons apart."""
        for rows in self._people.values():
            number, first = rows[0]
            facts, others, _differing = merged([row.facts for _number, row in rows])
            references = [row.reference for _number, row in rows if row.reference]
            if first.person:
                thing = f"{source}:person:{first.person}"
            else:
                thing = f"{source}:{first.reference}" if first.reference else f"{batch.pk}#{number - 1}"
            incident = next((row.incident for _number, row in rows if row.incident), "")
            yield Told(facts, others, thing, references, incident)

    def compare_rows(self) -> None:
        """Rows of one person that contradict each other, or are more than one person can have."""
        for rows in self._people.values():
            if len(rows) == 1:
                continue
            last = rows[-1][0]
            if len(rows) > MOST_DOCUMENTS:
                self.faults.append(Fault(last, "person", "many"))
            _facts, _others, differing = merged([row.facts for _number, row in rows])
            self.faults += [Fault(last, name, "differs") for name in differing]
            if len({row.incident for _number, row in rows} - {""}) > 1:
                self.faults.append(Fault(last, "incident", "differs"))

    def effort(self, row: Row, number: int) -> EffortRow | None:
        read, faults = judge_effort(row, number=number, posts=self.posts, latest=self._latest(row))
        self.faults += faults
        if read:
            if (read.month, read.post) in self._told:
                self.faults.append(Fault(number, "month", "twice"))
            self._told.add((read.month, read.post))
        return read

    def compare(self, told: Sequence[tuple[int, EffortRow | None]]) -> None:
        """Fewer inspections than results of inspections: the two do not belong together."""
        for number, row in told:
            if row and row.inspections < self._found[row.month, row.post]:
                self.faults.append(Fault(number, "inspections", "more-found"))

    def _latest(self, row: Row) -> date:
        post = self.posts.get(str(row.get("post")))
        return (self.at.astimezone(ZoneInfo(post.zone)) if post else self.at).date()


def _digest(source: str, detections: Sequence[_Fresh], told: Sequence[EffortRow]) -> str:
    content = {
        "source": source,
        "rows": [[*_links(row), _told(row)] for row in detections],
        "effort": [[row.month, row.post, row.inspections, row.random_checks, row.crossings] for row in told],
    }
    text = json.dumps(content, sort_keys=True, default=str)
    return hashlib.sha256(text.encode()).hexdigest()


_LATER: Final = frozenset({"transit"})


def _told(row: _Fresh) -> dict[str, Value]:
    """As before there were these facts, where a row has none: the same file is known again."""
    return {name: value for name, value in row.facts.items() if value or name not in _LATER}


def _links(row: _Fresh) -> list[str]:
    """As before there were persons and incidents, where a row has none: the same file is known again."""
    return [row.reference, *([row.person, row.incident] if row.person or row.incident else [])]


def _store(
    by: Person,
    at: datetime,
    source: str,
    generated: bool,
    reading: "_Reading",
    tell: Tell,
) -> Imported:
    detections, effort = reading.detections, reading.told
    locked(by.agency_id)
    digest = _digest(source, detections, effort)
    known = Batch.objects.filter(agency=by.agency_id, digest=digest).first()
    if known:
        return Imported(known, new=False)
    keys = opened(by.agency_id, at=at)
    batch = Batch.objects.create(
        agency_id=by.agency_id, source=source, at=at, by=by, generated=generated, digest=digest
    )
    persons = list(reading.persons(source, batch))
    batch.added, batch.replaced = store_detections(
        batch, keys, reading.posts, persons, rows=len(detections), tell=tell
    )
    batch.save(update_fields=["added", "replaced"])
    _store_effort(batch, reading.posts, effort)
    write(
        "register.import",
        by=by,
        at=at,
        thing=batch.pk,
        source=source,
        generated=generated,
        added=batch.added,
        replaced=batch.replaced,
        effort=len(effort),
    )
    return Imported(batch, new=True)


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
