"""The room's own folders, and a shelf to put something on."""

import io
from datetime import datetime
from hashlib import sha256
from pathlib import Path

import pytest
from cast import Cast
from pytest_django.fixtures import Settings
from shelf import Shelf
from trustlists import Look, Take

from secondline.people.models import Person
from secondline.people.rules import Role
from secondline.reference.actions.trust_import import Imported, import_trust
from secondline.reference.actions.trust_look import (
    look_into,
)
from secondline.reference.queries import reported
from secondline.reference.queries.trust_preview import Preview


@pytest.fixture(autouse=True)
def _folders(settings: Settings, tmp_path: Path) -> None:
    settings.LIBRARY_FOLDER = tmp_path / "library"
    settings.REPORTED_FOLDER = tmp_path / "reported"
    settings.KEYS_FOLDER = tmp_path / "keys"
    reported._reader.cache_clear()


@pytest.fixture
def shelf(cast: Cast, at: datetime) -> Shelf:
    return Shelf(cast, at)


@pytest.fixture
def centre_admin(cast: Cast) -> Person:
    return Person.objects.create(
        username="keeper", name="Keeper", agency=cast.centre, role=Role.ADMINISTRATOR
    )


@pytest.fixture
def look(centre_admin: Person, at: datetime) -> Look:
    def into(data: bytes, name: str = "list.ml", *, by: Person = centre_admin, now: datetime = at) -> Preview:
        return look_into(by=by, at=now, name=name, stream=io.BytesIO(data))

    return into


@pytest.fixture
def take(look: Look, centre_admin: Person, at: datetime) -> Take:
    def in_(
        data: bytes,
        name: str = "list.ml",
        *,
        reason: str = "",
        by: Person = centre_admin,
        now: datetime = at,
        origin: str = "",
    ) -> Imported:
        seen = look(data, name, by=by, now=now)
        return import_trust(by=by, at=now, name=name, sha256=seen.sha256, reason=reason, origin=origin)

    return in_


def _print(encoded: bytes) -> str:
    return sha256(encoded).hexdigest()
