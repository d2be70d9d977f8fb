"""Counting the rows of changed months anew, in the transaction that changed them."""

from collections.abc import Iterable
from datetime import date
from typing import Final
from uuid import UUID

from secondline.register.actions.packing import pack
from secondline.register.models import Detection
from secondline.register.persons import weight

CHUNK: Final = 500


def recount(agency: UUID, months: Iterable[date], incidents: Iterable[str | None] = ()) -> None:
    """The counts of these months, from the rows themselves: nothing is added up that could drift.

    `incidents`: those of rows that came or went; which row opens each is settled first.
    """
    pack(agency, {*months, *_settle(agency, incidents)})


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
