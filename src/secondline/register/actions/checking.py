"""Proving the register: every concluded inspection stands in it exactly once, at its newest revision."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction

from secondline.inspections.queries import detections_for_register
from secondline.people.models import Agency
from secondline.record import keyring
from secondline.record.keyring import KeyringError
from secondline.register.actions.pulling import horizon
from secondline.register.actions.tallying import miscounted
from secondline.register.models import Detection, KeyVersion, Refusal


@dataclass(slots=True)
class Proof:
    """What a check of one agency found; it holds where `faults` is empty. `waiting`: not pulled yet."""

    agency: Agency
    concluded: int = 0
    held: int = 0
    waiting: int = 0
    refused: int = 0
    unlinked: int = 0
    faults: list[str] = field(default_factory=list)


def check(*, agency: Agency, at: datetime) -> Proof:
    """Compare the register with the concluded inspections; changes nothing, makes no key."""
    proof = Proof(agency)
    with transaction.atomic():
        for month in miscounted(agency.pk):
            proof.faults.append(f"The tallies of {month:%Y-%m} are not what the rows say: pull with --all.")
        known = dict(KeyVersion.objects.filter(agency=agency).values_list("version", "fingerprint"))
        if not known:
            proof.concluded = proof.waiting = sum(1 for _ in detections_for_register(agency_id=agency.pk))
            return proof
        try:
            keys = keyring.read(agency.pk, known)
        except KeyringError as error:
            proof.faults.append(str(error))
            return proof
        standing = dict(_standing(agency))
        refused = set(Refusal.objects.filter(agency=agency, whole=True).values_list("pseudonym", flat=True))
        for case in detections_for_register(agency_id=agency.pk):
            proof.concluded += 1
            digests = [pseudonym.digest for pseudonym in keys.name("inspection", str(case.key))]
            revisions = [standing[digest] for digest in digests if digest in standing]
            if case.month < horizon(at):
                proof.unlinked += 1
            elif len(revisions) > 1 or (revisions and revisions[0] > case.revision):
                proof.faults.append(
                    "A concluded inspection stands in the register twice or at a revision that it never had."
                )
            elif revisions and revisions[0] == case.revision:
                proof.held += 1
            elif refused.isdisjoint(digests):
                proof.waiting += 1
            else:
                proof.refused += 1
    return proof


def _standing(agency: Agency) -> Iterator[tuple[str, int]]:
    rows = Detection.objects.filter(agency=agency, current=True, pseudonym__isnull=False)
    for pseudonym, revision in rows.values_list("pseudonym", "revision").iterator():
        yield str(pseudonym), revision
