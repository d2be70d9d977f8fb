"""One step in the life of an inspection: the row is locked, the right and the table are asked."""

from datetime import datetime
from uuid import UUID

from secondline.inspections.models import Inspection
from secondline.inspections.rules import RIGHT, CaseNotNowError, State, Verb, after
from secondline.people.models import Person
from secondline.people.queries import require


def step(inspection: UUID, verb: Verb, *, by: Person) -> Inspection:
    """Lock the row for the transaction, check right, state and erasure, and give it the state that follows.

    Whoever calls changes what else the verb changes, saves, and writes the record line.
    """
    found = Inspection.objects.select_for_update().get(pk=inspection)
    require(by, RIGHT[verb], found)
    if found.erased_at and verb != Verb.HEAR:
        raise CaseNotNowError("erased", verb)
    found.state = after(found.state, verb)
    return found


def revise(inspection: Inspection, *, at: datetime) -> None:
    """What the statistics would learn has changed: a concluded inspection gets its next revision."""
    inspection.changed_at = at
    if inspection.state == State.CONCLUDED:
        inspection.revision += 1
