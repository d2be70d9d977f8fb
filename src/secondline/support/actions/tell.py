"""A mail that says only that there is an answer, for who wants one; it never keeps anybody waiting."""

from uuid import UUID

from django.conf import settings
from django.core.mail import send_mail
from django.utils import translation
from django.utils.translation import gettext as _
from django_tasks import task

from secondline.support.models import Request


@task()
def tell_officer(request: str) -> None:
    """Nothing of the case, not even its number: a mail is a postcard. A failure stands on the page of
    the work.
    """
    if not settings.MAIL:
        return
    person = Request.objects.select_related("asked_by").get(pk=UUID(request)).asked_by
    with translation.override(person.language or settings.LANGUAGE_CODE):
        send_mail(
            subject=_("Secondline: there is an answer"),
            message=_(
                "A question of yours has been answered. Log in to read it. This mail says nothing more."
            ),
            from_email=None,
            recipient_list=[person.email],
        )
