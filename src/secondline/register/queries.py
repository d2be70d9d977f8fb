"""Reading the register: counts, effort, and what came in when."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Count, Max, Min, Q, QuerySet, Sum
from django.db.models.functions import Coalesce

from secondline.people.models import Person, Post
from secondline.register.exposure import shelf
from secondline.register.exposure.asking import Crossed, crossed
from secondline.register.models import (
    Batch,
    Detection,
    Effort,
    Exposure,
    Observation,
    Progress,
    Refusal,
    Remark,
    Tally,
)
from secondline.register.rules import FOUND, NOTHING_FOUND, PERSONS, PULLED, RANDOM
from secondline.register.series.reconcile import WORDS
from traveldoc.finding import Phrase


def visible_to(person: Person) -> QuerySet[Detection]:
    """The rows of the own agency that stand: nobody reads another agency's."""
    return Detection.objects.filter(agency=person.agency_id, current=True)


def batches_visible_to(person: Person) -> QuerySet[Batch]:
    return Batch.objects.filter(agency=person.agency_id).select_related("by")


@dataclass(frozen=True, slots=True)
class Choice:
    """What is looked at; an empty value leaves nothing out."""

    first: date
    last: date
    post: UUID | None = None
    border_type: str = ""
    document_kind: str = ""
    unit: str = PERSONS  # what is counted: persons, documents or incidents


@dataclass(frozen=True, slots=True)
class Counted:
    """So many of the chosen unit with this result at a post in a month."""

    post: UUID
    month: date
    fraud_class: str
    generated: bool
    number: int


@dataclass(frozen=True, slots=True)
class Looked:
    """How much was looked at, at a post in a month. None: not known."""

    post: UUID
    month: date
    generated: bool
    inspections: int
    random_checks: int | None
    crossings: int | None


# The tallies' column of each unit.
UNIT_COLUMNS = {PERSONS: "number", "documents": "documents", "incidents": "incidents"}


def _tallies(person: Person, unit: str = PERSONS) -> QuerySet[Tally]:
    """The tallies in which the unit occurs: not those of further documents where persons are asked for."""
    some = {f"{UNIT_COLUMNS[unit]}__gt": 0}
    return Tally.objects.filter(agency=person.agency_id, **some).order_by()


def counted(person: Person, choice: Choice) -> list[Counted]:
    """Results by post, month and class, of the documents chosen, in the unit chosen."""
    rows = _tallies(person, choice.unit).filter(_where(choice))
    if choice.document_kind:
        rows = rows.filter(document_kind=choice.document_kind)
    count = Sum(UNIT_COLUMNS[choice.unit])
    groups = rows.values_list("post", "month", "fraud_class", "generated").annotate(count)
    return [Counted(*group) for group in groups]


def looked(person: Person, choice: Choice) -> list[Looked]:
    """Effort by post and month: pulled inspections, counted, and what other sources tell.

    Effort is of all documents, also where one kind is chosen: other sources don't tell it by kind.
    """
    pulled = _tallies(person).filter(_where(choice), source=PULLED)
    random = Coalesce(Sum("number", filter=Q(selection=RANDOM)), 0)
    sums = pulled.values_list("post", "month").annotate(Sum("number"), random=random)
    own = [Looked(post, month, False, number, checks, None) for post, month, number, checks in sums]
    told = Effort.objects.filter(_where(choice), agency=person.agency_id, current=True).order_by()
    efforts = told.values_list("post", "month", "generated").annotate(
        Sum("inspections"), Sum("random_checks"), Sum("crossings")
    )
    return own + [Looked(*numbers) for numbers in efforts]


# What detections can be told apart by, as the tallies keep it.
STRATA = ("post__code", "fraud_class", "document_kind", "document_nationality", "post__border_type")


@dataclass(frozen=True, slots=True)
class Grouped:
    """Of one stratum in one month: `found` with a fraud, `looked` with any result, `random` of these by lot.

    `looked` is a denominator only where `whole`: where the rows also tell of checks without a find.
    """

    stratum: tuple[str, ...]
    month: date
    found: int
    looked: int
    random: int
    random_found: int
    whole: bool
    generated: bool


def grouped(person: Person, *, by: Sequence[str], first: date, last: date) -> list[Grouped]:
    """The own agency's results of these months by columns of STRATA (none: all together)."""
    if unknown := set(by) - set(STRATA):
        raise ValueError(f"{sorted(unknown)} are no columns of the tallies; there are {STRATA}")
    rows = _tallies(person).filter(month__gte=first, month__lte=last)
    whole = set(rows.filter(fraud_class=NOTHING_FOUND).values_list("source", flat=True).distinct())
    found = Coalesce(Sum("number", filter=Q(fraud_class__in=FOUND)), 0)
    lot = Q(selection=RANDOM)
    groups = rows.values(*by, "month", "source", "generated").annotate(
        found=found,
        looked=Sum("number"),
        random=Coalesce(Sum("number", filter=lot), 0),
        random_found=Coalesce(Sum("number", filter=lot & Q(fraud_class__in=FOUND)), 0),
    )
    return [
        Grouped(
            tuple(str(row[name]) for name in by),
            row["month"],
            row["found"],
            row["looked"],
            row["random"],
            row["random_found"],
            row["source"] in whole,
            row["generated"],
        )
        for row in groups
    ]


def _where(choice: Choice) -> Q:
    condition = Q(month__gte=choice.first, month__lte=choice.last)
    if choice.post:
        condition &= Q(post=choice.post)
    if choice.border_type:
        condition &= Q(post__border_type=choice.border_type)
    return condition


def span(person: Person) -> tuple[date, date] | None:
    """The first and the last month of which the register knows anything."""
    found = _tallies(person).aggregate(first=Min("month"), last=Max("month"))
    told = Effort.objects.filter(agency=person.agency_id, current=True)
    effort = told.aggregate(first=Min("month"), last=Max("month"))
    firsts = [month for month in (found["first"], effort["first"]) if month]
    lasts = [month for month in (found["last"], effort["last"]) if month]
    return (min(firsts), max(lasts)) if firsts else None


def posts(person: Person) -> list[Post]:
    return list(Post.objects.filter(agency=person.agency_id))


def document_kinds(person: Person) -> list[str]:
    """The kinds of document of which the register holds anything."""
    kinds = _tallies(person, "documents").exclude(document_kind="").order_by("document_kind")
    return list(kinds.values_list("document_kind", flat=True).distinct())


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
    rows = _tallies(person).order_by("generated", "source").values_list("source", "generated")
    groups = rows.annotate(Sum("number"), Min("month"), Max("month"))
    return [Source(*group) for group in groups]


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


def crossings(person: Person, choice: Choice, *, by: Sequence[str]) -> list[Crossed]:
    """Crossings, first-line checks, referrals and random checks of the own agency, by columns of exposure.

    Of several sources the one told last is read, so that nothing is counted twice; `by` may name `source`
    to see them apart. A post is its code.
    """
    standing = Exposure.objects.filter(agency=person.agency_id, withdrawn_at=None)
    overlapping = standing.filter(first__lte=choice.last, last__gte=choice.first)
    newest = overlapping.order_by("-vintage", "-id").first()
    if newest is None:
        return []
    if "source" not in by:
        overlapping = overlapping.filter(source=newest.source)
    files = [
        shelf.path_of(person.agency_id, exposure) for exposure in overlapping.values_list("pk", flat=True)
    ]
    posts = Post.objects.filter(agency=person.agency_id)
    posts = posts.filter(pk=choice.post) if choice.post else posts
    posts = posts.filter(border_type=choice.border_type) if choice.border_type else posts
    where = {"post": sorted(posts.values_list("code", flat=True))}
    if choice.document_kind:
        where["document_kind"] = [choice.document_kind]
    return crossed(files, by=by, first=choice.first, last=choice.last, where=where)


def observations_visible_to(person: Person) -> QuerySet[Observation]:
    """Published series: those of the own agency, and those of the centre that it asks."""
    return Observation.objects.filter(agency__in=_libraries(person))


def _libraries(person: Person) -> list[UUID]:
    centre = person.agency.centre_id
    return [person.agency_id, *([centre] if centre else [])]


@dataclass(frozen=True, slots=True)
class Held:
    """A published series as it stands: how many numbers, from when to when, as of when."""

    source: str
    generated: bool
    indicator: str
    unit: str
    numbers: int
    first: date
    last: date
    vintage: date
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
    for row in rows.order_by("vintage"):
        newest[row.frequency, row.period, row.area, row.named, row.detail] = row
    points: dict[tuple[str, date], Point] = {}
    for (frequency, period, *_rest), row in sorted(newest.items(), key=lambda item: item[0]):
        known = points.get((frequency, period))
        value = row.value if known is None else _plus(known.value, row.value)
        vintage = max(row.vintage, known.vintage) if known else row.vintage
        flag = row.flag or (known.flag if known else "")
        points[frequency, period] = Point(period, frequency, value, vintage, flag)
    return list(points.values())


def observed_by(
    person: Person, held: Held, *, first: date, last: date, citizenship: str = ""
) -> dict[tuple[str, str], dict[date, int]]:
    """A monthly series by (area, citizenship) and month, the newest vintage, details added up.

    Only rows of a known citizenship: a source's totals and rests are left out.
    """
    rows = observations_visible_to(person).filter(
        source=held.source, indicator=held.indicator, unit=held.unit, frequency="M",
        period__gte=first, period__lte=last, value__isnull=False,
    )  # fmt: skip
    rows = rows.filter(citizenship=citizenship) if citizenship else rows.exclude(citizenship="")
    newest: dict[tuple[str, str, str, str, date], int] = {}
    columns = ("area", "citizenship", "named", "detail", "period", "value")
    for *key, value in rows.order_by("vintage").values_list(*columns).iterator():
        newest[tuple(key)] = value
    sums: dict[tuple[str, str], dict[date, int]] = {}
    for (area, code, _named, _detail, period), value in newest.items():
        cell = sums.setdefault((area, code), {})
        cell[period] = cell.get(period, 0) + value
    return sums


def _plus(one: int | None, other: int | None) -> int | None:
    return None if one is None or other is None else one + other


def citizenships(person: Person) -> list[str]:
    """The nationalities of which the register holds own detections or published series."""
    own = _tallies(person).exclude(document_nationality="").values_list("document_nationality", flat=True)
    told = observations_visible_to(person).exclude(citizenship="").order_by()
    return sorted({*own.distinct(), *told.values_list("citizenship", flat=True).distinct()})


def remarks(person: Person, batch: str = "") -> QuerySet[Remark]:
    """What is remarkable in the published series of the own agency, the undecided first."""
    rows = Remark.objects.filter(batch__agency=person.agency_id).select_related("batch", "by")
    with suppress(ValueError):
        rows = rows.filter(batch=UUID(batch))
    return rows.order_by("verdict", "-batch__at", "pk")


def remark_words(remark: Remark) -> Phrase:
    return Phrase(WORDS[remark.kind], remark.values)
