"""Reading requests: the queue, the answer, and who must not see what yet."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import F, OuterRef, Q, QuerySet, Subquery, Window
from django.db.models.functions import RowNumber
from django.http import Http404

from secondline.evidence.models import Item
from secondline.evidence.rules import State as ItemState
from secondline.inspections import queries as inspection_queries
from secondline.inspections.models import Inspection
from secondline.inspections.naming import language
from secondline.inspections.queries import exhibits, last_examination
from secondline.people.models import Agency, Person
from secondline.people.queries import may
from secondline.people.rules import TABLE, Reach, Role
from secondline.support.gathering import Claim, Observed, Reply, claims
from secondline.support.marks import PictureMark, Shape
from secondline.support.measuring import Served
from secondline.support.models import (
    Comparison,
    Inquiry,
    Mark,
    Message,
    Opinion,
    Paper,
    Request,
    Service,
    Traced,
)
from secondline.support.rules import DONE, IN_HAND, OPEN, URGENCIES, Names, Said, Urgency, usual
from secondline.support.sharing import Shareable, shareable_fields
from traveldoc.vocabulary import vocabulary

# How many past answers the median is taken of: recent ones, of the same urgency.
PAST = 50


def visible_to(person: Person) -> QuerySet[Request]:
    """An officer's agency's own; an examiner's centre's; for others none."""
    reaches = TABLE.get((person.role, "request.read"), frozenset())
    if not may(person, "request.read") or not reaches:
        return Request.objects.none()
    reach = Q(pk__in=())
    if Reach.AGENCY in reaches:
        reach |= Q(agency=person.agency_id)
    if Reach.CENTRE in reaches:
        reach |= Q(centre=person.agency_id)
    return Request.objects.filter(reach).select_related(
        "inspection__agency", "inspection__post", "inspection__officer", "examiner", "asked_by"
    )


def find(person: Person, pk: UUID) -> Request:
    found = visible_to(person).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def of_inspection(person: Person, inspection: Inspection) -> list[Request]:
    """All requests of a case, the newest first; the case itself is at hand."""
    found = visible_to(person).select_related(None).select_related("examiner", "asked_by")
    requests = list(found.filter(inspection=inspection).order_by("-asked_at", "-pk"))
    for each in requests:
        each.inspection = inspection
    return requests


def current_of(person: Person, inspection: UUID) -> Request | None:
    """The newest of them, by itself."""
    found = visible_to(person).select_related(None).filter(inspection=inspection)
    return found.order_by("-asked_at", "-pk").first()


def queue(person: Person) -> list[Request]:
    """The open requests of the own centre, the longest over (or nearest to) its target first."""
    return list(visible_to(person).filter(state__in=OPEN).order_by("due_at", "asked_at", "pk"))


def times(centre: UUID | None) -> dict[str, Urgency]:
    """The times of each urgency as this centre works."""
    service = Service.objects.filter(centre=centre).first()
    said: Mapping[str, Mapping[str, int]] = service.minutes if service else {}
    return {each.id: _timed(each, said.get(each.id, {})) for each in URGENCIES.values()}


def _timed(urgency: Urgency, minutes: Mapping[str, int]) -> Urgency:
    target = timedelta(minutes=minutes["target"]) if "target" in minutes else urgency.target
    still_after = timedelta(minutes=minutes["still"]) if "still" in minutes else urgency.still
    return replace(urgency, target=target if urgency.target else None, still=still_after)


def names_wish(centre: UUID) -> Names:
    """How this centre wants its examiners called on paper."""
    service = Service.objects.filter(centre=centre).first()
    return Names(service.names) if service else Names.NAMES


def leads_of(centre: UUID) -> list[Person]:
    """Who leads there just now: examiners with the duty."""
    return list(Person.objects.filter(agency=centre, role=Role.EXAMINER, is_duty_lead=True, is_active=True))


def overdue(*, at: datetime) -> QuerySet[Request]:
    """Open ones over their time that nobody has passed on yet."""
    return Request.objects.filter(state__in=OPEN, due_at__lt=at, passed_at=None)


def still(*, at: datetime) -> list[Request]:
    """In a hand without a sign of work for longer than their class allows at their centre."""
    held = Request.objects.filter(state__in=IN_HAND).select_related("centre")
    allowed = {centre: times(centre) for centre in set(held.values_list("centre", flat=True))}
    return [
        each
        for each in held
        if (each.touched_at or each.taken_at or at) + allowed[each.centre_id][each.urgency].still < at
    ]


def is_trainee(person: Person) -> bool:
    """Whether the next opinion of this examiner is one of those that are countersigned."""
    return Opinion.objects.filter(examiner=person).count() < person.trainee_opinions


def own_opinions(person: Person) -> set[UUID]:
    """The open requests about which this examiner has given an opinion: another one has to look."""
    return set(
        Opinion.objects.filter(examiner=person, request__state__in=OPEN).values_list("request_id", flat=True)
    )


def opinions_seen_by(person: Person, request: Request) -> list[Opinion]:
    """All of them once the request is answered; until then each examiner sees the own one, others none.

    A second examiner who knew the first opinion would be no second examiner.
    """
    opinions = request.opinions.select_related("examiner")
    return list(opinions if request.state in DONE else opinions.filter(examiner=person))


def said(opinions: Sequence[Opinion]) -> list[Said]:
    return [
        Said(
            each.conclusion,
            each.fraud_subtype or each.fraud_class,
            each.wants_second,
            each.trainee,
            tuple(Said(further["conclusion"], further["fraud"]) for further in each.further),
        )
        for each in opinions
    ]


def messages(request: Request) -> list[Message]:
    """What was said between examiner and officer, oldest first: whoever sees the request sees it."""
    return list(request.messages.select_related("by"))


def marks_of(opinion: Opinion) -> list[PictureMark]:
    """What the examiner drew on the pictures, numbered in the order of drawing."""
    added = {each["key"]: each["words"] for each in opinion.judged}
    return [
        PictureMark(
            item=each.item_id,
            shape=Shape(each.shape),
            points=each.points,
            label=str(place),
            text=each.text,
            finding=each.finding,
            words=each.words or added.get(each.finding, ""),
        )
        for place, each in enumerate(opinion.marks.all(), start=1)
    ]


def marks_seen_by(person: Person, request: Request) -> list[Mark]:
    """The own ones; those of all opinions once the request is answered. A second examiner who saw where the
    first one drew would know what that one thinks.
    """
    marks = request.marks.select_related("item", "examiner")
    shown = Q(examiner=person.pk)
    if request.state in DONE:
        shown |= Q(opinion__isnull=False)
    return list(marks.filter(shown))


def comparisons_of(person: Person, request: Request) -> list[Comparison]:
    """What this examiner laid beside which specimen, oldest first."""
    return list(request.comparisons.filter(examiner=person))


def authorities() -> QuerySet[Agency]:
    """Who can be asked about a document: agencies at which a liaison answers."""
    with_liaison = Person.objects.filter(role=Role.LIAISON, is_active=True).values("agency")
    return Agency.objects.filter(pk__in=with_liaison)


def shareable(inspection: Inspection) -> list[Shareable]:
    """The data of the documents that an examiner may choose from for an authority, field by field."""
    examination = last_examination(inspection)
    return shareable_fields(examination.parts if examination else [], inspection.visual)


def shareable_pictures(inspection: Inspection) -> list[Item]:
    return [each.item for each in exhibits(inspection) if each.item.state == ItemState.PREPARED]


def inquiries_visible_to(person: Person) -> QuerySet[Inquiry]:
    """A liaison's own authority's; an examiner's centre's; for others none."""
    reaches = TABLE.get((person.role, "inquiry.read"), frozenset()) if person.is_active else frozenset()
    reach = Q(pk__in=())
    if Reach.AUTHORITY in reaches:
        reach |= Q(authority=person.agency_id)
    if Reach.CENTRE in reaches:
        reach |= Q(centre=person.agency_id)
    return Inquiry.objects.filter(reach).select_related("authority", "centre", "asked_by", "answered_by")


def find_inquiry(person: Person, pk: UUID) -> Inquiry:
    found = inquiries_visible_to(person).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def inquiries_of(request: Request) -> list[Inquiry]:
    return list(request.inquiries.select_related("authority", "asked_by", "answered_by"))


def replies_of(request: Request) -> list[Reply]:
    """What authorities answered about this request, as findings."""
    return [
        Reply(
            each.code,
            each.authority.name,
            each.answer,
            vocabulary("inquiry-answer").label(each.answer, language()),
            each.reference,
            each.dated.isoformat() if each.dated else "",
            each.remark,
        )
        for each in inquiries_of(request)
        if each.answer and not each.erased_at
    ]


def claims_of(request: Request, run: int | None) -> tuple[list[Claim], list[dict[str, Any]]]:
    """The findings to judge in this run of the engine, and the documents that it saw."""
    inspection = request.inspection
    runs = inspection_queries.examinations(inspection)
    examination = next((each for each in runs if each.run == run), runs[0] if runs else None)
    parts = [part for part in (examination.parts if examination else []) if "document" in part]
    return claims(parts, inspection.doubt, replies_of(request), _observed(inspection)), parts


def _observed(inspection: Inspection) -> list[Observed]:
    """What the officer found not as it should be, in the order of the documents and of the procedure."""
    places = dict(inspection.documents.values_list("pk", "position"))
    order = [term.id for term in vocabulary("procedure")]
    found = [
        Observed(
            each.key,
            places.get(each.document, 1) if each.document else 1,
            {"vocabulary": "procedure", "id": each.term.id} if each.term else each.text(""),
            each.note.strip(),
        )
        for each in inspection_queries.officer_findings(inspection)
    ]
    known = {key: place for place, key in enumerate(order)}
    return sorted(found, key=lambda each: (each.part, known.get(each.key, len(known))))


def served(centre: UUID, since: datetime) -> list[Served]:
    """The requests put to a centre since then, as they are counted."""
    found = Request.objects.filter(centre=centre, asked_at__gte=since).prefetch_related("opinions")
    return [
        Served(
            each.urgency,
            each.state,
            each.asked_at,
            each.due_at,
            each.first_at,
            each.ended_at,
            each.waited,
            tuple(said(list(each.opinions.all()))),
        )
        for each in found
    ]


def find_paper(person: Person, code: str) -> Paper | None:
    """The paper of this code, if this person may know of its case."""
    if not may(person, "paper.read"):
        return None
    plain = "".join(letter for letter in code.upper() if letter.isalnum())
    return (
        Paper.objects.filter(code=plain, request__in=visible_to(person))
        .select_related("request__inspection__agency", "issued_by")
        .first()
    )


def untraced() -> QuerySet[Inspection]:
    """Cases that changed since their traces were taken."""
    taken = Traced.objects.filter(inspection=OuterRef("pk")).values("changed_at")[:1]
    cases = Inspection.objects.filter(erased_at=None).exclude(wanted_run=0)
    return cases.annotate(traced=Subquery(taken)).filter(Q(traced=None) | Q(traced__lt=F("changed_at")))


def usual_waits(centre: UUID | None, urgencies: Iterable[str]) -> dict[str, tuple[timedelta | None, bool]]:
    """How long answers of these urgencies take at this centre, and whether that is measured (rules.usual)."""
    took: dict[str, list[timedelta]] = {urgency: [] for urgency in urgencies}
    past = Request.objects.filter(centre=centre, urgency__in=took, state__in=DONE)
    place = Window(RowNumber(), partition_by="urgency", order_by="-ended_at")
    recent = past.annotate(place=place).filter(place__lte=PAST).values_list("urgency", "asked_at", "ended_at")
    for urgency, asked_at, ended_at in recent:
        if ended_at:  # as all have that are done
            took[urgency].append(ended_at - asked_at)
    waits = {urgency: usual(urgency, each) for urgency, each in took.items()}
    measured = {urgency for urgency, (_wait, enough) in waits.items() if enough}
    targets = times(centre) if measured != set(waits) else {}
    return {each: waits[each] if each in measured else (targets[each].target, False) for each in waits}


def personal_data(inspection: Inspection) -> list[dict[str, object]]:
    """All that the room keeps about persons in one case (rules.PERSONAL), to be shown to whom it concerns."""
    words = (
        *("conclusion", "reasons", "limits", "in_favour", "advice", "evidence", "compared", "judged"),
        "further",
    )
    asked = ("question", "shared", "answer", "reference", "remark")
    return [
        {
            "asked_at": each.asked_at.isoformat(),
            "question": each.question,
            "messages": list(each.messages.values("kind", "presets", "text")),
            "inquiries": list(each.inquiries.values(*asked)),
            "opinions": list(each.opinions.values(*words)) if each.state in DONE else [],
            "marks": list(each.marks.values("shape", "points", "text")) if each.state in DONE else [],
        }
        for each in Request.objects.filter(inspection=inspection).order_by("asked_at")
    ]
