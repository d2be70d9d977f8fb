"""How one picture is laid on another, whatever they are: a case's pictures, or one of them a specimen's."""

import os
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, TypeVar

from django.db import transaction
from django.db.models import QuerySet

from secondline.evidence.actions.prepare import open_darkroom
from secondline.evidence.darkroom import TroubleError
from secondline.evidence.models import Item, Laying
from secondline.evidence.queries import limits, storage
from secondline.evidence.rules import RETRY_MINUTES, How, Making, Size
from secondline.record.actions import write
from traveldoc.page.fit import ENGINE, Fit, Trust, judge
from traveldoc.page.homography import UNFIT
from traveldoc.page.pairs import Pair, from_points
from traveldoc.page.scale import millimetre

ALIGN = "evidence.align"
Row = TypeVar("Row", bound=Laying)


@dataclass(frozen=True, slots=True)
class Sheet:
    """How large both pictures are; `millimetres` is the length of the fixed one's long side, if known."""

    fixed: tuple[float, float]
    moving: tuple[float, float]
    millimetres: float | None = None


def is_same(newest: Laying | None, row: Laying) -> bool:
    """Whether the newest alignment of two pictures is already what another one would find.

    What failed is tried again after a while: limits may have changed.
    """
    if newest is None or newest.how != row.how or newest.engine != ENGINE or newest.points != row.points:
        return False
    return newest.state != Making.FAILED or newest.at > row.at - timedelta(minutes=RETRY_MINUTES)


def enter(row: Row, twins: QuerySet[Row], *, item: Item, **said: str) -> Row:
    """Keep what was asked for, or answer the newest of its `twins` if it would be the same. In a transaction.

    The line comes first: it takes the head of the record, so that one of two that ask comes second.
    """
    write(ALIGN, by=row.by, at=row.at, thing=item.pk, agency=item.agency_id, **said, how=str(row.how))
    newest = twins.last()
    if newest and is_same(newest, row):
        transaction.set_rollback(True)
        return newest
    row.save(force_insert=True)
    return row


@transaction.atomic
def finish(row: Laying, *, item: Item, at: datetime) -> None:
    """One of two workers comes second; and erased meanwhile, there is no such row any more."""
    facts = {"state": str(row.state), "quality": str(row.quality), "trouble": row.trouble}
    write("evidence.laid", by=None, at=at, thing=item.pk, agency=item.agency_id, **facts)
    if not type(row)._default_manager.filter(pk=row.pk, state=Making.WAITING).exists():  # noqa: SLF001  # documented
        transaction.set_rollback(True)
        return
    row.save(update_fields=["state", "trouble", "matrix", "quality", "words"])


def set_points(row: Laying, points: Sequence[Pair], sheet: Sheet) -> None:
    """Fill a row from pairs of points. Raises PairsError."""
    fit = from_points(points, fixed=sheet.fixed, moving=sheet.moving)
    row.points = [[list(there), list(here)] for there, here in points]
    _fill(row, fit, sheet)


def find(row: Laying, fixed: bytes, moving: bytes, sheet: Sheet) -> None:
    """Fill a row from two working copies, in the darkroom. Takes seconds; for a task."""
    try:
        found = open_darkroom(os.getpid(), limits()).lay(fixed, moving)
    except TroubleError as error:
        row.state, row.trouble = Making.FAILED, error.code
    else:
        _fill(row, _believed(found), sheet)


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


def _fill(row: Laying, fit: Fit, sheet: Sheet) -> None:
    """Enter the result with its grade; what is not good for anything has no matrix."""
    trust, words = judge(
        fit, pixels=max(sheet.fixed), millimetres=sheet.millimetres, by_hand=row.how == How.POINTS
    )
    row.state, row.quality = Making.DONE, trust
    row.matrix = None if trust == Trust.NONE or fit.matrix is None else list(fit.matrix)
    row.words = [{"template": phrase.template, "values": dict(phrase.values)} for phrase in words]


def working_copy(item: Item) -> bytes:
    """Nothing where the picture can't be used after all."""
    store = storage(item.agency_id)
    if not store.holds_derived(item.sha256, Size.PAGE):
        return b""
    with store.open_derived(item.sha256, Size.PAGE) as file:
        return file.read()


def size_of(item: Item) -> tuple[float, float]:
    return float(item.width or 1), float(item.height or 1)


def long_side(item: Item) -> float | None:
    """In millimetres, where a zone was read: its characters have a known distance."""
    pixels = millimetre((item.reading or {}).get("boxes", ()))
    return max(size_of(item)) / pixels if pixels else None
