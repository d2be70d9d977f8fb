"""The link: own detections and irregular travel as others count it, on one time axis."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext
from django.views.decorators.http import require_GET

from borderstats.phrase import Phrase
from secondline.people.gate import Request
from secondline.people.queries import require
from secondline.reference.naming import state_name
from secondline.register.queries import Held, series_held
from secondline.trends.forms import LinkForm
from secondline.trends.naming import series_key, series_label
from secondline.trends.queries.link import Link, Row, by_area, link
from secondline.trends.rules import FALL_WORDS, PER, SILENT, Fall
from secondline.trends.sketch import area_plots, link_plots
from secondline.trends.views.signals import said
from secondline.trends.wording import hundredths, interval, rate, whole


@require_GET
def linked(request: Request) -> HttpResponse:
    require(request.user, "trends.read")
    held = series_held(request.user)
    form = LinkForm(
        request.GET, held=[(series_key(each), series_label(each)) for each in held], person=request.user
    )
    chosen = next(
        (each for each in held if series_key(each) == form.chosen("series")), held[0] if held else None
    )
    found = link(
        request.user,
        chosen,
        citizenship=form.chosen("nationality"),
        area=form.chosen("area"),
        at=request.at,
        silent={name: Phrase(words) for name, words in SILENT.items()},
    )
    context = {
        "form": form,
        "found": found,
        "chosen": series_label(chosen) if chosen else "",
        "rows": [_row(row) for row in reversed(found.rows) if _told(row)],
        "plots": [
            {"heading": heading, "spec": spec, "id": f"plot-{number}"}
            for number, (heading, spec) in enumerate(
                link_plots(found.rows, series_label(chosen) if chosen else "")
            )
        ],
        "elsewhere": _elsewhere(request, chosen, form.chosen("nationality")),
        "says": _says(found),
        "fall": gettext(FALL_WORDS[found.fall]),
        "open": found.fall is Fall.BETTER_OR_BLINDER,
        "ratios": _ratios(found),
        "undetected": _undetected(found),
        "nationality": state_name(form.chosen("nationality")) if form.chosen("nationality") else "",
        "per": PER,
    }
    return render(request, "trends/link.html", context)


def _elsewhere(request: Request, chosen: Held | None, nationality: str) -> list[dict[str, Any]]:
    """The same nationality in every area of the series: where it went, if it went."""
    if chosen is None or not chosen.monthly or not nationality:
        return []
    areas = by_area(request.user, chosen, nationality)
    return [
        {"heading": area, "spec": spec, "id": f"area-{number}"}
        for number, (area, spec) in enumerate(area_plots(areas))
    ]


def _told(row: Row) -> bool:
    return row.found is not None or row.published is not None or row.crossings is not None


def _row(row: Row) -> dict[str, Any]:
    return {
        "row": row,
        "found": whole(row.found),
        "looked": whole(row.looked),
        "rate": rate(row.rate),
        "interval": interval(row.rate),
        "crossings": whole(row.crossings),
        "published": whole(row.published),
    }


def _says(found: Link) -> list[str]:
    if found.lead is None:
        return [said(found.silent)] if found.silent else []
    return [said(found.lead.answer), said(found.lead.caution)]


def _ratios(found: Link) -> list[tuple[str, str]]:
    """The last year against the year before: finds per inspection, inspections, the published series."""
    rows = []
    if found.found_ratio:
        value, low, high = (hundredths(each) for each in found.found_ratio)
        words = gettext("%(ratio)s times (95 %% interval %(low)s to %(high)s)")
        rows.append((gettext("Finds per inspection"), words % {"ratio": value, "low": low, "high": high}))
    times = gettext("%(ratio)s times")
    if found.effort_ratio:
        rows.append((gettext("Inspections"), times % {"ratio": hundredths(found.effort_ratio)}))
    if found.published_ratio:
        rows.append((gettext("The published series"), times % {"ratio": hundredths(found.published_ratio)}))
    return rows


def _undetected(found: Link) -> str:
    if found.undetected is None:
        return ""
    _middle, low, high = found.undetected
    return gettext("between %(low)s and %(high)s") % {"low": whole(int(low)), "high": whole(int(high))}
