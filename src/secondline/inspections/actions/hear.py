"""What `support` does to an inspection: it is put to a centre, and the centre's conclusion is heard."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from secondline.evidence.actions import put_to_centre as put_items_to_centre
from secondline.inspections.actions.step import revise, step
from secondline.inspections.models import Inspection
from secondline.inspections.queries import items_of
from secondline.inspections.rules import Verb
from secondline.people.models import Agency, Person
from secondline.record.actions import write


@transaction.atomic
def put_to_centre(*, inspection: UUID, centre: Agency, by: Person, at: datetime) -> Inspection:
    """From now on the centre's examiners may see the case and all its pictures."""
    found = step(inspection, Verb.PUT, by=by)
    found.centre = centre
    found.save(update_fields=["centre"])
    put_items_to_centre(items=items_of(found), centre=centre, by=by, at=at)
    write("inspection.put", by=by, at=at, thing=found.pk, centre=centre.code)
    return found


@transaction.atomic
def hear(*, inspection: UUID, conclusion: str, scale: str, by: Person, at: datetime) -> Inspection:
    """Keep the centre's final conclusion beside the case, with the scale it stands on."""
    found = step(inspection, Verb.HEAR, by=by)
    found.conclusion, found.conclusion_scale = conclusion, scale
    revise(found, at=at)
    found.save(update_fields=["conclusion", "conclusion_scale", "revision", "changed_at"])
    write("inspection.hear", by=by, at=at, thing=found.pk, agency=found.agency_id)
    return found
