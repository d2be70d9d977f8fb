"""One answer to one question about a document: what was asked, expected, seen, where, and by which clause."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum


def gettext_noop(text: str) -> str:
    """Mark a text for the translators; whoever shows it translates it."""
    return text


class Grade(StrEnum):
    """How a question was answered. There is no "genuine": nothing here can prove that."""

    CONSISTENT = "consistent"
    INCONSISTENT = "inconsistent"
    INCONCLUSIVE = "inconclusive"
    NOT_EXAMINED = "not examined"


WORST_FIRST: tuple[Grade, ...] = (
    Grade.INCONSISTENT,
    Grade.INCONCLUSIVE,
    Grade.NOT_EXAMINED,
    Grade.CONSISTENT,
)


@dataclass(frozen=True, slots=True)
class Phrase:
    """A sentence that can be translated: a fixed English template and the values that go into it.

    `str()` gives the English sentence; a page translates `template` first and calls `filled`.
    """

    template: str
    values: Mapping[str, str] = field(default_factory=dict)

    def filled(self, template: str) -> str:
        return template % self.values if self.values else template

    def __str__(self) -> str:
        return self.filled(self.template)


@dataclass(frozen=True, slots=True)
class Place:
    """Where on the document: `line` and columns count from 1, `end` is the last column included."""

    zone: str
    line: int | None = None
    start: int | None = None
    end: int | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """One graded answer. `id` names the check and is never reused or renamed, only superseded."""

    id: str
    grade: Grade
    question: Phrase
    expected: Phrase
    seen: Phrase
    clause: str
    hint: Phrase
    place: Place | None = None


def overall(findings: Iterable[Finding]) -> Grade:
    """The worst grade among the findings: one inconsistency is never outvoted.

    What nobody looked at does not lower the grade of what was looked at; with nothing looked at the
    answer is `not examined`.
    """
    grades = {finding.grade for finding in findings}
    for grade in (Grade.INCONSISTENT, Grade.INCONCLUSIVE, Grade.CONSISTENT):
        if grade in grades:
            return grade
    return Grade.NOT_EXAMINED


def worst_first(findings: Iterable[Finding]) -> list[Finding]:
    return sorted(findings, key=lambda finding: WORST_FIRST.index(finding.grade))
