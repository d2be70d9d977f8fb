"""Pulling concluded inspections, each once: the only door between cases and statistics."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import islice
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import transaction

from secondline.inspections.queries import detections_for_register
from secondline.inspections.rules import ConcludedInspection
from secondline.people.models import Agency, Person, Post
from secondline.people.queries import require
from secondline.record.actions import write
from secondline.record.keyring import Keyring, KeyringError, Pseudonym
from secondline.register.actions.keys import OfAgency, opened
from secondline.register.actions.tallying import miscounted, recount
from secondline.register.models import Batch, Detection, Progress, Refusal
from secondline.register.rules import (
    DEFAULT_SHARING,
    KEPT_DAYS,
    NAMES,
    PULLED,
    REQUIRED,
    Fault,
    Value,
    judge,
    month_of,
)
from traveldoc.vocabulary import VERSION

# A change is seen when it is committed, which may be after a later one: look back a little each time.
OVERLAP = timedelta(hours=1)
CHUNK = 500


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
        since = None if everything or progress.vocabulary != VERSION else progress.changed_to
        if since is None:
            Refusal.objects.filter(agency=agency).delete()
        round_ = _Round(agency, opened(agency.pk, at=at), at)
        if everything:
            round_.months.update(miscounted(agency.pk))
        for chunk in _chunks(detections_for_register(agency_id=agency.pk, since=_back(since))):
            round_.take(chunk)
        recount(agency.pk, round_.months)
        progress.changed_to = max(filter(None, (round_.changed_to, progress.changed_to)), default=None)
        progress.looked_at, progress.vocabulary = at, VERSION
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
    """One pull of one agency: chunk by chunk, so that memory stays bounded."""

    def __init__(self, agency: Agency, keys: Keyring, at: datetime) -> None:
        self.agency, self.keys, self.at = agency, keys, at
        self.posts: Mapping[object, Post] = {post.pk: post for post in Post.objects.filter(agency=agency)}
        self.pulled = Pulled()
        self.changed_to: datetime | None = None
        self.months: set[date] = set()

    def take(self, chunk: Sequence[ConcludedInspection]) -> None:
        newest = {case.key: case for case in sorted(chunk, key=lambda case: case.revision)}
        named = [(case, self.keys.name("inspection", str(case.key))) for case in newest.values()]
        digests = [pseudonym.digest for _, pseudonyms in named for pseudonym in pseudonyms]
        standing = {
            row.pseudonym: row
            for row in Detection.objects.filter(agency=self.agency, current=True, pseudonym__in=digests)
        }
        refused = set(
            Refusal.objects.filter(agency=self.agency, whole=True, pseudonym__in=digests).values_list(
                "pseudonym", "revision"
            )
        )
        fresh: list[Detection] = []
        old: list[UUID] = []
        for case, pseudonyms in named:
            mine = [pseudonym.digest for pseudonym in pseudonyms]
            self.changed_to = max(filter(None, (self.changed_to, case.changed_at)))
            row = next((standing[digest] for digest in mine if digest in standing), None)
            known = any((digest, case.revision) in refused for digest in mine)
            if known or (row is not None and row.revision >= case.revision):
                self.pulled.unchanged += 1
                continue
            Refusal.objects.filter(agency=self.agency, pseudonym__in=mine).delete()
            if detection := self._judged(case, pseudonyms[0]):
                fresh.append(detection)
                self.months |= {each.month for each in (detection, row) if each}
                old += [row.pk] if row else []
        self._store(fresh, old)

    def _store(self, fresh: list[Detection], old: list[UUID]) -> None:
        Detection.objects.filter(pk__in=old).update(current=False)
        # Not in the order of conclusion: the order of rows must not lead back to the cases either.
        fresh.sort(key=lambda row: row.pseudonym or "")
        Detection.objects.bulk_create(fresh)
        self.pulled.added += len(fresh) - len(old)
        self.pulled.replaced += len(old)

    def _judged(self, case: ConcludedInspection, pseudonym: Pseudonym) -> Detection | None:
        """The row to be kept; None where a value is not what it should be, or the month is too long ago."""
        month = month_of(case.month)
        if month is not None and month < horizon(self.at):
            self.pulled.expired += 1
            return None
        post = self.posts.get(case.post_id)
        row = {name: getattr(case, name) for name in NAMES if name not in {"post", "sharing"}}
        row |= {"post": post.code if post else "", "sharing": DEFAULT_SHARING}
        latest = (self.at.astimezone(ZoneInfo(post.zone)) if post else self.at).date()
        judged = judge(row, number=0, posts={post.code} if post else (), latest=latest)
        while judged.faults and not any(fault.column in REQUIRED for fault in judged.faults):
            # A value that can't stand here is left out and said so; the detection itself is not lost.
            self._refuse(pseudonym, case.revision, judged.faults, whole=False)
            row |= dict.fromkeys((fault.column for fault in judged.faults), "")
            judged = judge(row, number=0, posts={post.code} if post else (), latest=latest)
        if judged.faults or post is None:
            self.pulled.refused += 1
            self._refuse(pseudonym, case.revision, judged.faults, whole=True)
            return None
        return detection_of(
            judged.facts, post=post, pseudonym=pseudonym, source=PULLED, revision=case.revision
        )

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


def detection_of(
    facts: Mapping[str, Value],
    *,
    post: Post,
    pseudonym: Pseudonym,
    source: str,
    revision: int = 1,
    batch: Batch | None = None,
) -> Detection:
    """A row of the register out of judged facts; nothing else gets in."""
    return Detection(
        **{name: facts[name] for name in NAMES if name != "post"},
        agency_id=post.agency_id,
        post=post,
        border_type=post.border_type,
        pseudonym=pseudonym.digest,
        key_version=pseudonym.version,
        revision=revision,
        source=source,
        batch=batch,
        generated=batch.generated if batch else False,
    )
