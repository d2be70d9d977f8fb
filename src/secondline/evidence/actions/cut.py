"""A picture is cut into tiles for the viewer, when somebody first wants to look so closely."""

import os
from collections.abc import Callable
from datetime import datetime, timedelta

from django.db import transaction

from secondline.evidence.actions.prepare import EvidenceDamagedError, open_darkroom, prepare, sealed_bytes
from secondline.evidence.darkroom import TroubleError
from secondline.evidence.models import Item, Tiling
from secondline.evidence.pyramid import TILES_FORM, pack
from secondline.evidence.queries import holds_tiles, limits, storage
from secondline.evidence.rules import RETRY_MINUTES, Making, Size, State, What
from secondline.evidence.storage import StorageError
from secondline.people.models import Person
from secondline.people.queries import require
from secondline.record.actions import write


@transaction.atomic
def ask_for_tiles(*, item: Item, by: Person, at: datetime, then: Callable[[Item], None]) -> Tiling:
    """Have the tiles made, unless they are there or under way. `then` puts the work in the queue.

    Tiles that were lost (they are in no backup) are made again; what failed is tried again after a while.
    """
    require(by, "evidence.read", item)
    row, new = Tiling.objects.get_or_create(item=item, defaults={"asked_at": at})
    lost = row.state == Making.DONE and not holds_tiles(item)
    again = row.state == Making.FAILED and row.asked_at <= at - timedelta(minutes=RETRY_MINUTES)
    if lost or again:
        row.state, row.trouble, row.asked_at = Making.WAITING, "", at
        row.save()
    if new or lost or again:
        then(item)
    return row


def cut_tiles(*, item: Item, at: datetime) -> None:
    """Make the tiles that were asked for. Afterwards they are there, or the row says what is wrong.

    Takes seconds; call it from a task and outside a transaction. Raises EvidenceDamagedError.
    """
    asked = Tiling.objects.filter(item=item, state=Making.WAITING)
    if item.state != State.PREPARED or not asked.exists():
        return
    try:
        trouble = _cut(prepare(item=item, at=at))
    except EvidenceDamagedError:
        _enter(item, "lost", at)
        raise
    _enter(item, trouble, at)


def _cut(item: Item) -> str:
    """Cut and keep; what is wrong, if anything. Of a chip the face is cut, which was developed before."""
    data, store = sealed_bytes(item), storage(item.agency_id)
    if item.kind == What.CHIP:
        with store.open_derived(item.sha256, Size.PAGE) as file:
            data = file.read()
    try:
        found = open_darkroom(os.getpid(), limits()).cut(data)
        store.put_derived(item.sha256, TILES_FORM, pack(found.pyramid, found.sizes, found.data))
    except (TroubleError, StorageError) as error:
        return error.code
    return ""


@transaction.atomic
def _enter(item: Item, trouble: str, at: datetime) -> None:
    """The line comes first: it takes the head of the record, so that no erasure runs beside it."""
    write("evidence.cut", by=None, at=at, thing=item.pk, agency=item.agency_id, trouble=trouble)
    if not Item.objects.filter(pk=item.pk, state=State.PREPARED).exists():  # erased meanwhile
        storage(item.agency_id).erase_derived(item.sha256, TILES_FORM)
        transaction.set_rollback(True)
        return
    row = Tiling.objects.filter(item=item, state=Making.WAITING).first()
    if row is None:  # another worker was quicker
        transaction.set_rollback(True)
        return
    row.state, row.trouble = (Making.FAILED if trouble else Making.DONE), trouble
    row.save(update_fields=["state", "trouble"])
