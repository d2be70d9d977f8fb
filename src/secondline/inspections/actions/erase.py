"""Retention: what points at a person goes, what is counted stays."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from secondline.evidence.actions import let_go
from secondline.evidence.rules import State as ItemState
from secondline.inspections.actions.draft import erase_drafts
from secondline.inspections.chip import without_identity
from secondline.inspections.models import Dump, Exhibit, Inspection
from secondline.inspections.queries import items_of, legs, transit_of
from secondline.inspections.rules import LIVE, LIVE_DAYS, State
from secondline.inspections.seals import without_identity as seal_without_identity
from secondline.record.actions import write
from secondline.record.rules import CASE_DAYS


def erase_expired(*, at: datetime) -> int:
    """Erase the personal data of every inspection whose last change is old enough; answers how many."""
    limit = at - timedelta(days=CASE_DAYS)
    old = Inspection.objects.filter(changed_at__lt=limit, erased_at=None).values_list("pk", flat=True)
    cases = sum(_erase(pk, at=at, limit=limit) for pk in list(old))
    return cases + _erase_photographs(at) + erase_drafts(at=at)


def _erase_photographs(at: datetime) -> int:
    """Photographs of persons: their pictures go LIVE_DAYS after the last deed in a concluded case."""
    limit = at - timedelta(days=LIVE_DAYS)
    old = Exhibit.objects.filter(
        page=LIVE, inspection__state=State.CONCLUDED, inspection__changed_at__lt=limit
    ).exclude(item__state=ItemState.ERASED)
    return sum(_erase_photograph(each, at) for each in list(old.select_related("inspection")))


@transaction.atomic
def _erase_photograph(exhibit: Exhibit, at: datetime) -> int:
    if not let_go(items=_only_here({exhibit.item_id}, exhibit.inspection), at=at):
        return 0
    exhibit.inspection.eyes.filter(item=exhibit.item_id).delete()
    agency = exhibit.inspection.agency_id
    write("inspection.erase-photograph", by=None, at=at, thing=exhibit.inspection_id, agency=agency)
    return 1


@transaction.atomic
def _erase(pk: UUID, *, at: datetime, limit: datetime) -> int:
    found = Inspection.objects.select_for_update().get(pk=pk)
    if found.changed_at >= limit or found.erased_at:
        return 0
    found.transit = transit_of(found, legs(found))  # the one coarse fact that outlives the legs
    found.doubt, found.visual, found.erased_at = "", {}, at
    found.save(update_fields=["doubt", "visual", "erased_at", "transit"])
    found.transcriptions.all().delete()
    for examination in found.examinations.all():
        examination.parts = [_blank(part) for part in examination.parts]
        examination.save(update_fields=["parts"])
    found.decisions.update(reason="")
    found.referrals.update(kind="")
    found.answers.update(note="")
    found.documents.update(number="", note="", valid_from=None, valid_until=None)
    found.legs.all().delete()
    found.likenesses.all().delete()
    found.eyes.all().delete()
    _erase_pictures(found, at)
    write("inspection.erase", by=None, at=at, thing=found.pk, agency=found.agency_id)
    return 1


def _erase_pictures(inspection: Inspection, at: datetime) -> None:
    """Its pictures and chip files go with it, but for those that a case which is still kept shows too."""
    let_go(items=_only_here({item.pk for item in items_of(inspection)}, inspection), at=at)


def _only_here(items: set[UUID], inspection: Inspection) -> set[UUID]:
    others = Q(item__in=items, inspection__erased_at=None) & ~Q(inspection=inspection)
    kept = {
        *Exhibit.objects.filter(others).values_list("item", flat=True),
        *Dump.objects.filter(others).values_list("item", flat=True),
    }
    return items - kept


def _blank(part: dict[str, Any]) -> dict[str, Any]:
    """Which checks were made and how they were graded stays; what stood in the document goes."""
    findings = [{"id": each["id"], "grade": each["grade"]} for each in part["findings"]]
    kept = {"chip": without_identity(part["chip"])} if "chip" in part else {}
    seals = [seal_without_identity(seal) for seal in part.get("seals", ())]
    return {"findings": findings, "grade": part["grade"], "seals": seals, **kept}
