"""A protection referral: one press, at any moment, never waiting for an answer."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from secondline.inspections.actions.step import revise, step
from secondline.inspections.models import Inspection, Referral
from secondline.inspections.rules import REFERRALS, Verb
from secondline.people.models import Person
from secondline.record.actions import write


@transaction.atomic
def refer(*, inspection: UUID, kind: str, by: Person, at: datetime) -> Inspection:
    """Write it at once; a second press of the same kind changes nothing.

    The record learns that there was a referral, not of which kind: auditors need not know it.
    """
    if kind not in REFERRALS:
        raise ValueError(f"no such referral: {kind}")
    found = step(inspection, Verb.REFER, by=by)
    _referral, new = Referral.objects.get_or_create(
        inspection=found, kind=kind, defaults={"by": by, "at": at}
    )
    if new:
        revise(found, at=at)
        found.save(update_fields=["revision", "changed_at"])
        write("inspection.refer", by=by, at=at, thing=found.pk)
    return found
