"""The packed counts of changed months made anew, in the transaction that changed them (see cube.py)."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Any, Final
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from secondline.register.cube import DIMENSIONS, OF_ALL, packed
from secondline.register.models import Detection, FurtherDocument, MonthlyCounts
from secondline.register.rules import NOTHING_FOUND, RANDOM

_COLUMNS: Final = {"post": "post_id", "random": "selection"}


def pack(agency: UUID, months: Iterable[date]) -> None:
    """A month of which nothing is left has no counts."""
    changed = sorted(set(months))
    MonthlyCounts.objects.filter(agency=agency, month__in=changed).delete()
    made = [(month, packed_of(agency, month)) for month in changed]
    MonthlyCounts.objects.bulk_create(
        MonthlyCounts(agency_id=agency, month=month, packed=data) for month, data in made if data
    )


def packed_of(agency: UUID, month: date) -> bytes:
    """The rows of a month, in the numbers of cube.UNITS: persons, the incidents they open, documents."""
    sums: defaultdict[tuple[str, ...], list[int]] = defaultdict(lambda: [0, 0, 0])
    for cells, persons, incidents, documents in (*_persons(agency, month), *_further(agency, month)):
        total = sums[_labels(cells)]
        total[0] += persons
        total[1] += incidents
        total[2] += documents
    return packed([*labels, *numbers] for labels, numbers in sums.items()) if sums else b""


_Counted = Iterator[tuple[dict[str, Any], int, int, int]]


def _persons(agency: UUID, month: date) -> _Counted:
    """Each with the document that decides; where nothing was found only how much was looked at."""
    rows = Detection.objects.filter(agency=agency, current=True, month=month).order_by()
    for part, names in (
        (rows.filter(fraud_class=NOTHING_FOUND), OF_ALL),
        (rows.exclude(fraud_class=NOTHING_FOUND), DIMENSIONS),
    ):
        groups = _grouped(part, names).annotate(n=Count("pk"), opened=Count("pk", filter=Q(opens=True)))
        for *cells, persons, incidents in groups:
            yield dict(zip(names, cells, strict=True)), persons, incidents, persons


# What a further document tells of itself: it has no bearer here, so no nationality and no journey.
_OF_DOCUMENT: Final = ("post", "document_kind", "fraud_class", "source", "random", "generated", "issuer")


def _further(agency: UUID, month: date) -> _Counted:
    rows = FurtherDocument.objects.filter(agency=agency, month=month).order_by()
    for part, names in (
        (rows.filter(fraud_class=NOTHING_FOUND), tuple(name for name in _OF_DOCUMENT if name != "issuer")),
        (rows.exclude(fraud_class=NOTHING_FOUND), _OF_DOCUMENT),
    ):
        for *cells, documents in _grouped(part, names).annotate(n=Count("pk")):
            yield dict(zip(names, cells, strict=True)), 0, 0, documents


def _grouped(rows: QuerySet[Any], names: Sequence[str]) -> QuerySet[Any, tuple[Any, ...]]:
    return rows.values_list(*(_COLUMNS.get(name, name) for name in names))


def _labels(cells: dict[str, object]) -> tuple[str, ...]:
    lot = "1" if cells["random"] == RANDOM else ""
    known = {**_NOTHING, **cells, "random": lot, "generated": "1" if cells["generated"] else ""}
    return tuple(str(known[name]) for name in DIMENSIONS)


_NOTHING: Final = dict.fromkeys(DIMENSIONS, "")


def mispacked(agency: UUID) -> set[date]:
    """The months whose packed counts are not what the rows say."""
    held = {each.month: bytes(each.packed) for each in MonthlyCounts.objects.filter(agency=agency)}
    rows = Detection.objects.filter(agency=agency, current=True).order_by()
    further = FurtherDocument.objects.filter(agency=agency).order_by()
    told = (each.values_list("month", flat=True).distinct() for each in (rows, further))
    months = set(held).union(*told)
    return {month for month in months if held.get(month, b"") != packed_of(agency, month)}
