"""A working copy is made: what people see is never the file that came from outside."""

import atexit
import hashlib
import os
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any

from django.db import transaction

from secondline.evidence.darkroom import Darkroom, Developed, TroubleError
from secondline.evidence.models import Item
from secondline.evidence.queries import holds_copies, limits, storage
from secondline.evidence.rules import CHIP_FORM, Limits, Size, State, What
from secondline.record.actions import write
from traveldoc.page.weights import reader_version


class EvidenceDamagedError(Exception):
    """A sealed file is gone or no longer has its hash: somebody must look at the disk."""


@dataclass(frozen=True, slots=True)
class _Result:
    developed: Developed | None
    reading: dict[str, Any] | None
    trouble: str = ""
    chip: bytes = b""

    @property
    def state(self) -> State:
        return State.PREPARED if self.developed or self.chip else State.UNUSABLE


def prepare(*, item: Item, at: datetime) -> Item:
    """Make working copy and thumbnail and read the zone, or unpack the chip's files and its face, once.

    Afterwards the item is prepared or unusable.

    Copies that were lost (they are in no backup) are made again.

    Takes seconds; call it from a task and outside a transaction. Raises EvidenceDamagedError.
    """
    store = storage(item.agency_id)
    lost = item.state == State.PREPARED and not holds_copies(item)
    if item.state != State.RECEIVED and not lost:
        return item
    data = sealed_bytes(item)
    result = _unpack(data) if item.kind == What.CHIP else _work(data)
    if result.chip:
        store.put_derived(item.sha256, CHIP_FORM, result.chip)
    if result.developed:
        store.put_derived(item.sha256, Size.PAGE, result.developed.page)
        store.put_derived(item.sha256, Size.THUMB, result.developed.thumb)
    return _enter(item, result, at)


def sealed_bytes(item: Item) -> bytes:
    """The sealed file, which still has its hash. Raises EvidenceDamagedError."""
    try:
        with storage(item.agency_id).open(item.sha256) as file:
            data = file.read()
    except OSError as error:
        raise EvidenceDamagedError(f"{item.sha256} can't be read") from error
    if hashlib.sha256(data).hexdigest() != item.sha256:
        raise EvidenceDamagedError(f"{item.sha256} no longer has its hash")
    return data


def _work(data: bytes) -> _Result:
    room = open_darkroom(os.getpid(), limits())
    try:
        developed = room.develop(data)
    except TroubleError as error:
        return _Result(None, None, error.code)
    try:
        return _Result(developed, _read(room, data))
    except TroubleError as error:  # it can be looked at all the same
        return _Result(developed, None, error.code)


def _read(room: Darkroom, data: bytes) -> dict[str, Any]:
    """The reading, and which reader made it."""
    return {**room.read(data), "reader": reader_version()}


def read_anew(*, item: Item, at: datetime) -> bool:
    """Read a picture again that another reader than today's has read; whether it was. Its copies stay.

    Like `prepare`, for a task. Where the file can't be read any more, the older reading stays.
    """
    before = item.reading or {}
    if item.kind != What.PICTURE or before.get("reader", reader_version()) == reader_version():
        return False
    with storage(item.agency_id).open(item.sha256) as file:
        data = file.read()
    try:
        reading = _read(open_darkroom(os.getpid(), limits()), data)
    except TroubleError:
        return False
    with transaction.atomic():
        write("evidence.read-anew", by=None, at=at, thing=item.pk, agency=item.agency_id)
        # Erased meanwhile, it stays erased.
        Item.objects.filter(pk=item.pk, state=State.PREPARED).update(reading=reading)
    item.refresh_from_db()
    return True


def _unpack(data: bytes) -> _Result:
    try:
        found = open_darkroom(os.getpid(), limits()).unpack(data)
    except TroubleError as error:
        return _Result(None, None, error.code)
    digest = hashlib.sha256(found.data).hexdigest()
    return _Result(found.face, {**found.plain(), "sha256": digest}, found.face_trouble, found.data)


@transaction.atomic
def _enter(item: Item, result: _Result, at: datetime) -> Item:
    """The line comes first: it takes the head of the record, so that one of two workers comes second."""
    state = result.state
    write(
        "evidence.prepare",
        by=None,
        at=at,
        thing=item.pk,
        agency=item.agency_id,
        state=state.value,
        trouble=result.trouble,
    )
    current = Item.objects.get(pk=item.pk)
    if current.state != State.RECEIVED:
        transaction.set_rollback(True)
        return current
    current.state, current.trouble, current.reading = state, result.trouble, result.reading
    if result.developed:
        current.width, current.height = result.developed.width, result.developed.height
    current.save(update_fields=["state", "trouble", "reading", "width", "height"])
    return current


@lru_cache(maxsize=1)
def open_darkroom(process: int, bounds: Limits) -> Darkroom:
    """One for each process of ours: a child is never shared across a fork."""
    del process
    room = Darkroom(bounds)
    atexit.register(room.close)
    return room
