"""The traces of a case: taken anew after each change, under the own agency's key and the centre's."""

from collections.abc import Iterator
from datetime import datetime
from uuid import UUID

from django.db import transaction

from secondline.evidence.queries import reading
from secondline.inspections.models import Inspection
from secondline.inspections.queries import exhibits, last_examination
from secondline.people import keyring
from secondline.people.keyring import Keyring, KeyringError
from secondline.record.actions import write
from secondline.support.linking import Sort, Thread, banded, modus_threads, numbers
from secondline.support.models import Opinion, Trace, Traced
from secondline.support.rules import DONE


@transaction.atomic
def trace(*, inspection: UUID, at: datetime) -> int:
    """Replace the traces of one case; answers how many there are. KeyringError where a key file is lost."""
    found = Inspection.objects.select_for_update().get(pk=inspection)
    if found.erased_at:
        return 0
    holders = [found.agency_id, *([found.centre_id] if found.centre_id else [])]
    shared = [*_of_pictures(found), *_of_opinions(found)]
    rows = [
        Trace(
            inspection=found,
            holder_id=holder,
            sort=thread.sort,
            version=thread.version,
            band=thread.band,
            digest=thread.digest,
        )
        for holder in holders
        for thread in {*shared, *_of_numbers(found, _keys(holder))}
    ]
    Trace.objects.filter(inspection=found).delete()
    Trace.objects.bulk_create(rows)
    Traced.objects.update_or_create(inspection=found, defaults={"changed_at": found.changed_at})
    write("inspection.trace", by=None, at=at, thing=found.pk, agency=found.agency_id, traces=len(rows))
    return len(rows)


def _keys(holder: UUID) -> Keyring:
    """The holder's keys; made only while no trace depends on one, so that a lost file is noticed."""
    if not keyring.path_of(holder).exists() and Trace.objects.filter(holder=holder, version__gt=0).exists():
        raise KeyringError(f"The key file {keyring.path_of(holder)} is missing. Put it back from the backup.")
    return keyring.make(holder)


def _of_numbers(inspection: Inspection, keys: Keyring) -> Iterator[Thread]:
    examination = last_examination(inspection)
    for number in numbers(examination.parts if examination else [], inspection.visual):
        for name in keys.name("document-number", number):
            yield Thread(Sort.NUMBER, name.digest, name.digest, name.version)


def _of_pictures(inspection: Inspection) -> Iterator[Thread]:
    for exhibit in exhibits(inspection):
        read = reading(exhibit.item) or {}
        for sort, name in ((Sort.PICTURE, "fingerprint"), (Sort.PHOTO, "portrait")):
            if read.get(name):
                yield from banded(sort, read[name])


def _of_opinions(inspection: Inspection) -> list[Thread]:
    """The ways of working that the centre named in its answers."""
    opinions = Opinion.objects.filter(request__inspection=inspection, request__state__in=DONE)
    codes = {code for modus in opinions.values_list("modus", flat=True) for code in modus}
    return modus_threads((inspection.issuer, inspection.document_kind, code) for code in codes)
