"""Reminding an authority's liaisons of a question that lies: once a day, and only that there is one."""

from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import Q, QuerySet

from secondline.people.mail import MailFailedError, tell_each
from secondline.people.models import Person
from secondline.people.rules import Role
from secondline.record.actions import write
from secondline.support.models import Inquiry
from traveldoc.finding import gettext_noop

AGAIN: Final = timedelta(days=1)
SUBJECT: Final = gettext_noop("Secondline: a question waits for you")
MESSAGE: Final = gettext_noop(
    "A question to your authority has not been answered yet. Log in to read it. This mail says nothing more."
)


def lying(*, at: datetime) -> QuerySet[Inquiry]:
    """Questions that have waited longer than the setting says, and were not reminded of today."""
    after: timedelta = settings.REMIND_AFTER
    if not settings.MAIL or not after:
        return Inquiry.objects.none()
    quiet = Q(reminded_at=None) | Q(reminded_at__lte=at - AGAIN)
    return Inquiry.objects.filter(quiet, answer="", erased_at=None, asked_at__lte=at - after)


def remind_liaisons(*, at: datetime) -> int:
    """One mail a person, however many questions lie; how many were told.

    Where no mail of an authority's went out, its questions are not marked: they come again with the next
    round. MailFailedError at the end, when everybody was tried.
    """
    waiting: dict[UUID, list[UUID]] = {}
    for inquiry, authority in lying(at=at).values_list("pk", "authority"):
        waiting.setdefault(authority, []).append(inquiry)
    told = failed = 0
    for authority, inquiries in waiting.items():
        liaisons = Person.objects.filter(agency=authority, role=Role.LIAISON, is_active=True)
        reached, lost = tell_each(liaisons, subject=SUBJECT, message=MESSAGE)
        told, failed = told + reached, failed + lost
        if reached or not lost:
            _mark(inquiries, reached, at=at)
    if failed:
        raise MailFailedError(f"{failed} of {told + failed} reminders could not be sent")
    return told


@transaction.atomic
def _mark(inquiries: list[UUID], reached: int, *, at: datetime) -> None:
    """Also where nobody has an address: it would not be otherwise a minute later."""
    for inquiry in Inquiry.objects.filter(pk__in=inquiries):
        inquiry.reminded_at = at
        inquiry.save(update_fields=["reminded_at"])
        write("inquiry.remind", by=None, at=at, thing=inquiry.pk, agency=inquiry.agency_id, told=reached)
