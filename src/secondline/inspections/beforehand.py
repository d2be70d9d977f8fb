"""What is known beforehand of a document, step by step: the specimen's pictures, and alerts."""

from dataclasses import dataclass
from datetime import date
from typing import Final

from django.urls import NoReverseMatch, reverse

from secondline.inspections.models import Document, Inspection
from secondline.inspections.naming import language
from secondline.inspections.queries import last_examination
from secondline.people.models import Person
from secondline.reference.models.library import Feature, LibraryPicture, Sign
from secondline.reference.queries.library import (
    alerts_seen_by,
    features_of,
    matching_types,
    pictures_of,
    signs_of,
)
from secondline.reference.rules import words
from traveldoc.vocabulary import vocabulary

# More than these at one step would hide the questions.
MOST_AT_A_STEP: Final = 6
# Around the place itself, as a share of its size: enough to see where on the page it is.
_AROUND: Final = 0.4


@dataclass(frozen=True, slots=True)
class Hint:
    """Something to compare with or to look for at a step; `warns` where it is known of false documents.

    `picture` is an address or "", `view` the part of it that shows the place, as an SVG view box.
    """

    step: str
    title: str
    text: str
    picture: str = ""
    width: int = 0
    height: int = 0
    view: str = ""
    warns: bool = False


def hints(person: Person, inspection: Inspection, document: Document | None, *, on: date) -> list[Hint]:
    """Alerts about this kind of document first, then the features of its specimen; as far as released."""
    issuer, kind, number, issued = described(inspection, document)
    if not issuer and not kind:
        return []
    found = []
    for alert, _how in alerts_seen_by(person, issuer=issuer, kind=kind, number=number, on=on):
        title, signs = words(alert.title, language()), signs_of(alert)
        found += [_of_sign(each, title, pictures_of(alert)) for each in signs]
        if not signs:
            found.append(Hint("consistency", title, words(alert.recognise, language()), warns=True))
    types = matching_types(person=person, issuer=issuer, kind=kind, number=number, issued=issued)
    if types and issuer:
        found += [_of_feature(each, pictures_of(types[0])) for each in features_of(types[0])]
    return _few(found)


def _few(found: list[Hint]) -> list[Hint]:
    counted: dict[str, int] = {}
    kept = []
    for hint in found:
        counted[hint.step] = counted.get(hint.step, 0) + 1
        if counted[hint.step] <= MOST_AT_A_STEP:
            kept.append(hint)
    return kept


def described(inspection: Inspection, document: Document | None) -> tuple[str, str, str, date | None]:
    """Issuer, kind, number and day of issue as far as they are known."""
    if document is not None:
        return document.issuer, document.kind, document.number, None
    examination = last_examination(inspection)
    part = examination.parts[0] if examination and examination.parts else {}
    read = part.get("document", {})
    issued = str(inspection.visual.get("date_of_issue") or "")
    day = date.fromisoformat(issued) if len(issued) == 10 and "X" not in issued else None
    number = str(read.get("document_number") or inspection.visual.get("document_number") or "")
    return inspection.issuer, inspection.document_kind, number, day


def _of_sign(sign: Sign, title: str, pictures: list[LibraryPicture]) -> Hint:
    _take_picture(sign, pictures)
    return _hint(sign, title, words(sign.look, language()), warns=True)


def _take_picture(placed: Feature | Sign, pictures: list[LibraryPicture]) -> None:
    """Without a picture of its own, its place is cut from the page's picture in the same light."""
    if placed.picture is None:
        where = (placed.page, placed.light)
        placed.picture = next((each for each in pictures if (each.page, each.light) == where), None)


def _of_feature(feature: Feature, pictures: list[LibraryPicture]) -> Hint:
    """What it looks like, how to check it at the second line, and what false ones show instead."""
    _take_picture(feature, pictures)
    texts = (feature.look, feature.second, feature.imitations)
    name = vocabulary("security-feature").label(feature.term, language())
    light = vocabulary("light").label(feature.light, language())
    return _hint(feature, f"{name} ({light})", " ".join(filter(None, (words(t, language()) for t in texts))))


def _hint(placed: Feature | Sign, title: str, text: str, *, warns: bool = False) -> Hint:
    picture: LibraryPicture | None = placed.picture
    address = _address(picture) if picture and picture.confirmed else ""
    if picture is None or not address:
        return Hint(placed.step, title, text, warns=warns)
    view = f"0 0 {picture.width} {picture.height}"
    if box := placed.box:
        left, top = box.left - _AROUND * box.width, box.top - _AROUND * box.height
        wide, high = (1 + 2 * _AROUND) * box.width, (1 + 2 * _AROUND) * box.height
        part = (left * picture.width, top * picture.height, wide * picture.width, high * picture.height)
        view = " ".join(f"{value:.0f}" for value in part)
    return Hint(placed.step, title, text, address, picture.width, picture.height, view, warns)


def _address(picture: LibraryPicture) -> str:
    """Where the library shows it; "" in a house whose library has no pages."""
    try:
        return reverse("reference:picture", args=[picture.pk])
    except NoReverseMatch:
        return ""
