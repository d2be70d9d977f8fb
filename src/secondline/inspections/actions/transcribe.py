"""A person reads the machine readable zone: what they type counts as certain."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from secondline.inspections.actions.examine import want
from secondline.inspections.actions.step import step
from secondline.inspections.models import Exhibit, Inspection, Transcription
from secondline.inspections.rules import Verb
from secondline.people.models import Person
from secondline.record.actions import write


def store_transcription(
    inspection: Inspection, text: str, exhibit: Exhibit | None, *, by: Person, at: datetime
) -> bool:
    if not text.strip():
        return False
    Transcription.objects.create(inspection=inspection, exhibit=exhibit, text=text, by=by, at=at)
    picture = str(exhibit.item_id) if exhibit else ""
    write("inspection.transcribe", by=by, at=at, thing=inspection.pk, item=picture)
    return True


@transaction.atomic
def transcribe(
    *, inspection: UUID, text: str, exhibit: Exhibit | None = None, by: Person, at: datetime
) -> Inspection:
    """Confirm or correct what was read in a picture (or type what no picture shows); examined again."""
    found = step(inspection, Verb.TRANSCRIBE, by=by)
    if store_transcription(found, text, exhibit, by=by, at=at):
        want(found, at=at)
    return found
