"""What the register gives to a table that is to leave the agency: counts by facts.

Rows that are for nobody else (TLP:RED) are not among them. Before disclosure control: never for other eyes.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import BooleanField, Case, Count, Q, QuerySet, Value, When

from secondline.people.models import Post
from secondline.register.models import Detection, FurtherDocument, Progress
from secondline.register.rules import FOUND, PULLED

FOR_NOBODY = "red"
# What a table may be broken down by, beside month and post.
FACTS = ("fraud_class", "document_kind", "document_nationality", "issuer", "embarkation", "transit")
# A further document is nobody's here: it has no nationality and no journey.
_OF_DOCUMENT = frozenset({"fraud_class", "document_kind", "issuer"})
# An inspection of this house is one person; of other sources' documents only the leading one stands for one.
_A_PERSON = Q(source=PULLED) | Q(role__in=("", "main"))


@dataclass(frozen=True, slots=True)
class Alike:
    """So many detections that are alike: `person` where each of them is a person of its own, `opens` where
    each of these is also the one by whom its incident is counted.
    """

    month: date
    post: str
    facts: tuple[str, ...]
    person: bool
    opens: bool
    generated: bool
    number: int


def alike(agency: UUID, *, by: Sequence[str], first: date, last: date) -> list[Alike]:
    """The agency's detections of these months, grouped by month, post and the facts named."""
    if unknown := set(by) - set(FACTS):
        raise ValueError(f"{sorted(unknown)} can't be asked for; there are {FACTS}")
    when = Q(agency=agency, fraud_class__in=FOUND, month__gte=first, month__lte=last)
    return [*_deciding(Detection.objects.filter(when, current=True), by), *_further(when, by)]


def _deciding(rows: QuerySet[Detection], by: Sequence[str]) -> Iterator[Alike]:
    """The documents that decide: each a person's, but for what other sources tell as a document besides."""
    person = Case(
        When(_A_PERSON, then=Value(value=True)), default=Value(value=False), output_field=BooleanField()
    )
    told = _groups(rows.annotate(alone=person), *by, "alone", "opens")
    for month, post, *facts, alone, opens, generated, number in told:
        yield Alike(month, post, tuple(facts), alone, alone and opens, generated, number)


def _further(when: Q, by: Sequence[str]) -> Iterator[Alike]:
    told = [name for name in by if name in _OF_DOCUMENT]
    for month, post, *facts, generated, number in _groups(FurtherDocument.objects.filter(when), *told):
        known = dict(zip(told, facts, strict=True))
        yield Alike(
            month,
            post,
            tuple(known.get(name, "") for name in by),
            person=False,
            opens=False,
            generated=generated,
            number=number,
        )


def _groups(rows: QuerySet[Any], *by: str) -> Iterator[tuple[Any, ...]]:
    told = rows.exclude(sharing=FOR_NOBODY).order_by()
    yield from told.values_list("month", "post__code", *by, "generated").annotate(Count("pk"))


def hold(agency: UUID) -> None:
    """Keep the agency's rows as they are to the end of the transaction: whoever changes them holds this."""
    Progress.objects.get_or_create(agency_id=agency)
    Progress.objects.select_for_update().get(agency_id=agency)


def borders(agency: UUID) -> dict[str, str]:
    """The posts of the agency by code, each with its kind of border."""
    return dict(Post.objects.filter(agency=agency).order_by("code").values_list("code", "border_type"))
