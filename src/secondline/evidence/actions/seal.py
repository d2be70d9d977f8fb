"""A file is sealed: first the file and its folder are on the disk, then the row, then the sender is told."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext

from secondline.evidence.models import Delivery, Item
from secondline.evidence.queries import limits, storage
from secondline.evidence.rules import (
    CHIP,
    STATUS,
    Kind,
    State,
    What,
    clean_name,
    kind_of,
    sniff,
    sniff_chip,
    trouble_words,
)
from secondline.evidence.storage import Draft, Sealed, Source, StorageError
from secondline.people.models import Person
from secondline.people.queries import require
from secondline.record.actions import write


class RefusedError(Exception):
    """The file was not taken, and nothing of it is kept. `code` is one of rules.TROUBLES."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code

    @property
    def status(self) -> int:
        return STATUS[self.code]

    @property
    def message(self) -> str:
        """What to tell the person, in their language."""
        phrase = trouble_words(self.code, limits())
        return phrase.filled(gettext(phrase.template))


@dataclass(frozen=True, slots=True)
class Receipt:
    """`created` is False for a re-send: the receipt is the same as the first time."""

    delivery: UUID
    item: Item
    created: bool


@contextmanager
def receive(*, by: Person, stream: Source, expected: int = 0, what: What = What.PICTURE) -> Iterator[Draft]:
    """Take the bytes in beside their place; refuse what is too large, empty or not `what` (RefusedError).

    Touches no row: an upload takes long, and a lock held meanwhile would stop everybody.
    """
    require(by, "evidence.seal")
    limit = most_bytes(what)
    if expected > limit:
        raise RefusedError(_too_many(what))
    try:
        with storage(by.agency_id).receive(
            stream, limit=limit, free=settings.FREE_BYTES, expected=expected
        ) as draft:
            if trouble := _SNIFF[what](draft.head).trouble:
                raise RefusedError(trouble)
            yield draft
    except StorageError as error:
        raise RefusedError(_too_many(what) if error.code == "too-many-bytes" else error.code) from error


_SNIFF = {What.PICTURE: sniff, What.CHIP: sniff_chip}


def most_bytes(what: What) -> int:
    return min(CHIP.bytes, settings.MAX_FILE_BYTES) if what == What.CHIP else int(settings.MAX_FILE_BYTES)


def _too_many(what: What) -> str:
    return "chip-large" if what == What.CHIP else "too-many-bytes"


def enter(
    *,
    by: Person,
    at: datetime,
    delivery: UUID,
    draft: Draft,
    name: str = "",
    then: Callable[[Item], None] | None = None,
) -> Receipt:
    """Seal the draft and enter item, delivery and record line; when this returns, it outlasts a power cut.

    `then` is done with a new delivery's item in the same transaction. Call this outside any of yours.
    Raises RefusedError "other-file" if the id stands for another file (or another agency's: that is not
    told apart), "busy" if the file was erased at this very moment.
    """
    known = Delivery.objects.filter(pk=delivery).select_related("item").first()
    if known and (known.sha256 != draft.sha256 or known.item.agency_id != by.agency_id):
        raise RefusedError("other-file")
    store = storage(by.agency_id)
    sealed = store.seal(draft)
    if known and known.item.state != State.ERASED:
        return Receipt(delivery, known.item, created=False)
    with transaction.atomic():
        item, new = _find_or_make(by, at, sealed, kind_of(draft.head), name)
        row, first = Delivery.objects.get_or_create(
            pk=delivery, defaults={"item": item, "sha256": sealed.sha256, "at": at, "by": by}
        )
        if row.item_id != item.pk:  # another upload with this id was quicker
            raise RefusedError("other-file")
        if not first and item.state != State.ERASED:  # the same upload on another line was quicker
            return Receipt(delivery, item, created=False)
        if not new:
            _hand_in_again(item, at, name)
        sha256, size = sealed.sha256, sealed.size
        # Writing takes the head of the record: from here on no erasure runs beside us.
        write("evidence.seal", by=by, at=at, thing=item.pk, sha256=sha256, bytes=size, known=not new)
        if not store.holds(sealed.sha256):
            raise RefusedError("busy")
        if then:
            then(item)
    return Receipt(delivery, item, created=first)


def _find_or_make(by: Person, at: datetime, sealed: Sealed, kind: Kind, name: str) -> tuple[Item, bool]:
    return Item.objects.get_or_create(
        agency_id=by.agency_id,
        sha256=sealed.sha256,
        defaults={
            "size": sealed.size,
            "kind": kind.what,
            "media_type": kind.media_type,
            "name": clean_name(name),
            "sealed_at": at,
            "sealed_by": by,
            "delivered_at": at,
        },
    )


def _hand_in_again(item: Item, at: datetime, name: str) -> None:
    """Retention counts anew. What was erased or unusable is tried again: limits may have changed since.

    Nothing else is saved: a worker may be preparing the item at this moment.
    """
    item.delivered_at = at
    changed = ["delivered_at"]
    if item.state == State.ERASED:
        item.name = clean_name(name)
        changed.append("name")
    if item.state in {State.ERASED, State.UNUSABLE}:
        item.state, item.trouble = State.RECEIVED, ""
        changed += ["state", "trouble"]
    item.save(update_fields=changed)


def seal(
    *,
    by: Person,
    at: datetime,
    delivery: UUID,
    stream: Source,
    name: str = "",
    what: What = What.PICTURE,
) -> Receipt:
    """Receive and enter in one go. Call it outside any transaction of yours (see `receive`)."""
    with receive(by=by, stream=stream, what=what) as draft:
        return enter(by=by, at=at, delivery=delivery, draft=draft, name=name)
