"""The examiner's bench: its page, and the marks as other programs read them."""

import json
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from secondline.inspections import queries as inspections
from secondline.inspections.actions import look_at_part
from secondline.inspections.models import Inspection
from secondline.inspections.views.paging import of_case
from secondline.people.gate import Request as Call
from secondline.people.models import Person
from secondline.people.queries import require
from secondline.support import queries
from secondline.support.annotation import MEDIA_TYPE, collection
from secondline.support.bench import (
    NIL,
    Sheet,
    ShownMark,
    as_data,
    finding_choices,
    grouped,
    mark_data,
    noted,
    sheets,
    specimens,
)
from secondline.support.forms import MarkForm
from secondline.support.keys import by_group, by_key
from secondline.support.models import Request
from secondline.support.rules import ASKING_BACK, IN_HAND
from secondline.support.saying import MODES, script_words
from secondline.support.scale import FORMATS
from traveldoc.page.views import VIEWS

RIGHT = "request.mark"
SENT_TO = ("mark", "unmark", "compare")


@require_GET
def bench(call: Call, pk: UUID) -> HttpResponse:
    inspection = inspections.find(call.user, pk)
    require(call.user, RIGHT, inspection)
    look_at_part(inspection=inspection, by=call.user, at=call.at)
    return bench_page(call, inspection)


def bench_page(call: Call, inspection: Inspection, form: MarkForm | None = None) -> HttpResponse:
    """The whole page; `form` with its errors where a mark by numbers was none."""
    requests = queries.of_inspection(call.user, inspection)
    request = requests[0] if requests else None
    marks = queries.marks_seen_by(call.user, request) if request else []
    found = sheets(inspection, marks)
    beside = specimens(call.user, inspection)
    shown = sorted((each for sheet in found for each in sheet.marks), key=lambda each: each.number)
    holder = request if request and _holds(call.user, request) else None
    if holder and form is None:
        form = mark_form(holder, found)
    context = {
        **of_case(call, inspection, here="bench"),
        "request_now": request,
        "holds": bool(holder),
        "groups": grouped(found),
        "marks": shown,
        "specimens": beside,
        "form": form,
        "keys": by_group(),
        "modes": MODES,
        "formats": FORMATS.values(),
        "data": {**as_data(found, beside), **_for_script(holder, shown)},
    }
    return render(call, "support/bench.html", context)


def _for_script(holder: Request | None, shown: Sequence[ShownMark]) -> dict[str, Any]:
    """Keys, words and marks, and where to send new ones; nowhere for who does not have it in hand."""
    return {
        "align": reverse("evidence:align"),
        "alignment": reverse("evidence:alignment", args=[NIL]),
        "specimenAlign": reverse("reference:align"),
        "specimenAlignment": reverse("reference:alignment", args=[NIL]),
        "keys": by_key(),
        "views": {name: _(view.words) for name, view in VIEWS.items()},
        "words": script_words(),
        "marks": [mark_data(each) for each in shown],
        "send": {name: reverse(f"support:{name}", args=[holder.pk]) for name in SENT_TO} if holder else {},
    }


def _holds(person: Person, request: Request) -> bool:
    """Who has it in hand may draw, also while the officer is asked."""
    return request.state in IN_HAND | ASKING_BACK and request.examiner_id == person.pk


def mark_form(request: Request, found: Sequence[Sheet], data: Any = None) -> MarkForm:
    """The findings are those of the run that the page showed; at first, of the last one."""
    said = str(data.get("run", "")) if data is not None else ""
    last = inspections.last_examination(request.inspection)
    run = int(said) if said.isascii() and said.isdigit() and len(said) < 9 else last.run if last else None
    claims, _parts = queries.claims_of(request, run)
    pictures = [(str(each.item.pk), each.name) for each in found if each.can_be_shown]
    return MarkForm(data, pictures=pictures, findings=finding_choices(claims), run=run)


@require_GET
def marks(call: Call, pk: UUID) -> HttpResponse:
    """The marks that this examiner may see, as W3C annotations."""
    request = queries.find(call.user, pk)
    require(call.user, RIGHT, request)
    inspection = inspections.find(call.user, request.inspection_id)
    look_at_part(inspection=inspection, by=call.user, at=call.at)
    found = collection(request.pk, inspection.case_number, noted(queries.marks_seen_by(call.user, request)))
    response = HttpResponse(json.dumps(found, ensure_ascii=False, indent=1), content_type=MEDIA_TYPE)
    response["Content-Disposition"] = f'attachment; filename="{inspection.case_number}-marks.jsonld"'
    return response
