"""The name field: separators, and truncation (Doc 9303-3, 4.6; parts 4 to 7, 4.2.3 and 7.2.3)."""

import re
from typing import Final

from traveldoc.checks.check import Check
from traveldoc.checks.deviation import known_deviation
from traveldoc.checks.doubt import fault
from traveldoc.checks.subject import Subject, span_of
from traveldoc.finding import Finding, Phrase, gettext_noop
from traveldoc.mrz.alphabet import FILLER

FORM: Final = Check(
    "mrz.name.form",
    Phrase(gettext_noop("Is the name written as the standard writes names?")),
    "Doc 9303-3, 4.6",
    Phrase(
        gettext_noop(
            "components with one filler between them, two after the primary identifier, then fillers"
        )
    ),
    Phrase(
        gettext_noop("Compare the name with the visual zone and with a genuine document of the same issue.")
    ),
)
TRUNCATION: Final = Check(
    "mrz.name.truncation",
    Phrase(gettext_noop("Is the name complete, or truncated as the standard truncates?")),
    "Doc 9303-4, 4.2.3; -5, 4.2.3; -6, 4.2.3; -7, 4.2.3 and 7.2.3",
    Phrase(gettext_noop("a complete name followed by fillers, or a letter in the last position")),
    Phrase(gettext_noop("The name fills its field: it may be truncated. Compare with the visual zone.")),
)
CHECKS: Final = (FORM, TRUNCATION)

_WELL_FORMED: Final = re.compile(r"[^<]+(?:<[^<]+)*(?:<<[^<]+(?:<[^<]+)*)?<*")
_GOOD: Final = FORM.consistent()
_COMPLETE: Final = TRUNCATION.consistent(Phrase(gettext_noop("complete, followed by fillers")))
_FULL: Final = TRUNCATION.consistent(
    Phrase(gettext_noop("a letter in the last position: the name may have been truncated")),
    hint=TRUNCATION.hint,
)
_EMPTY: Final = Phrase(gettext_noop("no name at all"))
_SEEN: Final = gettext_noop("“%(name)s”")
_TWO_FIELDS: Final = re.compile(r"[^<]+(?:<[^<]+)*<*")
_GIVEN: Final = re.compile(r"(?:[^<]+(?:<{1,2}[^<]+)*)?<*")


def names(subject: Subject) -> list[Finding]:
    """The form of the name, and whether it may have been truncated."""
    values = subject.mrz.values
    if "name" not in values:
        return _french(subject)
    field = values["name"]
    full = _FULL if field[-1] != FILLER else _COMPLETE
    if _WELL_FORMED.fullmatch(field):
        return [_GOOD, full]
    return [_malformed(subject, "name"), full]


def _french(subject: Subject) -> list[Finding]:
    """The French card has a field for the surname, and one for the given names with two fillers between."""
    values = subject.mrz.values
    surname, given = values["surname"], values["given_names"]
    full = _FULL if surname[-1] != FILLER or given[-1] != FILLER else _COMPLETE
    if not _TWO_FIELDS.fullmatch(surname):
        return [_malformed(subject, "surname"), full]
    if not _GIVEN.fullmatch(given):
        return [_malformed(subject, "given_names"), full]
    return [_GOOD, full]


def _malformed(subject: Subject, name: str) -> Finding:
    item = subject.layout.by_name[name]
    field = subject.mrz.values[name]
    written = field.rstrip(FILLER)
    seen = Phrase(_SEEN, {"name": written}) if written else _EMPTY
    finding = fault(FORM, subject, (span_of(item),), seen)
    # Two fillers and then one well-formed identifier: a person with given names only.
    if field[:2] == FILLER * 2 and _TWO_FIELDS.fullmatch(field[2:]):
        return known_deviation(subject, "no primary identifier", finding)
    return finding
