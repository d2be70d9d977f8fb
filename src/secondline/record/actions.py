"""Writing in the record."""

from datetime import datetime
from typing import Protocol
from uuid import UUID

from django.db import transaction

from secondline.record.models import Entry, Head
from secondline.record.rules import Content, Facts, canonical_facts, check_fit, entry_hash


class Doer(Protocol):
    """Who does it: a person of an agency."""

    @property
    def pk(self) -> UUID: ...
    @property
    def agency_id(self) -> UUID | None: ...


def write(
    verb: str,
    *,
    by: Doer | None,
    at: datetime,
    thing: UUID | None = None,
    agency: UUID | None = None,
    **facts: str | int | bool,
) -> Entry:
    """Append one entry in the transaction of the deed itself: both stand, or neither.

    `by=None` is the software's own work (a background examination, a pull). `agency` is whose auditors
    may read the line; by default the doer's.
    """
    if not transaction.get_connection().in_atomic_block:
        raise transaction.TransactionManagementError(
            "a record line is written in the transaction of its deed"
        )
    return _append(verb, by=by, at=at, thing=thing, agency=agency, facts=facts)


def _append(
    verb: str, *, by: Doer | None, at: datetime, thing: UUID | None, agency: UUID | None, facts: Facts
) -> Entry:
    check_fit(verb, facts)
    head = Head.objects.select_for_update().get(pk=1)
    content: Content = {
        "number": head.number + 1,
        "at": at,
        "by": by.pk if by else None,
        "agency": agency or (by.agency_id if by else None),
        "verb": verb,
        "thing": thing,
        "facts": canonical_facts(facts),
        "previous": head.hash,
    }
    entry = Entry.objects.create(**content, hash=entry_hash(**content))
    head.number, head.hash = entry.number, entry.hash
    head.save(update_fields=["number", "hash"])
    return entry
