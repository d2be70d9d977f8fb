"""The page of a case: the inspection's part, and above it what happens next, for officer and examiner."""

import json
from collections.abc import Mapping
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.views.decorators.http import require_GET

from secondline.inspections import queries as inspections
from secondline.inspections.actions import look, look_at_part
from secondline.inspections.models import Exhibit, Inspection
from secondline.inspections.views import case_context
from secondline.people.gate import Request as Call
from secondline.people.models import Person
from secondline.people.queries import may, require
from secondline.support import queries
from secondline.support.bench import offers
from secondline.support.forms import AnswerForm, AskForm, QuestionForm
from secondline.support.gathering import Claim
from secondline.support.linked import linked
from secondline.support.models import Request
from secondline.support.rules import (
    ASKING_BACK,
    HOW_IT_ENDED,
    IN_HAND,
    URGENCIES,
    WAITING,
    how_it_ended,
)
from secondline.support.views.fresh import mark_of

HELD = IN_HAND | ASKING_BACK


@require_GET
def case(call: Call, pk: UUID) -> HttpResponse:
    inspection = inspections.find(call.user, pk)
    look(inspection=inspection, by=call.user, at=call.at)
    return case_page(call, inspection)


def case_page(
    call: Call,
    inspection: Inspection,
    *,
    answer_form: AnswerForm | None = None,
    question_form: QuestionForm | None = None,
    kept: bool = False,
    status: int = 200,
) -> HttpResponse:
    """The whole page; the forms are the examiner's own after an error, with what was typed. `kept`: it was
    typed by who no longer has the request in hand, and is shown so that nothing is lost.
    """
    context = {
        **case_context(call, inspection),
        **panel_context(call, inspection),
        "links": linked(call.user, inspection),
        "kept": kept,
    }
    request = context["request_now"]
    if context.get("mine"):
        context |= _writing(call, request, answer_form, question_form)
    else:
        context["answer_form"] = answer_form
    # Without JavaScript the page reloads itself while something is awaited; never under a typing examiner.
    context["waiting"] = (context["busy"] or context["polled"]) and not context.get("mine")
    return render(call, "support/case.html", context, status=status)


def draft_key(request: Request) -> str:
    """Opinion and question back are one form: asking takes nothing away that was typed."""
    return f"opinion:{request.pk}"


def _writing(
    call: Call, request: Request, answer_form: AnswerForm | None, question_form: QuestionForm | None
) -> dict[str, Any]:
    """The examiner's forms, with what was typed before: after a reload, a question back, a new log-in."""
    key = draft_key(request)
    kept = inspections.draft(call.user, key)
    before = carried(request, kept.fields) if kept else {}
    return {
        "draft": kept if call.method == "GET" else None,
        "draft_key": key,
        "answer_form": answer_form or form_for(request, by=call.user, before=before),
        "question_form": question_form or QuestionForm(initial=before),
    }


def carried(request: Request, fields: Mapping[str, list[str]]) -> dict[str, Any]:
    """The kept texts for the form of the last run: what was said to a finding stays with that finding,
    although a later run of the software has it in another place.
    """
    then = fields.get("run", [""])[0]
    last = inspections.last_examination(request.inspection)
    before = {name: values[0] if len(values) == 1 else values for name, values in fields.items()}
    before.pop("run", None)
    if last is None or then == str(last.run) or not (then.isascii() and then.isdigit() and len(then) < 9):
        return before
    old = {each.key: _alike(each) for each in queries.claims_of(request, int(then))[0]}
    new = {_alike(each): each.key for each in queries.claims_of(request, last.run)[0]}
    moved: dict[str, Any] = {}
    for name, value in before.items():
        field, dash, key = name.partition("-")
        if field not in {"judge", "why"} or not dash or key not in old:
            moved[name] = value
        elif old[key] in new:
            moved[f"{field}-{new[old[key]]}"] = value
    return moved


def _alike(claim: Claim) -> str:
    return json.dumps([claim.source, claim.part, claim.grade, claim.words], sort_keys=True, default=str)


def form_for(
    request: Request,
    data: QueryDict | None = None,
    *,
    by: Person,
    before: Mapping[str, Any] | None = None,
) -> AnswerForm:
    """The opinion's form for the findings of the run that the page showed; at first, of the last run.

    What was marked and compared at the bench is offered; what was typed before comes back.
    """
    said = str(data.get("run", "")) if data is not None else ""
    run = int(said) if said.isascii() and said.isdigit() and len(said) < 9 else None
    if run is None and (last := inspections.last_examination(request.inspection)):
        run = last.run
    claims, parts = queries.claims_of(request, run)
    marks = [each for each in queries.marks_seen_by(by, request) if each.examiner_id == by.pk]
    offered = {**offers(marks, queries.comparisons_of(by, request)), **(before or {})}
    marked = [mark.finding for mark in marks]
    return AnswerForm(data, claims=claims, parts=parts, run=run, marked=marked, initial=offered)


@require_GET
def talk(call: Call, pk: UUID) -> HttpResponse:
    """The polled part of an examiner's page: clock, messages, authorities' answers, whose hand it is in."""
    require(call.user, "request.take", inspections.find_plain(call.user, pk))
    if call.GET.get("seen") == _polled(call, pk):
        return HttpResponse(status=204)
    inspection = inspections.find(call.user, pk)
    look_at_part(inspection=inspection, by=call.user, at=call.at)
    return render(call, "support/talk.html", panel_context(call, inspection))


@require_GET
def panel(call: Call, pk: UUID) -> HttpResponse:
    """The polled part of an officer's page; 204 while nothing that is seen has changed.

    For officers only: it says when a second examiner is wanted, which no examiner may learn.
    """
    require(call.user, "request.ask", inspections.find_plain(call.user, pk))
    if call.GET.get("seen") == _polled(call, pk):
        return HttpResponse(status=204)
    inspection = inspections.find(call.user, pk)
    look_at_part(inspection=inspection, by=call.user, at=call.at)
    return render(call, "support/panel.html", {"inspection": inspection, **panel_context(call, inspection)})


def panel_context(call: Call, inspection: Inspection) -> dict[str, Any]:
    """What is asked and answered about a case, as this person may know it."""
    requests = queries.of_inspection(call.user, inspection)
    current = requests[0] if requests else None
    answers = [(each, queries.opinions_seen_by(call.user, each)) for each in requests]
    messages = queries.messages(current) if current else []
    inquiries = queries.inquiries_of(current) if current else []
    is_open = bool(current and current.is_open)
    asks = may(call.user, "request.ask", inspection)
    can_ask = asks and not is_open and inspection.erased_at is None
    return {
        "inspection": inspection,
        "examines": may(call.user, "request.take"),
        "request_now": current,
        "answers": [
            (each, seen, HOW_IT_ENDED[how_it_ended(queries.said(seen))])
            for each, seen in answers
            if each.is_done and seen
        ],
        "answered": bool(current and current.is_done),
        "talked": messages,
        "inquiries": inquiries,
        "asking_back": bool(current and current.state in ASKING_BACK),
        "polled": is_open and asks,
        "can_ask": can_ask,
        "can_talk": is_open and may(call.user, "request.note", current),
        "can_withdraw": is_open and may(call.user, "request.withdraw", current),
        "ask_form": ask_form(call.user) if can_ask else None,
        **_clock(call, current),
        **_hand(call, current, answers),
        "mark": _mark(call, current, [each.answer for each in inquiries], len(messages)),
    }


def ask_form(person: Person, data: QueryDict | None = None) -> AskForm:
    """The question's form; beside each urgency, how long an answer usually takes."""
    return AskForm(data, waits=queries.usual_waits(person.agency.centre_id, URGENCIES))


def _clock(call: Call, request: Request | None) -> dict[str, Any]:
    if request is None:
        return {}
    usual, measured = queries.usual_waits(request.centre_id, [request.urgency])[request.urgency]
    left = request.due_at - call.at
    return {"left": left, "late": left < timedelta(0), "usual": usual, "measured": measured}


def _hand(call: Call, request: Request | None, answers: list[tuple[Request, list[Any]]]) -> dict[str, Any]:
    """Whose hand it is in. For an examiner without an own opinion, "second wanted" is simply waiting."""
    if request is None or not may(call.user, "request.take", request):
        return {}
    own = [each for each in answers[0][1] if each.examiner_id == call.user.pk] if request.is_open else []
    return {
        "own": own[0] if own else None,
        "takeable": request.state in WAITING and not own,
        "mine": request.state in HELD and request.examiner_id == call.user.pk,
        "others": request.state in HELD and request.examiner_id != call.user.pk,
        "can_free": call.user.is_duty_lead
        and request.state in IN_HAND
        and request.examiner_id != call.user.pk,
        "can_inquire": request.state in IN_HAND and queries.authorities().exists(),
    }


def _polled(call: Call, inspection: UUID) -> str:
    """The mark of what a poll would show, asked for by itself."""
    request = queries.current_of(call.user, inspection)
    if request is None:
        return mark_of()
    heard = list(request.inquiries.values_list("answer", flat=True))
    return _mark(call, request, heard, request.messages.count())


def _mark(call: Call, request: Request | None, heard: list[str], messages: int) -> str:
    """What can change what is seen. An examiner's must not tell a first opinion from a question that
    waits.
    """
    if request is None:
        return mark_of()
    left = (request.due_at - call.at) // timedelta(minutes=1)
    said = messages, Exhibit.objects.filter(inspection=request.inspection_id).count(), heard
    state = _plain_state(request) if may(call.user, "request.take", request) else request.state
    return mark_of(request.pk, state, request.examiner_id, left, said)


def _plain_state(request: Request) -> str:
    if request.state in WAITING:
        return "waiting"
    if request.state in ASKING_BACK:
        return "asking"
    return "in hand" if request.state in IN_HAND else request.state
