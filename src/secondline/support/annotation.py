"""Marks in an open form, for other programs: the W3C Web Annotation Data Model of 2017. Pure.

The picture is named by the SHA-256 of its sealed original. A box is a Media Fragment in percent (4.2.1
there); every other shape is an SVG on a picture of 100 by 100. `secondline:shape` and `secondline:points`
carry exactly what was drawn.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from secondline.support.marks import Point, Shape, path_of

CONTEXT: Final = [
    "http://www.w3.org/ns/anno.jsonld",
    {"secondline": "https://secondline.example/ns#"},
]
MEDIA_TYPE: Final = 'application/ld+json; profile="http://www.w3.org/ns/anno.jsonld"'
FRAGMENTS: Final = "http://www.w3.org/TR/media-frags/"


@dataclass(frozen=True, slots=True)
class Noted:
    """One mark with all that the form wants to know of it."""

    id: UUID
    sha256: str
    shape: str
    points: Sequence[Point]
    text: str
    finding: str
    words: str
    at: datetime
    by: str


def collection(identity: UUID, label: str, marks: Sequence[Noted]) -> dict[str, Any]:
    """All marks of a request as one AnnotationCollection with one page (5.1 and 5.2 there)."""
    page = {"type": "AnnotationPage", "startIndex": 0, "items": [annotation(each) for each in marks]}
    return {
        "@context": CONTEXT,
        "id": f"urn:uuid:{identity}",
        "type": "AnnotationCollection",
        "label": label,
        "total": len(marks),
        "first": page,
    }


def annotation(mark: Noted) -> dict[str, Any]:
    bodies = [_body(mark.words, "tagging"), *([_body(mark.text, "commenting")] if mark.text else [])]
    return {
        "id": f"urn:uuid:{mark.id}",
        "type": "Annotation",
        "motivation": "commenting" if mark.text else "highlighting",
        "created": mark.at.isoformat(),
        "creator": {"type": "Person", "name": mark.by},
        "body": bodies,
        "target": {"source": f"urn:sha256:{mark.sha256}", "selector": _selector(mark)},
        "secondline:finding": mark.finding,
        "secondline:shape": mark.shape,
        "secondline:points": [list(point) for point in mark.points],
    }


def _body(value: str, purpose: str) -> dict[str, str]:
    return {"type": "TextualBody", "value": value, "format": "text/plain", "purpose": purpose}


def _selector(mark: Noted) -> dict[str, str]:
    if mark.shape == Shape.BOX:
        (x0, y0), (x1, y1) = mark.points
        left, top = min(x0, x1) * 100, min(y0, y1) * 100
        size = f"{abs(x1 - x0) * 100:.4f},{abs(y1 - y0) * 100:.4f}"
        value = f"xywh=percent:{left:.4f},{top:.4f},{size}"
        return {"type": "FragmentSelector", "conformsTo": FRAGMENTS, "value": value}
    if mark.shape == Shape.TEXT:
        ((x, y),) = mark.points
        inside = f'<circle cx="{x * 100:.4f}" cy="{y * 100:.4f}" r="0.5"/>'
    else:
        inside = f'<path d="{path_of(mark.shape, mark.points, 100, 100)}"/>'
    value = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 100">{inside}</svg>'
    return {"type": "SvgSelector", "value": value}
