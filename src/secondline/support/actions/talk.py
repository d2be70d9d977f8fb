"""What is said between examiner and officer: a question back, its reply, a note. The record has ids only."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from secondline.evidence.models import Item
from secondline.inspections.actions import add
from secondline.inspections.rules import Slot
from secondline.people.models import Person
from secondline.people.queries import require
from secondline.record.actions import write
from secondline.record.rules import NotNowError
from secondline.support.actions.hand import move, step
from secondline.support.models import Message, Request
from secondline.support.rules import ASKING_BACK, Kind, Verb, after


class NothingSaidError(Exception):
    """A message without a word, a preset or a picture."""


@transaction.atomic
def question(
    *, request: UUID, presets: Sequence[str] = (), text: str = "", by: Person, at: datetime
) -> Request:
    """Ask the officer back; the request stays in the examiner's hand and waits for the officer."""
    found = step(request, Verb.QUESTION, by=by)
    if not presets and not text.strip():
        raise NothingSaidError
    message = Message.objects.create(
        request=found, kind=Kind.QUESTION, presets=list(presets), text=text, by=by, at=at
    )
    found.touched_at = at
    move(found, after(found.state, Verb.QUESTION, by.role))
    write("request.question", by=by, at=at, thing=found.pk, agency=found.agency_id, message=str(message.pk))
    return found


@transaction.atomic
def reply(
    *, request: UUID, text: str = "", given: Sequence[tuple[Item, Slot]] = (), by: Person, at: datetime
) -> Request:
    """The officer replies, with pictures or words; the examiner has it in hand again."""
    found = step(request, Verb.REPLY, by=by)
    if not text.strip() and not given:
        raise NothingSaidError
    if given:
        add(inspection=found.inspection_id, given=given, by=by, at=at)
    message = Message.objects.create(
        request=found, kind=Kind.REPLY, text=text, pictures=len(given), by=by, at=at
    )
    _go_on(found, Verb.REPLY, by=by, at=at)
    write("request.reply", by=by, at=at, thing=found.pk, message=str(message.pk), pictures=len(given))
    return found


@transaction.atomic
def resume(*, request: UUID, by: Person, at: datetime) -> Request:
    """The examiner goes on without the reply."""
    found = step(request, Verb.RESUME, by=by)
    _go_on(found, Verb.RESUME, by=by, at=at)
    write("request.resume", by=by, at=at, thing=found.pk, agency=found.agency_id)
    return found


def _go_on(request: Request, verb: Verb, *, by: Person, at: datetime) -> None:
    asked = request.messages.filter(kind=Kind.QUESTION).last()
    if asked is not None and request.state in ASKING_BACK:
        request.waited += max(at - asked.at, timedelta(0))
    request.touched_at = at
    move(request, after(request.state, verb, by.role))


@transaction.atomic
def note(*, request: UUID, text: str, by: Person, at: datetime) -> Message:
    """Something new that the examiner should know: the officer needs not be asked for it."""
    found = Request.objects.select_for_update().get(pk=request)
    require(by, "request.note", found)
    if not found.is_open:
        raise NotNowError(found.state, Kind.NOTE)
    if not text.strip():
        raise NothingSaidError
    message = Message.objects.create(request=found, kind=Kind.NOTE, text=text, by=by, at=at)
    write("request.note", by=by, at=at, thing=found.pk, message=str(message.pk))
    return message
