"""The faces of a case: which pictures there are, where their eyes stand, and how features compare."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from secondline.evidence.models import Item
from secondline.inspections.models import Eyes, Inspection
from secondline.inspections.queries.case import exhibits
from secondline.inspections.rules import LIVE
from secondline.people.models import Person
from traveldoc.vocabulary import Term, vocabulary


@dataclass(frozen=True, slots=True)
class Face:
    """A picture with a face: `kind` is document, chip or live; `eyes` where somebody set them."""

    kind: str
    item: Item
    eyes: Eyes | None


@dataclass(frozen=True, slots=True)
class Feature:
    """One feature of the checklist and how it was judged; `value` "" means: not compared."""

    term: Term
    value: str = ""
    note: str = ""
    by: Person | None = None
    at: datetime | None = None


def faces(inspection: Inspection, chip: Item | None = None) -> list[Face]:
    """The document's data page, the photo in the chip where it was read, the photographs taken now."""
    set_by_hand = eyes_of(inspection)
    shown = [each for each in exhibits(inspection) if each.item.width]
    pages = [each.item for each in shown if each.page == "data" and each.light == "white"]
    live = [each.item for each in shown if each.page == LIVE]
    found: Sequence[tuple[str, Item]] = [
        *(("document", item) for item in pages[:1]),
        *(("chip", item) for item in [chip] if item is not None),
        *(("live", item) for item in live),
    ]
    return [Face(kind, item, set_by_hand.get(item.pk)) for kind, item in found]


def eyes_of(inspection: Inspection) -> dict[UUID, Eyes]:
    """Where the eyes stand in each picture, as it was set last."""
    return {each.item_id: each for each in inspection.eyes.select_related("by")}


def features(inspection: Inspection, pair: str) -> list[Feature]:
    """The whole checklist for two pictures; there is no sum of it."""
    last = {each.feature: each for each in inspection.likenesses.filter(pair=pair).select_related("by")}
    found = []
    for term in vocabulary("face-feature"):
        each = last.get(term.id)
        found.append(Feature(term, each.value, each.note, each.by, each.at) if each else Feature(term))
    return found
