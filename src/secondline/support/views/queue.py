"""The centre's queue: sorted by the clock, kept up to date without being reloaded."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from secondline.people.gate import Request as Call
from secondline.people.queries import require
from secondline.support import queries
from secondline.support.models import Request
from secondline.support.rules import ASKING_BACK, IN_HAND, WAITING
from secondline.support.views.fresh import mark_of

HELD = IN_HAND | ASKING_BACK


@dataclass(frozen=True, slots=True)
class Row:
    """A request as the queue shows it. One that waits for a second examiner looks like any other."""

    request: Request
    left: timedelta
    waiting: timedelta
    mine: bool
    taken: bool
    takeable: bool
    done: bool
    asking: bool
    can_free: bool

    @property
    def late(self) -> bool:
        return self.left < timedelta(0)

    @property
    def shown(self) -> tuple[object, ...]:
        """What of the row can change what is seen; times to the minute."""
        minutes = int(self.left.total_seconds() // 60), int(self.waiting.total_seconds() // 60)
        who = str(self.request.examiner_id) if self.taken else ""
        case = self.request.inspection
        passed = bool(self.request.passed_at)
        return str(self.request.pk), minutes, who, self.takeable, self.asking, passed, case.grade, case.state


def row(call: Call, request: Request, done: bool) -> Row:
    return Row(
        request=request,
        left=request.due_at - call.at,
        waiting=call.at - request.asked_at,
        mine=request.state in HELD and request.examiner_id == call.user.pk,
        taken=request.state in HELD,
        takeable=request.state in WAITING and not done,
        done=done,
        asking=request.state in ASKING_BACK,
        can_free=call.user.is_duty_lead and request.state in IN_HAND and request.examiner_id != call.user.pk,
    )


def queue_context(call: Call) -> dict[str, Any]:
    done = queries.own_opinions(call.user)
    shown = [row(call, request, request.pk in done) for request in queries.queue(call.user)]
    passed = sum(bool(each.request.passed_at) for each in shown) if call.user.is_duty_lead else 0
    return {"rows": shown, "passed": passed, "mark": mark_of(passed, *(each.shown for each in shown))}


@require_GET
def queue(call: Call) -> HttpResponse:
    require(call.user, "queue.read")
    return render(call, "support/queue.html", queue_context(call))


@require_GET
def rows(call: Call) -> HttpResponse:
    """The polled part: 204 while nothing that is seen has changed."""
    require(call.user, "queue.read")
    context = queue_context(call)
    if call.GET.get("seen") == context["mark"]:
        return HttpResponse(status=204)
    return render(call, "support/rows.html", context)
