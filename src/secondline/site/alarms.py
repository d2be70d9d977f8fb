"""From an alarm to an alert of the library: composed here, since trends may not know the library.

The analyst searches, chooses, and says what the alarm was. What is chosen is looked up again when it is sent:
only an alert that this person may see can be named.
"""

from collections.abc import Sequence
from datetime import date
from typing import Final
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from secondline.people.gate import Request
from secondline.people.queries import require
from secondline.reference.naming import state_name
from secondline.reference.queries.library import find_alert, search, visible_alerts
from secondline.reference.rules import Stage
from secondline.register.cube import UNITS, first_day
from secondline.trends.actions import judge_alarm
from secondline.trends.models import Verdict
from secondline.trends.naming import level_stratum_name, post_names
from secondline.trends.queries.signals import latest_month
from secondline.trends.rules import LEVELS, SERIES_LEVEL, VERDICTS, is_month_in_reach, state_of

MOST_SHOWN: Final = 30
LONGEST_SEARCH: Final = 80
ASKED: Final = ("month", "level", "stratum", "of", "unit")


@require_http_methods(["GET", "POST"])
def choose(request: Request) -> HttpResponse:
    """Search the alerts, choose the one that came of this alarm."""
    require(request.user, "trends.judge")
    asked = {name: str(request.GET.get(name, "")) for name in ASKED}
    asked["unit"] = asked["unit"] or UNITS[0]
    month = _month(asked["month"], request)
    stratum = tuple(asked["stratum"].split("|")) if asked["stratum"] else ()
    if _pieces(asked["level"]) != len(stratum):
        raise Http404
    if request.method == "POST":
        return _link(request, asked, month)
    typed = str(request.GET.get("search", ""))[:LONGEST_SEARCH]
    found = search(visible_alerts(request.user).filter(stage=Stage.PUBLISHED), typed)
    standing = Verdict.objects.filter(
        agency=request.user.agency_id,
        level=asked["level"],
        stratum=asked["stratum"],
        month=month,
        unit=asked["unit"],
    ).first()
    context = {
        "asked": asked,
        "month": month,
        "name": level_stratum_name(asked["level"], stratum, post_names(request.user)),
        "search": typed,
        "alerts": found.order_by("-published_at", "pk")[:MOST_SHOWN],
        "more": max(0, found.count() - MOST_SHOWN),
        "verdicts": [(name, gettext(told)) for name, told in VERDICTS.items()],
        "standing": standing,
        "state": state_of(asked["level"], stratum),
        "back": _back(asked),
    }
    return render(request, "site/alarm_alert.html", context)


def _link(request: Request, asked: dict[str, str], month: date) -> HttpResponse:
    try:
        chosen = UUID(request.POST.get("alert", ""))
    except ValueError:
        messages.warning(request, gettext("Choose an alert first."))
        return redirect(f"{reverse('alarm-alert')}?{urlencode(asked)}")
    alert = find_alert(request.user, chosen)
    judge_alarm(
        level=asked["level"],
        stratum=asked["stratum"],
        month=month,
        unit=asked["unit"],
        verdict=request.POST.get("verdict", ""),
        reference=alert.code,  # its title is another one in another language
        alert=alert.pk,
        by=request.user,
        at=request.at,
    )
    messages.success(request, gettext("The alert is linked to the alarm."))
    if differ := _other_state(asked["level"], asked["stratum"].split("|"), alert.issuer):
        messages.warning(request, differ)
    return redirect(_back(asked))


def _other_state(level: str, stratum: Sequence[str], issuer: str) -> str:
    """In words, that an alert is of another state than the alarm; "" where it is not, or either has none."""
    state = state_of(level, stratum)
    if not state or not issuer or state == issuer:
        return ""
    names = {"alert": state_name(issuer), "alarm": state_name(state)}
    return gettext("The alert is about %(alert)s, the alarm about %(alarm)s.") % names


def _pieces(level: str) -> int:
    """Of how many pieces a stratum of this level is; -1 for a level that there is not."""
    if level == SERIES_LEVEL:
        return 3  # source, area, citizenship
    return len(LEVELS[level]) if level in LEVELS else -1


def _back(asked: dict[str, str]) -> str:
    page = {"month": asked["month"], "of": asked["of"], "unit": asked["unit"]}
    return f"{reverse('trends:signals')}?{urlencode(page)}"


def _month(text: str, request: Request) -> date:
    try:
        month = first_day(text)
    except ValueError as error:
        raise Http404 from error
    if not is_month_in_reach(month, latest_month(request.at)):
        raise Http404
    return month
