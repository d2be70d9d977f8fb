"""Telling who owns a list of lost and stolen documents that it is older than agreed."""

from datetime import datetime, timedelta
from typing import Final

from django.conf import settings
from django.db import transaction

from secondline.people.mail import MailFailedError, tell_each
from secondline.people.models import Person
from secondline.people.rules import Role
from secondline.record.actions import write
from secondline.reference.models import ReportedList
from traveldoc.finding import gettext_noop

AGAIN: Final = timedelta(days=7)
SUBJECT: Final = gettext_noop("Secondline: a list is old")
MESSAGE: Final = gettext_noop(
    "A list of lost and stolen documents is older than agreed with its source. Log in to see which, and take "
    "in a newer one. This mail says nothing more."
)


def grown_old(*, at: datetime) -> list[ReportedList]:
    """Lists that stand, are older than agreed, and whose owner was not told this week."""
    if not settings.MAIL:
        return []
    rows = ReportedList.objects.filter(current=True).select_related("imported_by")
    today = at.date()
    return [
        each
        for each in rows
        if (today - each.as_of).days > each.fresh_days
        and (each.warned_at is None or at - each.warned_at > AGAIN)
    ]


def owners_of(each: ReportedList) -> list[Person]:
    """Who took it in; the agency's administrators, where that person is gone or has no address."""
    by = each.imported_by
    if by is not None and by.is_active and by.email and by.agency_id == each.agency_id:
        return [by]
    return list(Person.objects.filter(agency=each.agency_id, role=Role.ADMINISTRATOR, is_active=True))


def warn_owners(*, at: datetime) -> int:
    """One mail a person, however many lists; how many were told. MailFailedError when all were tried."""
    told: set[object] = set()
    failed = 0
    for each in grown_old(at=at):
        fresh = [person for person in owners_of(each) if person.pk not in told]
        reached, lost = tell_each(fresh, subject=SUBJECT, message=MESSAGE)
        failed += lost
        if not lost:
            told |= {person.pk for person in fresh if person.email}
            _mark(each, reached, at=at)
    if failed:
        raise MailFailedError(f"{failed} warnings could not be sent")
    return len(told)


@transaction.atomic
def _mark(each: ReportedList, reached: int, *, at: datetime) -> None:
    each.warned_at = at
    each.save(update_fields=["warned_at"])
    write("reported.warn", by=None, at=at, thing=each.pk, agency=each.agency_id, told=reached)
