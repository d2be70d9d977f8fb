"""What an officer does to a case: each is a POST that leads back to the case, and says why if it cannot."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from secondline.inspections import actions, queries
from secondline.inspections.forms import DecisionForm, PrintedForm, TranscriptionForm
from secondline.inspections.models import Inspection
from secondline.inspections.naming import states
from secondline.inspections.rules import REFERRALS, RIGHT, SLOT, SLOTS, CaseNotNowError, Verb
from secondline.inspections.views.case import decision_initial
from secondline.inspections.views.chip import take_chip
from secondline.inspections.views.drafting import done, draft_of, keep, typed
from secondline.inspections.views.opening import take_pictures
from secondline.inspections.views.paging import of_case
from secondline.people.gate import Request
from secondline.people.models import new_id
from secondline.people.queries import require

Deed = Callable[..., HttpResponse]


def on_a_case(verb: Verb) -> Callable[[Deed], Deed]:
    """Find the case (404 for who may not), and turn "not any more" into words on the case's page."""

    def outer(view: Deed) -> Deed:
        @wraps(view)
        def inner(request: Request, pk: UUID, *args: Any, **kwargs: Any) -> HttpResponse:
            inspection = queries.find(request.user, pk)
            require(request.user, RIGHT[verb], inspection)
            try:
                return view(request, inspection, *args, **kwargs)
            except CaseNotNowError:
                messages.warning(
                    request, _("That was not possible any more: the case has changed meanwhile. Look again.")
                )
                return redirect("case", inspection.pk)

        return inner

    return outer


def _form_page(request: Request, inspection: Inspection, template: str, **context: Any) -> HttpResponse:
    """The form by itself: after an error, or for who opens its address."""
    actions.look_at_part(inspection=inspection, by=request.user, at=request.at)
    page = of_case(request, inspection, here="", work_form=True)
    return render(request, template, {**page, "states": states(), **context})


@require_http_methods(["GET", "POST"])
@on_a_case(Verb.ADD)
def add(request: Request, inspection: Inspection) -> HttpResponse:
    key = f"add:{inspection.pk}"
    draft = draft_of(request, key)
    initial = {**inspection.visual, **typed(draft)}
    form = PrintedForm(request.POST if request.method == "POST" else None, initial=initial)
    given, problems = take_pictures(request) if request.method == "POST" else ([], [])
    chip, chip_problems = take_chip(request) if request.method == "POST" else ([], [])
    problems += chip_problems
    if request.method == "POST" and form.is_valid() and not problems:
        visual = form.visual() if "surname" in request.POST else None
        actions.add(
            inspection=inspection.pk, given=given, chip=chip, visual=visual, by=request.user, at=request.at
        )
        return done(request, redirect("case", inspection.pk), key)
    if form.is_bound:
        form.is_valid()
        for problem in problems:
            form.add_error(None, problem)
    slots = [(slot, [item for item, where in given if where == slot]) for slot in SLOTS]
    more = {"slots": slots, "chip_items": chip, "form_id": new_id(), "draft": draft, "draft_key": key}
    return _form_page(request, inspection, "inspections/add.html", form=form, **more)


@require_http_methods(["GET", "POST"])
@on_a_case(Verb.TRANSCRIBE)
def transcribe(request: Request, inspection: Inspection) -> HttpResponse:
    key = f"lines:{inspection.pk}"
    draft = draft_of(request, key)
    form = TranscriptionForm(request.POST if request.method == "POST" else None, initial=typed(draft))
    if form.is_bound and form.is_valid():
        key = form.cleaned_data["exhibit"]
        exhibit = inspection.exhibits.filter(pk=key).first() if key else None
        if key and exhibit is None:
            raise Http404
        actions.transcribe(
            inspection=inspection.pk,
            text=form.cleaned_data["text"],
            exhibit=exhibit,
            by=request.user,
            at=request.at,
        )
        return done(request, redirect("case", inspection.pk), key)
    more = {"draft": draft, "draft_key": key}
    return _form_page(request, inspection, "inspections/transcribe.html", form=form, **more)


@require_POST
@on_a_case(Verb.EXAMINE)
def examine(request: Request, inspection: Inspection) -> HttpResponse:
    actions.examine_inspection(inspection=inspection.pk, by=request.user, at=request.at)
    return redirect("case", inspection.pk)


@require_POST
@on_a_case(Verb.REFER)
def refer(request: Request, inspection: Inspection) -> HttpResponse:
    """At any moment; what was being typed on the page where it was pressed is kept as a draft."""
    kind = request.POST.get("refer", "")
    if kind not in REFERRALS:
        raise Http404
    actions.refer(inspection=inspection.pk, kind=kind, by=request.user, at=request.at)
    if keep(request):
        messages.info(request, _("What you were typing is kept: you find it again where you were."))
    return redirect("case", inspection.pk)


@require_http_methods(["GET", "POST"])
@on_a_case(Verb.DECIDE)
def decide(request: Request, inspection: Inspection) -> HttpResponse:
    key = f"decide:{inspection.pk}"
    if request.method == "GET":
        draft = draft_of(request, key)
        form = DecisionForm(initial={**decision_initial(queries.last_decision(inspection)), **typed(draft)})
        more = {"draft": draft, "draft_key": key}
        return _form_page(request, inspection, "inspections/decide.html", form=form, **more)
    form = DecisionForm(request.POST)
    if not form.is_valid():
        return _form_page(request, inspection, "inspections/decide.html", form=form, draft_key=key)
    actions.decide(inspection=inspection.pk, verdict=form.verdict(), by=request.user, at=request.at)
    messages.success(request, _("Your decision is recorded. The case is concluded."))
    return done(request, redirect("case", inspection.pk), key)


@require_POST
@on_a_case(Verb.REOPEN)
def reopen(request: Request, inspection: Inspection) -> HttpResponse:
    actions.reopen(inspection=inspection.pk, by=request.user, at=request.at)
    return redirect("case", inspection.pk)


@require_POST
@on_a_case(Verb.ADD)
def relight(request: Request, inspection: Inspection, exhibit: UUID) -> HttpResponse:
    found = inspection.exhibits.filter(pk=exhibit).first()
    slot = SLOT.get(request.POST.get("slot", ""))
    if found is None or slot is None:
        raise Http404
    actions.relight(exhibit=found, slot=slot, by=request.user, at=request.at)
    return redirect("case", inspection.pk)
