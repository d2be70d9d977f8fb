"""Pictures as the darkroom would have read them."""

from datetime import datetime
from typing import Any

import pytest
from cast import Cast
from inspection_kit import prepared

from secondline.evidence.models import Item
from secondline.people.models import Person


@pytest.fixture
def picture(cast: Cast, at: datetime, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Makes prepared items with a given reading, without the seconds that a real darkroom takes."""
    monkeypatch.setattr("secondline.inspections.actions.examine.prepare", lambda **_: None)

    def make(reading: dict[str, Any], *, by: Person | None = None) -> Item:
        return prepared(by or cast.officer, at, width=800, height=600, reading=reading)

    return make
