"""What an analyst says of an alarm, and plans: each a deed with its record line."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.http import Http404

from secondline.people.models import Person
from secondline.people.queries import require
from secondline.record.actions import write
from secondline.trends.models import Plan, Verdict
from secondline.trends.rules import LEAST_RANDOM_PERCENT, LEVELS, PLACES, SERIES_LEVEL, VERDICTS

LONGEST_STRATUM = 160


@transaction.atomic
def judge_alarm(
    *, level: str, stratum: str, month: date, verdict: str, reference: str, by: Person, at: datetime
) -> Verdict:
    """Say whether an alarm was real; saying it again takes the place of what was said."""
    require(by, "trends.judge")
    if level not in {*LEVELS, SERIES_LEVEL} or verdict not in VERDICTS or len(stratum) > LONGEST_STRATUM:
        raise Http404
    found, _new = Verdict.objects.update_or_create(
        agency_id=by.agency_id,
        level=level,
        stratum=stratum,
        month=month,
        defaults={"verdict": verdict, "reference": reference[:40], "by": by, "at": at},
    )
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
