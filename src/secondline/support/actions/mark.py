"""An examiner draws on the pictures and lays specimens beside them; the record learns that, never where."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from secondline.inspections.models import Exhibit
from secondline.people.models import Person
from secondline.people.queries import require
from secondline.record.actions import write
from secondline.record.rules import NotNowError
from secondline.support.gathering import Claim, markable
from secondline.support.marks import MOST_MARKS, NO_FINDING, Drawn, faults
from secondline.support.models import Comparison, Mark, Request
from secondline.support.queries import claims_of
from secondline.support.rules import ASKING_BACK, IN_HAND

RIGHT = "request.mark"
MARK, UNMARK = "mark", "unmark"
NO_PICTURE = _("Choose one of the pictures of this case.")


class UnfitMarkError(Exception):
    """The mark lacks what it needs; `faults` says what, by field."""

    def __init__(self, found: dict[str, object]) -> None:
        super().__init__(", ".join(found))
        self.faults = found


class OtherMarkError(Exception):
    """The id stands for another mark already."""


class TooManyMarksError(Exception):
    """More than MOST_MARKS: nobody could follow them."""


def _held(request: UUID, *, by: Person, deed: str) -> Request:
    """Locked; only who has it in hand draws, also while the officer is asked."""
    found = Request.objects.select_for_update().get(pk=request)
    require(by, RIGHT, found)
    if found.state not in IN_HAND | ASKING_BACK or found.examiner_id != by.pk:
        raise NotNowError(found.state, deed)
    return found


@transaction.atomic
def mark(*, request: UUID, drawn: Drawn, run: int | None = None, by: Person, at: datetime) -> Mark:
    """Keep one mark. The same one again changes nothing, so that a lost answer may be asked for twice."""
    found = _held(request, by=by, deed=MARK)
    there = Mark.objects.filter(pk=drawn.id).first()
    if there is not None:
        if _same(there, found, drawn):
            return there
        raise OtherMarkError
    claim = _fitting(found, drawn, run)
    if found.marks.filter(examiner=by).count() >= MOST_MARKS:
        raise TooManyMarksError
    made = Mark.objects.create(
        id=drawn.id,
        request=found,
        examiner=by,
        item_id=drawn.item,
        shape=drawn.shape,
        points=[list(point) for point in drawn.points],
        text=drawn.text.strip(),
        finding=drawn.finding,
        words=claim.words,
        run=run,
        at=at,
    )
    _worked(found, at)
    write("request.mark", by=by, at=at, thing=found.pk, agency=found.agency_id, mark=str(made.pk))
    return made


def _same(there: Mark, request: Request, drawn: Drawn) -> bool:
    kept = (there.request_id, there.item_id, there.shape, [tuple(each) for each in there.points])
    return kept == (request.pk, drawn.item, drawn.shape, list(drawn.points)) and there.opinion_id is None


def _fitting(request: Request, drawn: Drawn, run: int | None) -> Claim:
    """The finding that it belongs to; UnfitMarkError where the mark, its picture or its finding is none."""
    lacking = faults(drawn)
    claims, _parts = claims_of(request, run)
    claim = next((each for each in markable(claims) if each.key == drawn.finding), None)
    if claim is None:
        lacking["finding"] = NO_FINDING
    if not Exhibit.objects.filter(inspection=request.inspection_id, item=drawn.item).exists():
        lacking["item"] = NO_PICTURE
    if lacking or claim is None:
        raise UnfitMarkError(lacking)
    return claim


@transaction.atomic
def unmark(*, request: UUID, mark: UUID, by: Person, at: datetime) -> bool:
    """Take an own mark away; False if there is none, so that the same again is fine."""
    found = _held(request, by=by, deed=UNMARK)
    gone, _what = found.marks.filter(pk=mark, examiner=by, opinion=None).delete()
    if not gone:
        return False
    _worked(found, at)
    write("request.unmark", by=by, at=at, thing=found.pk, agency=found.agency_id, mark=str(mark))
    return True


@dataclass(frozen=True, slots=True)
class Beside:
    """A picture of the case and the specimen's that it was compared with."""

    item: UUID
    code: str
    edition: int
    page: str
    light: str


@transaction.atomic
def compare(*, request: UUID, beside: Beside, by: Person, at: datetime) -> bool:
    """Note once what was laid beside which specimen; the opinion's form offers it. False if it was noted."""
    found = _held(request, by=by, deed="compare")
    if not Exhibit.objects.filter(inspection=found.inspection_id, item=beside.item).exists():
        raise UnfitMarkError({"item": NO_PICTURE})
    _row, new = Comparison.objects.get_or_create(
        request=found,
        examiner=by,
        item_id=beside.item,
        code=beside.code,
        edition=beside.edition,
        page=beside.page,
        light=beside.light,
        defaults={"at": at},
    )
    if new:
        _worked(found, at)
        facts: dict[str, str | int] = {"type": beside.code, "edition": beside.edition}
        write("request.compare", by=by, at=at, thing=found.pk, agency=found.agency_id, **facts)
    return new


def _worked(request: Request, at: datetime) -> None:
    """Drawing and comparing is work: the request does not lie still."""
    Request.objects.filter(pk=request.pk).update(touched_at=at)
