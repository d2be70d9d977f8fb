"""An examiner concludes. A grave opinion is no answer before a second examiner has looked, blind."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from secondline.inspections.actions import hear
from secondline.inspections.rules import fraud_class
from secondline.people.models import Person
from secondline.record.actions import write
from secondline.support.actions.hand import move, step
from secondline.support.models import Opinion, Request
from secondline.support.queries import said
from secondline.support.rules import (
    SCALE_NAME,
    Answer,
    State,
    Verb,
    after,
    faults,
    final,
    one_more,
)


class UnfitOpinionError(Exception):
    """The opinion lacks what it needs; `faults` says what, by field."""

    def __init__(self, found: dict[str, object]) -> None:
        super().__init__(", ".join(found))
        self.faults = found


@transaction.atomic
def answer(*, request: UUID, given: Answer, by: Person, at: datetime) -> Request:
    """Keep the opinion; if nobody else has to look, it is the answer and the case hears it.

    The record learns that there is an opinion, never which one: it must not tell a second examiner.
    """
    found = step(request, Verb.ANSWER, by=by)
    if lacking := faults(given):
        raise UnfitOpinionError(lacking)
    fraud, subtype = fraud_class(given.fraud) if given.fraud else ("", "")
    opinion = Opinion.objects.create(
        request=found,
        examiner=by,
        conclusion=given.conclusion,
        cannot_reason=given.cannot_reason,
        fraud_class=fraud,
        fraud_subtype=subtype,
        evidence=sorted(given.evidence),
        reasons=given.reasons,
        limits=given.limits,
        in_favour=given.in_favour,
        advice=given.advice,
        wants_second=given.wants_second,
        at=at,
    )
    write("request.answer", by=by, at=at, thing=found.pk, agency=found.agency_id, opinion=str(opinion.pk))
    opinions = said(list(found.opinions.all()))
    _go_on(found, then=after(found.state, Verb.ANSWER, by.role, one_more=one_more(opinions)), at=at)
    if found.state == State.ANSWERED:
        found.conclusion = final(opinions)
        found.save(update_fields=["conclusion"])
        hear(inspection=found.inspection_id, conclusion=found.conclusion, scale=SCALE_NAME, by=by, at=at)
    return found


def _go_on(request: Request, *, then: State, at: datetime) -> None:
    """Answered; or back into the queue, where it looks like any other that waits."""
    if then == State.ANSWERED:
        request.ended_at = at
    else:
        request.examiner, request.taken_at = None, None
    move(request, then)
