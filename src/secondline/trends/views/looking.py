"""Where to look next: documents, routes and posts by expected finds; plans of checks."""

from dataclasses import replace
from datetime import date
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from borderstats.rate import Estimate
from secondline.people.gate import Request
from secondline.people.queries import may, require
from secondline.trends.actions import keep_plan, withdraw_plan
from secondline.trends.forms import PlanForm
from secondline.trends.looking_sdmx import place_rows
from secondline.trends.looking_sheets import places_file, plans_file
from secondline.trends.naming import post_names, stratum_name
from secondline.trends.queries.looking import (
    Aftermath,
    Outlook,
    Place,
    allocated,
    outlook,
    plan_rows,
    plans,
    standing_plans,
)
from secondline.trends.rules import LEVEL_WORDS, LOOKED_BACK, PER, PLACES, WORTHWHILE, Spread, month_after
from secondline.trends.sketch import places_plot
from secondline.trends.views.files import as_csv, filed, refusal, refused
from secondline.trends.views.signals import said
from secondline.trends.wording import hundredths, tenths, whole

PLAN = ("checks", "random", "spread")


@require_http_methods(["GET", "POST"])
def places(request: Request) -> HttpResponse:
    """The outlook; with a number of checks, how they would be spread, kept as a plan if wanted."""
    require(request.user, "trends.read")
    data = request.POST if request.method == "POST" else request.GET
    level = data.get("by", "post") if data.get("by", "post") in PLACES else "post"
    found = outlook(request.user, level, at=request.at)
    form = PlanForm(data if "checks" in data else None, initial={"by": level, "random": 10})
    spread = _spread(form, found)
    if request.method == "POST" and spread:
        _keep(request, form, found, spread)
        return redirect(f"{request.path}?by={level}")
    return render(request, "trends/places.html", _context(request, found, form, spread))


@require_GET
def table(request: Request) -> HttpResponseBase:
    """The places as CSV, with the spread of a plan where one was asked for; or the plans with afterwards."""
    require(request.user, "trends.read")
    if request.GET.get("sheet") == "plans":
        return filed(request, plans_file(plans(request.user, at=request.at, most=None)))
    level = request.GET.get("by", "post")
    if level not in PLACES:
        return refused("by\n")
    found = outlook(request.user, level, at=request.at)
    form = PlanForm(request.GET if "checks" in request.GET else None)
    spread = _spread(form, found)
    if form.is_bound and not form.is_valid():
        return refusal(form)
    return filed(request, places_file(found, spread, post_names(request.user)), generated=found.generated)


@require_GET
def statistical(request: Request) -> HttpResponseBase:
    """The places as SDMX-CSV 2.0."""
    require(request.user, "trends.read")
    level = request.GET.get("by", "post")
    if level not in PLACES:
        return refused("by\n")
    agency = request.user.agency.code
    rows = place_rows(outlook(request.user, level, at=request.at), agency=agency)
    return as_csv(rows, f"internal_where_{agency}.sdmx.csv")


@require_POST
def withdraw(request: Request, pk: UUID) -> HttpResponse:
    plan = withdraw_plan(plan=pk, by=request.user, at=request.at)
    messages.success(request, gettext("The plan is withdrawn; its cards are taken back within a minute."))
    return redirect(f"{reverse('trends:places')}?by={plan.level}")


def _spread(form: PlanForm, found: Outlook) -> list[Place]:
    if not (form.is_bound and form.is_valid()) or not found.places:
        return []
    try:
        said = form.cleaned_data
        return allocated(found, said["checks"], said["random"], Spread(said["spread"] or Spread.SQUARE_ROOT))
    except ValueError:
        form.add_error("checks", gettext("There are fewer crossings than that. Choose a smaller number."))
        return []


def _keep(request: Request, form: PlanForm, found: Outlook, spread: list[Place]) -> None:
    keep_plan(
        level=found.level,
        month=month_after(found.last),
        checks=form.cleaned_data["checks"],
        random_percent=form.cleaned_data["random"],
        spread=Spread(form.cleaned_data["spread"] or Spread.SQUARE_ROOT),
        rows=plan_rows(spread),
        by=request.user,
        at=request.at,
    )
    messages.success(request, gettext("The plan is kept; what is found from now on is set against it."))


def _context(request: Request, found: Outlook, form: PlanForm, spread: list[Place]) -> dict[str, Any]:
    posts = post_names(request.user)
    columns = PLACES[found.level]
    names = [stratum_name(columns, place.stratum, posts) for place in found.places]
    title = gettext("Expected finds per %(number)s checks") % {"number": PER}
    return {
        "found": found,
        "form": form,
        "levels": [(name, gettext(LEVEL_WORDS[name]), name == found.level) for name in PLACES],
        "rows": [_row(place, name) for place, name in zip(spread or found.places, names, strict=True)],
        "planned": bool(spread),
        "asked": urlencode(
            {"by": found.level} | ({name: form[name].value() or "" for name in PLAN} if spread else {})
        ),
        "unsure": any(place.hardly or place.at_most is not None for place in found.places),
        "plot": places_plot(found.places, names, title) if found.places else None,
        "title": title,
        "overall": None if found.overall is None else tenths(found.overall),
        "enough": None if found.enough_for_one is None else whole(found.enough_for_one),
        "arms": _arms(found),
        "warnings": _warnings(found, names),
        "weighed": _weighed(found),
        "caution": said(found.caution) if found.caution else "",
        "plans": [_aftermath(each, found.last) for each in plans(request.user, at=request.at)],
        "standing": {plan.pk for plan in standing_plans(request.user.agency_id, at=request.at)},
        "may_offer": may(request.user, "card.offer"),
        "may_plan": may(request.user, "trends.plan"),
        "per": PER,
    }


def _row(place: Place, name: str) -> dict[str, Any]:
    return {
        "place": place,
        "name": name,
        "found": whole(place.found),
        "checks": whole(place.checks),
        "expected": tenths(place.expected),
        "interval": f"{tenths(place.low)} – {tenths(place.high)}",
        "crossings": whole(place.crossings),
        "at_most": tenths(place.at_most) if place.at_most is not None else "",
        "targeted": whole(place.targeted),
        "by_lot": whole(place.by_lot),
    }


def _warnings(found: Outlook, names: list[str]) -> list[str]:
    """Groups by their names: documents, routes or posts."""
    named = {" ".join(place.stratum): name for place, name in zip(found.places, names, strict=True)}
    return [
        said(replace(phrase, values={**phrase.values, "group": named.get(phrase.values["group"], "")}))
        for phrase in found.warnings
    ]


def _weighed(found: Outlook) -> dict[str, str] | None:
    """Where the chances of being chosen are known: how many there were among all, and the share found."""
    told = found.weighed
    if told is None:
        return None
    seen = told.seen
    return {
        "checks": whole(told.checks),
        "found": whole(told.found),
        "low": whole(round(told.low)),
        "high": whole(round(told.high)),
        "seen": f"{tenths(seen[0])} – {tenths(seen[1])} %" if seen else "",
    }


def _per(share: Estimate) -> str:
    """A share of checks per hundred, with its interval."""
    value, low, high = (tenths(PER * float(each)) for each in (share.value, share.low, share.high))
    return f"{value} ({low} – {high})"


def _arms(found: Outlook) -> dict[str, str] | None:
    """Targeted against random checks in words: the lift with its interval, what targeting sees of all."""
    arms = found.arms
    if arms is None:
        return None
    lift, share = arms.lift, arms.sensitivity
    return {
        "targeted": _per(arms.targeted),
        "random": _per(arms.random),
        "lift": hundredths(float(lift.value)) if float(lift.value) < 1e6 else gettext("not known"),
        "low": hundredths(float(lift.low)),
        "high": hundredths(float(lift.high)) if float(lift.high) < 1e6 else "∞",
        "seen_low": tenths(100 * float(share.low)),
        "seen_high": tenths(100 * float(share.high)),
    }


def _aftermath(each: Aftermath, last: date) -> dict[str, Any]:
    ratio = ""
    if each.ratio is not None:
        ratio = gettext("%(ratio)s times (95 %% interval %(low)s to %(high)s)") % {
            "ratio": hundredths(float(each.ratio.value)),
            "low": hundredths(float(each.ratio.low)),
            "high": hundredths(float(each.ratio.high)),
        }
    return {
        "plan": each.plan,
        "over": each.plan.month < month_after(last, 1 - LOOKED_BACK),
        "level": gettext(LEVEL_WORDS[each.plan.level]),
        "before": f"{whole(each.found_before)} / {whole(each.checks_before)}" if each.months else "",
        "after": f"{whole(each.found_after)} / {whole(each.checks_after)}" if each.months else "",
        "ratio": ratio,
        "worth": gettext(WORTHWHILE[each.worth]) if each.worth else "",
        "months": each.months,
    }
