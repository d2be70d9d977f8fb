"""Which single character would make a check digit fit. Proposed to a person, never put in by itself."""

from collections.abc import Iterator, Mapping
from typing import Final

from traveldoc.checks.plan import PLANS, Plan
from traveldoc.checks.subject import Cell, Proposal, Subject
from traveldoc.mrz.alphabet import DIGITS, LOOKALIKES, VALUES

# For each character: those it is taken for, with the difference of their values.
_LOOKALIKES: Final[dict[str, tuple[tuple[str, int], ...]]] = {
    seen: tuple((other, VALUES[other] - VALUES[seen]) for other in others)
    for seen, others in LOOKALIKES.items()
}


def repair(subject: Subject, plan: Plan, calculated: str) -> Proposal | None:
    """A runner-up of an uncertain character, or else a lookalike of any, that makes the check digit fit.

    Of several the one that makes most check digits of the zone fit. Where the composite is wrong beside
    another check digit, the other one is what is repaired.
    """
    text = subject.mrz.text
    plans = PLANS[subject.layout.name]
    if plan.is_composite and not all(other.holds(text) for other in plans if other is not plan):
        return None
    doubt = subject.doubtful(plan.spans)
    cells = {(cell.line, cell.column): cell for cell in doubt}
    candidates = [
        proposal
        for proposal in _candidates(subject, plan, calculated, cells)
        if not doubt or (proposal.line, proposal.column) in cells
    ]
    if len(candidates) < 2:
        return candidates[0] if candidates else None
    return max(candidates, key=lambda proposal: _fitting(subject, plans, proposal))


def _fitting(subject: Subject, plans: tuple[Plan, ...], proposal: Proposal) -> int:
    """How many check digits fit with the proposal in place."""
    text = subject.mrz.text
    place = subject.layout.span(proposal.line, proposal.column, proposal.column)
    changed = text[: place.start] + proposal.proposed + text[place.stop :]
    return sum(plan.holds(changed) for plan in plans)


def _candidates(
    subject: Subject, plan: Plan, calculated: str, doubt: Mapping[tuple[int, int], Cell]
) -> Iterator[Proposal]:
    """Single characters that make the check digit fit: runners-up of the uncertain ones and lookalikes."""
    text = subject.mrz.text
    printed = text[plan.at]
    name = plan.check.id
    if printed in DIGITS:
        missing = (int(printed) - int(calculated)) % 10
        for line, column, place, weight, allowed in plan.cells:
            seen = text[place]
            cell = doubt.get((line, column))
            others = _steps(cell.character, cell.runner_up) if cell else _LOOKALIKES.get(seen, ())
            for other, step in others:
                if step * weight % 10 == missing and other in allowed:
                    yield Proposal(name, line, column, seen, other)
    line, column, _ = plan.spans[0]
    cell = doubt.get((line, column))
    if calculated in LOOKALIKES.get(printed, "") + (cell.runner_up if cell else ""):
        yield Proposal(name, line, column, printed, calculated)


def _steps(seen: str, runner_up: str) -> tuple[tuple[str, int], ...]:
    """The second choice first, then lookalikes, each with the difference of its value."""
    others = dict.fromkeys(runner_up + LOOKALIKES.get(seen, ""))
    return tuple((other, VALUES[other] - VALUES[seen]) for other in others if other in VALUES)
