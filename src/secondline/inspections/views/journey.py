"""The journey of a case: legs by stamps, ticket and word; what they say of each other; days counted."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from secondline.inspections import actions, queries, showing
from secondline.inspections.actions import TooManyError, look_at_part
from secondline.inspections.forms import LegForm
from secondline.inspections.models import Inspection
from secondline.inspections.naming import states
from secondline.inspections.queries.journey import crossings
from secondline.inspections.rules import MOST_LEGS, Verb, local_day
from secondline.inspections.views.deeds import on_a_case
from secondline.inspections.views.drafting import done, draft_of, typed
from secondline.inspections.views.paging import of_case, shown_case
from secondline.people.gate import Request
from traveldoc.checks.stay import counts
from traveldoc.finding import WORST_FIRST, Grade


@require_http_methods(["GET", "POST"])
def journey(request: Request, pk: UUID) -> HttpResponse:
    """For everybody who may see the case; adding is the officer's."""
    inspection = shown_case(request, pk, Verb.TELL)
    if request.method == "GET":
        draft = draft_of(request, f"leg:{inspection.pk}")
        usual = {"source": "stamp", "direction": "entry"}
        return _page(request, inspection, LegForm(initial={**usual, **typed(draft)}), draft=draft)
    return _add(request, inspection.pk)


@on_a_case(Verb.TELL)
def _add(request: Request, inspection: Inspection) -> HttpResponse:
    form = LegForm(request.POST)
    if form.is_valid():
        try:
            actions.add_leg(
                inspection=inspection.pk, crossing=form.crossing(), by=request.user, at=request.at
            )
        except TooManyError:
            form.add_error(None, _("A case takes at most %(most)s legs.") % {"most": MOST_LEGS})
    if not form.is_valid():
        return _page(request, inspection, form)
    return done(request, redirect("inspections:journey", inspection.pk), f"leg:{inspection.pk}")


@require_POST
@on_a_case(Verb.TELL)
def remove_leg(request: Request, inspection: Inspection, leg: UUID) -> HttpResponse:
    actions.remove_leg(inspection=inspection.pk, leg=leg, by=request.user, at=request.at)
    return redirect("inspections:journey", inspection.pk)


def _page(request: Request, inspection: Inspection, form: LegForm, *, draft: Any = None) -> HttpResponse:
    look_at_part(inspection=inspection, by=request.user, at=request.at)
    examination = queries.last_examination(inspection)
    decision = queries.last_decision(inspection)
    part = examination.parts[0] if examination and examination.parts else {}
    found = showing.findings_of(part) if "document" in part else []
    on = examination.on if examination else local_day(inspection.opened_at, inspection.post.zone)
    context = {
        **of_case(request, inspection, here="journey", work_form=True),
        "form": form,
        "legs": queries.legs(inspection),
        "visas": [each for each in queries.documents(inspection) if each.valid_from or each.valid_until],
        "findings": _worst_first(found),
        "counts": counts(tuple(leg for leg in crossings(inspection) if leg.seen), on=on),
        "nationalities": {
            "printed": inspection.document_nationality,
            "claimed": inspection.claimed_nationality,
            "established": decision.established_nationality if decision else "",
        },
        "busy": queries.being_examined(inspection),
        "states": states(),
        "draft": draft,
        "draft_key": f"leg:{inspection.pk}",
    }
    return render(request, "inspections/journey.html", context)


def _worst_first(found: list[showing.ShownFinding]) -> list[showing.ShownFinding]:
    mine = [
        each
        for each in found
        if each.check.startswith("journey.") and each.grade not in {Grade.NOT_EXAMINED, Grade.CONSISTENT}
    ]
    return sorted(mine, key=lambda each: WORST_FIRST.index(each.grade))
