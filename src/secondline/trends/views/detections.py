"""The picture: what was found, where, when and out of how much, with everything that is needed to read it."""

from collections.abc import Callable, Mapping
from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext
from django.views.decorators.http import require_GET

from secondline.people.gate import Request
from secondline.people.queries import may, require
from secondline.register.queries import Held, areas, series_held
from secondline.register.rules import FOUND
from secondline.trends.forms import FilterForm
from secondline.trends.ground import ground, svg
from secondline.trends.naming import series_key, series_label
from secondline.trends.parts import PARTS, Asked, Part
from secondline.trends.plot import class_label, specs
from secondline.trends.queries import Series, series
from secondline.trends.rules import (
    PER,
    PER_CROSSINGS,
    UNIT_WORDS,
    VIEW_WORDS,
    Incomparable,
    Month,
    View,
)
from secondline.trends.wording import change_line, description, line, period_line, whole

# What a view can't be drawn without.
NEEDED: dict[View, Callable[[Month], object]] = {
    View.RATE: lambda month: month.rate,
    View.CROSSINGS: lambda month: month.per_crossing,
}


def form_of(request: Request) -> tuple[FilterForm, Mapping[str, Held]]:
    held = {series_key(each): each for each in series_held(request.user)}
    named = [(key, series_label(each)) for key, each in held.items()]
    since = min((each.first for each in held.values()), default=None)
    return FilterForm(request.GET, person=request.user, at=request.at, held=named, told_since=since), held


def asked_of(request: Request, form: FilterForm, held: Mapping[str, Held], *, whole: bool = False) -> Asked:
    return Asked(
        person=request.user,
        found=series(request.user, form.choice(), at=request.at),
        split=form.asked("split"),
        scale=form.asked("scale"),
        held=held.get(form.asked("series")),
        area=form.asked("area"),
        whole=whole,
    )


@require_GET
def detections(request: Request) -> HttpResponse:
    require(request.user, "trends.read")
    form, held = form_of(request)
    asked = asked_of(request, form, held)
    found, view = asked.found, form.chosen_view()
    sums = _sums(found)
    # What others publish can be looked at without a number of one's own.
    part = PARTS[view](asked) if view in PARTS and (found.known or view is View.PUBLISHED) else None
    context = {
        "form": form,
        "series": found,
        "sums": sums,
        "whole": period_line(found),
        "views": _views(request, view),
        "view": view.value,
        "view_words": gettext(VIEW_WORDS[view]),
        "unit": gettext(UNIT_WORDS[found.choice.unit]),
        "file": file_name(request, found),
        "per": PER,
        "per_crossings": whole(PER_CROSSINGS),
        "query": request.GET.urlencode(),
        "may_pull": may(request.user, "register.pull"),
        "changes": [change_line(each) for each in found.changes if not isinstance(each, Incomparable)],
        "incomparable": {each.value for each in found.changes if isinstance(each, Incomparable)},
        "filtered": _filtered(found),
        "part": part,
        "published": bool(held),
        "areas_told": areas(request.user, asked.held) if asked.held and view is View.PUBLISHED else [],
        "begin": next((key for key, each in held.items() if each.monthly), ""),
        **(_of_part(part) if part else _of_months(found, view, sums)),
    }
    return render(request, "trends/detections.html", context)


def _of_months(found: Series, view: View, sums: dict[str, Any]) -> dict[str, Any]:
    drawn = view if view in {View.RATE, View.CROSSINGS} else View.COUNTS
    return {
        "lines": [line(month) for month in reversed(found.months)],
        "plots": _numbered(specs(found, drawn)),
        "description": description(found, sums),
        "legend": [(fraud, class_label(fraud)) for fraud in FOUND],
        "nothing_to_draw": view in NEEDED and not any(NEEDED[view](month) for month in found.months),
    }


def _of_part(part: Part) -> dict[str, Any]:
    return {"plots": _numbered(part.plots), "description": part.summary}


def _numbered(plots: Any) -> list[dict[str, Any]]:
    return [
        {"heading": heading, "spec": spec, "id": f"plot-{number}"}
        for number, (heading, spec) in enumerate(plots)
    ]


def _views(request: Request, current: View) -> list[dict[str, Any]]:
    """The other ways to show the same choice: addresses, so that they work without JavaScript too."""
    links = []
    for view, words in VIEW_WORDS.items():
        query = request.GET.copy()
        query["view"] = view
        links.append({"url": f"?{query.urlencode()}", "words": gettext(words), "here": view == current})
    return links


def _filtered(found: Series) -> bool:
    """Whether the finds are of something that the inspections are not told by."""
    choice = found.choice
    return any(
        (
            *(choice.document_kind, choice.issuer, choice.document_nationality, choice.fraud_class),
            *(choice.outcome, choice.direction, choice.embarkation, choice.transit),
            *(choice.next_stop, choice.final_destination),
        )
    )


def _sums(found: Series) -> dict[str, Any]:
    """The foot of the table: only what may be added up."""
    return {
        "classes": [sum((m.counts or {}).get(fraud, 0) for m in found.known) for fraud in FOUND],
        "undetermined": sum(m.undetermined or 0 for m in found.known),
        "found": sum(m.found or 0 for m in found.known),
        "inspections": sum(m.inspections or 0 for m in found.known),
        "crossings": sum(m.crossings or 0 for m in found.known),
        "random": sum(m.random_checks or 0 for m in found.known),
        "first_line": sum(m.first_line or 0 for m in found.known),
        "known": {
            "random": any(m.random_checks is not None for m in found.known),
            "crossings": any(m.crossings is not None for m in found.known),
            "first_line": any(m.first_line is not None for m in found.known),
        },
    }


def file_name(request: Request, found: Series) -> str:
    choice = found.choice
    return f"internal_detections_{request.user.agency.code}_{choice.first:%Y-%m}_{choice.last:%Y-%m}"


@require_GET
def ground_of_map(request: Request) -> HttpResponse:
    """What lies under the map, as a picture of its own: kept by the browser, the same for every choice."""
    require(request.user, "trends.read")
    response = HttpResponse(svg(ground(settings.MAP_FILE)), content_type="image/svg+xml")
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["Cache-Control"] = "private, max-age=86400"
    return response
