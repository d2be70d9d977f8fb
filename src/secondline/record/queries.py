"""Reading the record and proving it."""

from dataclasses import dataclass
from uuid import UUID

from django.db.models import QuerySet

from secondline.record.models import Entry, Head
from secondline.record.rules import GENESIS, entry_hash


@dataclass(frozen=True, slots=True)
class HeadNote:
    """A head as it was exported: kept elsewhere, it proves later that no tail was cut or rewritten."""

    number: int
    hash: str


@dataclass(frozen=True, slots=True)
class Proof:
    """`broken` is the number of the first entry that does not hold, with the reason; None: all hold."""

    entries: int
    head: HeadNote
    broken: int | None = None
    reason: str = ""


def head() -> HeadNote:
    row = Head.objects.get(pk=1)
    return HeadNote(row.number, row.hash)


def of_agency(agency: UUID) -> QuerySet[Entry]:
    return Entry.objects.filter(agency=agency).order_by("-number")


def verify(witness: HeadNote | None = None) -> Proof:
    """Walk the chain from the first entry; stop at the first that does not hold.

    Without a `witness` a tail that was cut together with the head cannot be seen: export heads.
    """
    number, previous = 0, GENESIS
    stored = head()
    for entry in Entry.objects.order_by("number").iterator(chunk_size=2000):
        if reason := _fault(entry, number, previous):
            return Proof(number, stored, number + 1 if entry.number > number else entry.number, reason)
        number, previous = entry.number, entry.hash
        if witness and witness.number == number and witness.hash != previous:
            return Proof(number, stored, number, "differs from the exported head")
    if witness and witness.number > number:
        return Proof(number, stored, number + 1, "missing: the exported head lies beyond the last entry")
    if stored != HeadNote(number, previous):
        return Proof(number, stored, number + 1, "missing: the stored head names another last entry")
    return Proof(number, stored)


def _fault(entry: Entry, number: int, previous: str) -> str:
    if entry.number != number + 1:
        return "missing or out of order"
    if entry.previous != previous:
        return "does not follow from the entry before"
    computed = entry_hash(
        number=entry.number,
        at=entry.at,
        by=entry.by,
        agency=entry.agency,
        verb=entry.verb,
        thing=entry.thing,
        facts=entry.facts,
        previous=entry.previous,
    )
    return "" if computed == entry.hash else "its content was changed"
