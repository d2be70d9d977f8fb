"""Retention: what points at a person goes, what is counted stays."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction

from secondline.inspections.models import Inspection
from secondline.inspections.rules import RETENTION_DAYS
from secondline.record.actions import write


def erase_expired(*, at: datetime) -> int:
    """Erase the personal data of every inspection whose last change is old enough; answers how many."""
    limit = at - timedelta(days=RETENTION_DAYS)
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
    write("inspection.erase", by=None, at=at, thing=found.pk, agency=found.agency_id)
    return 1


def _blank(part: dict[str, Any]) -> dict[str, Any]:
    """Which checks were made and how they were graded stays; what stood in the document goes."""
    findings = [{"id": each["id"], "grade": each["grade"]} for each in part["findings"]]
    return {"findings": findings, "grade": part["grade"]}
