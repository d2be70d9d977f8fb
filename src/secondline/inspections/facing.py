"""Faces laid side by side: each picture is moved so that the eyes stand at one place. Pure."""

from dataclasses import dataclass
from math import atan2, cos, hypot, sin
from typing import Final

Point = tuple[float, float]

# The frame in which every face is shown, and where its eyes stand: the proportions of a passport portrait
# (ISO/IEC 19794-5: the eyes between 50 and 70 % of the height above the lower edge).
WIDTH: Final = 300
HEIGHT: Final = 400
LEFT_EYE: Final = (115.0, 170.0)
RIGHT_EYE: Final = (185.0, 170.0)
# Closer together, two points say nothing about turn and size.
LEAST_DISTANCE: Final = 4.0


@dataclass(frozen=True, slots=True)
class Points:
    """The middle of both eyes in a picture, in its pixels; `left` is the one on the left of the picture."""

    left: Point
    right: Point

    def within(self, width: int, height: int) -> bool:
        """Whether both lie in the picture and far enough apart to align by."""
        inside = all(0 <= x <= width and 0 <= y <= height for x, y in (self.left, self.right))
        apart = hypot(self.right[0] - self.left[0], self.right[1] - self.left[1])
        return inside and apart >= LEAST_DISTANCE


def transform(points: Points) -> str:
    """The SVG matrix that moves a picture so that its eyes lie on LEFT_EYE and RIGHT_EYE."""
    (ax, ay), (bx, by) = points.left, points.right
    scale = (RIGHT_EYE[0] - LEFT_EYE[0]) / hypot(bx - ax, by - ay)
    turn = -atan2(by - ay, bx - ax)
    a, b = scale * cos(turn), scale * sin(turn)
    e = LEFT_EYE[0] - (a * ax - b * ay)
    f = LEFT_EYE[1] - (b * ax + a * ay)
    return f"matrix({a:.6f} {b:.6f} {-b:.6f} {a:.6f} {e:.3f} {f:.3f})"


def whole(width: int, height: int) -> str:
    """The matrix that fits a whole picture into the frame, while nobody has said where the eyes are."""
    scale = min(WIDTH / max(width, 1), HEIGHT / max(height, 1))
    left, top = (WIDTH - scale * width) / 2, (HEIGHT - scale * height) / 2
    return f"matrix({scale:.6f} 0 0 {scale:.6f} {left:.3f} {top:.3f})"
