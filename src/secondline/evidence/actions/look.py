"""A look at a picture leaves a line in the record."""

from datetime import datetime, timedelta

from django.db import transaction

from secondline.evidence.models import Item
from secondline.evidence.rules import ONE_LOOK_MINUTES, Size
from secondline.people.models import Person
from secondline.people.queries import require
from secondline.record.actions import write
from secondline.record.models import Entry

READ = "evidence.read"


@transaction.atomic
def look(*, item: Item, size: Size, by: Person, at: datetime) -> None:
    """Note the look for the auditors of the agency whose picture it is.

    A thumbnail that the same person has just looked at needs no second line: one look at a page, one line.
    """
    require(by, READ, item)
    if size == Size.THUMB and _just_looked(item, by, at):
        return
    write(READ, by=by, at=at, thing=item.pk, agency=item.agency_id, size=size.value)


def _just_looked(item: Item, by: Person, at: datetime) -> bool:
    since = at - timedelta(minutes=ONE_LOOK_MINUTES)
    return Entry.objects.filter(thing=item.pk, by=by.pk, verb=READ, at__gte=since).exists()
