"""The link: own detections and irregular travel as others count it, on one time axis."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext
from django.views.decorators.http import require_GET

from borderstats.displacement import Departure
from borderstats.hidden.estimates import Estimate
from borderstats.phrase import Phrase
from secondline.people.gate import Request
from secondline.people.queries import require
from secondline.reference.naming import state_name
from secondline.register.queries import Held, areas, series_held
from secondline.trends.forms import LinkForm
from secondline.trends.hindsight_rules import MOST_RISES
from secondline.trends.link_sdmx import link_rows
from secondline.trends.link_sheets import areas_sheet, heading, link_sheet, shifts_sheet, times_words
from secondline.trends.naming import series_key, series_label
from secondline.trends.queries.beside import Beside, beside
from secondline.trends.queries.displacing import moved
from secondline.trends.queries.link import Link, by_area, link
from secondline.trends.queries.own import Undetected, own_side
from secondline.trends.queries.shifts import Way, shifts
from secondline.trends.queries.signals import latest_month
from secondline.trends.queries.undetected import undetected
from secondline.trends.rules import ESTIMATES, FALL_WORDS, PER, SILENT, UNMOVED, Fall
from secondline.trends.sketch import area_plots, link_plots
from secondline.trends.views.files import as_csv, filed, refusal
from secondline.trends.views.signals import said, unit_of
from secondline.trends.wording import hundredths, lead_words, whole

WHY_NOT = {name: Phrase(words) for name, words in SILENT.items()}


class _Asked:
    """What the address asks for, and what was joined for it: the same for the page and its files."""

    def __init__(self, request: Request) -> None:
        self.held = series_held(request.user)
        wanted = request.GET.get("series")
        first = self.held[0] if self.held else None
        self.chosen = next((each for each in self.held if series_key(each) == wanted), first)
        self.form = LinkForm(
            request.GET,
            held=[(series_key(each), series_label(each)) for each in self.held],
            events=_reach(self.chosen, request),
            person=request.user,
        )
        self.nationality = self.form.chosen("nationality")
        self.label = series_label(self.chosen) if self.chosen else ""
        self.own = own_side(
            request.user,
            citizenship=self.nationality,
            at=request.at,
            unit=unit_of(self.form.chosen("unit")),
        )
        area = self.form.chosen("area")
        self.found = link(request.user, self.chosen, self.own, area=area, silent=WHY_NOT)
        self.others = beside(request.user, self.found, self.own, self.held, silent=WHY_NOT)


@require_GET
def linked(request: Request) -> HttpResponse:
    require(request.user, "trends.read")
    asked = _Asked(request)
    form = asked.form
    context = {
        "form": form,
        "chosen_fields": [form[name] for name in ("unit", "series", "nationality", "area")],
        **_moved(request, asked.chosen, form),
        **_repeats(form),
        "repeat_fields": [form[name] for name in ("times", "attempts", "persons")],
        **_told_of(asked.found, asked.label, asked.others),
        "undetected": _undetected(asked.own.undetected),
        **_elsewhere(request, asked.chosen, asked.nationality),
        **_shifted(request, asked.held),
        "areas_told": areas(request.user, asked.chosen) if asked.chosen else [],
        "query": request.GET.urlencode(),
        "nationality": state_name(asked.nationality) if asked.nationality else "",
        "per": PER,
    }
    return render(request, "trends/link.html", context)


@require_GET
def table(request: Request) -> HttpResponseBase:
    """The table of the link, of the ways of one nationality, or of the falls of a year as CSV.

    What can't be understood is refused: a file says nothing about what it was made with.
    """
    require(request.user, "trends.read")
    wanted = request.GET.get("sheet", "link")
    if wanted == "shifts":
        found = shifts(request.user, series_held(request.user), _year(request), most=None)
        return filed(request, shifts_sheet(found.shown))
    asked = _Asked(request)
    if not asked.form.is_valid():
        return refusal(asked.form)
    if wanted == "areas" and asked.chosen and asked.chosen.monthly and asked.nationality:
        told = by_area(request.user, asked.chosen, asked.nationality)
        return filed(request, areas_sheet(told, state_name(asked.nationality)))
    sheet = link_sheet(asked.found, asked.label, asked.others)
    return filed(request, sheet, generated=asked.found.generated)


@require_GET
def statistical(request: Request) -> HttpResponseBase:
    """What is drawn under each other as SDMX-CSV 2.0: own finds and every series beside them."""
    require(request.user, "trends.read")
    asked = _Asked(request)
    if not asked.form.is_valid():
        return refusal(asked.form)
    rows = link_rows(
        asked.found,
        asked.others,
        agency=request.user.agency.code,
        citizenship=asked.nationality,
        area=asked.form.chosen("area"),
    )
    return as_csv(rows, f"internal_link_{request.user.agency.code}.sdmx.csv")


def _told_of(found: Link, label: str, others: Sequence[Beside]) -> dict[str, Any]:
    """What the page says of the numbers that were joined."""
    return {
        "found": found,
        "chosen": label,
        "sheet": link_sheet(found, label, others),
        "plots": _plots(found, label, others),
        "nothing_here": not any(row.found for row in found.rows),
        "gaps": any(None in (row.found, row.published) for row in found.rows),
        "says": _answers([(label, found), *((series_label(each.held), each.found) for each in others)]),
        "fall": gettext(FALL_WORDS[found.fall]),
        "open": found.fall is Fall.BETTER_OR_BLINDER,
        "ratios": _ratios(found),
    }


def _plots(found: Link, label: str, others: Sequence[Beside]) -> list[dict[str, Any]]:
    return [
        {"heading": heading, "spec": spec, "id": f"plot-{number}"}
        for number, (heading, spec) in enumerate(
            link_plots(found.rows, label, [(heading(each), each.drawn) for each in others])
        )
    ]


def _elsewhere(request: Request, chosen: Held | None, nationality: str) -> dict[str, Any]:
    """The same nationality in every area of the series: where it went, if it went."""
    if chosen is None or not chosen.monthly or not nationality:
        return {}
    told = by_area(request.user, chosen, nationality)
    plots = [
        {"heading": area, "spec": spec, "id": f"area-{number}"}
        for number, (area, spec) in enumerate(area_plots(told))
    ]
    return {"elsewhere": plots, "areas": areas_sheet(told, state_name(nationality))}


def _year(request: Request) -> int | None:
    text = request.GET.get("year", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) == len("2023") else None


def _shifted(request: Request, held: Sequence[Held]) -> dict[str, Any]:
    """Where to begin: the falls of a year, and what rose meanwhile; each leads to its own link."""
    found = shifts(request.user, held, _year(request))
    rows = [
        {
            "name": f"{each.fell.area}, {state_name(each.fell.citizenship)}",
            "series": series_label(each.fell.held),
            "fell": times_words(each.fell),
            "rose": [f"{_way_name(way, each.fell)}: {times_words(way)}" for way in each.rose[:MOST_RISES]],
            "query": urlencode(
                {
                    "series": series_key(each.fell.held),
                    "nationality": each.fell.citizenship,
                    "year": found.year,
                }
            ),
        }
        for each in found.shown
    ]
    return {"shifts": rows, "shifts_more": found.more, "year": found.year, "years": found.years}


def _says(found: Link) -> list[str]:
    if found.lead is None:
        return [said(found.silent)] if found.silent else []
    return [lead_words(found.lead, found.frequency), said(found.lead.caution)]


def _way_name(way: Way, beside: Way) -> str:
    """The series is named where it is another one."""
    return way.area if way.held == beside.held else f"{way.area}, {series_label(way.held)}"


def _answers(told: Sequence[tuple[str, Link]]) -> list[tuple[list[str], list[str]]]:
    """What is said, with the series of which it is said: the same sentence once."""
    answers: dict[tuple[str, ...], list[str]] = {}
    for name, found in told:
        answers.setdefault(tuple(_says(found)), []).append(name)
    return [(names, list(words)) for words, names in answers.items()]


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


def _undetected(told: Undetected | None) -> str:
    if told is None:
        return ""
    words = gettext(
        "%(found)s found in %(checks)s checks by lot of the last twelve months: between %(low)s and %(high)s "
        "persons a year were not found, if those checks were drawn from all who crossed and see everything. "
        "It is a range, never one number."
    )
    return words % {
        "found": whole(told.found),
        "checks": whole(told.checks),
        "low": whole(int(told.low)),
        "high": whole(int(told.high)),
    }


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
