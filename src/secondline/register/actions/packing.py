"""The packed counts of changed months made anew, in the transaction that changed them (see cube.py)."""

from collections import Counter
from collections.abc import Iterable
from datetime import date
from typing import Final
from uuid import UUID

from django.db.models import Count

from secondline.register.cube import DIMENSIONS, OF_ALL, OF_FOUND, packed
from secondline.register.models import Detection, MonthlyCounts
from secondline.register.rules import NOTHING_FOUND, RANDOM

_COLUMNS: Final = {"post": "post_id", "random": "selection"}
_ALL: Final = tuple(_COLUMNS.get(name, name) for name in OF_ALL)


def pack(agency: UUID, months: Iterable[date]) -> None:
    """A month of which nothing is left has no counts."""
    changed = sorted(set(months))
    MonthlyCounts.objects.filter(agency=agency, month__in=changed).delete()
    made = [(month, packed_of(agency, month)) for month in changed]
    MonthlyCounts.objects.bulk_create(
        MonthlyCounts(agency_id=agency, month=month, packed=data) for month, data in made if data
    )


def packed_of(agency: UUID, month: date) -> bytes:
    """The rows of a month; of those in which nothing was found only how much was looked at."""
    rows = Detection.objects.filter(agency=agency, current=True, month=month).order_by()
    nothing, found = rows.filter(fraud_class=NOTHING_FOUND), rows.exclude(fraud_class=NOTHING_FOUND)
    counted = [(*cells, *_BLANK, n) for *cells, n in nothing.values_list(*_ALL).annotate(Count("pk"))]
    counted += found.values_list(*_ALL, *OF_FOUND).annotate(Count("pk"))
    sums: Counter[tuple[str, ...]] = Counter()
    for *cells, number in counted:
        sums[_labels(dict(zip(DIMENSIONS, cells, strict=True)))] += number
    return packed([*labels, n, n, n] for labels, n in sums.items()) if sums else b""


_BLANK: Final = ("",) * len(OF_FOUND)


def _labels(cells: dict[str, object]) -> tuple[str, ...]:
    lot = "1" if cells["random"] == RANDOM else ""
    known = {**cells, "random": lot, "generated": "1" if cells["generated"] else ""}
    return tuple(str(known[name]) for name in DIMENSIONS)


def mispacked(agency: UUID) -> set[date]:
    """The months whose packed counts are not what the rows say."""
    held = {each.month: bytes(each.packed) for each in MonthlyCounts.objects.filter(agency=agency)}
    rows = Detection.objects.filter(agency=agency, current=True).order_by()
    months = {*held, *rows.values_list("month", flat=True).distinct()}
    return {month for month in months if held.get(month, b"") != packed_of(agency, month)}
