"""Each deed: permission, change, record line, in one transaction."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from cast import Cast
from django.http import Http404
from inspection_kit import DATA, SPECIMEN, Picture, lines, opened, reading_of

from secondline.inspections import actions, queries
from secondline.inspections.actions.examine import run_examination
from secondline.inspections.models import Inspection
from secondline.inspections.rules import REFERRALS, SLOT, Particulars
from secondline.record.models import Entry
from traveldoc.facts import VisualForm

pytestmark = pytest.mark.django_db


def test_an_officer_opens_an_inspection_with_nothing_but_a_press(cast: Cast, at: datetime) -> None:
    inspection = opened(cast.officer, at)
    assert inspection.case_number == "UTO-2026-0001"
    assert (inspection.state, inspection.officer, inspection.agency) == ("open", cast.officer, cast.utopia)
    assert lines(inspection.pk) == ["inspection.open", "inspection.examine"]


def test_the_examination_of_the_standards_specimen_says_expired_and_nothing_worse(
    inspection: Inspection,
) -> None:
    examination = queries.last_examination(inspection)
    assert examination is not None
    wrong = [each for each in examination.parts[0]["findings"] if each["grade"] == "inconsistent"]
    assert [(each["place"]["line"], each["place"]["start"], each["place"]["end"]) for each in wrong] == [
        (2, 22, 27)
    ]
    inspection.refresh_from_db()
    assert (inspection.grade, inspection.issuer, inspection.sex) == ("inconsistent", "UTO", "F")
    assert (inspection.document_kind, inspection.age_band) == ("passport", "35-to-64")
    assert not queries.being_examined(inspection)


def test_pressing_twice_opens_one_inspection(cast: Cast, at: datetime) -> None:
    key = uuid4()
    first, second = opened(cast.officer, at, id=key), opened(cast.officer, at + timedelta(seconds=1), id=key)
    assert first.pk == second.pk
    assert opened(cast.officer, at).case_number == "UTO-2026-0002"


def test_an_id_of_another_agency_is_not_known_here(cast: Cast, at: datetime) -> None:
    theirs = opened(cast.outsider, at)
    with pytest.raises(Http404):
        opened(cast.officer, at, id=theirs.pk)
    assert opened(cast.officer, at).case_number == "UTO-2026-0001"  # no number was lost


def test_case_numbers_count_by_agency_and_by_the_year_at_the_post(cast: Cast) -> None:
    cast.airport.zone = "Asia/Almaty"
    cast.airport.save()
    new_year = datetime(2026, 12, 31, 20, 0, tzinfo=UTC)
    assert opened(cast.officer, new_year - timedelta(hours=9)).case_number == "UTO-2026-0001"
    assert opened(cast.officer, new_year).case_number == "UTO-2027-0001"
    assert opened(cast.outsider, new_year).case_number == "ARC-2026-0001"


def test_nobody_opens_at_another_agencys_post(cast: Cast, at: datetime) -> None:
    assert cast.outsider.post
    with pytest.raises(Http404):
        actions.open_inspection(
            id=uuid4(), post=cast.outsider.post, particulars=Particulars(), by=cast.officer, at=at
        )


@pytest.mark.parametrize("who", ["examiner", "analyst", "administrator", "auditor"])
def test_only_officers_open_inspections(cast: Cast, at: datetime, who: str) -> None:
    with pytest.raises(Http404):
        actions.open_inspection(
            id=uuid4(), post=cast.airport, particulars=Particulars(), by=getattr(cast, who), at=at
        )


def test_pictures_of_one_press_are_exhibits_in_their_order_each_once(
    cast: Cast, at: datetime, picture: Picture
) -> None:
    one, two = picture(reading_of(SPECIMEN)), picture(reading_of(None))
    inspection = opened(
        cast.officer, at, given=[(one, DATA), (two, SLOT["ultraviolet"]), (one, SLOT["other"])]
    )
    shown = queries.exhibits(inspection)
    assert [(e.item, e.position, e.page, e.light) for e in shown] == [
        (one, 1, "data", "white"),
        (two, 2, "data", "ultraviolet-a"),
    ]
    part = inspection.examinations.get().parts[0]
    assert (part["exhibits"], part["by_person"]) == ([str(shown[0].pk)], False)


def test_a_picture_of_another_agency_can_not_be_exhibited(cast: Cast, at: datetime, picture: Picture) -> None:
    theirs = picture(reading_of(SPECIMEN), by=cast.outsider)
    with pytest.raises(Http404):
        opened(cast.officer, at, given=[(theirs, DATA)])
    assert not Inspection.objects.exists()


def test_a_better_picture_is_added_and_examined_as_run_two_and_run_one_stays(
    cast: Cast, at: datetime, inspection: Inspection, picture: Picture
) -> None:
    actions.add(
        inspection=inspection.pk, given=[(picture(reading_of(SPECIMEN)), DATA)], by=cast.colleague, at=at
    )
    assert [each.run for each in inspection.examinations.all()] == [2, 1]


def test_adding_nothing_new_examines_nothing(
    cast: Cast, at: datetime, inspection: Inspection, picture: Picture
) -> None:
    item = picture(reading_of(SPECIMEN))
    for _ in range(2):
        actions.add(inspection=inspection.pk, given=[(item, DATA)], by=cast.officer, at=at)
    assert inspection.examinations.count() == 2


def test_another_typeface_is_a_finding_of_the_case_with_the_whole_zone_as_its_place(
    cast: Cast, at: datetime, picture: Picture
) -> None:
    seen = {"verdict": "other", "kinds": 20, "odd": [[1, 3, "U"], [2, 2, "8"]]}
    item = picture(reading_of(SPECIMEN) | {"typeface": seen})
    inspection = opened(cast.officer, at, given=[(item, DATA)])
    (part,) = inspection.examinations.get().parts
    (finding,) = [each for each in part["findings"] if each["id"] == "page.mrz-font"]
    assert finding["grade"] == "inconsistent"
    assert finding["seen"]["values"] == {"odd": "8 (2:2), U (1:3)"}
    assert finding["place"] == {"zone": "mrz", "line": None, "start": None, "end": None}


def test_printed_data_are_compared_with_the_lines(cast: Cast, at: datetime, inspection: Inspection) -> None:
    visual = VisualForm(document_number="L898902C8", date_of_issue="2007-04-16")
    found = actions.add(inspection=inspection.pk, visual=visual, by=cast.officer, at=at)
    findings = found.examinations.first().parts[0]["findings"]  # type: ignore[union-attr]
    assert any(f["grade"] == "inconsistent" and "document-number" in f["id"] for f in findings)
    found.refresh_from_db()
    assert found.issue_year == 2007


def test_without_a_zone_the_coarse_facts_are_what_the_officer_typed(cast: Cast, at: datetime) -> None:
    visual = VisualForm(issuer="UTO", nationality="D", date_of_birth="2010-01-01", sex="M")
    typed = Particulars(visual=visual, document_kind="identity-card")
    found = Inspection.objects.get(pk=opened(cast.officer, at, particulars=typed).pk)
    coarse = (found.issuer, found.document_nationality, found.age_band, found.sex, found.document_kind)
    assert coarse == ("UTO", "D", "under-18", "M", "identity-card")


def test_a_confirmed_zone_counts_as_certain_and_is_run_two(
    cast: Cast, at: datetime, picture: Picture
) -> None:
    unsure = reading_of((SPECIMEN[0], SPECIMEN[1].replace("L898902C36", "L898902C35")), unsure=((2, 10),))
    inspection = opened(cast.officer, at, given=[(picture(unsure), DATA)])
    first = inspection.examinations.get()
    number = next(f for f in first.parts[0]["findings"] if f["id"] == "mrz.check-digit.document-number")
    assert number["grade"] == "inconclusive"
    exhibit = queries.exhibits(inspection)[0]
    actions.transcribe(
        inspection=inspection.pk, text="\n".join(SPECIMEN), exhibit=exhibit, by=cast.officer, at=at
    )
    second = queries.last_examination(inspection)
    assert second
    assert second.run == 2
    assert second.parts[0]["by_person"]
    number = next(f for f in second.parts[0]["findings"] if f["id"] == "mrz.check-digit.document-number")
    assert number["grade"] == "consistent"


def test_an_empty_transcription_changes_nothing(cast: Cast, at: datetime, inspection: Inspection) -> None:
    actions.transcribe(inspection=inspection.pk, text="  ", by=cast.officer, at=at)
    assert inspection.examinations.count() == 1


def test_the_light_of_a_picture_can_be_corrected(cast: Cast, at: datetime, picture: Picture) -> None:
    inspection = opened(cast.officer, at, given=[(picture(reading_of(None)), DATA)])
    exhibit = queries.exhibits(inspection)[0]
    actions.relight(exhibit=exhibit, slot=SLOT["infrared"], by=cast.officer, at=at)
    exhibit.refresh_from_db()
    assert exhibit.light == "infrared"


def test_the_task_is_idempotent_and_leaves_out_a_run_that_is_no_longer_wanted(
    cast: Cast, at: datetime, inspection: Inspection
) -> None:
    run_examination.enqueue(str(inspection.pk), 1)
    assert inspection.examinations.count() == 1
    actions.examine_inspection(inspection=inspection.pk, by=cast.officer, at=at)
    run_examination.enqueue(str(inspection.pk), 1)
    assert [each.run for each in inspection.examinations.all()] == [2, 1]


def test_the_day_of_the_examination_is_the_posts_day(cast: Cast) -> None:
    cast.airport.zone = "Asia/Almaty"
    cast.airport.save()
    inspection = opened(cast.officer, datetime(2026, 3, 2, 21, 0, tzinfo=UTC))
    assert inspection.examinations.get().on.isoformat() == "2026-03-03"


@pytest.mark.parametrize("kind", REFERRALS)
def test_a_referral_is_written_at_once_and_the_record_does_not_say_which(
    cast: Cast, at: datetime, inspection: Inspection, kind: str
) -> None:
    for _ in range(2):
        actions.refer(inspection=inspection.pk, kind=kind, by=cast.officer, at=at)
    assert [each.kind for each in inspection.referrals.all()] == [kind]
    entry = Entry.objects.get(verb="inspection.refer")
    assert kind not in entry.facts


def test_a_referral_of_no_known_kind_is_a_fault(cast: Cast, at: datetime, inspection: Inspection) -> None:
    with pytest.raises(ValueError, match="no such referral"):
        actions.refer(inspection=inspection.pk, kind="dangerous", by=cast.officer, at=at)


def test_only_the_writer_and_the_focal_persons_see_the_kind_of_a_referral(
    cast: Cast, at: datetime, inspection: Inspection
) -> None:
    actions.refer(inspection=inspection.pk, kind="asylum", by=cast.colleague, at=at)
    actions.refer(inspection=inspection.pk, kind="health", by=cast.officer, at=at)
    assert [r.kind for r in queries.referrals_seen_by(cast.officer, inspection)] == ["health"]
    assert [r.kind for r in queries.referrals_seen_by(cast.colleague, inspection)] == ["asylum"]
    for person in (cast.examiner, cast.analyst, cast.administrator, cast.auditor, cast.outsider):
        assert queries.referrals_seen_by(person, inspection) == []
