"""Quick-check cards on paper: PDF by typst, the same bytes for the same card.

What people wrote reaches typst as data, never as markup. Fonts are the house's own.
"""

import json
import tempfile
from pathlib import Path
from typing import Any, Final

import typst
from django.conf import settings
from django.utils.translation import gettext

from secondline.reference.models import Alert
from secondline.reference.naming import language
from secondline.reference.queries.cards import Card
from secondline.reference.rules import CARD_FEWEST, SORTS
from secondline.shell.templatetags.shell import day
from traveldoc.vocabulary import vocabulary

PAPERS: Final = {"a6": (148, 105), "a4": (297, 210)}
TEMPLATE: Final = Path(__file__).with_name("card.typ")


class ThinCardError(Exception):
    """Fewer things to look at than a card needs."""


def card_pdf(card: Card, picture: bytes | None, paper: str) -> bytes:
    """The card on A6 or A4, landscape; KeyError for another paper."""
    width, height = PAPERS[paper]
    if len(card.points) < CARD_FEWEST:
        raise ThinCardError
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        (place / "card.typ").write_bytes(TEMPLATE.read_bytes())
        if picture is not None:
            (place / "picture.jpg").write_bytes(picture)
        inputs = {
            "card": json.dumps(_data(card), ensure_ascii=False, sort_keys=True),
            "picture": "picture.jpg" if picture is not None else "",
            "width": f"{width}",
            "height": f"{height}",
        }
        made = typst.compile(
            str(place / "card.typ"),
            root=folder,
            font_paths=[str(settings.HOUSE / "assets" / "fonts")],
            ignore_system_fonts=True,
            format="pdf",
            sys_inputs=inputs,
            timestamp=0,
        )
    return bytes(made)


def _data(card: Card) -> dict[str, Any]:
    thing = card.thing
    lights = vocabulary("light")
    published = day(thing.published_at) if thing.published_at else ""
    told = {"code": thing.code, "edition": thing.edition, "day": published}
    return {
        "language": language(),
        "kind": str(SORTS[thing.sort]) if isinstance(thing, Alert) else gettext("Genuine document"),
        "is_alert": card.is_alert,
        "title": card.title,
        "subtitle": card.subtitle,
        "points": [
            {
                "number": point.number,
                "name": point.name,
                "text": point.text,
                "light": lights.label(point.light, language()) if point.light != "white" else "",
                "box": [point.box.left, point.box.top, point.box.width, point.box.height]
                if point.box
                else [],
            }
            for point in card.points
        ],
        "ratio": card.picture.height / card.picture.width if card.picture and card.picture.width else 0,
        "foot": gettext("%(code)s, edition %(edition)s, %(day)s") % told,
        "sharing": vocabulary("sharing").label(thing.sharing, language()),
        "word": gettext("It does not prove anything. In doubt: second line."),
    }
