"""What every test of the rooms stands on; the pure packages and the browser need none of it."""

from datetime import datetime
from pathlib import Path
from uuid import uuid4

import pytest
from cast import Cast
from django.utils import translation
from inspection_kit import SPECIMEN
from pytest_django.fixtures import Settings

from secondline.inspections.actions import open_inspection
from secondline.inspections.models import Inspection
from secondline.inspections.rules import Particulars


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
def inspection(cast: Cast, at: datetime) -> Inspection:
    return open_inspection(
        id=uuid4(),
        post=cast.airport,
        particulars=Particulars(mrz="\n".join(SPECIMEN), doubt="The lines look uneven."),
        by=cast.officer,
        at=at,
    )
