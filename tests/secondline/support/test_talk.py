"""A question back, a reply with pictures, a note; who is waited for; what lies still goes back; what is late is passed on."""

from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from cast import Cast, log_in
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import Http404
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from opinions import PLAIN
from pytest_django.fixtures import Settings

from secondline.inspections.models import Inspection
from secondline.people.models import Person
from secondline.record.models import Entry
from secondline.record.rules import NotNowError
from secondline.site import rounds
from secondline.support import actions, queries
from secondline.support.models import Message, Opinion, Request, Service
from secondline.support.rules import State
from secondline.support.tasks import watch

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}
MINUTE = timedelta(minutes=1)
ANSWER = {
    "conclusion": "is-not-moderate",
    "reasons": "Ink-jet line",
    "advice": "Look under UV",
    "none_in_favour": "on",
}


@pytest.fixture
def held(cast: Cast, request_: Request, at: datetime) -> Request:
    return actions.take(request=request_.pk, by=cast.examiner, at=at)


def text(response: Any) -> str:
    assert response.status_code == 200
    return str(response.content.decode())


def state(request: Request) -> str:
    return Request.objects.get(pk=request.pk).state


def test_a_question_back_waits_for_the_officer_and_the_clock_goes_on(
    cast: Cast, held: Request, at: datetime
) -> None:
    asked = actions.question(
        request=held.pk, presets=["retake-ultraviolet"], text="Corner too", by=cast.examiner, at=at + MINUTE
    )
    assert (asked.state, asked.due_at, asked.examiner) == ("question back", held.due_at, cast.examiner)
    with pytest.raises(NotNowError):
        actions.question(request=held.pk, text="And?", by=cast.examiner, at=at)
    with pytest.raises(NotNowError):
        actions.answer(request=held.pk, given=PLAIN, by=cast.examiner, at=at)
    done = actions.reply(request=held.pk, text="Here", by=cast.colleague, at=at + 4 * MINUTE)
    assert (done.state, done.examiner, done.waited) == ("taken", cast.examiner, 3 * MINUTE)
    assert [each.kind for each in queries.messages(done)] == ["question", "reply"]
    facts = Entry.objects.filter(verb__in=["request.question", "request.reply"]).values_list(
        "facts", flat=True
    )
    assert not any(words in fact for fact in facts for words in ("Corner", "Here"))


def test_nothing_said_is_no_message(cast: Cast, held: Request, at: datetime) -> None:
    with pytest.raises(actions.NothingSaidError):
        actions.question(request=held.pk, text=" ", by=cast.examiner, at=at)
    with pytest.raises(actions.NothingSaidError):
        actions.note(request=held.pk, text=" ", by=cast.officer, at=at)
    actions.question(request=held.pk, text="Which light?", by=cast.examiner, at=at)
    with pytest.raises(actions.NothingSaidError):
        actions.reply(request=held.pk, text="", by=cast.officer, at=at)
    assert state(held) == "question back"
    assert actions.resume(request=held.pk, by=cast.examiner, at=at).state == "taken"
    with pytest.raises(NotNowError):
        actions.reply(request=held.pk, text="late", by=cast.officer, at=at)


def test_question_and_reply_pass_between_the_pages_without_reloading(
    cast: Cast, held: Request, inspection: Inspection
) -> None:
    officer, examiner = log_in(cast.officer), log_in(cast.examiner)
    place = reverse("case", args=[inspection.pk])
    ask = reverse("support:question", args=[held.pk])
    assert "Choose what the officer should do" in text(examiner.post(ask, {"text": ""}))
    examiner.post(ask, {"presets": ["retake-ultraviolet", "magnify-photo"]})
    panel = text(officer.get(reverse("support:panel", args=[inspection.pk]), headers=HTMX))
    assert "asks you something and waits for you" in panel
    assert "Please retake under UV" in panel
    reply = reverse("support:reply", args=[held.pk])
    assert reply in panel
    assert "Please magnify the edge" in text(officer.get(reply))
    assert "Reply in words or with a picture" in text(officer.post(reply, {"id": uuid4(), "text": ""}))
    queue = text(examiner.get(reverse("support:queue")))
    assert "waits for the officer" in queue
    seen = text(examiner.get(reverse("support:talk", args=[inspection.pk])))
    mark = seen.partition("seen=")[2].partition('"')[0]
    talk = f"{reverse('support:talk', args=[inspection.pk])}?seen={mark}"
    assert examiner.get(talk).status_code == 204
    file = SimpleUploadedFile("uv.png", PNG, "image/png")
    sent = officer.post(reply, {"id": uuid4(), "text": "Under UV", "pictures-ultraviolet": file})
    assert sent.headers["Location"] == place
    fresh = text(examiner.get(talk))
    assert "Under UV" in fresh
    assert "With 1 picture." in fresh
    assert "You have it in hand since" in fresh
    exhibit = inspection.exhibits.get()
    assert (exhibit.light, exhibit.item.centre_id) == ("ultraviolet-a", cast.centre.pk)


PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010800000000"
    "3a7e9b550000000a49444154789c63f80f0001010100"
    "1bb6ee560000000049454e44ae426082"
)


def test_a_concluded_case_takes_a_reply_in_words_only(
    cast: Cast, held: Request, inspection: Inspection, as_officer: Client, at: datetime
) -> None:
    actions.question(request=held.pk, text="UV?", by=cast.examiner, at=at)
    Inspection.objects.filter(pk=inspection.pk).update(state="concluded")
    reply = reverse("support:reply", args=[held.pk])
    file = SimpleUploadedFile("uv.png", PNG, "image/png")
    page = text(as_officer.post(reply, {"id": uuid4(), "pictures-data": file}))
    assert "takes no more pictures" in page
    assert as_officer.post(reply, {"id": uuid4(), "text": "No lamp here"}).status_code == 302


def test_a_note_of_the_officer_reaches_the_examiner(
    cast: Cast, held: Request, inspection: Inspection, as_officer: Client, at: datetime
) -> None:
    address = reverse("support:note", args=[held.pk])
    assert address in text(as_officer.get(reverse("case", args=[inspection.pk])))
    assert "What is new" in text(as_officer.get(address))
    as_officer.post(address, {"text": "A second passport was found"})
    assert "A second passport" in text(log_in(cast.examiner).get(reverse("case", args=[inspection.pk])))
    actions.answer(request=held.pk, given=PLAIN, by=cast.examiner, at=at)
    page = as_officer.post(address, {"text": "Too late"}, follow=True)
    assert "answered or withdrawn already" in text(page)
    assert Message.objects.count() == 1


def test_a_second_examiner_may_ask_back_too_and_no_examiner_learns_that_it_is_a_second(
    cast: Cast, request_: Request, inspection: Inspection, at: datetime
) -> None:
    actions.take(request=request_.pk, by=cast.examiner, at=at)
    given = {**ANSWER, "wants_second": "on"}
    log_in(cast.examiner).post(reverse("support:answer", args=[request_.pk]), given)
    actions.take(request=request_.pk, by=cast.second_examiner, at=at)
    log_in(cast.second_examiner).post(reverse("support:question", args=[request_.pk]), {"text": "UV?"})
    assert state(request_) == State.SECOND_QUESTION_BACK
    page = text(log_in(cast.second_examiner).get(reverse("case", args=[inspection.pk])))
    assert "Ink-jet" not in page
    log_in(cast.second_examiner).post(reverse("support:resume", args=[request_.pk]))
    assert state(request_) == State.SECOND_TAKEN


def test_what_lies_still_goes_back_to_the_queue_with_a_line(cast: Cast, held: Request, at: datetime) -> None:
    assert not actions.due_for_round(at + 10 * MINUTE)
    assert actions.touch(request=held.pk, by=cast.examiner, at=at + 5 * MINUTE)
    assert actions.touch(request=held.pk, by=cast.examiner, at=at + 5 * MINUTE)
    assert not actions.touch(request=held.pk, by=cast.second_examiner, at=at + 5 * MINUTE)
    assert actions.go_round(at=at + 14 * MINUTE) == (0, 0)
    assert actions.due_for_round(at + 15.5 * MINUTE)
    assert actions.go_round(at=at + 15.5 * MINUTE) == (1, 1)
    assert actions.go_round(at=at + 15.5 * MINUTE) == (0, 0)
    held.refresh_from_db()
    assert (held.state, held.examiner, held.passed_at) == ("asked", None, at + 15.5 * MINUTE)
    entry = Entry.objects.get(verb="request.free-still")
    assert (entry.by, entry.agency) == (None, cast.utopia.pk)
    assert str(cast.examiner.pk) in entry.facts


def test_while_the_officer_is_asked_nothing_lies_still(cast: Cast, held: Request, at: datetime) -> None:
    actions.question(request=held.pk, text="?", by=cast.examiner, at=at)
    assert queries.still(at=at + timedelta(days=9)) == []


def test_each_centre_has_its_own_patience(cast: Cast, held: Request, at: datetime) -> None:
    minutes = {each: {"target": 60, "still": 45} for each in ("waiting", "held", "administrative")}
    minutes["departing"] = {"still": 45}
    Service.objects.create(centre=cast.centre, minutes=minutes)
    assert queries.still(at=at + 44 * MINUTE) == []
    assert queries.still(at=at + 46 * MINUTE) == [held]


def test_an_overdue_request_is_passed_to_the_duty_lead_once(
    cast: Cast, request_: Request, at: datetime
) -> None:
    cast.second_examiner.is_duty_lead = True
    cast.second_examiner.save()
    actions.go_round(at=at + 16 * MINUTE)
    actions.go_round(at=at + 17 * MINUTE)
    entry = Entry.objects.get(verb="request.pass-on")
    assert str(cast.second_examiner.pk) in entry.facts
    assert entry.agency == cast.centre.pk
    assert "passed to you as the duty lead" in text(
        log_in(cast.second_examiner).get(reverse("support:queue"))
    )
    page = text(log_in(cast.examiner).get(reverse("support:queue")))
    assert "passed to you" not in page
    assert "passed to the duty lead" in page


def test_the_duty_lead_frees_what_another_holds_and_nobody_else_does(
    cast: Cast, held: Request, inspection: Inspection, at: datetime
) -> None:
    with pytest.raises(Http404):
        actions.free(request=held.pk, by=cast.second_examiner, at=at)
    cast.second_examiner.is_duty_lead = True
    cast.second_examiner.save()
    client = log_in(cast.second_examiner)
    address = reverse("support:free", args=[held.pk])
    assert address in text(client.get(reverse("case", args=[inspection.pk])))
    assert address in text(client.get(reverse("support:queue")))
    client.post(address)
    assert state(held) == "asked"


def test_the_worker_goes_its_round(cast: Cast, request_: Request) -> None:
    """The case of the test lies in the past: its clock has run out."""
    assert {"support.watch", "support.trace"} <= set(rounds.go_round(timezone.now()))
    assert Request.objects.get().passed_at
    watch.enqueue()


def test_typing_is_a_sign_of_work_and_what_was_freed_meanwhile_is_taken_up_again(
    cast: Cast, held: Request, at: datetime
) -> None:
    client = log_in(cast.examiner)
    touch = reverse("support:touch", args=[held.pk])
    assert client.post(touch).status_code == 204
    Request.objects.filter(pk=held.pk).update(touched_at=at)
    actions.go_round(at=at + 11 * MINUTE)
    assert client.post(touch).status_code == 204
    assert state(held) == "asked"
    client.post(reverse("support:answer", args=[held.pk]), ANSWER)
    assert state(held) == "answered"


def test_what_was_written_is_shown_when_a_colleague_has_it_meanwhile(
    cast: Cast, held: Request, at: datetime
) -> None:
    actions.go_round(at=at + 11 * MINUTE)
    actions.take(request=held.pk, by=cast.second_examiner, at=at)
    page = text(log_in(cast.examiner).post(reverse("support:answer", args=[held.pk]), ANSWER))
    assert "Ink-jet line" in page
    assert "it was not sent" in page
    assert not Opinion.objects.exists()


def test_a_trainee_s_first_opinions_are_countersigned(cast: Cast, request_: Request, at: datetime) -> None:
    cast.examiner.trainee_opinions = 1
    cast.examiner.save()
    actions.take(request=request_.pk, by=cast.examiner, at=at)
    one = actions.answer(request=request_.pk, given=PLAIN, by=cast.examiner, at=at)
    assert one.state == State.SECOND_WANTED
    actions.take(request=request_.pk, by=cast.second_examiner, at=at)
    two = actions.answer(request=request_.pk, given=PLAIN, by=cast.second_examiner, at=at)
    assert (two.state, two.first_at, two.conclusion) == ("countersigned", at, "is-not-moderate")
    assert not queries.is_trainee(cast.examiner)


def test_asking_again_reopens_the_answer_and_the_earlier_one_stays_hidden_from_examiners(
    cast: Cast, held: Request, inspection: Inspection, at: datetime
) -> None:
    actions.answer(request=held.pk, given=PLAIN, by=cast.examiner, at=at)
    again = actions.ask(
        inspection=inspection.pk, question="New stamp found", urgency="held", by=cast.officer, at=at + MINUTE
    )
    held.refresh_from_db()
    assert (held.state, again.reopens) == ("reopened", held)
    page = text(log_in(cast.second_examiner).get(reverse("case", args=[inspection.pk])))
    assert "answered before and is asked again" in page
    assert "Ink-jet" not in page
    assert "Ink-jet" in text(log_in(cast.officer).get(reverse("case", args=[inspection.pk])))
    actions.take(request=again.pk, by=cast.examiner, at=at + MINUTE)
    actions.answer(request=again.pk, given=PLAIN, by=cast.examiner, at=at + 2 * MINUTE)
    assert text(log_in(cast.second_examiner).get(reverse("case", args=[inspection.pk]))).count("Ink-jet") == 2


def wanting(person: Person) -> None:
    Person.objects.filter(pk=person.pk).update(wants_mail=True, email="olga@example.org")


def test_a_mail_says_only_that_there_is_an_answer(
    cast: Cast, request_: Request, at: datetime, settings: Settings
) -> None:
    settings.MAIL = "smtp://"
    wanting(cast.officer)
    actions.take(request=request_.pk, by=cast.examiner, at=at)
    actions.answer(request=request_.pk, given=PLAIN, by=cast.examiner, at=at)
    (sent,) = mail.outbox
    assert sent.to == ["olga@example.org"]
    assert not any(
        word in f"{sent.body} {sent.subject}" for word in ("UTO", "Ink-jet", "moderate", "Airport")
    )


def test_no_mail_is_sent_where_it_is_off_or_not_wanted(
    cast: Cast, request_: Request, at: datetime, settings: Settings
) -> None:
    settings.MAIL = ""
    wanting(cast.officer)
    actions.take(request=request_.pk, by=cast.examiner, at=at)
    actions.answer(request=request_.pk, given=PLAIN, by=cast.examiner, at=at)
    assert mail.outbox == []
