"""The procedure: answered step by step, never overwritten, never outvoted; what nobody looked at is said."""

from datetime import datetime, timedelta
from uuid import uuid4

import pytest
from cast import Cast, log_in
from django.core.exceptions import ValidationError
from django.http import Http404
from django.test import Client
from django.urls import reverse
from inspection_kit import SPECIMEN

from secondline.inspections import actions, queries
from secondline.inspections.actions import Given, Paper
from secondline.inspections.models import Answer, Inspection, Question
from secondline.inspections.rules import CaseNotNowError, Particulars
from secondline.record.models import Entry
from traveldoc.vocabulary import VERSION

pytestmark = pytest.mark.django_db
NOT = Given("not-as-it-should-be", "A second photo lies under the laminate.")
FINE = Given("as-it-should-be")


def checked(cast: Cast, inspection: Inspection, at: datetime, **given: Given) -> Inspection:
    by_key = {key.replace("_", "-"): answer for key, answer in given.items()}
    return actions.check(inspection=inspection.pk, given=by_key, by=cast.officer, at=at)


def test_before_anybody_looked_every_step_says_so(inspection: Inspection) -> None:
    steps = queries.procedure(inspection)
    assert [each.step.letter for each in steps] == list("FALSEDOCE")
    assert {each.state for each in steps} == {"no"}


def test_an_answer_is_kept_with_who_when_and_vocabulary(
    cast: Cast, inspection: Inspection, at: datetime
) -> None:
    checked(cast, inspection, at, face_edges=NOT, face_print=FINE)
    face = queries.procedure(inspection)[0]
    assert (face.answered, face.state) == (2, "part")
    (found,) = face.faults
    assert (found.key, found.note, found.by, found.at) == ("face-edges", NOT.note, cast.officer, at)
    assert (found.vocabulary, found.finding) == (VERSION, "procedure.face-edges")
    assert Entry.objects.get(verb="inspection.check").facts == '{"answers":2}'


def test_a_changed_answer_supersedes_and_the_earlier_one_stays(
    cast: Cast, inspection: Inspection, at: datetime
) -> None:
    checked(cast, inspection, at, face_edges=NOT)
    checked(cast, inspection, at, face_edges=NOT)  # pressed twice
    assert Answer.objects.count() == 1
    checked(cast, inspection, at + timedelta(minutes=1), face_edges=FINE)
    assert Answer.objects.count() == 2
    assert queries.officer_findings(inspection) == []
    checked(cast, inspection, at + timedelta(minutes=2), face_edges=Given())
    assert queries.procedure(inspection)[0].state == "no"


def test_what_an_officer_saw_is_a_finding_that_the_engine_cannot_outvote(
    cast: Cast, inspection: Inspection, at: datetime
) -> None:
    Inspection.objects.update(grade="consistent")
    inspection.examinations.update(grade="consistent")
    checked(cast, inspection, at, lamina_whole=FINE)
    inspection.refresh_from_db()
    assert inspection.grade == "consistent"
    checked(cast, inspection, at, face_edges=NOT)
    inspection.refresh_from_db()
    assert inspection.grade == "inconsistent"
    actions.examine_inspection(inspection=inspection.pk, by=cast.officer, at=at)
    inspection.refresh_from_db()
    assert inspection.grade == "inconsistent"
    assert [each.key for each in queries.officer_findings(inspection)] == ["face-edges"]


def test_that_one_cannot_tell_changes_no_grade(cast: Cast, inspection: Inspection, at: datetime) -> None:
    before = inspection.grade
    checked(cast, inspection, at, face_edges=Given("cannot-tell"))
    inspection.refresh_from_db()
    assert inspection.grade == (before or inspection.grade)
    assert queries.officer_findings(inspection) == []


def test_without_any_examination_the_grade_is_the_officers(cast: Cast, inspection: Inspection) -> None:
    inspection.examinations.all().delete()
    assert queries.case_grade(inspection, None) is None


def test_a_question_of_another_kind_of_document_is_left_out(
    cast: Cast, inspection: Inspection, at: datetime
) -> None:
    checked(cast, inspection, at, edges_label=NOT, nonsense=NOT)
    assert not Answer.objects.exists()


def test_an_answer_stays_when_the_document_turns_out_to_be_another_thing(
    cast: Cast, inspection: Inspection, at: datetime
) -> None:
    checked(cast, inspection, at, lamina_watermark=NOT)
    actions.say_substrate(
        inspection=inspection.pk, document=None, substrate="polymer", by=cast.officer, at=at
    )
    inspection.refresh_from_db()
    lamina = queries.procedure(inspection)[2]
    assert "lamina-watermark" in {each.key for each in lamina.questions}


def test_a_concluded_case_is_not_checked_off_and_an_outsider_meets_404(
    cast: Cast, inspection: Inspection, at: datetime
) -> None:
    with pytest.raises(Http404):
        actions.check(inspection=inspection.pk, given={"face-edges": NOT}, by=cast.outsider, at=at)
    Inspection.objects.update(state="concluded")
    with pytest.raises(CaseNotNowError):
        checked(cast, inspection, at, face_edges=NOT)


def test_each_document_has_its_own_answers(cast: Cast, inspection: Inspection, at: datetime) -> None:
    card = actions.add_document(
        inspection=inspection.pk, id=uuid4(), paper=Paper(kind="identity-card"), by=cast.officer, at=at
    )
    actions.check(
        inspection=inspection.pk, document=card.pk, given={"edges-card": NOT}, by=cast.officer, at=at
    )
    assert queries.procedure(inspection)[4].state == "no"
    assert [each.state for each in queries.procedure(inspection, card) if each.step.id == "edges"] == ["all"]
    assert queries.officer_findings(inspection)[0].document == card.pk
    with pytest.raises(Http404):
        actions.check(inspection=inspection.pk, document=uuid4(), given={}, by=cast.officer, at=at)


def own(cast: Cast, at: datetime, **more: object) -> Question:
    question = Question(step="number", text="Is the stamp of our consulate there?", lights=["white"], **more)
    return actions.add_question(question=question, by=cast.administrator, at=at)


def test_an_agency_asks_its_own_questions_and_what_was_answered_outlives_them(
    cast: Cast, inspection: Inspection, at: datetime
) -> None:
    question = own(cast, at, hint="On page 3.")
    asked = queries.procedure(inspection)[5].questions[-1]
    assert (asked.text("ru"), asked.hint("ru"), list(asked.lights)) == (
        question.text,
        "On page 3.",
        ["white"],
    )
    assert asked.step == "number"
    actions.check(inspection=inspection.pk, given={asked.key: NOT}, by=cast.officer, at=at)
    actions.withdraw_question(question=question.pk, by=cast.administrator, at=at)
    actions.withdraw_question(question=question.pk, by=cast.administrator, at=at)
    assert Entry.objects.filter(verb="procedure.withdraw").count() == 1
    assert queries.procedure(inspection)[5].faults[0].text("en") == question.text
    Answer.objects.all().delete()
    assert all(not each.own for each in queries.procedure(inspection)[5].questions)


def test_an_own_question_for_cards_is_not_asked_of_a_book(
    cast: Cast, inspection: Inspection, at: datetime
) -> None:
    own(cast, at, forms=["card"])
    assert all(not each.own for each in queries.procedure(inspection)[5].questions)


def test_only_the_administrator_of_the_agency_changes_its_questions(cast: Cast, at: datetime) -> None:
    with pytest.raises(Http404):
        actions.add_question(question=Question(step="face", text="?"), by=cast.officer, at=at)
    with pytest.raises(ValidationError):
        actions.add_question(question=Question(step="face", text=""), by=cast.administrator, at=at)
    question = own(cast, at)
    with pytest.raises(Http404):
        actions.withdraw_question(question=question.pk, by=cast.officer, at=at)


def test_the_administrators_page_adds_and_withdraws(cast: Cast) -> None:
    client = log_in(cast.administrator)
    address = reverse("inspections:questions")
    given = {"step": "face", "text": "Do they wear a wig?", "only_for": ["book"], "lights": ["white"]}
    assert client.post(address, given).status_code == 302
    page = client.get(address).content.decode()
    assert "Do they wear a wig?" in page
    assert client.post(address, {"step": "face"}).status_code == 200
    question = Question.objects.get()
    assert question.forms == ["book"]
    client.post(reverse("inspections:withdraw-question", args=[question.pk]))
    assert "wig" not in client.get(address).content.decode()


def test_an_own_question_is_read_in_the_readers_language_or_as_it_was_written(
    cast: Cast, inspection: Inspection
) -> None:
    client = log_in(cast.administrator)
    address = reverse("inspections:questions")
    given = {"step": "number", "text": "Is our stamp there?", "hint": "On page 3.", "hint_ru": "На стр. 3."}
    page = client.post(address, given).content.decode()
    assert "Say the question in this language too" in page
    assert "<details open" in page
    assert not Question.objects.exists()
    assert (
        client.post(address, {**given, "text_ru": "Есть ли наш штамп?", "text_kk": "Мөр бар ма?"}).status_code
        == 302
    )
    asked = queries.procedure(inspection)[5].questions[-1]
    said = {code: (asked.text(code), asked.hint(code)) for code in ("en", "ru", "kk", "th")}
    assert said == {
        "en": ("Is our stamp there?", "On page 3."),
        "ru": ("Есть ли наш штамп?", "На стр. 3."),
        "kk": ("Мөр бар ма?", "On page 3."),
        "th": ("Is our stamp there?", "On page 3."),
    }
    assert "Есть ли наш штамп?" in client.get(address, headers={"accept-language": "ru"}).content.decode()


def test_the_guide_is_one_page_with_every_step_and_light(as_officer: Client, inspection: Inspection) -> None:
    page = as_officer.get(reverse("inspections:guide", args=[inspection.pk])).content.decode()
    assert len(page.encode()) < 70_000
    for step in (
        "face",
        "altered",
        "lamina",
        "stitching",
        "edges",
        "number",
        "travel",
        "consistency",
        "chip",
    ):
        assert f'id="step-{step}"' in page
    assert "Ultraviolet, 365 nm" in page
    assert "expired on 15 Apr 2012" in page
    assert "Utopia" not in page or "%" not in page


def test_pressing_keep_stores_and_goes_to_the_next_step(as_officer: Client, inspection: Inspection) -> None:
    address = reverse("inspections:guide", args=[inspection.pk])
    given = {
        "a-face-edges": "not-as-it-should-be",
        "n-face-edges": "Thick edge",
        "a-face-print": "rubbish",
        "substrate": "paper",
        "next": "altered",
    }
    response = as_officer.post(address, given)
    assert response.headers["Location"] == f"{address}#step-altered"
    page = as_officer.get(address).content.decode()
    assert "Thick edge" in page
    assert Answer.objects.count() == 1
    case = as_officer.get(reverse("case", args=[inspection.pk])).content.decode()
    assert "found by the officer" in case
    assert "Thick edge" in case
    assert "not looked at" in case
    inspection.refresh_from_db()
    assert inspection.substrate == "paper"


def test_a_note_that_is_too_long_is_said_and_not_lost(as_officer: Client, inspection: Inspection) -> None:
    address = reverse("inspections:guide", args=[inspection.pk])
    long = "x" * 1001
    page = as_officer.post(address, {"a-face-edges": "cannot-tell", "n-face-edges": long}).content.decode()
    assert long in page
    assert "A note has at most 1000 characters." in page or "1,000" in page
    assert not Answer.objects.exists()


def test_the_examiner_sees_what_was_looked_at_and_what_was_not(
    cast: Cast, inspection: Inspection, at: datetime
) -> None:
    checked(cast, inspection, at, face_edges=NOT)
    actions.put_to_centre(inspection=inspection.pk, centre=cast.centre, by=cast.officer, at=at)
    page = log_in(cast.examiner).get(reverse("case", args=[inspection.pk])).content.decode()
    assert NOT.note in page
    assert "not looked at" in page
    assert reverse("inspections:guide", args=[inspection.pk]) not in page


def test_nothing_at_all_is_asked_what_it_is_about(cast: Cast, as_officer: Client) -> None:
    given = {"id": str(uuid4()), "post": str(cast.airport.pk)}
    page = as_officer.post(reverse("inspections:new"), given).content.decode()
    assert "Say what it is about" in page
    assert not Inspection.objects.exists()


def test_a_question_without_any_document_is_a_case(cast: Cast, as_officer: Client) -> None:
    given = {"id": str(uuid4()), "post": str(cast.airport.pk), "doubt": "He has no document at all."}
    assert as_officer.post(reverse("inspections:new"), given).status_code == 302


def test_the_zone_of_the_times_is_said(as_officer: Client, inspection: Inspection) -> None:
    page = as_officer.get(reverse("case", args=[inspection.pk])).content.decode()
    assert "Times: " in page
    assert "UTC" in page


def test_words_typed_as_lines_are_not_examined_and_not_red(cast: Cast, at: datetime) -> None:
    case = actions.open_inspection(
        id=uuid4(), post=cast.airport, particulars=Particulars(mrz="hello there"), by=cast.officer, at=at
    )
    case.refresh_from_db()
    assert case.grade == "not examined"
    assert SPECIMEN
