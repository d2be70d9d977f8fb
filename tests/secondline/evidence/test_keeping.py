"""Keeping and erasing: what is kept long enough goes, custody stays, and what does not fit together is found."""

import os
from datetime import datetime, timedelta
from io import BytesIO
from typing import Any
from uuid import uuid4

import pytest
from cast import Cast
from django.conf import settings
from pictures import picture

from secondline.evidence.actions import erase, erase_expired, prepare, seal
from secondline.evidence.models import Item
from secondline.evidence.queries import custody, sanity, storage, visible_to
from secondline.evidence.rules import KEPT_DAYS, ORPHAN_DAYS, State
from secondline.people.models import Person
from secondline.record.actions import write
from secondline.record.models import Entry
from secondline.record.queries import verify

PICTURE = timedelta(days=KEPT_DAYS["picture"])
NAME = timedelta(days=KEPT_DAYS["file name"])
SECOND = timedelta(seconds=1)


def sealed(by: Person, at: datetime, colour: str = "red") -> Item:
    return seal(by=by, at=at, delivery=uuid4(), stream=BytesIO(picture(colour)), name="mine.png").item


def test_a_picture_goes_when_its_time_is_over_and_not_before(cast: Cast, at: datetime) -> None:
    item = prepare(item=sealed(cast.officer, at), at=at)
    erase_expired(at=at + PICTURE)
    assert storage(item.agency_id).holds(item.sha256)
    assert erase_expired(at=at + PICTURE + SECOND) == 1
    item.refresh_from_db()
    assert (item.state, item.reading, item.name) == (State.ERASED, None, "")
    assert not [path for path in settings.EVIDENCE_FOLDER.rglob("*") if path.is_file()]


def test_what_is_left_is_the_hash_and_who_had_it(cast: Cast, at: datetime) -> None:
    item = sealed(cast.officer, at)
    erase_expired(at=at + PICTURE + SECOND)
    assert [line.verb for line in custody(item)] == ["evidence.seal", "evidence.erase"]
    assert visible_to(cast.officer).get().sha256 == item.sha256
    assert verify().broken is None


def test_erasing_twice_is_once(cast: Cast, at: datetime) -> None:
    sealed(cast.officer, at)
    late = at + PICTURE + SECOND
    assert erase_expired(at=late) == 1
    assert erase_expired(at=late) == 0


def test_a_picture_handed_in_again_is_kept_from_then_on(cast: Cast, at: datetime) -> None:
    item = sealed(cast.officer, at)
    sealed(cast.officer, at + PICTURE)
    assert erase_expired(at=at + PICTURE + SECOND) == 0
    assert storage(item.agency_id).holds(item.sha256)


def test_a_picture_handed_in_while_it_was_to_be_erased_stays(
    cast: Cast, at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is delivered between the list of the old ones and its turn; the line that was begun is taken back."""
    item = sealed(cast.officer, at)
    late = at + PICTURE + SECOND

    def deliver_first(verb: str, **facts: Any) -> Entry:
        Item.objects.filter(pk=item.pk).update(delivered_at=late)
        return write(verb, **facts)

    monkeypatch.setattr(erase, "write", deliver_first)
    erase_expired(at=late)
    assert not Entry.objects.filter(verb="evidence.erase").exists()
    assert storage(item.agency_id).holds(item.sha256)


def test_an_erased_picture_can_be_handed_in_anew(cast: Cast, at: datetime) -> None:
    item = sealed(cast.officer, at)
    late = at + PICTURE + SECOND
    erase_expired(at=late)
    again = sealed(cast.officer, late)
    assert (again.pk, again.state, again.name) == (item.pk, State.RECEIVED, "mine.png")
    assert storage(item.agency_id).verify(item.sha256)


def test_an_erased_delivery_sent_again_brings_the_picture_back(cast: Cast, at: datetime) -> None:
    delivery, late = uuid4(), at + PICTURE + SECOND
    seal(by=cast.officer, at=at, delivery=delivery, stream=BytesIO(picture()))
    erase_expired(at=late)
    receipt = seal(by=cast.officer, at=late, delivery=delivery, stream=BytesIO(picture()))
    assert receipt.item.state == State.RECEIVED
    assert sanity().sound


def test_names_go_earlier_than_pictures(cast: Cast, at: datetime) -> None:
    item = sealed(cast.officer, at)
    assert erase_expired(at=at + NAME + SECOND) == 1
    item.refresh_from_db()
    assert (item.name, item.state) == ("", State.RECEIVED)
    assert str(item) == item.sha256[:12]
    assert Entry.objects.filter(verb="evidence.erase-names").count() == 1


def orphan(item: Item, at: datetime) -> Item:
    """The file of a picture whose row was never written: the server died between the two."""
    path = storage(item.agency_id).path(item.sha256)
    os.utime(path, (at.timestamp(), at.timestamp()))
    item.deliveries.all().delete()
    item.delete()
    return item


def test_a_sealed_file_that_nobody_was_told_of_goes_after_its_time(cast: Cast, at: datetime) -> None:
    item = orphan(sealed(cast.officer, at), at)
    found = sanity()
    assert found.orphans == [f"{item.agency_id.hex}/{item.sha256}"]
    assert found.sound
    days = timedelta(days=ORPHAN_DAYS)
    assert erase_expired(at=at + days) == 0
    assert erase_expired(at=at + days + SECOND) == 1
    assert sanity().orphans == []


def test_an_orphan_that_is_entered_at_that_very_moment_stays(cast: Cast, at: datetime) -> None:
    item = sealed(cast.officer, at)
    assert erase._erase_orphan(item.agency_id, item.sha256, at) == 0
    assert storage(item.agency_id).holds(item.sha256)
    assert not Entry.objects.filter(verb="evidence.erase-orphan").exists()


def test_what_is_missing_changed_or_half_written_is_reported(cast: Cast, at: datetime) -> None:
    gone, changed, good = (sealed(cast.officer, at, colour) for colour in ("red", "green", "blue"))
    store = storage(good.agency_id)
    store.path(gone.sha256).unlink()
    store.path(changed.sha256).chmod(0o600)
    store.path(changed.sha256).write_bytes(b"changed")
    (settings.EVIDENCE_FOLDER / "incoming" / "dead.part").write_bytes(b"half")
    found = sanity()
    assert found.items == 3
    assert found.missing == [f"{gone.agency_id.hex}/{gone.sha256}"]
    assert found.mismatches == [f"{changed.agency_id.hex}/{changed.sha256}"]
    assert found.parts == 1
    assert not found.sound
    assert sanity(hashes=False).mismatches == []
    erase_expired(at=at)
    assert sanity().parts == 0


def test_a_sound_house_is_said_to_be_sound(cast: Cast, at: datetime) -> None:
    sealed(cast.officer, at)
    assert sanity().sound
