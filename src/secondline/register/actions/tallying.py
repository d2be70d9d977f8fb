"""Counting the rows of changed months anew, in the transaction that changed them."""

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any, Final
from uuid import UUID

from django.db.models import Count, Q

from secondline.register.actions.packing import mispacked, pack
from secondline.register.models import Detection, FurtherDocument, Tally
from secondline.register.persons import weight

ALIKE = (
    *("post_id", "month", "source", "generated", "fraud_class"),
    *("document_kind", "document_nationality", "selection"),
)
_OF_DOCUMENT: Final = tuple(name for name in ALIKE if name != "document_nationality")
CHUNK: Final = 500
_Group = tuple[Any, ...]


def recount(agency: UUID, months: Iterable[date], incidents: Iterable[str | None] = ()) -> None:
    """The tallies of these months, from the rows themselves: nothing is added up that could drift.

    `incidents`: those of rows that came or went; which row opens each is settled first.
    """
    changed = sorted({*months, *_settle(agency, incidents)})
    Tally.objects.filter(agency=agency, month__in=changed).delete()
    rows = [
        Tally(agency_id=agency, **dict(zip((*ALIKE, *_COUNTS), group, strict=True)))
        for group in _grouped(agency, Q(month__in=changed))
    ]
    Tally.objects.bulk_create(rows, batch_size=1000)
    pack(agency, changed)


_COUNTS: Final = ("number", "incidents", "documents")


def _grouped(agency: UUID, where: Q) -> Iterator[_Group]:
    """Each combination that stands, with its persons, the incidents they open, and documents."""
    people = Detection.objects.filter(where, agency=agency, current=True).order_by().values_list(*ALIKE)
    persons: dict[_Group, tuple[int, int]] = {
        row[:-2]: row[-2:]
        for row in people.annotate(number=Count("pk"), incidents=Count("pk", filter=Q(opens=True)))
    }
    papers = FurtherDocument.objects.filter(where, agency=agency).order_by().values_list(*_OF_DOCUMENT)
    further: Counter[_Group] = Counter()
    place = ALIKE.index("document_nationality")
    for *alike, number in papers.annotate(number=Count("pk")):
        alike.insert(place, "")  # a visa's issuer is nobody's nationality
        further[tuple(alike)] += number
    for group in {**persons, **further}:
        number, incidents = persons.get(group, (0, 0))
        yield (*group, number, incidents, number + further[group])


def _settle(agency: UUID, incidents: Iterable[str | None]) -> set[date]:
    """Of an incident's rows one alone opens it, one with a fraud first; the months that this changed."""
    named = sorted({each for each in incidents if each})
    changed: set[date] = set()
    for start in range(0, len(named), CHUNK):
        rows = Detection.objects.filter(
            agency=agency, current=True, incident__in=named[start : start + CHUNK]
        ).only("pk", "incident", "opens", "fraud_class", "month")
        opened: set[str | None] = set()
        for row in sorted(rows, key=lambda row: (weight(row.fraud_class), row.pk)):
            opens, before = row.incident not in opened, row.opens
            opened.add(row.incident)
            if opens != before:
                row.opens = opens
                row.save(update_fields=["opens"])
                changed.add(row.month)
    return changed


def miscounted(agency: UUID) -> list[date]:
    """The months whose tallies are not what the rows say."""
    counted = set(_grouped(agency, Q()))
    standing = set(Tally.objects.filter(agency=agency).values_list(*ALIKE, *_COUNTS))
    return sorted({group[1] for group in counted ^ standing}.union(mispacked(agency)))
