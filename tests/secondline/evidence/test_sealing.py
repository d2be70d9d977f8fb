"""Sealing: one picture is one item, one id is one delivery, and what is refused leaves nothing behind."""

from datetime import datetime
from io import BytesIO
from uuid import uuid4

import pytest
from cast import Cast
from django.conf import settings
from django.http import Http404
from PIL import Image

from secondline.evidence.actions import RefusedError, seal
from secondline.evidence.models import Delivery, Item
from secondline.record.models import Entry


def picture(colour: str = "red", size: tuple[int, int] = (60, 40)) -> bytes:
    file = BytesIO()
    Image.new("RGB", size, colour).save(file, "PNG")
    return file.getvalue()


def test_the_same_picture_twice_is_one_item(cast: Cast, at: datetime) -> None:
    one = seal(by=cast.officer, at=at, delivery=uuid4(), stream=BytesIO(picture()))
    two = seal(by=cast.colleague, at=at, delivery=uuid4(), stream=BytesIO(picture()))
    assert one.item.pk == two.item.pk
    assert Item.objects.count() == 1
    assert Delivery.objects.count() == 2
