"""Proving the register: every concluded inspection stands in it exactly once, at its newest revision."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction

from secondline.inspections.queries import detections_for_register
from secondline.inspections.rules import ConcludedInspection
from secondline.people import keyring
from secondline.people.keyring import Keyring, KeyringError
from secondline.people.models import Agency
from secondline.register.actions.packing import mispacked
from secondline.register.actions.pulling import SHAPE, horizon
from secondline.register.models import Detection, FurtherDocument, KeyVersion, Progress, Refusal
from secondline.register.persons import MOST_DOCUMENTS


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
        for month in sorted(mispacked(agency.pk)):
            proof.faults.append(f"The counts of {month:%Y-%m} are not what the rows say: pull with --all.")
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
        further = _further(agency)
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
                proof.faults += _papers(case, keys, further)
            elif refused.isdisjoint(digests):
                proof.waiting += 1
            else:
                proof.refused += 1
    return proof


def _further(agency: Agency) -> set[str | None] | None:
    """The names of further documents; None while rows from before there were any wait to be made anew."""
    if Progress.objects.filter(agency=agency).exclude(shape=SHAPE).exists():
        return None
    rows = FurtherDocument.objects.filter(agency=agency, pseudonym__isnull=False)
    return set(rows.values_list("pseudonym", flat=True))


def _papers(case: ConcludedInspection, keys: Keyring, further: set[str | None] | None) -> Iterator[str]:
    """A case has as many further documents as the register holds of it: not one more or less."""
    if further is None:
        return
    told = min(len(case.documents), MOST_DOCUMENTS)
    names = [keys.name("document", f"{case.key}#{n}") for n in range(told + 1)]
    there = [any(pseudonym.digest in further for pseudonym in each) for each in names]
    if there != [True] * told + [False]:
        yield "A concluded inspection has other documents than stand in the register: pull with --all."


def _standing(agency: Agency) -> Iterator[tuple[str, int]]:
    rows = Detection.objects.filter(agency=agency, current=True, pseudonym__isnull=False)
    for pseudonym, revision in rows.values_list("pseudonym", "revision").iterator():
        yield str(pseudonym), revision
