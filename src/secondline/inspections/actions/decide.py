"""The officer decides; the software never does."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from secondline.inspections.actions.step import revise, step
from secondline.inspections.models import Decision, Inspection
from secondline.inspections.rules import State, Verb
from secondline.people.models import Person
from secondline.record.actions import write


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What was decided and what happened; ids of the vocabularies outcome, document-fate, refusal, fraud,
    detection-means. "" means not known.
    """

    outcome: str
    fraud_class: str
    fraud_subtype: str = ""
    fate: str = ""
    refusal_code: str = ""
    means: tuple[str, ...] = ()
    reason: str = ""
    established_nationality: str = ""


@transaction.atomic
def decide(*, inspection: UUID, verdict: Verdict, by: Person, at: datetime) -> Inspection:
    """Conclude, or correct what was concluded: the earlier decision stays, the last one counts.

    Pressing twice writes once.
    """
    found = step(inspection, Verb.DECIDE, by=by)
    fields = {
        "outcome": verdict.outcome,
        "fate": verdict.fate,
        "refusal_code": verdict.refusal_code,
        "fraud_class": verdict.fraud_class,
        "fraud_subtype": verdict.fraud_subtype,
        "means": sorted(verdict.means),
        "reason": verdict.reason,
        "established_nationality": verdict.established_nationality,
    }
    # A reopened case is concluded anew, also with the same words: the facts beside them may have changed.
    concluded = Inspection.objects.filter(pk=found.pk, state=State.CONCLUDED).exists()
    last = found.decisions.last()
    if concluded and last and all(getattr(last, name) == value for name, value in fields.items()):
        return found
    Decision.objects.create(inspection=found, by=by, at=at, **fields)
    revise(found, at=at)
    found.save(update_fields=["state", "revision", "changed_at"])
    write("inspection.decide", by=by, at=at, thing=found.pk, outcome=verdict.outcome, revision=found.revision)
    return found


@transaction.atomic
def reopen(*, inspection: UUID, by: Person, at: datetime) -> Inspection:
    """Something new came up. The statistics keep the last conclusion until there is a new one."""
    found = step(inspection, Verb.REOPEN, by=by)
    found.save(update_fields=["state"])
    write("inspection.reopen", by=by, at=at, thing=found.pk)
    return found
