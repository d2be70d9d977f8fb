"""The viewer's tiles: cut in the background from the whole picture, seen by whom the picture may be seen by."""

import math
from datetime import datetime, timedelta
from io import BytesIO
from uuid import uuid4

import numpy as np
import pytest
from cast import Cast, log_in
from chipmaker import com_file, face_file
from django.urls import reverse
from pictures import corners, encoded, opened, picture, scene
from PIL import Image
from pytest_django.fixtures import Settings

from secondline.evidence import tasks
from secondline.evidence.actions import EvidenceDamagedError, cut_tiles, let_go, prepare, put_to_centre, seal
from secondline.evidence.models import Item, Tiling
from secondline.evidence.queries import custody, holds_tiles, storage
from secondline.evidence.rules import Making, What
from secondline.evidence.storage import Storage, StorageError
from secondline.people.models import Person
from secondline.record.models import Entry

pytestmark = pytest.mark.django_db


def prepared(by: Person, at: datetime, data: bytes) -> Item:
    return prepare(item=seal(by=by, at=at, delivery=uuid4(), stream=BytesIO(data)).item, at=at)


@pytest.fixture
def item(cast: Cast, at: datetime) -> Item:
    """1300 by 700, put to the centre."""
    made = prepared(cast.officer, at, encoded(scene(1300, 700), "JPEG"))
    put_to_centre(items=[made], centre=cast.centre, by=cast.officer, at=at)
    return made


def layers(who: Person, item: Item) -> dict[str, object]:
    answer = log_in(who).get(reverse("evidence:layers", args=[item.pk]))
    assert answer.status_code == 200
    found: dict[str, object] = answer.json()
    return found


def address(item: Item, level: int, x: int, y: int, view: str = "plain") -> str:
    return reverse("evidence:tile", args=[item.pk, view, level, x, y])


def test_asking_for_the_layers_has_the_tiles_made(cast: Cast, item: Item) -> None:
    assert not holds_tiles(item)
    assert layers(cast.examiner, item) == {
        "width": 1300,
        "height": 700,
        "tile": 512,
        "overlap": 0,
        "levels": math.ceil(math.log2(1300)) + 1,
        "ready": True,
        "views": ["plain", "invert", "red", "green", "blue", "contrast", "edges", "highpass"],
    }
    assert holds_tiles(item)
    assert [line.words for line in custody(item)].count("cut into tiles for the viewer") == 1


def test_the_tiles_of_each_level_make_up_the_picture_in_that_size(cast: Cast, item: Item) -> None:
    shape = layers(cast.examiner, item)
    client = log_in(cast.examiner)
    for level in range(int(str(shape["levels"]))):
        scale = 2 ** (int(str(shape["levels"])) - 1 - level)
        size = (math.ceil(1300 / scale), math.ceil(700 / scale))
        whole = Image.new("RGB", size)
        for y in range(math.ceil(size[1] / 512)):
            for x in range(math.ceil(size[0] / 512)):
                answer = client.get(address(item, level, x, y))
                assert answer.status_code == 200
                whole.paste(opened(answer.content), (x * 512, y * 512))
        expected = scene(1300, 700).resize(size, Image.Resampling.BOX)
        away = np.abs(np.asarray(whole, np.int16) - np.asarray(expected, np.int16))
        if min(size) > 4:  # smaller, the pixel at the end stands for less than it covers
            assert np.median(away) <= 3
            assert corners(whole) == ["red", "green", "blue", "white"]


def test_tiles_stand_upright_and_tell_no_secret(cast: Cast, at: datetime) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    exif[0x010F] = "SECRETCAMERA"
    made = prepared(cast.officer, at, encoded(scene(600, 400), "JPEG", exif=exif, comment=b"SECRETCOMMENT"))
    assert (layers(cast.officer, made)["width"], layers(cast.officer, made)["height"]) == (400, 600)
    tile = log_in(cast.officer).get(address(made, 10, 0, 0)).content
    assert opened(tile).size == (400, 512)
    with storage(made.agency_id).open_derived(made.sha256, "tiles") as file:
        assert b"SECRET" not in file.read()


def test_a_tile_may_stay_in_the_own_browser_for_an_hour_and_is_never_run(cast: Cast, item: Item) -> None:
    layers(cast.examiner, item)
    answer = log_in(cast.examiner).get(address(item, 0, 0, 0))
    assert answer["Cache-Control"] == "private, max-age=3600, immutable"
    assert answer["Content-Type"] == "image/jpeg"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer["Content-Security-Policy"]
    assert "Cookie" in answer["Vary"]  # the next person at this desk does not get it from the cache


@pytest.mark.parametrize(
    ("level", "x", "y", "view"),
    [
        (12, 0, 0, "plain"),
        (11, 3, 0, "plain"),
        (11, 0, 2, "plain"),
        (11, 0, 0, "genuine"),
        (10**30, 0, 0, "red"),
    ],
)
def test_what_the_pyramid_does_not_hold_is_not_found(
    cast: Cast, item: Item, level: int, x: int, y: int, view: str
) -> None:
    layers(cast.examiner, item)
    assert log_in(cast.examiner).get(address(item, 11, 2, 1)).status_code == 200
    assert log_in(cast.examiner).get(address(item, level, x, y, view)).status_code == 404


def test_every_view_of_a_tile_is_to_be_had(cast: Cast, item: Item) -> None:
    client = log_in(cast.examiner)
    views = layers(cast.examiner, item)["views"]
    assert isinstance(views, list)
    seen = {view: opened(client.get(address(item, 11, 1, 0, view)).content) for view in views}
    assert {image.size for image in seen.values()} == {(512, 512)}
    # At (10, 10) of the tile it is red, at (400, 10) green.
    assert seen["red"].getpixel((10, 10)) == pytest.approx(200, abs=6)
    assert seen["red"].getpixel((400, 10)) == pytest.approx(0, abs=6)
    assert seen["green"].getpixel((400, 10)) == pytest.approx(160, abs=6)
    assert seen["invert"].getpixel((10, 10)) == pytest.approx((55, 255, 255), abs=8)


def test_before_it_is_prepared_a_picture_has_no_size_and_nothing_is_made(cast: Cast, at: datetime) -> None:
    waiting = seal(by=cast.officer, at=at, delivery=uuid4(), stream=BytesIO(picture())).item
    shape = layers(cast.officer, waiting)
    assert (shape["width"], shape["levels"], shape["ready"]) == (None, 0, False)
    assert not Tiling.objects.exists()
    assert log_in(cast.officer).get(address(waiting, 0, 0, 0)).status_code == 404


def test_what_is_no_picture_has_no_layers(cast: Cast, at: datetime) -> None:
    broken = prepared(cast.officer, at, picture()[:-20])
    assert log_in(cast.officer).get(reverse("evidence:layers", args=[broken.pk])).status_code == 404


def test_only_who_may_see_the_picture_sees_its_tiles(cast: Cast, item: Item, at: datetime) -> None:
    layers(cast.examiner, item)
    seers = {"officer", "colleague", "examiner", "second_examiner"}
    for name in cast.__dataclass_fields__:
        person = getattr(cast, name)
        if not isinstance(person, Person):
            continue
        client = log_in(person)
        for url in (
            reverse("evidence:layers", args=[item.pk]),
            address(item, 11, 0, 0),
            address(item, 11, 0, 0, "red"),
        ):
            assert client.get(url).status_code == (200 if name in seers else 404), (name, url)
            assert client.post(url).status_code == 405


def test_before_it_is_put_to_the_centre_no_examiner_sees_a_tile(cast: Cast, at: datetime) -> None:
    made = prepared(cast.officer, at, encoded(scene(), "JPEG"))
    layers(cast.officer, made)
    assert log_in(cast.examiner).get(address(made, 0, 0, 0)).status_code == 404
    assert log_in(cast.examiner).get(reverse("evidence:layers", args=[made.pk])).status_code == 404


def test_one_look_through_the_viewer_is_one_line_of_the_record(cast: Cast, item: Item) -> None:
    client = log_in(cast.examiner)
    client.get(reverse("evidence:picture", args=[item.pk, "page"]))
    layers(cast.examiner, item)
    for x in range(3):
        client.get(address(item, 11, x, 0))
    looks = Entry.objects.filter(verb="evidence.read", thing=item.pk, by=cast.examiner.pk)
    assert [entry.facts for entry in looks.order_by("number")] == ['{"size":"page"}', '{"size":"tiles"}']
    log_in(cast.second_examiner).get(address(item, 11, 0, 0))
    assert Entry.objects.filter(verb="evidence.read", by=cast.second_examiner.pk).count() == 1


def test_made_once_is_not_made_again(cast: Cast, item: Item, at: datetime) -> None:
    layers(cast.examiner, item)
    path = storage(item.agency_id).derived_path(item.sha256, "tiles")
    made = path.stat().st_mtime_ns
    layers(cast.examiner, item)
    cut_tiles(item=item, at=at)
    assert path.stat().st_mtime_ns == made
    assert Entry.objects.filter(verb="evidence.cut").count() == 1


def test_tiles_that_were_lost_are_made_again(cast: Cast, item: Item) -> None:
    layers(cast.examiner, item)
    storage(item.agency_id).erase_derived(item.sha256, "tiles")
    assert layers(cast.examiner, item)["ready"] is True
    assert holds_tiles(item)


def test_a_picture_that_cannot_be_cut_says_why_and_is_tried_again_an_hour_later(
    cast: Cast, item: Item, settings: Settings, at: datetime
) -> None:
    settings.MAX_PIXELS = 100
    shape = layers(cast.examiner, item)
    assert shape["ready"] is False
    assert "megapixels" in str(shape["trouble"])
    settings.MAX_PIXELS = 100_000_000
    assert layers(cast.examiner, item)["ready"] is False
    Tiling.objects.update(asked_at=at - timedelta(days=999))
    assert layers(cast.examiner, item)["ready"] is True


def test_a_killed_workers_tiles_are_taken_up_again(cast: Cast, item: Item, at: datetime) -> None:
    Tiling.objects.create(item=item, asked_at=at)
    assert tasks.resume() == 1
    assert holds_tiles(item)
    assert tasks.resume() == 0


def test_tiles_are_erased_with_the_picture(cast: Cast, item: Item, at: datetime) -> None:
    layers(cast.examiner, item)
    path = storage(item.agency_id).derived_path(item.sha256, "tiles")
    assert path.exists()
    let_go(items=[item.pk], at=at + timedelta(minutes=1))
    assert not path.exists()
    assert not Tiling.objects.exists()
    assert log_in(cast.examiner).get(address(item, 0, 0, 0)).status_code == 404


def test_tiles_of_a_picture_that_was_erased_meanwhile_do_not_stay(
    cast: Cast, item: Item, at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    Tiling.objects.create(item=item, asked_at=at)
    held = Item.objects.get(pk=item.pk)
    with storage(item.agency_id).open(item.sha256) as file:
        whole = file.read()
    monkeypatch.setattr("secondline.evidence.actions.cut.sealed_bytes", lambda item: whole)
    Item.objects.filter(pk=item.pk).update(state="erased")
    cut_tiles(item=held, at=at)  # a worker that still holds the old row
    assert not holds_tiles(item)
    assert Tiling.objects.get().state == Making.WAITING
    assert not Entry.objects.filter(verb="evidence.cut").exists()


def test_of_a_chip_the_face_is_cut(cast: Cast, at: datetime) -> None:
    face = face_file(encoded(scene(600, 700), "JPEG"))
    sealed = seal(by=cast.officer, at=at, delivery=uuid4(), stream=BytesIO(face), what=What.CHIP).item
    made = prepare(item=sealed, at=at)
    storage(made.agency_id).erase_derived(made.sha256, "page")  # lost; it is made again
    shape = layers(cast.officer, made)
    assert (shape["width"], shape["height"], shape["ready"]) == (600, 700, True)
    tile = log_in(cast.officer).get(address(made, 10, 1, 1)).content
    assert opened(tile).size == (88, 188)
    faceless = seal(
        by=cast.officer, at=at, delivery=uuid4(), stream=BytesIO(com_file(0x61)), what=What.CHIP
    ).item
    prepare(item=faceless, at=at)
    assert log_in(cast.officer).get(reverse("evidence:layers", args=[faceless.pk])).status_code == 404


def test_of_two_workers_one_comes_second(
    cast: Cast, item: Item, at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = Tiling.objects.create(item=item, asked_at=at)
    assert str(row).endswith("waiting")

    def beaten(item: Item) -> str:
        Tiling.objects.update(state=Making.DONE)
        return "too-long"

    monkeypatch.setattr("secondline.evidence.actions.cut._cut", beaten)
    cut_tiles(item=item, at=at)
    row.refresh_from_db()
    assert (row.state, row.trouble) == (Making.DONE, "")
    assert not Entry.objects.filter(verb="evidence.cut").exists()


def test_a_sealed_file_that_is_gone_is_said_to_the_viewer_and_fails_for_the_administrator(
    cast: Cast, item: Item, at: datetime
) -> None:
    storage(item.agency_id).path(item.sha256).unlink()
    shape = layers(cast.examiner, item)
    assert shape["ready"] is False
    assert "missing or was changed" in str(shape["trouble"])
    Tiling.objects.update(state=Making.WAITING)
    with pytest.raises(EvidenceDamagedError):
        cut_tiles(item=item, at=at)


def test_a_full_disk_is_said_to_the_viewer(cast: Cast, item: Item, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(store: Storage, sha256: str, form: str, data: bytes) -> None:
        raise StorageError("no-room")

    monkeypatch.setattr(Storage, "put_derived", full)
    assert "nearly full" in str(layers(cast.examiner, item)["trouble"])
