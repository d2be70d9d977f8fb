"""Words for codes and texts of the library in the reader's language; places on pictures as SVG takes them."""

from collections.abc import Mapping

from django import template

from secondline.reference import naming
from secondline.reference.models import LibraryPicture
from secondline.reference.rules import LINES, PAGES, SORTS, STEPS, Box, words
from traveldoc.vocabulary import vocabulary

register = template.Library()
AROUND = 0.02


@register.filter
def told(texts: Mapping[str, str]) -> str:
    """A text in the reader's language, or in one that it has."""
    return words(texts, naming.language())


@register.filter
def label(code: str, name: str) -> str:
    """The label of a vocabulary's term in the reader's language."""
    return vocabulary(name).label(code, naming.language()) if code else ""


@register.filter
def meaning(code: str, name: str) -> str:
    term = vocabulary(name).get(code)
    return term.definition(naming.language()) if term else ""


@register.filter
def state(code: str) -> str:
    return naming.state_name(code) if code else ""


@register.filter
def page_name(page: str) -> str:
    return str(PAGES.get(page, page))


@register.filter
def step_name(step: str) -> str:
    return str(STEPS.get(step, step))


@register.filter
def line_name(line: str) -> str:
    return str(LINES.get(line, line))


@register.filter
def sort_name(sort: str) -> str:
    return str(SORTS.get(sort, sort))


@register.filter
def plain(value: float) -> str:
    """A number for a machine, without the reader's comma."""
    return f"{value:.6g}"


@register.filter
def view_box(picture: LibraryPicture, box: Box | None) -> str:
    """The part of the picture that shows a place, with a little around it; the whole without a place."""
    if box is None:
        return f"0 0 {picture.width} {picture.height}"
    left, top = max(0.0, box.left - AROUND), max(0.0, box.top - AROUND)
    right, bottom = min(1.0, box.left + box.width + AROUND), min(1.0, box.top + box.height + AROUND)
    parts = (left * picture.width, top * picture.height)
    size = ((right - left) * picture.width, (bottom - top) * picture.height)
    return " ".join(f"{each:.1f}" for each in (*parts, *size))


@register.filter
def rectangle(picture: LibraryPicture, box: Box) -> dict[str, str]:
    """x, y, width, height in the picture's own pixels; and a disc for a number at its corner."""
    x, y = box.left * picture.width, box.top * picture.height
    disc = 0.026 * picture.width
    values = {
        "x": x,
        "y": y,
        "width": box.width * picture.width,
        "height": box.height * picture.height,
        "cx": min(max(x, disc), picture.width - disc),
        "cy": min(max(y, disc), picture.height - disc),
        "r": disc,
        "size": 1.3 * disc,
    }
    return {name: f"{value:.1f}" for name, value in values.items()}
