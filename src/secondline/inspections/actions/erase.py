"""Retention: what points at a person goes, what is counted stays."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from secondline.evidence.actions import let_go
from secondline.inspections.chip import without_identity
from secondline.inspections.models import Dump, Exhibit, Inspection
from secondline.inspections.queries import items_of
from secondline.record.actions import write
from secondline.record.rules import CASE_DAYS


def erase_expired(*, at: datetime) -> int:
    """Erase the personal data of every inspection whose last change is old enough; answers how many."""
    limit = at - timedelta(days=CASE_DAYS)
    old = Inspection.objects.filter(changed_at__lt=limit, erased_at=None).values_list("pk", flat=True)
    return sum(_erase(pk, at=at, limit=limit) for pk in list(old))


@transaction.atomic
def _erase(pk: UUID, *, at: datetime, limit: datetime) -> int:
    found = Inspection.objects.select_for_update().get(pk=pk)
    if found.changed_at >= limit or found.erased_at:
        return 0
    found.doubt, found.visual, found.erased_at = "", {}, at
    found.save(update_fields=["doubt", "visual", "erased_at"])
    found.transcriptions.all().delete()
    for examination in found.examinations.all():
        examination.parts = [_blank(part) for part in examination.parts]
        examination.save(update_fields=["parts"])
    found.decisions.update(reason="")
    found.referrals.update(kind="")
    _erase_pictures(found, at)
    write("inspection.erase", by=None, at=at, thing=found.pk, agency=found.agency_id)
    return 1


def _erase_pictures(inspection: Inspection, at: datetime) -> None:
    """Its pictures and chip files go with it, but for those that a case which is still kept shows too."""
    own = {item.pk for item in items_of(inspection)}
    others = Q(item__in=own, inspection__erased_at=None) & ~Q(inspection=inspection)
    kept = {
        *Exhibit.objects.filter(others).values_list("item", flat=True),
        *Dump.objects.filter(others).values_list("item", flat=True),
    }
    let_go(items=own - kept, at=at)


def _blank(part: dict[str, Any]) -> dict[str, Any]:
    """Which checks were made and how they were graded stays; what stood in the document goes."""
    findings = [{"id": each["id"], "grade": each["grade"]} for each in part["findings"]]
    kept = {"chip": without_identity(part["chip"])} if "chip" in part else {}
    return {"findings": findings, "grade": part["grade"], **kept}
