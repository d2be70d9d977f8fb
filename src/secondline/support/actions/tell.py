"""A mail that says only that there is an answer, for who wants one; it never keeps anybody waiting."""

from typing import Final
from uuid import UUID

from django.conf import settings
from django_tasks import task

from secondline.people.mail import tell
from secondline.support.models import Request
from traveldoc.finding import gettext_noop

SUBJECT: Final = gettext_noop("Secondline: there is an answer")
MESSAGE: Final = gettext_noop(
    "A question of yours has been answered. Log in to read it. This mail says nothing more."
)


@task()
def tell_officer(request: str) -> None:
    """Nothing of the case, not even its number: a mail is a postcard. A failure stands on the page of
    the work.
    """
    if not settings.MAIL:
        return
    person = Request.objects.select_related("asked_by").get(pk=UUID(request)).asked_by
    tell(person, subject=SUBJECT, message=MESSAGE)
