"""The first page: pictures, what is known, one press."""

from typing import Any
from uuid import UUID, uuid5

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from secondline.evidence.forms import collect
from secondline.evidence.models import Item
from secondline.inspections import actions, queries
from secondline.inspections.forms import NewForm, posted_id
from secondline.inspections.models import Draft, Inspection
from secondline.inspections.naming import states
from secondline.inspections.offered import cards_at_post
from secondline.inspections.rules import REFERRALS, SLOTS, Slot
from secondline.inspections.views.chip import take_chip
from secondline.inspections.views.drafting import done, draft_of, typed
from secondline.people.gate import Request
from secondline.people.queries import require

DRAFT = "new"


@require_http_methods(["GET", "POST"])
def new(request: Request) -> HttpResponse:
    require(request.user, "inspection.open")
    if request.method == "GET":
        draft = draft_of(request, DRAFT)
        form = NewForm(person=request.user, initial={**incident_of(request), **typed(draft)})
        return _page(request, form, [], [], draft=draft)
    form = NewForm(request.POST, person=request.user)
    given, problems = take_pictures(request)
    chip, chip_problems = take_chip(request)
    problems += chip_problems
    referral = request.POST.get("refer", "")
    if form.is_valid() and not (given or chip or problems or referral or form.says_something()):
        form.add_error(
            None,
            _("Say what it is about: give a picture, type the lines with <<<, or write what made you stop."),
        )
    fine = form.is_valid() and not problems
    if not fine and not (referral in REFERRALS and _enough(form)):
        for problem in problems:
            form.add_error(None, problem)
        return _page(request, form, given, chip)
    inspection = _open(request, form, given, chip)
    if referral in REFERRALS:
        actions.refer(inspection=inspection.pk, kind=referral, by=request.user, at=request.at)
        if not fine:
            messages.warning(request, _not_taken(form, problems))
    if (other := form.cleaned_data.get("incident")) and queries.visible_to(request.user).filter(pk=other):
        actions.link(inspection=inspection.pk, other=other, by=request.user, at=request.at)
    return done(request, redirect("case", inspection.pk), DRAFT)


def incident_of(request: Request) -> dict[str, Any]:
    """Opened from another person's case: linked to it from the start."""
    other = posted_id(request.GET.get("with"))
    own = queries.visible_to(request.user).filter(agency=request.user.agency_id)
    known = own.filter(pk=other).first() if other else None
    return {"incident": known.pk, "embarkation": known.embarkation, "carrier": known.carrier} if known else {}


def _enough(form: NewForm) -> bool:
    """A referral needs no more than to know which form and which post."""
    return bool(form.cleaned_data.get("id") and form.cleaned_data.get("post"))


def _open(request: Request, form: NewForm, given: list[tuple[Item, Slot]], chip: list[Item]) -> Inspection:
    return actions.open_inspection(
        id=form.cleaned_data["id"],
        post=form.cleaned_data["post"],
        particulars=form.particulars(),
        given=given,
        chip=chip,
        by=request.user,
        at=request.at,
    )


def _not_taken(form: NewForm, problems: list[str]) -> str:
    wrong = [str(form[name].label) for name in form.errors if name in form.fields]
    return _("The referral is written. Please add again what could not be used: %(what)s.") % {
        "what": "; ".join([*wrong, *problems])
    }


def take_pictures(request: Request) -> tuple[list[tuple[Item, Slot]], list[str]]:
    """Seal what came with the form, slot by slot. Outside any transaction: sealing takes its time."""
    form = posted_id(request.POST.get("id"))
    given: list[tuple[Item, Slot]] = []
    problems: list[str] = []
    for slot in SLOTS:
        deliveries = request.POST.getlist(f"delivery-{slot.name}")
        files = request.FILES.getlist(f"pictures-{slot.name}")
        if form is None or not (deliveries or files):
            continue
        collected = collect(
            by=request.user,
            at=request.at,
            form=slot_id(form, slot),
            deliveries=deliveries,
            files=files,
        )
        given += [(item, slot) for item in collected.items]
        problems += collected.problems
    if len(given) > settings.MAX_FILES:
        problems.append(
            _("An inspection takes at most %(most)s pictures at once.") % {"most": settings.MAX_FILES}
        )
    return given, problems


def slot_id(form: UUID, slot: Slot) -> UUID:
    """Each slot numbers its files by itself."""
    return uuid5(form, slot.name)


def _page(
    request: Request,
    form: NewForm,
    given: list[tuple[Item, Slot]],
    chip: list[Item],
    *,
    draft: Draft | None = None,
) -> HttpResponse:
    context: dict[str, Any] = {
        "form": form,
        "slots": [(slot, [item for item, where in given if where == slot]) for slot in SLOTS],
        "chip_items": chip,
        "cards": cards_at_post(request.user, request.at),
        "open": queries.open_of(request.user),
        "states": states(),
        "referral_kinds": REFERRALS,
        "draft": draft,
        "draft_key": DRAFT,
    }
    return render(request, "inspections/new.html", context)
