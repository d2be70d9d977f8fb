"""What an analyst says of an alarm, and plans: each a deed with its record line."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.http import Http404

from secondline.people.models import Person
from secondline.people.queries import require
from secondline.record.actions import write
from secondline.trends.models import Plan, Verdict
from secondline.trends.rules import LEAST_RANDOM_PERCENT, LEVELS, PLACES, SERIES_LEVEL, VERDICTS

LONGEST_STRATUM = 160
LONGEST_REFERENCE = 200


@transaction.atomic
def judge_alarm(
    *,
    level: str,
    stratum: str,
    month: date,
    verdict: str,
    reference: str,
    alert: UUID | None = None,
    by: Person,
    at: datetime,
) -> Verdict:
    """Say whether an alarm was real; saying it again takes the place of what was said.

    `alert` is one that whoever calls has looked up; it stays while its words in `reference` stay.
    """
    require(by, "trends.judge")
    if level not in {*LEVELS, SERIES_LEVEL} or verdict not in VERDICTS or len(stratum) > LONGEST_STRATUM:
        raise Http404
    reference = reference[:LONGEST_REFERENCE]
    alarm: dict[str, Any] = {"agency_id": by.agency_id, "level": level, "stratum": stratum, "month": month}
    before = Verdict.objects.filter(**alarm).first()
    if alert is None and before is not None and before.reference == reference:
        alert = before.alert
    said: dict[str, Any] = {"verdict": verdict, "reference": reference, "alert": alert, "by": by, "at": at}
    found, _new = Verdict.objects.update_or_create(**alarm, defaults=said)
    write("trends.judge", by=by, at=at, thing=found.pk, level=level, month=f"{month:%Y-%m}", verdict=verdict)
    return found


@transaction.atomic
def keep_plan(
    *,
    level: str,
    month: date,
    checks: int,
    random_percent: int,
    rows: Sequence[dict[str, Any]],
    by: Person,
    at: datetime,
) -> Plan:
    """Keep how the checks of a month are meant to be spent. A plan is never changed."""
    require(by, "trends.plan")
    if level not in PLACES or not LEAST_RANDOM_PERCENT <= random_percent <= 100:
        raise Http404
    plan = Plan.objects.create(
        agency_id=by.agency_id,
        level=level,
        month=month,
        checks=checks,
        random_percent=random_percent,
        rows=list(rows),
        by=by,
        at=at,
    )
    write(
        "trends.plan", by=by, at=at, thing=plan.pk, level=level, checks=checks, random_percent=random_percent
    )
    return plan


@transaction.atomic
def withdraw_plan(*, plan: UUID, by: Person, at: datetime) -> Plan:
    """It is followed no more; it stays on file with what was found."""
    require(by, "trends.plan")
    found = Plan.objects.select_for_update().filter(agency=by.agency_id, pk=plan).first()
    if found is None:
        raise Http404
    if found.withdrawn_at is None:
        found.withdrawn_at = at
        found.save(update_fields=["withdrawn_at"])
        write("trends.withdraw-plan", by=by, at=at, thing=found.pk)
    return found


def note_offered(*, plan: Plan, cards: int, at: datetime) -> None:
    """How many cards at posts came of it. The software's own note; each card has its record line."""
    Plan.objects.filter(pk=plan.pk).update(offered_at=at, cards=cards)
