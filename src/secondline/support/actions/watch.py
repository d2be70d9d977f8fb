"""What the worker watches: a request that lies still goes back to the queue, an overdue one to the duty
lead.
"""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from secondline.people.models import Person
from secondline.people.rules import Role
from secondline.record.actions import write
from secondline.record.rules import NotNowError
from secondline.support.actions.hand import let_go, move
from secondline.support.models import Request
from secondline.support.queries import leads_of, overdue, still
from secondline.support.rules import Verb, after


def go_round(*, at: datetime) -> tuple[int, int]:
    """Put back what lies still, pass on what is overdue; answers how many of each. Safe to repeat."""
    freed = sum(_free_still(each.pk, at=at) for each in still(at=at))
    passed = sum(_pass_on(key, at=at) for key in overdue(at=at).values_list("pk", flat=True))
    return freed, passed


def due_for_round(at: datetime) -> bool:
    return overdue(at=at).exists() or bool(still(at=at))


@transaction.atomic
def _free_still(pk: UUID, *, at: datetime) -> int:
    """Nobody is blamed: a shift ended, a line dropped. Whoever types again takes it up again."""
    found = Request.objects.select_for_update().get(pk=pk)
    if found not in still(at=at):
        return 0
    holder = str(found.examiner_id)
    let_go(found)
    try:
        move(found, after(found.state, Verb.FREE, Role.EXAMINER))
    except NotNowError:
        return 0
    write("request.free-still", by=None, at=at, thing=found.pk, agency=found.agency_id, holder=holder)
    return 1


@transaction.atomic
def _pass_on(pk: UUID, *, at: datetime) -> int:
    """Once for each request. A centre without a duty lead is named as such in the line."""
    if not Request.objects.filter(Q(pk=pk), passed_at=None).update(passed_at=at):
        return 0
    found = Request.objects.get(pk=pk)
    leads: list[Person] = leads_of(found.centre_id)
    facts = {f"lead-{number}": str(lead.pk) for number, lead in enumerate(leads, start=1)}
    write("request.pass-on", by=None, at=at, thing=pk, agency=found.centre_id, leads=len(leads), **facts)
    return 1
