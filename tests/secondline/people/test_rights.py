"""Who may do what: the table decides, everything else is denied."""

from dataclasses import dataclass
from uuid import UUID

import pytest
from cast import Cast
from django.http import Http404

from secondline.people.queries import may, require
from secondline.people.rules import RIGHTS, Role

pytestmark = pytest.mark.django_db


@dataclass
class Thing:
    agency_id: UUID | None = None
    centre_id: UUID | None = None


def test_an_officer_reads_a_case_of_the_own_agency_only(cast: Cast) -> None:
    assert may(cast.officer, "inspection.read", Thing(agency_id=cast.utopia.pk))
    assert not may(cast.outsider, "inspection.read", Thing(agency_id=cast.utopia.pk))


def test_an_examiner_reads_what_was_put_to_the_own_centre_and_nothing_else(cast: Cast) -> None:
    assert may(cast.examiner, "inspection.read", Thing(agency_id=cast.utopia.pk, centre_id=cast.centre.pk))
    assert not may(cast.examiner, "inspection.read", Thing(agency_id=cast.utopia.pk))
    assert not may(
        cast.examiner, "inspection.read", Thing(agency_id=cast.utopia.pk, centre_id=cast.arcadia.pk)
    )


@pytest.mark.parametrize("role", list(Role))
def test_a_verb_that_is_not_in_the_table_is_denied_to_everybody(cast: Cast, role: Role) -> None:
    cast.officer.role = role
    assert not may(cast.officer, "inspection.forget", Thing(agency_id=cast.utopia.pk))


def test_whoever_was_sent_away_may_nothing(cast: Cast) -> None:
    cast.officer.is_active = False
    assert not any(may(cast.officer, right.verb) for right in RIGHTS)


def test_a_thing_without_agency_is_open_to_nobody(cast: Cast) -> None:
    assert not may(cast.officer, "inspection.read", Thing())


def test_the_guard_answers_as_if_it_did_not_exist(cast: Cast) -> None:
    with pytest.raises(Http404):
        require(cast.outsider, "inspection.read", Thing(agency_id=cast.utopia.pk))


def test_an_auditor_reads_the_record_and_no_case(cast: Cast) -> None:
    assert may(cast.auditor, "record.read")
    assert not may(cast.auditor, "inspection.read", Thing(agency_id=cast.utopia.pk))
