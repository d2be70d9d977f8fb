"""Numbers: what is written between their characters does not count (Doc 9303-4, 4.2.2.2)."""

from typing import Final

from traveldoc.checks.subject import Subject
from traveldoc.checks.visual_check import different, same
from traveldoc.document import number_of
from traveldoc.finding import Finding, Grade, Phrase, gettext_noop
from traveldoc.mrz.alphabet import FILLER

_PRINCIPAL: Final = Phrase(
    gettext_noop(
        "The number is longer than its field: the machine readable zone holds its 9 principal characters."
    )
)
_ELSEWHERE: Final = Phrase(
    gettext_noop(
        "What stands in the optional data is the issuing state's choice. Compare with a genuine document."
    )
)


def dense(text: str) -> str:
    """Letters and digits only, in capitals."""
    return "".join(sign for sign in text.upper() if sign.isalnum())


def compare_number(subject: Subject, name: str, visual: str) -> Finding:
    ours, theirs = dense(visual), dense(number_of(subject.mrz)[0])
    if ours == theirs:
        return same(name, visual)
    # Doc 9303-7, note j: of a longer number a visa shows the 9 principal characters.
    if len(theirs) == 9 and ours.startswith(theirs):
        if subject.layout.name in ("MRVA", "MRVB"):
            return same(name, visual, note=_PRINCIPAL)
        return different(subject, name, visual, "document_number", grade=Grade.INCONCLUSIVE, hint=_PRINCIPAL)
    return different(subject, name, visual, "document_number", printed=theirs)


def compare_data(subject: Subject, name: str, visual: str) -> Finding:
    """The personal number may stand in either field of optional data, or in none."""
    values = subject.mrz.values
    ours = dense(visual)
    found = [
        (field, dense(values[field])) for field in ("optional_data", "optional_data_2") if field in values
    ]
    if any(ours and ours in text for _, text in found):
        return same(name, visual)
    for field, text in found:
        if text and len(text) == len(ours):
            return different(subject, name, visual, field)
    field = next((field for field, text in found if text), "document_number")
    printed = values[field].rstrip(FILLER) if found else ""
    return different(
        subject, name, visual, field, grade=Grade.INCONCLUSIVE, hint=_ELSEWHERE, printed=printed or "-"
    )
