"""The procedure of a case: what was asked, what was answered and by whom, and what nobody looked at.

For every later view (case, examiner, opinion, PDF): `procedure(inspection)` gives the steps of one document,
`officer_findings(inspection)` what an officer found not as it should be, in all of them.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from secondline.inspections.models import Answer, Document, Examination, Inspection, Question
from secondline.inspections.models.guide import own_key
from secondline.people.models import Person
from traveldoc.finding import Grade
from traveldoc.procedure import Step, form_of, steps
from traveldoc.vocabulary import Term, vocabulary

NOT_RIGHT = "not-as-it-should-be"
RIGHT = "as-it-should-be"


@dataclass(frozen=True, slots=True)
class Answered:
    """One question and how it stands. `value` "" means: not looked at.

    `key` names it in forms and, as `procedure.KEY`, in opinions. `text` and `hint` are terms of the
    vocabulary, or the agency's own words.
    """

    key: str
    term: Term | None
    own: Question | None
    value: str = ""
    note: str = ""
    by: Person | None = None
    at: datetime | None = None
    vocabulary: str = ""
    document: UUID | None = None

    @property
    def finding(self) -> str:
        return f"procedure.{self.key}"

    def text(self, language: str) -> str:
        said = self.term or self.own
        return said.label(language) if said else ""

    def hint(self, language: str) -> str:
        said = self.term or self.own
        return said.definition(language) if said else ""

    @property
    def lights(self) -> Sequence[str]:
        return self.term.facets.get("lights", ()) if self.term else self.own.lights if self.own else ()

    @property
    def step(self) -> str:
        return self.term.parent if self.term else self.own.step if self.own else ""


@dataclass(frozen=True, slots=True)
class LookedAt:
    """One step of the procedure for one document."""

    step: Step
    questions: tuple[Answered, ...]

    @property
    def answered(self) -> int:
        return sum(bool(each.value) for each in self.questions)

    @property
    def state(self) -> str:
        """`no` where nobody looked, `part` where something is left, `all`."""
        return "no" if not self.answered else "all" if self.answered == len(self.questions) else "part"

    @property
    def faults(self) -> tuple[Answered, ...]:
        return tuple(each for each in self.questions if each.value == NOT_RIGHT)

    def term_label(self, language: str) -> str:
        return self.step.term.label(language)


def answers(inspection: Inspection, document: Document | None = None) -> dict[str, Answer]:
    """The answer that counts to each question about one document (None: the leading one)."""
    return _counting(inspection.answers.filter(document=document).select_related("by", "own"))


def _counting(given: Iterable[Answer]) -> dict[str, Answer]:
    return {each.key: each for each in given}


def all_answers(inspection: Inspection) -> list[Answer]:
    """Every answer about every document, the last of a question at the end."""
    return list(inspection.answers.select_related("by", "own"))


def own_questions(agency: UUID, *, also: Iterable[UUID] = ()) -> list[Question]:
    """Those that are asked now, and those that were answered before they were withdrawn (`also`)."""
    return _asked(Question.objects.filter(agency=agency), also)


def _asked(questions: Iterable[Question], also: Iterable[UUID]) -> list[Question]:
    kept = set(also)
    return [each for each in questions if each.withdrawn_at is None or each.pk in kept]


def procedure(inspection: Inspection, document: Document | None = None) -> list[LookedAt]:
    """All steps that one document is asked, with what was answered; what has no value was not looked at."""
    questions = Question.objects.filter(agency=inspection.agency_id)
    return _procedure(inspection, document, answers(inspection, document), questions)


def procedures(
    inspection: Inspection, documents: Sequence[Document], given: Sequence[Answer]
) -> list[tuple[Document | None, list[LookedAt]]]:
    """What was looked at, for the leading document (None) and each further one, from all answers."""
    questions = list(Question.objects.filter(agency=inspection.agency_id))
    about: list[Document | None] = [None, *documents]
    return [
        (document, _procedure(inspection, document, _counting(_about(document, given)), questions))
        for document in about
    ]


def _about(document: Document | None, given: Sequence[Answer]) -> list[Answer]:
    key = document.pk if document else None
    return [each for each in given if each.document_id == key]


def _procedure(
    inspection: Inspection,
    document: Document | None,
    given: dict[str, Answer],
    questions: Iterable[Question],
) -> list[LookedAt]:
    kind = document.kind if document else inspection.document_kind or inspection.stated_kind
    substrate = document.substrate if document else inspection.substrate
    own = _asked(questions, [each.own_id for each in given.values() if each.own_id])
    form = form_of(kind)
    asked = []
    for step in steps(kind, substrate):
        terms = [_answered(term.id, term, None, given) for term in _with_answered(step, given)]
        mine = [each for each in own if each.step == step.id and (not each.forms or form in each.forms)]
        asked.append(
            LookedAt(step, (*terms, *(_answered(own_key(each.pk), None, each, given) for each in mine)))
        )
    return asked


def _with_answered(step: Step, given: dict[str, Answer]) -> list[Term]:
    """The questions of the step, and any answered while the document was held to be another kind."""
    book, asked = vocabulary("procedure"), [term.id for term in step.questions]
    also = [key for key, each in given.items() if each.value and key in book and book[key].parent == step.id]
    return [book[key] for key in (*asked, *(key for key in also if key not in asked))]


def _answered(key: str, term: Term | None, own: Question | None, given: dict[str, Answer]) -> Answered:
    answer = given.get(key)
    if answer is None:
        return Answered(key, term, own)
    return Answered(
        key,
        term,
        own,
        value=answer.value,
        note=answer.note,
        by=answer.by,
        at=answer.at,
        vocabulary=answer.vocabulary,
        document=answer.document_id,
    )


def officer_findings(inspection: Inspection, given: Sequence[Answer] | None = None) -> list[Answered]:
    """What an officer found not as it should be, in every document of the case; never outvoted.

    `given`: all answers, where they are at hand.
    """
    book = vocabulary("procedure")
    last: dict[tuple[UUID | None, str], Answer] = {}
    for each in all_answers(inspection) if given is None else given:
        last[(each.document_id, each.key)] = each
    return [
        _answered(key, book.get(key), each.own, {key: each})
        for (_document, key), each in last.items()
        if each.value == NOT_RIGHT
    ]


def case_grade(
    inspection: Inspection, examination: Examination | None, found: Sequence[Answered] | None = None
) -> Grade | None:
    """The grade of the whole case: the engine's, and an officer's finding is never outvoted by it.

    That an officer found everything as it should be lifts nothing: it is shown beside, not added up.
    `found`: the officer's findings, where they are at hand.
    """
    grades = [Grade(examination.grade)] if examination else []
    if officer_findings(inspection) if found is None else found:
        grades.append(Grade.INCONSISTENT)
    return _worst(grades) if grades else None


def _worst(grades: Sequence[Grade]) -> Grade:
    for grade in (Grade.INCONSISTENT, Grade.INCONCLUSIVE, Grade.CONSISTENT):
        if grade in grades:
            return grade
    return Grade.NOT_EXAMINED
