"""A questioned picture is laid on a specimen's: the same place of both is then on the desk, one key apart."""

from collections.abc import Callable, Sequence
from datetime import datetime

from django.db import transaction
from django.http import Http404

from secondline.evidence.actions import EvidenceDamagedError, prepare
from secondline.evidence.actions.align import can_be_laid
from secondline.evidence.actions.lay import Sheet, enter, find, finish, set_points, size_of, working_copy
from secondline.evidence.models import Item
from secondline.evidence.rules import How, Making, State
from secondline.people.models import Person
from secondline.reference.models import LibraryPicture, SpecimenAlignment
from secondline.reference.queries.pictures import bytes_of, find_picture
from traveldoc.page.fit import ENGINE
from traveldoc.page.pairs import Pair


@transaction.atomic
def align_with_specimen(
    *,
    picture: LibraryPicture,
    item: Item,
    by: Person,
    at: datetime,
    then: Callable[[SpecimenAlignment], None],
) -> SpecimenAlignment:
    """Have the item laid on the specimen by what is on both. `then` puts the work in the queue."""
    _require(by, picture, item)
    row = SpecimenAlignment(picture=picture, item=item, how=How.FEATURES, engine=ENGINE, at=at, by=by)
    entered = _enter(row)
    if entered is row:
        then(row)
    return entered


@transaction.atomic
def align_with_specimen_by_points(
    *, picture: LibraryPicture, item: Item, points: Sequence[Pair], by: Person, at: datetime
) -> SpecimenAlignment:
    """Lay the item on the specimen by pairs of points in shares. Raises PairsError."""
    _require(by, picture, item)
    if item.state != State.PREPARED:
        raise Http404
    row = SpecimenAlignment(picture=picture, item=item, how=How.POINTS, engine=ENGINE, at=at, by=by)
    set_points(row, points, _sheet(row))
    return _enter(row)


def lay_on_specimen(*, alignment: SpecimenAlignment, at: datetime) -> None:
    """Find how the pictures of a waiting alignment lie on each other. Takes seconds; for a task."""
    if alignment.state != Making.WAITING:
        return
    try:
        alignment.item = prepare(item=alignment.item, at=at)
    except EvidenceDamagedError:
        alignment.state, alignment.trouble = Making.FAILED, "lost"
        finish(alignment, item=alignment.item, at=at)
        raise
    find(alignment, bytes_of(alignment.picture), working_copy(alignment.item), _sheet(alignment))
    finish(alignment, item=alignment.item, at=at)


def _require(by: Person, picture: LibraryPicture, item: Item) -> None:
    can_be_laid(by, item)
    if not find_picture(by, picture.pk).sha256:
        raise Http404


def _sheet(row: SpecimenAlignment) -> Sheet:
    return Sheet((float(row.picture.width), float(row.picture.height)), size_of(row.item))


def _enter(row: SpecimenAlignment) -> SpecimenAlignment:
    twins = SpecimenAlignment.objects.filter(picture=row.picture, item=row.item)
    return enter(row, twins, item=row.item, specimen=str(row.picture_id))
