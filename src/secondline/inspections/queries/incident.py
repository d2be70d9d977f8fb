"""Who else belongs to the same incident."""

from secondline.inspections.models import Inspection
from secondline.inspections.queries.case import visible_to
from secondline.people.models import Person


def others_of_incident(person: Person, inspection: Inspection) -> list[Inspection]:
    """The other inspections of the incident, as far as this person may know of them."""
    if inspection.incident_id is None:
        return []
    found = visible_to(person).filter(incident=inspection.incident_id).exclude(pk=inspection.pk)
    return list(found.order_by("opened_at"))
