"""What small plots are made of: a time axis or a list of names to draw on, bars from nought, gaps, tips."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.utils.translation import gettext

from secondline.trends.plot import SCHEMA, Spec, framed_config
from secondline.trends.rules import NO_DATA


def _framed(height: int | Mapping[str, int], layers: Sequence[Spec], **more: Any) -> Spec:
    return {
        "$schema": SCHEMA,
        "width": "container",
        "height": height,
        "autosize": {"type": "fit-x", "contains": "padding"},
        "background": "#ffffff",
        "layer": list(layers),
        **more,
    }


MOST_NAMED = 40  # periods: of more, only every January is named


def over_time(
    height: int, layers: Sequence[Spec], labels: Sequence[str], periods: Sequence[date] = ()
) -> Spec:
    """Layers over the same periods, whatever each of them knows; of many years, each January is named."""
    named = [label for label, when in zip(labels, periods, strict=False) if when.month == 1]
    x = {
        "field": "when",
        "type": "ordinal",
        "sort": None,
        "scale": {"domain": list(labels), "paddingInner": 0.1},
        "axis": {
            "title": None,
            "labelAngle": 0,
            "labelOverlap": "parity",
            "labelSeparation": 14,
            "labelBound": True,
            **({"values": named} if len(labels) > MOST_NAMED and named else {}),
        },
    }
    return _framed(height, layers, encoding={"x": x}, config=framed_config())


def over_names(
    height: int | Mapping[str, int],
    layers: Sequence[Spec],
    rows: Sequence[Mapping[str, Any]],
    tooltip: Sequence[Spec],
    **axis: Any,
) -> Spec:
    """Layers over the same rows, one below the other; `axis` is how their names are drawn."""
    y = {"field": "name", "type": "nominal", "sort": None, **axis}
    return _framed(
        height,
        layers,
        data={"values": list(rows)},
        encoding={"y": y, "tooltip": list(tooltip)},
        config=framed_config(wide_labels=True),
    )


def tips(*pairs: tuple[str, str]) -> list[Spec]:
    return [{"field": field, "type": "nominal", "title": title} for field, title in pairs]


def from_nought(most: float) -> Spec:
    """A count's axis: from nought to the largest, and to one where there is nothing but noughts."""
    axis = {"tickCount": 3, "tickMinStep": 1}
    scale = {"domain": [0, max(most, 1)]}
    return {"field": "n", "type": "quantitative", "title": None, "axis": axis, "scale": scale}


def bars(values: Sequence[Mapping[str, Any]], most: float, colour: str, tooltip: Sequence[Spec]) -> Spec:
    return {
        "data": {"values": list(values)},
        "mark": {"type": "bar", "color": colour},
        "encoding": {"y": from_nought(most), "tooltip": list(tooltip)},
    }


def gaps(labels: Sequence[str]) -> Spec:
    """Periods of which nothing is known: a grey ground, not an empty place."""
    return {
        "data": {"values": [{"when": label, "words": gettext("no data")} for label in labels]},
        "mark": {"type": "rect", "color": NO_DATA},
        "encoding": {"tooltip": tips(("words", gettext("Number")))},
    }
