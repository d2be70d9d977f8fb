"""What has been kept long enough is erased; rows, hashes and custody stay, so that the record stays whole."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import Q

from secondline.evidence.models import Alignment, Item, Tiling
from secondline.evidence.queries import storage
from secondline.evidence.rules import KEPT_DAYS, ORPHAN_DAYS, State
from secondline.evidence.storage import sealed_files, sweep
from secondline.record.actions import write


def erase_expired(*, at: datetime) -> int:
    """Erase old pictures, old file names, and files that nobody was ever told are here; returns how many.

    Also deletes what broken uploads left behind. Safe to break off and to repeat.
    """
    sweep(settings.EVIDENCE_FOLDER)
    pictures = _erase_pictures(at)
    names = _blank_names(at)
    return pictures + names + _erase_orphans(at)


def _erase_pictures(at: datetime) -> int:
    limit = at - timedelta(days=KEPT_DAYS["picture"])
    old = Item.objects.filter(delivered_at__lt=limit).exclude(state=State.ERASED)
    return sum(_erase(key, limit, at) for key in list(old.values_list("pk", flat=True)))


def let_go(*, items: Iterable[UUID], at: datetime) -> int:
    """Erase the pictures of a case that is erased; whoever calls knows that no other case shows them."""
    return sum(_erase(key, at, at) for key in items)


@transaction.atomic
def _erase(key: UUID, limit: datetime, at: datetime) -> int:
    """One item. The line comes first: it takes the head of the record, so that no sealing runs beside it."""
    agency = Item.objects.values_list("agency", flat=True).get(pk=key)
    write("evidence.erase", by=None, at=at, thing=key, agency=agency)
    item = Item.objects.get(pk=key)
    if item.delivered_at >= limit or item.state == State.ERASED:  # handed in again since we looked, or gone
        transaction.set_rollback(True)
        return 0
    storage(agency).erase(item.sha256)
    Tiling.objects.filter(item=item).delete()
    Alignment.objects.filter(Q(fixed=item) | Q(moving=item)).delete()
    item.state, item.name, item.reading = State.ERASED, "", None
    item.save(update_fields=["state", "name", "reading"])
    return 1


@transaction.atomic
def _blank_names(at: datetime) -> int:
    old = Item.objects.filter(delivered_at__lt=at - timedelta(days=KEPT_DAYS["file name"])).exclude(name="")
    count = old.update(name="")
    if count:
        write("evidence.erase-names", by=None, at=at, items=count)
    return count


def _erase_orphans(at: datetime) -> int:
    limit = (at - timedelta(days=ORPHAN_DAYS)).timestamp()
    found = [
        (agency, sha256)
        for agency, sha256, path in sealed_files(settings.EVIDENCE_FOLDER)
        if path.stat().st_mtime < limit and not Item.objects.filter(agency=agency, sha256=sha256).exists()
    ]
    return sum(_erase_orphan(agency, sha256, at) for agency, sha256 in found)


def _erase_orphan(agency: UUID, sha256: str, at: datetime) -> int:
    with transaction.atomic():
        write("evidence.erase-orphan", by=None, at=at, agency=agency, sha256=sha256)
        if Item.objects.filter(agency=agency, sha256=sha256).exists():
            transaction.set_rollback(True)
            return 0
        storage(agency).erase(sha256)
    return 1
