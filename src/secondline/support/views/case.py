"""The page of a case: the inspection's part, and above it what happens next, for officer and examiner."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.views.decorators.http import require_GET

from secondline.inspections import queries as inspections
from secondline.inspections.actions import look, look_at_part
from secondline.inspections.models import Inspection
from secondline.inspections.views import case_context
from secondline.people.gate import Request as Call
from secondline.people.models import Person
from secondline.people.queries import may, require
from secondline.support import queries
from secondline.support.forms import AnswerForm, AskForm
from secondline.support.models import Request
from secondline.support.rules import IN_HAND, URGENCIES, WAITING, State
from secondline.support.views.fresh import mark_of


@require_GET
def case(call: Call, pk: UUID) -> HttpResponse:
    inspection = inspections.find(call.user, pk)
    look(inspection=inspection, by=call.user, at=call.at)
    return case_page(call, inspection)


def case_page(
    call: Call, inspection: Inspection, *, answer_form: AnswerForm | None = None, status: int = 200
) -> HttpResponse:
    """The whole page; `answer_form` is the examiner's own after an error, with what was typed."""
    context = {
        **case_context(call, inspection),
        **panel_context(call, inspection),
        "answer_form": answer_form or AnswerForm(),
    }
    # Without JavaScript the page reloads itself while something is awaited; never under a typing examiner.
    context["waiting"] = (context["busy"] or context["polled"]) and not context.get("mine")
    return render(call, "support/case.html", context, status=status)


@require_GET
def panel(call: Call, pk: UUID) -> HttpResponse:
    """The polled part of an officer's page; 204 while nothing that is seen has changed.

    For officers only: it says when a second examiner is wanted, which no examiner may learn.
    """
    inspection = inspections.find(call.user, pk)
    require(call.user, "request.ask", inspection)
    context = panel_context(call, inspection)
    if call.GET.get("seen") == context["mark"]:
        return HttpResponse(status=204)
    look_at_part(inspection=inspection, by=call.user, at=call.at)
    return render(call, "support/panel.html", {"inspection": inspection, **context})


def panel_context(call: Call, inspection: Inspection) -> dict[str, Any]:
    """What is asked and answered about a case, as this person may know it."""
    requests = queries.of_inspection(call.user, inspection)
    current = requests[0] if requests else None
    answers = [(each, queries.opinions_seen_by(call.user, each)) for each in requests]
    is_open = bool(current and current.is_open)
    asks = may(call.user, "request.ask", inspection)
    can_ask = asks and not is_open and inspection.erased_at is None
    return {
        "inspection": inspection,
        "examines": may(call.user, "request.take"),
        "request_now": current,
        "answers": [(each, seen) for each, seen in answers if each.state == State.ANSWERED],
        "answered": bool(current and current.state == State.ANSWERED),
        "polled": is_open and asks,
        "can_ask": can_ask,
        "can_withdraw": is_open and may(call.user, "request.withdraw", current),
        "ask_form": ask_form(call.user) if can_ask else None,
        **_clock(call, current),
        **_hand(call, current, answers),
        "mark": _mark(call, current),
    }


def ask_form(person: Person, data: QueryDict | None = None) -> AskForm:
    """The question's form; beside each urgency, how long an answer usually takes."""
    waits = {each: queries.usual_wait(person.agency.centre_id, each) for each in URGENCIES}
    return AskForm(data, waits=waits)


def _clock(call: Call, request: Request | None) -> dict[str, Any]:
    if request is None:
        return {}
    usual, measured = queries.usual_wait(request.centre_id, request.urgency)
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
        "mine": request.state in IN_HAND and request.examiner_id == call.user.pk,
        "others": request.state in IN_HAND and request.examiner_id != call.user.pk,
    }


def _mark(call: Call, request: Request | None) -> str:
    if request is None:
        return mark_of()
    left = request.due_at - call.at
    return mark_of(request.pk, request.state, request.examiner_id, left // timedelta(minutes=1))
