"""What is asked of the data on the chip against each other and the page, and of the chip's own proof."""

from typing import Final

from traveldoc.checks.check import Check
from traveldoc.finding import Phrase, gettext_noop

ZONE: Final = Check(
    "chip.data.zone",
    Phrase(gettext_noop("Is the zone on the chip the one that is printed?")),
    "Doc 9303-10, 4.7.1; 9303-11, 5.1",
    Phrase(gettext_noop("the same characters in DG1 and on the page")),
    Phrase(
        gettext_noop("Compare both, character by character: page or chip may belong to another document.")
    ),
)
BIRTH: Final = Check(
    "chip.data.birth",
    Phrase(gettext_noop("Do the chip's zone and its further details give the same date of birth?")),
    "Doc 9303-10, 4.7.11, table 72",
    Phrase(gettext_noop("the same date in DG1 and DG11")),
    Phrase(gettext_noop("The data of two persons may have been mixed.")),
)
ISSUE: Final = Check(
    "chip.data.issue",
    Phrase(gettext_noop("Was the document issued while its signer was at work?")),
    "Doc 9303-10, 4.7.12; 9303-12, 4.1.1",
    Phrase(gettext_noop("a date of issue within the validity of the signer's certificate")),
    Phrase(gettext_noop("Compare the date of issue on the page with the one on the chip.")),
)
EXPIRY: Final = Check(
    "chip.data.expiry",
    Phrase(gettext_noop("Does the signer's certificate outlive the document?")),
    "Doc 9303-12, 4.1.1.1",
    Phrase(gettext_noop("a date of expiry before the end of the signer's certificate")),
    Phrase(gettext_noop("Signers are made to outlive their documents; compare with others of this State.")),
)
FACE: Final = Check(
    "chip.data.face",
    Phrase(gettext_noop("Is the picture on the chip one that can be shown?")),
    "Doc 9303-10, 4.7.2; ISO/IEC 19794-5, 39794-5",
    Phrase(gettext_noop("a JPEG or JPEG 2000 picture, as its header says")),
    Phrase(gettext_noop("Compare the picture on the chip with the one on the page and with the person.")),
)
ACTIVE: Final = Check(
    "chip.proof.active",
    Phrase(gettext_noop("Does the chip hold the private key to the public one in DG15?")),
    "Doc 9303-11, 6.1",
    Phrase(gettext_noop("the chip's signature over the challenge of the reader")),
    Phrase(gettext_noop("A copied chip can't sign. Read it again with another reader.")),
)
CHIP: Final = Check(
    "chip.proof.chip",
    Phrase(gettext_noop("Does the chip hold the private key to the public one in DG14?")),
    "Doc 9303-11, 6.2",
    Phrase(gettext_noop("an answer of the chip that only the holder of the key can have protected")),
    Phrase(gettext_noop("A copied chip can't do this. Read it again with another reader.")),
)

CHECKS: Final[tuple[Check, ...]] = (ZONE, BIRTH, ISSUE, EXPIRY, FACE, ACTIVE, CHIP)
