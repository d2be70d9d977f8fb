"""The fixed cast of every test: two agencies, a centre, and one person of each role."""

import os
from datetime import datetime

import pytest
from cast import AT, PASSWORD, Cast, log_in
from django.contrib.auth.hashers import make_password
from django.test import Client
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings

from secondline.people.models import Agency, Person, Post
from secondline.people.rules import Role

# No test is timed: on a busy machine, or in a fresh clone where hypothesis first lays out its tables of letters,
# drawing one example can take seconds.
hypothesis_settings.register_profile("house", deadline=None, suppress_health_check=[HealthCheck.too_slow])
hypothesis_settings.load_profile("house")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """On PostgreSQL only what asks a database: the rest was run on SQLite, and would say the same again.

    The files with slow tests come first, so that no worker is left with one when the others are done.
    """
    if "SECONDLINE_DATABASE" in os.environ:
        config.hook.pytest_deselected(items=[item for item in items if not _asks_a_database(item)])
        items[:] = [item for item in items if _asks_a_database(item)]
    slow = {item.path for item in items if item.get_closest_marker("slow")}
    items.sort(key=lambda item: item.path not in slow)


def _asks_a_database(item: pytest.Item) -> bool:
    if item.get_closest_marker("alike"):
        return False
    fixtures = set(getattr(item, "fixturenames", ()))
    marks = ("django_db", "own_database", "browser")
    return bool(fixtures & {"db", "django_db_setup"}) or any(item.get_closest_marker(m) for m in marks)


@pytest.fixture
def at() -> datetime:
    return AT


@pytest.fixture
def cast(db: None) -> Cast:
    centre = Agency(code="DESC", name="Document Support Centre", is_centre=True)
    utopia = Agency(code="UTO", name="Utopian Border Guard", centre=centre)
    arcadia = Agency(code="ARC", name="Arcadian Frontier Service", centre=centre)
    airport = Post(agency=utopia, code="UTO-AIR", name="Utopia Airport", border_type="air")
    harbour = Post(agency=arcadia, code="ARC-SEA", name="Arcadia Harbour", border_type="sea")
    password = make_password(PASSWORD)

    def person(username: str, agency: Agency, role: Role, post: Post | None = None) -> Person:
        return Person(
            username=username, name=username.title(), agency=agency, role=role, post=post, password=password
        )

    cast = Cast(
        centre=centre,
        utopia=utopia,
        arcadia=arcadia,
        airport=airport,
        officer=person("officer", utopia, Role.OFFICER, airport),
        colleague=person("colleague", utopia, Role.OFFICER, airport),
        examiner=person("examiner", centre, Role.EXAMINER),
        second_examiner=person("second", centre, Role.EXAMINER),
        analyst=person("analyst", utopia, Role.ANALYST),
        administrator=person("administrator", utopia, Role.ADMINISTRATOR),
        auditor=person("auditor", utopia, Role.AUDITOR),
        outsider=person("outsider", arcadia, Role.OFFICER, harbour),
        outside_analyst=person("foreign", arcadia, Role.ANALYST),
    )
    Agency.objects.bulk_create([centre, utopia, arcadia])  # few questions: a thousand tests begin with this
    Post.objects.bulk_create([airport, harbour])
    Person.objects.bulk_create([each for each in vars(cast).values() if isinstance(each, Person)])
    return cast


@pytest.fixture
def as_officer(cast: Cast) -> Client:
    return log_in(cast.officer)
