"""Asking the centre: one question, one urgency; everything about the case travels along."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from secondline.inspections.actions import put_to_centre
from secondline.inspections.models import Inspection
from secondline.people.models import Person
from secondline.people.queries import require
from secondline.record.actions import write
from secondline.support.models import Request
from secondline.support.queries import times
from secondline.support.rules import COUNTED, OPEN, Verb, after, due


class NobodyToAskError(Exception):
    """The agency is connected to no centre."""


def ask(
    *,
    inspection: UUID,
    question: str,
    urgency: str,
    departs: datetime | None = None,
    by: Person,
    at: datetime,
) -> Request:
    """Put the case to the agency's centre and start the clock. An open request is answered as it is:
    pressing twice asks once. Where there is an answer already it is reopened: this is the new question
    about it.
    """
    with transaction.atomic():
        found = Inspection.objects.select_for_update().get(pk=inspection)
        require(by, "request.ask", found)
        there = Request.objects.filter(inspection=found, state__in=OPEN).first()
        if there is not None:
            return there
        centre = by.agency.centre
        if centre is None or not centre.is_centre:
            raise NobodyToAskError
        put_to_centre(inspection=inspection, centre=centre, by=by, at=at)
        request = Request.objects.create(
            inspection=found,
            agency_id=found.agency_id,
            centre=centre,
            question=question,
            urgency=urgency,
            due_at=due(urgency, at, departs, times(centre.pk)[urgency].target),
            asked_by=by,
            asked_at=at,
            reopens=_reopened(found, by=by, at=at),
        )
        write("request.ask", by=by, at=at, thing=request.pk, inspection=str(found.pk), urgency=urgency)
    return request


def _reopened(inspection: Inspection, *, by: Person, at: datetime) -> Request | None:
    """The answer that the officer asks about again; a withdrawn question is not one."""
    last = Request.objects.filter(inspection=inspection).order_by("asked_at", "pk").last()
    if last is None or last.state not in COUNTED:
        return None
    last.state = after(last.state, Verb.REOPEN, by.role)
    last.save(update_fields=["state"])
    write("request.reopen", by=by, at=at, thing=last.pk)
    return last
