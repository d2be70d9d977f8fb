"""What the page of a case shows of the inspection; the findings part is polled until they are there."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from secondline.inspections import queries, showing
from secondline.inspections.actions import look_at_part
from secondline.inspections.forms import DecisionForm, PrintedForm
from secondline.inspections.models import Decision, Inspection
from secondline.inspections.rules import REFERRALS, RIGHT, SLOTS, TRANSITIONS, State, Verb
from secondline.inspections.showing_chip import shown_dumps
from secondline.inspections.views.drafting import draft_of, typed
from secondline.people.gate import Request
from secondline.people.models import Person
from secondline.people.queries import may, require
from secondline.reference.queries.library import alert_pages

# An examination takes seconds; after this the page says so and does not keep the officer waiting for it.
SLOW = timedelta(seconds=60)


def possible(person: Person, inspection: Inspection) -> dict[str, bool]:
    """Which verbs this person may do now: by right, by state, and before anything was erased."""
    return {
        verb.name.lower(): may(person, RIGHT[verb], inspection)
        and (State(inspection.state), verb) in TRANSITIONS
        and inspection.erased_at is None
        for verb in Verb
    }


def findings_context(request: Request, inspection: Inspection) -> dict[str, Any]:
    """The findings and the pictures with their places."""
    runs = queries.examinations(inspection)
    examination = runs[0] if runs else None
    pictures = showing.pictures(queries.exhibits(inspection))
    typed = queries.transcriptions(inspection)
    dumps = shown_dumps(queries.dumps(inspection))
    parts = showing.parts(examination, pictures, typed) if examination else []
    answers = queries.all_answers(inspection)
    found = queries.officer_findings(inspection, answers)
    grade = queries.case_grade(inspection, examination, found)
    return {
        "inspection": inspection,
        "grade": grade,
        "answers": answers,
        "officer_findings": found,
        "documents": queries.documents(inspection),
        "companions": queries.others_of_incident(request.user, inspection),
        "examination": examination,
        "earlier": runs[1:],
        "verdict": showing.VERDICTS[grade] if grade else "",
        "next": showing.NEXT[grade] if grade else "",
        "pictures": pictures,
        "retakes": [each for each in pictures if each.retake and each.advice],
        "parts": parts,
        "alert_pages": alert_pages(
            request.user,
            {finding.alert for part in parts for _grade, group in part.groups for finding in group},
        ),
        "dumps": dumps,
        "dump_trouble": any(each.trouble for each in dumps),
        "slots": SLOTS,
        "busy": queries.being_examined(inspection, runs),
        "slow": _slow(request, inspection),
        "can": possible(request.user, inspection),
        "printed_form": PrintedForm(initial=inspection.visual),
    }


def _slow(request: Request, inspection: Inspection) -> bool:
    return request.at - (inspection.wanted_at or inspection.opened_at) > SLOW


def case_context(request: Request, inspection: Inspection) -> dict[str, Any]:
    """All that the room knows of a case, for whoever composes the page."""
    decisions = queries.decisions(inspection)
    found = findings_context(request, inspection)
    referrals = [each for each in queries.referrals_seen_by(request.user, inspection) if each.kind]
    return {
        **found,
        "referrals": [(each, *REFERRALS[each.kind]) for each in referrals],
        "referral_kinds": REFERRALS,
        "contacts": queries.contacts(request.user.agency_id) if referrals else [],
        "procedures": queries.procedures(inspection, found["documents"], found["answers"]),
        "decision": decisions[0] if decisions else None,
        "earlier_decisions": decisions[1:],
        **decision_context(request, inspection, next(iter(decisions), None)),
        "still": "still" in request.GET,
    }


def decision_context(request: Request, inspection: Inspection, last: Decision | None) -> dict[str, Any]:
    key = f"decide:{inspection.pk}"
    draft = draft_of(request, key)
    form = DecisionForm(initial={**decision_initial(last), **typed(draft)})
    return {"decision_form": form, "decide_key": key, "decide_draft": draft}


def decision_initial(last: Decision | None) -> dict[str, Any]:
    """A correction starts from what was decided last."""
    if last is None:
        return {}
    return {
        "outcome": last.outcome,
        "fraud": last.fraud_subtype or last.fraud_class,
        "fate": last.fate,
        "refusal_code": last.refusal_code,
        "means": last.means,
        "reason": last.reason,
    }


@require_GET
def findings(request: Request, pk: UUID) -> HttpResponse:
    """The polled part: nothing to change (204) until the examination is there."""
    require(request.user, "inspection.read")
    inspection = queries.find(request.user, pk)
    if request.htmx and not _slow(request, inspection) and queries.being_examined(inspection):
        return HttpResponse(status=204)
    context = findings_context(request, inspection)
    look_at_part(inspection=inspection, by=request.user, at=request.at)
    return render(request, "inspections/findings.html", {**context, "fresh": True})
