"""Retention: the words go, what is counted stays."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from secondline.record.actions import write
from secondline.record.rules import CASE_DAYS
from secondline.support.models import Request, Trace
from secondline.support.rules import OPEN


def erase_expired(*, at: datetime) -> int:
    """Empty the words of every ended request that is old enough; answers how many."""
    limit = at - timedelta(days=CASE_DAYS)
    old = Request.objects.filter(~Q(state__in=OPEN), ended_at__lt=limit, erased_at=None)
    return sum(_erase(pk, at=at) for pk in list(old.values_list("pk", flat=True)))


@transaction.atomic
def _erase(pk: UUID, *, at: datetime) -> int:
    found = Request.objects.select_for_update().get(pk=pk)
    if found.erased_at:
        return 0
    found.question, found.erased_at = "", at
    found.save(update_fields=["question", "erased_at"])
    found.opinions.update(reasons="", limits="", in_favour="", advice="", compared="", judged=[])
    found.marks.all().delete()
    found.comparisons.all().delete()
    found.messages.update(text="")
    found.inquiries.update(question="", shared={}, pictures=[], reference="", remark="", erased_at=at)
    found.papers.update(content={})
    Trace.objects.filter(inspection=found.inspection_id).delete()
    write("request.erase", by=None, at=at, thing=found.pk, agency=found.agency_id)
    return 1
