"""The alarms of a month, each with its reasons; what analysts said of them, and what that was worth."""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from math import isnan
from typing import Any
from urllib.parse import urlencode

from babel.numbers import get_decimal_symbol
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_GET, require_POST

from borderstats.phrase import Phrase
from secondline.people.gate import Request
from secondline.people.queries import may, require
from secondline.register.cube import UNITS, first_day
from secondline.register.naming import source_name
from secondline.register.queries import Held, series_held
from secondline.shell.templatetags.shell import reader_locale
from secondline.trends.actions import judge_alarm
from secondline.trends.naming import level_stratum_name, post_names, series_key, series_label
from secondline.trends.queries.episodes import episodes
from secondline.trends.queries.scanning import scanned
from secondline.trends.queries.signals import Alarm, latest_month, signals, worth
from secondline.trends.rules import (
    LEVEL_WORDS,
    MOST_MONTHS,
    SCANNED,
    SERIES_LEVEL,
    SURPRISING,
    UNIT_WORDS,
    VERDICTS,
    is_month_in_reach,
    month_after,
    months,
)
from secondline.trends.signal_sdmx import signal_rows
from secondline.trends.signal_sheets import alarms_sheet, history_sheet, rises_sheet
from secondline.trends.sketch import alarm_plot
from secondline.trends.views.files import as_csv, filed, refused
from secondline.trends.wording import tenths, two_digits, whole

MONTHS_OFFERED = 60


NUMBER = re.compile(r"\d+(?:\.\d+)?")
LEAST = re.compile(r"< \d+\.\d+")
SAID_WHOLE = 10  # from here on a number in a sentence has no fraction


def said(phrase: Phrase) -> str:
    """The sentence in the reader's language, its numbers as the reader writes them, to two digits."""
    words = {name: _written(each) for name, each in phrase.values.items()}
    return replace(phrase, values=words).filled(gettext(phrase.template))


def _written(text: str) -> str:
    if NUMBER.fullmatch(text):
        value = float(text)
        return whole(round(value)) if value >= SAID_WHOLE else two_digits(value)
    if LEAST.fullmatch(text):
        return text.replace(".", get_decimal_symbol(reader_locale()))
    return text


@require_GET
def alarms(request: Request) -> HttpResponse:
    require(request.user, "trends.read")
    monthly = _watched(request)
    held, latest, month, unit = _asked(request, monthly)
    found = signals(request.user, month, held=held, unit=unit)
    posts = post_names(request.user)
    measured = worth(request.user, at=request.at)
    back = MOST_MONTHS if held else MONTHS_OFFERED
    offered = list(months(month_after(latest, 1 - back), latest))[::-1]
    of = series_key(held) if held else ""
    context = {
        "month": month,
        "of": of,
        "unit": unit,
        "asked": urlencode({"month": f"{month:%Y-%m}", "of": of, "unit": unit}),
        "units": [(name, gettext(words)) for name, words in UNIT_WORDS.items()],
        "held": [(series_key(each), series_label(each)) for each in monthly],
        "offered": [(f"{each:%Y-%m}", each) for each in offered],
        "signals": found,
        "false_alarms": tenths(found.false_alarms),
        "rows": [_row(number, alarm, posts, of, unit) for number, alarm in enumerate(found.alarms)],
        "verdicts": [(name, gettext(words)) for name, words in VERDICTS.items()],
        "worth": measured,
        "precision": None if measured.precision is None else tenths(100 * measured.precision),
        "may_judge": may(request.user, "trends.judge"),
        **(_episodes(request, held) if held else _scan(request, month, posts, unit)),
    }
    return render(request, "trends/signals.html", context)


@require_GET
def table(request: Request) -> HttpResponseBase:
    """The alarms of a month as CSV, every one; with `sheet`, what the plots draw, or the rises of the past.

    What can't be understood is refused: a file says nothing about what it was made with.
    """
    require(request.user, "trends.read")
    held, _latest, month, unit = _asked(request, _watched(request))
    if not _is_understood(request, held, month):
        return refused("of, month\n")
    wanted = request.GET.get("sheet")
    if held and wanted == "rises":
        return filed(request, rises_sheet(held, episodes(request.user, held, most=None).shown))
    found = signals(request.user, month, held=held, unit=unit, most=None)
    made = history_sheet if wanted == "history" else alarms_sheet
    return filed(request, made(found, post_names(request.user)), generated=found.generated, unit=unit)


@require_GET
def statistical(request: Request) -> HttpResponseBase:
    """What the plots draw as SDMX-CSV 2.0, of every alarm of the month."""
    require(request.user, "trends.read")
    held, _latest, month, unit = _asked(request, _watched(request))
    if not _is_understood(request, held, month):
        return refused("of, month\n")
    found = signals(request.user, month, held=held, unit=unit, most=None)
    agency = request.user.agency.code
    rows = signal_rows(found, held, agency=agency, unit=unit)
    return as_csv(rows, f"internal_signals_{agency}.sdmx.csv")


def _is_understood(request: Request, held: Held | None, month: date) -> bool:
    given, told = request.GET, f"{month:%Y-%m}"
    return bool(held or not given.get("of")) and given.get("month", told) == told


def _watched(request: Request) -> list[Held]:
    return [each for each in series_held(request.user) if each.monthly]


def _asked(request: Request, monthly: Sequence[Held]) -> tuple[Held | None, date, date, str]:
    """The series watched (None: own finds), its last month, the month asked for, what is counted."""
    held = next((each for each in monthly if series_key(each) == request.GET.get("of")), None)
    latest = min(latest_month(request.at), held.last) if held else latest_month(request.at)
    month = _month(request.GET.get("month", ""), latest)
    return held, latest, month, UNITS[0] if held else unit_of(request.GET.get("unit"))


def unit_of(text: str | None) -> str:
    """What is counted, as the address says; persons where it does not."""
    return text if text and text in UNIT_WORDS else UNITS[0]


def _month(text: str, latest: date) -> date:
    try:
        asked = first_day(text)
    except ValueError:
        return latest
    return asked if is_month_in_reach(asked, latest) else latest


def _row(number: int, alarm: Alarm, posts: dict[str, str], of: str, unit: str) -> dict[str, Any]:
    asked = {"month": f"{alarm.month:%Y-%m}", "level": alarm.level, "stratum": alarm.key, "of": of}
    asked["unit"] = unit
    return {
        "link": urlencode(asked),
        "id": f"plot-{number}",
        "alarm": alarm,
        "name": level_stratum_name(alarm.level, alarm.stratum, posts),
        "level": gettext(LEVEL_WORDS[alarm.level])
        if alarm.level in LEVEL_WORDS
        else source_name(alarm.stratum[0]),
        "headline": said(alarm.headline),
        "because": [said(phrase) for phrase in alarm.because],
        "spec": alarm_plot(alarm),
        "past": [(when, "" if isnan(told) else whole(int(told))) for when, told in alarm.history[-13:]],
    }


def _episodes(request: Request, held: Held) -> dict[str, Any]:
    """Rises of the past, each with the month whose signals told of it first."""
    found = episodes(request.user, held)
    rows = [
        {
            "name": level_stratum_name(SERIES_LEVEL, each.stratum, {}),
            "first": each.first,
            "link": urlencode({"of": series_key(held), "month": f"{each.first:%Y-%m}"}),
            "seen": gettext("%(seen)s (%(before)s the month before)")
            % {"seen": whole(each.seen), "before": whole(each.before)},
            "highest": whole(each.highest),
            "peak": each.peak,
            "lead": each.lead,
        }
        for each in found.shown
    ]
    return {"episodes": rows, "rises": found}


def _scan(request: Request, month: date, posts: dict[str, str], unit: str) -> dict[str, Any]:
    """The scan over groups of posts or of nationalities, in words."""
    by = request.GET.get("group", "")
    by = by if by in SCANNED else next(iter(SCANNED))
    found = scanned(request.user, by, month, unit=unit)
    surprising = bool(found.found) and found.found[0].p_value <= SURPRISING
    return {
        "scan": found,
        "scan_by": [(name, gettext(LEVEL_WORDS[SCANNED[name]]), name == by) for name in SCANNED],
        "scan_says": gettext("The first group has more than chance lets expect.")
        if surprising
        else gettext("No evidence that any group has more than chance lets expect."),
        "clusters": [
            {
                "name": " + ".join(
                    level_stratum_name(SCANNED[by], stratum, posts) for stratum in each.strata
                ),
                "months": each.months,
                "count": whole(each.count),
                "expected": tenths(each.expected),
                "times": tenths(each.times),
                "chance": tenths(100 * each.p_value),
            }
            for each in found.found
        ],
    }


@require_POST
def judge(request: Request) -> HttpResponse:
    """What a person says of an alarm."""
    latest = latest_month(request.at)
    given = request.POST
    month = _month(given.get("month", ""), latest)
    if f"{month:%Y-%m}" != given.get("month", ""):
        raise Http404
    judge_alarm(
        level=given.get("level", ""),
        stratum=given.get("stratum", ""),
        month=month,
        unit=given.get("unit", UNITS[0]),
        verdict=given.get("verdict", ""),
        reference=given.get("reference", "").strip(),
        by=request.user,
        at=request.at,
    )
    messages.success(request, gettext("Kept. It counts in the precision of the signals."))
    of = urlencode({"month": f"{month:%Y-%m}", "of": given.get("of", ""), "unit": given.get("unit", "")})
    return redirect(f"{reverse('trends:signals')}?{of}")
