"""Tables that leave the agency: proposed, agreed to by a second person, read by addressees alone."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from secondline.people.gate import Request
from secondline.people.queries import may, require
from secondline.trends import released_sdmx
from secondline.trends.actions import (
    SamePersonError,
    StaleError,
    drop_release,
    propose_release,
    release_table,
    withdraw_release,
)
from secondline.trends.models import Release
from secondline.trends.naming import value_name
from secondline.trends.queries.parts import TooFineError
from secondline.trends.queries.releases import (
    Shown,
    find_release,
    is_readable,
    reasons_of,
    releases_visible_to,
    sheet,
    with_effort,
)
from secondline.trends.queries.tabulating import ClashError
from secondline.trends.release_forms import ReleaseForm
from secondline.trends.release_rules import ALL, DIMENSIONS, MEASURES, STATES, WHY_WORDS, WITHHELD, State
from secondline.trends.released_csv import released_csv, written
from secondline.trends.rules import PER
from secondline.trends.wording import interval, rate, whole


@require_GET
def releases(request: Request) -> HttpResponse:
    require(request.user, "release.read")
    rows = [_listed(release) for release in releases_visible_to(request.user)]
    context = {
        "to_us": [row for row in rows if row["release"].agency_id != request.user.agency_id],
        "ours": [row for row in rows if row["release"].agency_id == request.user.agency_id],
        "may_propose": may(request.user, "release.propose"),
        "may_trends": may(request.user, "trends.read"),
    }
    return render(request, "trends/releases.html", context)


def _listed(release: Release) -> dict[str, Any]:
    return {
        "release": release,
        "state": gettext(STATES[State(release.state)]),
        "by": ", ".join(gettext(DIMENSIONS[name].words) for name in release.dimensions),
        "for": _for(release),
    }


def _for(release: Release) -> str:
    if release.to_all:
        return gettext("every agency here")
    return ", ".join(sorted(each.agency.name for each in release.addressees.all()))


@require_http_methods(["GET", "POST"])
def propose(request: Request) -> HttpResponse:
    """The table is made and checked now; what came of it is looked at on its own page."""
    require(request.user, "release.propose")
    form = ReleaseForm(request.POST or None, person=request.user, at=request.at)
    if form.is_valid():
        try:
            release = propose_release(
                outline=form.outline(),
                title=form.cleaned_data["title"],
                note=form.cleaned_data["note"],
                sharing=form.cleaned_data["sharing"],
                to=form.addressees(),
                by=request.user,
                at=request.at,
            )
        except (ClashError, TooFineError) as error:
            form.add_error("by", _unsafe(error))
        else:
            return redirect("trends:release", release.pk)
    return render(request, "trends/release_form.html", {"form": form})


def _unsafe(error: ClashError | TooFineError) -> str:
    if isinstance(error, ClashError) and error.releases:
        words = gettext(
            "This can't be made safe beside what was released before: %(releases)s. Together they would give "
            "small numbers away. Use other months, or break it down by less."
        )
        return words % {"releases": ", ".join(map(str, error.releases))}
    return gettext("This is too fine to be checked. Break it down by less, or take fewer months.")


@require_GET
def release(request: Request, pk: UUID) -> HttpResponse:
    require(request.user, "release.read")
    found = find_release(request.user, pk)
    own = found.agency_id == request.user.agency_id
    proposed = found.state == State.PROPOSED
    context = {
        **_listed(found),
        "own": own,
        "proposed": proposed,
        "readable": is_readable(found, request.user),
        "measure": gettext(MEASURES[found.measure]),
        "may_release": proposed and own and may(request.user, "release.release", found),
        "same": found.proposed_by_id == request.user.pk,
        "may_drop": proposed and own and may(request.user, "release.propose", found),
        "may_withdraw": found.state == State.RELEASED and may(request.user, "release.withdraw", found),
        "may_trends": may(request.user, "trends.read"),
        "per": PER,
        **_sheet(found, request.user.agency_id if own else None),
    }
    return render(request, "trends/release.html", context)


def _sheet(found: Release, own: object) -> dict[str, Any]:
    """The table in words; why numbers are withheld only for those who see the register itself."""
    laid = sheet(found)
    down = [name for name in found.dimensions if name != laid.across]
    why = reasons_of(found) if own else {}
    rows = [
        {
            "heads": [value_name(name, value, found) for name, value in zip(down, cells, strict=True)],
            "total": ALL in cells,
            "numbers": [_cell(each, why) for each in told],
            "effort": _effort(told[-1]) if with_effort(found, told[-1].cell) else None,
        }
        for cells, told in laid.rows
    ]
    return {
        "down": [gettext(DIMENSIONS[name].words) for name in down],
        "columns": [value_name(laid.across, value, found) for value in laid.columns]
        if laid.across
        else [gettext(MEASURES[found.measure])],
        "rows": rows,
        "span": len(down) + max(len(laid.columns), 1) + (3 if found.effort else 0),
        "withheld": sum(number is None for *_cell_, number in found.table["cells"]),
        "numbers": len(found.table["cells"]),
    }


def _cell(each: Shown, why: dict[tuple[str, ...], str]) -> dict[str, str]:
    if each.number is None:
        reason = why.get(each.cell, "")
        return {
            "words": gettext(WITHHELD),
            "why": gettext(WHY_WORDS[reason]) if reason else "",
            "kind": reason,
        }
    return {"words": whole(each.number), "why": "", "kind": ""}


def _effort(each: Shown) -> dict[str, str]:
    looked = gettext(WITHHELD) if each.looked is None else ""
    return {
        "looked": looked or (whole(each.looked) if isinstance(each.looked, int) else gettext("not known")),
        "rate": rate(each.rate),
        "interval": interval(each.rate),
    }


@require_POST
def agree(request: Request, pk: UUID) -> HttpResponse:
    """The second person."""
    found = find_release(request.user, pk)
    try:
        released = release_table(release=found, by=request.user, at=request.at)
    except SamePersonError:
        messages.error(request, gettext("You proposed it: somebody else has to agree."))
    except (StaleError, ClashError, TooFineError):
        words = gettext("The register or what was released has changed since: make the table anew.")
        messages.error(request, words)
    else:
        messages.success(request, gettext("Released as %(code)s.") % {"code": released.code})
    return redirect("trends:release", pk)


@require_POST
def drop(request: Request, pk: UUID) -> HttpResponse:
    drop_release(release=find_release(request.user, pk), by=request.user, at=request.at)
    messages.success(request, gettext("The proposal is dropped."))
    return redirect("trends:releases")


@require_POST
def withdraw(request: Request, pk: UUID) -> HttpResponse:
    found = find_release(request.user, pk)
    why = request.POST.get("why", "").strip()
    if not why:
        messages.error(request, gettext("Say why: readers of the table are told."))
        return redirect("trends:release", pk)
    withdraw_release(release=found, why=why, by=request.user, at=request.at)
    messages.success(request, gettext("Withdrawn. Readers see that, and why."))
    return redirect("trends:release", pk)


@require_GET
def table(request: Request, pk: UUID) -> HttpResponse:
    """As CSV: what readers see, nothing else. Proposals leave only when they are agreed to."""
    found = _left(request, pk)
    return _file(released_csv(found), f"{found.code}.csv")


@require_GET
def statistical(request: Request, pk: UUID) -> HttpResponse:
    """The same as SDMX-CSV 2.0 (docs/data-structure.md)."""
    found = _left(request, pk)
    return _file(written(released_sdmx.rows(found)), f"{found.code}.sdmx.csv")


def _left(request: Request, pk: UUID) -> Release:
    require(request.user, "release.read")
    found = find_release(request.user, pk)
    if found.state == State.PROPOSED or not is_readable(found, request.user):
        raise Http404
    return found


def _file(text: str, name: str) -> HttpResponse:
    response = HttpResponse(text, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
