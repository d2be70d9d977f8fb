"""What is being typed is kept for its writer until it is sent. No record line: nothing was done yet."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from django.db import transaction

from secondline.inspections.models import Draft
from secondline.inspections.rules import DRAFT_DAYS
from secondline.people.models import Person


@transaction.atomic
def keep_draft(*, form: str, fields: Mapping[str, list[str]], by: Person, at: datetime) -> None:
    """Replace what was kept of this form; nothing typed is nothing kept."""
    if not any(value.strip() for values in fields.values() for value in values):
        discard_draft(form=form, by=by)
        return
    Draft.objects.update_or_create(person=by, form=form, defaults={"fields": dict(fields), "at": at})


def discard_draft(*, form: str, by: Person) -> None:
    """It was sent, or its writer does not want it any more."""
    Draft.objects.filter(person=by, form=form).delete()


def erase_drafts(*, at: datetime) -> int:
    """What was never sent goes after DRAFT_DAYS."""
    return Draft.objects.filter(at__lt=at - timedelta(days=DRAFT_DAYS)).delete()[0]
