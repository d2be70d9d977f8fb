"""The procedure as a page: nine steps, on a phone one at a time; nothing must be answered."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from secondline.inspections import actions, queries, showing
from secondline.inspections.actions import Given, look_at_part
from secondline.inspections.actions.check import document_of
from secondline.inspections.beforehand import Hint, hints
from secondline.inspections.models import Document, Inspection
from secondline.inspections.naming import language
from secondline.inspections.offered import cards_at_post
from secondline.inspections.queries import Answered, LookedAt
from secondline.inspections.rules import Verb, local_day
from secondline.inspections.views.deeds import on_a_case
from secondline.inspections.views.drafting import done, draft_of, typed
from secondline.inspections.views.paging import of_case
from secondline.people.gate import Request
from traveldoc.finding import Grade
from traveldoc.procedure import step_of
from traveldoc.vocabulary import vocabulary

LONGEST_NOTE = 1000


@dataclass(frozen=True, slots=True)
class Row:
    """A question on the page, in the reader's language, with what was answered or is being typed."""

    asked: Answered
    text: str
    hint: str
    lights: str
    value: str
    note: str


@dataclass(frozen=True, slots=True)
class Part:
    """A step on the page: what the engine knows, what was known beforehand, what a person looks at."""

    looked: LookedAt
    label: str
    purpose: str
    rows: list[Row]
    findings: list[showing.ShownFinding]
    fits: int
    hints: list[Hint]
    after: str

    @property
    def id(self) -> str:
        return self.looked.step.id


@require_http_methods(["GET", "POST"])
@on_a_case(Verb.CHECK)
def guide(request: Request, inspection: Inspection, document: UUID | None = None) -> HttpResponse:
    about = document_of(inspection, document)
    key = f"guide:{document or inspection.pk}"
    here = (
        reverse("inspections:guide-of", args=[inspection.pk, document])
        if document
        else reverse("inspections:guide", args=[inspection.pk])
    )
    if request.method == "POST":
        given, faults = read_answers(request.POST)
        if not faults:
            _store(request, inspection, about, given)
            step = request.POST.get("next", "")
            known = step in vocabulary("procedure")
            return done(request, redirect(f"{here}#step-{step}" if known else here), key)
        return _page(request, inspection, about, key, given, faults)
    draft = draft_of(request, key)
    return _page(request, inspection, about, key, read_answers(typed_post(draft))[0] if draft else {}, [])


def typed_post(draft: Any) -> QueryDict:
    posted = QueryDict(mutable=True)
    for name, value in typed(draft).items():
        posted[name] = value if isinstance(value, str) else value[-1]
    return posted


def _store(request: Request, inspection: Inspection, about: Document | None, given: dict[str, Given]) -> None:
    document = about.pk if about else None
    substrate = request.POST.get("substrate", "")
    if substrate == "" or substrate in vocabulary("substrate"):
        actions.say_substrate(
            inspection=inspection.pk, document=document, substrate=substrate, by=request.user, at=request.at
        )
    actions.check(inspection=inspection.pk, document=document, given=given, by=request.user, at=request.at)


def read_answers(posted: QueryDict) -> tuple[dict[str, Given], list[str]]:
    """What was pressed and noted, by question; and the questions whose note is too long to be kept."""
    choices = vocabulary("procedure-answer")
    given, faults = {}, []
    for name in posted:
        kind, _, key = name.partition("-")
        if kind != "a" or not key:
            continue
        value, note = posted.get(name, ""), posted.get(f"n-{key}", "").strip()
        if len(note) > LONGEST_NOTE:
            faults.append(key)
        given[key] = Given(value if value in choices else "", note)
    return given, faults


def _page(
    request: Request,
    inspection: Inspection,
    about: Document | None,
    key: str,
    given: dict[str, Given],
    faults: list[str],
) -> HttpResponse:
    look_at_part(inspection=inspection, by=request.user, at=request.at)
    parts = _parts(request, inspection, about, given)
    context = {
        **of_case(request, inspection, here="guide", work_form=True),
        "about": about,
        "substrate": about.substrate if about else inspection.substrate,
        "substrates": vocabulary("substrate"),
        "documents": queries.documents(inspection),
        "parts": parts,
        "choices": [(term.id, term.label(language())) for term in vocabulary("procedure-answer")],
        "faults": [row for part in parts for row in part.rows if row.asked.key in faults],
        "longest": LONGEST_NOTE,
        "draft": draft_of(request, key),
        "draft_key": key,
        "cards": cards_at_post(
            request.user,
            request.at,
            issuer=about.issuer if about else inspection.issuer,
            kind=about.kind if about else inspection.document_kind,
        ),
    }
    return render(request, "inspections/guide.html", context)


def _parts(
    request: Request, inspection: Inspection, about: Document | None, given: dict[str, Given]
) -> list[Part]:
    looked = queries.procedure(inspection, about)
    known = [each.step.id for each in looked]
    findings = _findings(inspection, about)
    on = local_day(request.at, inspection.post.zone)
    beforehand = hints(request.user, inspection, about, on=on)
    parts = []
    for each, following in zip(looked, [*known[1:], ""], strict=True):
        mine = [finding for finding in findings if step_of(finding.check, known) == each.step.id]
        parts.append(
            Part(
                looked=each,
                label=each.step.term.label(language()),
                purpose=each.step.term.definition(language()),
                rows=[_row(asked, given.get(asked.key)) for asked in each.questions],
                findings=[f for f in mine if f.grade not in {Grade.CONSISTENT, Grade.NOT_EXAMINED}],
                fits=sum(f.grade == Grade.CONSISTENT for f in mine),
                hints=[hint for hint in beforehand if hint.step == each.step.id],
                after=following,
            )
        )
    return parts


def _row(asked: Answered, given: Given | None) -> Row:
    book = vocabulary("light")
    return Row(
        asked=asked,
        text=asked.text(language()),
        hint=asked.hint(language()),
        lights=", ".join(book.label(light, language()) for light in asked.lights),
        value=given.value if given else asked.value,
        note=given.note if given else asked.note,
    )


def _findings(inspection: Inspection, about: Document | None) -> list[showing.ShownFinding]:
    """What the engine found in this document, without its places on the pictures."""
    examination = queries.last_examination(inspection)
    if examination is None:
        return []
    of = str(about.pk) if about else ""
    parts = [part for part in examination.parts if "document" in part and part.get("of", "") == of]
    return [finding for part in (parts if about else parts[:1]) for finding in showing.findings_of(part)]
