"""What the picture shows of the zone's print, as a finding: is it the typeface that the standard asks for?"""

from collections.abc import Iterable
from typing import Final

from traveldoc.checks.check import Check
from traveldoc.checks.subject import ZONE
from traveldoc.finding import Finding, Grade, Phrase, Place, gettext_noop
from traveldoc.mrz.typeface import Odd, Typeface, Verdict

FONT: Final = Check(
    "page.mrz-font",
    Phrase(gettext_noop("Is the machine readable zone printed in OCR-B?")),
    "Doc 9303-3, 4.4; ISO 1073-2",
    Phrase(gettext_noop("characters with the shapes of OCR-B")),
    Phrase(
        gettext_noop(
            "Compare these characters with those of a genuine document of the same kind, under a magnifier. "
            "Whoever copies or alters a document seldom has the right typeface."
        )
    ),
)
CHECKS: Final = (FONT,)

_COMPARED: Final = gettext_noop("%(count)s different characters, as in OCR-B")
_OTHER: Final = gettext_noop("another typeface; not as in OCR-B are %(odd)s (line:column)")
_DISAGREE: Final = Phrase(
    gettext_noop("OCR-B in one picture, another typeface in another: one of them may be distorted")
)
_UNSEEN: Final = {
    Verdict.UNCLEAR: Phrase(gettext_noop("the picture does not show the shapes clearly enough to tell")),
    Verdict.SMALL: Phrase(
        gettext_noop("the characters are too small in the picture to compare their shapes")
    ),
    Verdict.BLURRED: Phrase(gettext_noop("the picture is too blurred to compare the characters' shapes")),
    Verdict.FEW: Phrase(gettext_noop("too few characters were read with certainty to compare their shapes")),
}
_CLOSER: Final = Phrase(
    gettext_noop("To have the typeface compared, take a sharp picture in which the zone fills the width.")
)
_DECIDED: Final = (Verdict.OCR_B, Verdict.OTHER)


def font(typefaces: Iterable[Typeface]) -> tuple[Finding, ...]:
    """One finding for a document of which one picture or several were read; none where there is no picture.

    What a picture cannot show does not count against the document: it is `not examined`. Pictures that
    contradict each other are a question for a person.
    """
    seen = list(typefaces)
    if not seen:
        return ()
    decided = [each for each in seen if each.verdict in _DECIDED]
    if not decided:
        return (FONT.faulty(_UNSEEN[seen[0].verdict], grade=Grade.NOT_EXAMINED, hint=_CLOSER),)
    if len({each.verdict for each in decided}) > 1:
        return (FONT.faulty(_DISAGREE, grade=Grade.INCONCLUSIVE, place=Place(ZONE)),)
    # The picture in which most could be compared speaks for the others.
    best = max(decided, key=lambda each: each.kinds)
    if best.verdict is Verdict.OCR_B:
        return (FONT.consistent(Phrase(_COMPARED, {"count": str(best.kinds)})),)
    return (FONT.faulty(Phrase(_OTHER, {"odd": describe(best.odd)}), place=Place(ZONE)),)


def describe(odd: Iterable[Odd]) -> str:
    """Each different character with the first place where it stands, line and column: "7 (2:14), U (1:3)"."""
    first: dict[str, Odd] = {}
    for each in odd:
        first.setdefault(each.character, each)
    return ", ".join(f"{character} ({at.line}:{at.column})" for character, at in sorted(first.items()))
