"""The fixed cast of every test: two agencies, a centre, and one person of each role."""

import os
from datetime import datetime
from pathlib import Path

import pytest
from cast import AT, PASSWORD, Cast, log_in
from django.contrib.auth.hashers import make_password
from django.test import Client
from django.utils import translation
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings
from pytest_django.fixtures import Settings

from secondline.people.models import Agency, Person, Post
from secondline.people.rules import Role

# No test is timed: on a busy machine, or in a fresh clone where hypothesis first lays out its tables of letters,
# drawing one example can take seconds.
hypothesis_settings.register_profile("house", deadline=None, suppress_health_check=[HealthCheck.too_slow])
hypothesis_settings.load_profile("house")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """On PostgreSQL only what asks a database: the rest was run on SQLite, and would say the same again."""
    if "SECONDLINE_DATABASE" not in os.environ:
        return
    asking = [item for item in items if _asks_a_database(item)]
    config.hook.pytest_deselected(items=[item for item in items if not _asks_a_database(item)])
    items[:] = asking


def _asks_a_database(item: pytest.Item) -> bool:
    fixtures = set(getattr(item, "fixturenames", ()))
    marks = ("django_db", "own_database", "browser")
    return bool(fixtures & {"db", "django_db_setup"}) or any(item.get_closest_marker(m) for m in marks)


@pytest.fixture(autouse=True)
def _quick_and_apart(settings: Settings, tmp_path: Path) -> None:
    """Cheap password hashes, evidence in the test's own folder, no second factor asked, in English."""
    translation.activate("en")  # a request before this test may have left another
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.EVIDENCE_FOLDER = tmp_path / "evidence"
    settings.EXPOSURE_FOLDER = tmp_path / "exposure"
    settings.TRUST_FOLDER = tmp_path / "trust"
    settings.DEMONSTRATION = True


@pytest.fixture
def at() -> datetime:
    return AT


@pytest.fixture
def cast(db: None) -> Cast:
    centre = Agency.objects.create(code="DESC", name="Document Support Centre", is_centre=True)
    utopia = Agency.objects.create(code="UTO", name="Utopian Border Guard", centre=centre)
    arcadia = Agency.objects.create(code="ARC", name="Arcadian Frontier Service", centre=centre)
    airport = Post.objects.create(agency=utopia, code="UTO-AIR", name="Utopia Airport", border_type="air")
    harbour = Post.objects.create(agency=arcadia, code="ARC-SEA", name="Arcadia Harbour", border_type="sea")
    password = make_password(PASSWORD)

    def person(username: str, agency: Agency, role: Role, post: Post | None = None) -> Person:
        return Person.objects.create(
            username=username, name=username.title(), agency=agency, role=role, post=post, password=password
        )

    return Cast(
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


@pytest.fixture
def as_officer(cast: Cast) -> Client:
    return log_in(cast.officer)
