"""What is drawn on a picture, as data: shapes in shares of its width and height, each tied to a finding."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final
from uuid import UUID

from django.utils.translation import gettext_lazy as _

Point = tuple[float, float]


class Shape(StrEnum):
    BOX = "box"
    ELLIPSE = "ellipse"
    LINE = "line"
    ARROW = "arrow"
    FREEHAND = "freehand"
    POLYGON = "polygon"
    TEXT = "text"


# What an examiner draws; a polygon is the engine's place of a finding.
SHAPES: Final[Mapping[str, object]] = {
    Shape.BOX: _("Box"),
    Shape.ELLIPSE: _("Ellipse"),
    Shape.LINE: _("Line"),
    Shape.ARROW: _("Arrow"),
    Shape.FREEHAND: _("Freehand"),
    Shape.TEXT: _("Text"),
}
MOST_POINTS: Final = 400
# How many points each has: fewest and most.
POINTS: Final[Mapping[str, tuple[int, int]]] = {
    Shape.BOX: (2, 2),
    Shape.ELLIPSE: (2, 2),
    Shape.LINE: (2, 2),
    Shape.ARROW: (2, 2),
    Shape.FREEHAND: (2, MOST_POINTS),
    Shape.TEXT: (1, 1),
}
MOST_MARKS: Final = 200  # of one examiner on one request
LONGEST_TEXT: Final = 300
SHOWN_TEXT: Final = 60  # of a text that stands on the picture itself
NO_FINDING: Final = _("Choose the finding that the mark belongs to.")
_SMALLEST: Final = 0.0005  # a box or a line shorter than this share of the picture is a slip of the hand


@dataclass(frozen=True, slots=True)
class PictureMark:
    """One mark. `points` are (x, y) from 0 to 1 of the upright picture: two corners of a box or an
    ellipse, two ends of a line or an arrow, all points of a freehand line or a polygon, one point of a text.
    `finding` is the key of the finding it belongs to (answering.Judged.key), `words` what that one says as
    text or as stored sentences, `label` its number on paper.
    """

    item: UUID
    shape: Shape
    points: Sequence[Point]
    label: str = ""
    text: str = ""
    finding: str = ""
    words: Any = ""

    def plain(self) -> dict[str, object]:
        """As it is put on paper: only finite shares between 0 and 1, at most MOST_POINTS of them."""
        points = [[_share(x), _share(y)] for x, y in self.points[:MOST_POINTS]]
        text = self.text if len(self.text) <= SHOWN_TEXT else f"{self.text[: SHOWN_TEXT - 1]}…"
        return {"shape": self.shape.value, "points": points, "label": self.label, "text": text}


def _share(value: float) -> float:
    return round(min(1.0, max(0.0, float(value))), 5) if value == value else 0.0  # noqa: PLR0124  # not a NaN


@dataclass(frozen=True, slots=True)
class Drawn:
    """A mark as it is handed in; the id is made by whoever draws it."""

    id: UUID
    item: UUID
    shape: str
    points: tuple[Point, ...]
    finding: str
    text: str = ""


def faults(drawn: Drawn) -> dict[str, object]:
    """What a mark lacks before it can be kept: field and sentence. Empty: nothing."""
    found: dict[str, object] = {}
    if drawn.shape not in SHAPES:
        return {"shape": _("Choose one of the shapes.")}
    fewest, most = POINTS[drawn.shape]
    if not fewest <= len(drawn.points) <= most:
        words = _("%(shape)s: from %(fewest)s to %(most)s points, not %(number)s.")
        values = {"fewest": fewest, "most": most, "number": len(drawn.points)}
        found["points"] = words % {"shape": SHAPES[drawn.shape], **values}
    elif not all(0 <= value <= 1 for point in drawn.points for value in point):
        found["points"] = _("The mark lies outside the picture: each number is from 0 to 100.")
    elif fewest > 1 and not _has_size(drawn.points):
        found["points"] = _("The mark has no size: its points lie on one another.")
    if drawn.shape == Shape.TEXT and not drawn.text.strip():
        found["text"] = _("Type what shall stand there.")
    if len(drawn.text) > LONGEST_TEXT:
        found["text"] = _("At most %(most)s characters.") % {"most": LONGEST_TEXT}
    if not drawn.finding:
        found["finding"] = NO_FINDING
    return found


def _has_size(points: Sequence[Point]) -> bool:
    first = points[0]
    return any(max(abs(x - first[0]), abs(y - first[1])) >= _SMALLEST for x, y in points[1:])


_NUMBER: Final = re.compile(r"-?[0-9]{1,4}(?:[.,][0-9]{1,8})?", re.ASCII)
LONGEST_POINTS: Final = 24 * MOST_POINTS


def read_points(text: str) -> tuple[Point, ...] | None:
    """Points as a person types them, x and y in percent: 10 20 30 45.5. None if they are none."""
    parts = [part for part in re.split(r"[\s;]+|,\s+", text.strip()) if part]
    odd = len(text) > LONGEST_POINTS or not parts or len(parts) % 2
    if odd or not all(_NUMBER.fullmatch(part) for part in parts):
        return None
    values = [float(part.replace(",", ".")) / 100 for part in parts]
    return tuple(zip(values[::2], values[1::2], strict=True))


def write_points(points: Sequence[Sequence[float]]) -> str:
    """The other way round, with four places behind the point."""
    return " ".join(f"{100 * value:.4f}".rstrip("0").rstrip(".") for point in points for value in point)


def path_of(shape: str, points: Sequence[Sequence[float]], width: float, height: float) -> str:
    """The mark as an SVG path on a picture so large; "" for a text, which has only a place."""
    at = [(x * width, y * height) for x, y in points]
    if shape == Shape.TEXT or len(at) < 2:
        return ""
    (x0, y0), (x1, y1) = at[0], at[-1]
    if shape == Shape.BOX:
        return f"M{x0:.2f} {y0:.2f}H{x1:.2f}V{y1:.2f}H{x0:.2f}Z"
    if shape == Shape.ELLIPSE:
        rx, ry = abs(x1 - x0) / 2, abs(y1 - y0) / 2
        arc = f"A{rx:.2f} {ry:.2f} 0 1 0"
        left, right, middle = min(x0, x1), max(x0, x1), (y0 + y1) / 2
        return f"M{left:.2f} {middle:.2f}{arc} {right:.2f} {middle:.2f}{arc} {left:.2f} {middle:.2f}Z"
    drawn = "M" + "L".join(f"{x:.2f} {y:.2f}" for x, y in at)
    return drawn + (_head(at[-2], at[-1], width) if shape == Shape.ARROW else "")


def _head(tail: Point, tip: Point, width: float) -> str:
    """Both barbs of an arrow, a fiftieth of the picture long."""
    dx, dy = tip[0] - tail[0], tip[1] - tail[1]
    length = (dx * dx + dy * dy) ** 0.5 or 1.0
    ux, uy = dx / length * width / 50, dy / length * width / 50
    barbs = ((tip[0] - ux - uy / 2, tip[1] - uy + ux / 2), (tip[0] - ux + uy / 2, tip[1] - uy - ux / 2))
    (ax, ay), (bx, by) = barbs
    return f"M{ax:.2f} {ay:.2f}L{tip[0]:.2f} {tip[1]:.2f}L{bx:.2f} {by:.2f}"
