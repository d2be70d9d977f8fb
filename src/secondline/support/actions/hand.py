"""A request passes from hand to hand: taken, put back, freed, withdrawn. Two examiners never hold the
same one.
"""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.http import Http404

from secondline.people.models import Person
from secondline.people.queries import require
from secondline.record.actions import write
from secondline.record.rules import NotNowError
from secondline.support.models import Request
from secondline.support.rules import ASKING_BACK, IN_HAND, RIGHT, State, Verb, after

# What only who has it in hand may do.
HOLDERS = frozenset({Verb.ANSWER, Verb.PUT_BACK, Verb.QUESTION, Verb.RESUME})
ONE_TOUCH = timedelta(seconds=30)


def step(request: UUID, verb: Verb, *, by: Person) -> Request:
    """Lock the row for the transaction, check right, state and whose hand it is in."""
    found = Request.objects.select_for_update().get(pk=request)
    require(by, RIGHT[verb], found)
    after(found.state, verb, by.role)
    if verb in HOLDERS and found.examiner_id != by.pk:
        raise NotNowError(found.state, verb)
    return found


def move(request: Request, then: State) -> None:
    """Change the state, but only from the one that was seen: whoever was quicker has it."""
    changed = Request.objects.filter(pk=request.pk, state=request.state).update(
        state=then,
        examiner=request.examiner,
        taken_at=request.taken_at,
        touched_at=request.touched_at,
        ended_at=request.ended_at,
        conclusion=request.conclusion,
        waited=request.waited,
    )
    if not changed:
        raise NotNowError(request.state, then)
    request.state = then


def let_go(request: Request) -> None:
    request.examiner, request.taken_at, request.touched_at = None, None, None


@transaction.atomic
def take(*, request: UUID, by: Person, at: datetime) -> Request:
    """Take it in hand. Who has given an opinion on it already leaves it to another; NotNowError."""
    found = step(request, Verb.TAKE, by=by)
    if found.opinions.filter(examiner=by).exists():
        raise NotNowError(found.state, Verb.TAKE)
    found.examiner, found.taken_at, found.touched_at = by, at, at
    move(found, after(found.state, Verb.TAKE, by.role))
    write("request.take", by=by, at=at, thing=found.pk, agency=found.agency_id)
    return found


@transaction.atomic
def put_back(*, request: UUID, by: Person, at: datetime) -> Request:
    """Give it to whoever is free; the clock goes on."""
    found = step(request, Verb.PUT_BACK, by=by)
    let_go(found)
    move(found, after(found.state, Verb.PUT_BACK, by.role))
    write("request.put-back", by=by, at=at, thing=found.pk, agency=found.agency_id)
    return found


@transaction.atomic
def free(*, request: UUID, by: Person, at: datetime) -> Request:
    """The duty lead puts back what lies in another's hand. For who is no duty lead there is no such deed."""
    if not by.is_duty_lead:
        raise Http404
    found = step(request, Verb.FREE, by=by)
    held_by = str(found.examiner_id)
    let_go(found)
    move(found, after(found.state, Verb.FREE, by.role))
    write("request.free", by=by, at=at, thing=found.pk, agency=found.agency_id, holder=held_by)
    return found


@transaction.atomic
def touch(*, request: UUID, by: Person, at: datetime) -> bool:
    """A sign of work, such as typing: it does not lie still. No line of the record; False if it is not
    theirs.
    """
    mine = Request.objects.filter(pk=request, examiner=by, state__in=IN_HAND)
    old = mine.filter(touched_at__lt=at - ONE_TOUCH)
    return bool(old.update(touched_at=at)) or mine.exists()


@transaction.atomic
def withdraw(*, request: UUID, by: Person, at: datetime) -> Request:
    """The officer needs no answer any more. What examiners have written stays closed."""
    found = step(request, Verb.WITHDRAW, by=by)
    held = found.state in IN_HAND | ASKING_BACK
    found.ended_at = at
    move(found, after(found.state, Verb.WITHDRAW, by.role))
    write("request.withdraw", by=by, at=at, thing=found.pk, held=held)
    return found
