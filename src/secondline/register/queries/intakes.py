"""Files that were given on the page: whose, how far, what was found in them."""

import json
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404

from secondline.people.models import Person
from secondline.people.queries import may
from secondline.register.exposure import shelf
from secondline.register.incoming.refusing import WORDS
from secondline.register.intake_rules import TROUBLES, Course
from secondline.register.models import Intake
from traveldoc.finding import Phrase


def intakes_visible_to(person: Person) -> QuerySet[Intake]:
    """Those of the own agency, for whoever may take files over."""
    found = Intake.objects.filter(agency=person.agency_id) if may(person, "register.import") else None
    return Intake.objects.none() if found is None else found.select_related("by")


def find_intake(person: Person, pk: UUID) -> Intake:
    found = intakes_visible_to(person).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


@dataclass(frozen=True, slots=True)
class Going:
    """How far it is: a key of STEPS, and how many are done of how many (0: nobody knows)."""

    step: str
    done: int
    of: int


def going(intake: Intake) -> Going:
    step, done, of = "wait", 0, 0
    with suppress(OSError, ValueError):
        step, done, of = json.loads(shelf.progress_of(intake.pk).read_text(encoding="utf-8"))
    return Going(step, done, of)


def trouble_words(intake: Intake) -> Phrase | None:
    """Why nothing could be done with the file."""
    if intake.state != Course.FAILED:
        return None
    return Phrase({**TROUBLES, **WORDS}[intake.trouble], intake.values)


def remarks_of(intake: Intake) -> list[Phrase]:
    return [Phrase(template, values) for template, values in intake.report.get("remarks", ())]


Wrong = tuple[int, str, Phrase]


def wrong_of(intake: Intake) -> list[Wrong]:
    """The first rows that can't be taken."""
    return [_wrong(each) for each in intake.report.get("wrong", ())]


def all_wrong_of(intake: Intake) -> Iterator[Wrong]:
    """All of them, as long as the file itself is kept."""
    with suppress(FileNotFoundError), shelf.refused_of(intake.pk).open(encoding="utf-8") as lines:
        yield from (_wrong(json.loads(line)) for line in lines)


def _wrong(told: list[Any]) -> Wrong:
    row, column, template, values = told
    return row, column, Phrase(template, values)
