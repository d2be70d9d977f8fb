"""An agency's own questions at the steps of the procedure, kept by its administrator."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from secondline.inspections.models import Question
from secondline.people.models import Person
from secondline.people.queries import require
from secondline.record.actions import write

CHANGE = "procedure.change"


@transaction.atomic
def add_question(*, question: Question, by: Person, at: datetime) -> Question:
    """Ask it from now on, in every inspection of the agency that is open."""
    question.agency, question.added_by, question.added_at = by.agency, by, at
    require(by, CHANGE, question)
    question.full_clean(exclude=["withdrawn_at", "words", "lights", "forms"])
    question.save(force_insert=True)
    write("procedure.add", by=by, at=at, thing=question.pk, step=question.step)
    return question


@transaction.atomic
def withdraw_question(*, question: UUID, by: Person, at: datetime) -> None:
    """Ask it no more. What was answered stays, with its words."""
    found = Question.objects.select_for_update().filter(pk=question, agency=by.agency_id).first()
    require(by, CHANGE, found or by)
    if found is not None and found.withdrawn_at is None:
        found.withdrawn_at = at
        found.save(update_fields=["withdrawn_at"])
        write("procedure.withdraw", by=by, at=at, thing=found.pk)
