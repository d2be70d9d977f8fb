"""Reading errors are not forgeries: a fault on an uncertain character waits for a person to confirm it."""

from typing import Final

from traveldoc.checks.check import Check
from traveldoc.checks.subject import ZONE, Cell, Span, Subject
from traveldoc.finding import Finding, Grade, Phrase, Place, gettext_noop

_CONFIRM: Final = gettext_noop(
    "Look at character %(column)s of line %(line)s on the document: it was read as “%(seen)s”, "
    "without certainty. Type what you see."
)
_CONFIRM_OR: Final = gettext_noop(
    "Look at character %(column)s of line %(line)s on the document: it was read as “%(seen)s”, "
    "without certainty; it may be “%(other)s”. Type what you see."
)


def fault(
    check: Check,
    subject: Subject,
    spans: tuple[Span, ...],
    seen: Phrase,
    *,
    expected: Phrase | None = None,
    hint: Phrase | None = None,
    clause: str = "",
    grade: Grade = Grade.INCONSISTENT,
    place: Place | None = None,
) -> Finding:
    """The finding for a fault that involves the characters of `spans` (line, start, end).

    Its place is `place` or else the first span, or the least certain character where one is uncertain.
    """
    doubt = subject.doubtful(spans)
    if not doubt:
        place = place or Place(ZONE, *spans[0])
        return check.faulty(seen, grade=grade, expected=expected, hint=hint, clause=clause, place=place)
    cell = doubt[0]
    return check.faulty(
        seen,
        grade=Grade.INCONCLUSIVE,
        expected=expected,
        hint=confirm(cell),
        clause=clause,
        place=Place(ZONE, cell.line, cell.column, cell.column),
    )


def confirm(cell: Cell, other: str = "") -> Phrase:
    """Ask the officer to confirm one character."""
    other = other or cell.runner_up
    values = {"line": str(cell.line), "column": str(cell.column), "seen": cell.character, "other": other}
    return Phrase(_CONFIRM_OR if other and other != cell.character else _CONFIRM, values)
