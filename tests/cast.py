"""The fixed persons of every test, and how they log in."""

from dataclasses import dataclass
from datetime import UTC, datetime

from django.conf import settings
from django.test import Client

from secondline.people.models import Agency, Person, Post

AT = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
PASSWORD = "correct-horse-battery"


@dataclass(frozen=True)
class Cast:
    """Utopia asks the centre; Arcadia is the outsider."""

    centre: Agency
    utopia: Agency
    arcadia: Agency
    airport: Post
    officer: Person
    colleague: Person
    examiner: Person
    second_examiner: Person
    analyst: Person
    administrator: Person
    auditor: Person
    outsider: Person
    outside_analyst: Person


def log_in(person: Person) -> Client:
    client = Client()
    client.force_login(person, backend=settings.AUTHENTICATION_BACKENDS[0])
    return client
