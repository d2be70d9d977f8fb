"""Pictures of false documents: nobody but their author ever sees what was not blurred."""

from datetime import datetime, timedelta

import numpy as np
import pytest
from cast import Cast, log_in
from django.http import Http404
from django.urls import reverse
from pictures import encoded, opened
from PIL import Image
from shelf import Shelf

from secondline.record.rules import NotNowError
from secondline.reference.actions.pictures import (
    TroubleError,
    add_picture,
    blur_picture,
    blurred,
    confirm_picture,
    drop_picture,
    erase_raw,
)
from secondline.reference.actions.standing import OwnWorkError
from secondline.reference.models import LibraryPicture
from secondline.reference.queries.pictures import bytes_of, find_picture, raw_bytes_of, storage, thumb_of
from secondline.reference.rules import Box, read_box

HALF = Box(0, 0, 0.5, 1)


def chequers() -> bytes:
    image = Image.new("L", (160, 80))
    image.putdata([255 * ((x // 2 + y // 2) % 2) for y in range(80) for x in range(160)])
    return encoded(image.convert("RGB"), "PNG")


def test_what_is_blurred_has_no_detail_left_and_the_rest_keeps_it() -> None:
    image = opened(blurred(chequers(), [HALF])).convert("L")
    inside, outside = np.asarray(image.crop((4, 4, 72, 76))), np.asarray(image.crop((90, 4, 156, 76)))
    assert np.ptp(inside) < 40
    assert np.ptp(outside) > 180


@pytest.mark.django_db
class TestPictures:
    def test_only_its_author_sees_a_picture_before_it_is_blurred_and_then_nobody(
        self, shelf: Shelf, cast: Cast, at: datetime
    ) -> None:
        alert = shelf.alert()
        picture = shelf.picture(alert, cleared=False)
        raw = picture.raw
        assert raw_bytes_of(picture, cast.examiner)
        for person in (cast.second_examiner, cast.officer):
            with pytest.raises(Http404):
                raw_bytes_of(picture, person)
        with pytest.raises(Http404):
            bytes_of(picture)
        with pytest.raises(Http404):
            thumb_of(picture)
        with pytest.raises(OwnWorkError):
            blur_picture(picture=picture, boxes=[HALF], by=cast.second_examiner, at=at)
        done = blur_picture(picture=picture, boxes=[HALF], by=cast.examiner, at=at)
        assert not storage(alert.agency_id).holds(raw)
        assert bytes_of(done)
        assert thumb_of(done)
        with pytest.raises(Http404):
            raw_bytes_of(done, cast.examiner)

    def test_a_published_picture_is_seen_by_those_it_is_released_to(self, shelf: Shelf, cast: Cast) -> None:
        alert = shelf.alert(sharing="amber-strict")
        picture = shelf.picture(alert)
        with pytest.raises(Http404):
            find_picture(cast.officer, picture.pk)
        shelf.publish(alert)
        assert find_picture(cast.second_examiner, picture.pk).confirmed
        with pytest.raises(Http404):
            find_picture(cast.officer, picture.pk)

    def test_a_picture_added_to_a_published_type_waits_for_a_second_person(
        self, shelf: Shelf, cast: Cast, at: datetime
    ) -> None:
        thing = shelf.publish(shelf.type())
        picture = shelf.picture(thing)
        with pytest.raises(Http404):
            find_picture(cast.officer, picture.pk)
        with pytest.raises(OwnWorkError):
            confirm_picture(picture=picture, by=cast.examiner, at=at)
        confirm_picture(picture=picture, by=cast.second_examiner, at=at)
        assert find_picture(cast.officer, picture.pk)
        with pytest.raises(NotNowError):
            drop_picture(picture=picture, by=cast.examiner, at=at)

    def test_what_is_no_picture_is_refused(self, shelf: Shelf, cast: Cast, at: datetime) -> None:
        with pytest.raises(TroubleError, match="not-a-picture"):
            add_picture(
                thing=shelf.type(), data=b"<svg/>", page="data", light="white", by=cast.examiner, at=at
            )
        assert not LibraryPicture.objects.exists()

    def test_a_picture_that_nobody_blurred_is_erased(self, shelf: Shelf, cast: Cast, at: datetime) -> None:
        alert = shelf.alert()
        raw = shelf.picture(alert, cleared=False).raw
        assert erase_raw(at=at + timedelta(days=29)) == 0
        assert erase_raw(at=at + timedelta(days=31)) == 1
        assert not storage(alert.agency_id).holds(raw)

    def test_a_file_goes_with_the_last_picture_that_shows_it(
        self, shelf: Shelf, cast: Cast, at: datetime
    ) -> None:
        thing = shelf.type()
        one, other = shelf.picture(thing), shelf.picture(thing, light="infrared")
        assert one.sha256 == other.sha256
        drop_picture(picture=one, by=cast.examiner, at=at)
        assert storage(thing.agency_id).holds(other.sha256)
        drop_picture(picture=other, by=cast.examiner, at=at)
        assert not storage(thing.agency_id).holds(other.sha256)


@pytest.mark.parametrize(
    ("text", "box"),
    [
        ("10 20 30 15", Box(0.1, 0.2, 0.3, 0.15)),
        ("10,5; 20; 30; 15", Box(0.105, 0.2, 0.3, 0.15)),
        ("0 0 100 100", Box(0, 0, 1, 1)),
        ("90 0 20 10", None),
        ("10 20 0 15", None),
        ("10 20 30", None),
        ("a b c d", None),
        ("-1 0 10 10", None),
        ("", None),
    ],
)
def test_a_place_is_typed_in_percent(text: str, box: Box | None) -> None:
    assert read_box(text) == box


def test_white_light_stands_in_for_the_magnifier_but_not_for_what_glows(cast: Cast, shelf: Shelf) -> None:
    """A sign told of infrared beside a picture in white light would show what it says is not there."""
    alert = shelf.alert()
    picture = shelf.picture(alert)
    for number, light in enumerate(("magnifier", "infrared"), start=1):
        place = {"left": 0.1 * number, "top": 0.1, "width": 0.2, "height": 0.2}
        shelf.sign(alert, light, term="microprint", page="data", light=light, step="altered", **place)
    shelf.publish(alert)
    page = log_in(cast.examiner).get(reverse("reference:thing", args=["alert", alert.pk])).context
    assert [(sign.light, cut and cut.pk) for sign, cut in page["signs"]] == [
        ("magnifier", picture.pk),
        ("infrared", None),
    ]
