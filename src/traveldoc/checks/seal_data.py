"""What is asked of the data in a seal against what is printed (Doc 9303-7, 9.4; 9303-8, appendix A)."""

from typing import Final

from traveldoc.checks.check import Check
from traveldoc.finding import Phrase, gettext_noop

CHECK_DIGITS: Final = Check(
    "seal.data.check-digits",
    Phrase(gettext_noop("Do the check digits hold in the zone that the seal carries?")),
    "Doc 9303-8, appendix A, 2; 9303-3, 4.9",
    Phrase(gettext_noop("check digits as calculated")),
    Phrase(gettext_noop("The State would hardly sign such a zone: examine the signature and the document.")),
)
ZONE: Final = Check(
    "seal.data.zone",
    Phrase(gettext_noop("Is the zone in the seal the one that is printed?")),
    "Doc 9303-7, 9.4, 1; 9303-8, appendix A, 3",
    Phrase(gettext_noop("the same characters in the seal and on the document")),
    Phrase(gettext_noop("Compare both, character by character: the seal may come from another document.")),
)
HOLDER: Final = Check(
    "seal.data.holder",
    Phrase(gettext_noop("Is the seal that of the holder of this document?")),
    "Doc 9303-13, 3.1; 9303-3, 4.6 to 4.8",
    Phrase(gettext_noop("the same name, date of birth and number in the seal and in the printed zone")),
    Phrase(gettext_noop("The seal may belong to another person, or name another document of this one.")),
)
PASSPORT: Final = Check(
    "seal.data.passport",
    Phrase(gettext_noop("Does the seal of the visa name the passport that it is in?")),
    "Doc 9303-7, 9.4, 3",
    Phrase(gettext_noop("the number of this passport in the seal")),
    Phrase(gettext_noop("The visa may have been moved from another passport; look for traces at its edges.")),
)
VISUAL: Final = Check(
    "seal.data.visual",
    Phrase(gettext_noop("Do the data in the seal agree with the visual zone?")),
    "Doc 9303-13, appendix D; 9303-7, 9.4",
    Phrase(gettext_noop("the same in the seal and in the visual zone")),
    Phrase(
        gettext_noop("Look at the visual zone again. Where it differs from a seal that holds, it is false.")
    ),
)
FURTHER: Final = Check(
    "seal.data.further",
    Phrase(gettext_noop("Are the further data of the seal printed on the document, too?")),
    "Doc 9303-13, appendix D; 9303-7, 9.4",
    Phrase(gettext_noop("the same on the document")),
    Phrase(gettext_noop("Compare by eye.")),
)
CODE_ZONE: Final = Check(
    "seal.data.code-zone",
    Phrase(gettext_noop("Is the zone in the bar code the one that is printed?")),
    "Doc 9303-3, 4; 9303-7, 8",
    Phrase(gettext_noop("the same characters in the bar code and on the document")),
    Phrase(gettext_noop("Compare both, character by character. Nobody signed what this bar code says.")),
)

CHECKS: Final[tuple[Check, ...]] = (CHECK_DIGITS, ZONE, HOLDER, PASSPORT, VISUAL, FURTHER, CODE_ZONE)
