"""An examination made ready for a page: sentences in the reader's language, places on the pictures."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from secondline.evidence.models import Item
from secondline.evidence.queries import reading, trouble
from secondline.inspections.marking import Mark, mark, quads_at
from secondline.inspections.models import Examination, Exhibit, Transcription
from secondline.inspections.naming import in_readers_form
from secondline.inspections.showing_chip import ShownChip, shown_chip
from secondline.inspections.showing_seal import ShownSeal, shown_seal
from traveldoc.finding import WORST_FIRST, Grade, Phrase
from traveldoc.mrz.reading import CERTAIN

GRADE_WORDS = {
    Grade.INCONSISTENT: _("does not fit"),
    Grade.INCONCLUSIVE: _("not settled"),
    Grade.NOT_EXAMINED: _("not examined"),
    Grade.CONSISTENT: _("fits"),
}
VERDICTS = {
    Grade.INCONSISTENT: _("Something does not fit"),
    Grade.INCONCLUSIVE: _("Not settled yet: please confirm what was read"),
    Grade.NOT_EXAMINED: _("There was nothing that could be examined"),
    Grade.CONSISTENT: _("What was examined fits together"),
}

# What the officer does next. Nothing is decided here.
NEXT = {
    Grade.INCONSISTENT: _("Look at each place yourself. In doubt, ask the centre. You decide."),
    Grade.INCONCLUSIVE: _("Compare the marked characters with the document, then confirm or correct them."),
    Grade.NOT_EXAMINED: _("Add a sharper picture, or type the lines with <<<. You can also ask the centre."),
    Grade.CONSISTENT: _(
        "This does not prove that it is genuine. Look at what no software sees: the lamina, the print, the "
        "stitching, the face."
    ),
}


@dataclass(frozen=True, slots=True)
class Strip:
    """The place of a finding, cut from one picture."""

    picture: "ShownPicture"
    mark: Mark


@dataclass(frozen=True, slots=True)
class ShownFinding:
    anchor: str
    check: str
    grade: Grade
    question: str
    expected: str
    seen: str
    hint: str
    clause: str
    line: int | None
    before: str
    marked: str
    after: str
    columns: str
    strip: Strip | None


@dataclass(slots=True)
class ShownPicture:
    exhibit: Exhibit
    item: Item
    width: int
    height: int
    advice: list[str]
    retake: bool
    trouble: str
    marks: list[tuple[Mark, ShownFinding]] = field(default_factory=list)

    @property
    def number(self) -> int:
        return self.exhibit.position


@dataclass(frozen=True, slots=True)
class ShownPart:
    """One document of the case."""

    number: int
    grade: Grade
    document: dict[str, Any]
    lines: list[list[tuple[str, bool]]]
    text: str
    uncertain: int
    confirmed: Transcription | None
    exhibit: UUID | None
    groups: list[tuple[Grade, list[ShownFinding]]]
    fits: list[ShownFinding]
    chip: ShownChip | None = None
    seals: Sequence[ShownSeal] = ()
    from_chip: bool = False
    of: str = ""


def said(phrase: dict[str, Any]) -> str:
    """A stored sentence in the reader's language."""
    values = {name: in_readers_form(str(value)) for name, value in phrase["values"].items()}
    template = str(phrase["template"])
    return Phrase(template, values).filled(gettext(template))


def pictures(exhibits: Sequence[Exhibit]) -> list[ShownPicture]:
    zone_found = any((reading(exhibit.item) or {}).get("lines") for exhibit in exhibits)
    return [_picture(exhibit, zone_found=zone_found) for exhibit in exhibits]


def _picture(exhibit: Exhibit, *, zone_found: bool) -> ShownPicture:
    item = exhibit.item
    read = reading(item) or {}
    quality = read.get("quality", {})
    # How to take it better is said of the ordinary picture: the others are meant to be dark or pale.
    # Nor is a zone missed in one picture that another one shows.
    ordinary = exhibit.light == "white" and (bool(read.get("lines")) or not zone_found)
    return ShownPicture(
        exhibit=exhibit,
        item=item,
        width=item.width or 0,
        height=item.height or 0,
        advice=[said(each) for each in quality.get("advice", ())] if ordinary else [],
        retake=bool(quality.get("retake")) and ordinary,
        trouble=trouble(item),
    )


def parts(
    examination: Examination,
    shown: Sequence[ShownPicture],
    typed: dict[UUID | None, Transcription],
) -> list[ShownPart]:
    """The documents of an examination. An erased one has grades left and no sentences: it gives none."""
    return [
        _part(number, part, shown, typed)
        for number, part in enumerate(examination.parts, start=1)
        if "document" in part
    ]


def _part(
    number: int, part: dict[str, Any], shown: Sequence[ShownPicture], typed: dict[UUID | None, Transcription]
) -> ShownPart:
    of_part = [picture for key in part["exhibits"] for picture in shown if str(picture.exhibit.pk) == key]
    findings = findings_of(part, of_part, number)
    groups = [(grade, [each for each in findings if each.grade == grade]) for grade in WORST_FIRST]
    exhibit = UUID(part["exhibits"][0]) if part["exhibits"] else None
    lines = _lines(part)
    return ShownPart(
        number=number,
        grade=Grade(part["grade"]),
        document=part["document"],
        lines=lines,
        text="\n".join(part["lines"]),
        uncertain=sum(doubtful for line in lines for _character, doubtful in line),
        confirmed=(typed.get(exhibit) or typed.get(None)) if part["by_person"] else None,
        exhibit=exhibit,
        groups=[(grade, group) for grade, group in groups if group and grade != Grade.CONSISTENT],
        fits=groups[-1][1],
        of=part.get("of", ""),
        chip=shown_chip(part.get("chip"), [picture.exhibit for picture in shown]),
        seals=[shown_seal(seal) for seal in part.get("seals", ())],
        from_chip="chip" in part and not part["exhibits"] and not part["by_person"],
    )


def findings_of(
    part: dict[str, Any], of_part: Sequence[ShownPicture] = (), number: int = 1
) -> list[ShownFinding]:
    """The findings of one document; without its pictures they have no place on them."""
    return [
        _finding(f"f{number}-{place}", each, part, of_part)
        for place, each in enumerate(part["findings"], start=1)
    ]


def _lines(part: dict[str, Any]) -> list[list[tuple[str, bool]]]:
    """Each character and whether the reader was unsure of it."""
    sure = part["confidence"]
    fits = [len(line) for line in part["lines"]] == [len(row) for row in sure]
    return [
        [(character, fits and sure[row][column] < CERTAIN) for column, character in enumerate(line)]
        for row, line in enumerate(part["lines"])
    ]


def _finding(
    anchor: str, each: dict[str, Any], part: dict[str, Any], of_part: Sequence[ShownPicture]
) -> ShownFinding:
    place = each["place"]
    line, start, end = (place["line"], place["start"], place["end"]) if place else (None, None, None)
    text = part["lines"][line - 1] if line and line <= len(part["lines"]) else ""
    first, last = (start or 1), (end or len(text))
    columns = "" if not start else (str(start) if start == end else f"{start}–{end}")
    found = ShownFinding(
        anchor=anchor,
        check=each["id"],
        grade=Grade(each["grade"]),
        question=said(each["question"]),
        expected=said(each["expected"]),
        seen=said(each["seen"]),
        hint=said(each["hint"]),
        clause=each["clause"],
        line=line,
        before=text[: first - 1],
        marked=text[first - 1 : last],
        after=text[last:],
        columns=columns,
        strip=_strip(place, part["lines"], of_part),
    )
    if found.strip and found.grade != Grade.CONSISTENT:
        found.strip.picture.marks.append((found.strip.mark, found))
    return found


def _strip(place: dict[str, Any] | None, lines: list[str], of_part: Sequence[ShownPicture]) -> Strip | None:
    """The place on the first picture of the document whose characters fit its lines."""
    for picture in of_part:
        boxes = (reading(picture.item) or {}).get("boxes", [])
        rows = quads_at(boxes, lines, place)
        if rows and picture.width:
            return Strip(picture, mark(rows))
    return None
