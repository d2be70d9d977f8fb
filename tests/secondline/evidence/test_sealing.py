"""Sealing: one picture is one item, one id is one delivery, and what is refused leaves nothing behind."""

import hashlib
from datetime import datetime, timedelta
from io import BytesIO
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from cast import Cast
from django.http import Http404
from pictures import picture
from pytest_django.fixtures import Settings

from secondline.evidence.actions import Receipt, RefusedError, put_to_centre, seal
from secondline.evidence.models import Delivery, Item
from secondline.evidence.queries import custody, delivered, storage, visible_to
from secondline.evidence.rules import State
from secondline.people.models import Person
from secondline.record.models import Entry
from secondline.record.queries import verify


def give(by: Person, at: datetime, data: bytes | None = None, delivery: UUID | None = None) -> Receipt:
    stream = BytesIO(picture() if data is None else data)
    return seal(by=by, at=at, delivery=delivery or uuid4(), stream=stream, name="page.png")


def files(settings: Settings) -> list[Path]:
    folder: Path = settings.EVIDENCE_FOLDER
    return [path for path in folder.rglob("*") if path.is_file()]


def test_what_is_sealed_is_the_very_bytes_with_their_hash(cast: Cast, at: datetime) -> None:
    data = picture("blue")
    receipt = give(cast.officer, at, data)
    item = receipt.item
    assert receipt.created
    assert item.sha256 == hashlib.sha256(data).hexdigest()
    assert (item.size, item.media_type, item.state) == (len(data), "image/png", State.RECEIVED)
    assert (item.agency, item.sealed_by, item.sealed_at) == (cast.utopia, cast.officer, at)
    with storage(item.agency_id).open(item.sha256) as file:
        assert file.read() == data


def test_the_same_picture_twice_is_one_item(cast: Cast, at: datetime) -> None:
    one = give(cast.officer, at)
    two = give(cast.colleague, at + timedelta(hours=1))
    assert one.item.pk == two.item.pk
    assert two.created
    assert Item.objects.get().delivered_at == at + timedelta(hours=1)
    assert Item.objects.get().sealed_by == cast.officer
    assert Delivery.objects.count() == 2


def test_the_same_picture_of_another_agency_is_another_item(cast: Cast, at: datetime) -> None:
    assert give(cast.officer, at).item.pk != give(cast.outsider, at).item.pk


def test_the_same_id_and_bytes_again_is_the_same_receipt_and_no_second_line(
    cast: Cast, at: datetime, settings: Settings
) -> None:
    first = give(cast.officer, at)
    again = give(cast.officer, at, delivery=first.delivery)
    assert (again.delivery, again.item.pk, again.created) == (first.delivery, first.item.pk, False)
    assert Entry.objects.filter(verb="evidence.seal").count() == 1
    assert len(files(settings)) == 1


def test_the_same_id_for_other_bytes_is_refused_and_leaves_nothing(
    cast: Cast, at: datetime, settings: Settings
) -> None:
    first = give(cast.officer, at)
    with pytest.raises(RefusedError, match="other-file"):
        give(cast.officer, at, picture("blue"), first.delivery)
    assert len(files(settings)) == 1
    assert Item.objects.count() == 1


def test_an_id_of_another_agency_is_refused_as_any_other_file(cast: Cast, at: datetime) -> None:
    """Even with the same bytes: nobody learns that another agency has this picture."""
    first = give(cast.officer, at)
    with pytest.raises(RefusedError, match="other-file"):
        give(cast.outsider, at, delivery=first.delivery)
    assert Item.objects.count() == 1


def test_the_quicker_of_two_uploads_with_one_id_wins(
    cast: Cast, at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The other one has looked for the id before the quicker one was entered."""
    first = give(cast.officer, at)
    monkeypatch.setattr(Delivery.objects, "filter", lambda **where: Delivery.objects.none())
    again = give(cast.officer, at, delivery=first.delivery)
    assert (again.item.pk, again.created) == (first.item.pk, False)
    with pytest.raises(RefusedError, match="other-file"):
        give(cast.officer, at, picture("blue"), first.delivery)
    assert Item.objects.count() == 1


@pytest.mark.parametrize(
    ("data", "code", "status"),
    [
        (b"", "empty", 415),
        (b"%PDF-1.7 ...", "pdf", 415),
        (b"hello, world", "not-a-picture", 415),
        (b"\x89PNG\r\n\x1a\n" + bytes(2_000_000), "too-many-bytes", 413),
    ],
)
def test_what_is_refused_leaves_no_file_and_no_row(
    cast: Cast, at: datetime, settings: Settings, data: bytes, code: str, status: int
) -> None:
    settings.MAX_FILE_BYTES = 1_000_000
    with pytest.raises(RefusedError) as refused:
        give(cast.officer, at, data)
    assert (refused.value.code, refused.value.status) == (code, status)
    assert refused.value.message.endswith(".")
    assert not files(settings)
    assert not Item.objects.exists()


def test_a_disk_that_is_nearly_full_takes_nothing(cast: Cast, at: datetime, settings: Settings) -> None:
    settings.FREE_BYTES = 10**18
    with pytest.raises(RefusedError) as refused:
        give(cast.officer, at)
    assert refused.value.status == 507
    assert not files(settings)


@pytest.mark.parametrize("role", ["analyst", "administrator", "auditor", "examiner"])
def test_only_an_officer_seals(cast: Cast, at: datetime, role: str) -> None:
    with pytest.raises(Http404):
        give(getattr(cast, role), at)


def test_a_file_erased_at_the_very_moment_is_not_acknowledged(
    cast: Cast, at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("secondline.evidence.storage.Storage.holds", lambda self, sha256: False)
    with pytest.raises(RefusedError) as refused:
        give(cast.officer, at)
    assert refused.value.status == 503
    assert not Item.objects.exists()


def test_a_seal_is_one_line_in_the_record_without_personal_data(cast: Cast, at: datetime) -> None:
    receipt = give(cast.officer, at)
    line = Entry.objects.get(thing=receipt.item.pk)
    assert line.verb == "evidence.seal"
    assert receipt.item.sha256 in line.facts
    assert "page.png" not in line.facts


def test_an_item_is_seen_by_its_agency_alone_until_it_is_put_to_a_centre(cast: Cast, at: datetime) -> None:
    receipt = give(cast.officer, at)
    item = receipt.item
    seers = [cast.officer, cast.colleague]
    everybody = [getattr(cast, name) for name in cast.__dataclass_fields__ if name not in _PLACES]
    assert [p for p in everybody if visible_to(p).exists()] == seers
    put_to_centre(items=[item], centre=cast.centre, by=cast.officer, at=at)
    assert [p for p in everybody if visible_to(p).exists()] == [*seers, cast.examiner, cast.second_examiner]
    assert delivered(cast.examiner, [receipt.delivery]) == [item]
    assert delivered(cast.outsider, [receipt.delivery]) == []


_PLACES = {"centre", "utopia", "arcadia", "airport"}


def test_a_person_who_was_sent_away_sees_nothing(cast: Cast, at: datetime) -> None:
    give(cast.officer, at)
    cast.colleague.is_active = False
    assert not visible_to(cast.colleague).exists()


def test_putting_twice_is_once_and_a_stranger_can_put_nothing(cast: Cast, at: datetime) -> None:
    item = give(cast.officer, at).item
    for _ in range(2):
        put_to_centre(items=[item], centre=cast.centre, by=cast.officer, at=at)
    assert [line.verb for line in custody(item)] == ["evidence.seal", "evidence.put"]
    for person in (cast.outsider, cast.examiner):
        with pytest.raises(Http404):
            put_to_centre(items=[item], centre=cast.centre, by=person, at=at)


def test_deliveries_are_found_in_their_order_and_each_item_once(cast: Cast, at: datetime) -> None:
    red, blue, red_again = (give(cast.officer, at, picture(c)) for c in ("red", "blue", "red"))
    ids = [blue.delivery, uuid4(), red.delivery, red_again.delivery]
    assert delivered(cast.officer, ids) == [blue.item, red.item]


def test_the_record_holds_after_all_that(cast: Cast, at: datetime) -> None:
    for colour in ("red", "blue", "red"):
        give(cast.officer, at, picture(colour))
    assert verify().broken is None


def test_an_item_and_a_delivery_can_be_named(cast: Cast, at: datetime) -> None:
    receipt = give(cast.officer, at)
    assert str(receipt.item) == "page.png"
    assert receipt.item.state_words == "being prepared"
    assert str(Delivery.objects.get()) == str(receipt.delivery)
