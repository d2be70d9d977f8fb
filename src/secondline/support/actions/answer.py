"""An examiner concludes. A grave opinion is no answer before a second examiner has looked, blind."""

from dataclasses import asdict
from datetime import datetime
from uuid import UUID

from django.db import transaction

from secondline.inspections.actions import hear
from secondline.inspections.queries import last_examination
from secondline.inspections.rules import fraud_class
from secondline.people.models import Person
from secondline.record.actions import write
from secondline.support.actions.hand import let_go, move, step
from secondline.support.actions.tell import tell_officer
from secondline.support.answering import Answer, faults, unsaid
from secondline.support.models import Opinion, Request
from secondline.support.queries import is_trainee, said
from secondline.support.rules import DONE, SCALE_NAME, SCALE_VERSION, State, Verb, after, final, one_more


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
    drawn = found.marks.filter(examiner=by, opinion=None)
    if lacking := faults(given) | unsaid(given, drawn.values_list("finding", flat=True)):
        raise UnfitOpinionError(lacking)
    opinion = _keep(found, given, by=by, at=at)
    drawn.update(opinion=opinion)
    write("request.answer", by=by, at=at, thing=found.pk, agency=found.agency_id, opinion=str(opinion.pk))
    opinions = said(list(found.opinions.all()))
    if found.first_at is None:
        found.first_at = at
        found.save(update_fields=["first_at"])
    _go_on(found, then=after(found.state, Verb.ANSWER, by.role, one_more=one_more(opinions)), at=at)
    if found.state in DONE:
        found.conclusion = final(opinions)
        found.save(update_fields=["conclusion"])
        hear(inspection=found.inspection_id, conclusion=found.conclusion, scale=SCALE_NAME, by=by, at=at)
        if found.asked_by.wants_mail and found.asked_by.email:
            tell_officer.enqueue(str(found.pk))
    return found


def _keep(request: Request, given: Answer, *, by: Person, at: datetime) -> Opinion:
    fraud, subtype = fraud_class(given.fraud) if given.fraud else ("", "")
    run = given.run
    if run is None:
        examination = last_examination(request.inspection)
        run = examination.run if examination else None
    return Opinion.objects.create(
        request=request,
        examiner=by,
        conclusion=given.conclusion,
        scale_version=SCALE_VERSION,
        cannot_reason=given.cannot_reason,
        fraud_class=fraud,
        fraud_subtype=subtype,
        evidence=sorted(given.evidence),
        reasons=given.reasons,
        limits=given.limits,
        in_favour=given.in_favour,
        none_in_favour=given.none_in_favour,
        advice=given.advice,
        compared=given.compared,
        picture_quality=given.picture_quality,
        modus=sorted(given.modus),
        run=run,
        judged=[asdict(each) for each in given.judged],
        further=[asdict(each) for each in given.further],
        wants_second=given.wants_second,
        trainee=is_trainee(by),
        at=at,
    )


def _go_on(request: Request, *, then: State, at: datetime) -> None:
    """Answered; or back into the queue, where it looks like any other that waits."""
    if then in DONE:
        request.ended_at = at
    else:
        let_go(request)
    move(request, then)
