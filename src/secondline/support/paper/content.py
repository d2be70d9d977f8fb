"""What stands on the paper, in one language: plain texts, so that the paper can be made again byte for
byte.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from secondline.evidence.models import Item
from secondline.evidence.rules import State
from secondline.inspections.models import Examination, Exhibit
from secondline.inspections.naming import language
from secondline.inspections.rules import PAGES
from secondline.inspections.showing import ShownPicture, parts, pictures, said
from secondline.shell.templatetags.shell import moment, zone
from secondline.support.answering import EVIDENCE, Source, Verdict
from secondline.support.marks import PictureMark, Shape
from secondline.support.models import Opinion, Request
from secondline.support.rules import HOW_IT_ENDED, SCALE, Names, finals, how_it_ended
from secondline.support.wording import SOURCES, VERDICTS, judged_words
from traveldoc.finding import Grade
from traveldoc.vocabulary import Term, vocabulary

Row = list[str]
MOST_PICTURES = 12


def term(name: str, code: str) -> str:
    return vocabulary(name).label(code, language()) if code else ""


def content(
    request: Request,
    opinions: Sequence[Opinion],
    *,
    examination: Examination | None,
    exhibits: Sequence[Exhibit],
    marks: Sequence[Sequence[PictureMark]],
    names: Names,
    code: str,
    address: str,
    said_of: Sequence[Any],
) -> dict[str, Any]:
    """All texts of the paper. `said_of`: the opinions as the rules see them (queries.said); `marks`: those of
    each opinion.
    """
    inspection = request.inspection
    drawn = _numbered(marks)
    names_of = {each.item_id: f"{each.position}. {_picture_name(each)}" for each in exhibits}
    further = finals(said_of)
    first = opinions[0]
    return {
        "language": language(),
        "title": _("Opinion on a document"),
        "agency": request.centre.name,
        "case": inspection.case_number,
        "code": f"{code[:4]}-{code[4:8]}-{code[8:]}",
        "address": address,
        "at": (request.ended_at or request.asked_at).isoformat(),
        "header": _header(request),
        "conclusion": term(SCALE, request.conclusion),
        "ended": str(HOW_IT_ENDED[how_it_ended(said_of)]),
        "further": [
            {"label": each["label"], "conclusion": term(SCALE, there)}
            for each, there in zip(first.further, further, strict=False)
        ],
        "opinions": [
            {**_opinion(each, number, names), "marks": [_marked(mark, names_of) for mark in own]}
            for number, (each, own) in enumerate(zip(opinions, drawn, strict=True), start=1)
        ],
        "not_examined": _not_examined(examination, exhibits),
        "scale": [_step(each, request.conclusion) for each in vocabulary(SCALE)],
        "inputs": _inputs(exhibits, [mark for own in drawn for mark in own], examination),
        "made": _made(opinions, examination),
        "words": _words(),
    }


def _header(request: Request) -> list[Row]:
    inspection = request.inspection
    return [
        [_("Case"), inspection.case_number],
        [_("Asked by"), f"{inspection.agency.name}, {inspection.post.name}"],
        [_("Asked"), moment(request.asked_at)],
        [_("Answered"), moment(request.ended_at)],
        [_("Time zone"), zone(request.asked_at)],
        [_("Question"), request.question],
    ]


def _opinion(opinion: Opinion, number: int, names: Names) -> dict[str, Any]:
    heading = _("Opinion %(number)s: %(conclusion)s") % {
        "number": number,
        "conclusion": term(SCALE, opinion.conclusion),
    }
    fraud = ": ".join(term("fraud", each) for each in (opinion.fraud_class, opinion.fraud_subtype) if each)
    favour = opinion.in_favour or (_("Looked for, and nothing found.") if opinion.none_in_favour else "")
    pairs = [
        [_("Examiner"), _called(opinion, number, names)],
        [_("Given"), moment(opinion.at)],
        [_("Because"), term("cannot-determine", opinion.cannot_reason)],
        [_("Kind of fraud"), fraud],
        [_("Found"), opinion.reasons],
        [_("Compared with"), opinion.compared],
        [_("Quality of the pictures"), term("picture-quality", opinion.picture_quality)],
        [_("Evidence about the person"), ", ".join(str(EVIDENCE[kind].label) for kind in opinion.evidence)],
        [_("For the bearer"), favour],
        [_("Limits"), opinion.limits],
        [_("What to do next"), opinion.advice],
    ]
    return {
        "title": heading,
        "rows": [pair for pair in pairs if pair[1]],
        "findings": [_finding(each) for each in opinion.judged],
    }


def _called(opinion: Opinion, number: int, names: Names) -> str:
    if names == Names.NAMES:
        return opinion.examiner.name
    if names == Names.NUMBERS and opinion.examiner.number:
        return opinion.examiner.number
    return _("Examiner %(number)s of the centre") % {"number": number}


def _finding(judged: dict[str, Any]) -> dict[str, str]:
    return {
        "source": str(SOURCES[Source(judged["source"])]),
        "words": judged_words(judged["words"]),
        "verdict": str(VERDICTS[Verdict(judged["verdict"])]),
        "reason": judged["reason"],
    }


def _numbered(marks: Sequence[Sequence[PictureMark]]) -> list[list[PictureMark]]:
    """1, 2, 3 on the pictures; 2.1, 2.2 where several opinions have marks."""
    several = sum(bool(own) for own in marks) > 1
    return [
        [replace(mark, label=f"{number}.{mark.label}" if several else mark.label) for mark in own]
        for number, own in enumerate(marks, start=1)
    ]


def _marked(mark: PictureMark, names: Mapping[UUID, str]) -> list[str]:
    """A row: number, picture, the finding that it shows, what the examiner wrote to it."""
    return [mark.label, names.get(mark.item, ""), judged_words(mark.words), mark.text]


def _not_examined(examination: Examination | None, exhibits: Sequence[Exhibit]) -> list[str]:
    """What the engine asked and could not look at, and the lights under which nothing was taken."""
    found = [
        said(each["question"])
        for part in (examination.parts if examination else [])
        for each in part["findings"]
        if each["grade"] == Grade.NOT_EXAMINED and "question" in each
    ]
    seen = {each.light for each in exhibits}
    unlit = [each.label(language()) for each in vocabulary("light") if each.id not in seen]
    if unlit:
        found.append(_("No picture under: %(lights)s.") % {"lights": ", ".join(unlit)})
    return list(dict.fromkeys(found))


def _step(step: Term, conclusion: str) -> dict[str, Any]:
    words = {"label": step.label(language()), "definition": step.definition(language())}
    return {**words, "here": step.id == conclusion}


def _inputs(
    exhibits: Sequence[Exhibit], marks: Sequence[PictureMark], examination: Examination | None
) -> list[dict[str, Any]]:
    """Every picture with its hash; MOST_PICTURES are shown, those with marks of an examiner first of all."""
    shown = pictures(exhibits)
    usable = [each for each in shown if each.item.state == State.PREPARED and each.width]
    marked = {mark.item for mark in marks}
    first = sorted(usable, key=lambda each: each.item.pk not in marked)
    chosen = {each.number for each in first[:MOST_PICTURES]}
    if examination:
        parts(examination, shown, {})  # it puts the engine's own marks on the pictures
    rows: list[dict[str, Any]] = []
    for picture in shown:
        item: Item = picture.item
        fit = picture.number in chosen
        rows.append(
            {
                "number": picture.number,
                "name": _picture_name(picture.exhibit),
                "sha256": item.sha256,
                "file": f"{len(rows)}.jpg" if fit else "",
                "width": picture.width,
                "height": picture.height,
                "marks": [
                    *_of_engine(picture),
                    *(_on_picture(each) for each in marks if each.item == item.pk),
                ],
            }
        )
    return rows


def _on_picture(mark: PictureMark) -> dict[str, object]:
    """Its number, and a text only where the text is the mark: the rest is said in the table."""
    return (mark if mark.shape == Shape.TEXT else replace(mark, text="")).plain()


def _picture_name(exhibit: Exhibit) -> str:
    return f"{PAGES[exhibit.page]}, {term('light', exhibit.light)}"


def _of_engine(picture: ShownPicture) -> list[dict[str, object]]:
    """The places of the engine's findings, as polygons in shares of the picture."""
    return [
        PictureMark(
            picture.item.pk,
            Shape.POLYGON,
            [_shares(point, picture) for point in mark.points.split()],
            finding=finding.anchor,
        ).plain()
        for mark, finding in picture.marks
    ]


def _shares(point: str, picture: ShownPicture) -> tuple[float, float]:
    x, _comma, y = point.partition(",")
    return float(x) / picture.width, float(y) / picture.height


def _made(opinions: Sequence[Opinion], examination: Examination | None) -> list[Row]:
    last = opinions[-1]
    rows = [[_("Scale of conclusions"), f"{last.scale} {last.scale_version}"]]
    if examination:
        versions = {
            "run": examination.run,
            "engine": examination.engine,
            "vocabulary": examination.vocabulary,
        }
        rows.append(
            [
                _("Examination"),
                _("run %(run)s, engine %(engine)s, vocabulary %(vocabulary)s") % versions,
            ]
        )
    rows.append([_("Set with"), "typst, PDF/A-2b"])
    return rows


def _words() -> dict[str, str]:
    return {
        "code": _("Code to check this paper"),
        "advice": _(
            "This is advice to the officer, who decides. It is about a document, not about a person."
        ),
        "conclusion": _("Conclusion"),
        "findings": _("Findings and what the examiner says to them"),
        "source": _("Found by"),
        "finding": _("Finding"),
        "verdict": _("Examiner"),
        "reason": _("Reason"),
        "not_examined": _("What was not examined"),
        "none": _("Nothing that was asked was left out."),
        "scale": _("The scale"),
        "scale_note": _("The words weigh what was seen. They are no percentage and no probability of guilt."),
        "inputs": _("What was examined"),
        "what": _("Picture"),
        "made": _("How this paper was made"),
        "marks": _("Marked on the pictures"),
        "seen": _("What is seen there"),
    }
