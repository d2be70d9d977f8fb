"""One picture is laid on another of the same page: in the background, or by points that a person set."""

import os
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.http import Http404

from secondline.evidence.actions.prepare import open_darkroom, prepare
from secondline.evidence.darkroom import TroubleError
from secondline.evidence.models import Alignment, Item
from secondline.evidence.queries import has_picture, limits, storage
from secondline.evidence.rules import RETRY_MINUTES, How, Making, Size, State
from secondline.people.models import Person
from secondline.people.queries import require
from secondline.record.actions import write
from traveldoc.finding import Phrase
from traveldoc.page.fit import ENGINE, Fit, Trust, judge
from traveldoc.page.homography import UNFIT
from traveldoc.page.pairs import Pair, from_points
from traveldoc.page.scale import millimetre

ALIGN = "evidence.align"


@transaction.atomic
def align(
    *, fixed: Item, moving: Item, by: Person, at: datetime, then: Callable[[Alignment], None]
) -> Alignment:
    """Have the moving picture laid on the fixed one by what is on both. `then` puts the work in the queue.

    Where the newest alignment of the two is the software's own already, it is that one: it would be the same.
    """
    _require(by, fixed, moving)
    row = Alignment(fixed=fixed, moving=moving, how=How.FEATURES, engine=ENGINE, at=at, by=by)
    newest = _begin(row)
    if newest and newest.how == How.FEATURES and newest.engine == ENGINE and not _is_due(newest, at):
        transaction.set_rollback(True)
        return newest
    row.save(force_insert=True)
    then(row)
    return row


@transaction.atomic
def align_by_points(
    *, fixed: Item, moving: Item, points: Sequence[Pair], by: Person, at: datetime
) -> Alignment:
    """Lay the moving picture on the fixed one by pairs of points in shares. Raises PairsError."""
    _require(by, fixed, moving)
    if fixed.state != State.PREPARED or moving.state != State.PREPARED:
        raise Http404
    fit = from_points(points, fixed=_size(fixed), moving=_size(moving))
    row = Alignment(fixed=fixed, moving=moving, how=How.POINTS, engine=ENGINE, at=at, by=by)
    row.points = [[list(there), list(here)] for there, here in points]
    newest = _begin(row)
    if newest and newest.engine == ENGINE and newest.points == row.points:
        transaction.set_rollback(True)
        return newest
    _fill(row, fit)
    row.save(force_insert=True)
    return row


def lay(*, alignment: Alignment, at: datetime) -> None:
    """Find how the pictures of a waiting alignment lie on each other. Takes seconds; for a task.

    Raises EvidenceDamagedError.
    """
    if alignment.state != Making.WAITING:
        return
    items = [prepare(item=item, at=at) for item in (alignment.fixed, alignment.moving)]
    try:
        found = open_darkroom(os.getpid(), limits()).lay(*(_copy(item) for item in items))
    except TroubleError as error:
        alignment.state, alignment.trouble = Making.FAILED, error.code
    else:
        _fill(alignment, _believed(found))
    _enter(alignment, at)


@transaction.atomic
def _enter(alignment: Alignment, at: datetime) -> None:
    """The line comes first: it takes the head of the record, so that one of two workers comes second."""
    item = alignment.fixed
    facts = {"state": alignment.state, "quality": alignment.quality, "trouble": alignment.trouble}
    write("evidence.laid", by=None, at=at, thing=item.pk, agency=item.agency_id, **facts)
    # Erased meanwhile, there is no such row any more.
    if not Alignment.objects.filter(pk=alignment.pk, state=Making.WAITING).exists():
        transaction.set_rollback(True)
        return
    alignment.save(update_fields=["state", "trouble", "matrix", "quality", "words"])


def _require(by: Person, fixed: Item, moving: Item) -> None:
    """Both are pictures that this person may lay on each other, of one agency, and not the same one."""
    for item in (fixed, moving):
        require(by, ALIGN, item)
        unusable = item.state in {State.UNUSABLE, State.ERASED}
        if unusable or (item.state == State.PREPARED and not has_picture(item)):
            raise Http404
    if fixed.agency_id != moving.agency_id or fixed.pk == moving.pk:
        raise Http404


def _begin(row: Alignment) -> Alignment | None:
    """The line, which comes first, and the newest alignment of the same two pictures before this one."""
    fixed = row.fixed
    said = {"moving": str(row.moving_id), "how": str(row.how)}
    write(ALIGN, by=row.by, at=row.at, thing=fixed.pk, agency=fixed.agency_id, **said)
    return Alignment.objects.filter(fixed=fixed, moving=row.moving).last()


def _is_due(row: Alignment, at: datetime) -> bool:
    return row.state == Making.FAILED and row.at <= at - timedelta(minutes=RETRY_MINUTES)


def _copy(item: Item) -> bytes:
    """The working copy; nothing where the picture can't be used after all."""
    store = storage(item.agency_id)
    if not store.holds_derived(item.sha256, Size.PAGE):
        return b""
    with store.open_derived(item.sha256, Size.PAGE) as file:
        return file.read()


def _size(item: Item) -> tuple[float, float]:
    return float(item.width or 1), float(item.height or 1)


def _believed(found: dict[str, Any]) -> Fit:
    """The child's answer; what it says in words is only taken from the table."""
    matrix = found["matrix"]
    return Fit(
        tuple(map(float, matrix)) if matrix else None,
        points=found["points"],
        coverage=min(1.0, max(0.0, found["coverage"])),
        error=found["error"],
        why=found["why"] if found["why"] in UNFIT else "",
    )


def _fill(row: Alignment, fit: Fit) -> None:
    """Enter the result with its grade; what is not good for anything has no matrix."""
    trust, words = judge(
        fit, pixels=max(_size(row.fixed)), millimetres=_long_side(row.fixed), by_hand=row.how == How.POINTS
    )
    row.state, row.quality = Making.DONE, trust
    row.matrix = None if trust == Trust.NONE or fit.matrix is None else list(fit.matrix)
    row.words = [plain(phrase) for phrase in words]


def plain(phrase: Phrase) -> dict[str, Any]:
    return {"template": phrase.template, "values": dict(phrase.values)}


def _long_side(item: Item) -> float | None:
    """In millimetres, where a zone was read: its characters have a known distance."""
    pixels = millimetre((item.reading or {}).get("boxes", ()))
    return max(_size(item)) / pixels if pixels else None
