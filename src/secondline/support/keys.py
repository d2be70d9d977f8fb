"""The bench's keys as one table: the page prints it, the script reads it."""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import Final

from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True, slots=True)
class Key:
    """`key` as a browser names it (KeyboardEvent.key), `shown` as it stands on a keyboard."""

    key: str
    deed: str
    words: object
    group: object
    shown: str = ""

    @property
    def cap(self) -> str:
        return self.shown or self.key


_LOOK: Final = _("Look")
_COMPARE: Final = _("Compare")
_MARK: Final = _("Mark")
_MEASURE: Final = _("Measure")

KEYS: Final = (
    Key("?", "help", _("Show these keys"), _LOOK),
    Key("+", "nearer", _("Nearer"), _LOOK),
    Key("-", "farther", _("Farther"), _LOOK),
    Key("0", "whole", _("The whole picture"), _LOOK),
    Key(
        "ArrowLeft",
        "left",
        _("Move the picture, or the crosshair of a tool; finely with Shift"),
        _LOOK,
        "← ↑ → ↓",
    ),
    Key("ArrowRight", "right", "", _LOOK),
    Key("ArrowUp", "up", "", _LOOK),
    Key("ArrowDown", "down", "", _LOOK),
    Key("l", "light", _("The next light of the same page"), _LOOK),
    Key("v", "view", _("The next view: inverted, one colour, contrast, edges"), _LOOK),
    Key("n", "next", _("The next picture"), _LOOK),
    Key("p", "previous", _("The picture before"), _LOOK),
    Key("s", "specimen", _("The specimen beside it, and away again"), _COMPARE),
    Key("q", "add", _("One more layer"), _COMPARE),
    Key("Backspace", "drop", _("Take the last layer away"), _COMPARE, "⌫"),
    Key("1", "layer-1", _("Choose a layer: marks and measures are made on it"), _COMPARE, "1 2 3 4"),
    Key("2", "layer-2", "", _COMPARE),
    Key("3", "layer-3", "", _COMPARE),
    Key("4", "layer-4", "", _COMPARE),
    Key("a", "mode-beside", _("Side by side"), _COMPARE),
    Key("o", "mode-overlay", _("One over the other"), _COMPARE),
    Key("w", "mode-swipe", _("Swipe"), _COMPARE),
    Key("b", "mode-blink", _("Blink"), _COMPARE),
    Key("d", "mode-difference", _("Difference"), _COMPARE),
    Key(",", "less", _("Less: see-through, place of the edge, speed"), _COMPARE),
    Key(".", "more", _("More of it"), _COMPARE),
    Key("k", "lock", _("Tie the pictures together, or move each alone"), _COMPARE),
    Key(
        "y",
        "tool-pairs",
        _("Lay one over the other by hand: a point on the first, its like on the second"),
        _COMPARE,
    ),
    Key("r", "tool-box", _("Box"), _MARK),
    Key("e", "tool-ellipse", _("Ellipse"), _MARK),
    Key("i", "tool-line", _("Line"), _MARK),
    Key("j", "tool-arrow", _("Arrow"), _MARK),
    Key("f", "tool-freehand", _("Freehand"), _MARK),
    Key("t", "tool-text", _("Text"), _MARK),
    Key("Enter", "point", _("A point at the crosshair; with Shift the last one"), _MARK, "↵"),
    Key("u", "undo", _("Undo the last mark, or bring it back"), _MARK),
    Key("Escape", "leave", _("Put the tool away"), _MARK, "Esc"),
    Key("m", "tool-distance", _("Distance: two points"), _MEASURE),
    Key("g", "tool-angle", _("Angle: three points, the corner second"), _MEASURE),
    Key("c", "tool-scale", _("Set the scale: both ends of the page's long edge"), _MEASURE),
)


def by_group() -> list[tuple[object, list[Key]]]:
    """As the page prints them: a key that belongs to the row above it has no words of its own."""
    told = [each for each in KEYS if each.words]
    return [(group, list(rows)) for group, rows in groupby(told, key=lambda each: each.group)]


def by_key() -> Mapping[str, str]:
    """As the script reads them: which deed a key does."""
    return {each.key: each.deed for each in KEYS}
