"""Which single character would make a check digit fit. Proposed to a person, never put in by itself."""

from typing import Final

from traveldoc.checks.plan import Plan
from traveldoc.checks.subject import Cell, Proposal, Subject
from traveldoc.mrz.alphabet import DIGITS, FILLER, LOOKALIKES, VALUES

# For each character: those it is taken for, with the difference of their values.
_LOOKALIKES: Final[dict[str, tuple[tuple[str, int], ...]]] = {
    seen: tuple((other, VALUES[other] - VALUES[seen]) for other in others)
    for seen, others in LOOKALIKES.items()
}


def repair(subject: Subject, plan: Plan, calculated: str) -> Proposal | None:
    """A runner-up of an uncertain character, or else a lookalike of any, that makes the check digit fit."""
    printed = subject.mrz.text[plan.at]
    doubt = subject.doubtful(plan.spans)
    if doubt:
        return _of_doubt(subject, plan, calculated, doubt)
    if printed not in DIGITS:
        return _of_digit(subject, plan, calculated)
    missing = (int(printed) - int(calculated)) % 10
    text = subject.mrz.text
    for line, column, place, weight, allowed in plan.cells:
        seen = text[place]
        for other, difference in _LOOKALIKES.get(seen, ()):
            if difference * weight % 10 == missing and other in allowed:
                return Proposal(plan.check.id, line, column, seen, other)
    return _of_digit(subject, plan, calculated)


def _of_digit(subject: Subject, plan: Plan, calculated: str) -> Proposal | None:
    """The check digit itself may have been read wrongly."""
    printed = subject.mrz.text[plan.at]
    if calculated not in LOOKALIKES.get(printed, ""):
        return None
    line, column, _ = plan.spans[0]
    return Proposal(plan.check.id, line, column, printed, calculated)


def _of_doubt(subject: Subject, plan: Plan, calculated: str, doubt: list[Cell]) -> Proposal | None:
    printed = subject.mrz.text[plan.at]
    cells = {(line, column): (weight, allowed) for line, column, _, weight, allowed in plan.cells}
    for cell in doubt:
        others = dict.fromkeys(cell.runner_up + LOOKALIKES.get(cell.character, ""))
        if (cell.line, cell.column) not in cells:
            if calculated in others:
                return Proposal(plan.check.id, cell.line, cell.column, cell.character, calculated)
            continue
        weight, allowed = cells[cell.line, cell.column]
        missing = (VALUES[printed] - int(calculated)) % 10
        for other in others:
            step = (VALUES.get(other, 0) - VALUES[cell.character]) * weight
            if printed != FILLER and step % 10 == missing and other in allowed:
                return Proposal(plan.check.id, cell.line, cell.column, cell.character, other)
    return None
