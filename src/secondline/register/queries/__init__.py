"""Reading the register: counts, effort, and what came in when."""

from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime
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
from secondline.register.queries.newest import oldest_first, without_margins
from secondline.register.series.citizenship import is_rest, is_total
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
    rows = observations_visible_to(person).order_by("source", "indicator", "unit")
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


def observed(
    person: Person,
    *,
    source: str,
    indicator: str,
    unit: str,
    citizenship: str = "",
    area: str = "",
    detail: str | None = "",
    as_of: date | None = None,
) -> list[Point]:
    """A series in order of time. `citizenship` "" is the source's own total; `detail` None adds details up.

    Details are added up only where each period has one vintage and frequency; numbers that the source does
    not know make the sum unknown.
    """
    rows = observations_visible_to(person).filter(
        source=source, indicator=indicator, unit=unit, citizenship=citizenship
    )
    rows = rows.filter(area=area) if area else rows
    rows = rows.filter(detail=detail) if detail is not None else rows
    rows = rows.filter(vintage__lte=as_of) if as_of else rows
    newest: dict[tuple[str, date, str, str, str], Observation] = {}
    for row in oldest_first(rows):
        if citizenship or is_total(row.named):
            newest[row.frequency, row.period, row.area, row.named, row.detail] = row
    newest = without_margins(newest, lambda key: (key[:3], key[3], key[4]))
    points: dict[tuple[str, date], Point] = {}
    for (frequency, period, *_rest), row in sorted(newest.items(), key=lambda item: item[0]):
        known = points.get((frequency, period))
        value = row.value if known is None else _plus(known.value, row.value)
        vintage = max(row.vintage, known.vintage) if known else row.vintage
        flag = row.flag or (known.flag if known else "")
        points[frequency, period] = Point(period, frequency, value, vintage, flag)
    return list(points.values())


def observed_by(
    person: Person,
    held: Held,
    *,
    first: date,
    last: date,
    citizenship: str = "",
    frequency: str = "M",
    rest: bool = False,
) -> dict[tuple[str, str], dict[date, int]]:
    """A series by (area, citizenship) and month (or another period), the newest vintage, details added up.

    Only rows of a known citizenship, and with `rest` those whom the source does not name, under "": its
    totals are left out.
    """
    rows = observations_visible_to(person).filter(
        source=held.source, indicator=held.indicator, unit=held.unit, frequency=frequency,
        period__gte=first, period__lte=last, value__isnull=False,
    )  # fmt: skip
    if citizenship:
        rows = rows.filter(citizenship=citizenship)
    elif not rest:
        rows = rows.exclude(citizenship="")
    newest: dict[tuple[str, str, str, str, date], int] = {}
    columns = ("area", "citizenship", "named", "detail", "period", "value")
    for *key, value in oldest_first(rows).values_list(*columns).iterator():
        if key[1] or is_rest(key[2]):
            newest[tuple(key)] = value
    newest = without_margins(newest, lambda key: ((*key[:2], key[4]), key[2], key[3]))
    sums: dict[tuple[str, str], dict[date, int]] = {}
    for (area, code, _named, _detail, period), value in newest.items():
        cell = sums.setdefault((area, code), {})
        cell[period] = cell.get(period, 0) + value
    return sums


MOST_AREAS = 200


def areas(person: Person, held: Held) -> list[str]:
    """The areas that a published series tells apart, by name."""
    rows = observations_visible_to(person).filter(
        source=held.source, indicator=held.indicator, unit=held.unit
    )
    return list(rows.exclude(area="").order_by("area").values_list("area", flat=True).distinct()[:MOST_AREAS])


def _plus(one: int | None, other: int | None) -> int | None:
    return None if one is None or other is None else one + other


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
