"""A series as Vega-Lite specifications: what is drawn in the browser, and later on paper."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from secondline.register.rules import FOUND
from secondline.shell.templatetags.shell import moment
from secondline.shell.templatetags.shell import month as month_words
from secondline.shell.templatetags.shell import number as number_words
from secondline.trends.queries import Series
from secondline.trends.rules import COLOURS, LINE, NO_DATA, PER, PER_CROSSINGS, QUIET, Month, View
from secondline.trends.wording import line, whole
from traveldoc.vocabulary import vocabulary

Spec = dict[str, Any]
SCHEMA = "https://vega.github.io/schema/vega-lite/v6.json"
FONT = 'system-ui, "Segoe UI", Roboto, "Noto Sans", sans-serif'


def class_label(fraud: str) -> str:
    return vocabulary("fraud").label(fraud, get_language() or "en")


def specs(series: Series, view: View) -> list[tuple[str, Spec]]:
    """Each plot of a view with its heading ("" where it needs none); the last is the effort below."""
    effort = (gettext("Inspections"), _framed(series, 90, _effort_layers(series), mark=""))
    if view is View.RATE:
        return [("", _framed(series, 300, _rate_layers(series, _rate_title(), "rate"))), effort]
    if view is View.CROSSINGS:
        layers = _rate_layers(series, _crossing_title(), "per_crossing")
        crossings = (gettext("Crossings"), _framed(series, 90, _crossing_layers(series), mark=""))
        return [("", _framed(series, 300, layers)), crossings]
    return [("", _framed(series, 300, _count_layers(series))), effort]


def _framed(series: Series, height: int, layers: Sequence[Spec], mark: str | None = None) -> Spec:
    """One plot over the months of the series; `mark` says that its data are generated, where they are."""
    if mark is None:
        mark = (
            gettext("Partly generated data")
            if series.measured
            else gettext("Generated data, nobody was inspected")
        )
    labels = [month_words(month.month) for month in series.months]
    return {
        "$schema": SCHEMA,
        "width": "container",
        "height": height,
        "autosize": {"type": "fit-x", "contains": "padding"},
        "background": "#ffffff",
        **({"title": _mark(mark)} if series.generated and mark else {}),
        "encoding": {
            "x": {
                "field": "month",
                "type": "ordinal",
                "sort": None,
                "scale": {"domain": labels, "paddingInner": 0.12, "paddingOuter": 0.1},
                "axis": {"title": None, "labelAngle": 0, "labelOverlap": "parity", "labelSeparation": 12},
            }
        },
        "layer": [_gap_layer(series), *layers],
        "config": _config(),
        "usermeta": {"alone": _alone(series, mark)},
    }


def _alone(series: Series, mark: str) -> Spec:
    """What a saved picture needs to be understood without the page: title, vintage, mark, legend."""
    asked = series.choice
    as_of = gettext("as of %(moment)s") % {"moment": moment(series.as_of)}
    return {
        "title": {
            "text": gettext("Detections by month, %(first)s to %(last)s")
            % {"first": month_words(asked.first), "last": month_words(asked.last)},
            "subtitle": [as_of, mark] if series.generated and mark else [as_of],
            "anchor": "start",
            "offset": 10,
        },
        "legend": {"title": None, "orient": "bottom", "columns": 3},
    }


def _mark(text: str) -> Spec:
    """Stands in the plot itself, so that a saved picture carries it too."""
    return {
        "text": text,
        "anchor": "end",
        "color": "#7a4b00",
        "fontSize": 11,
        "fontWeight": "bold",
        "offset": 4,
    }


def _config() -> Spec:
    axis = {
        "labelColor": "#1c2a30",
        "titleColor": "#1c2a30",
        "titleFontWeight": "normal",
        "labelFontSize": 12,
    }
    return {
        "aria": False,  # the figure has one description, and the table below has every number
        "font": FONT,
        "view": {"stroke": None},
        "axis": {**axis, "gridColor": "#e3e8ea", "domainColor": QUIET, "tickColor": QUIET},
        "axisY": {"minExtent": 44, "maxExtent": 44, "titleFontSize": 12, "tickCount": 5, "domain": False},
        "locale": _numbers(),
    }


def framed_config(*, wide_labels: bool = False) -> Spec:
    """The look that every plot of the house shares; `wide_labels` where names stand on the vertical axis."""
    config = _config()
    if wide_labels:
        config["axisY"] = {"domain": False, "ticks": False, "labelFontSize": 12}
    return config


def _numbers() -> Spec:
    """How numbers are written in the reader's language, in d3's terms."""
    tenth, thousands = number_words(0.1), number_words(1000)
    return {
        "number": {
            "decimal": tenth[1:-1],
            "thousands": thousands[1:-3],
            "grouping": [3],
            "currency": ["", ""],
        }
    }


def _y(field: str, title: str, **more: Any) -> Spec:
    return {"field": field, "type": "quantitative", "title": title, **more}


def _gap_layer(series: Series) -> Spec:
    """Months of which nothing is known: a grey ground instead of an empty place that looks like a zero."""
    rows = [{"month": month_words(m.month), "text": gettext("no data")} for m in series.months if not m.known]
    return {
        "data": {"values": rows},
        "mark": {"type": "rect", "color": NO_DATA},
        "encoding": {"tooltip": _tips(("month", _("Month")), ("text", _("Inspections")))},
    }


def _tips(*pairs: tuple[str, object]) -> list[Spec]:
    return [{"field": field, "type": "nominal", "title": str(title)} for field, title in pairs]


def _fade() -> Spec:
    """The running month is not over: paler than the others."""
    return {"condition": {"test": "datum.over", "value": 1}, "value": 0.45}


def _row(month: Month) -> dict[str, Any]:
    words = line(month)
    return {
        "month": words.name,
        "over": month.over,
        "found": words.found,
        "inspections": words.inspections,
        "rate_words": words.rate,
        "interval": words.interval or gettext("not known"),
        "coverage": words.coverage,
        "crossings": words.crossings,
        "per_crossing": words.per_crossing,
        "crossing_interval": words.crossing_interval or gettext("not known"),
    }


def _together() -> list[Spec]:
    """Count, rate, interval, effort and coverage are always shown together."""
    return _tips(
        ("found", _("Found")),
        ("inspections", _("Inspections")),
        ("rate_words", _rate_title()),
        ("interval", _("95 % interval")),
        ("coverage", _("Effort known at")),
    )


def _rate_title() -> str:
    return gettext("Found per %(number)s inspections") % {"number": PER}


def _crossing_title() -> str:
    return gettext("Found per %(number)s crossings") % {"number": whole(PER_CROSSINGS)}


def _with_crossings() -> list[Spec]:
    return _tips(
        ("found", _("Found")),
        ("crossings", _("Crossings")),
        ("per_crossing", _crossing_title()),
        ("crossing_interval", _("95 % interval")),
        ("inspections", _("Inspections")),
    )


def _class_rows(month: Month) -> list[dict[str, Any]]:
    counts: Mapping[str, int] = month.counts or {}
    row = _row(month)
    return [
        {**row, "class": class_label(fraud), "order": order, "n": counts[fraud]}
        for order, fraud in enumerate(FOUND)
        if counts.get(fraud)
    ]


def _count_layers(series: Series) -> list[Spec]:
    rows = [row for month in series.known for row in _class_rows(month)]
    tips = _tips(("month", _("Month")), ("class", _("Fraud")), ("n", _("Number")))
    return [
        {
            "data": {"values": rows},
            "mark": {"type": "bar", "stroke": "#ffffff", "strokeWidth": 1},
            "encoding": {
                "y": _y("n", gettext("Detections"), stack="zero"),
                "color": {
                    "field": "class",
                    "type": "nominal",
                    "scale": {
                        "domain": [class_label(fraud) for fraud in FOUND],
                        "range": [COLOURS[fraud] for fraud in FOUND],
                    },
                    "legend": None,
                },
                "order": {"field": "order", "type": "ordinal"},
                "opacity": _fade(),
                "tooltip": [*tips, *_together()],
            },
        }
    ]


def _rate_layers(series: Series, title: str, name: str) -> list[Spec]:
    """Line, band and points of the months' rates called `name`."""
    rates = [month.rate if name == "rate" else month.per_crossing for month in series.months]
    if not any(rates):
        return []
    around = [None, *rates, None]
    rows = [
        {
            **_row(month),
            **dict(zip(("rate", "low", "high"), rate or (None, None, None), strict=True)),
            "alone": rate is not None and around[place] is None and around[place + 2] is None,
        }
        for place, (month, rate) in enumerate(zip(series.months, rates, strict=True))
    ]
    tips = _together() if name == "rate" else _with_crossings()
    return [
        {
            "data": {"values": rows},
            "layer": [
                {
                    "mark": {"type": "area", "color": LINE, "opacity": 0.16},
                    "encoding": {"y": _y("low", title), "y2": {"field": "high"}},
                },
                {
                    "mark": {"type": "line", "color": LINE, "strokeWidth": 2},
                    "encoding": {"y": _y("rate", title)},
                },
                *_whiskers(rows, title),
                {
                    "transform": [{"filter": "isValid(datum.rate)"}],
                    "mark": {"type": "point", "filled": True, "size": 45, "color": LINE, "opacity": 1},
                    "encoding": {
                        "y": _y("rate", title),
                        "opacity": _fade(),
                        "tooltip": [*_tips(("month", _("Month"))), *tips],
                    },
                },
            ],
        }
    ]


def _whiskers(rows: Sequence[Mapping[str, Any]], title: str) -> list[Spec]:
    """A month between two gaps has no band to show its interval: a whisker does."""
    if not any(row["alone"] for row in rows):
        return []
    return [
        {
            "transform": [{"filter": "datum.alone"}],
            "mark": {"type": "rule", "color": LINE, "strokeWidth": 2, "opacity": 0.4},
            "encoding": {"y": _y("low", title), "y2": {"field": "high"}},
        }
    ]


def _effort_layers(series: Series) -> list[Spec]:
    rows = [{**_row(m), "n": m.inspections} for m in series.months if m.inspections is not None]
    return _quiet_bars(rows, gettext("Inspections"), _together())


def _crossing_layers(series: Series) -> list[Spec]:
    rows = [{**_row(m), "n": m.crossings / 1000} for m in series.months if m.crossings is not None]
    return _quiet_bars(rows, gettext("Thousands"), _with_crossings())


def _quiet_bars(rows: Sequence[Mapping[str, Any]], title: str, tips: Sequence[Spec]) -> list[Spec]:
    if not rows:
        return []
    return [
        {
            "data": {"values": list(rows)},
            "mark": {"type": "bar", "color": QUIET},
            "encoding": {
                "y": _y("n", title, axis={"tickCount": 3}),
                "opacity": _fade(),
                "tooltip": [*_tips(("month", _("Month"))), *tips],
            },
        }
    ]
