"""How the centre served, in numbers with their counts; its own times; and whether a paper is the one
issued.
"""

import logging
from datetime import timedelta
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from secondline.people.gate import Request as Call
from secondline.people.queries import may, require
from secondline.support import actions, queries
from secondline.support.forms import CodeForm, ServiceForm
from secondline.support.measuring import table
from secondline.support.paper.press import PressError
from secondline.support.rules import Names

log = logging.getLogger(__name__)
PERIODS = (7, 30, 90, 365)


@require_GET
def service(call: Call) -> HttpResponse:
    """For the centre only: an agency's administrator, who has the right by role, has no centre to look at."""
    require(call.user, "service.read")
    _require_centre(call)
    asked = call.GET.get("days", "")
    days = int(asked) if asked in {str(each) for each in PERIODS} else 30
    rows = table(queries.served(call.user.agency_id, call.at - timedelta(days=days)), call.at)
    context = {
        "rows": rows,
        "days": days,
        "periods": PERIODS,
        "times": queries.times(call.user.agency_id),
        "leads": queries.leads_of(call.user.agency_id),
        "can_change": may(call.user, "service.change"),
    }
    return render(call, "support/service.html", context)


def _require_centre(call: Call) -> None:
    if not call.user.agency.is_centre:
        raise Http404


@require_http_methods(["GET", "POST"])
def change_service(call: Call) -> HttpResponse:
    require(call.user, "service.change")
    _require_centre(call)
    centre = call.user.agency_id
    form = ServiceForm(
        call.POST if call.method == "POST" else None,
        times=queries.times(centre),
        names=queries.names_wish(centre),
    )
    if form.is_bound and form.is_valid():
        names = Names(form.cleaned_data["names"])
        actions.change_service(minutes=form.minutes(), names=names, by=call.user, at=call.at)
        messages.success(call, _("Kept. What was asked before keeps the time that was promised then."))
        return redirect("support:service")
    return render(call, "support/change_service.html", {"form": form}, status=422 if form.errors else 200)


@require_GET
def paper(call: Call, pk: UUID) -> HttpResponse:
    """The opinion as PDF: issued at the first download, the same bytes ever after."""
    request = queries.find(call.user, pk)
    require(call.user, "paper.read", request)

    def address(code: str) -> str:
        return call.build_absolute_uri(f"{reverse('support:check')}?code={code}")

    try:
        issued, made = actions.issue(request=request, address=address, by=call.user, at=call.at)
    except (PressError, actions.PaperDiffersError):
        log.exception("a paper could not be made")
        messages.error(
            call, _("The paper could not be made just now, which has been noted. The answer is here.")
        )
        return redirect("case", request.inspection_id)
    actions.look_at_paper(paper=issued, by=call.user, at=call.at)
    response = HttpResponse(made, content_type="application/pdf")
    name = f"{request.inspection.case_number}-{issued.language}.pdf"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "private, no-store"
    response["X-Content-Type-Options"] = "nosniff"
    return response


@require_GET
def check(call: Call) -> HttpResponse:
    """Type the code of a paper: which opinion it is, when it was issued, its digest. Else: no such paper."""
    require(call.user, "paper.read")
    form = CodeForm(call.GET if "code" in call.GET else None)
    found = None
    if form.is_bound and form.is_valid():
        found = queries.find_paper(call.user, form.cleaned_data["code"])
        if found is not None:
            actions.look_at_paper(paper=found, by=call.user, at=call.at)
    return render(call, "support/check.html", {"form": form, "paper": found})
