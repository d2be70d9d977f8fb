"""Looking at a case is a deed too: the record can say who saw it."""

from datetime import datetime

from django.db import transaction

from secondline.inspections.models import Inspection
from secondline.people.models import Person
from secondline.people.queries import require
from secondline.record.actions import write


@transaction.atomic
def look(*, inspection: Inspection, by: Person, at: datetime) -> None:
    """The line belongs to the agency whose case it is: its auditors see who of the centre looked."""
    require(by, "inspection.read", inspection)
    write("inspection.read", by=by, at=at, thing=inspection.pk, agency=inspection.agency_id)
