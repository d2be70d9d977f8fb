"""Preparing: working copies without hidden data, the reading beside them, the original untouched."""

import hashlib
from datetime import datetime
from io import BytesIO
from uuid import uuid4

import pytest
from cast import Cast
from pictures import corners, encoded, opened, picture, scene
from PIL import Image
from pytest_django.fixtures import Settings

from secondline.evidence import tasks
from secondline.evidence.actions import EvidenceDamagedError, prepare, read_anew, seal
from secondline.evidence.actions import prepare as prepare_action
from secondline.evidence.darkroom import Darkroom, TroubleError
from secondline.evidence.models import Item
from secondline.evidence.queries import custody, reading, storage, trouble
from secondline.evidence.rules import LONG_SIDE, Size, State
from secondline.people.models import Person
from secondline.record.models import Entry


def sealed(by: Person, at: datetime, data: bytes) -> Item:
    return seal(by=by, at=at, delivery=uuid4(), stream=BytesIO(data)).item


def copy_of(item: Item, size: Size) -> Image.Image:
    with storage(item.agency_id).open_derived(item.sha256, size) as file:
        return opened(file.read())


def photo_with_a_secret() -> bytes:
    """A sideways photo with camera, place and a comment in it."""
    exif = Image.Exif()
    exif[0x0112] = 6  # stored on its side: turn it right to stand upright
    exif[0x010F] = "SECRETCAMERA"
    exif.get_ifd(0x8825)[2] = (43.0, 14.0, 19.0)  # GPS latitude
    exif.get_ifd(0x8825)[1] = "N"
    big = scene(3000, 2000)
    return encoded(big, "JPEG", exif=exif, comment=b"SECRETCOMMENT", quality=80)


def test_the_working_copy_stands_upright_is_small_and_tells_no_secret(cast: Cast, at: datetime) -> None:
    data = photo_with_a_secret()
    item = prepare(item=sealed(cast.officer, at, data), at=at)
    assert item.state == State.PREPARED
    assert (item.width, item.height) == (2000, 3000)
    for size in (Size.PAGE, Size.THUMB):
        image = copy_of(item, size)
        assert image.format == "JPEG"
        assert max(image.size) == LONG_SIDE[size]
        assert abs(image.height / image.width - 1.5) < 0.01
        # red was upper left as stored; turned right it is upper right
        assert corners(image) == ["blue", "red", "white", "green"]
        assert not image.getexif()
        assert not {"exif", "comment", "icc_profile", "xmp"} & set(image.info)
        with storage(item.agency_id).open_derived(item.sha256, size) as file:
            assert b"SECRET" not in file.read()


def test_the_original_is_the_same_to_the_byte(cast: Cast, at: datetime) -> None:
    data = photo_with_a_secret()
    item = prepare(item=sealed(cast.officer, at, data), at=at)
    with storage(item.agency_id).open(item.sha256) as file:
        assert file.read() == data
    assert item.sha256 == hashlib.sha256(data).hexdigest()


def test_a_picture_without_a_zone_has_a_reading_that_says_so(cast: Cast, at: datetime) -> None:
    item = sealed(cast.officer, at, encoded(scene(640, 400)))
    assert reading(item) is None
    item = prepare(item=item, at=at)
    found = reading(item)
    assert found is not None
    assert (found["format"], found["lines"]) == (None, None)
    assert (found["width"], found["height"]) == (640, 400)
    assert trouble(item) == ""


def test_preparing_twice_is_once(cast: Cast, at: datetime) -> None:
    item = sealed(cast.officer, at, picture())
    first = prepare(item=item, at=at)
    assert prepare(item=first, at=at) == first
    assert prepare(item=item, at=at).state == State.PREPARED  # a second worker that still holds the old row
    assert [line.verb for line in custody(item)] == ["evidence.seal", "evidence.prepare"]


def test_lost_copies_are_made_again_without_a_second_line(cast: Cast, at: datetime) -> None:
    item = prepare(item=sealed(cast.officer, at, picture()), at=at)
    storage(item.agency_id).derived_path(item.sha256, Size.THUMB).unlink()
    prepare(item=item, at=at)
    assert copy_of(item, Size.THUMB).width
    assert Entry.objects.filter(verb="evidence.prepare").count() == 1


def test_a_picture_that_cannot_be_shown_is_kept_and_says_why(cast: Cast, at: datetime) -> None:
    item = prepare(item=sealed(cast.officer, at, picture()[:-20]), at=at)
    assert (item.state, item.trouble) == (State.UNUSABLE, "damaged")
    assert "cut off or damaged" in trouble(item)
    assert storage(item.agency_id).verify(item.sha256)
    assert reading(item) is None


def test_a_picture_whose_reading_fails_can_still_be_looked_at(
    cast: Cast, at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(self: Darkroom, data: bytes) -> None:
        raise TroubleError("too-long")

    monkeypatch.setattr(Darkroom, "read", fail)
    item = prepare(item=sealed(cast.officer, at, picture()), at=at)
    assert (item.state, item.trouble, item.reading) == (State.PREPARED, "too-long", None)
    assert copy_of(item, Size.PAGE).width


def test_an_unusable_picture_handed_in_again_is_tried_again(
    cast: Cast, at: datetime, settings: Settings
) -> None:
    settings.MAX_PIXELS = 100
    data = picture()
    item = prepare(item=sealed(cast.officer, at, data), at=at)
    assert item.trouble == "too-many-pixels"
    settings.MAX_PIXELS = 60_000_000
    again = sealed(cast.officer, at, data)
    assert (again.pk, again.state) == (item.pk, State.RECEIVED)
    assert prepare(item=again, at=at).state == State.PREPARED


def test_a_sealed_file_that_was_changed_on_the_disk_is_not_worked_on(cast: Cast, at: datetime) -> None:
    item = sealed(cast.officer, at, picture())
    path = storage(item.agency_id).path(item.sha256)
    path.chmod(0o600)
    path.write_bytes(picture("blue"))
    with pytest.raises(EvidenceDamagedError, match="no longer has its hash"):
        prepare(item=item, at=at)
    path.unlink()
    with pytest.raises(EvidenceDamagedError, match="can't be read"):
        prepare(item=item, at=at)


def test_a_killed_workers_items_are_taken_up_again(cast: Cast, at: datetime) -> None:
    item = sealed(cast.officer, at, picture())
    assert tasks.resume() == 1
    item.refresh_from_db()
    assert item.state == State.PREPARED
    assert tasks.resume() == 0


def test_the_software_itself_is_named_in_custody(cast: Cast, at: datetime) -> None:
    item = prepare_action(item=sealed(cast.officer, at, picture()), at=at)
    lines = custody(item)
    assert [(line.by, line.words) for line in lines] == [
        (cast.officer, "sealed"),
        (None, "working copy made"),
    ]


def test_a_picture_is_read_again_only_when_another_reader_has_read_it(
    cast: Cast, at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    item = prepare(item=sealed(cast.officer, at, encoded(scene(400, 300), "PNG")), at=at)
    assert item.reading is not None
    made_with = item.reading["reader"]
    assert len(made_with) == 12
    assert not read_anew(item=item, at=at)
    item.reading = {**item.reading, "reader": "older", "lines": ["OLD"]}
    item.save()
    monkeypatch.setattr(Darkroom, "read", _no_reading)
    assert not read_anew(item=item, at=at)  # the older reading stays
    assert reading(item) == item.reading
    monkeypatch.undo()
    assert read_anew(item=item, at=at)
    assert item.reading["reader"] == made_with
    assert item.reading["lines"] != ["OLD"]
    assert Entry.objects.filter(verb="evidence.read-anew").count() == 1


def _no_reading(room: Darkroom, data: bytes) -> dict[str, object]:
    raise TroubleError("broken")
