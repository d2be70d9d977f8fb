"""A decision and what follows: corrections, the centre, looks, retention."""

import json
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from cast import Cast
from django.http import Http404
from inspection_kit import DATA, SPECIMEN, Picture, lines, opened, reading_of

from secondline.inspections import actions, queries
from secondline.inspections.actions import Verdict
from secondline.inspections.actions.examine import examine_parts, store
from secondline.inspections.models import Inspection
from secondline.inspections.rules import SLOT, CaseNotNowError, State
from secondline.record.models import Entry
from traveldoc.facts import VisualForm

pytestmark = pytest.mark.django_db


ADMITTED = Verdict(outcome="admitted", fraud_class="no-fraud-found")


def test_a_decision_concludes_and_a_correction_is_a_new_revision(
    cast: Cast, at: datetime, inspection: Inspection
) -> None:
    actions.decide(inspection=inspection.pk, verdict=ADMITTED, by=cast.officer, at=at)
    actions.decide(inspection=inspection.pk, verdict=ADMITTED, by=cast.officer, at=at)  # pressed twice
    found = Inspection.objects.get(pk=inspection.pk)
    assert (found.state, found.revision, found.decisions.count()) == ("concluded", 1, 1)
    refused = Verdict(
        outcome="refused", refusal_code="B", fraud_class="forged", means=("visual", "magnifier")
    )
    actions.decide(inspection=inspection.pk, verdict=refused, by=cast.colleague, at=at)
    found.refresh_from_db()
    assert (found.revision, found.decisions.count()) == (2, 2)
    last = queries.last_decision(found)
    assert last
    assert (last.outcome, last.means) == ("refused", ["magnifier", "visual"])


def test_a_concluded_case_takes_pictures_only_after_it_is_reopened(
    cast: Cast, at: datetime, inspection: Inspection, picture: Picture
) -> None:
    item = picture(reading_of(SPECIMEN))
    actions.decide(inspection=inspection.pk, verdict=ADMITTED, by=cast.officer, at=at)
    with pytest.raises(CaseNotNowError):
        actions.add(inspection=inspection.pk, given=[(item, DATA)], by=cast.officer, at=at)
    actions.reopen(inspection=inspection.pk, by=cast.officer, at=at)
    actions.add(inspection=inspection.pk, given=[(item, DATA)], by=cast.officer, at=at)
    actions.decide(inspection=inspection.pk, verdict=ADMITTED, by=cast.officer, at=at)
    inspection.refresh_from_db()
    assert inspection.state == State.CONCLUDED
    assert inspection.examinations.count() == 2


def test_after_reopening_the_same_decision_concludes_again(
    cast: Cast, at: datetime, inspection: Inspection
) -> None:
    actions.decide(inspection=inspection.pk, verdict=ADMITTED, by=cast.officer, at=at)
    actions.reopen(inspection=inspection.pk, by=cast.officer, at=at)
    again = actions.decide(inspection=inspection.pk, verdict=ADMITTED, by=cast.officer, at=at)
    # A new revision: what was found meanwhile has to reach the statistics; and the record says who did it.
    assert (again.state, again.revision, again.decisions.count()) == ("concluded", 2, 2)
    assert lines(inspection.pk)[-2:] == ["inspection.reopen", "inspection.decide"]


def test_put_to_the_centre_its_examiner_sees_the_case_and_pictures_that_come_later(
    cast: Cast, at: datetime, picture: Picture
) -> None:
    early, late = picture(reading_of(None)), picture(reading_of(None))
    inspection = opened(cast.officer, at, given=[(early, DATA)])
    with pytest.raises(Http404):
        queries.find(cast.examiner, inspection.pk)
    actions.put_to_centre(inspection=inspection.pk, centre=cast.centre, by=cast.officer, at=at)
    actions.add(inspection=inspection.pk, given=[(late, DATA)], by=cast.officer, at=at)
    assert queries.find(cast.examiner, inspection.pk) == inspection
    for item in (early, late):
        item.refresh_from_db()
        assert item.centre == cast.centre


def test_the_centre_is_heard_by_a_concluded_case_too_as_a_revision(
    cast: Cast, at: datetime, inspection: Inspection
) -> None:
    actions.put_to_centre(inspection=inspection.pk, centre=cast.centre, by=cast.officer, at=at)
    actions.decide(inspection=inspection.pk, verdict=ADMITTED, by=cast.officer, at=at)
    heard = actions.hear(
        inspection=inspection.pk, conclusion="is-not-weak", scale="conclusion 1", by=cast.examiner, at=at
    )
    assert (heard.conclusion, heard.revision, heard.state) == ("is-not-weak", 2, "concluded")


def test_a_look_leaves_a_line_for_the_auditors_of_the_cases_agency(
    cast: Cast, at: datetime, inspection: Inspection
) -> None:
    actions.put_to_centre(inspection=inspection.pk, centre=cast.centre, by=cast.officer, at=at)
    inspection.refresh_from_db()
    actions.look(inspection=inspection, by=cast.examiner, at=at)
    entry = Entry.objects.get(verb="inspection.read")
    assert (entry.by, entry.agency) == (cast.examiner.pk, cast.utopia.pk)
    with pytest.raises(Http404):
        actions.look(inspection=inspection, by=cast.outsider, at=at)


@pytest.mark.parametrize("who", ["outsider", "examiner", "analyst", "administrator", "auditor"])
def test_nobody_else_does_anything_to_a_case(
    cast: Cast, at: datetime, inspection: Inspection, who: str
) -> None:
    person, key = getattr(cast, who), inspection.pk
    deeds: list[Callable[[], object]] = [
        lambda: actions.add(inspection=key, by=person, at=at),
        lambda: actions.transcribe(inspection=key, text="P<", by=person, at=at),
        lambda: actions.examine_inspection(inspection=key, by=person, at=at),
        lambda: actions.refer(inspection=key, kind="child", by=person, at=at),
        lambda: actions.decide(inspection=key, verdict=ADMITTED, by=person, at=at),
        lambda: actions.reopen(inspection=key, by=person, at=at),
        lambda: actions.put_to_centre(inspection=key, centre=cast.centre, by=person, at=at),
        lambda: actions.hear(inspection=key, conclusion="neither", scale="", by=person, at=at),
    ]
    for deed in deeds:
        with pytest.raises(Http404):
            deed()


def test_after_retention_names_and_numbers_go_and_what_is_counted_stays(
    cast: Cast, at: datetime, inspection: Inspection
) -> None:
    actions.add(inspection=inspection.pk, visual=VisualForm(surname="ERIKSSON"), by=cast.officer, at=at)
    actions.refer(inspection=inspection.pk, kind="asylum", by=cast.officer, at=at)
    spoken = Verdict(outcome="released", fraud_class="impostor", reason="Eriksson said so")
    actions.decide(inspection=inspection.pk, verdict=spoken, by=cast.officer, at=at)
    Inspection.objects.filter(pk=inspection.pk).update(changed_at=at)
    before = list(queries.detections_for_register(agency_id=cast.utopia.pk))
    assert actions.erase_expired(at=at + timedelta(days=365)) == 0
    assert actions.erase_expired(at=at + timedelta(days=366)) == 1
    assert actions.erase_expired(at=at + timedelta(days=367)) == 0
    found = Inspection.objects.get(pk=inspection.pk)
    left = str(
        [
            found.__dict__,
            list(found.transcriptions.values()),
            list(found.examinations.values()),
            list(found.decisions.values()),
            list(found.referrals.values()),
        ]
    )
    for personal in ("ERIKSSON", "Eriksson", "L898902C", "1974", "740812", "uneven", "asylum"):
        assert personal not in left
    assert list(queries.detections_for_register(agency_id=cast.utopia.pk)) == before
    assert before[0].protection
    with pytest.raises(CaseNotNowError):
        actions.reopen(inspection=inspection.pk, by=cast.officer, at=at)


def test_what_changed_since_it_was_found_old_is_kept(
    cast: Cast, at: datetime, inspection: Inspection, monkeypatch: pytest.MonkeyPatch
) -> None:
    Inspection.objects.filter(pk=inspection.pk).update(changed_at=at)
    locked = Inspection.objects.select_for_update

    def changed_meanwhile() -> Any:
        Inspection.objects.filter(pk=inspection.pk).update(changed_at=at + timedelta(days=300))
        return locked()

    monkeypatch.setattr(Inspection.objects, "select_for_update", changed_meanwhile)
    assert actions.erase_expired(at=at + timedelta(days=366)) == 0


def test_under_ultraviolet_light_the_zone_is_not_held_against_the_ordinary_picture(
    cast: Cast, at: datetime, picture: Picture
) -> None:
    misread = (SPECIMEN[0], SPECIMEN[1].replace("740812", "740B12"))
    ordinary, shining = picture(reading_of(SPECIMEN)), picture(reading_of(misread))
    given = [(shining, SLOT["ultraviolet"]), (ordinary, DATA)]
    part = opened(cast.officer, at, given=given).examinations.get().parts[0]
    assert (len(part["exhibits"]), tuple(part["lines"])) == (1, SPECIMEN)


def test_if_the_zone_stands_only_in_an_ultraviolet_picture_it_is_read_there(
    cast: Cast, at: datetime, picture: Picture
) -> None:
    given = [(picture(reading_of(SPECIMEN)), SLOT["ultraviolet"]), (picture(reading_of(None)), DATA)]
    assert tuple(opened(cast.officer, at, given=given).examinations.get().parts[0]["lines"]) == SPECIMEN


def test_a_run_that_was_overtaken_is_kept_and_changes_nothing_else(
    cast: Cast, at: datetime, inspection: Inspection
) -> None:
    parts, answers = examine_parts(inspection)
    Inspection.objects.filter(pk=inspection.pk).update(wanted_run=3, grade="consistent", issuer="D")
    for _ in range(2):
        store(inspection.pk, 2, parts, answers, at=at)
    inspection.refresh_from_db()
    assert (inspection.grade, inspection.issuer) == ("consistent", "D")
    assert [each.run for each in inspection.examinations.all()] == [2, 1]
    assert queries.being_examined(inspection)


def test_what_is_kept_about_a_person_can_be_shown_to_them_and_after_retention_is_empty(
    cast: Cast, at: datetime, inspection: Inspection
) -> None:
    actions.refer(inspection=inspection.pk, kind="asylum", by=cast.officer, at=at)
    spoken = Verdict(outcome="released", fraud_class="impostor", reason="Eriksson said so")
    found = actions.decide(inspection=inspection.pk, verdict=spoken, by=cast.officer, at=at)
    shown = json.dumps(queries.personal_data(found))
    kept = ("ERIKSSON", "L898902C3", "1974-08-12", "uneven", "Eriksson said so", "asylum")
    assert all(each in shown for each in kept)
    Inspection.objects.update(changed_at=at)
    actions.erase_expired(at=at + timedelta(days=366))
    found.refresh_from_db()
    left = json.dumps(queries.personal_data(found))
    assert not any(each in left for each in kept)


def test_the_pictures_go_with_their_case_but_not_those_that_another_case_still_shows(
    cast: Cast, at: datetime, picture: Picture
) -> None:
    alone, shared = picture(reading_of(SPECIMEN)), picture(reading_of(None))
    old = opened(cast.officer, at, given=[(alone, DATA), (shared, DATA)])
    opened(cast.officer, at + timedelta(days=300), given=[(shared, DATA)])
    Inspection.objects.filter(pk=old.pk).update(changed_at=at)
    assert actions.erase_expired(at=at + timedelta(days=400)) == 1
    alone.refresh_from_db()
    shared.refresh_from_db()
    assert (alone.state, shared.state) == ("erased", "prepared")
