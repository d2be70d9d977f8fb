"""The one door through which statistics look: coarse facts, no identity, each concluded case once a revision."""

from dataclasses import asdict
from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest
from cast import Cast
from inspection_kit import SPECIMEN

from secondline.inspections import actions
from secondline.inspections.actions import Crossing, Verdict
from secondline.inspections.models import Inspection
from secondline.inspections.queries import detections_for_register
from secondline.inspections.rules import ConcludedInspection, Particulars
from traveldoc.facts import VisualForm

pytestmark = pytest.mark.django_db
FORGED = Verdict(
    outcome="refused",
    refusal_code="B",
    fate="seized",
    fraud_class="forged",
    fraud_subtype="photo-substitution",
    means=("ultraviolet", "magnifier"),
    reason="Photo of ERIKSSON was glued in.",
)


def pulled(cast: Cast, since: datetime | None = None) -> list[ConcludedInspection]:
    return list(detections_for_register(agency_id=cast.utopia.pk, since=since))


@pytest.fixture
def concluded(cast: Cast) -> Inspection:
    cast.airport.zone = "Asia/Almaty"
    cast.airport.save()
    opened_at = datetime(2026, 3, 31, 20, 0, tzinfo=UTC)  # the first of April at the post
    told = Particulars(
        doubt="Anna Eriksson is nervous",
        mrz="\n".join(SPECIMEN),
        visual=VisualForm(surname="ERIKSSON", date_of_issue="2007-04-16"),
        direction="entry",
        selection="random",
        selection_probability=0.05,
        carrier="aircraft",
        embarkation="D",
        next_stop="KAZ",
        final_destination="UTO",
        claimed_nationality="FRA",
    )
    found = actions.open_inspection(
        id=uuid4(), post=cast.airport, particulars=told, by=cast.officer, at=opened_at
    )
    return actions.decide(
        inspection=found.pk, verdict=FORGED, by=cast.officer, at=opened_at + timedelta(hours=1)
    )


def test_a_concluded_inspection_is_told_in_coarse_facts(cast: Cast, concluded: Inspection) -> None:
    (told,) = pulled(cast)
    assert told == ConcludedInspection(
        key=concluded.pk,
        revision=1,
        changed_at=datetime(2026, 3, 31, 21, 0, tzinfo=UTC),
        agency_id=cast.utopia.pk,
        post_id=cast.airport.pk,
        month=date(2026, 4, 1),
        border_type="air",
        direction="entry",
        line="second",
        selection="random",
        selection_probability=0.05,
        carrier="aircraft",
        embarkation="D",
        next_stop="KAZ",
        final_destination="UTO",
        document_kind="passport",
        issuer="UTO",
        document_nationality="UTO",
        claimed_nationality="FRA",
        sex="F",
        age_band="35-to-64",
        issue_year=2007,
        role="main",
        presented="presented",
        fraud_class="forged",
        fraud_subtype="photo-substitution",
        means=("magnifier", "ultraviolet"),
        grade="inconsistent",
        conclusion="",
        conclusion_scale="",
        outcome="refused",
        fate="seized",
        refusal_code="B",
        protection=False,
    )


@pytest.mark.usefixtures("concluded")
def test_no_name_number_birth_date_or_word_passes_the_door(cast: Cast) -> None:
    told = str([asdict(each) for each in pulled(cast)])
    for personal in (
        "ERIKSSON",
        "Eriksson",
        "ANNA",
        "Anna",
        "L898902C",
        "740812",
        "1974",
        "glued",
        "nervous",
    ):
        assert personal not in told


def test_open_and_reopened_cases_and_those_of_others_are_not_told(cast: Cast, concluded: Inspection) -> None:
    assert list(detections_for_register(agency_id=cast.arcadia.pk)) == []
    actions.reopen(inspection=concluded.pk, by=cast.officer, at=datetime(2026, 4, 2, tzinfo=UTC))
    assert pulled(cast) == []


def test_a_correction_comes_again_with_a_higher_revision(cast: Cast, concluded: Inspection) -> None:
    later = datetime(2026, 4, 2, tzinfo=UTC)
    assert [each.revision for each in pulled(cast, since=concluded.changed_at)] == [1]
    assert pulled(cast, since=later) == []
    corrected = Verdict(outcome="admitted", fraud_class="no-fraud-found")
    actions.decide(inspection=concluded.pk, verdict=corrected, by=cast.officer, at=later)
    (told,) = pulled(cast, since=later)
    assert (told.revision, told.outcome, told.refusal_code, told.fraud_class) == (
        2,
        "admitted",
        "",
        "no-fraud-found",
    )


def test_a_referral_is_told_as_yes_and_never_as_which(cast: Cast, concluded: Inspection) -> None:
    later = datetime(2026, 4, 2, tzinfo=UTC)
    actions.refer(inspection=concluded.pk, kind="trafficking", by=cast.officer, at=later)
    (told,) = pulled(cast, since=later)
    assert (told.protection, told.revision) == (True, 2)
    assert "trafficking" not in str(asdict(told))


def test_the_oldest_change_comes_first(cast: Cast, concluded: Inspection, inspection: Inspection) -> None:
    actions.decide(
        inspection=inspection.pk, verdict=FORGED, by=cast.officer, at=concluded.changed_at - timedelta(days=9)
    )
    assert [each.key for each in pulled(cast)] == [inspection.pk, concluded.pk]


LEGS = (
    Crossing(source="stamp", state="FRA", direction="exit", day="2024-11-02"),  # of another journey
    Crossing(source="ticket", state="UTO", direction="exit", day="2026-03-28"),
    Crossing(source="stamp", state="ARE", direction="exit", day="2026-03-31"),
    Crossing(source="stamp", state="KAZ", direction="entry", day="2026-04-01"),  # into, not out of
    Crossing(source="told", state="", place="Dubai", direction="exit", day="2026-04-01"),
)


def with_legs(cast: Cast, *legs: Crossing, told: str = "") -> Inspection:
    """A case of the first of April, concluded."""
    opened_at = datetime(2026, 4, 1, 8, 0, tzinfo=UTC)
    particulars = Particulars(mrz="\n".join(SPECIMEN), embarkation="UTO", transit=told)
    found = actions.open_inspection(
        id=uuid4(), post=cast.airport, particulars=particulars, by=cast.officer, at=opened_at
    )
    for leg in legs:
        actions.add_leg(inspection=found.pk, crossing=leg, by=cast.officer, at=opened_at)
    return actions.decide(
        inspection=found.pk, verdict=FORGED, by=cast.officer, at=opened_at + timedelta(hours=1)
    )


def test_of_the_way_only_the_state_left_last_is_told(cast: Cast) -> None:
    with_legs(cast, *LEGS)
    (told,) = pulled(cast)
    assert (told.embarkation, told.transit) == ("UTO", "ARE")
    assert "FRA" not in str(asdict(told))
    assert "Dubai" not in str(asdict(told))


@pytest.mark.parametrize(
    ("leg", "transit"),
    [
        (Crossing(source="stamp", state="ARE", direction="exit", day="2026-02-28"), ""),  # too long ago
        (Crossing(source="stamp", state="ARE", direction="exit", day="2026-04-02"), ""),  # afterwards
        (Crossing(source="stamp", state="ARE", direction="exit", day="2026-03-XX"), ""),  # any March
        (Crossing(source="told", state="ARE", direction="transit"), "ARE"),
        (Crossing(source="ticket", state="UTO", direction="exit", day="2026-04-01"), "UTO"),  # direct
    ],
)
def test_a_leg_tells_the_transit_of_this_journey_alone(cast: Cast, leg: Crossing, transit: str) -> None:
    with_legs(cast, leg)
    assert [each.transit for each in pulled(cast)] == [transit]


def test_what_the_officer_tells_comes_before_the_legs(cast: Cast) -> None:
    with_legs(cast, *LEGS, told="QAT")
    assert [each.transit for each in pulled(cast)] == ["QAT"]


def test_the_transit_outlives_the_legs_and_nothing_else_of_them_does(cast: Cast) -> None:
    case = with_legs(cast, *LEGS)
    assert actions.erase_expired(at=datetime(2036, 1, 1, tzinfo=UTC)) == 1
    assert not case.legs.exists()
    assert [each.transit for each in pulled(cast)] == ["ARE"]
