"""A case of Utopia, a request about it, and examiners of the centre."""

from datetime import datetime
from uuid import uuid4

import pytest
from cast import Cast
from inspection_kit import SPECIMEN

from secondline.inspections.actions import open_inspection
from secondline.inspections.models import Inspection
from secondline.inspections.rules import Particulars
from secondline.people.models import Person
from secondline.people.rules import Role
from secondline.support.actions import ask
from secondline.support.models import Request


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
def request_(cast: Cast, at: datetime, inspection: Inspection) -> Request:
    return ask(inspection=inspection.pk, question="Is it forged?", urgency="waiting", by=cast.officer, at=at)


@pytest.fixture
def third_examiner(cast: Cast) -> Person:
    return Person.objects.create(username="third", name="Third", agency=cast.centre, role=Role.EXAMINER)
