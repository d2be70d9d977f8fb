"""Opening and turning an agency's keys."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from secondline.people.models import Agency, Person
from secondline.people.queries import require
from secondline.record import keyring
from secondline.record.actions import write
from secondline.record.keyring import Keyring
from secondline.register.models import Detection, KeyVersion


@dataclass(frozen=True, slots=True)
class OfAgency:
    """What belongs to an agency as a whole, as `require` asks for it."""

    agency_id: UUID


def opened(agency: UUID, *, at: datetime) -> Keyring:
    """The agency's keyring, inside a transaction. Made only while nothing in the register depends on one."""
    known = dict(KeyVersion.objects.filter(agency=agency).values_list("version", "fingerprint"))
    if known or Detection.objects.filter(agency=agency, pseudonym__isnull=False).exists():
        keys = keyring.read(agency, known)
    else:
        keys = keyring.make(agency)
    for version in sorted(set(keys.keys) - set(known)):
        KeyVersion.objects.create(
            agency_id=agency, version=version, fingerprint=keys.fingerprint(version), since=at
        )
    return keys


def turn_key(*, agency: Agency, by: Person | None, at: datetime) -> int:
    """Add a new key version; rows named under older ones are still recognised. The new version's number."""
    with transaction.atomic():
        if by is not None:
            require(by, "register.turn-key", OfAgency(agency.pk))
        keys = keyring.turn(opened(agency.pk, at=at))
        opened(agency.pk, at=at)
        write("register.turn-key", by=by, at=at, agency=agency.pk, version=keys.version)
        return keys.version
