"""What an administrator does: people are added, changed, sent away; posts are added and changed."""

from datetime import datetime

from allauth.mfa.models import Authenticator
from django.contrib.sessions.models import Session
from django.db import transaction

from secondline.people.models import Agency, Person, Post
from secondline.people.queries import require
from secondline.record.actions import write


@transaction.atomic
def add_person(*, by: Person, at: datetime, person: Person, password: str) -> Person:
    """Add somebody to the administrator's own agency; the password is handed over by the administrator."""
    person.agency = by.agency
    require(by, "person.add", person)
    person.added_at = at
    person.set_password(password)
    person.full_clean(exclude=["password"])
    person.save(force_insert=True)
    write("person.add", by=by, at=at, thing=person.pk, role=person.role)
    return person


@transaction.atomic
def change_person(*, by: Person, at: datetime, person: Person, password: str = "") -> Person:
    """Change somebody; whoever is sent away or gets a new password is logged out at once."""
    require(by, "person.change", person)
    person.full_clean(exclude=["password"])
    if password:
        person.set_password(password)
    person.save()
    if password or not person.is_active:
        log_out_everywhere(person)
    write(
        "person.change",
        by=by,
        at=at,
        thing=person.pk,
        role=person.role,
        active=person.is_active,
        password=bool(password),
    )
    return person


class OwnFactorError(Exception):
    """Nobody takes away the own second factor by this way: that is what a thief of a session would do."""


@transaction.atomic
def recover(*, person: Person, by: Person | None, at: datetime) -> Person:
    """Somebody lost the second factor: all of it goes, they are logged out and set up a new one.

    `by=None` is the operator at the machine itself, for an administrator whom no other can help.
    """
    if by is not None:
        require(by, "person.recover", person)
        if by.pk == person.pk:
            raise OwnFactorError
    count, _by_model = Authenticator.objects.filter(user=person).delete()
    log_out_everywhere(person)
    write("person.recover", by=by, at=at, thing=person.pk, agency=person.agency_id, factors=count)
    return person


@transaction.atomic
def choose_mail(*, by: Person, at: datetime, wanted: bool) -> Person:
    """Everybody's own choice: a mail that says that there is an answer, or none."""
    Person.objects.filter(pk=by.pk).update(wants_mail=wanted)
    by.wants_mail = wanted
    write("person.choose-mail", by=by, at=at, thing=by.pk, wanted=wanted)
    return by


@transaction.atomic
def add_post(*, by: Person, at: datetime, post: Post) -> Post:
    post.agency = by.agency
    require(by, "post.add", post)
    post.full_clean()
    post.save(force_insert=True)
    write("post.add", by=by, at=at, thing=post.pk, code=post.code)
    return post


@transaction.atomic
def change_post(*, by: Person, at: datetime, post: Post) -> Post:
    """Its name, and where it stands on the map. The rest stays: what was counted there is by it."""
    require(by, "post.change", post)
    post.full_clean()
    post.save(update_fields=["name", "latitude", "longitude"])
    write("post.change", by=by, at=at, thing=post.pk, code=post.code, placed=post.latitude is not None)
    return post


@transaction.atomic
def found_agency(*, at: datetime, agency: Agency) -> Agency:
    """A new tenant; done at the machine itself (command line), where there is no person yet."""
    agency.full_clean()
    agency.save(force_insert=True)
    write("agency.found", by=None, at=at, thing=agency.pk, agency=agency.pk, code=agency.code)
    return agency


@transaction.atomic
def add_first_administrator(*, at: datetime, person: Person, password: str) -> Person:
    """The first person of an agency, added at the machine itself."""
    person.added_at = at
    person.set_password(password)
    person.full_clean(exclude=["password"])
    person.save(force_insert=True)
    write("person.add", by=None, at=at, thing=person.pk, agency=person.agency_id, role=person.role)
    return person


def log_out_everywhere(person: Person) -> None:
    for session in Session.objects.iterator():
        if session.get_decoded().get("_auth_user_id") == str(person.pk):
            session.delete()
