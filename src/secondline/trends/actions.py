"""What an analyst says of an alarm, plans, and lets leave the agency: each a deed with its record line."""

import hashlib
import json
from collections.abc import Collection, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Max
from django.http import Http404

from secondline.people.models import Agency, Person
from secondline.people.queries import require
from secondline.record.actions import write
from secondline.register.cube import UNITS
from secondline.register.leaving import hold
from secondline.trends.models import Addressee, Plan, Release, Verdict
from secondline.trends.queries.tabulating import grid_of, tabulated
from secondline.trends.release_rules import FOR_ALL, METHOD, SHARING, Outline, State
from secondline.trends.rules import LEAST_RANDOM_PERCENT, LEVELS, PLACES, SERIES_LEVEL, VERDICTS, Spread

LONGEST_STRATUM = 160
LONGEST_REFERENCE = 200


@transaction.atomic
def judge_alarm(
    *,
    level: str,
    stratum: str,
    month: date,
    unit: str = UNITS[0],
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
    if unit not in UNITS or (level == SERIES_LEVEL and unit != UNITS[0]):
        raise Http404
    reference = reference[:LONGEST_REFERENCE]
    at_stake = {"level": level, "stratum": stratum, "month": month, "unit": unit}
    alarm: dict[str, Any] = {"agency_id": by.agency_id, **at_stake}
    before = Verdict.objects.filter(**alarm).first()
    if alert is None and before is not None and before.reference == reference:
        alert = before.alert
    said: dict[str, Any] = {"verdict": verdict, "reference": reference, "alert": alert, "by": by, "at": at}
    found, _new = Verdict.objects.update_or_create(**alarm, defaults=said)
    when = f"{month:%Y-%m}"
    write("trends.judge", by=by, at=at, thing=found.pk, level=level, month=when, unit=unit, verdict=verdict)
    return found


@transaction.atomic
def keep_plan(
    *,
    level: str,
    month: date,
    checks: int,
    random_percent: int,
    spread: Spread = Spread.SQUARE_ROOT,
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
        spread=spread,
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


class SamePersonError(Exception):
    """Whoever proposed a table can't be the second person who agrees."""


class StaleError(Exception):
    """The register, or what was released, has changed: the table would not be made the same way today."""


class ImpossibleError(ValueError):
    """No table can be made of this outline; the words say why."""


@transaction.atomic
def propose_release(
    *,
    outline: Outline,
    title: str,
    note: str,
    sharing: str,
    to: Collection[Agency] | None,
    by: Person,
    at: datetime,
) -> Release:
    """Make a table for others out of the agency's register; `to` None is every agency here.

    ClashError or TooFineError where it can't be made safe. It leaves only when a second person agrees.
    """
    require(by, "release.propose")
    if fault := outline.fault():
        raise ImpossibleError(fault)
    if sharing not in SHARING or (to is None and sharing not in FOR_ALL) or not title.strip():
        raise Http404
    hold(by.agency_id)
    made = tabulated(by, outline)
    release = Release.objects.create(
        agency_id=by.agency_id,
        title=title.strip()[:120],
        note=note.strip()[:600],
        dimensions=list(outline.dimensions),
        measure=outline.measure,
        first=outline.first,
        last=outline.last,
        effort=outline.effort,
        table=made.table,
        reasons=made.reasons,
        digest=digest_of(outline, made.table),
        method=METHOD,
        generated=made.generated,
        as_of=made.as_of,
        sharing=sharing,
        to_all=to is None,
        proposed_by=by,
        proposed_at=at,
    )
    Addressee.objects.bulk_create([Addressee(release=release, agency=agency) for agency in to or ()])
    write("release.propose", by=by, at=at, thing=release.pk, digest=release.digest, sharing=sharing)
    return release


def digest_of(outline: Outline, table: dict[str, Any]) -> str:
    """SHA-256 of what readers see, so that the record tells one table from another."""
    content = {"dimensions": outline.dimensions, "measure": outline.measure, "table": table}
    return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()


def _standing(release: Release, verb: str, state: State, *, by: Person) -> Release:
    """The row as it stands now, locked with all of the agency's, if the deed is allowed."""
    hold(by.agency_id)
    found = Release.objects.select_related("agency").filter(pk=release.pk).first()
    if found is None:
        raise Http404
    require(by, verb, found)
    if found.state != state:
        raise Http404
    return found


@transaction.atomic
def release_table(*, release: Release, by: Person, at: datetime) -> Release:
    """The second person agrees: it is numbered and leaves. Made anew first: it must come out the same."""
    found = _standing(release, "release.release", State.PROPOSED, by=by)
    if found.proposed_by_id == by.pk:
        raise SamePersonError
    made = tabulated(by, grid_of(found).outline)
    if made.table != found.table:
        raise StaleError
    number = Release.objects.filter(agency=found.agency_id).aggregate(last=Max("number"))["last"] or 0
    found.number, found.state = number + 1, State.RELEASED
    found.released_by, found.released_at, found.reasons = by, at, {}
    found.save(update_fields=["number", "state", "released_by", "released_at", "reasons"])
    write("release.release", by=by, at=at, thing=found.pk, digest=found.digest, number=found.number)
    return found


@transaction.atomic
def drop_release(*, release: Release, by: Person, at: datetime) -> None:
    """A proposal that is not wanted any more: nobody outside has seen it, so it goes."""
    found = _standing(release, "release.propose", State.PROPOSED, by=by)
    write("release.drop", by=by, at=at, thing=found.pk)
    found.delete()


@transaction.atomic
def withdraw_release(*, release: Release, why: str, by: Person, at: datetime) -> Release:
    """No longer stood by: readers see that and why, and the numbers no more."""
    found = _standing(release, "release.withdraw", State.RELEASED, by=by)
    if not why.strip():
        raise Http404
    found.state, found.withdrawn_by, found.withdrawn_at = State.WITHDRAWN, by, at
    found.withdrawn_why = why.strip()[:300]
    found.save(update_fields=["state", "withdrawn_by", "withdrawn_at", "withdrawn_why"])
    write("release.withdraw", by=by, at=at, thing=found.pk, number=found.number or 0)
    return found
