"""How large a picture shows the document: from its machine readable zone, whose measures are prescribed."""

from collections.abc import Sequence
from math import hypot
from typing import Final

from traveldoc.page.reading import Quad

PITCH: Final = 2.54  # mm from character to character: 10 an inch (Doc 9303-3, 4.1)


def millimetre(boxes: Sequence[Sequence[Quad]]) -> float:
    """How many of the boxes' pixels one millimetre of the zone is; 0.0 without a zone."""
    pitches = [_apart(line[0], line[-1]) / (len(line) - 1) / PITCH for line in boxes if len(line) > 1]
    return sum(pitches) / len(pitches) if pitches else 0.0


def _apart(first: Quad, last: Quad) -> float:
    """The distance of two characters' middles."""
    (ax, ay), (bx, by) = (
        (sum(x for x, _ in quad) / len(quad), sum(y for _, y in quad) / len(quad)) for quad in (first, last)
    )
    return hypot(bx - ax, by - ay)
