"""Pulling concluded inspections, each once: the only door between cases and statistics."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import islice
from typing import Final
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import transaction

from secondline.inspections.queries import detections_for_register
from secondline.inspections.rules import ConcludedDocument, ConcludedInspection
from secondline.people.keyring import Keyring, KeyringError, Pseudonym
from secondline.people.models import Agency, Person, Post
from secondline.people.queries import require
from secondline.record.actions import write
from secondline.register.actions.keys import OfAgency, opened
from secondline.register.actions.packing import mispacked
from secondline.register.actions.recounting import recount
from secondline.register.actions.rows import detection_of, further_of, incident_of
from secondline.register.models import Batch, Detection, FurtherDocument, Progress, Refusal
from secondline.register.persons import MOST_DOCUMENTS, OF_DOCUMENT, Facts, told_apart
from secondline.register.rules import (
    DEFAULT_SHARING,
    KEPT_DAYS,
    NAMES,
    PULLED,
    REQUIRED,
    Fault,
    judge,
    month_of,
)
from traveldoc.vocabulary import VERSION

# A change is seen when it is committed, which may be after a later one: look back a little each time.
OVERLAP = timedelta(hours=1)
CHUNK = 500
# Which facts a row has; counted up when there are more, so that rows that stand already get them too.
SHAPE = 2


@dataclass(slots=True)
class Pulled:
    """What a pull brought. `expired`: older than rows are still linked, so left as they are."""

    added: int = 0
    replaced: int = 0
    unchanged: int = 0
    refused: int = 0
    expired: int = 0

    @property
    def brought(self) -> bool:
        return bool(self.added or self.replaced or self.refused)


def pull(*, agency: Agency, by: Person | None, at: datetime, everything: bool = False) -> Pulled:
    """Take over what was concluded or corrected since the last time; `everything` looks at all of it again.

    By a person it is a deed of theirs (`register.pull`), without one the software's own round. Pulling
    twice adds nothing. KeyringError where the agency's key is lost.
    """
    with transaction.atomic():
        if by is not None:
            require(by, "register.pull", OfAgency(agency.pk))
        progress = locked(agency.pk)
        known = (progress.vocabulary, progress.shape) == (VERSION, SHAPE)
        since = None if everything or not known else progress.changed_to
        if since is None:
            Refusal.objects.filter(agency=agency).delete()
        round_ = _Round(agency, opened(agency.pk, at=at), at, anew=progress.shape != SHAPE)
        if everything:
            round_.months.update(mispacked(agency.pk))
        for chunk in _chunks(detections_for_register(agency_id=agency.pk, since=_back(since))):
            round_.take(chunk)
        recount(agency.pk, round_.months, round_.incidents)
        progress.changed_to = max(filter(None, (round_.changed_to, progress.changed_to)), default=None)
        progress.looked_at, progress.vocabulary, progress.shape = at, VERSION, SHAPE
        progress.save()
        if round_.pulled.brought or by is not None:
            _note(agency, by, at, round_.pulled)
        return round_.pulled


def pull_all(*, at: datetime) -> dict[Agency, Pulled]:
    """The software's own round over all agencies; each stands or fails alone.

    ExceptionGroup of what failed, after all the others have been done.
    """
    brought, failed = {}, []
    for agency in Agency.objects.all():
        try:
            brought[agency] = pull(agency=agency, by=None, at=at)
        except KeyringError as error:
            failed.append(error)
    if failed:
        raise ExceptionGroup("Some agencies could not be pulled", failed)
    return brought


def waiting(*, at: datetime) -> bool:
    """Whether a pull is due: something new, or an hour gone by (what was committed late is found then)."""
    done = {progress.agency_id: progress for progress in Progress.objects.all()}
    return any(_due(agency, done.get(agency), at) for agency in Agency.objects.values_list("pk", flat=True))


def _due(agency: UUID, progress: Progress | None, at: datetime) -> bool:
    if progress is None or progress.looked_at is None or at - progress.looked_at > OVERLAP:
        return True
    since = progress.changed_to
    cases = detections_for_register(agency_id=agency, since=since)
    return any(since is None or case.changed_at > since for case in cases)


def locked(agency: UUID) -> Progress:
    """Whoever changes an agency's rows holds this first: pulls and imports never overlap."""
    Progress.objects.get_or_create(agency_id=agency)
    return Progress.objects.select_for_update().get(agency_id=agency)


def _back(since: datetime | None) -> datetime | None:
    return since - OVERLAP if since else None


def _chunks(cases: Iterator[ConcludedInspection]) -> Iterator[list[ConcludedInspection]]:
    while chunk := list(islice(cases, CHUNK)):
        yield chunk


def _note(agency: Agency, by: Person | None, at: datetime, pulled: Pulled) -> None:
    counts = {"added": pulled.added, "replaced": pulled.replaced, "refused": pulled.refused}
    batch = Batch.objects.create(agency=agency, source=PULLED, by=by, at=at, **counts)
    write("register.pull", by=by, at=at, thing=batch.pk, agency=agency.pk, **counts)


def horizon(at: datetime) -> date:
    """Months before this one are no longer linked to their inspections."""
    return (at.date() - timedelta(days=KEPT_DAYS["pseudonym"])).replace(day=1)


class _Round:
    """One pull of one agency: chunk by chunk, so that memory stays bounded.

    `anew`: rows that stand at the same revision lack facts, and are made again.
    """

    def __init__(self, agency: Agency, keys: Keyring, at: datetime, *, anew: bool) -> None:
        self.agency, self.keys, self.at, self.anew = agency, keys, at, anew
        self.posts: Mapping[object, Post] = {post.pk: post for post in Post.objects.filter(agency=agency)}
        self.pulled = Pulled()
        self.changed_to: datetime | None = None
        self.months: set[date] = set()
        self.incidents: set[str | None] = set()

    def take(self, chunk: Sequence[ConcludedInspection]) -> None:
        newest = {case.key: case for case in sorted(chunk, key=lambda case: case.revision)}
        named = [(case, self.keys.name("inspection", str(case.key))) for case in newest.values()]
        digests = [pseudonym.digest for _, pseudonyms in named for pseudonym in pseudonyms]
        rows = Detection.objects.filter(agency=self.agency, current=True, pseudonym__in=digests)
        standing = {row.pseudonym: row for row in rows}
        refused = set(
            Refusal.objects.filter(agency=self.agency, whole=True, pseudonym__in=digests).values_list(
                "pseudonym", "revision"
            )
        )
        fresh: list[_Person] = []
        old: list[Detection] = []
        for case, pseudonyms in named:
            mine = [pseudonym.digest for pseudonym in pseudonyms]
            self.changed_to = max(filter(None, (self.changed_to, case.changed_at)))
            row = next((standing[digest] for digest in mine if digest in standing), None)
            known = any((digest, case.revision) in refused for digest in mine)
            if known or (row is not None and not self._is_newer(case, row)):
                self.pulled.unchanged += 1
            elif person := self._person(case, pseudonyms):
                fresh.append(person)
                old += [row] if row else []
        self._store(fresh, old)

    def _is_newer(self, case: ConcludedInspection, row: Detection) -> bool:
        return case.revision >= row.revision if self.anew else case.revision > row.revision

    def _store(self, fresh: Sequence["_Person"], old: Sequence[Detection]) -> None:
        Detection.objects.filter(pk__in=[row.pk for row in old]).update(current=False)
        mine = Detection.objects.filter(agency=self.agency, current=False)
        for each in fresh if self.anew else ():
            # Made again at the revision that it has: the row without the new facts is not kept beside it.
            mine.filter(pseudonym=each.row.pseudonym, revision=each.row.revision).delete()
        # Not in the order of conclusion: the order of rows must not lead back to the cases either.
        rows = sorted((each.row for each in fresh), key=lambda row: row.pseudonym or "")
        Detection.objects.bulk_create(rows)
        names = [name for each in fresh for name in each.names]
        for start in range(0, len(names), CHUNK):
            FurtherDocument.objects.filter(
                agency=self.agency, pseudonym__in=names[start : start + CHUNK]
            ).delete()
        papers = [paper for each in fresh for paper in each.papers]
        FurtherDocument.objects.bulk_create(sorted(papers, key=lambda paper: paper.pseudonym or ""))
        self.months |= {row.month for row in (*rows, *old)}
        self.incidents |= {row.incident for row in (*rows, *old)}
        self.pulled.added += len(rows) - len(old)
        self.pulled.replaced += len(old)

    def _person(self, case: ConcludedInspection, pseudonyms: Sequence[Pseudonym]) -> "_Person | None":
        """What is to be kept; None where a value is not what it should be, or the month is too long ago."""
        month = month_of(case.month)
        if month is not None and month < horizon(self.at):
            self.pulled.expired += 1
            return None
        named = [self.keys.name("document", f"{case.key}#{n}") for n in range(MOST_DOCUMENTS)]
        names = [pseudonym.digest for each in named for pseudonym in each]
        mine = [pseudonym.digest for pseudonym in pseudonyms]
        Refusal.objects.filter(agency=self.agency, pseudonym__in=[*mine, *names]).delete()
        post = self.posts.get(case.post_id)
        row = {name: getattr(case, name) for name in NAMES if name not in {"post", "sharing"}}
        leading = self._judged(row, post, pseudonyms[0], case.revision, REQUIRED)
        if leading is None or post is None:
            self.pulled.refused += 1
            return None
        around = {"month": leading["month"], "selection": leading["selection"]}
        documents = [
            self._judged({**around, **_told(each)}, post, named[n][0], case.revision, _PLACE) or {}
            for n, each in enumerate(case.documents[:MOST_DOCUMENTS])
        ]
        person, others = told_apart(leading, [{n: each[n] for n in OF_DOCUMENT} for each in documents])
        kept = detection_of(person, post=post, pseudonym=pseudonyms[0], source=PULLED, revision=case.revision)
        kept.incident = incident_of(self.keys, self.agency.pk, case.incident)
        papers = [
            further_of({**leading, **each}, post=post, pseudonym=named[n][0], source=PULLED)
            for n, each in enumerate(others)
        ]
        return _Person(kept, papers, names)

    def _judged(
        self,
        told: Mapping[str, object],
        post: Post | None,
        pseudonym: Pseudonym,
        revision: int,
        required: Collection[str],
    ) -> Facts | None:
        """The facts, without values that can't stand; None where one is missing that must be there."""
        code = post.code if post else ""
        row = {**told, "post": code, "sharing": DEFAULT_SHARING}
        latest = (self.at.astimezone(ZoneInfo(post.zone)) if post else self.at).date()
        posts = {code} if post else set()
        judged = judge(row, number=0, posts=posts, latest=latest, required=required)
        while judged.faults and not any(fault.column in required for fault in judged.faults):
            # A value that can't stand here is left out and said so; the detection itself is not lost.
            self._refuse(pseudonym, revision, judged.faults, whole=False)
            row |= dict.fromkeys((fault.column for fault in judged.faults), "")
            judged = judge(row, number=0, posts=posts, latest=latest, required=required)
        if judged.faults:
            self._refuse(pseudonym, revision, judged.faults, whole=True)
            return None
        return judged.facts

    def _refuse(self, pseudonym: Pseudonym, revision: int, faults: Sequence[Fault], *, whole: bool) -> None:
        for fault in faults:
            Refusal.objects.create(
                agency=self.agency,
                pseudonym=pseudonym.digest,
                revision=revision,
                column=fault.column,
                reason=fault.reason,
                whole=whole,
                since=self.at.date(),
            )


@dataclass(frozen=True, slots=True)
class _Person:
    """A person's row, the further documents, and every name that a further document may stand under."""

    row: Detection
    papers: Sequence[FurtherDocument]
    names: Sequence[str]


_PLACE: Final = frozenset({"month", "post"})  # a further document need not be judged by anybody


def _told(document: ConcludedDocument) -> dict[str, object]:
    return {
        "document_kind": document.kind,
        **{name: getattr(document, name) for name in OF_DOCUMENT if name != "document_kind"},
    }
