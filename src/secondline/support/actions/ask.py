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
from secondline.support.rules import OPEN, due


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
    pressing twice asks once.
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
            due_at=due(urgency, at, departs),
            asked_by=by,
            asked_at=at,
        )
        write("request.ask", by=by, at=at, thing=request.pk, inspection=str(found.pk), urgency=urgency)
    return request
