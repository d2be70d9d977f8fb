"""Ask, take, put back, answer, withdraw; and nobody is told what a first examiner thought before a second has looked."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from uuid import uuid4

import pytest
from cast import Cast
from django.db import IntegrityError, transaction
from django.http import Http404
from opinions import IMPOSTOR, PLAIN

from secondline.inspections.actions import Verdict, decide
from secondline.inspections.models import Inspection
from secondline.people.models import Person
from secondline.record.models import Entry
from secondline.record.rules import NotNowError
from secondline.support import actions, queries
from secondline.support.answering import Answer
from secondline.support.models import Opinion, Request
from secondline.support.rules import State
from traveldoc.vocabulary import VERSION

pytestmark = pytest.mark.django_db


def taken_by(person: Person, request: Request, at: datetime) -> None:
    actions.take(request=request.pk, by=person, at=at)


def answered_by(person: Person, request: Request, given: Answer, at: datetime) -> Request:
    taken_by(person, request, at)
    return actions.answer(request=request.pk, given=given, by=person, at=at + timedelta(minutes=5))


def test_an_officer_asks_and_the_case_is_put_to_the_centre(
    cast: Cast, at: datetime, request_: Request, inspection: Inspection
) -> None:
    inspection.refresh_from_db()
    assert inspection.centre == cast.centre
    assert (request_.state, request_.due_at) == ("asked", at + timedelta(minutes=15))
    assert queries.queue(cast.examiner) == [request_]


def test_asking_twice_is_one_request(
    cast: Cast, at: datetime, request_: Request, inspection: Inspection
) -> None:
    again = actions.ask(inspection=inspection.pk, question="?", urgency="held", by=cast.colleague, at=at)
    assert again == request_
    with pytest.raises(IntegrityError), transaction.atomic():
        Request.objects.create(
            inspection=inspection,
            agency=cast.utopia,
            centre=cast.centre,
            question="?",
            urgency="held",
            due_at=at,
            asked_by=cast.officer,
            asked_at=at,
        )


def test_an_agency_without_a_centre_is_told_so(cast: Cast, at: datetime, inspection: Inspection) -> None:
    for centre in (None, cast.arcadia):
        cast.utopia.centre = centre
        cast.utopia.save()
        cast.officer.refresh_from_db()
        cast.officer.agency.refresh_from_db()
        with pytest.raises(actions.NobodyToAskError):
            actions.ask(inspection=inspection.pk, question="?", urgency="held", by=cast.officer, at=at)


def test_an_examiner_takes_it_and_a_second_one_comes_too_late(
    cast: Cast, at: datetime, request_: Request
) -> None:
    taken_by(cast.examiner, request_, at)
    with pytest.raises(NotNowError):
        taken_by(cast.second_examiner, request_, at)
    with pytest.raises(NotNowError):
        taken_by(cast.examiner, request_, at)
    request_.refresh_from_db()
    assert (request_.state, request_.examiner) == ("taken", cast.examiner)


def test_who_was_quicker_in_the_same_moment_has_it(
    cast: Cast, at: datetime, request_: Request, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The lock is not all: the state is changed only from the one that was seen."""
    stale = Request.objects.get(pk=request_.pk)
    taken_by(cast.examiner, request_, at)
    monkeypatch.setattr("secondline.support.actions.hand.step", lambda *_, **__: stale)
    with pytest.raises(NotNowError):
        taken_by(cast.second_examiner, request_, at)
    request_.refresh_from_db()
    assert request_.examiner == cast.examiner


def test_only_who_has_it_in_hand_puts_it_back_or_answers(cast: Cast, at: datetime, request_: Request) -> None:
    with pytest.raises(NotNowError):
        actions.put_back(request=request_.pk, by=cast.examiner, at=at)
    taken_by(cast.examiner, request_, at)
    with pytest.raises(NotNowError):
        actions.put_back(request=request_.pk, by=cast.second_examiner, at=at)
    with pytest.raises(NotNowError):
        actions.answer(request=request_.pk, given=PLAIN, by=cast.second_examiner, at=at)
    back = actions.put_back(request=request_.pk, by=cast.examiner, at=at)
    assert (back.state, back.examiner, back.due_at) == ("asked", None, request_.due_at)
    taken_by(cast.second_examiner, request_, at)


def test_a_plain_answer_is_final_and_the_case_hears_it(
    cast: Cast, at: datetime, request_: Request, inspection: Inspection
) -> None:
    done = answered_by(cast.examiner, request_, PLAIN, at)
    assert (done.state, done.conclusion, done.took) == ("answered", "is-not-moderate", timedelta(minutes=5))
    inspection.refresh_from_db()
    assert (inspection.conclusion, inspection.conclusion_scale) == (
        "is-not-moderate",
        f"conclusion {VERSION}",
    )
    (opinion,) = queries.opinions_seen_by(cast.officer, done)
    assert (opinion.fraud_class, opinion.fraud_subtype) == ("forged", "data-alteration")
    assert (opinion.scale, opinion.scale_version) == ("conclusion", VERSION)
    with pytest.raises(NotNowError):
        answered_by(cast.second_examiner, request_, PLAIN, at)


def test_cannot_determine_is_a_full_answer(cast: Cast, at: datetime, request_: Request) -> None:
    given = Answer(
        conclusion="cannot-determine",
        cannot_reason="no-specimen",
        reasons="None here",
        advice="Ask Utopia",
        none_in_favour=True,
    )
    assert answered_by(cast.examiner, request_, given, at).state == State.ANSWERED


def test_an_opinion_that_lacks_its_reasons_is_not_kept(cast: Cast, at: datetime, request_: Request) -> None:
    with pytest.raises(actions.UnfitOpinionError) as told:
        answered_by(cast.examiner, request_, replace(PLAIN, reasons=" "), at)
    assert set(told.value.faults) == {"reasons"}
    assert not Opinion.objects.exists()


def test_impostor_needs_two_kinds_of_evidence(cast: Cast, at: datetime, request_: Request) -> None:
    with pytest.raises(actions.UnfitOpinionError):
        answered_by(cast.examiner, request_, replace(IMPOSTOR, evidence=("face-portrait", "face-chip")), at)


GRAVE = {
    "impostor": IMPOSTOR,
    "demonstrated": replace(PLAIN, conclusion="is-not-demonstrated", in_favour="Nothing found"),
    "a second pair of eyes wanted": replace(PLAIN, wants_second=True),
}


@pytest.mark.parametrize("given", GRAVE.values(), ids=GRAVE)
def test_until_a_second_examiner_has_looked_nobody_learns_the_first_opinion(
    cast: Cast, at: datetime, request_: Request, inspection: Inspection, third_examiner: Person, given: Answer
) -> None:
    waiting = answered_by(cast.examiner, request_, given, at)
    assert (waiting.state, waiting.examiner, waiting.conclusion) == (State.SECOND_WANTED, None, "")
    inspection.refresh_from_db()
    assert inspection.conclusion == ""
    for person in (cast.officer, cast.colleague, cast.second_examiner, third_examiner, cast.outsider):
        assert queries.opinions_seen_by(person, waiting) == []
    assert [each.examiner for each in queries.opinions_seen_by(cast.examiner, waiting)] == [cast.examiner]
    with pytest.raises(NotNowError):
        taken_by(cast.examiner, request_, at)
    facts = " ".join(Entry.objects.filter(thing=request_.pk).values_list("facts", flat=True))
    for leak in (given.conclusion, "impostor", "forged", "second"):
        assert leak not in facts


def test_two_who_agree_answer_with_the_more_cautious_words(
    cast: Cast, at: datetime, request_: Request, inspection: Inspection
) -> None:
    answered_by(cast.examiner, request_, IMPOSTOR, at)
    done = answered_by(cast.second_examiner, request_, replace(IMPOSTOR, conclusion="is-not-weak"), at)
    assert (done.state, done.conclusion) == (State.COUNTERSIGNED, "is-not-weak")
    assert len(queries.opinions_seen_by(cast.officer, done)) == 2
    inspection.refresh_from_db()
    assert inspection.conclusion == "is-not-weak"


def test_if_two_differ_a_third_decides_who_has_seen_neither(
    cast: Cast, at: datetime, request_: Request, third_examiner: Person
) -> None:
    answered_by(cast.examiner, request_, IMPOSTOR, at)
    differs = replace(PLAIN, conclusion="is-moderate", fraud="")
    waiting = answered_by(cast.second_examiner, request_, differs, at)
    assert waiting.state == State.SECOND_WANTED
    assert queries.opinions_seen_by(third_examiner, waiting) == []
    assert queries.opinions_seen_by(cast.officer, waiting) == []
    for earlier in (cast.examiner, cast.second_examiner):
        with pytest.raises(NotNowError):
            taken_by(earlier, request_, at)
    done = answered_by(third_examiner, request_, replace(differs, conclusion="is-strong"), at)
    assert (done.state, done.conclusion) == (State.COUNTERSIGNED, "is-moderate")
    assert len(queries.opinions_seen_by(cast.officer, done)) == 3


def test_a_second_examiner_who_puts_back_leaves_it_to_a_further_one(
    cast: Cast, at: datetime, request_: Request, third_examiner: Person
) -> None:
    answered_by(cast.examiner, request_, IMPOSTOR, at)
    taken_by(cast.second_examiner, request_, at)
    actions.put_back(request=request_.pk, by=cast.second_examiner, at=at)
    with pytest.raises(NotNowError):
        taken_by(cast.examiner, request_, at)
    assert answered_by(third_examiner, request_, IMPOSTOR, at).state == State.COUNTERSIGNED


def test_withdrawn_stays_closed_and_one_can_ask_again(
    cast: Cast, at: datetime, request_: Request, inspection: Inspection
) -> None:
    answered_by(cast.examiner, request_, IMPOSTOR, at)
    gone = actions.withdraw(request=request_.pk, by=cast.colleague, at=at)
    assert gone.state == State.WITHDRAWN
    assert queries.opinions_seen_by(cast.officer, gone) == []
    assert queries.queue(cast.examiner) == []
    with pytest.raises(NotNowError):
        taken_by(cast.second_examiner, request_, at)
    again = actions.ask(inspection=inspection.pk, question="Now?", urgency="held", by=cast.officer, at=at)
    assert again.pk != request_.pk


def test_after_an_answer_one_can_ask_again(
    cast: Cast, at: datetime, request_: Request, inspection: Inspection
) -> None:
    answered_by(cast.examiner, request_, PLAIN, at)
    later = at + timedelta(hours=1)
    actions.ask(
        inspection=inspection.pk, question="And the visa?", urgency="waiting", by=cast.officer, at=later
    )
    assert [each.question for each in queries.of_inspection(cast.officer, inspection)] == [
        "And the visa?",
        "Is it forged?",
    ]


def test_a_late_answer_reaches_a_case_that_was_concluded_meanwhile(
    cast: Cast, at: datetime, request_: Request, inspection: Inspection
) -> None:
    decide(
        inspection=inspection.pk,
        verdict=Verdict(outcome="admitted", fraud_class="no-fraud-found"),
        by=cast.officer,
        at=at,
    )
    answered_by(cast.examiner, request_, PLAIN, at)
    inspection.refresh_from_db()
    assert (inspection.state, inspection.conclusion, inspection.revision) == (
        "concluded",
        "is-not-moderate",
        2,
    )


@pytest.mark.parametrize(
    "who", ["officer", "colleague", "outsider", "analyst", "administrator", "auditor", "outside_analyst"]
)
def test_only_examiners_of_the_centre_take_put_back_and_answer(
    cast: Cast, at: datetime, request_: Request, who: str
) -> None:
    person = getattr(cast, who)
    deeds: list[Callable[[], object]] = [
        lambda: actions.take(request=request_.pk, by=person, at=at),
        lambda: actions.put_back(request=request_.pk, by=person, at=at),
        lambda: actions.answer(request=request_.pk, given=PLAIN, by=person, at=at),
    ]
    for deed in deeds:
        with pytest.raises(Http404):
            deed()


@pytest.mark.parametrize("who", ["outsider", "examiner", "analyst", "administrator", "auditor"])
def test_only_officers_of_the_agency_ask_and_withdraw(
    cast: Cast, at: datetime, request_: Request, inspection: Inspection, who: str
) -> None:
    person = getattr(cast, who)
    with pytest.raises(Http404):
        actions.ask(inspection=inspection.pk, question="?", urgency="held", by=person, at=at)
    with pytest.raises(Http404):
        actions.withdraw(request=request_.pk, by=person, at=at)
    if who != "examiner":
        with pytest.raises(Http404):
            queries.find(person, request_.pk)


def test_the_queue_is_sorted_by_the_time_that_is_left(
    cast: Cast, at: datetime, inspection: Inspection
) -> None:
    def asked(urgency: str, minutes_ago: int, departs: datetime | None = None) -> Request:
        case = Inspection.objects.get(pk=inspection.pk)
        case.pk, case.number = uuid4(), Inspection.objects.count() + 1
        case.save(force_insert=True)
        begun = at - timedelta(minutes=minutes_ago)
        return actions.ask(
            inspection=case.pk, question="?", urgency=urgency, departs=departs, by=cast.officer, at=begun
        )

    held = asked("held", 0)
    late = asked("waiting", 20)
    plane = asked("departing", 5, at + timedelta(minutes=10))
    here = asked("waiting", 0)
    assert queries.queue(cast.examiner) == [late, plane, here, held]


def test_how_long_it_usually_takes_is_measured_on_past_answers_of_that_urgency(
    cast: Cast, at: datetime, request_: Request, inspection: Inspection
) -> None:
    assert queries.usual_waits(cast.centre.pk, ["waiting"])["waiting"] == (timedelta(minutes=15), False)
    answered_by(cast.examiner, request_, PLAIN, at)
    for hours in range(1, 5):
        begun = at + timedelta(hours=hours)
        again = actions.ask(
            inspection=inspection.pk, question="?", urgency="waiting", by=cast.officer, at=begun
        )
        assert queries.usual_waits(cast.centre.pk, ["waiting"])["waiting"][1] is False
        answered_by(cast.examiner, again, PLAIN, begun)
    assert queries.usual_waits(cast.centre.pk, ["waiting"])["waiting"] == (timedelta(minutes=5), True)


def test_after_retention_the_words_go_and_conclusions_stay(
    cast: Cast, at: datetime, request_: Request
) -> None:
    assert actions.erase_expired(at=at + timedelta(days=800)) == 0  # still open
    answered_by(cast.examiner, request_, PLAIN, at)
    assert actions.erase_expired(at=at + timedelta(days=365)) == 0
    assert actions.erase_expired(at=at + timedelta(days=366)) == 1
    assert actions.erase_expired(at=at + timedelta(days=367)) == 0
    request_.refresh_from_db()
    opinion = request_.opinions.get()
    assert (request_.question, opinion.reasons, opinion.advice) == ("", "", "")
    assert (request_.conclusion, opinion.conclusion) == ("is-not-moderate", "is-not-moderate")


def test_what_is_kept_about_a_person_can_be_shown_to_them_once_it_is_answered(
    cast: Cast, at: datetime, request_: Request, inspection: Inspection
) -> None:
    answered_by(cast.examiner, request_, IMPOSTOR, at)
    assert queries.personal_data(inspection)[0]["opinions"] == []
    answered_by(cast.second_examiner, request_, IMPOSTOR, at)
    (shown,) = queries.personal_data(inspection)
    assert shown["question"] == "Is it forged?"
    assert "Ears differ" in str(shown["opinions"])
