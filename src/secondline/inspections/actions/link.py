"""Several persons at one time: their inspections become one incident."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from secondline.inspections.actions.step import revise, step
from secondline.inspections.models import Incident, Inspection
from secondline.inspections.rules import Verb
from secondline.people.models import Person
from secondline.record.actions import write


@transaction.atomic
def link(*, inspection: UUID, other: UUID, by: Person, at: datetime) -> Incident:
    """Both are of one incident from now on, and so is everything that was linked to either."""
    first, second = sorted((inspection, other))  # always locked in the same order
    pair = [step(first, Verb.LINK, by=by), step(second, Verb.LINK, by=by)]
    known = [each.incident for each in pair if each.incident]
    incident = known[0] if known else Incident.objects.create(agency=by.agency, opened_by=by, opened_at=at)
    merged = {each.pk for each in known[1:]} - {incident.pk}
    members = Inspection.objects.select_for_update().filter(incident__in=merged)
    for each in [*pair, *(member for member in members if member not in pair)]:
        if each.incident_id == incident.pk:
            continue
        each.incident = incident
        revise(each, at=at)
        each.save(update_fields=["incident", "revision", "changed_at"])
        write("inspection.link", by=by, at=at, thing=each.pk, incident=str(incident.pk))
    return incident


@transaction.atomic
def unlink(*, inspection: UUID, by: Person, at: datetime) -> None:
    """It was linked by mistake."""
    found = step(inspection, Verb.LINK, by=by)
    if found.incident_id is None:
        return
    incident, found.incident = found.incident_id, None
    revise(found, at=at)
    found.save(update_fields=["incident", "revision", "changed_at"])
    write("inspection.unlink", by=by, at=at, thing=found.pk, incident=str(incident))
