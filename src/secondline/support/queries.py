"""Reading requests: the queue, the answer, and who must not see what yet."""

from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

from django.db.models import Q, QuerySet
from django.http import Http404

from secondline.inspections.models import Inspection
from secondline.people.models import Person
from secondline.people.queries import may
from secondline.people.rules import TABLE, Reach
from secondline.support.models import Opinion, Request
from secondline.support.rules import OPEN, Said, State, usual

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
    """All requests of a case, the newest first."""
    return list(visible_to(person).filter(inspection=inspection).order_by("-asked_at", "-pk"))


def queue(person: Person) -> list[Request]:
    """The open requests of the own centre, the least time left first."""
    return list(visible_to(person).filter(state__in=OPEN).order_by("due_at", "asked_at", "pk"))


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
    return list(opinions if request.state == State.ANSWERED else opinions.filter(examiner=person))


def said(opinions: Sequence[Opinion]) -> list[Said]:
    return [
        Said(each.conclusion, each.fraud_subtype or each.fraud_class, each.wants_second) for each in opinions
    ]


def usual_wait(centre: UUID | None, urgency: str) -> tuple[timedelta | None, bool]:
    """How long an answer of this urgency takes at this centre (see rules.usual)."""
    past = Request.objects.filter(centre=centre, urgency=urgency, state=State.ANSWERED).order_by("-ended_at")
    return usual(urgency, [each.took for each in past[:PAST] if each.took is not None])


def personal_data(inspection: Inspection) -> list[dict[str, object]]:
    """All that the room keeps about persons in one case (rules.PERSONAL), to be shown to whom it concerns."""
    words = ("conclusion", "reasons", "limits", "in_favour", "advice", "evidence")
    return [
        {
            "asked_at": each.asked_at.isoformat(),
            "question": each.question,
            "opinions": list(each.opinions.values(*words)) if each.state == State.ANSWERED else [],
        }
        for each in Request.objects.filter(inspection=inspection).order_by("asked_at")
    ]
