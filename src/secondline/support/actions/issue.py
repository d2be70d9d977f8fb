"""An opinion goes on paper: issued once in each language, made again byte for byte, every look recorded."""

import hashlib
from collections.abc import Callable
from datetime import datetime

from django.db import transaction
from django.http import Http404
from django.utils import timezone

from secondline.evidence.queries import storage
from secondline.evidence.rules import Size, State
from secondline.inspections.models import Examination
from secondline.inspections.naming import language
from secondline.inspections.queries import exhibits
from secondline.people.models import Person
from secondline.people.queries import require
from secondline.record.actions import write
from secondline.support.actions.inquire import new_code
from secondline.support.models import Paper, Request
from secondline.support.paper.content import content
from secondline.support.paper.press import press
from secondline.support.queries import marks_of, names_wish, said

CODE_LETTERS = 12


class PaperDiffersError(RuntimeError):
    """What was made again is not what was issued: a working copy or the program has changed."""


def issue(
    *, request: Request, address: Callable[[str], str], by: Person, at: datetime
) -> tuple[Paper, bytes]:
    """The paper in the reader's language; `address` is where its code is checked. 404 without an answer.

    Outside a transaction: setting takes a second or two. Who comes second gets what the first one issued.
    """
    require(by, "paper.read", request)
    there = request.papers.filter(language=language()).first()
    if there is not None:
        return there, make(paper=there)
    if not request.is_done or request.erased_at:
        raise Http404
    code = new_code(CODE_LETTERS)
    opinions = list(request.opinions.select_related("examiner"))
    shown = exhibits(request.inspection)
    with timezone.override(request.inspection.post.zone):  # whoever prints it first, the hours are the post's
        stands = content(
            request,
            opinions,
            examination=_judged_run(request, opinions[-1].run),
            exhibits=shown,
            marks=[marks_of(opinion) for opinion in opinions],
            names=names_wish(request.centre_id),
            code=code,
            address=address(code),
            said_of=said(opinions),
        )
    made = press(stands, _pictures(request, stands))
    return _enter(request, code, stands, made, by=by, at=at)


def _judged_run(request: Request, run: int | None) -> Examination | None:
    return Examination.objects.filter(inspection=request.inspection_id, run=run or 0).first()


@transaction.atomic
def _enter(
    request: Request, code: str, stands: dict[str, object], made: bytes, *, by: Person, at: datetime
) -> tuple[Paper, bytes]:
    Request.objects.select_for_update().get(pk=request.pk)
    there = request.papers.filter(language=language()).first()
    if there is not None:
        return there, make(paper=there)
    paper = Paper.objects.create(
        request=request,
        language=language(),
        code=code,
        content=stands,
        digest=hashlib.sha256(made).hexdigest(),
        issued_by=by,
        issued_at=at,
    )
    write(
        "paper.issue",
        by=by,
        at=at,
        thing=paper.pk,
        agency=request.agency_id,
        request=str(request.pk),
        digest=paper.digest,
    )
    return paper, made


def make(*, paper: Paper) -> bytes:
    """The same bytes again; PaperDiffersError if they are not, 404 if what stood on it was erased."""
    if not paper.content:
        raise Http404
    made = press(paper.content, _pictures(paper.request, paper.content))
    if hashlib.sha256(made).hexdigest() != paper.digest:
        raise PaperDiffersError(paper.code)
    return made


def _pictures(request: Request, stands: dict[str, object]) -> dict[str, bytes]:
    """The working copies that the content names."""
    wanted = {each["sha256"]: each["file"] for each in stands["inputs"] if each["file"]}  # type: ignore[attr-defined]  # plain JSON
    found = {}
    for exhibit in exhibits(request.inspection):
        item = exhibit.item
        if item.sha256 in wanted and item.state == State.PREPARED:
            with storage(item.agency_id).open_derived(item.sha256, Size.PAGE) as file:
                found[wanted[item.sha256]] = file.read()
    return found


@transaction.atomic
def look_at_paper(*, paper: Paper, by: Person, at: datetime) -> None:
    """Whoever downloads a paper leaves a line with its digest."""
    require(by, "paper.read", paper.request)
    write(
        "paper.read",
        by=by,
        at=at,
        thing=paper.pk,
        agency=paper.request.agency_id,
        digest=paper.digest,
    )
