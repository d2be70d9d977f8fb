"""A look at a picture leaves a line in the record."""

from datetime import datetime, timedelta

from django.db import transaction

from secondline.evidence.models import Item
from secondline.evidence.rules import ONE_LOOK_MINUTES, Size
from secondline.people.models import Person
from secondline.people.queries import require
from secondline.record.actions import write
from secondline.record.models import Entry
from secondline.record.rules import canonical_facts

READ = "evidence.read"


@transaction.atomic
def look(*, item: Item, size: Size, by: Person, at: datetime) -> None:
    """Note the look for the auditors of the agency whose picture it is.

    A thumbnail that the same person has just looked at needs no second line: one look at a page, one line.
    So with the tiles of one picture.
    """
    require(by, READ, item)
    if size in {Size.THUMB, Size.TILES} and _just_looked(item, size, by, at):
        return
    write(READ, by=by, at=at, thing=item.pk, agency=item.agency_id, size=size.value)


def _just_looked(item: Item, size: Size, by: Person, at: datetime) -> bool:
    """Any look counts for a thumbnail; who looks at the tiles sees more than in any other size."""
    since = at - timedelta(minutes=ONE_LOOK_MINUTES)
    looks = Entry.objects.filter(thing=item.pk, by=by.pk, verb=READ, at__gte=since)
    if size == Size.TILES:
        looks = looks.filter(facts=canonical_facts({"size": size.value}))
    return looks.exists()
