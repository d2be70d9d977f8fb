"""What is said between examiner and officer, each on a page of its own so that no polling takes typed
words away.
"""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from secondline.inspections import queries as inspections
from secondline.inspections.actions import look_at_part
from secondline.inspections.rules import SLOTS, CaseNotNowError
from secondline.inspections.views.drafting import done, draft_of, keep, sent, typed
from secondline.inspections.views.opening import take_pictures
from secondline.people.gate import Request as Call
from secondline.people.queries import require
from secondline.record.rules import NotNowError
from secondline.support import actions, queries
from secondline.support.forms import NoteForm, QuestionForm, ReplyForm
from secondline.support.models import Request
from secondline.support.rules import Kind, Verb
from secondline.support.views.case import case_page, draft_key
from secondline.support.views.deeds import on_a_request


@require_POST
@on_a_request(Verb.QUESTION)
def question(call: Call, request: Request) -> HttpResponse:
    form = QuestionForm(call.POST)
    keep(call, without=form.fields if form.is_valid() else ())
    if not form.is_valid():
        inspection = inspections.find(call.user, request.inspection_id)
        return case_page(call, inspection, question_form=form)
    data = form.cleaned_data
    actions.question(request=request.pk, presets=data["presets"], text=data["text"], by=call.user, at=call.at)
    messages.info(call, _("The officer is asked. The reply will appear here by itself."))
    return sent(redirect("case", request.inspection_id), draft_key(request))


@require_POST
@on_a_request(Verb.RESUME)
def resume(call: Call, request: Request) -> HttpResponse:
    actions.resume(request=request.pk, by=call.user, at=call.at)
    return redirect("case", request.inspection_id)


@require_http_methods(["GET", "POST"])
@on_a_request(Verb.REPLY)
def reply(call: Call, request: Request) -> HttpResponse:
    """Words, further pictures, or both."""
    key = f"reply:{request.pk}"
    draft = draft_of(call, key)
    form = ReplyForm(call.POST if call.method == "POST" else None, initial=typed(draft))
    given, problems = take_pictures(call) if call.method == "POST" else ([], [])
    if form.is_bound and form.is_valid() and not problems:
        try:
            actions.reply(
                request=request.pk, text=form.cleaned_data["text"], given=given, by=call.user, at=call.at
            )
            return done(call, redirect("case", request.inspection_id), key)
        except actions.NothingSaidError:
            form.add_error("text", _("Reply in words or with a picture."))
        except CaseNotNowError:
            form.add_error(
                None, _("The case is concluded: it takes no more pictures. Reply in words, or reopen it.")
            )
    for problem in problems:
        form.add_error(None, problem)
    asked = request.messages.filter(kind=Kind.QUESTION).last()
    slots = [(slot, [item for item, where in given if where == slot]) for slot in SLOTS]
    context = {"form": form, "slots": slots, "asked": asked, "draft": draft, "draft_key": key}
    return _page(call, request, "support/reply.html", **context)


@require_http_methods(["GET", "POST"])
def note(call: Call, pk: UUID) -> HttpResponse:
    request = queries.find(call.user, pk)
    require(call.user, "request.note", request)
    key = f"note:{request.pk}"
    draft = draft_of(call, key)
    form = NoteForm(call.POST if call.method == "POST" else None, initial=typed(draft))
    if form.is_bound and form.is_valid():
        try:
            actions.note(request=request.pk, text=form.cleaned_data["text"], by=call.user, at=call.at)
        except NotNowError:
            messages.warning(
                call, _("It is answered or withdrawn already. Ask again if there is something new.")
            )
        return done(call, redirect("case", request.inspection_id), key)
    return _page(call, request, "support/note.html", form=form, draft=draft, draft_key=key)


def _page(call: Call, request: Request, template: str, **context: object) -> HttpResponse:
    inspection = inspections.find(call.user, request.inspection_id)
    look_at_part(inspection=inspection, by=call.user, at=call.at)
    return render(call, template, {"inspection": inspection, "request_now": request, **context})
