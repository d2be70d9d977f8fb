"""The record's entries in words: who, which deed, which thing; and those that somebody asks for."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Model, QuerySet
from django.utils.translation import gettext

from secondline.inspections.models import Inspection
from secondline.inspections.queries import numbered
from secondline.people.models import Agency, Person, Post
from secondline.record.models import Entry
from secondline.reference.models import Alert, DocumentType
from secondline.site.verbs import VERB_WORDS
from secondline.support.models import Request

# Things that have a name which is no person's data of a traveller; all others are shown by their id.
_NAMED: tuple[type[Model], ...] = (Person, Post, Agency, DocumentType, Alert)


@dataclass(frozen=True, slots=True)
class Line:
    """An entry as it is read. `who` and `thing` are empty where only an id is left."""

    entry: Entry
    who: str
    deed: str
    thing: str


def lines(entries: Sequence[Entry]) -> list[Line]:
    names = dict(_pairs(Person, {entry.by for entry in entries if entry.by}))
    things = _things({entry.thing for entry in entries if entry.thing})
    return [
        Line(
            entry,
            names.get(entry.by, "") if entry.by else gettext("the software"),
            gettext(VERB_WORDS.get(entry.verb, entry.verb)),
            things.get(entry.thing, "") if entry.thing else "",
        )
        for entry in entries
    ]


def wanted(
    entries: QuerySet[Entry], *, agency: UUID, who: UUID | None, deed: str, case: str, day: date | None
) -> QuerySet[Entry]:
    """Of a person, of one sort of deed, about a case and what was asked about it, of a day here."""
    if who:
        entries = entries.filter(by=who)
    if deed:
        entries = entries.filter(verb=deed)
    if day:
        entries = entries.filter(at__date=day)
    if case:
        cases = list(numbered(Inspection.objects.filter(agency=agency), case).values_list("pk", flat=True))
        asked = Request.objects.filter(inspection__in=cases).values_list("pk", flat=True)
        entries = entries.filter(thing__in=[*cases, *asked])
    return entries


def _things(wanted: Iterable[UUID]) -> dict[UUID, str]:
    """What the ids are called: a case and a request by the case's number."""
    ids = set(wanted)
    found = {key: name for noun in _NAMED for key, name in _pairs(noun, ids)}
    cases = Inspection.objects.filter(pk__in=ids).select_related("agency")
    requests = Request.objects.filter(pk__in=ids).select_related("inspection__agency")
    found |= {case.pk: case.case_number for case in cases}
    return found | {request.pk: request.inspection.case_number for request in requests}


def _pairs(noun: type[Model], ids: set[Any]) -> list[tuple[UUID, str]]:
    return [(row.pk, str(row)) for row in noun._default_manager.filter(pk__in=ids)]  # noqa: SLF001  # documented
