"""Checking off the procedure: an officer answers what was looked at; the last answer counts, none is lost."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.http import Http404

from secondline.inspections.actions.step import revise, step
from secondline.inspections.models import Answer, Document, Inspection
from secondline.inspections.queries import case_grade, last_examination, procedure
from secondline.inspections.queries.guide import Answered
from secondline.inspections.rules import Verb
from secondline.people.models import Person
from secondline.record.actions import write
from traveldoc.vocabulary import VERSION


@dataclass(frozen=True, slots=True)
class Given:
    """An answer as it was pressed: `value` of the vocabulary `procedure-answer`, or "" for not looked at."""

    value: str = ""
    note: str = ""


@transaction.atomic
def check(
    *, inspection: UUID, document: UUID | None = None, given: Mapping[str, Given], by: Person, at: datetime
) -> Inspection:
    """Store what changed. A question that this document is not asked is left out."""
    found = step(inspection, Verb.CHECK, by=by)
    about = document_of(found, document)
    standing = {each.key: each for part in procedure(found, about) for each in part.questions}
    changed = [
        (standing[key], answer)
        for key, answer in given.items()
        if key in standing and (answer.value, answer.note) != (standing[key].value, standing[key].note)
    ]
    for before, answer in changed:
        _store(found, about, before, answer, by=by, at=at)
    if changed:
        grade = case_grade(found, last_examination(found))
        if grade is not None and grade != found.grade:
            found.grade = grade
            revise(found, at=at)
        found.changed_at = at
        found.save(update_fields=["grade", "revision", "changed_at"])
        write("inspection.check", by=by, at=at, thing=found.pk, answers=len(changed))
    return found


def _store(
    inspection: Inspection,
    document: Document | None,
    before: Answered,
    answer: Given,
    *,
    by: Person,
    at: datetime,
) -> None:
    Answer.objects.create(
        inspection=inspection,
        document=document,
        question=before.term.id if before.term else "",
        own=before.own,
        value=answer.value,
        note=answer.note,
        vocabulary=VERSION,
        by=by,
        at=at,
    )


def document_of(inspection: Inspection, document: UUID | None) -> Document | None:
    """The further document of this case; None is the leading one, 404 what is of another case."""
    if document is None:
        return None
    found = inspection.documents.filter(pk=document).first()
    if found is None:
        raise Http404
    return found
