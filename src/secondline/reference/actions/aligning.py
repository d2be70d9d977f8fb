"""A questioned picture is laid on a specimen's: the same place of both is then on the desk, one key apart."""

from collections.abc import Callable, Sequence
from datetime import datetime

from django.db import transaction
from django.http import Http404

from secondline.evidence.actions import EvidenceDamagedError, prepare
from secondline.evidence.actions.align import ALIGN, can_be_laid
from secondline.evidence.actions.lay import Sheet, find, is_same, set_points, size_of, working_copy
from secondline.evidence.models import Item
from secondline.evidence.rules import How, Making, State
from secondline.people.models import Person
from secondline.record.actions import write
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
        _finish(alignment, at)
        raise
    find(alignment, bytes_of(alignment.picture), working_copy(alignment.item), _sheet(alignment))
    _finish(alignment, at)


def _require(by: Person, picture: LibraryPicture, item: Item) -> None:
    can_be_laid(by, item)
    if not find_picture(by, picture.pk).sha256:
        raise Http404


def _sheet(row: SpecimenAlignment) -> Sheet:
    return Sheet((float(row.picture.width), float(row.picture.height)), size_of(row.item))


def _enter(row: SpecimenAlignment) -> SpecimenAlignment:
    """The line comes first: it takes the head of the record, so that one of two that ask comes second."""
    said = {"specimen": str(row.picture_id), "how": str(row.how)}
    write(ALIGN, by=row.by, at=row.at, thing=row.item_id, agency=row.item.agency_id, **said)
    newest = SpecimenAlignment.objects.filter(picture=row.picture, item=row.item).last()
    if newest and is_same(newest, row):
        transaction.set_rollback(True)
        return newest
    row.save(force_insert=True)
    return row


@transaction.atomic
def _finish(row: SpecimenAlignment, at: datetime) -> None:
    """One of two workers comes second; and with the specimen's picture the row may be gone."""
    facts = {"state": str(row.state), "quality": str(row.quality), "trouble": row.trouble}
    write("evidence.laid", by=None, at=at, thing=row.item_id, agency=row.item.agency_id, **facts)
    if not SpecimenAlignment.objects.filter(pk=row.pk, state=Making.WAITING).exists():
        transaction.set_rollback(True)
        return
    row.save(update_fields=["state", "trouble", "matrix", "quality", "words"])
