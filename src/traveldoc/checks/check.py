"""A check: one question, its clause, what the standard expects, and what to do when it is not met."""

from dataclasses import dataclass
from typing import Final

from traveldoc.finding import Finding, Grade, Phrase, Place, gettext_noop

NO_HINT: Final = Phrase("")
# Common answers, shared by all findings that give them.
AS_EXPECTED: Final = Phrase(gettext_noop("as expected"))
NOT_PRESENT: Final = Phrase(gettext_noop("nothing to compare"))
NOT_GIVEN: Final = Phrase(gettext_noop("not given"))


@dataclass(frozen=True, slots=True)
class Check:
    """`id` is never reused or renamed, only superseded."""

    id: str
    question: Phrase
    clause: str
    expected: Phrase
    hint: Phrase

    def consistent(
        self,
        seen: Phrase = AS_EXPECTED,
        *,
        expected: Phrase | None = None,
        place: Place | None = None,
        clause: str = "",
        hint: Phrase = NO_HINT,
    ) -> Finding:
        return Finding(
            self.id,
            Grade.CONSISTENT,
            self.question,
            expected or self.expected,
            seen,
            clause or self.clause,
            hint,
            place,
        )

    def faulty(
        self,
        seen: Phrase,
        *,
        grade: Grade = Grade.INCONSISTENT,
        expected: Phrase | None = None,
        place: Place | None = None,
        clause: str = "",
        hint: Phrase | None = None,
    ) -> Finding:
        """Any answer but `consistent`; the hint tells the officer what to do."""
        return Finding(
            self.id,
            grade,
            self.question,
            expected or self.expected,
            seen,
            clause or self.clause,
            hint or self.hint,
            place,
        )

    def not_examined(self, seen: Phrase = NOT_GIVEN, *, place: Place | None = None) -> Finding:
        return self.faulty(seen, grade=Grade.NOT_EXAMINED, place=place, hint=NO_HINT)
