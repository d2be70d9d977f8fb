"""Each field holds only the characters of its kind, entered from the left (Doc 9303-3, 4.6 to 4.10)."""

import re
from collections.abc import Sequence
from typing import Final

from traveldoc.checks.check import Check
from traveldoc.checks.deviation import known_deviation
from traveldoc.checks.doubt import fault
from traveldoc.checks.subject import Subject
from traveldoc.finding import Finding, Phrase, gettext_noop
from traveldoc.mrz.alphabet import ALPHABET, FILLER
from traveldoc.mrz.field import CHARACTERS, Field, Kind
from traveldoc.mrz.format import FORMATS, Format

KIND: Final = Check(
    "mrz.field-characters",
    Phrase(gettext_noop("Does each field hold only characters of its kind?")),
    "Doc 9303-3, 4.6 to 4.9",
    Phrase(gettext_noop("letters in names and codes, digits in dates and check digits")),
    Phrase(
        gettext_noop("Look at this character on the document: a letter among digits is a mark of alteration.")
    ),
)
FILLING: Final = Check(
    "mrz.filler",
    Phrase(gettext_noop("Do the fields begin at their first position, with fillers only where they belong?")),
    "Doc 9303-3, 4.10",
    Phrase(gettext_noop("data from the left, fillers after them")),
    Phrase(gettext_noop("Compare this field with a genuine document of the same issue.")),
)
SEX: Final = Check(
    "mrz.sex",
    Phrase(gettext_noop("Is the sex given as the standard writes it?")),
    "Doc 9303-4, -5, -6 and -7, 4.2.2",
    Phrase(gettext_noop("F, M or < for unspecified")),
    Phrase(gettext_noop("Compare with the visual zone, where X stands for unspecified.")),
)
CHECKS: Final = (KIND, FILLING, SEX)

_SEEN: Final = gettext_noop("“%(character)s” at character %(column)s of line %(line)s")
_X_IN_ZONE: Final = Phrase(
    gettext_noop("X, which the standard writes as < in this zone and as X in the visual zone only")
)
_EXPECTED: Final[dict[Kind, Phrase]] = {
    Kind.STATE: Phrase(gettext_noop("letters and fillers only")),
    Kind.NAME: Phrase(gettext_noop("letters and fillers only, digits are not used in names")),
    Kind.DATE: Phrase(gettext_noop("digits only (fillers for an unknown part of the date of birth)")),
    Kind.DIGITS: Phrase(gettext_noop("digits only")),
    Kind.CHECK_DIGIT: Phrase(gettext_noop("a digit")),
}
_SEEN_VALUE: Final = gettext_noop("“%(value)s”")
_FROM_LEFT: Final = Phrase(gettext_noop("the number from the first position of its field"))
_CODE_FIRST: Final = Phrase(gettext_noop("the letters of the code first, then fillers"))

_GOOD_KIND: Final = KIND.consistent()
_GOOD_FILLING: Final = FILLING.consistent()
_GOOD_SEX: Final = {sex: SEX.consistent(Phrase(_SEEN_VALUE, {"value": sex})) for sex in ("F", "M", FILLER)}
_ALL_GOOD: Final = {sex: (_GOOD_KIND, _GOOD_FILLING, finding) for sex, finding in _GOOD_SEX.items()}
_FIXED: Final = (Kind.STATE, Kind.NAME, Kind.DATE, Kind.DIGITS, Kind.CHECK_DIGIT)

# Fields that begin at their first position; in a code fillers follow only.
_FROM_THE_LEFT: Final[dict[str, str]] = {
    "document_code": "[A-Z0-9][A-Z0-9<]",
    "issuer": "[A-Z](?:[A-Z][A-Z<]|<<)",
    "nationality": "[A-Z](?:[A-Z][A-Z<]|<<)",
    "sex": f"[MF{FILLER}]",
}


def _pattern(layout: Format) -> re.Pattern[str]:
    """The whole zone in one expression, for the usual case that nothing is wrong."""
    cells = [ALPHABET] * (layout.count * layout.width)
    for item in layout.fields:
        for place in range(*layout.slice_of(item.name).indices(len(cells))):
            cells[place] = "".join(sign for sign in cells[place] if sign in CHARACTERS[item.kind])
    number = layout.slice_of("document_number").start
    cells[number] = cells[number].replace(FILLER, "")
    pieces = [f"[{cell}]" for cell in cells]
    for name, expression in _FROM_THE_LEFT.items():
        if name in layout.by_name:
            cut = layout.slice_of(name)
            pieces[cut] = [expression, *[""] * (cut.stop - cut.start - 1)]
    return re.compile("".join(pieces))


_PATTERNS: Final = {name: _pattern(layout) for name, layout in FORMATS.items()}


def fields(subject: Subject) -> Sequence[Finding]:
    """Characters of each kind, fillers in their place, and the sex."""
    if _PATTERNS[subject.layout.name].fullmatch(subject.mrz.text):
        return _ALL_GOOD[subject.mrz.values["sex"]]
    return [*_wrong_kinds(subject), _misplaced(subject) or _GOOD_FILLING, _sex(subject)]


def _wrong_kinds(subject: Subject) -> list[Finding]:
    """One finding for each field with a character that is not of its kind."""
    findings = []
    for item in subject.layout.fields:
        if item.kind in _FIXED:
            text = subject.mrz.values[item.name]
            # What is outside the standard's set altogether is the answer of another check.
            wrong = [
                place
                for place, sign in enumerate(text)
                if sign in ALPHABET and sign not in CHARACTERS[item.kind]
            ]
            if wrong:
                findings.append(_wrong_kind(subject, item, wrong))
    return findings or [_GOOD_KIND]


def _wrong_kind(subject: Subject, item: Field, wrong: list[int]) -> Finding:
    column = item.start + wrong[0]
    character = subject.mrz.values[item.name][wrong[0]]
    values = {"character": character, "column": str(column), "line": str(item.line)}
    spans = tuple((item.line, item.start + place, item.start + place) for place in wrong)
    finding = fault(
        KIND, subject, spans, Phrase(_SEEN, values), expected=_EXPECTED[item.kind], clause=item.clause
    )
    return known_deviation(subject, f"characters of {item.name}", finding)


def _misplaced(subject: Subject) -> Finding | None:
    """A number or a code that does not begin at the left, or a code with a filler inside."""
    values = subject.mrz.values
    if values["document_number"][0] == FILLER:
        return _filler(subject, "document_number", _FROM_LEFT)
    for name in ("document_code", "issuer", "nationality"):
        code = values.get(name, "A")
        if FILLER in code.rstrip(FILLER) or code[0] == FILLER:
            return _filler(subject, name, _CODE_FIRST)
    return None


def _filler(subject: Subject, name: str, expected: Phrase) -> Finding:
    item = subject.layout.by_name[name]
    seen = Phrase(_SEEN_VALUE, {"value": subject.mrz.values[name]})
    spans = ((item.line, item.start, item.end),)
    return fault(FILLING, subject, spans, seen, expected=expected, clause=item.clause)


def _sex(subject: Subject) -> Finding:
    sex = subject.mrz.values["sex"]
    good = _GOOD_SEX.get(sex)
    if good is not None:
        return good
    item = subject.layout.by_name["sex"]
    spans = ((item.line, item.start, item.end),)
    seen = _X_IN_ZONE if sex == "X" else Phrase(_SEEN_VALUE, {"value": sex})
    return fault(SEX, subject, spans, seen, clause=item.clause)
