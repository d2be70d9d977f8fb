"""A file for the trust store is looked into: its bytes are kept beside, and nothing is changed."""

import hashlib
from datetime import datetime, timedelta

from django.conf import settings

from secondline.evidence.rules import clean_name
from secondline.evidence.storage import Draft, Source, StorageError, sealed_files, sweep
from secondline.people.models import Person
from secondline.people.queries import require
from secondline.reference.models import TrustSource
from secondline.reference.queries.trust import parts_of, storage
from secondline.reference.queries.trust_preview import Preview, preview
from secondline.reference.trust_rules import MOST_BYTES, PARKED_HOURS
from traveldoc.chip import ChipError
from traveldoc.finding import Phrase, gettext_noop

_GONE = gettext_noop("The file is no longer here. Choose it again.")
_STORAGE = {
    "too-many-bytes": gettext_noop("The file is larger than the largest directory."),
    "empty": gettext_noop("The file is empty."),
    "no-room": gettext_noop("The disk of the centre is nearly full; nothing was taken."),
}


class TrustRefusedError(Exception):
    """Nothing was changed; `phrase` says why."""

    def __init__(self, phrase: Phrase) -> None:
        super().__init__(str(phrase))
        self.phrase = phrase


def look_into(*, by: Person, at: datetime, name: str, stream: Source) -> Preview:
    """Keep the bytes beside, and answer what importing them would change. No row is touched.

    Call it outside any transaction. What is never imported is swept away after a day.
    """
    require(by, "trust.import")
    sweep_parked(at=at)
    place = storage(by.agency_id)
    try:
        with place.receive(stream, limit=MOST_BYTES, free=settings.FREE_BYTES) as draft:
            data = _read(draft)
            return _preview(by, clean_name(name), data, at, keep=draft)
    except StorageError as error:
        raise TrustRefusedError(Phrase(_STORAGE[error.code])) from error


def _read(draft: Draft) -> bytes:
    with draft.path.open("rb") as file:
        return file.read()


def _preview(by: Person, name: str, data: bytes, at: datetime, *, keep: Draft) -> Preview:
    storage(by.agency_id).seal(keep)
    try:
        parts = parts_of(by.agency_id, keep.sha256, name)
        return preview(agency=by.agency, name=name, data=data, parts=parts, at=at)
    except ChipError as error:
        _forget(by, keep.sha256)
        raise TrustRefusedError(error.phrase) from error


def _forget(by: Person, sha256: str) -> None:
    if not TrustSource.objects.filter(agency=by.agency_id, sha256=sha256).exists():
        storage(by.agency_id).erase(sha256)


def look_again(*, by: Person, at: datetime, name: str, sha256: str) -> Preview:
    """The preview of a file that was looked into before. TrustRefusedError if it is no longer here."""
    require(by, "trust.import")
    place = storage(by.agency_id)
    if not place.holds(sha256):
        raise TrustRefusedError(Phrase(_GONE))
    with place.open(sha256) as file:
        data = file.read()
    if hashlib.sha256(data).hexdigest() != sha256:
        raise TrustRefusedError(Phrase(_GONE))
    try:
        parts = parts_of(by.agency_id, sha256, name)
        return preview(agency=by.agency, name=name, data=data, parts=parts, at=at)
    except ChipError as error:
        raise TrustRefusedError(error.phrase) from error


def sweep_parked(*, at: datetime) -> int:
    """Delete files that were looked into and not imported within a day; answers how many."""
    sweep(settings.TRUST_FOLDER)
    limit = (at - timedelta(hours=PARKED_HOURS)).timestamp()
    known = set(TrustSource.objects.values_list("agency", "sha256"))
    parked = [
        (agency, sha256)
        for agency, sha256, path in sealed_files(settings.TRUST_FOLDER)
        if (agency, sha256) not in known and path.stat().st_mtime < limit
    ]
    for agency, sha256 in parked:
        storage(agency).erase(sha256)
    return len(parked)
