"""Letting go: after the time in `rules.PERSONAL` a row is no longer linked to anything."""

from datetime import datetime, timedelta

from django.db import transaction

from secondline.record.actions import write
from secondline.register.actions.pulling import horizon
from secondline.register.exposure import shelf
from secondline.register.intake_rules import KEPT, Course
from secondline.register.models import Detection, FurtherDocument, Intake, Refusal
from secondline.register.rules import KEPT_DAYS

HELD = timedelta(days=1)  # a file that was tried and not taken


def erase_expired(*, at: datetime) -> int:
    """Blank the pseudonyms of old rows, delete rows that were replaced; how many rows it touched."""
    on_their_way = set(Intake.objects.filter(state=Course.WAITING).values_list("digest", flat=True))
    shelf.sweep(before=(at - HELD).timestamp(), spared=on_their_way)
    Intake.objects.exclude(state=Course.WAITING).filter(at__lt=at - KEPT).delete()
    with transaction.atomic():
        old = Detection.objects.filter(month__lt=horizon(at))
        deleted, _ = old.filter(current=False).delete()
        blanked = old.filter(pseudonym__isnull=False).update(pseudonym=None, incident=None)
        further = FurtherDocument.objects.filter(month__lt=horizon(at), pseudonym__isnull=False)
        blanked += further.update(pseudonym=None)
        day = at.date() - timedelta(days=KEPT_DAYS["pseudonym"])
        forgotten, _ = Refusal.objects.filter(since__lt=day).delete()
        touched = deleted + blanked + forgotten
        if touched:
            write("register.erase", by=None, at=at, blanked=blanked, deleted=deleted + forgotten)
        return touched
