"""The document number, and its continuation in the optional data (Doc 9303-5 and -6, 4.2.2 note j)."""

from typing import Final

from traveldoc.checks.check import Check
from traveldoc.checks.doubt import fault
from traveldoc.checks.subject import Subject, span_of
from traveldoc.finding import Finding, Phrase, gettext_noop
from traveldoc.mrz.alphabet import FILLER
from traveldoc.mrz.number import CONTINUED_IN, long_number

NUMBER: Final = Check(
    "mrz.number",
    Phrase(gettext_noop("Is there a document number, complete with its continuation?")),
    "Doc 9303-4, -5, -6 and -7, 4.2.2",
    Phrase(gettext_noop("a number, and after a filler in place of its check digit the rest of it")),
    Phrase(gettext_noop("Compare the document number with the visual zone and with other pages.")),
)
CHECKS: Final = (NUMBER,)

_GOOD: Final = NUMBER.consistent()
_EMPTY: Final = Phrase(gettext_noop("no document number"))
_NO_REST: Final = Phrase(
    gettext_noop(
        "a filler in place of the check digit, but no rest of the number with a check digit after it"
    )
)


def numbers(subject: Subject) -> tuple[Finding, ...]:
    """Whether the number is there; in TD1 and TD2 whether an announced continuation is."""
    values = subject.mrz.values
    number = subject.layout.by_name["document_number"]
    if not values["document_number"].strip(FILLER):
        return (fault(NUMBER, subject, (span_of(number),), _EMPTY, clause=number.clause),)
    if values["document_number_check"] != FILLER or subject.layout.name not in CONTINUED_IN:
        return (_GOOD,)
    if long_number(values["document_number"], values["optional_data"]) is not None:
        return (_GOOD,)
    check = subject.layout.by_name["document_number_check"]
    optional = subject.layout.by_name["optional_data"]
    return (fault(NUMBER, subject, (span_of(check), span_of(optional)), _NO_REST, clause=number.clause),)
