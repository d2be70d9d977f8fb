"""Mail: a postcard that says that something waits, and never what.

Nothing hangs on it. What it speaks of stands on the pages, whether or not a mail goes out; a mail that fails
is an error of its task, which the administrator's page of the background work shows, and is tried again.
"""

from collections.abc import Iterable
from smtplib import SMTPException

from django.conf import settings
from django.core.mail import send_mail
from django.utils import translation
from django.utils.translation import gettext

from secondline.people.models import Person


class MailFailedError(Exception):
    """Some mails could not be sent. It names no address: the page of the work shows only its kind."""


def tell(person: Person, *, subject: str, message: str) -> None:
    """Send one mail in the person's language; subject and message are source texts of the catalogue."""
    with translation.override(person.language or settings.LANGUAGE_CODE):
        send_mail(
            subject=gettext(subject),
            message=gettext(message),
            from_email=None,
            recipient_list=[person.email],
        )


def tell_each(persons: Iterable[Person], *, subject: str, message: str) -> tuple[int, int]:
    """Tell everybody who has an address, each alone: how many were told, and how many mails failed."""
    told = failed = 0
    for person in persons:
        if not person.email:
            continue
        try:
            tell(person, subject=subject, message=message)
            told += 1
        except (OSError, SMTPException):
            failed += 1
    return told, failed
