"""The centre's pages and the page of a case: two page loads each, kept fresh, and no leak to a second examiner."""

import re
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from cast import Cast, log_in
from django.test import Client
from django.urls import reverse
from inspection_kit import SPECIMEN
from opinions import IMPOSTOR, PLAIN

from secondline.inspections.models import Inspection
from secondline.people.models import Person
from secondline.people.rules import Role
from secondline.support import actions
from secondline.support.models import Request

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}
ANSWER = {
    "conclusion": "is-not-moderate",
    "reasons": "Ink-jet line",
    "advice": "Look under UV",
    "fraud": "data-alteration",
    "none_in_favour": "on",
}


def text(response: Any) -> str:
    assert response.status_code == 200
    return str(response.content.decode())


def case(client: Client, inspection: Inspection) -> str:
    return text(client.get(reverse("case", args=[inspection.pk])))


def at_now(request: Request, minutes: int) -> None:
    """The pages' clock is the real one: bring the request to it."""
    from_now = datetime.now(tz=request.due_at.tzinfo) + timedelta(minutes=minutes)
    Request.objects.filter(pk=request.pk).update(due_at=from_now)


def test_the_whole_way_without_javascript(cast: Cast) -> None:
    officer, examiner = log_in(cast.officer), log_in(cast.examiner)
    key = str(uuid4())
    given = {"id": key, "post": str(cast.airport.pk), "mrz": "\n".join(SPECIMEN)}
    opened = officer.post(reverse("inspections:new"), given)
    address = opened.headers["Location"]
    assert "In doubt? Ask the centre" in text(officer.get(address))
    ask = reverse("support:ask", args=[key])
    assert officer.post(ask, {"urgency": "waiting", "question": "Forged?"}).headers["Location"] == address
    assert "Your question waits for an examiner" in text(officer.get(address))
    queue = text(examiner.get(reverse("support:queue")))
    (take,) = re.findall(r'action="(/support/[0-9a-f-]+/take/)"', queue)
    assert examiner.post(take).headers["Location"] == address
    assert "Examiner is looking at it" in text(officer.get(address))
    page = text(examiner.get(address))
    assert "Forged?" in page
    (answer,) = re.findall(r'action="(/support/[0-9a-f-]+/answer/)"', page)
    assert examiner.post(answer, ANSWER).headers["Location"] == reverse("support:queue")
    page = text(officer.get(address))
    for words in ("Moderate support that the document is not", "Ink-jet line", "Look under UV", "You decide"):
        assert words in page
    decide = reverse("inspections:decide", args=[key])
    officer.post(
        decide, {"outcome": "refused", "refusal_code": "B", "fraud": "data-alteration", "fate": "seized"}
    )
    assert "The case is concluded" in text(officer.get(address))
    assert Inspection.objects.get(pk=UUID(key)).conclusion == "is-not-moderate"


def test_with_htmx_asking_changes_only_its_part(
    cast: Cast, as_officer: Client, inspection: Inspection
) -> None:
    ask = reverse("support:ask", args=[inspection.pk])
    part = text(as_officer.post(ask, {"urgency": "held", "question": "?"}, headers=HTMX))
    assert "<html" not in part
    assert "every 3s" in part
    assert "Person held" in part


@pytest.mark.parametrize("headers", [{}, HTMX])
def test_an_unfinished_question_is_asked_again_with_what_was_typed(
    as_officer: Client, inspection: Inspection, headers: dict[str, str]
) -> None:
    ask = reverse("support:ask", args=[inspection.pk])
    page = text(as_officer.post(ask, {"urgency": "departing", "question": "Quick please"}, headers=headers))
    assert "Say when it leaves" in page
    assert "Quick please" in page
    page = text(
        as_officer.post(ask, {"urgency": "departing", "departs": "soon", "question": "Q"}, headers=headers)
    )
    assert "Say when it leaves" not in page
    assert not Request.objects.exists()
    assert "Ask the centre" in text(as_officer.get(ask))


def test_a_departure_is_the_next_time_the_posts_clock_shows_it(
    cast: Cast, as_officer: Client, inspection: Inspection
) -> None:
    cast.airport.zone = "Asia/Almaty"
    cast.airport.save()
    ask = reverse("support:ask", args=[inspection.pk])
    as_officer.post(ask, {"urgency": "departing", "departs": "14:25", "question": "?"})
    request = Request.objects.get()
    assert request.due_at.strftime("%H:%M") == "09:25"  # Almaty is five hours ahead
    assert timedelta(0) < request.due_at - request.asked_at <= timedelta(days=1)


def test_an_agency_without_a_centre_is_told_whom_to_ask(
    cast: Cast, as_officer: Client, inspection: Inspection
) -> None:
    cast.utopia.centre = None
    cast.utopia.save()
    ask = reverse("support:ask", args=[inspection.pk])
    assert "Tell your administrator" in text(as_officer.post(ask, {"urgency": "held", "question": "?"}))


def test_an_erased_case_cant_be_put_to_the_centre(
    as_officer: Client, inspection: Inspection, at: datetime
) -> None:
    Inspection.objects.filter(pk=inspection.pk).update(erased_at=at)
    ask = reverse("support:ask", args=[inspection.pk])
    assert "put to the centre any more" in text(as_officer.post(ask, {"urgency": "held", "question": "?"}))
    assert ask not in case(as_officer, inspection)


def test_the_officers_part_is_sent_again_only_when_something_changed(
    cast: Cast, as_officer: Client, inspection: Inspection, request_: Request, at: datetime
) -> None:
    at_now(request_, 10)
    page = case(as_officer, inspection)
    (address,) = re.findall(r'hx-get="(/support/for/[^"]+seen=[0-9a-f]+)"', page)
    assert as_officer.get(address, headers=HTMX).status_code == 204
    actions.take(request=request_.pk, by=cast.examiner, at=at)
    assert "Examiner is looking at it" in text(as_officer.get(address, headers=HTMX))
    actions.answer(request=request_.pk, given=PLAIN, by=cast.examiner, at=at)
    final = text(as_officer.get(address, headers=HTMX))
    assert "The centre answers" in final
    assert "hx-trigger" not in final


def test_the_panel_of_a_case_without_a_question_says_nothing_new(
    as_officer: Client, inspection: Inspection
) -> None:
    address = reverse("support:panel", args=[inspection.pk])
    part = text(as_officer.get(address))
    assert "In doubt?" in part


def test_the_queue_says_who_waits_how_long_and_is_sent_again_only_when_it_changed(
    cast: Cast, request_: Request, at: datetime
) -> None:
    at_now(request_, -5)
    examiner = log_in(cast.examiner)
    page = text(examiner.get(reverse("support:queue")))
    for words in (
        "5 minutes late",
        "Traveller waiting",
        "UTO-2026-0001",
        "Utopia Airport",
        "does not fit",
        "Take it",
    ):
        assert words in page
    (address,) = re.findall(r'hx-get="(/support/rows/[^"]+)"', page)
    assert examiner.get(address, headers=HTMX).status_code == 204
    actions.take(request=request_.pk, by=cast.second_examiner, at=at)
    changed = text(examiner.get(address, headers=HTMX))
    assert "Second" in changed
    assert f'id="case-{request_.pk}"' in changed  # htmx keeps the focus on what has the same id
    mine = text(log_in(cast.second_examiner).get(reverse("support:queue")))
    assert "Yours: answer it" in mine
    actions.withdraw(request=request_.pk, by=cast.officer, at=at)
    assert "Nobody is waiting" in text(examiner.get(reverse("support:rows")))


def masked(page: str) -> str:
    """Without what differs on every load: tokens against forgery, times, the polling mark."""
    page = re.sub(r'name="csrfmiddlewaretoken" value="[^"]+"|seen=[0-9a-f]+|X-CSRFToken[^}]+', "", page)
    return re.sub(r"waiting for [^<]+|\d+ \w+ (late|left)", "", page)


def test_a_second_examiner_sees_exactly_what_a_first_one_saw(
    cast: Cast, at: datetime, request_: Request, inspection: Inspection
) -> None:
    """Blind: neither the queue nor the case tells that somebody has looked, let alone what they thought."""
    second = log_in(cast.second_examiner)
    addresses = [reverse("support:queue"), reverse("support:rows"), reverse("case", args=[inspection.pk])]
    before = [masked(text(second.get(each))) for each in addresses]
    actions.take(request=request_.pk, by=cast.examiner, at=at)
    actions.answer(request=request_.pk, given=IMPOSTOR, by=cast.examiner, at=at)
    assert [masked(text(second.get(each))) for each in addresses] == before
    assert second.get(reverse("support:panel", args=[inspection.pk])).status_code == 404
    second.post(reverse("support:take", args=[request_.pk]))
    page = case(second, inspection)
    assert 'name="conclusion"' in page
    for leak in (
        "Ears differ",
        "Fingerprints compared</dd>",
        "second examiner looks",
        cast.examiner.name + ",",
    ):
        assert leak not in page


def test_the_officer_is_told_of_a_second_look_and_of_no_opinion(
    cast: Cast, at: datetime, as_officer: Client, request_: Request, inspection: Inspection
) -> None:
    actions.take(request=request_.pk, by=cast.examiner, at=at)
    actions.answer(request=request_.pk, given=IMPOSTOR, by=cast.examiner, at=at)
    wanted = case(as_officer, inspection)
    actions.take(request=request_.pk, by=cast.second_examiner, at=at)
    for page in (wanted, case(as_officer, inspection)):
        assert "A second examiner looks at it" in page
        for leak in ("Ears differ", "mpostor", "Strong support that the document is not"):
            assert leak not in re.sub(r"<option.*?</option>", "", page)
    actions.answer(
        request=request_.pk, given=replace(IMPOSTOR, conclusion="is-not-weak"), by=cast.second_examiner, at=at
    )
    page = case(as_officer, inspection)
    assert page.count("Ears differ") == 2
    assert "Two examiners looked, each without knowing" in page
    assert "Face compared with the printed portrait" in page


def test_the_first_examiner_sees_the_own_opinion_while_another_looks(
    cast: Cast, at: datetime, request_: Request, inspection: Inspection
) -> None:
    actions.take(request=request_.pk, by=cast.examiner, at=at)
    actions.answer(request=request_.pk, given=IMPOSTOR, by=cast.examiner, at=at)
    first = log_in(cast.examiner)
    page = case(first, inspection)
    assert "Another examiner looks as well" in page
    assert "Ears differ" in page
    assert "you answered; another looks" in text(first.get(reverse("support:queue")))
    response = first.post(reverse("support:take", args=[request_.pk]), follow=True)
    assert "somebody was quicker" in text(response)


def test_an_unfinished_answer_keeps_everything_typed(cast: Cast, at: datetime, request_: Request) -> None:
    examiner = log_in(cast.examiner)
    actions.take(request=request_.pk, by=cast.examiner, at=at)
    address = reverse("support:answer", args=[request_.pk])
    given = {
        **ANSWER,
        "fraud": "impostor",
        "evidence": ["face-portrait", "face-chip"],
        "limits": "No chip",
        "advice": "",
    }
    page = text(examiner.post(address, given))
    for words in (
        "Say what the officer should do next",
        "two independent kinds",
        "say where you looked for what speaks for the bearer",
    ):
        assert words in page
    for kept in ("Ink-jet line", "No chip", 'value="is-not-moderate"'):
        assert kept in page
    assert re.search(r'value="face-chip"[^>]*checked', page)
    nothing = text(examiner.post(address, {}))
    assert "Choose where on the scale" in nothing
    assert "Give your reasons" in nothing


def test_a_grave_answer_tells_its_examiner_that_another_looks(
    cast: Cast, at: datetime, request_: Request
) -> None:
    examiner = log_in(cast.examiner)
    actions.take(request=request_.pk, by=cast.examiner, at=at)
    given = {**ANSWER, "conclusion": "is-not-demonstrated", "in_favour": "Nothing found"}
    response = examiner.post(reverse("support:answer", args=[request_.pk]), given, follow=True)
    assert "Another examiner looks before the officer is answered" in text(response)


def test_put_back_and_withdraw_lead_on_in_words(
    cast: Cast, at: datetime, request_: Request, inspection: Inspection
) -> None:
    examiner, officer = log_in(cast.examiner), log_in(cast.officer)
    actions.take(request=request_.pk, by=cast.examiner, at=at)
    assert "another examiner can take it" in text(
        examiner.post(reverse("support:put-back", args=[request_.pk]), follow=True)
    )
    withdraw = reverse("support:withdraw", args=[request_.pk])
    page = text(officer.post(withdraw, follow=True))
    assert "You withdrew your question" in page
    assert "Ask again" in page
    assert "somebody was quicker" in text(officer.post(withdraw, follow=True))
    assert "withdrew" in case(examiner, inspection)


def test_other_examiners_see_in_whose_hand_it_is_and_after_it_the_answer(
    cast: Cast, at: datetime, request_: Request, inspection: Inspection
) -> None:
    other = log_in(cast.second_examiner)
    assert "Nobody has it in hand" in case(other, inspection)
    actions.take(request=request_.pk, by=cast.examiner, at=at)
    assert "Examiner has it in hand" in case(other, inspection)
    actions.answer(request=request_.pk, given=PLAIN, by=cast.examiner, at=at)
    assert "It is answered." in case(other, inspection)


def test_a_concluded_case_can_still_be_asked_about(as_officer: Client, inspection: Inspection) -> None:
    as_officer.post(
        reverse("inspections:decide", args=[inspection.pk]),
        {"outcome": "admitted", "fraud": "no-fraud-found"},
    )
    page = case(as_officer, inspection)
    assert "In doubt?" not in page
    assert reverse("support:ask", args=[inspection.pk]) in page


def test_officers_of_the_centre_itself_are_officers_on_their_cases(cast: Cast, at: datetime) -> None:
    """A centre may have a border of its own: who an officer is decides the page, not which agency it is."""
    cast.utopia.is_centre, cast.utopia.centre = True, cast.utopia
    cast.utopia.save()
    inhouse = Person.objects.create(username="in", name="Inhouse", agency=cast.utopia, role=Role.EXAMINER)
    inspection = Inspection.objects.create(
        agency=cast.utopia,
        post=cast.airport,
        officer=cast.officer,
        year=2026,
        number=1,
        opened_at=at,
        changed_at=at,
    )
    cast.officer.refresh_from_db()
    actions.ask(inspection=inspection.pk, question="?", urgency="held", by=cast.officer, at=at)
    assert "Take it" in case(log_in(inhouse), inspection)
    assert "Your question waits" in case(log_in(cast.officer), inspection)


def test_a_case_that_was_decided_meanwhile_says_so_in_the_queue(
    cast: Cast, as_officer: Client, request_: Request
) -> None:
    examiner = log_in(cast.examiner)
    page = text(examiner.get(reverse("support:queue")))
    assert "decided meanwhile" not in page
    (address,) = re.findall(r'hx-get="(/support/rows/[^"]+)"', page)
    decide = reverse("inspections:decide", args=[request_.inspection_id])
    as_officer.post(decide, {"outcome": "admitted", "fraud": "no-fraud-found"})
    assert "decided meanwhile" in text(examiner.get(address, headers=HTMX))


def test_the_question_says_what_the_centre_aims_at_until_it_can_say_what_is_usual(
    cast: Cast, as_officer: Client, inspection: Inspection, at: datetime
) -> None:
    assert "Traveller waiting: within 15 minutes" in case(as_officer, inspection)
    for hours in range(5):
        begun = at + timedelta(hours=hours)
        asked = actions.ask(
            inspection=inspection.pk, question="?", urgency="waiting", by=cast.officer, at=begun
        )
        actions.take(request=asked.pk, by=cast.examiner, at=begun)
        actions.answer(request=asked.pk, given=PLAIN, by=cast.examiner, at=begun + timedelta(minutes=4))
    page = case(as_officer, inspection)
    assert "Traveller waiting: usually 4 minutes" in page
    assert "No hurry: within 30 days" in page
