"""The room's own folders, and a shelf to put something on."""

from datetime import datetime
from pathlib import Path

import pytest
from cast import Cast
from pytest_django.fixtures import Settings
from shelf import Shelf

from secondline.reference.queries import reported


@pytest.fixture(autouse=True)
def _folders(settings: Settings, tmp_path: Path) -> None:
    settings.LIBRARY_FOLDER = tmp_path / "library"
    settings.REPORTED_FOLDER = tmp_path / "reported"
    settings.KEYS_FOLDER = tmp_path / "keys"
    reported._reader.cache_clear()


@pytest.fixture
def shelf(cast: Cast, at: datetime) -> Shelf:
    return Shelf(cast, at)
