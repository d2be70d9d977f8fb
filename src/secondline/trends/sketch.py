"""Small plots of signals, of places to look and of the link, as Vega-Lite specifications."""

from collections.abc import Mapping, Sequence
from datetime import date
from math import isnan
from typing import Any

from django.utils.translation import gettext

from secondline.shell.templatetags.shell import month as month_words
from secondline.trends.frames import bars, from_nought, gaps, over_names, over_time, tips
from secondline.trends.plot import Spec
from secondline.trends.queries.link import Row
from secondline.trends.queries.looking import Place
from secondline.trends.queries.signals import Alarm
from secondline.trends.rules import LINE, QUIET
from secondline.trends.wording import tenths, whole

ALARM_COLOUR = "#b3261e"
PUBLISHED_COLOUR = "#d1600a"
MOST_PLACES = 20
SMALL = 90  # pixels


def alarm_plot(alarm: Alarm) -> Spec:
    """The last years of a stratum as bars, the month of the alarm in red, its bound as a line."""
    labels = [month_words(month) for month, _ in alarm.history]
    rows = [
        {"when": month_words(month), "n": number, "words": whole(int(number)), "alarm": month == alarm.month}
        for month, number in alarm.history
        if not isnan(number)
    ]
    bound = [{"when": month_words(alarm.month), "n": alarm.upper, "words": tenths(alarm.upper)}]
    colour = {"condition": {"test": "datum.alarm", "value": ALARM_COLOUR}, "value": QUIET}
    most = max(alarm.upper, *(number for _month, number in alarm.history if not isnan(number)))
    told = {
        "data": {"values": rows},
        "mark": {"type": "bar"},
        "encoding": {
            "y": from_nought(most),
            "color": colour,
            "tooltip": tips(("when", gettext("Month")), ("words", gettext("Found"))),
        },
    }
    tick = {
        "data": {"values": bound},
        "mark": {"type": "tick", "color": "#1c2a30", "thickness": 2, "size": 14},
        "encoding": {
            "y": {"field": "n", "type": "quantitative"},
            "tooltip": tips(("words", gettext("Up to this would be ordinary"))),
        },
    }
    return over_time(90, [told, tick], labels)


def places_plot(places: Sequence[Place], names: Sequence[str], title: str) -> Spec:
    """Expected hits per 100 checks with their intervals, the most expected first."""
    rows = [
        {
            "name": name,
            "value": place.expected,
            "low": place.low,
            "high": place.high,
            "words": tenths(place.expected),
        }
        for place, name in zip(places[:MOST_PLACES], names, strict=False)
    ]
    layers: list[Spec] = [
        {
            "mark": {"type": "rule", "color": LINE, "strokeWidth": 3, "opacity": 0.35},
            "encoding": {
                "x": {"field": "low", "type": "quantitative", "title": title, "axis": {"tickCount": 8}},
                "x2": {"field": "high"},
            },
        },
        {
            "mark": {"type": "point", "filled": True, "size": 60, "color": LINE, "opacity": 1},
            "encoding": {"x": {"field": "value", "type": "quantitative", "title": title}},
        },
    ]
    told = tips(("name", gettext("Where")), ("words", title))
    return over_names({"step": 22}, layers, rows, told, title=None, axis={"labelLimit": 220})


def link_plots(
    rows: Sequence[Row], published: str, others: Sequence[tuple[str, Mapping[date, int]]] = ()
) -> list[tuple[str, Spec]]:
    """Finds, inspections, the published series and all others under each other, on the same time axis."""
    periods = [row.period for row in rows]
    labels = [month_words(period) for period in periods]
    parts: list[tuple[str, str, str, int]] = [
        (gettext("Found here"), "found", LINE, 130),
        (gettext("Inspections here"), "looked", QUIET, 70),
        (gettext("Crossings here"), "crossings", QUIET, 70),
        (published, "published", PUBLISHED_COLOUR, 130),
    ]
    drawn = []
    for heading, name, colour, height in parts:
        values = [_value(row, name) for row in rows if getattr(row, name) is not None]
        if any(each["n"] for each in values):
            missing = [month_words(row.period) for row in rows if getattr(row, name) is None]
            layers = [gaps(missing), _bars(values, colour, heading)]
            drawn.append((heading, over_time(height, layers, labels, periods)))
    for heading, told in others:
        values = [{"when": month_words(when), "n": n, "words": whole(n)} for when, n in told.items()]
        missing = [month_words(row.period) for row in rows if row.period not in told]
        layers = [gaps(missing), _bars(values, PUBLISHED_COLOUR, heading)]
        drawn.append((heading, over_time(SMALL, layers, labels, periods)))
    return drawn


def _value(row: Row, name: str) -> dict[str, Any]:
    number = getattr(row, name)
    return {"when": month_words(row.period), "n": number, "words": whole(number)}


def _bars(values: Sequence[dict[str, Any]], colour: str, heading: str, most: int = 0) -> Spec:
    most = most or max((each["n"] for each in values), default=1)
    return bars(values, most, colour, tips(("when", gettext("Month")), ("words", heading)))


def area_plots(areas: Sequence[tuple[str, Sequence[tuple[date, int]]]]) -> list[tuple[str, Spec]]:
    """One nationality in each area under the same axes, so that a move from one to another is seen."""
    most = max((number for _area, told in areas for _month, number in told), default=1)
    drawn = []
    for area, told in areas:
        rows = [{"when": month_words(month), "n": n, "words": whole(n)} for month, n in told]
        layers = [_bars(rows, PUBLISHED_COLOUR, gettext("Number"), most)]
        periods = [month for month, _n in told]
        drawn.append((area, over_time(90, layers, [month_words(month) for month in periods], periods)))
    return drawn
