"""Counting the rows of changed months anew, in the transaction that changed them."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from django.db.models import Count

from secondline.register.actions.packing import mispacked, pack
from secondline.register.models import Detection, Tally

ALIKE = (
    *("post_id", "month", "source", "generated", "fraud_class"),
    *("document_kind", "document_nationality", "selection"),
)


def recount(agency: UUID, months: Iterable[date]) -> None:
    """The tallies of these months, from the rows themselves: nothing is added up that could drift."""
    changed = sorted(set(months))
    Tally.objects.filter(agency=agency, month__in=changed).delete()
    rows = Detection.objects.filter(agency=agency, current=True, month__in=changed)
    groups = rows.order_by().values(*ALIKE).annotate(number=Count("pk"))
    Tally.objects.bulk_create([Tally(agency_id=agency, **group) for group in groups], batch_size=1000)
    pack(agency, changed)


def miscounted(agency: UUID) -> list[date]:
    """The months whose tallies are not what the rows say."""
    rows = Detection.objects.filter(agency=agency, current=True).order_by()
    counted = set(rows.values_list(*ALIKE).annotate(number=Count("pk")))
    standing = set(Tally.objects.filter(agency=agency).values_list(*ALIKE, "number"))
    return sorted({group[1] for group in counted ^ standing}.union(mispacked(agency)))
