"""A request about a case of Utopia, and examiners of the centre."""

from datetime import datetime

import pytest
from cast import Cast

from secondline.inspections.models import Inspection
from secondline.people.models import Person
from secondline.people.rules import Role
from secondline.support.actions import ask
from secondline.support.models import Request


@pytest.fixture
def request_(cast: Cast, at: datetime, inspection: Inspection) -> Request:
    return ask(inspection=inspection.pk, question="Is it forged?", urgency="waiting", by=cast.officer, at=at)


@pytest.fixture
def third_examiner(cast: Cast) -> Person:
    return Person.objects.create(username="third", name="Third", agency=cast.centre, role=Role.EXAMINER)
