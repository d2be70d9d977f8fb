"""Where a finding stands on a picture, as the numbers of an SVG. Pure; all in pixels of the upright original.

A turned picture has turned characters: the polygon follows them, and the strip is turned so that they stand.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import atan2, cos, degrees, hypot, sin
from typing import Any, Final

from traveldoc.page.reading import Point, Quad

# Around the marked characters, in character heights: enough to see the neighbours, little enough to be large.
_SIDE: Final = 4.0
_ABOVE: Final = 0.9
_NARROWEST: Final = 14.0


@dataclass(frozen=True, slots=True)
class Mark:
    """`points` of the polygon; `view_box` and `turn` (a transform) of a strip that shows it upright."""

    points: str
    view_box: str
    turn: str


def quads_at(
    boxes: Sequence[Sequence[Sequence[Sequence[float]]]],
    lines: Sequence[str],
    place: dict[str, Any] | None,
) -> list[list[Quad]]:
    """The characters of a place, line by line; empty if the picture's boxes do not fit the lines."""
    if not place or place["zone"] != "mrz" or [len(line) for line in lines] != [len(row) for row in boxes]:
        return []
    rows = [place["line"]] if place["line"] else range(1, len(lines) + 1)
    found = []
    for row in rows:
        if not 1 <= row <= len(boxes):
            return []
        start, end = place["start"] or 1, place["end"] or len(boxes[row - 1])
        quads = [_quad(box) for box in boxes[row - 1][start - 1 : end]]
        if quads:
            found.append(quads)
    return found


def _quad(box: Sequence[Sequence[float]]) -> Quad:
    a, b, c, d = ((float(x), float(y)) for x, y in box)
    return a, b, c, d


def mark(rows: Sequence[Sequence[Quad]]) -> Mark:
    """The outline of one or more runs of characters, and the strip around it. `rows` is not empty."""
    first, last = rows[0], rows[-1]
    corners = (first[0][0], first[-1][1], last[-1][2], last[0][3])
    (ax, ay), (bx, by) = first[0][0], first[-1][1]
    angle = atan2(by - ay, bx - ax)
    height = hypot(first[0][3][0] - ax, first[0][3][1] - ay) or 1.0
    center = (sum(x for x, _ in corners) / 4, sum(y for _, y in corners) / 4)
    upright = [_turned(point, center, -angle) for point in corners]
    left, right = min(x for x, _ in upright), max(x for x, _ in upright)
    top, bottom = min(y for _, y in upright), max(y for _, y in upright)
    width = max(right - left + 2 * _SIDE * height, _NARROWEST * height)
    tall = bottom - top + 2 * _ABOVE * height
    box = (center[0] - width / 2, center[1] - tall / 2, width, tall)
    return Mark(
        points=" ".join(f"{x:.1f},{y:.1f}" for x, y in corners),
        view_box=" ".join(f"{value:.1f}" for value in box),
        turn=f"rotate({-degrees(angle):.2f} {center[0]:.1f} {center[1]:.1f})",
    )


def _turned(point: Point, center: Point, angle: float) -> Point:
    x, y = point[0] - center[0], point[1] - center[1]
    return (
        center[0] + x * cos(angle) - y * sin(angle),
        center[1] + x * sin(angle) + y * cos(angle),
    )


# Doc 9303-4, appendix A (TD3, and alike TD2 and visas): the portrait stands above the zone at the left. In
# millimetres from the upper left corner of the zone's first character, with some room around; and the pitch.
_PORTRAIT: Final = (-8.0, -66.0, 52.0, 64.0)
_PITCH: Final = 2.54
_WITH_PORTRAIT: Final = frozenset({"TD3", "TD2", "MRVA", "MRVB", "FR2x36"})


def portrait(reading: Mapping[str, Any]) -> Mark | None:
    """Where on a data page the portrait is to be expected; None where the zone does not tell."""
    boxes = reading.get("boxes") or []
    if reading.get("format") not in _WITH_PORTRAIT or not boxes or not boxes[0]:
        return None
    first, last = _quad(boxes[0][0]), _quad(boxes[0][-1])
    (ax, ay), (bx, by) = first[0], last[1]
    scale = hypot(bx - ax, by - ay) / (len(boxes[0]) * _PITCH)
    if not scale:
        return None
    x, y, width, height = (value * scale for value in _PORTRAIT)
    return Mark(
        points="",
        view_box=f"{ax + x:.1f} {ay + y:.1f} {width:.1f} {height:.1f}",
        turn=f"rotate({-degrees(atan2(by - ay, bx - ax)):.2f} {ax:.1f} {ay:.1f})",
    )
