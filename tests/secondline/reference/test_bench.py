"""A specimen on the examiner's bench: its layers and tiles, and a questioned picture laid on it."""

import json
import math
from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import Any
from uuid import uuid4

import numpy as np
import pytest
from cast import Cast, log_in
from django.urls import reverse
from pictures import encoded, opened, scene
from PIL import Image
from shelf import Shelf

from secondline.evidence.actions import prepare, put_to_centre, seal
from secondline.evidence.models import Item
from secondline.evidence.queries import storage as evidence_storage
from secondline.people.models import Person
from secondline.record.models import Entry
from secondline.reference import tasks
from secondline.reference.actions.aligning import align_with_specimen, lay_on_specimen
from secondline.reference.actions.pictures import drop_picture
from secondline.reference.models import LibraryPicture, SpecimenAlignment
from secondline.reference.queries.pictures import storage

pytestmark = pytest.mark.django_db

PAGE = Path(__file__).parents[2] / "traveldoc" / "page" / "pictures" / "td3.jpg"
POINTS = [[[0.1, 0.2], [0.2, 0.4]], [[0.4, 0.3], [0.8, 0.6]]]  # half as large, in the upper left corner


@pytest.fixture
def specimen(shelf: Shelf) -> LibraryPicture:
    """On a published type, 120 by 80."""
    thing = shelf.type()
    picture = shelf.picture(thing)
    shelf.publish(thing)
    return LibraryPicture.objects.get(pk=picture.pk)


@pytest.fixture
def item(cast: Cast, at: datetime) -> Item:
    """Of a case that was put to the centre, 600 by 400."""
    data = encoded(scene(600, 400))
    made = prepare(item=seal(by=cast.officer, at=at, delivery=uuid4(), stream=BytesIO(data)).item, at=at)
    put_to_centre(items=[made], centre=cast.centre, by=cast.officer, at=at)
    return made


def ask(who: Person, specimen: LibraryPicture, item: Item, **more: str) -> Any:
    told = {"fixed": specimen.pk, "moving": item.pk, **more}
    return log_in(who).post(reverse("reference:align"), told)


def onto(who: Person, specimen: LibraryPicture, alignment: object, *place: int, view: str = "plain") -> Any:
    return log_in(who).get(reverse("reference:onto_tile", args=[specimen.pk, alignment, view, *place]))


def test_a_specimens_layers_are_there_at_once(cast: Cast, specimen: LibraryPicture) -> None:
    shape = log_in(cast.officer).get(reverse("reference:layers", args=[specimen.pk])).json()
    assert (shape["width"], shape["height"], shape["tile"], shape["ready"]) == (120, 80, 512, True)
    assert shape["levels"] == math.ceil(math.log2(120)) + 1
    tile = log_in(cast.officer).get(reverse("reference:tile", args=[specimen.pk, "red", 7, 0, 0]))
    assert tile["Cache-Control"].startswith("private")
    assert opened(tile.content).size == (120, 80)


@pytest.mark.parametrize("place", [("plain", 8, 0, 0), ("plain", 7, 1, 0), ("genuine", 7, 0, 0)])
def test_what_the_pyramid_does_not_hold_is_not_found(
    cast: Cast, specimen: LibraryPicture, place: tuple[str, int, int, int]
) -> None:
    assert log_in(cast.officer).get(reverse("reference:tile", args=[specimen.pk, *place])).status_code == 404


def test_a_picture_that_may_not_be_seen_has_no_tiles(cast: Cast, shelf: Shelf) -> None:
    thing = shelf.alert()
    raw, draft = shelf.picture(thing, cleared=False), shelf.picture(thing)
    for picture, seers in ((raw, set[str]()), (draft, {"examiner", "second_examiner"})):
        for name in ("officer", "outsider", "analyst", "auditor", "examiner", "second_examiner"):
            client, expected = log_in(getattr(cast, name)), (200 if name in seers else 404)
            for url in (
                reverse("reference:layers", args=[picture.pk]),
                reverse("reference:tile", args=[picture.pk, "plain", 0, 0, 0]),
            ):
                assert client.get(url).status_code == expected, (name, url)
                assert client.post(url).status_code == 405


def test_the_tiles_of_a_specimen_go_with_its_picture(cast: Cast, shelf: Shelf, at: datetime) -> None:
    picture = shelf.picture(shelf.type())
    log_in(cast.examiner).get(reverse("reference:layers", args=[picture.pk]))
    path = storage(picture.of.agency_id).derived_path(picture.sha256, "tiles")
    assert path.exists()
    drop_picture(picture=picture, by=cast.examiner, at=at)
    assert not path.exists()


def test_a_questioned_page_is_laid_on_the_specimen_of_its_kind(
    cast: Cast, shelf: Shelf, at: datetime
) -> None:
    with Image.open(PAGE) as page:
        genuine, questioned = encoded(page.convert("RGB")), encoded(page.convert("L").rotate(90, expand=True))
    thing = shelf.type()
    specimen = shelf.picture(thing, data=genuine)
    shelf.publish(thing)
    sealed = seal(by=cast.officer, at=at, delivery=uuid4(), stream=BytesIO(questioned)).item
    put_to_centre(items=[sealed], centre=cast.centre, by=cast.officer, at=at)
    answer = ask(cast.examiner, specimen, sealed).json()
    assert (answer["state"], answer["quality"]) == ("done", "good")
    # Turned left by a quarter: the page's right edge lies on top.
    assert answer["matrix"] == pytest.approx([0, -1, 1, 1, 0, 0, 0, 0, 1], abs=0.002)
    assert ask(cast.second_examiner, specimen, sealed).json() == answer
    known = log_in(cast.examiner).get(reverse("reference:alignment", args=[answer["id"]]))
    assert known.json() == answer
    assert Entry.objects.filter(verb="evidence.align", thing=sealed.pk).count() == 1


def test_by_hand_it_is_laid_where_the_points_say(cast: Cast, specimen: LibraryPicture, item: Item) -> None:
    answer = ask(cast.examiner, specimen, item, points=json.dumps(POINTS)).json()
    assert answer["matrix"] == pytest.approx([0.5, 0, 0, 0, 0.5, 0, 0, 0, 1], abs=1e-6)
    assert (
        onto(cast.examiner, specimen, answer["id"], 7, 0, 0).status_code == 404
    )  # its tiles are not made yet
    log_in(cast.examiner).get(reverse("evidence:layers", args=[item.pk]))
    pixels = np.asarray(opened(onto(cast.examiner, specimen, answer["id"], 7, 0, 0).content))
    assert pixels.shape == (80, 120, 3)
    assert pixels[10, 15].tolist() == pytest.approx([200, 0, 0], abs=9)
    assert pixels[30, 45].tolist() == pytest.approx([255, 255, 255], abs=9)
    assert pixels[50:, 70:].max() < 20
    wrong = ask(cast.examiner, specimen, item, points="[]")
    assert (wrong.status_code, "At least two" in wrong.json()["message"]) == (422, True)
    back = ask(cast.examiner, specimen, item, points=json.dumps(POINTS), next="/queue/")
    assert back["Location"] == "/queue/"


def test_every_address_of_an_alignment_for_every_person(
    cast: Cast, specimen: LibraryPicture, item: Item
) -> None:
    """Officers of the case see both pictures; laying them on each other is the examiners' business."""
    answer = ask(cast.examiner, specimen, item, points=json.dumps(POINTS)).json()
    log_in(cast.examiner).get(reverse("evidence:layers", args=[item.pk]))
    seers, aligners = {"officer", "colleague", "examiner", "second_examiner"}, {"examiner", "second_examiner"}
    for name in cast.__dataclass_fields__:
        person = getattr(cast, name)
        if not isinstance(person, Person):
            continue
        known = log_in(person).get(reverse("reference:alignment", args=[answer["id"]]))
        tile = onto(person, specimen, answer["id"], 0, 0, 0)
        assert [known.status_code, tile.status_code] == [200 if name in seers else 404] * 2, name
        asked = ask(person, specimen, item, points=json.dumps(POINTS))
        assert asked.status_code == (200 if name in aligners else 404), name
        assert log_in(person).get(reverse("reference:align")).status_code == 405


def test_what_may_not_be_seen_or_is_no_picture_is_laid_on_nothing(
    cast: Cast, specimen: LibraryPicture, item: Item, shelf: Shelf
) -> None:
    raw = shelf.picture(shelf.alert(), cleared=False)
    assert ask(cast.examiner, raw, item).status_code == 404
    answer = ask(cast.examiner, specimen, item, points=json.dumps(POINTS)).json()
    assert (
        onto(cast.examiner, shelf.picture(shelf.type(series="2")), answer["id"], 0, 0, 0).status_code == 404
    )
    nothing = {"fixed": "x", "moving": str(item.pk)}
    assert log_in(cast.examiner).post(reverse("reference:align"), nothing).status_code == 404
    Item.objects.filter(pk=item.pk).update(state="received")
    assert ask(cast.examiner, specimen, item, points=json.dumps(POINTS)).status_code == 404


def test_a_killed_workers_alignment_is_taken_up_again_and_found_once(
    cast: Cast, specimen: LibraryPicture, item: Item, at: datetime
) -> None:
    row = align_with_specimen(picture=specimen, item=item, by=cast.examiner, at=at, then=lambda row: None)
    assert tasks.resume() == 1
    assert tasks.resume() == 0
    lay_on_specimen(alignment=row, at=at)  # a second worker that still holds the old row
    assert Entry.objects.filter(verb="evidence.laid").count() == 1
    row.refresh_from_db()
    assert (row.state, row.quality) == ("done", "none")
    lay_on_specimen(alignment=row, at=at)
    SpecimenAlignment.objects.all().delete()
    tasks.lay_item_soon(row)  # a task that comes too late finds nothing to do
    assert not SpecimenAlignment.objects.exists()


def test_a_picture_whose_sealed_file_is_gone_is_a_failure_that_says_so(
    cast: Cast, specimen: LibraryPicture, item: Item
) -> None:
    evidence_storage(item.agency_id).erase(item.sha256)
    answer = ask(cast.examiner, specimen, item).json()
    assert answer["state"] == "failed"
    assert "missing or was changed" in answer["words"][0]
