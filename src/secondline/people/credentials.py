"""What people do to their own log-in, on allauth's pages, stands in the record like every other deed."""

from typing import Final

from allauth.account.signals import password_changed
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authenticator_added, authenticator_removed, authenticator_reset
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.db import transaction
from django.dispatch import Signal, receiver

from secondline.people.gate import Request
from secondline.people.models import Person
from secondline.record.actions import write

VERBS: Final = {
    authenticator_added: "person.add-factor",
    authenticator_removed: "person.remove-factor",
    authenticator_reset: "person.renew-factor",
}


@receiver(password_changed)
def note_password(request: Request, user: Person, **_others: object) -> None:
    with transaction.atomic():
        write("person.change-password", by=user, at=request.at, thing=user.pk)


@receiver(list(VERBS))
def note_factor(
    signal: Signal, request: Request, user: Person, authenticator: Authenticator, **_others: object
) -> None:
    """`kind` is totp or recovery_codes; nothing of the secret."""
    with transaction.atomic():
        write(VERBS[signal], by=user, at=request.at, thing=user.pk, kind=str(authenticator.type))


@receiver([user_logged_in, user_logged_out])
def note_passage(signal: Signal, request: Request, user: Person | None, **_others: object) -> None:
    """In and out by the door. Without a moment nobody came through it: a test put the person inside."""
    if user is None or not hasattr(request, "at"):
        return
    verb = "person.log-in" if signal is user_logged_in else "person.log-out"
    with transaction.atomic():
        write(verb, by=user, at=request.at, thing=user.pk)


@receiver(user_login_failed)
def note_refusal(credentials: dict[str, str], request: Request | None = None, **_others: object) -> None:
    """A wrong password for a name that exists; what strangers type otherwise is nobody's line."""
    person = Person.objects.filter(username=credentials.get("username", "")).first()
    if person is None or request is None or not hasattr(request, "at"):
        return
    with transaction.atomic():
        write("person.fail-log-in", by=None, at=request.at, thing=person.pk, agency=person.agency_id)
