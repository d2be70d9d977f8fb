"""What an officer tells: further documents, legs of the journey, the material."""

from collections.abc import Collection
from dataclasses import asdict, dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Max
from django.http import Http404

from secondline.inspections.actions.check import document_of
from secondline.inspections.actions.examine import want
from secondline.inspections.actions.step import revise, step
from secondline.inspections.models import Document, Inspection, Leg
from secondline.inspections.rules import MOST_DOCUMENTS, MOST_LEGS, Verb
from secondline.people.models import Person
from secondline.record.actions import write


class TooManyError(Exception):
    """More than a case takes of one sort."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """A further document as an officer describes it; ids of the vocabularies, codes of Doc 9303-3, 5."""

    kind: str = ""
    role: str = ""
    discovery: str = ""
    substrate: str = ""
    issuer: str = ""
    issue_year: int | None = None
    number: str = ""
    note: str = ""
    valid_from: date | None = None
    valid_until: date | None = None
    entries: int | None = None
    fraud_class: str = ""
    fraud_subtype: str = ""
    fate: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Crossing:
    """A leg as an officer describes it: `source` of the vocabulary `leg-source`."""

    source: str
    state: str = ""
    place: str = ""
    direction: str = ""
    day: str = ""
    carrier: str = ""


@transaction.atomic
def add_document(
    *,
    inspection: UUID,
    id: UUID,  # noqa: A002  # made by the form: pressing twice adds one
    paper: Paper,
    by: Person,
    at: datetime,
) -> Document:
    """Put a further document into the case; the same id again is the same document."""
    found = step(inspection, Verb.TELL, by=by)
    before = Document.objects.filter(pk=id).first()
    if before is not None:
        if before.inspection_id != found.pk:
            raise Http404
        return before
    last = found.documents.aggregate(last=Max("position"))["last"] or 1
    if last > MOST_DOCUMENTS:
        raise TooManyError
    document = Document.objects.create(
        id=id, inspection=found, position=last + 1, added_by=by, added_at=at, **asdict(paper)
    )
    _told(found, by=by, at=at, what="document", key=document.pk)
    return document


@transaction.atomic
def change_document(
    *,
    inspection: UUID,
    document: UUID,
    paper: Paper,
    shown: Collection[UUID] = (),
    by: Person,
    at: datetime,
) -> Document:
    """Correct what is said of it, and which of the case's pictures show it."""
    found = step(inspection, Verb.TELL, by=by)
    about = found.documents.filter(pk=document).first()
    if about is None:
        raise Http404
    for name, value in asdict(paper).items():
        setattr(about, name, value)
    about.save()
    found.exhibits.filter(document=about).exclude(pk__in=shown).update(document=None)
    found.exhibits.filter(pk__in=shown).update(document=about)
    _told(found, by=by, at=at, what="document", key=about.pk)
    return about


@transaction.atomic
def add_leg(*, inspection: UUID, crossing: Crossing, by: Person, at: datetime) -> Leg:
    """One more crossing; a double press of the same one writes once."""
    found = step(inspection, Verb.TELL, by=by)
    same = found.legs.filter(**asdict(crossing)).first()
    if same is not None:
        return same
    last = found.legs.aggregate(last=Max("position"))["last"] or 0
    if found.legs.count() >= MOST_LEGS:
        raise TooManyError
    leg = Leg.objects.create(
        inspection=found, position=last + 1, added_by=by, added_at=at, **asdict(crossing)
    )
    _told(found, by=by, at=at, what="leg", key=leg.pk)
    return leg


@transaction.atomic
def remove_leg(*, inspection: UUID, leg: UUID, by: Person, at: datetime) -> None:
    """It was typed wrongly; the record keeps that there was one."""
    found = step(inspection, Verb.TELL, by=by)
    if found.legs.filter(pk=leg).delete()[0]:
        _told(found, by=by, at=at, what="leg", key=leg, gone=True)


@transaction.atomic
def say_substrate(
    *, inspection: UUID, document: UUID | None, substrate: str, by: Person, at: datetime
) -> None:
    """What the document is made of, so that only fitting questions are asked. Nothing is examined anew."""
    found = step(inspection, Verb.TELL, by=by)
    about = document_of(found, document)
    thing: Inspection | Document = about or found
    if thing.substrate != substrate:
        thing.substrate = substrate
        thing.save(update_fields=["substrate"])
        write("inspection.substrate", by=by, at=at, thing=found.pk, substrate=substrate)


def _told(
    inspection: Inspection, *, by: Person, at: datetime, what: str, key: UUID, gone: bool = False
) -> None:
    """What was told may contradict what was read: it is examined again."""
    revise(inspection, at=at)
    inspection.save(update_fields=["state", "revision", "changed_at"])
    write("inspection.tell", by=by, at=at, thing=inspection.pk, what=what, key=str(key), gone=gone)
    want(inspection, at=at)
