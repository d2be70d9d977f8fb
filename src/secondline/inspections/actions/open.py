"""Opening an inspection: whatever the officer has, pressed once."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.http import Http404

from secondline.evidence.models import Item
from secondline.inspections.actions.add import exhibit_all
from secondline.inspections.actions.dump import keep_dumps
from secondline.inspections.actions.examine import want
from secondline.inspections.actions.transcribe import store_transcription
from secondline.inspections.models import Inspection, Numbering
from secondline.inspections.rules import CONTEXT, Particulars, Slot, local_day
from secondline.people.models import Person, Post
from secondline.people.queries import require
from secondline.record.actions import write


def open_inspection(
    *,
    id: UUID,  # noqa: A002  # the client's id: pressing twice opens one inspection
    post: Post,
    particulars: Particulars,
    given: Sequence[tuple[Item, Slot]] = (),
    chip: Sequence[Item] = (),
    by: Person,
    at: datetime,
) -> Inspection:
    """Open it, or answer the one that this form has opened already. 404 if the id is another agency's."""
    require(by, "inspection.open")
    if post.agency_id != by.agency_id:
        raise Http404
    with transaction.atomic():
        numbering = _locked_numbering(post, at)
        before = Inspection.objects.filter(pk=id).first()
        if before is not None:
            require(by, "inspection.read", before)
            return before
        numbering.last += 1
        numbering.save(update_fields=["last"])
        inspection = Inspection.objects.create(
            id=id,
            agency=post.agency,
            post=post,
            officer=by,
            year=numbering.year,
            number=numbering.last,
            opened_at=at,
            changed_at=at,
            visual=visual_dict(particulars),
            stated_kind=particulars.document_kind,
            **{name: getattr(particulars, name) for name in CONTEXT},
        )
        write("inspection.open", by=by, at=at, thing=inspection.pk, number=inspection.case_number)
        exhibit_all(inspection, given, by=by, at=at)
        keep_dumps(inspection, chip, by=by, at=at)
        store_transcription(inspection, particulars.mrz, None, by=by, at=at)
        want(inspection, at=at)
    return inspection


def visual_dict(particulars: Particulars) -> dict[str, str]:
    return {name: getattr(particulars.visual, name) for name in particulars.visual.given()}


def _locked_numbering(post: Post, at: datetime) -> Numbering:
    """The row of this agency and year, locked until the transaction ends: numbers are gapless."""
    year = local_day(at, post.zone).year
    Numbering.objects.get_or_create(agency=post.agency, year=year)
    return Numbering.objects.select_for_update().get(agency=post.agency, year=year)
