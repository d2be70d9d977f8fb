"""A question to the authority that issued the document, and its answer, which is a finding of the case."""

import secrets
from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.http import Http404

from secondline.people.models import Agency, Person
from secondline.people.queries import require
from secondline.record.actions import write
from secondline.record.rules import NotNowError
from secondline.support.models import Inquiry, Request
from secondline.support.queries import authorities, shareable, shareable_pictures
from secondline.support.rules import IN_HAND

_LETTERS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"  # none that looks like another


def new_code(length: int = 8) -> str:
    """A code for people to type or read out: says nothing of what it stands for."""
    return "".join(secrets.choice(_LETTERS) for _ in range(length))


class NothingSharedError(Exception):
    """An authority can say nothing about a document of which it is shown nothing."""


@transaction.atomic
def inquire(
    *,
    request: UUID,
    authority: Agency,
    fields: Sequence[str],
    pictures: Sequence[UUID] = (),
    question: str,
    by: Person,
    at: datetime,
) -> Inquiry:
    """Put chosen fields and pictures to the authority's liaison. Nothing goes along that is not named
    here.
    """
    found = Request.objects.select_for_update().get(pk=request)
    require(by, "inquiry.ask", found)
    if found.state not in IN_HAND or found.examiner_id != by.pk:
        raise NotNowError(found.state, "inquire")
    if authority not in authorities():
        raise Http404
    known = {field.name: field.value for field in shareable(found.inspection)}
    items = {item.pk for item in shareable_pictures(found.inspection)}
    if not set(fields) <= set(known) or not set(pictures) <= items:
        raise Http404
    if not fields and not pictures:
        raise NothingSharedError
    inquiry = Inquiry.objects.create(
        code=new_code(),
        request=found,
        agency_id=found.agency_id,
        centre_id=found.centre_id,
        authority=authority,
        question=question,
        shared={name: known[name] for name in known if name in set(fields)},
        pictures=[str(key) for key in pictures],
        asked_by=by,
        asked_at=at,
        due_at=found.due_at,
    )
    _note("inquiry.ask", inquiry, by=by, at=at, fields=len(fields), pictures=len(pictures))
    return inquiry


def _note(verb: str, inquiry: Inquiry, *, by: Person, at: datetime, **facts: int | str) -> None:
    """The line belongs to the agency whose case it is; the authority is named by its id."""
    write(
        verb,
        by=by,
        at=at,
        thing=inquiry.pk,
        agency=inquiry.agency_id,
        request=str(inquiry.request_id),
        authority=str(inquiry.authority_id),
        **facts,
    )


@transaction.atomic
def look_at_inquiry(*, inquiry: Inquiry, by: Person, at: datetime, picture: str = "") -> None:
    """Somebody of the authority saw what was shared."""
    require(by, "inquiry.read", inquiry)
    _note("inquiry.read", inquiry, by=by, at=at, picture=picture)


@transaction.atomic
def answer_inquiry(
    *,
    inquiry: UUID,
    answer: str,
    reference: str,
    dated: date,
    remark: str = "",
    by: Person,
    at: datetime,
) -> Inquiry:
    """The authority answers, once. Whether the request is answered meanwhile does not matter: it is kept."""
    found = Inquiry.objects.select_for_update().get(pk=inquiry)
    require(by, "inquiry.answer", found)
    if found.answer:
        raise NotNowError("answered", "answer")
    found.answer, found.reference, found.dated, found.remark = answer, reference, dated, remark
    found.answered_by, found.answered_at = by, at
    found.save()
    _note("inquiry.answer", found, by=by, at=at, answer=answer)
    return found
