"""The record's entries in words: who, which deed, which thing, which facts; and those that are asked for."""

import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final
from uuid import UUID

from django.db.models import Model, QuerySet
from django.utils.translation import gettext

from secondline.inspections.models import Contact, Dump, Exhibit, Inspection, Question
from secondline.inspections.naming import language
from secondline.inspections.queries import numbered
from secondline.people.models import Agency, Person, Post
from secondline.people.rules import ROLE_NAMES, Role
from secondline.record.models import Entry
from secondline.reference.models import Alert, DocumentType, ReportedList, TrustSource
from secondline.register.models import Exposure
from secondline.shell.templatetags.shell import month
from secondline.site.fact_words import FACT_TERMS, FACT_WORDS
from secondline.site.verbs import VERB_WORDS
from secondline.support.models import Inquiry, Paper, Request
from secondline.trends.models import Plan, Release, Verdict
from traveldoc.vocabulary import vocabulary

# Things that have a name which is no person's data of a traveller; all others are shown by their id.
_NAMED: tuple[type[Model], ...] = (
    *(Person, Post, Agency, DocumentType, Alert, ReportedList, TrustSource),
    *(Question, Contact, Release, Exposure),
)
_DIGEST: Final = re.compile(r"[0-9a-f]{64}")
_ID: Final = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
_SHOWN_OF_A_DIGEST: Final = 16


@dataclass(frozen=True, slots=True)
class Line:
    """An entry as it is read. `who` and `thing` are empty where only an id is left."""

    entry: Entry
    who: str
    deed: str
    thing: str
    facts: list[tuple[str, str]]


def lines(entries: Sequence[Entry]) -> list[Line]:
    names = dict(_pairs(Person, {entry.by for entry in entries if entry.by}))
    said = {entry.number: json.loads(entry.facts) for entry in entries}
    spoken = {UUID(key) for facts in said.values() for key in facts.values() if _is_id(key)}
    things = _things({entry.thing for entry in entries if entry.thing} | spoken)
    return [
        Line(
            entry,
            names.get(entry.by, "") if entry.by else gettext("the software"),
            gettext(VERB_WORDS.get(entry.verb, entry.verb)),
            things.get(entry.thing, "") if entry.thing else "",
            [
                (_fact_word(name), _fact(name, value, things))
                for name, value in said[entry.number].items()
                if value != ""
            ],
        )
        for entry in entries
    ]


def _is_id(value: object) -> bool:
    return isinstance(value, str) and _ID.fullmatch(value) is not None


def _fact_word(name: str) -> str:
    return gettext(FACT_WORDS[name]) if name in FACT_WORDS else name


def _fact(name: str, value: object, things: dict[UUID, str]) -> str:
    """As people say it: yes and no, a name for an id, the label of a term, the beginning of a digest."""
    if isinstance(value, bool):
        return gettext("yes") if value else gettext("no")
    text = str(value)
    if _is_id(value):
        return things.get(UUID(text), text)
    if _DIGEST.fullmatch(text):
        return f"{text[:_SHOWN_OF_A_DIGEST]}…"
    if name in FACT_TERMS and text in vocabulary(FACT_TERMS[name]):
        return vocabulary(FACT_TERMS[name]).label(text, language())
    return str(ROLE_NAMES[Role(text)]) if name == "role" and text in set(Role) else text


def wanted(
    entries: QuerySet[Entry], *, agency: UUID, who: UUID | None, deed: str, case: str, day: date | None
) -> QuerySet[Entry]:
    """Of a person, of one sort of deed, about a case and all that belongs to it, of a day here."""
    if who:
        entries = entries.filter(by=who)
    if deed:
        entries = entries.filter(verb=deed)
    if day:
        entries = entries.filter(at__date=day)
    if case:
        entries = entries.filter(thing__in=_of_case(agency, case))
    return entries


def _of_case(agency: UUID, case: str) -> list[UUID]:
    """The case, its pictures and files, what was asked about it, and the answers on paper."""
    cases = list(numbered(Inspection.objects.filter(agency=agency), case).values_list("pk", flat=True))
    asked = list(Request.objects.filter(inspection__in=cases).values_list("pk", flat=True))
    return [
        *cases,
        *asked,
        *Exhibit.objects.filter(inspection__in=cases).values_list("item", flat=True),
        *Dump.objects.filter(inspection__in=cases).values_list("item", flat=True),
        *Inquiry.objects.filter(request__in=asked).values_list("pk", flat=True),
        *Paper.objects.filter(request__in=asked).values_list("pk", flat=True),
    ]


def _things(wanted: Iterable[UUID]) -> dict[UUID, str]:
    """What the ids are called: what belongs to a case by the case's number."""
    ids = set(wanted)
    found = {key: name for noun in _NAMED for key, name in _pairs(noun, ids)}
    cases = Inspection.objects.filter(pk__in=ids).select_related("agency")
    found |= {case.pk: case.case_number for case in cases}
    for noun in (Request, Inquiry, Paper):
        found |= _asked_about(noun, ids)
    for dump in Dump.objects.filter(item__in=ids).select_related("inspection__agency"):
        words = {"case": dump.inspection.case_number}
        found[dump.item_id] = gettext("%(case)s, chip file") % words
    for exhibit in Exhibit.objects.filter(item__in=ids).select_related("inspection__agency"):
        words = {"case": exhibit.inspection.case_number, "number": str(exhibit.position)}
        found[exhibit.item_id] = gettext("%(case)s, picture %(number)s") % words
    for plan in Plan.objects.filter(pk__in=ids):
        found[plan.pk] = gettext("plan of %(month)s") % {"month": month(plan.month)}
    for verdict in Verdict.objects.filter(pk__in=ids):
        found[verdict.pk] = gettext("alarm of %(month)s") % {"month": month(verdict.month)}
    return found


def _asked_about(noun: type[Any], ids: set[UUID]) -> dict[UUID, str]:
    """A question to the centre by its case; one to an authority and a paper by their own code, too."""
    if noun is Request:
        asked = Request.objects.filter(pk__in=ids).select_related("inspection__agency")
        return {each.pk: each.inspection.case_number for each in asked}
    rows = noun.objects.filter(pk__in=ids).select_related("request__inspection__agency")
    return {each.pk: f"{each.request.inspection.case_number}, {each.code}" for each in rows}


def _pairs(noun: type[Model], ids: set[Any]) -> list[tuple[UUID, str]]:
    return [(row.pk, str(row)) for row in noun._default_manager.filter(pk__in=ids)]  # noqa: SLF001  # documented
