"""The analyst's first page: detections by month and class, with everything that is needed to read them."""

import csv
from collections.abc import Callable, Iterator
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext
from django.views.decorators.http import require_GET

from secondline.people.gate import Request
from secondline.people.queries import may, require
from secondline.register.rules import FOUND, PERSONS, UNITS
from secondline.trends.forms import FilterForm
from secondline.trends.plot import class_label, specs
from secondline.trends.queries import Series, series
from secondline.trends.rules import PER, PER_CROSSINGS, READING_WORDS, VIEW_WORDS, Incomparable, Month, View
from secondline.trends.wording import change_line, description, line, period_line, whole

# What a view can't be drawn without.
NEEDED: dict[View, Callable[[Month], object]] = {
    View.RATE: lambda month: month.rate,
    View.CROSSINGS: lambda month: month.per_crossing,
}


@require_GET
def detections(request: Request) -> HttpResponse:
    require(request.user, "trends.read")
    form = FilterForm(request.GET, person=request.user, at=request.at)
    found = series(request.user, form.choice(), at=request.at)
    view = form.chosen_view()
    sums = _sums(found)
    context = {
        "form": form,
        "series": found,
        "lines": [line(month) for month in reversed(found.months)],
        "sums": sums,
        "whole": period_line(found),
        "plots": [
            {"heading": heading, "spec": spec, "id": f"plot-{number}"}
            for number, (heading, spec) in enumerate(specs(found, view))
        ],
        "description": description(found, sums),
        "legend": [(fraud, class_label(fraud)) for fraud in FOUND],
        "views": _views(request, view),
        "nothing_to_draw": view in NEEDED and not any(NEEDED[view](month) for month in found.months),
        "view": view.value,
        "file": _file_name(request, found),
        "per": PER,
        "per_crossings": whole(PER_CROSSINGS),
        "unit": gettext(UNITS[found.choice.unit]),
        "persons": found.choice.unit == PERSONS,
        "query": request.GET.urlencode(),
        "may_pull": may(request.user, "register.pull"),
        **_changed(found),
    }
    return render(request, "trends/detections.html", context)


def _changed(found: Series) -> dict[str, Any]:
    if isinstance(found.change, Incomparable):
        return {"incomparable": found.change.value}
    return {"change": change_line(found.change), "reading": gettext(READING_WORDS[found.change.reading])}


def _views(request: Request, current: View) -> list[dict[str, Any]]:
    """The other ways to draw the same series: addresses, so that they work without JavaScript too."""
    links = []
    for view, words in VIEW_WORDS.items():
        query = request.GET.copy()
        query["view"] = view
        links.append({"url": f"?{query.urlencode()}", "words": gettext(words), "here": view == current})
    return links


def _sums(found: Series) -> dict[str, Any]:
    """The foot of the table: only what may be added up."""
    return {
        "classes": [sum((m.counts or {}).get(fraud, 0) for m in found.known) for fraud in FOUND],
        "undetermined": sum(m.undetermined or 0 for m in found.known),
        "found": sum(m.found or 0 for m in found.known),
        "inspections": sum(m.inspections or 0 for m in found.known),
        "crossings": sum(m.crossings or 0 for m in found.known),
        "random": sum(m.random_checks or 0 for m in found.known),
    }


def _file_name(request: Request, found: Series) -> str:
    choice = found.choice
    return f"internal_detections_{request.user.agency.code}_{choice.first:%Y-%m}_{choice.last:%Y-%m}"


@require_GET
def table(request: Request) -> HttpResponse:
    """The same table as CSV, for the person's own agency: column names are fixed, numbers plain.

    What can't be understood is refused: a file says nothing about the filters that it was made with.
    """
    require(request.user, "trends.read")
    form = FilterForm(request.GET, person=request.user, at=request.at)
    if not form.is_valid():
        faults = [f"{name}: {fault}" for name, found in form.errors.items() for fault in found]
        return HttpResponse("\n".join(faults), status=400, content_type="text/plain; charset=utf-8")
    found = series(request.user, form.choice(), at=request.at)
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{_file_name(request, found)}.csv"'
    writer = csv.writer(response)
    writer.writerow(COLUMNS)
    writer.writerows(_lines(found))
    return response


COLUMNS = (
    "month",
    *FOUND,
    "found",
    "cannot-determine",
    "inspections",
    "random_checks",
    f"found_per_{PER}",
    "low_95",
    "high_95",
    "crossings",
    f"found_per_{PER_CROSSINGS}_crossings",
    "crossings_low_95",
    "crossings_high_95",
    "posts_known",
    "posts",
    "month_over",
    "unit",
    "generated",
    "as_of",
)


def _lines(found: Series) -> Iterator[list[object]]:
    as_of = found.as_of.isoformat(timespec="seconds") if found.as_of else ""
    for month in found.months:
        yield [
            f"{month.month:%Y-%m}",
            *("" if number is None else number for number in month.of_class()),
            _plain(month.found),
            _plain(month.undetermined),
            _plain(month.inspections),
            _plain(month.random_checks),
            *map(_plain, month.rate or (None, None, None)),
            _plain(month.crossings),
            *map(_plain, month.per_crossing or (None, None, None)),
            month.posts_known,
            month.posts,
            "yes" if month.over else "no",
            found.choice.unit,
            _generated(month),
            as_of,
        ]


def _plain(value: float | None) -> str:
    """Empty where not known: a missing month is no zero."""
    if value is None:
        return ""
    return str(value) if isinstance(value, int) else f"{value:.4f}"


def _generated(month: Month) -> str:
    if not month.generated:
        return "no"
    return "partly" if month.measured else "yes"
