"""The linked cases of a case, as far as a person's access goes."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from secondline.inspections import queries as inspections
from secondline.inspections.models import Inspection
from secondline.people.models import Person
from secondline.support.linking import TELLING, Sort, near
from secondline.support.models import Trace


@dataclass(frozen=True, slots=True)
class Link:
    """Another case and why it is linked; both sides are of one holder, so who sees the link may see the
    case.
    """

    inspection: Inspection
    sorts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Links:
    """`elsewhere`: another agency put a linked case to the same centre. Not which, not what, not when."""

    shown: list[Link]
    more: int = 0
    elsewhere: bool = False


MOST_LINKS = 20


def linked(person: Person, inspection: Inspection) -> Links:
    """The linked cases as far as this person's access goes.

    An officer's agency compares under its own key; what others put to the same centre is only hinted at, and
    only where this case was put there too: whoever asks has asked the centre, in the record, about this
    document.
    """
    traces = list(Trace.objects.filter(inspection=inspection))
    own = _hits(inspection, person.agency_id, traces)
    cases = inspections.visible_to(person).filter(pk__in=own).order_by("-opened_at")
    shown = [Link(each, tuple(sorted(own[each.pk]))) for each in cases[:MOST_LINKS]]
    elsewhere = False
    if inspection.centre_id and inspection.centre_id != person.agency_id:
        there = _hits(inspection, inspection.centre_id, traces)
        foreign = Inspection.objects.filter(pk__in=[key for key, why in there.items() if why & TELLING])
        elsewhere = foreign.exclude(agency=person.agency_id).exists()
    return Links(shown, max(0, len(own) - len(shown)), elsewhere)


def _hits(inspection: Inspection, holder: UUID, traces: Sequence[Trace]) -> dict[UUID, set[str]]:
    """Other cases of this holder that share a trace of this one's, and of which sorts."""
    own = [each for each in traces if each.holder_id == holder]
    if not own:
        return {}
    bands: dict[tuple[str, str], list[str]] = {}
    for each in own:
        bands.setdefault((each.sort, each.band), []).append(each.digest)
    others = Trace.objects.filter(
        holder=holder, sort__in={each.sort for each in own}, band__in={each.band for each in own}
    ).exclude(inspection=inspection)
    found: dict[UUID, set[str]] = {}
    for key, sort, band, digest in others.values_list("inspection", "sort", "band", "digest"):
        if any(near(sort, mine, digest) for mine in bands.get((sort, band), ())):
            found.setdefault(key, set()).add(sort)
    # The same photograph in the same picture is no second reason.
    return {key: why - {Sort.PHOTO} if Sort.PICTURE in why else why for key, why in found.items()}
