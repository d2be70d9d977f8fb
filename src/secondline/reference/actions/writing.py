"""Types, alerts and what is on them, written while they are drafts."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import TypeVar

from django.db import transaction
from django.db.models import Max

from secondline.people.models import Person, new_id
from secondline.people.queries import require
from secondline.record.actions import write
from secondline.reference.actions.standing import locked, rows_of
from secondline.reference.models import Alert, DocumentType, Feature, LibraryPicture, Sign
from secondline.reference.naming import labels_everywhere, names_everywhere
from secondline.reference.rules import (
    MOST_FEATURES,
    SORTS,
    Stage,
    Verb,
    next_code,
)

Thing = TypeVar("Thing", bound=DocumentType | Alert)


class TakenError(Exception):
    """The code stands for another type or alert of the agency."""


class TooManyError(Exception):
    """More features than one type can have."""


@transaction.atomic
def write_type(*, type: DocumentType, by: Person, at: datetime) -> DocumentType:  # noqa: A002  # the noun
    """Enter a new draft, or save one. Without a code it gets the next free one of its issuer and kind."""
    if not type.code:
        taken = DocumentType.objects.filter(agency=by.agency_id, code__startswith=type.issuer)
        type.code = next_code(
            type.issuer or "XXX", type.kind, frozenset(taken.values_list("code", flat=True))
        )
    return _write(type, by=by, at=at)


@transaction.atomic
def write_alert(*, alert: Alert, by: Person, at: datetime) -> Alert:
    """Enter a new draft, or save one. Without a code it gets the agency's next of the year: A-2026-0007."""
    if not alert.code:
        start = f"{'F' if alert.sort == 'false-document' else 'A'}-{at.year}-"
        taken = Alert.objects.filter(agency=by.agency_id, code__startswith=start)
        last = max((int(code.rpartition("-")[2]) for code in taken.values_list("code", flat=True)), default=0)
        alert.code = f"{start}{last + 1:04d}"
    return _write(alert, by=by, at=at)


def _write(thing: Thing, *, by: Person, at: datetime) -> Thing:
    if thing._state.adding:  # noqa: SLF001  # documented by Django
        thing.agency = by.agency
        require(by, "library.write", thing)
        siblings = rows_of(thing).filter(agency=by.agency_id, code=thing.code)
        if siblings.exists():
            raise TakenError
        verb = "add"
    else:
        locked(thing, Verb.WRITE, by=by)
        verb = "write"
    sign(thing, by=by, at=at)
    refresh(thing)
    thing.full_clean(exclude=["written_by", "reviewed_by", "ended_by", "agency"])
    thing.save()
    write(f"{thing.noun}.{verb}", by=by, at=at, thing=thing.pk)
    return thing


def sign(thing: DocumentType | Alert, *, by: Person, at: datetime) -> None:
    """Note who wrote last, and everybody who ever did: none of them may publish it."""
    thing.written_by, thing.written_at = by, at
    thing.writers = sorted({*thing.writers, str(by.pk)})


def refresh(thing: DocumentType | Alert) -> None:
    """Gather what a search may find, in every language that there is."""
    texts: list[str] = [thing.code, thing.authority, thing.series, thing.numbering, thing.source]
    texts += names_everywhere(thing.issuer) + labels_everywhere("document-kind", thing.kind)
    for field in _texts_of(thing):
        texts += field.values()
    placed = thing.features.all() if isinstance(thing, DocumentType) else thing.signs.all()
    for each in placed if not thing._state.adding else ():  # noqa: SLF001  # documented by Django
        texts += [*labels_everywhere("security-feature", each.term), *each.look.values()]
    if isinstance(thing, Alert):
        texts += [*labels_everywhere("fraud", thing.fraud), str(SORTS[thing.sort])]
        for term in thing.features:
            texts += labels_everywhere("security-feature", term)
    thing.findable = "\n".join(dict.fromkeys(text.casefold() for text in texts if text))


def _texts_of(thing: DocumentType | Alert) -> Sequence[Mapping[str, str]]:
    if isinstance(thing, DocumentType):
        return (thing.title, thing.notes)
    return (thing.title, thing.what, thing.recognise)


@transaction.atomic
def put_feature(*, feature: Feature | Sign, by: Person, at: datetime) -> Feature | Sign:
    """Add something to look at to a draft, or save it."""
    thing = feature.type if isinstance(feature, Feature) else feature.alert
    found = locked(thing, Verb.WRITE, by=by)
    rows: type[Feature | Sign] = type(feature)
    siblings = rows.objects.filter(**{found.noun: found})
    if feature._state.adding:  # noqa: SLF001  # documented by Django
        if siblings.count() >= MOST_FEATURES:
            raise TooManyError
        feature.position = (siblings.aggregate(last=Max("position"))["last"] or 0) + 1
    feature.full_clean(exclude=["type", "alert", "picture"])
    feature.save()
    _touch(found, by=by, at=at)
    write(f"{found.noun}.put-feature", by=by, at=at, thing=found.pk, feature=str(feature.pk))
    return feature


@transaction.atomic
def drop_feature(*, feature: Feature | Sign, by: Person, at: datetime) -> None:
    thing = feature.type if isinstance(feature, Feature) else feature.alert
    found = locked(thing, Verb.WRITE, by=by)
    key = feature.pk
    feature.delete()
    _touch(found, by=by, at=at)
    write(f"{found.noun}.drop-feature", by=by, at=at, thing=found.pk, feature=str(key))


def _touch(thing: DocumentType | Alert, *, by: Person, at: datetime) -> None:
    sign(thing, by=by, at=at)
    refresh(thing)
    thing.save(update_fields=["written_by", "written_at", "writers", "findable"])


@transaction.atomic
def revise(*, thing: Thing, by: Person, at: datetime) -> Thing:
    """Begin the next edition of a published one: a draft with everything that this one has."""
    require(by, "library.write", thing)
    siblings = rows_of(thing).filter(agency=thing.agency_id, code=thing.code)
    begun = siblings.filter(stage__in=(Stage.DRAFT, Stage.REVIEW)).first()
    if begun is not None:
        return begun
    fresh = rows_of(thing).get(pk=thing.pk)
    fresh.pk, fresh._state.adding = new_id(), True  # noqa: SLF001  # documented by Django
    fresh.edition = (siblings.aggregate(last=Max("edition"))["last"] or 0) + 1
    fresh.stage, fresh.reviewed_by, fresh.published_at = Stage.DRAFT, None, None
    fresh.ended_by, fresh.ended_at, fresh.ended_why, fresh.writers = None, None, "", []
    sign(fresh, by=by, at=at)
    fresh.save()
    _copy_what_is_on(thing, fresh)
    write(f"{fresh.noun}.revise", by=by, at=at, thing=fresh.pk, edition=fresh.edition)
    return fresh


def _copy_what_is_on(thing: DocumentType | Alert, fresh: DocumentType | Alert) -> None:
    """Pictures are the same files; they stay confirmed only in the edition that was published."""
    copies: dict[object, LibraryPicture] = {}
    for picture in thing.pictures.filter(cleared=True, confirmed=True):
        old, picture.pk, picture._state.adding = picture.pk, new_id(), True  # noqa: SLF001  # documented by Django
        setattr(picture, thing.noun, fresh)
        picture.confirmed, picture.raw = False, ""
        picture.save()
        copies[old] = picture
    placed: Sequence[Feature | Sign] = list(
        thing.features.all() if isinstance(thing, DocumentType) else thing.signs.all()
    )
    for each in placed:
        each.pk, each._state.adding = new_id(), True  # noqa: SLF001  # documented by Django
        setattr(each, thing.noun, fresh)
        each.picture = copies.get(each.picture_id)
        each.save()
