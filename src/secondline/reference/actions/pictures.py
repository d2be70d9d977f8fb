"""Pictures of the library: re-encoded, blurred by hand where they name a person, agreed on by two.

A picture is developed like every file from outside, in the darkroom; its original is not kept. Until its
author has cleared it, only the author sees it. The blurred copy is made here, and the unblurred one is
deleted in the same breath: no edition, export or card can ever hold it.
"""

import hashlib
import io
import os
from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import lru_cache
from typing import BinaryIO
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import Max
from PIL import Image, ImageFilter

from secondline.evidence.darkroom import Darkroom, TroubleError
from secondline.evidence.darkroom.cutting import cut_picture
from secondline.evidence.pyramid import TILES_FORM, pack
from secondline.evidence.queries import limits
from secondline.evidence.rules import JPEG_QUALITY, LONG_SIDE, Limits, Size
from secondline.people.models import Person
from secondline.people.queries import require
from secondline.record.actions import write
from secondline.reference.actions.standing import OwnWorkError, locked
from secondline.reference.actions.writing import sign
from secondline.reference.models import Alert, DocumentType, LibraryPicture
from secondline.reference.queries.pictures import bytes_of, storage
from secondline.reference.rules import MOST_PICTURES, RAW_DAYS, Box, Stage, Verb

__all__ = [
    "TroubleError",
    "add_picture",
    "blur_picture",
    "confirm_picture",
    "develop",
    "drop_picture",
    "erase_raw",
]

# Squares of at least so many pixels, and blurred again: nothing of a face or a number can be computed back
# from the mean of such a square.
SQUARES_ACROSS = 8


class TooManyPicturesError(Exception):
    """More pictures than one type or alert can have."""


def add_picture(
    *,
    thing: DocumentType | Alert,
    data: bytes,
    page: str,
    light: str,
    by: Person,
    at: datetime,
    cleared: bool = False,
    caption: dict[str, str] | None = None,
) -> LibraryPicture:
    """Take a picture from outside. Raises TroubleError with a code of evidence.rules.TROUBLES.

    `cleared`: nobody is on it and it says nothing about a person (a specimen, a detail). Otherwise it waits
    for `blur_picture`. Takes a second: call it outside a transaction.
    """
    require(by, "library.write", thing)
    sha256, width, height = develop(data, thing.agency_id)
    with transaction.atomic():
        verb = Verb.SUPPLEMENT if thing.stage == Stage.PUBLISHED else Verb.WRITE
        found = locked(thing, verb, by=by)
        last = found.pictures.aggregate(last=Max("position"))["last"] or 0
        if found.pictures.count() >= MOST_PICTURES:
            raise TooManyPicturesError
        row = LibraryPicture(
            page=page,
            light=light,
            caption=caption or {},
            position=last + 1,
            width=width,
            height=height,
            cleared=cleared,
            added_by=by,
            added_at=at,
            **{found.noun: found},
        )
        row.sha256, row.raw = (sha256, "") if cleared else ("", sha256)
        row.full_clean(exclude=["type", "alert", "added_by"])
        row.save(force_insert=True)
        if verb == Verb.WRITE:
            sign(found, by=by, at=at)
            found.save(update_fields=["written_by", "written_at", "writers"])
        write(f"{found.noun}.add-picture", by=by, at=at, thing=found.pk, sha256=sha256, cleared=cleared)
    return row


def develop(data: bytes, agency: UUID, *, keep: bool = True) -> tuple[str, int, int]:
    """A picture from outside through the darkroom: hash, width and height of what came out.

    Without `keep` nothing is written. Raises TroubleError.
    """
    page = _darkroom(os.getpid(), limits()).develop(data).page
    with Image.open(io.BytesIO(page)) as picture:
        width, height = picture.size
    return (_keep(agency, page) if keep else hashlib.sha256(page).hexdigest()), width, height


def blur_picture(
    *, picture: LibraryPicture, boxes: Sequence[Box], by: Person, at: datetime
) -> LibraryPicture:
    """Make the copy that people see, with these places blurred (none: nothing on it names a person)."""
    require(by, "library.write", picture.of)
    if picture.added_by_id != by.pk or not picture.raw:
        raise OwnWorkError
    store = storage(picture.of.agency_id)
    with store.open(picture.raw) as file:
        data = blurred(file.read(), boxes)
    sha256 = _keep(picture.of.agency_id, data)
    raw = picture.raw
    with transaction.atomic():
        verb = Verb.SUPPLEMENT if picture.of.stage == Stage.PUBLISHED else Verb.WRITE
        locked(picture.of, verb, by=by)
        picture.sha256, picture.raw, picture.cleared = sha256, "", True
        picture.blurred = [[box.left, box.top, box.width, box.height] for box in boxes]
        picture.save()
        write(
            f"{picture.of.noun}.blur-picture",
            by=by,
            at=at,
            thing=picture.of.pk,
            sha256=sha256,
            places=len(boxes),
        )
    forget(raw, picture.of.agency_id)
    return picture


def _keep(agency: UUID, page: bytes) -> str:
    """The picture and its thumbnail, on the disk; the SHA-256 of the picture."""
    store = storage(agency)
    sha256 = store.put(io.BytesIO(page), limit=settings.MAX_FILE_BYTES).sha256
    with Image.open(io.BytesIO(page)) as opened:
        opened.thumbnail((LONG_SIDE[Size.THUMB], LONG_SIDE[Size.THUMB]))
        small = io.BytesIO()
        opened.save(small, "JPEG", quality=JPEG_QUALITY[Size.THUMB], optimize=True)
    store.put_derived(sha256, Size.THUMB, small.getvalue())
    return sha256


def blurred(data: bytes, boxes: Sequence[Box]) -> bytes:
    """The picture with each box reduced to a few squares of one colour and blurred, as a new JPEG."""
    with Image.open(io.BytesIO(data)) as opened:
        picture = opened.convert("RGB")
    for box in boxes:
        place = (
            int(box.left * picture.width),
            int(box.top * picture.height),
            min(picture.width, round((box.left + box.width) * picture.width) + 1),
            min(picture.height, round((box.top + box.height) * picture.height) + 1),
        )
        part = picture.crop(place)
        few = (min(SQUARES_ACROSS, part.width), max(1, round(SQUARES_ACROSS * part.height / part.width)))
        few = (few[0], min(few[1], SQUARES_ACROSS, part.height))
        coarse = part.resize(few, Image.Resampling.BOX).resize(part.size, Image.Resampling.NEAREST)
        radius = max(part.size) / SQUARES_ACROSS / 3
        picture.paste(coarse.filter(ImageFilter.GaussianBlur(radius)), place)
    store = io.BytesIO()
    picture.save(store, "JPEG", quality=JPEG_QUALITY[Size.PAGE], optimize=True)
    return store.getvalue()


@transaction.atomic
def confirm_picture(*, picture: LibraryPicture, by: Person, at: datetime) -> LibraryPicture:
    """A second person agrees to a picture that was added to a published type or alert."""
    thing = picture.of
    require(by, "library.review", thing)
    if picture.added_by_id == by.pk or not picture.cleared:
        raise OwnWorkError
    picture.confirmed = True
    picture.save(update_fields=["confirmed"])
    write(f"{thing.noun}.confirm-picture", by=by, at=at, thing=thing.pk, sha256=picture.sha256)
    return picture


def drop_picture(*, picture: LibraryPicture, by: Person, at: datetime) -> None:
    """Take a picture off a draft, or one off a published thing that nobody has confirmed yet."""
    thing, files = picture.of, {picture.raw, picture.sha256} - {""}
    with transaction.atomic():
        waiting = thing.stage == Stage.PUBLISHED and not picture.confirmed
        locked(thing, Verb.SUPPLEMENT if waiting else Verb.WRITE, by=by)
        picture.delete()
        write(f"{thing.noun}.drop-picture", by=by, at=at, thing=thing.pk)
    for sha256 in files:
        forget(sha256, thing.agency_id)


def open_tiles(picture: LibraryPicture) -> BinaryIO:
    """The pack of the tiles of the copy that people see, cut when first wanted; 404 while there is none."""
    data, store = bytes_of(picture), storage(picture.of.agency_id)
    if not store.holds_derived(picture.sha256, TILES_FORM):
        with Image.open(io.BytesIO(data)) as opened:
            pyramid, tiles = cut_picture(opened.convert("RGB"))
        packed = pack(pyramid, [len(tile) for tile in tiles], b"".join(tiles))
        store.put_derived(picture.sha256, TILES_FORM, packed)
    return store.open_derived(picture.sha256, TILES_FORM)


def forget(sha256: str, agency: UUID) -> None:
    """Delete a file that no picture of the agency shows any more."""
    rows = LibraryPicture.objects.filter(sha256=sha256) | LibraryPicture.objects.filter(raw=sha256)
    if not any(row.of.agency_id == agency for row in rows):
        storage(agency).erase(sha256)


def erase_raw(*, at: datetime) -> int:
    """Delete pictures that were never blurred, after the time in rules.PERSONAL; how many."""
    old = LibraryPicture.objects.exclude(raw="").filter(added_at__lt=at - timedelta(days=RAW_DAYS))
    for picture in list(old):
        thing, raw = picture.of, picture.raw
        with transaction.atomic():
            picture.delete()
            write(f"{thing.noun}.erase-picture", by=None, at=at, thing=thing.pk, agency=thing.agency_id)
        forget(raw, thing.agency_id)
    return len(old)


@lru_cache(maxsize=1)
def _darkroom(process: int, bounds: Limits) -> Darkroom:
    """One for each process of ours: a child is never shared across a fork. It ends with its pipes."""
    del process
    return Darkroom(bounds)
