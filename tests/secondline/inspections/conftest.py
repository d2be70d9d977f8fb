"""An inspection of Utopia with a typed zone: the specimen of Doc 9303-4, appendix B, and a faulty copy."""

from datetime import datetime
from typing import Any
from uuid import uuid4

import pytest
from cast import Cast
from inspection_kit import SPECIMEN

from secondline.evidence.models import Item
from secondline.evidence.rules import State
from secondline.inspections.actions import open_inspection
from secondline.inspections.models import Inspection
from secondline.inspections.rules import Particulars
from secondline.people.models import Person


@pytest.fixture
def inspection(cast: Cast, at: datetime) -> Inspection:
    return open_inspection(
        id=uuid4(),
        post=cast.airport,
        particulars=Particulars(mrz="\n".join(SPECIMEN), doubt="The lines look uneven."),
        by=cast.officer,
        at=at,
    )


@pytest.fixture
def picture(cast: Cast, at: datetime, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Makes prepared items with a given reading, without the seconds that a real darkroom takes."""
    monkeypatch.setattr("secondline.inspections.actions.examine.prepare", lambda **_: None)

    def make(reading: dict[str, Any], *, by: Person | None = None) -> Item:
        person = by or cast.officer
        return Item.objects.create(
            agency=person.agency,
            sha256=uuid4().hex * 2,
            size=1,
            media_type="image/png",
            width=800,
            height=600,
            state=State.PREPARED,
            reading=reading,
            sealed_at=at,
            sealed_by=person,
            delivered_at=at,
        )

    return make
