"""What the reader of the picture was unsure of, and whether several pictures say the same."""

from typing import Final

from traveldoc.checks.check import NO_HINT, Check
from traveldoc.checks.doubt import confirm
from traveldoc.checks.subject import ZONE, Subject
from traveldoc.finding import Finding, Grade, Phrase, Place, gettext_noop
from traveldoc.mrz.parse import Mrz, parse

CERTAINTY: Final = Check(
    "mrz.reading.certainty",
    Phrase(gettext_noop("Was every character that no check digit confirms read with certainty?")),
    "Doc 9303-3, 4.9",
    Phrase(gettext_noop("no character in doubt")),
    NO_HINT,
)
AGREEMENT: Final = Check(
    "mrz.reading.agreement",
    Phrase(gettext_noop("Do all readings of the machine readable zone say the same?")),
    "Doc 9303-3, 4.10",
    Phrase(gettext_noop("the same lines in every picture and in what was typed")),
    Phrase(
        gettext_noop(
            "Compare this character in the pictures: it is a reading error, or these are two documents."
        )
    ),
)
CHECKS: Final = (CERTAINTY, AGREEMENT)

_CERTAIN: Final = CERTAINTY.consistent()
_SAME: Final = AGREEMENT.consistent()
_DOUBTFUL: Final = gettext_noop("%(count)s characters in doubt, the first of them “%(seen)s”")
_OTHERWISE: Final = gettext_noop("“%(one)s” in one reading, “%(other)s” in another")
_OTHER_SHAPE: Final = Phrase(gettext_noop("readings with different numbers of lines or characters"))


def readings(subject: Subject) -> list[Finding]:
    """Only asked where there is a picture, and where there are several readings."""
    findings = []
    if subject.mrz.reading.confidences:
        findings.append(_certainty(subject))
    if len(subject.facts.mrz) > 1:
        findings.append(_agreement(subject))
    return findings


def _certainty(subject: Subject) -> Finding:
    """Uncertain characters that no check digit covers; a fault on the others is found by the check digit."""
    layout = subject.layout
    covered = {
        (line, column)
        for digit in layout.check_digits
        for line, start, end in digit.over
        for column in range(start, end + 1)
    }
    covered |= {
        (layout.by_name[digit.field].line, layout.by_name[digit.field].start) for digit in layout.check_digits
    }
    spans = tuple((line, 1, layout.width) for line in range(1, layout.count + 1))
    doubt = [cell for cell in subject.doubtful(spans) if (cell.line, cell.column) not in covered]
    if not doubt:
        return _CERTAIN
    seen = Phrase(_DOUBTFUL, {"count": str(len(doubt)), "seen": doubt[0].character})
    place = Place(ZONE, doubt[0].line, doubt[0].column, doubt[0].column)
    return CERTAINTY.faulty(seen, grade=Grade.NOT_EXAMINED, place=place, hint=confirm(doubt[0]))


def _agreement(subject: Subject) -> Finding:
    for reading in subject.facts.mrz:
        finding = _difference(subject.mrz, parse(reading))
        if finding is not None:
            return finding
    return _SAME


def _difference(mrz: Mrz, other: Mrz) -> Finding | None:
    """The first character that differs: a reading error or another document, which a person must tell."""
    if list(map(len, mrz.lines)) != list(map(len, other.lines)):
        return AGREEMENT.faulty(_OTHER_SHAPE, grade=Grade.INCONCLUSIVE)
    for line, (ours, theirs) in enumerate(zip(mrz.lines, other.lines, strict=True), start=1):
        for column, (one, two) in enumerate(zip(ours, theirs, strict=True), start=1):
            if one != two:
                seen = Phrase(_OTHERWISE, {"one": one, "other": two})
                return AGREEMENT.faulty(
                    seen, grade=Grade.INCONCLUSIVE, place=Place(ZONE, line, column, column)
                )
    return None
