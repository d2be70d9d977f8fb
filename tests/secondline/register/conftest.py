"""Inspections replaced by a stream that a test can fill; keys in the test's own folder."""

from pathlib import Path

import pytest
from pytest_django.fixtures import Settings
from register_cases import Stream

from secondline.register.actions import checking, pulling


@pytest.fixture(autouse=True)
def _own_keys(settings: Settings, tmp_path: Path) -> None:
    settings.KEYS_FOLDER = tmp_path / "keys"


@pytest.fixture
def stream(monkeypatch: pytest.MonkeyPatch) -> Stream:
    stream = Stream()
    monkeypatch.setattr(pulling, "detections_for_register", stream)
    monkeypatch.setattr(checking, "detections_for_register", stream)
    return stream
