"""The questions asked of a document, one family a file. Adding one adds a row, not a branch elsewhere."""

from collections.abc import Callable, Iterable
from typing import Final

from traveldoc.alert import Alert, Seen
from traveldoc.checks import (
    alert,
    check_digit,
    chip,
    chip_data,
    chip_page,
    chip_trust,
    code,
    date,
    field,
    journey,
    name,
    number,
    page,
    reading,
    reported,
    seal,
    seal_data,
    seal_trust,
    shape,
    visual,
)
from traveldoc.checks.check import Check
from traveldoc.checks.subject import Proposal, Subject
from traveldoc.finding import Finding
from traveldoc.reported import LookUp

__all__ = ["CHECKS", "Check", "Proposal", "Subject", "ask", "ask_beforehand"]

# In the order in which they are asked. `shape` comes first: the others need a format.
_OF_FIELDS: Final[tuple[Callable[[Subject], Iterable[Finding]], ...]] = (
    field.fields,
    code.codes,
    name.names,
    number.numbers,
    check_digit.check_digits,
    date.dates,
    reading.readings,
)

CHECKS: Final[tuple[Check, ...]] = (
    *shape.CHECKS,
    *field.CHECKS,
    *code.CHECKS,
    *name.CHECKS,
    *number.CHECKS,
    *check_digit.CHECKS,
    *date.CHECKS,
    *reading.CHECKS,
    *visual.CHECKS,
    # Answered by whoever read the picture, and handed in as ready findings.
    *page.CHECKS,
    # Asked in traveldoc.chip and traveldoc.seal, which come after this room.
    *chip.CHECKS,
    *chip_trust.CHECKS,
    *chip_data.CHECKS,
    *chip_page.CHECKS,
    *seal.CHECKS,
    *seal_trust.CHECKS,
    *seal_data.CHECKS,
    # Asked by whoever knows the journey; its findings are handed in with the facts.
    *journey.CHECKS,
    *alert.CHECKS,
    *reported.CHECKS,
)


def ask(subject: Subject) -> list[Finding]:
    """All questions about a zone and what a person read beside it."""
    findings = [*shape.shape(subject)]
    if subject.mrz.format is not None:
        for family in _OF_FIELDS:
            findings += family(subject)
    findings += visual.visual(subject)
    return findings


def ask_beforehand(
    subject: Subject, seen: Seen, given: Iterable[Alert], look_up: LookUp | None, found: Iterable[Finding]
) -> list[Finding]:
    """What was known before the document came: alerts, and lists of lost and stolen documents."""
    findings = alert.alerts(subject, seen, given, found)
    if look_up is not None:
        findings += reported.reported(subject, seen, look_up)
    return findings
