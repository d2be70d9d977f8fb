"""What lies on the examiner's bench: the case's pictures, the specimens, the sizes, the findings to mark."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any, Final
from uuid import UUID

from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from secondline.evidence.models import Item
from secondline.evidence.queries import reading, trouble
from secondline.evidence.rules import Size, State
from secondline.inspections.beforehand import described
from secondline.inspections.models import Document, Exhibit, Inspection
from secondline.inspections.naming import language
from secondline.inspections.queries import documents, exhibits, last_examination
from secondline.inspections.rules import PAGES
from secondline.people.models import Person
from secondline.reference.models import DocumentType, LibraryPicture
from secondline.reference.queries.library import matching_types, pictures_of
from secondline.reference.rules import PAGES as TYPE_PAGES
from secondline.support.annotation import Noted
from secondline.support.gathering import Claim, markable
from secondline.support.marks import PictureMark, Shape, path_of, write_points
from secondline.support.models import Comparison, Mark
from secondline.support.scale import FORMATS, Format, format_of, is_cut_to
from secondline.support.wording import judged_words
from traveldoc.page.scale import millimetre
from traveldoc.vocabulary import vocabulary

MOST_TYPES: Final = 4
NIL: Final = UUID(int=0)  # stands in an address where the script puts an id
LONGEST_COMPARED: Final = 200


@dataclass(frozen=True, slots=True)
class Sheet:
    """A picture of the case on the bench. `size`: of the page that it shows, if that is known."""

    exhibit: Exhibit
    document: str
    number: int
    size: Format | None
    marks: list["ShownMark"] = field(default_factory=list)

    @property
    def item(self) -> Item:
        return self.exhibit.item

    @property
    def page(self) -> str:
        return str(PAGES[self.exhibit.page])

    @property
    def light(self) -> str:
        return vocabulary("light").label(self.exhibit.light, language())

    @property
    def name(self) -> str:
        return f"{self.number}. {self.page}, {self.light}"

    @property
    def is_cut(self) -> bool:
        return bool(self.size and is_cut_to(self.size, self.item.width or 0, self.item.height or 0))

    @property
    def letter(self) -> int:
        """How high letters are on it, in its own pixels."""
        return max(1, (self.item.width or 0) // 45)

    @property
    def can_be_shown(self) -> bool:
        return self.item.state == State.PREPARED and bool(self.item.width)

    @property
    def trouble(self) -> str:
        return trouble(self.item) or ("" if self.can_be_shown else self.item.state_words)


@dataclass(frozen=True, slots=True)
class ShownMark:
    """A mark as a page draws and lists it: a path and a place on its picture, the finding in words."""

    mark: Mark
    number: int
    path: str
    x: float
    y: float
    finding: str
    picture: str = ""

    @property
    def drawn_text(self) -> str:
        """What stands on the picture beside the number: a text that is the mark itself."""
        return self.mark.text if self.mark.shape == Shape.TEXT else ""

    @property
    def percent(self) -> str:
        return write_points(self.mark.points)


def sheets(inspection: Inspection, marks: Sequence[Mark]) -> list[Sheet]:
    """By document, page and light; each with the marks on it."""
    known = {each.pk: each for each in documents(inspection)}
    layouts = _layouts(inspection)
    found = []
    for exhibit in exhibits(inspection):
        document = known.get(exhibit.document_id) if exhibit.document_id else None
        layout = layouts.get(str(exhibit.pk)) or ("" if document else layouts.get("", ""))
        own = [each for each in marks if each.item_id == exhibit.item_id]
        sheet = Sheet(exhibit, _called(inspection, document), exhibit.position, format_of(layout))
        sheet.marks.extend(shown_mark(each, sheet, marks) for each in own)
        found.append(sheet)
    pages = list(PAGES)

    def order(sheet: Sheet) -> tuple[int, int, int]:
        document = known.get(sheet.exhibit.document_id) if sheet.exhibit.document_id else None
        return (document.position if document else 1, pages.index(sheet.exhibit.page), sheet.number)

    return sorted(found, key=order)


def _called(inspection: Inspection, document: Document | None) -> str:
    number, kind = (document.position, document.kind) if document else (1, inspection.document_kind)
    return f"{number}. {vocabulary('document-kind').label(kind, language()) if kind else _('Document')}"


def _layouts(inspection: Inspection) -> Mapping[str, str]:
    """The layout of the zone by exhibit; under "" that of the leading document."""
    examination = last_examination(inspection)
    found: dict[str, str] = {}
    for part in examination.parts if examination else []:
        layout = part.get("document", {}).get("format") or ""
        found.setdefault("", layout)
        for exhibit in part.get("exhibits", ()):
            found.setdefault(exhibit, layout)
    return found


def shown_mark(mark: Mark, sheet: Sheet, marks: Sequence[Mark]) -> ShownMark:
    """Numbered in the order of drawing among all that are shown."""
    width, height = sheet.item.width or 1, sheet.item.height or 1
    x, y = min(point[0] for point in mark.points), min(point[1] for point in mark.points)
    return ShownMark(
        mark=mark,
        number=list(marks).index(mark) + 1,
        path=path_of(mark.shape, mark.points, width, height),
        x=round(x * width, 1),
        y=round(y * height, 1),
        finding=_finding_words(mark.finding, mark.words),
        picture=sheet.name,
    )


def _finding_words(key: str, words: Any) -> str:
    if key.startswith("x-"):
        own = _("A finding of your own, line %(number)s") % {"number": key.removeprefix("x-")}
        return judged_words(words) or own
    return judged_words(words)


def finding_choices(claims: Sequence[Claim]) -> list[tuple[str, str]]:
    """What a mark may belong to, in short words."""
    return [
        (each.key, Truncator(_finding_words(each.key, each.words)).chars(110)) for each in markable(claims)
    ]


def grouped(found: Sequence[Sheet]) -> list[tuple[str, list[Sheet]]]:
    """The sheets of each document and page together."""
    return [
        (f"{document}: {page}", list(rows))
        for (document, page), rows in groupby(found, key=lambda each: (each.document, each.page))
    ]


@dataclass(frozen=True, slots=True)
class Specimen:
    """A document type that fits, with its pictures."""

    type: DocumentType
    pictures: list[LibraryPicture]


def specimens(person: Person, inspection: Inspection) -> list[Specimen]:
    """The types of each document's issuer and kind that have pictures, the best fitting first."""
    found: dict[Any, Specimen] = {}
    for document in (None, *documents(inspection)):
        issuer, kind, number, issued = described(inspection, document)
        if issuer and kind:
            for each in matching_types(person=person, issuer=issuer, kind=kind, number=number, issued=issued):
                pictures = [picture for picture in pictures_of(each) if picture.width]
                if pictures:
                    found.setdefault(each.pk, Specimen(each, pictures))
    return list(found.values())[:MOST_TYPES]


def as_data(found: Sequence[Sheet], beside: Sequence[Specimen]) -> dict[str, Any]:
    """What the script reads: pictures, specimens and sizes. Addresses only, nothing that names a person."""
    return {
        "pictures": [_picture(each) for each in found if each.can_be_shown],
        "specimens": [_specimen(each, picture) for each in beside for picture in each.pictures],
        "formats": {
            each.id: {"width": each.width, "height": each.height, "words": each.words}
            for each in FORMATS.values()
        },
    }


def _picture(sheet: Sheet) -> dict[str, Any]:
    item = sheet.item
    return {
        "id": str(item.pk),
        "name": sheet.name,
        "document": sheet.document,
        "page": sheet.exhibit.page,
        "light": sheet.exhibit.light,
        "lightWords": sheet.light,
        "width": item.width,
        "height": item.height,
        "url": reverse("evidence:picture", args=[item.pk, Size.PAGE.value]),
        "layers": reverse("evidence:layers", args=[item.pk]),
        "tiles": reverse("evidence:tile", args=[item.pk, "plain", 0, 0, 0]),
        "onto": reverse("evidence:onto_tile", args=[item.pk, NIL, "plain", 0, 0, 0]),
        "format": sheet.size.id if sheet.size else "",
        "cut": sheet.is_cut,
        "zone": _zone_scale(item),
    }


def _zone_scale(item: Item) -> float | None:
    """Millimetres in a pixel as the machine readable zone has them: its characters stand 10 to an inch."""
    pixels = millimetre((reading(item) or {}).get("boxes", ()))
    return round(1 / pixels, 6) if pixels else None


def _specimen(specimen: Specimen, picture: LibraryPicture) -> dict[str, Any]:
    kind = specimen.type
    size = kind.size
    light = vocabulary("light").label(picture.light, language())
    return {
        "id": str(picture.pk),
        "name": f"{kind.code} · {TYPE_PAGES[picture.page]}, {light}",
        "code": kind.code,
        "page": picture.page,
        "light": picture.light,
        "lightWords": light,
        "width": picture.width,
        "height": picture.height,
        "url": reverse("reference:picture", args=[picture.pk]),
        "layers": reverse("reference:layers", args=[picture.pk]),
        "tiles": reverse("reference:tile", args=[picture.pk, "plain", 0, 0, 0]),
        "onto": reverse("reference:onto_tile", args=[picture.pk, NIL, "plain", 0, 0, 0]),
        "format": "",
        "mm": list(size) if size else None,
        "specimen": True,
    }


def mark_data(mark: ShownMark) -> dict[str, Any]:
    kept = mark.mark
    return {
        "id": str(kept.pk),
        "number": mark.number,
        "item": str(kept.item_id),
        "shape": kept.shape,
        "points": kept.points,
        "text": kept.text,
        "finding": kept.finding,
        "frozen": kept.opinion_id is not None,
    }


def noted(marks: Iterable[Mark]) -> list[Noted]:
    """As they are exported."""
    return [
        Noted(
            id=each.pk,
            sha256=each.item.sha256,
            shape=each.shape,
            points=[(x, y) for x, y in each.points],
            text=each.text,
            finding=each.finding,
            words=_finding_words(each.finding, each.words),
            at=each.at,
            by=each.examiner.name,
        )
        for each in marks
    ]


def offers(marks: Sequence[Mark], comparisons: Sequence[Comparison]) -> dict[str, str]:
    """What the opinion's form starts with: the specimens that were compared, the texts of own findings."""
    offered: dict[str, str] = {}
    by_code: dict[str, list[str]] = {}
    for each in comparisons:
        light = vocabulary("light").label(each.light, language())
        seen = by_code.setdefault(each.code, [])
        if light not in seen:
            seen.append(light)
    said = "; ".join(f"{code} ({', '.join(lights)})" for code, lights in by_code.items())
    if said:
        short = said if len(said) <= LONGEST_COMPARED else "; ".join(by_code)
        offered["compared"] = Truncator(short).chars(LONGEST_COMPARED)
    for mark in marks:
        if mark.finding.startswith("x-") and mark.text:
            name = f"added-{mark.finding.removeprefix('x-')}"
            offered[name] = "; ".join(filter(None, (offered.get(name, ""), mark.text)))
    return offered


@dataclass(frozen=True, slots=True)
class DrawnMark:
    """A mark of an opinion as its page draws it; `text` stands on the picture, `note` beside it."""

    number: str
    path: str
    x: float
    y: float
    text: str
    note: str
    finding: str


@dataclass(frozen=True, slots=True)
class MarkedPicture:
    """A picture with what an opinion marked on it, for who reads the opinion."""

    item: Item
    name: str
    drawn: list[DrawnMark]

    @property
    def letter(self) -> int:
        return max(1, (self.item.width or 0) // 45)


def marked_pictures(marks: Sequence[PictureMark], pictures: Sequence[Exhibit]) -> list[MarkedPicture]:
    """The pictures of the case that have marks, in their order."""
    found = []
    for each in pictures:
        own = [mark for mark in marks if mark.item == each.item_id]
        if own and each.item.width and each.item.state == State.PREPARED:
            light = vocabulary("light").label(each.light, language())
            name = f"{each.position}. {PAGES[each.page]}, {light}"
            found.append(MarkedPicture(each.item, name, [_drawn(mark, each.item) for mark in own]))
    return found


def _drawn(mark: PictureMark, item: Item) -> DrawnMark:
    width, height = item.width or 1, item.height or 1
    return DrawnMark(
        number=mark.label,
        path=path_of(mark.shape, mark.points, width, height),
        x=round(min(point[0] for point in mark.points) * width, 1),
        y=round(min(point[1] for point in mark.points) * height, 1),
        text=mark.text if mark.shape == Shape.TEXT else "",
        note=mark.text,
        finding=judged_words(mark.words),
    )
