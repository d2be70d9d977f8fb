"""Draft, second person, publication: the same for a document type and an alert."""

from datetime import datetime
from typing import TypeVar, cast

from django.db import transaction
from django.db.models import QuerySet
from django.http import Http404

from secondline.people.models import Person
from secondline.people.queries import require
from secondline.record.actions import write
from secondline.reference.actions.offering import forget_offers
from secondline.reference.models import Alert, DocumentType
from secondline.reference.rules import RIGHT, Stage, Verb, after

Thing = TypeVar("Thing", bound=DocumentType | Alert)


class OwnWorkError(Exception):
    """Whoever wrote it can't be the second person who agrees."""


class UnfinishedError(Exception):
    """It can't be handed in yet; `what` is an id of views' words: picture, sign, number."""

    def __init__(self, what: str) -> None:
        super().__init__(what)
        self.what = what


def rows_of(thing: Thing) -> QuerySet[Thing]:
    """All of its own sort: types for a type, alerts for an alert."""
    rows = DocumentType.objects if isinstance(thing, DocumentType) else Alert.objects
    return cast(QuerySet[Thing], rows.all())


def locked(thing: Thing, verb: Verb, *, by: Person) -> Thing:
    """The row as it stands now, locked, if the deed is allowed; its stage is already the following one."""
    found = rows_of(thing).select_for_update(of=("self",)).filter(pk=thing.pk).first()
    if found is None:
        raise Http404
    require(by, RIGHT[verb], found)
    found.stage = after(found.stage, verb)
    return found


@transaction.atomic
def submit(*, thing: Thing, by: Person, at: datetime) -> Thing:
    """Hand a draft to a second person. Every picture must be cleared: nothing unblurred goes further."""
    found = locked(thing, Verb.SUBMIT, by=by)
    if found.pictures.filter(cleared=False).exists():
        raise UnfinishedError("picture")
    found.save(update_fields=["stage"])
    write(f"{found.noun}.submit", by=by, at=at, thing=found.pk)
    return found


@transaction.atomic
def send_back(*, thing: Thing, by: Person, at: datetime) -> Thing:
    found = locked(thing, Verb.SEND_BACK, by=by)
    found.save(update_fields=["stage"])
    write(f"{found.noun}.send-back", by=by, at=at, thing=found.pk)
    return found


@transaction.atomic
def publish(*, thing: Thing, by: Person, at: datetime) -> Thing:
    """The second person agrees: published, its pictures confirmed, the edition before superseded."""
    found = locked(thing, Verb.PUBLISH, by=by)
    if str(by.pk) in found.writers:
        raise OwnWorkError
    siblings = rows_of(found).filter(agency=found.agency_id, code=found.code)
    for earlier in siblings.filter(stage=Stage.PUBLISHED):
        earlier.stage = after(earlier.stage, Verb.SUPERSEDE)
        earlier.ended_at, earlier.ended_by = at, by
        earlier.save(update_fields=["stage", "ended_at", "ended_by"])
        write(f"{found.noun}.supersede", by=by, at=at, thing=earlier.pk)
    found.reviewed_by, found.published_at = by, at
    found.save(update_fields=["stage", "reviewed_by", "published_at"])
    found.pictures.filter(cleared=True).update(confirmed=True)
    write(f"{found.noun}.publish", by=by, at=at, thing=found.pk, sharing=found.sharing, edition=found.edition)
    return found


@transaction.atomic
def withdraw(*, thing: Thing, by: Person, at: datetime, why: str) -> Thing:
    """No longer stood by. It stays as a trace, with the day and the reason; nothing is matched with it."""
    found = locked(thing, Verb.WITHDRAW, by=by)
    found.ended_by, found.ended_at, found.ended_why = by, at, why.strip()[:400]
    found.save(update_fields=["stage", "ended_by", "ended_at", "ended_why"])
    forget_offers(found.pk)
    write(f"{found.noun}.withdraw", by=by, at=at, thing=found.pk)
    return found
