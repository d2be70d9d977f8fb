"""Rankings, small plots and published series as Vega-Lite specifications."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.utils.translation import gettext

from secondline.shell.templatetags.shell import month as month_words
from secondline.trends.frames import bars, gaps, over_names, over_time, tips
from secondline.trends.plot import Spec
from secondline.trends.rules import COLOURS, LINE, QUIET, Month
from secondline.trends.sketch import PUBLISHED_COLOUR
from secondline.trends.wording import whole

MOST_BARS = 15
ROW = 36  # pixels


def ranked_plot(rows: Sequence[Mapping[str, Any]], title: str) -> Spec:
    """Bars with their intervals; `rows` have name, n, low, high, words and together, the largest first.

    The names stand above their bars: beside them, a narrow screen would have no room for the bars.
    """
    shown = list(rows)[:MOST_BARS]
    name = {"type": "text", "align": "left", "baseline": "bottom", "dy": -6, "fontSize": 12}
    layers: list[Spec] = [
        {
            "mark": {"type": "bar", "color": LINE, "height": 11, "yOffset": 7},
            "encoding": {
                "x": {"field": "n", "type": "quantitative", "title": title, "axis": {"tickCount": 6}}
            },
        },
        {
            "mark": {"type": "rule", "color": "#d1600a", "strokeWidth": 2, "yOffset": 7},
            "encoding": {"x": {"field": "low", "type": "quantitative"}, "x2": {"field": "high"}},
        },
        {
            "mark": {**name, "color": "#1c2a30", "yOffset": 6, "limit": {"expr": "width"}},
            "encoding": {"text": {"field": "name", "type": "nominal"}, "x": {"value": 2}},
        },
    ]
    told = tips(("name", gettext("What")), ("words", title), ("together", gettext("Beside it")))
    height = ROW * max(len(shown), 1)
    return over_names(height, layers, shown, told, axis=None, scale={"paddingInner": 0.3})


def _bars(values: Sequence[Mapping[str, Any]], most: float, colour: str, title: str) -> Spec:
    told = tips(("when", gettext("Month")), ("words", title), ("together", gettext("Beside it")))
    return bars(values, most, colour, told)


def part_plot(
    label: str, counts: Mapping[date, int], months: Sequence[Month], together: Mapping[date, str], most: int
) -> Spec:
    """One small plot; `most` is the end of its axis, its own or that of all."""
    known = [month for month in months if month.known]
    values = [
        {
            "when": month_words(month.month),
            "n": counts.get(month.month, 0),
            "words": whole(counts.get(month.month, 0)),
            "together": together[month.month],
        }
        for month in known
    ]
    missing = [month_words(month.month) for month in months if not month.known]
    colour = COLOURS.get(label, LINE if label not in {"", "*"} else QUIET)
    layers = [gaps(missing), _bars(values, most, colour, gettext("Found"))]
    return over_time(110, layers, [month_words(month.month) for month in months])


def published_plot(rows: Sequence[tuple[str, int | None, str]], title: str) -> Spec:
    """A published series: period in words, number (None: the source does not know), vintage."""
    values = [
        {"when": when, "n": number, "words": whole(number), "together": vintage}
        for when, number, vintage in rows
        if number is not None
    ]
    most = max((number for _when, number, _vintage in rows if number is not None), default=1)
    layers = [
        gaps([when for when, number, _ in rows if number is None]),
        _bars(values, most, PUBLISHED_COLOUR, title),
    ]
    return over_time(240, layers, [when for when, _number, _vintage in rows])
