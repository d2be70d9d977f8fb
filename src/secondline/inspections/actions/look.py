"""Looking at a case is a deed too: the record can say who saw it."""

from datetime import datetime, timedelta

from django.db import transaction

from secondline.evidence.rules import ONE_LOOK_MINUTES
from secondline.inspections.models import Inspection
from secondline.people.models import Person
from secondline.people.queries import require
from secondline.record.actions import write
from secondline.record.models import Entry

READ = "inspection.read"


@transaction.atomic
def look(*, inspection: Inspection, by: Person, at: datetime) -> None:
    """The line belongs to the agency whose case it is: its auditors see who of the centre looked."""
    require(by, READ, inspection)
    write(READ, by=by, at=at, thing=inspection.pk, agency=inspection.agency_id)


@transaction.atomic
def look_at_referrals(*, by: Person, at: datetime) -> None:
    """A focal person saw why people were referred."""
    write("protection.read", by=by, at=at)


def look_at_part(*, inspection: Inspection, by: Person, at: datetime) -> None:
    """A part of the page by its own address is the same look; by itself it is one as well.

    Parts are asked for again and again while a page is open: within ONE_LOOK_MINUTES they are one line.
    """
    since = at - timedelta(minutes=ONE_LOOK_MINUTES)
    if not Entry.objects.filter(thing=inspection.pk, by=by.pk, verb=READ, at__gte=since).exists():
        look(inspection=inspection, by=by, at=at)
