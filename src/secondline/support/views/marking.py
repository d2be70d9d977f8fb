"""What an examiner does at the bench: each is a POST that answers the viewer in JSON, or leads back."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from secondline.inspections import queries as inspections
from secondline.inspections.actions import look_at_part
from secondline.people.gate import Request as Call
from secondline.people.queries import require
from secondline.record.rules import NotNowError
from secondline.reference.queries.pictures import find_picture
from secondline.support import actions, queries
from secondline.support.bench import sheets
from secondline.support.forms import BesideForm, MarkForm
from secondline.support.marks import MOST_MARKS
from secondline.support.models import Request
from secondline.support.views.bench import RIGHT, bench_page, mark_form

Deed = Callable[[Call, Request], HttpResponse]


class RefusedError(Exception):
    """Not done; the message is for the examiner."""


def at_the_bench(view: Deed) -> Callable[[Call, UUID], HttpResponse]:
    """Find the request (404 for who may not), and turn what is refused into words."""

    @wraps(view)
    def inner(call: Call, pk: UUID) -> HttpResponse:
        request = queries.find(call.user, pk)
        require(call.user, RIGHT, request)
        try:
            return view(call, request)
        except NotNowError:
            words = _("It is not in your hand any more: what you draw now is not kept. Take it again.")
        except actions.TooManyMarksError:
            words = _("No more than %(most)s marks.") % {"most": MOST_MARKS}
        except actions.OtherMarkError:
            words = _("This mark is there already. Load the page again.")
        except actions.UnfitMarkError as unfit:
            words = " ".join(str(each) for each in unfit.faults.values())
        except RefusedError as refused:
            words = str(refused)
        if for_script(call):
            return JsonResponse({"message": words}, status=409)
        messages.warning(call, words)
        return redirect("support:bench", request.inspection_id)

    return inner


def for_script(call: Call) -> bool:
    return "application/json" in call.headers.get("Accept", "")


def _done(call: Call, request: Request, **answer: Any) -> HttpResponse:
    return JsonResponse(answer) if for_script(call) else redirect("support:bench", request.inspection_id)


@require_POST
@at_the_bench
def mark(call: Call, request: Request) -> HttpResponse:
    inspection = inspections.find(call.user, request.inspection_id)
    form = mark_form(request, sheets(inspection, []), call.POST)
    if not form.is_valid():
        if for_script(call):
            raise RefusedError(_all_said(form))
        look_at_part(inspection=inspection, by=call.user, at=call.at)
        return bench_page(call, inspection, form)
    run = form.cleaned_data["run"]
    made = actions.mark(request=request.pk, drawn=form.drawn(), run=run, by=call.user, at=call.at)
    return _done(call, request, id=str(made.pk))


def _all_said(form: MarkForm) -> str:
    return " ".join(str(each) for errors in form.errors.values() for each in errors)


@require_POST
@at_the_bench
def unmark(call: Call, request: Request) -> HttpResponse:
    """One that is gone already is fine."""
    try:
        gone = UUID(str(call.POST.get("mark", "")))
    except ValueError as error:
        raise RefusedError(_("There is no such mark.")) from error
    actions.unmark(request=request.pk, mark=gone, by=call.user, at=call.at)
    return _done(call, request, id=str(gone))


@require_POST
@at_the_bench
def compare(call: Call, request: Request) -> HttpResponse:
    """Note what was laid beside which specimen."""
    form = BesideForm(call.POST)
    if not form.is_valid():
        raise RefusedError(_("There is no such picture."))
    picture = find_picture(call.user, form.cleaned_data["specimen"])
    if picture.type is None:
        raise RefusedError(_("There is no such picture."))
    kind = picture.type
    beside = actions.Beside(form.cleaned_data["item"], kind.code, kind.edition, picture.page, picture.light)
    new = actions.compare(request=request.pk, beside=beside, by=call.user, at=call.at)
    return _done(call, request, noted=new)
