"""Number and length of the lines, and the characters in them (Doc 9303-3, 4.3, 4.4 and 4.10)."""

from typing import Final

from traveldoc.checks.check import Check
from traveldoc.checks.doubt import fault
from traveldoc.checks.subject import ZONE, Subject
from traveldoc.finding import Finding, Grade, Phrase, Place, gettext_noop
from traveldoc.mrz.alphabet import ALPHABET, FILLER
from traveldoc.mrz.format import FORMATS

FORMAT: Final = Check(
    "mrz.format",
    Phrase(gettext_noop("Do the lines of the machine readable zone fit a format of the standard?")),
    "Doc 9303-3, 4.10",
    Phrase(gettext_noop("2 lines of 44, 2 lines of 36 or 3 lines of 30 characters")),
    Phrase(
        gettext_noop("Check that every line is complete and typed or photographed to its last character.")
    ),
)
LENGTH: Final = Check(
    "mrz.line-length",
    Phrase(gettext_noop("Is every line of the machine readable zone as long as its format asks?")),
    "Doc 9303-3, 4.10",
    Phrase(gettext_noop("lines of 44, 36 or 30 characters, all of the same length")),
    Phrase(gettext_noop("Count the characters of this line on the document, with every “<” at its end.")),
)
CHARACTERS: Final = Check(
    "mrz.characters",
    Phrase(gettext_noop("Are there only the characters of the standard in the machine readable zone?")),
    "Doc 9303-3, 4.3 and 4.4",
    Phrase(gettext_noop("only capital letters A to Z, digits 0 to 9 and the filler <")),
    Phrase(gettext_noop("Look at this character on the document and type what you see.")),
)

CHECKS: Final = (FORMAT, LENGTH, CHARACTERS)

_NONE: Final = FORMAT.not_examined(Phrase(gettext_noop("no machine readable zone was given")))
_NO_ZONE: Final = FORMAT.faulty(
    Phrase(gettext_noop("words, not the lines of a machine readable zone")),
    grade=Grade.NOT_EXAMINED,
    hint=Phrase(
        gettext_noop(
            "Type the lines at the foot of the data page or on the back of the card, with every “<”."
        )
    ),
)
# The shortest line of a format is 30 characters long; one that lost more than these is still meant as a line.
_SHORTEST_MEANT: Final = 20
_SEEN_LENGTHS: Final = gettext_noop("%(count)s lines of %(lengths)s characters")
_SEEN_LENGTH: Final = gettext_noop("line %(line)s has %(length)s characters")
_EXPECTED_LENGTH: Final = gettext_noop("%(width)s characters in each line")
_SEEN_CHARACTER: Final = gettext_noop("“%(character)s” at character %(column)s of line %(line)s")
_EXAMINED_AS: Final = gettext_noop(
    "Look at this character on the document. The other checks were made as if the lines read: %(lines)s"
)

_GOOD: Final[dict[str, tuple[Finding, ...]]] = {
    name: (
        FORMAT.consistent(Phrase(gettext_noop("format %(format)s"), {"format": name}), clause=layout.clause),
        LENGTH.consistent(
            expected=Phrase(_EXPECTED_LENGTH, {"width": str(layout.width)}), clause=layout.clause
        ),
        CHARACTERS.consistent(),
    )
    for name, layout in FORMATS.items()
}


def shape(subject: Subject) -> tuple[Finding, ...]:
    """Format, length and characters; nothing more can be asked where the lines fit no format."""
    mrz = subject.mrz
    if mrz.format is None:
        return _unfit(subject) if mrz.given else (_NONE,)
    good = _GOOD[mrz.format.name]
    if mrz.given is mrz.lines:
        foreign = None if mrz.clean else _foreign(subject)
        return good if foreign is None else (*good[:2], foreign)
    foreign = _foreign(subject)
    lengths = _lengths(subject) if list(map(len, mrz.given)) != list(map(len, mrz.lines)) else good[1]
    return good[0], lengths, foreign or good[2]


def _unfit(subject: Subject) -> tuple[Finding, ...]:
    given = subject.mrz.given
    if not subject.mrz.reading.confidences and not _meant_as_zone(given):
        return (_NO_ZONE,)
    grade = _grade(subject)
    lengths = ", ".join(str(len(line)) for line in given[:9])
    seen = Phrase(_SEEN_LENGTHS, {"count": str(len(given)), "lengths": lengths})
    return (
        FORMAT.faulty(seen, grade=grade, place=Place(ZONE)),
        _lengths(subject),
        _foreign(subject) or CHARACTERS.consistent(),
    )


def _meant_as_zone(lines: tuple[str, ...]) -> bool:
    """Whether a person typed lines of a zone, perhaps badly, and not a remark in the wrong field."""
    return any(FILLER in line or len(line) >= _SHORTEST_MEANT for line in lines)


def _grade(subject: Subject) -> Grade:
    """A photograph may have cut a line off; what a person typed was looked at."""
    return Grade.INCONCLUSIVE if subject.mrz.reading.confidences else Grade.INCONSISTENT


def _lengths(subject: Subject) -> Finding:
    """Which line is too long or too short, against the format with as many lines that is nearest."""
    given = subject.mrz.given
    width = _nearest_width(given)
    expected = Phrase(_EXPECTED_LENGTH, {"width": str(width)})
    for line, text in enumerate(given, start=1):
        if len(text) != width:
            seen = Phrase(_SEEN_LENGTH, {"line": str(line), "length": str(len(text))})
            place = Place(ZONE, line, 1, len(text))
            return LENGTH.faulty(seen, grade=_grade(subject), expected=expected, place=place)
    return LENGTH.consistent(expected=expected)


def _nearest_width(lines: tuple[str, ...]) -> int:
    """The width that most lines have; where none has one of a format, the one that is nearest to all."""
    widths = {layout.width for layout in FORMATS.values() if layout.count == len(lines)}
    lengths = [len(line) for line in lines]
    return min(
        sorted(widths or {layout.width for layout in FORMATS.values()}),
        key=lambda width: (-lengths.count(width), sum(abs(length - width) for length in lengths)),
    )


def _foreign(subject: Subject) -> Finding | None:
    """The first character outside the standard's set, and as what the line was examined."""
    mrz = subject.mrz
    for line, text in enumerate(mrz.given, start=1):
        for column, character in enumerate(text, start=1):
            if character in ALPHABET:
                continue
            values = {"character": character, "column": str(column), "line": str(line)}
            hint = None
            if mrz.format is not None and mrz.lines != mrz.given:
                hint = Phrase(_EXAMINED_AS, {"lines": " / ".join(mrz.lines)})
            spans = ((line, column, column),)
            return fault(CHARACTERS, subject, spans, Phrase(_SEEN_CHARACTER, values), hint=hint)
    return None
