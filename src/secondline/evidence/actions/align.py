"""Two pictures of a case are laid on each other: in the background, or by points that a person set."""

from collections.abc import Callable, Sequence
from datetime import datetime

from django.db import transaction
from django.http import Http404

from secondline.evidence.actions.lay import (
    ALIGN,
    Sheet,
    enter,
    find,
    finish,
    long_side,
    set_points,
    size_of,
    working_copy,
)
from secondline.evidence.actions.prepare import EvidenceDamagedError, prepare
from secondline.evidence.models import Alignment, Item
from secondline.evidence.queries import may_show
from secondline.evidence.rules import How, Making, State
from secondline.people.models import Person
from secondline.people.queries import require
from traveldoc.page.fit import ENGINE
from traveldoc.page.pairs import Pair


@transaction.atomic
def align(
    *, fixed: Item, moving: Item, by: Person, at: datetime, then: Callable[[Alignment], None]
) -> Alignment:
    """Have the moving picture laid on the fixed one by what is on both. `then` puts the work in the queue.

    Where the newest alignment of the two is the software's own already, it is that one: it would be the same.
    """
    _require(by, fixed, moving)
    row = Alignment(fixed=fixed, moving=moving, how=How.FEATURES, engine=ENGINE, at=at, by=by)
    entered = _enter(row)
    if entered is row:
        then(row)
    return entered


@transaction.atomic
def align_by_points(
    *, fixed: Item, moving: Item, points: Sequence[Pair], by: Person, at: datetime
) -> Alignment:
    """Lay the moving picture on the fixed one by pairs of points in shares. Raises PairsError."""
    _require(by, fixed, moving)
    if fixed.state != State.PREPARED or moving.state != State.PREPARED:
        raise Http404
    row = Alignment(fixed=fixed, moving=moving, how=How.POINTS, engine=ENGINE, at=at, by=by)
    set_points(row, points, _sheet(row))
    return _enter(row)


def lay(*, alignment: Alignment, at: datetime) -> None:
    """Find how the pictures of a waiting alignment lie on each other. Takes seconds; for a task.

    Raises EvidenceDamagedError.
    """
    if alignment.state != Making.WAITING:
        return
    try:
        alignment.fixed = prepare(item=alignment.fixed, at=at)
        alignment.moving = prepare(item=alignment.moving, at=at)
    except EvidenceDamagedError:
        alignment.state, alignment.trouble = Making.FAILED, "lost"
        finish(alignment, item=alignment.fixed, at=at)
        raise
    copies = working_copy(alignment.fixed), working_copy(alignment.moving)
    find(alignment, *copies, _sheet(alignment))
    finish(alignment, item=alignment.fixed, at=at)


def can_be_laid(by: Person, item: Item) -> None:
    """404 for what this person may not lay on anything, and for what is no picture."""
    require(by, ALIGN, item)
    if not may_show(item):
        raise Http404


def _require(by: Person, fixed: Item, moving: Item) -> None:
    """Both are of one agency, and not the same one."""
    can_be_laid(by, fixed)
    can_be_laid(by, moving)
    if fixed.agency_id != moving.agency_id or fixed.pk == moving.pk:
        raise Http404


def _sheet(row: Alignment) -> Sheet:
    return Sheet(size_of(row.fixed), size_of(row.moving), long_side(row.fixed))


def _enter(row: Alignment) -> Alignment:
    twins = Alignment.objects.filter(fixed=row.fixed, moving=row.moving)
    return enter(row, twins, item=row.fixed, moving=str(row.moving_id))
