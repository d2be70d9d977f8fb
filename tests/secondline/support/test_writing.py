"""An examiner's half-written opinion is kept: over a question back, a reload, a later run, a new log-in."""

import re
from datetime import datetime
from uuid import uuid4

import pytest
from cast import Cast, log_in
from django.test import Client

from secondline.inspections.actions import add_document, check
from secondline.inspections.actions.check import Given
from secondline.inspections.actions.tell import Paper
from secondline.inspections.models import Draft, Inspection
from secondline.inspections.queries import procedure
from secondline.people.models import Person
from secondline.support import queries
from secondline.support.actions import take
from secondline.support.answering import Source
from secondline.support.gathering import Observed, claims
from secondline.support.models import Opinion, Request
from secondline.support.wording import judged_words

pytestmark = pytest.mark.django_db
OPINION = {
    "conclusion": "is-not-moderate",
    "reasons": "Ink-jet line",
    "advice": "Look under UV",
    "none_in_favour": "on",
}


@pytest.fixture
def bench(cast: Cast, at: datetime, request_: Request) -> Client:
    """The examiner at work on the request."""
    take(request=request_.pk, by=cast.examiner, at=at)
    return log_in(cast.examiner)


def page_of(client: Client, request: Request) -> str:
    return client.get(f"/inspections/{request.inspection_id}/").content.decode()


def type_into(client: Client, request: Request, **fields: str) -> int:
    key = f"opinion:{request.pk}"
    return client.post("/inspections/drafts/", {"draft": key, **fields}).status_code


def ask_back(client: Client, request: Request, **fields: str) -> None:
    key = f"opinion:{request.pk}"
    answer = client.post(f"/support/{request.pk}/question/", {"draft": key, **fields})
    assert answer.status_code == 302


def test_what_was_typed_comes_back_after_a_reload(bench: Client, request_: Request) -> None:
    assert type_into(bench, request_, reasons="Half a sentence", conclusion="is-strong") == 204
    page = page_of(bench, request_)
    assert "Half a sentence" in page
    assert "What you had typed is back" in page
    assert re.search(r'value="is-strong"[^>]* checked', page)


def test_asking_back_keeps_the_opinion_and_sends_only_the_question(bench: Client, request_: Request) -> None:
    ask_back(bench, request_, reasons="Half a sentence", text="Is the lamina lifted?")
    assert request_.messages.get().text == "Is the lamina lifted?"
    assert not Opinion.objects.exists()
    assert "Half a sentence" not in page_of(bench, request_)  # while the officer is asked there is no form
    bench.post(f"/support/{request_.pk}/resume/")
    page = page_of(bench, request_)
    assert "Half a sentence" in page
    assert re.search(r'name="text"[^>]*>\s*</textarea>', page)


def test_the_officer_asked_back_learns_nothing_of_the_draft(
    cast: Cast, bench: Client, request_: Request
) -> None:
    ask_back(bench, request_, reasons="Half a sentence", text="Is the lamina lifted?")
    page = page_of(log_in(cast.officer), request_)
    assert "Is the lamina lifted?" in page
    assert "Half a sentence" not in page


def test_an_empty_question_loses_nothing(bench: Client, request_: Request) -> None:
    key = f"opinion:{request_.pk}"
    answer = bench.post(f"/support/{request_.pk}/question/", {"draft": key, "reasons": "Half a sentence"})
    assert "Half a sentence" in answer.content.decode()
    assert "Choose what the officer should do" in answer.content.decode()


def test_a_given_opinion_leaves_no_draft(cast: Cast, bench: Client, request_: Request) -> None:
    type_into(bench, request_, reasons="Half a sentence")
    answer = bench.post(f"/support/{request_.pk}/answer/", OPINION)
    assert answer.status_code == 302
    assert answer.cookies["draft-sent"].value == f"opinion:{request_.pk}"
    assert not Draft.objects.filter(person=cast.examiner).exists()


def test_nobody_else_sees_what_an_examiner_types(cast: Cast, bench: Client, request_: Request) -> None:
    type_into(bench, request_, reasons="Half a sentence")
    people: list[Person] = [cast.second_examiner, cast.officer, cast.outsider]
    assert not any("Half a sentence" in page_of(log_in(person), request_) for person in people)


def test_an_ended_session_keeps_nothing_of_whom_nobody_knows(request_: Request) -> None:
    assert type_into(Client(), request_, reasons="Half a sentence") == 302
    assert not Draft.objects.exists()


def test_what_was_said_to_a_finding_stays_with_it_after_a_later_run(
    cast: Cast, at: datetime, bench: Client, request_: Request, inspection: Inspection
) -> None:
    """A further document puts findings before it: places move, findings don't."""
    run = inspection.examinations.latest("run")
    part = run.parts[0]
    odd = {
        **part["findings"][0],
        "grade": "inconclusive",
        "question": {"template": "Is it odd?", "values": {}},
        "seen": {"template": "It is odd.", "values": {}},
    }
    other = {**odd, "seen": {"template": "It is very odd.", "values": {}}}
    run.parts = [{**part, "findings": [odd]}]
    run.save(update_fields=["parts"])
    fields = {"run": str(run.run), "judge-f1-1": "rejected", "why-f1-1": "Glare", "judge-officer": "accepted"}
    type_into(bench, request_, **fields)
    run.pk, run.run = uuid4(), run.run + 1
    run.parts = [{**part, "findings": [other, odd]}]
    run.save(force_insert=True)
    page = page_of(bench, request_)
    assert re.search(r'name="why-f1-2"[^>]*value="Glare"', page)
    assert not re.search(r'name="why-f1-1"[^>]*value="Glare"', page)
    assert re.search(r'id="id_judge-officer">.*?value="accepted" selected', page, re.DOTALL)
    run.parts = [{**part, "findings": [other]}]
    run.save(update_fields=["parts"])
    assert 'value="Glare"' not in page_of(
        bench, request_
    )  # the finding is gone, and so is what was said to it


@pytest.mark.parametrize("form", ["reply", "note"])
def test_an_officers_words_to_the_centre_are_kept_too(
    cast: Cast, bench: Client, request_: Request, form: str
) -> None:
    if form == "reply":
        ask_back(bench, request_, text="Is the lamina lifted?")
    officer = log_in(cast.officer)
    officer.post("/inspections/drafts/", {"draft": f"{form}:{request_.pk}", "text": "At the lower"})
    assert "At the lower" in officer.get(f"/support/{request_.pk}/{form}/").content.decode()
    officer.post(f"/support/{request_.pk}/{form}/", {"id": str(uuid4()), "text": "At the lower edge."})
    assert not Draft.objects.filter(person=cast.officer).exists()


def look(inspection: Inspection, key: str, value: str, note: str, cast: Cast, at: datetime) -> None:
    check(inspection=inspection.pk, given={key: Given(value, note)}, by=cast.officer, at=at)


def first_questions(inspection: Inspection) -> list[str]:
    from_steps = [each.key for step in procedure(inspection) for each in step.questions]
    return from_steps[:2]


def test_what_the_officer_found_at_a_step_is_for_the_examiner_to_judge(
    cast: Cast, at: datetime, bench: Client, request_: Request, inspection: Inspection
) -> None:
    odd, fine = first_questions(inspection)
    look(inspection, odd, "not-as-it-should-be", "The eyes are closer together.", cast, at)
    look(inspection, fine, "as-it-should-be", "", cast, at)
    page = page_of(bench, request_)
    assert f'name="judge-o1-{odd}"' in page
    assert f'name="judge-o1-{fine}"' not in page
    given = {**OPINION, f"judge-o1-{odd}": "rejected", f"why-o1-{odd}": "The picture is distorted."}
    assert bench.post(f"/support/{request_.pk}/answer/", given).status_code == 302
    (judged,) = [each for each in Opinion.objects.get().judged if each["key"] == f"o1-{odd}"]
    assert (judged["source"], judged["verdict"], judged["grade"]) == ("officer", "rejected", "inconsistent")
    assert "The eyes are closer together." in judged_words(judged["words"])
    officer = page_of(log_in(cast.officer), request_)
    assert "The picture is distorted." in officer


def test_to_reject_what_an_officer_saw_needs_a_reason(
    cast: Cast, at: datetime, bench: Client, request_: Request, inspection: Inspection
) -> None:
    odd, _fine = first_questions(inspection)
    look(inspection, odd, "not-as-it-should-be", "", cast, at)
    answer = bench.post(f"/support/{request_.pk}/answer/", {**OPINION, f"judge-o1-{odd}": "rejected"})
    assert "Say why you reject it." in answer.content.decode()
    assert not Opinion.objects.exists()


def test_of_several_documents_each_is_named(
    cast: Cast, at: datetime, request_: Request, inspection: Inspection
) -> None:
    document = add_document(
        inspection=inspection.pk, id=uuid4(), paper=Paper(kind="visa"), by=cast.officer, at=at
    )
    (key, *_rest) = [each.key for step in procedure(inspection, document) for each in step.questions]
    given = {key: Given("not-as-it-should-be", "")}
    check(inspection=inspection.pk, document=document.pk, given=given, by=cast.officer, at=at)
    found = [each for each in queries.claims_of(request_, None)[0] if each.key == f"o2-{key}"]
    assert [each.part for each in found] == [2]
    assert judged_words(found[0].words).startswith("Document 2. ")


def test_an_agencys_own_question_is_judged_in_its_own_words() -> None:
    (claim,) = claims([], "", [], [Observed("own.1", 1, "Is the seal dry?", "It is wet")])
    assert (claim.key, claim.source) == ("o1-own.1", Source.OFFICER)
    assert judged_words(claim.words) == "Is the seal dry? Not as it should be. It is wet."
