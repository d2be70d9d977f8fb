"""What officers and examiners do with a request: each is a POST that leads on, and says why if it cannot."""

from collections.abc import Callable
from functools import wraps
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from secondline.inspections import queries as inspections
from secondline.inspections.actions import look_at_part
from secondline.inspections.models import Inspection
from secondline.inspections.rules import CaseNotNowError
from secondline.inspections.views.drafting import done
from secondline.people.gate import Request as Call
from secondline.people.queries import require
from secondline.record.rules import NotNowError
from secondline.support import actions, queries
from secondline.support.answering import Answer
from secondline.support.forms import AskForm
from secondline.support.models import Request
from secondline.support.rules import RIGHT, WAITING, Verb
from secondline.support.views.case import ask_form, case_page, draft_key, form_for, panel_context

Deed = Callable[..., HttpResponse]


def on_a_request(verb: Verb) -> Callable[[Deed], Deed]:
    """Find the request (404 for who may not), and turn "not any more" into words."""

    def outer(view: Deed) -> Deed:
        @wraps(view)
        def inner(call: Call, pk: UUID) -> HttpResponse:
            request = queries.find(call.user, pk)
            require(call.user, RIGHT[verb], request)
            try:
                return view(call, request)
            except NotNowError:
                messages.warning(
                    call,
                    _("That was not possible any more: somebody was quicker. This is how it stands now."),
                )
                return redirect("case", request.inspection_id)

        return inner

    return outer


@require_http_methods(["GET", "POST"])
def ask(call: Call, pk: UUID) -> HttpResponse:
    inspection = inspections.find(call.user, pk)
    require(call.user, "request.ask", inspection)
    form = ask_form(call.user, call.POST if call.method == "POST" else None)
    if form.is_bound and form.is_valid() and _asked(call, inspection, form):
        if call.htmx:
            inspection.refresh_from_db()
            return render(call, "support/panel.html", panel_context(call, inspection))
        return redirect("case", inspection.pk)
    look_at_part(inspection=inspection, by=call.user, at=call.at)
    if call.htmx:
        context = {**panel_context(call, inspection), "ask_form": form}
        return render(call, "support/panel.html", context)
    return render(call, "support/ask.html", {"inspection": inspection, "form": form})


def _asked(call: Call, inspection: Inspection, form: AskForm) -> bool:
    data = form.cleaned_data
    try:
        actions.ask(
            inspection=inspection.pk,
            question=data["question"],
            urgency=data["urgency"],
            departs=form.departs_at(call.at, inspection.post.zone),
            by=call.user,
            at=call.at,
        )
    except actions.NobodyToAskError:
        form.add_error(None, _("Your agency is connected to no centre. Tell your administrator."))
    except CaseNotNowError:
        form.add_error(None, _("This case can't be put to the centre any more."))
    return form.is_valid()


@require_POST
@on_a_request(Verb.TAKE)
def take(call: Call, request: Request) -> HttpResponse:
    actions.take(request=request.pk, by=call.user, at=call.at)
    return redirect("case", request.inspection_id)


@require_POST
@on_a_request(Verb.PUT_BACK)
def put_back(call: Call, request: Request) -> HttpResponse:
    actions.put_back(request=request.pk, by=call.user, at=call.at)
    messages.info(call, _("Put back: another examiner can take it."))
    return redirect("support:queue")


@require_POST
@on_a_request(Verb.WITHDRAW)
def withdraw(call: Call, request: Request) -> HttpResponse:
    actions.withdraw(request=request.pk, by=call.user, at=call.at)
    messages.info(call, _("Withdrawn. The centre looks no further."))
    return redirect("case", request.inspection_id)


@require_POST
@on_a_request(Verb.FREE)
def free(call: Call, request: Request) -> HttpResponse:
    actions.free(request=request.pk, by=call.user, at=call.at)
    messages.info(call, _("Back in the queue: it can be taken again."))
    return redirect("case", request.inspection_id)


@require_POST
def touch(call: Call, pk: UUID) -> HttpResponse:
    """Somebody types: the request does not lie still. After the answer was sent it changes nothing."""
    request = queries.find(call.user, pk)
    require(call.user, "request.answer", request)
    actions.touch(request=request.pk, by=call.user, at=call.at)
    return HttpResponse(status=204)


@require_POST
@on_a_request(Verb.ANSWER)
def answer(call: Call, request: Request) -> HttpResponse:
    form = form_for(request, call.POST, by=call.user)
    inspection = inspections.find(call.user, request.inspection_id)
    if not form.is_valid():
        look_at_part(inspection=inspection, by=call.user, at=call.at)
        return case_page(call, inspection, answer_form=form)
    try:
        answered = _answer(call, request, form.answer())
    except NotNowError:
        messages.warning(
            call, _("It is in another hand now. What you wrote is kept on this page: nothing was sent.")
        )
        return case_page(call, queries.find(call.user, request.pk).inspection, answer_form=form, kept=True)
    if answered.is_done:
        messages.success(call, _("Your answer is with the officer."))
    else:
        messages.info(call, _("Your opinion is kept. Another examiner looks before the officer is answered."))
    return done(call, redirect("support:queue"), draft_key(request))


def _answer(call: Call, request: Request, given: Answer) -> Request:
    """What went back to the queue while its examiner wrote is taken up again, unless a colleague has it."""
    if request.state in WAITING:
        actions.take(request=request.pk, by=call.user, at=call.at)
    return actions.answer(request=request.pk, given=given, by=call.user, at=call.at)
