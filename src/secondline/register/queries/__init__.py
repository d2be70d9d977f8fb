"""Reading the register: counts, effort, and what came in when."""

from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from uuid import UUID

from django.db.models import Count, Max, Min, Q, QuerySet

from secondline.people.models import Person
from secondline.register.counts import cube_of
from secondline.register.cube import MONTH, first_day
from secondline.register.models import (
    Batch,
    Detection,
    Exposure,
    Observation,
    Progress,
    Refusal,
    Remark,
)
from secondline.register.queries.found import (
    STRATA,
    Choice,
    Counted,
    Grouped,
    Looked,
    Monthly,
    chosen,
    counted,
    effort,
    grouped,
    known,
    looked,
    monthly,
    posts,
    posts_of,
    span,
)
from secondline.register.queries.standing import Standing, stamp_of, standing
from secondline.register.series.reconcile import WORDS
from traveldoc.finding import Phrase

__all__ = [
    "STRATA",
    "Choice",
    "Counted",
    "Grouped",
    "Looked",
    "Monthly",
    "chosen",
    "counted",
    "effort",
    "grouped",
    "known",
    "looked",
    "monthly",
    "posts",
    "posts_of",
    "span",
]


def visible_to(person: Person) -> QuerySet[Detection]:
    """The rows of the own agency that stand: nobody reads another agency's."""
    return Detection.objects.filter(agency=person.agency_id, current=True)


def batches_visible_to(person: Person) -> QuerySet[Batch]:
    return Batch.objects.filter(agency=person.agency_id).select_related("by")


def as_of(person: Person) -> datetime | None:
    """The vintage: when the register last looked or was last told anything."""
    progress = Progress.objects.filter(agency=person.agency_id).first()
    moments = [
        batches_visible_to(person).aggregate(at=Max("at"))["at"],
        progress.looked_at if progress else None,
    ]
    return max((moment for moment in moments if moment), default=None)


@dataclass(frozen=True, slots=True)
class Source:
    """How many rows stand from one source, from which month to which."""

    name: str
    generated: bool
    rows: int
    first: date
    last: date


def sources(person: Person) -> list[Source]:
    found: dict[tuple[bool, str], list[tuple[date, int]]] = {}
    rows = cube_of(person.agency_id)
    for (source, generated, month), number in rows.sums("source", "generated", MONTH).items():
        told = found.setdefault((bool(generated), source), [])
        told.append((first_day(month), number))
    return [
        Source(source, generated, sum(n for _month, n in told), min(told)[0], max(told)[0])
        for (generated, source), told in sorted(found.items())
    ]


@dataclass(frozen=True, slots=True)
class Refused:
    """So many inspections were refused (`whole`), or taken without this column."""

    column: str
    reason: str
    whole: bool
    number: int


def refused(person: Person) -> list[Refused]:
    rows = Refusal.objects.filter(agency=person.agency_id).order_by("-whole", "column", "reason")
    return [Refused(*group) for group in rows.values_list("column", "reason", "whole").annotate(Count("pk"))]


def exposures_visible_to(person: Person) -> QuerySet[Exposure]:
    return Exposure.objects.filter(agency=person.agency_id).select_related("by")


def standing_exposures(person: Person) -> QuerySet[Exposure]:
    return Exposure.objects.filter(agency=person.agency_id, withdrawn_at=None)


def observations_visible_to(person: Person) -> QuerySet[Observation]:
    """Published series: those of the own agency, and those of the centre that it asks."""
    return Observation.objects.filter(agency__in=_libraries(person))


def _libraries(person: Person) -> list[UUID]:
    centre = person.agency.centre_id
    return [person.agency_id, *([centre] if centre else [])]


@dataclass(frozen=True, slots=True)
class Held:
    """A published series as it stands: how many numbers, from when to when, as of when; `edition` over 1:
    corrected copies of its tables are read.
    """

    source: str
    generated: bool
    indicator: str
    unit: str
    numbers: int
    first: date
    last: date
    vintage: date
    edition: int
    monthly: bool


def series_held(person: Person) -> list[Held]:
    agencies = tuple(_libraries(person))
    return list(_held(agencies, stamp_of(agencies)))


@lru_cache(maxsize=64)
def _held(agencies: tuple[UUID, ...], _stamp: tuple[UUID, ...]) -> list[Held]:
    """Kept while nothing new came: over a hundred thousands of numbers this takes longer than a page may."""
    rows = Observation.objects.filter(agency__in=agencies).order_by("source", "indicator", "unit")
    groups = rows.values_list("source", "batch__generated", "indicator", "unit")
    return [
        Held(*group)
        for group in groups.annotate(
            Count("pk"),
            Min("period"),
            Max("period"),
            Max("vintage"),
            Max("edition"),
            monthly=Count("pk", filter=Q(frequency="M")),
        )
    ]


@dataclass(frozen=True, slots=True)
class Point:
    """One number of a series, the newest vintage (or that of a day)."""

    period: date
    frequency: str
    value: int | None
    vintage: date
    flag: str


def observed_by(
    person: Person, held: Held, *, first: date, last: date, citizenship: str = "", frequency: str = "M"
) -> dict[tuple[str, str], dict[date, int]]:
    """A series by (area, citizenship) and month (or another period), the newest vintage, details added up.

    Only rows of a known citizenship: a source's totals and rests are left out.
    """
    return _standing(person, held).by_way(frequency, first, last, citizenship)


def observed(
    person: Person, held: Held, *, citizenship: str = "", area: str = "", as_of: date | None = None
) -> tuple[list[Point], bool]:
    """A series of one citizenship or all in order of time, in the frequency that it has most of.

    With whether its parts were added up, because the source has no total of its own. `as_of`: as it was told
    up to that day.
    """
    told = _standing(person, held, as_of)
    found = [(often, *told.together(often, citizenship, area)) for often in told.ways]
    often, points, summed = max(found, key=lambda each: len(each[1]), default=("M", {}, False))
    return [Point(when, often, *each) for when, each in points.items()], summed


def _standing(person: Person, held: Held, as_of: date | None = None) -> Standing:
    return standing(_libraries(person), (held.source, held.indicator, held.unit), as_of)


MOST_AREAS = 200


def areas(person: Person, held: Held) -> list[str]:
    """The areas that a published series tells apart, by name."""
    rows = observations_visible_to(person).filter(
        source=held.source, indicator=held.indicator, unit=held.unit
    )
    return list(rows.exclude(area="").order_by("area").values_list("area", flat=True).distinct()[:MOST_AREAS])


def citizenships(person: Person) -> list[str]:
    """The nationalities of which the register holds own detections or published series."""
    told = observations_visible_to(person).exclude(citizenship="").order_by()
    own = known(person, ["document_nationality"])["document_nationality"]
    return sorted({*own, *told.values_list("citizenship", flat=True).distinct()})


def remarks(person: Person, batch: str = "") -> QuerySet[Remark]:
    """What is remarkable in the published series of the own agency, the undecided first."""
    rows = Remark.objects.filter(batch__agency=person.agency_id).select_related("batch", "by")
    with suppress(ValueError):
        rows = rows.filter(batch=UUID(batch))
    return rows.order_by("verdict", "-batch__at", "pk")


def remark_words(remark: Remark) -> Phrase:
    return Phrase(WORDS[remark.kind], remark.values)
