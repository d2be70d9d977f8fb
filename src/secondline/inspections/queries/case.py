"""Reading inspections: whose they are, what was found, and the one door through which `register` looks."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from django.db.models import Case, IntegerField, Q, QuerySet, Value, When
from django.http import Http404

from secondline.evidence.models import Item
from secondline.evidence.queries import has_picture
from secondline.inspections.models import (
    Decision,
    Document,
    Dump,
    Examination,
    Exhibit,
    Inspection,
    Leg,
    Referral,
    Transcription,
)
from secondline.inspections.queries.journey import last_left
from secondline.inspections.rules import (
    ConcludedDocument,
    ConcludedInspection,
    State,
    first_of_month,
    local_day,
)
from secondline.people.models import Person
from secondline.people.queries import may
from secondline.people.rules import TABLE, Reach


def visible_to(person: Person) -> QuerySet[Inspection]:
    """An officer's agency's own; for an examiner what was put to the own centre; for others none."""
    reaches = TABLE.get((person.role, "inspection.read"), frozenset())
    if not may(person, "inspection.read") or not reaches:
        return Inspection.objects.none()
    reach = Q(pk__in=())
    if Reach.AGENCY in reaches:
        reach |= Q(agency=person.agency_id)
    if Reach.CENTRE in reaches:
        reach |= Q(centre=person.agency_id)
    return Inspection.objects.filter(reach).select_related("agency", "post", "officer")


def find(person: Person, pk: UUID) -> Inspection:
    """The one that this person may know of; 404 otherwise."""
    return _one(visible_to(person), pk)


def find_plain(person: Person, pk: UUID) -> Inspection:
    """As `find`, without agency, post and officer beside it: for a poll that only asks whether it may."""
    return _one(visible_to(person).select_related(None), pk)


def _one(inspections: QuerySet[Inspection], pk: UUID) -> Inspection:
    inspection = inspections.filter(pk=pk).first()
    if inspection is None:
        raise Http404
    return inspection


def listing(person: Person, search: str = "") -> QuerySet[Inspection]:
    """Open ones first, the newest first; `search` is a part of the case number such as 2026-17."""
    found = numbered(visible_to(person), search)
    order = Case(When(state=State.OPEN, then=Value(0)), default=Value(1), output_field=IntegerField())
    return found.order_by(order, "-opened_at", "-number")


def numbered(found: QuerySet[Inspection], search: str) -> QuerySet[Inspection]:
    """Those whose case number the search is a part of, such as 2026-17; all for an empty search."""
    words = [word for word in search.strip().upper().split("-") if word]
    if not search.strip():
        return found
    numbers = [word for word in words if word.isdigit()]
    codes = [word for word in words if not word.isdigit()]
    usable = words and all(word.isascii() and word.isalnum() for word in words)
    found = found.filter(agency__code="-".join(codes)) if codes else found
    return _numbered(found, numbers) if usable else found.none()


def _numbered(found: QuerySet[Inspection], numbers: list[str]) -> QuerySet[Inspection]:
    """2026-0017: year and number; 17 alone: a number of any year; 2026 alone: a year or a number."""
    small = [int(number) for number in numbers[:2] if len(number) <= 9]
    if len(small) != len(numbers):
        return found.none()
    if len(small) == 2:
        return found.filter(year=small[0], number=small[1])
    return found.filter(Q(number=small[0]) | Q(year=small[0])) if small else found


def examinations(inspection: Inspection) -> list[Examination]:
    """The last run first."""
    return list(inspection.examinations.all())


def last_examination(inspection: Inspection) -> Examination | None:
    return inspection.examinations.first()


def being_examined(inspection: Inspection, made: Sequence[Examination] | None = None) -> bool:
    """Whether a run that was asked for is not there yet. `made`: all runs, where they are at hand."""
    if not inspection.wanted_run:
        return False
    if made is not None:
        return all(each.run != inspection.wanted_run for each in made)
    return not inspection.examinations.filter(run=inspection.wanted_run).exists()


def exhibits(inspection: Inspection) -> list[Exhibit]:
    return list(inspection.exhibits.select_related("item"))


def transcriptions(inspection: Inspection) -> dict[UUID | None, Transcription]:
    """The last transcription of each picture; under None the one that belongs to no picture."""
    return {each.exhibit_id: each for each in inspection.transcriptions.select_related("by")}


def decisions(inspection: Inspection) -> list[Decision]:
    """The last one counts; it comes first."""
    return list(inspection.decisions.select_related("by").order_by("-at", "-id"))


def last_decision(inspection: Inspection) -> Decision | None:
    return next(iter(decisions(inspection)), None)


def open_of(person: Person, most: int = 8) -> list[Inspection]:
    """The own open cases, for the side of the first page."""
    return list(visible_to(person).filter(officer=person, state=State.OPEN).order_by("-opened_at")[:most])


def dumps(inspection: Inspection) -> list[Dump]:
    """What was read from the chip, the first that was given first."""
    return list(inspection.dumps.select_related("item"))


def chip_photo(inspection: Inspection) -> Item | None:
    """The item whose picture (address `evidence:picture`) is the face on the chip; None without one."""
    return next((dump.item for dump in dumps(inspection) if dump.item.width and has_picture(dump.item)), None)


def items_of(inspection: Inspection) -> list[Item]:
    """Everything that was given: pictures, then chip files."""
    return [exhibit.item for exhibit in exhibits(inspection)] + [dump.item for dump in dumps(inspection)]


def detections_for_register(
    *, agency_id: UUID, since: datetime | None = None
) -> Iterator[ConcludedInspection]:
    """De-identified facts of every concluded inspection of one agency, the oldest change first.

    `since`: only what was concluded or corrected at or after this moment; the caller is idempotent by
    (`key`, `revision`). The only door between cases and statistics: no name, number, picture or date of
    birth passes it.
    """
    found = (
        Inspection.objects.filter(agency=agency_id, state=State.CONCLUDED)
        .select_related("post")
        .order_by("changed_at", "pk")
    )
    if since is not None:
        found = found.filter(changed_at__gte=since)
    inspections = list(found)
    # By agency, not by a list of ids: a database takes only so many parameters.
    decisions = _last_decisions(agency_id)
    protected = set(
        Referral.objects.filter(inspection__agency=agency_id).values_list("inspection_id", flat=True)
    )
    further, legs = _further_documents(agency_id), _legs(agency_id)
    for inspection in inspections:
        concluded = _without_identity(
            inspection, decisions[inspection.pk], protection=inspection.pk in protected
        )
        yield replace(
            concluded,
            documents=tuple(further.get(inspection.pk, ())),
            transit=transit_of(inspection, legs.get(inspection.pk, ())),
        )


def transit_of(inspection: Inspection, legs: Sequence[Leg]) -> str:
    """The state last left before the post: as the officer told it, otherwise as the legs do."""
    return inspection.transit or last_left(legs, local_day(inspection.opened_at, inspection.post.zone))


def _legs(agency_id: UUID) -> dict[UUID, list[Leg]]:
    found: dict[UUID, list[Leg]] = {}
    for leg in Leg.objects.filter(inspection__agency=agency_id).exclude(state=""):
        found.setdefault(leg.inspection_id, []).append(leg)
    return found


def _further_documents(agency_id: UUID) -> dict[UUID, list[ConcludedDocument]]:
    found: dict[UUID, list[ConcludedDocument]] = {}
    for each in Document.objects.filter(inspection__agency=agency_id).order_by("inspection_id", "position"):
        document = ConcludedDocument(
            kind=each.kind,
            issuer=each.issuer,
            issue_year=each.issue_year,
            role=each.role,
            presented=each.discovery,
            fraud_class=each.fraud_class,
            fraud_subtype=each.fraud_subtype,
            fate=each.fate,
        )
        found.setdefault(each.inspection_id, []).append(document)
    return found


def _last_decisions(agency_id: UUID) -> dict[UUID, Decision]:
    decisions = Decision.objects.filter(inspection__agency=agency_id).order_by("at", "id")
    return {decision.inspection_id: decision for decision in decisions}


def _without_identity(inspection: Inspection, decision: Decision, *, protection: bool) -> ConcludedInspection:
    return ConcludedInspection(
        key=inspection.pk,
        revision=inspection.revision,
        changed_at=inspection.changed_at,
        agency_id=inspection.agency_id,
        post_id=inspection.post_id,
        month=first_of_month(local_day(inspection.opened_at, inspection.post.zone)),
        border_type=inspection.post.border_type,
        direction=inspection.direction,
        line=inspection.line,
        selection=inspection.selection,
        selection_probability=inspection.selection_probability,
        carrier=inspection.carrier,
        embarkation=inspection.embarkation,
        next_stop=inspection.next_stop,
        final_destination=inspection.final_destination,
        document_kind=inspection.document_kind,
        issuer=inspection.issuer,
        document_nationality=inspection.document_nationality,
        claimed_nationality=inspection.claimed_nationality,
        sex=inspection.sex,
        age_band=inspection.age_band,
        issue_year=inspection.issue_year,
        role=inspection.role,
        presented=inspection.discovery,
        fraud_class=decision.fraud_class,
        fraud_subtype=decision.fraud_subtype,
        means=tuple(sorted(decision.means)),
        grade=inspection.grade,
        conclusion=inspection.conclusion,
        conclusion_scale=inspection.conclusion_scale,
        outcome=decision.outcome,
        fate=decision.fate,
        refusal_code=decision.refusal_code,
        protection=protection,
        established_nationality=decision.established_nationality,
        incident=inspection.incident_id,
    )
