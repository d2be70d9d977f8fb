"""The check digits of each format, ready to be calculated, and the questions about them."""

from typing import Final

from traveldoc.checks.check import Check
from traveldoc.checks.subject import ZONE, Span
from traveldoc.finding import Finding, Phrase, Place, gettext_noop
from traveldoc.mrz.alphabet import DIGITS, FILLER
from traveldoc.mrz.check_digit import DIGIT, WEIGHTS, values, weigh
from traveldoc.mrz.field import CHARACTERS, CheckDigit
from traveldoc.mrz.format import FORMATS, Format
from traveldoc.mrz.number import CONTINUED_IN

CALCULATED: Final = gettext_noop("the check digit %(digit)s, calculated over the field")
PRINTED: Final = gettext_noop("the check digit %(digit)s")
OR_FILLER: Final = Phrase(gettext_noop("0 or <, as the field is empty"))
BLIND: Final = Phrase(
    gettext_noop(
        "A check digit cannot see a change between characters of equal value: 0 A K U <, 1 B L V, 2 C M W, "
        "3 D N X, 4 E O Y, 5 F P Z, 6 G Q, 7 H R, 8 I S, 9 J T; nor two neighbours exchanged whose values "
        "differ by 5."
    )
)


ONE_FIELD: Final = gettext_noop(
    "Compare the field with the visual zone. A wrong check digit is what an altered field leaves behind."
)
ALL_FIELDS: Final = gettext_noop(
    "Compare number, dates and optional data with the visual zone. A wrong composite check digit is what an "
    "altered field leaves behind, also one whose own check digit was put right."
)


def _check(name: str, question: str, clause: str, hint: str = ONE_FIELD) -> Check:
    expected = Phrase(gettext_noop("the digit calculated with modulus 10 and weights 7 3 1"))
    return Check(f"mrz.check-digit.{name}", Phrase(question), clause, expected, Phrase(hint))


BY_FIELD: Final[dict[str, Check]] = {
    "document_number_check": _check(
        "document-number",
        gettext_noop("Does the check digit fit the document number?"),
        "Doc 9303-3, 4.9",
    ),
    "date_of_birth_check": _check(
        "date-of-birth", gettext_noop("Does the check digit fit the date of birth?"), "Doc 9303-3, 4.9"
    ),
    "date_of_expiry_check": _check(
        "date-of-expiry", gettext_noop("Does the check digit fit the date of expiry?"), "Doc 9303-3, 4.9"
    ),
    "optional_data_check": _check(
        "optional-data", gettext_noop("Does the check digit fit the optional data?"), "Doc 9303-4, 4.2.4"
    ),
    "composite_check": _check(
        "composite",
        gettext_noop("Does the composite check digit fit all fields that it covers?"),
        "Doc 9303-3, 4.9",
        ALL_FIELDS,
    ),
}


class Plan:
    """A check digit of one format. `spans` begins with the check digit itself, then what it covers."""

    __slots__ = (
        "at",
        "cells",
        "check",
        "clause",
        "filler_when_empty",
        "good",
        "is_composite",
        "is_number",
        "over",
        "place",
        "rest",
        "spans",
    )

    def __init__(self, layout: Format, digit: CheckDigit) -> None:
        item = layout.by_name[digit.field]
        self.check = BY_FIELD[digit.field]
        self.clause = digit.clause
        self.at = layout.slice_of(digit.field).start
        self.spans: tuple[Span, ...] = ((item.line, item.start, item.end), *digit.over)
        self.over, *rest = (layout.span(*span) for span in digit.over)
        self.rest = tuple(rest)
        self.cells = _cells(layout, digit)
        self.filler_when_empty = digit.filler_when_empty
        self.is_composite = digit.field == "composite_check"
        self.is_number = digit.field == "document_number_check" and layout.name in CONTINUED_IN
        self.place = Place(ZONE, *_extent(digit.over, item.line, item.start))
        self.good = {character: self._good(character) for character in (*DIGITS, FILLER)}

    def _good(self, character: str) -> Finding:
        calculated = OR_FILLER if character == FILLER else Phrase(CALCULATED, {"digit": character})
        seen = Phrase(PRINTED, {"digit": character})
        return self.check.consistent(
            seen, expected=calculated, place=self.place, clause=self.clause, hint=BLIND
        )

    def calculated(self, valued: bytes) -> str:
        """The check digit over the valued text of the whole zone."""
        part = valued[self.over]
        for other in self.rest:
            part += valued[other]
        return DIGIT[weigh(part)]

    def text(self, text: str) -> str:
        return text[self.over] + "".join(text[other] for other in self.rest)

    def holds(self, text: str) -> bool:
        """Whether the check digit fits, or a filler stands where the standard lets one stand."""
        if text[self.at] != FILLER:
            return text[self.at] == self.calculated(values(text))
        return self.is_number or (self.filler_when_empty and not self.text(text).strip(FILLER))


def _cells(layout: Format, digit: CheckDigit) -> tuple[tuple[int, int, int, int, str], ...]:
    """Each character covered: line, column, place in the joined lines, weight, what may stand there."""
    allowed = {
        (item.line, column): CHARACTERS[item.kind]
        for item in layout.fields
        for column in range(item.start, item.end + 1)
    }
    places = [(line, column) for line, start, end in digit.over for column in range(start, end + 1)]
    return tuple(
        (line, column, layout.span(line, column, column).start, weight, allowed[line, column])
        for (line, column), weight in zip(places, WEIGHTS, strict=False)
    )


def _extent(over: tuple[Span, ...], line: int, column: int) -> Span:
    """The field with its check digit where they stand side by side, else the check digit alone."""
    if len(over) == 1 and over[0][0] == line and over[0][2] + 1 == column:
        return line, over[0][1], column
    return line, column, column


PLANS: Final[dict[str, tuple[Plan, ...]]] = {
    name: tuple(Plan(layout, digit) for digit in layout.check_digits) for name, layout in FORMATS.items()
}
