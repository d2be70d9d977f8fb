"""What is drawn on a picture, as data: shapes in shares of its width and height, each tied to a finding."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

Point = tuple[float, float]


class Shape(StrEnum):
    BOX = "box"
    ELLIPSE = "ellipse"
    LINE = "line"
    ARROW = "arrow"
    FREEHAND = "freehand"
    POLYGON = "polygon"
    TEXT = "text"


@dataclass(frozen=True, slots=True)
class PictureMark:
    """One mark. `points` are (x, y) from 0 to 1 of the upright picture: two corners of a box or an
    ellipse, two ends of a line or an arrow, all points of a freehand line or a polygon, one point of a text.
    `finding` is the key of the finding it belongs to (answering.Judged.key), `label` its number on paper.
    """

    item: UUID
    shape: Shape
    points: Sequence[Point]
    label: str = ""
    text: str = ""
    finding: str = ""

    def plain(self) -> dict[str, object]:
        """As it is put on paper: only finite shares between 0 and 1, at most MOST_POINTS of them."""
        points = [[_share(x), _share(y)] for x, y in self.points[:MOST_POINTS]]
        return {"shape": self.shape.value, "points": points, "label": self.label, "text": self.text}


MOST_POINTS = 400


def _share(value: float) -> float:
    return round(min(1.0, max(0.0, float(value))), 5) if value == value else 0.0  # noqa: PLR0124  # not a NaN
