"""The link: own detections and irregular travel as others count it, on one time axis."""

from datetime import date
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext
from django.views.decorators.http import require_GET

from borderstats.displacement import Departure
from borderstats.hidden.estimates import Estimate
from borderstats.phrase import Phrase
from secondline.people.gate import Request
from secondline.people.queries import require
from secondline.reference.naming import state_name
from secondline.register.queries import Held, series_held
from secondline.trends.forms import LinkForm
from secondline.trends.naming import series_key, series_label
from secondline.trends.queries.displacing import moved
from secondline.trends.queries.link import Link, Row, by_area, link
from secondline.trends.queries.signals import latest_month
from secondline.trends.queries.undetected import undetected
from secondline.trends.rules import ESTIMATES, FALL_WORDS, PER, SILENT, UNMOVED, Fall
from secondline.trends.sketch import area_plots, link_plots
from secondline.trends.views.signals import said, unit_of
from secondline.trends.wording import hundredths, interval, rate, whole


@require_GET
def linked(request: Request) -> HttpResponse:
    require(request.user, "trends.read")
    held = series_held(request.user)
    chosen = next(
        (each for each in held if series_key(each) == request.GET.get("series")), held[0] if held else None
    )
    form = LinkForm(
        request.GET,
        held=[(series_key(each), series_label(each)) for each in held],
        events=_reach(chosen, request),
        person=request.user,
    )
    found = link(
        request.user,
        chosen,
        citizenship=form.chosen("nationality"),
        area=form.chosen("area"),
        at=request.at,
        silent={name: Phrase(words) for name, words in SILENT.items()},
        unit=unit_of(form.chosen("unit")),
    )
    context = {
        "form": form,
        "chosen_fields": [form[name] for name in ("unit", "series", "nationality", "area")],
        **_moved(request, chosen, form),
        **_repeats(form),
        "repeat_fields": [form[name] for name in ("times", "attempts", "persons")],
        **_told_of(found, series_label(chosen) if chosen else ""),
        "elsewhere": _elsewhere(request, chosen, form.chosen("nationality")),
        "nationality": state_name(form.chosen("nationality")) if form.chosen("nationality") else "",
        "per": PER,
    }
    return render(request, "trends/link.html", context)


def _told_of(found: Link, label: str) -> dict[str, Any]:
    """What the page says of the numbers that were joined."""
    return {
        "found": found,
        "chosen": label,
        "rows": [_row(row) for row in reversed(found.rows) if _told(row)],
        "plots": _plots(found, label),
        "says": _says(found),
        "fall": gettext(FALL_WORDS[found.fall]),
        "open": found.fall is Fall.BETTER_OR_BLINDER,
        "ratios": _ratios(found),
        "undetected": _undetected(found),
    }


def _plots(found: Link, label: str) -> list[dict[str, Any]]:
    return [
        {"heading": heading, "spec": spec, "id": f"plot-{number}"}
        for number, (heading, spec) in enumerate(link_plots(found.rows, label))
    ]


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


def _reach(chosen: Held | None, request: Request) -> tuple[date, date]:
    """The months of the series, or the one before this."""
    last = latest_month(request.at)
    return (chosen.first, chosen.last) if chosen and chosen.monthly else (last, last)


def _moved(request: Request, chosen: Held | None, form: LinkForm) -> dict[str, Any]:
    """After an event: what the chosen way lost, what the others had, and the answer in words."""
    asked = moved(
        request.user,
        chosen,
        citizenship=form.chosen("nationality"),
        target=form.chosen("way"),
        event=form.event_month(),
    )
    context: dict[str, Any] = {
        "moved": asked,
        "unmoved": gettext(UNMOVED[asked.silent]) if asked.silent else "",
    }
    if asked.found:
        rows = [(str(asked.target), asked.found.target, False)]
        rows += [(name, each, name in asked.means) for name, each in asked.found.alternatives.items()]
        context["departures"] = [_departure(*row) for row in rows]
        context["moved_words"] = [said(asked.found.answer), said(asked.found.caution)]
    return context


def _departure(name: str, each: Departure, other_means: bool) -> dict[str, Any]:  # a row
    return {
        "name": name,
        "other_means": other_means,
        "observed": whole(int(each.observed)),
        "expected": whole(round(each.expected)),
        "difference": whole(round(each.difference)),
        "interval": f"{whole(round(each.low))} – {whole(round(each.high))}",
        "evidence": each.evidence,
    }


def _repeats(form: LinkForm) -> dict[str, Any]:
    """Several estimates with what each takes for granted; a word where the numbers can't be so."""
    try:
        answers = undetected(form.repeats())
    except ValueError:
        words = gettext(
            "These can't be numbers of persons found once, twice and so on, or there are no repeats."
        )
        return {"answers": [], "wrong_repeats": words}
    return {"answers": [[_estimate(each) for each in answer] for answer in answers]}


def _estimate(each: Estimate) -> dict[str, str]:
    known = next(
        name
        for name in ESTIMATES
        if each.method.startswith(name) and (name != "chao" or each.method == "chao")
    )
    words = {"name": gettext(ESTIMATES[known]), "assumption": said(each.assumption)}
    if not each.answered:
        return words
    return words | {
        "value": whole(round(each.value)),
        "interval": f"{whole(round(each.low))} – {whole(round(each.high))}",
    }
