"""What is asked of the chip against what a person read on the page."""

from typing import Final

from traveldoc.checks.check import Check
from traveldoc.finding import Phrase, gettext_noop

_HINT: Final = Phrase(
    gettext_noop("Look at the page again. Where they differ, chip or page was made for somebody else.")
)

ZONE: Final = Check(
    "chip.page.zone",
    Phrase(gettext_noop("Does the chip's zone say what is printed for people on the page?")),
    "Doc 9303-10, 4.7.1; 9303-3, 7.3.4.3",
    Phrase(gettext_noop("the same names, number and dates in DG1 and in the visual zone")),
    _HINT,
)
NAME: Final = Check(
    "chip.page.name",
    Phrase(gettext_noop("Is the holder's name in the chip's further details the one on the page?")),
    "Doc 9303-10, 4.7.11, table 71",
    Phrase(gettext_noop("the same name in DG11 and in the visual zone")),
    Phrase(gettext_noop("The chip may give the full name where the page shortens it. Compare both.")),
)
BIRTH: Final = Check(
    "chip.page.birth",
    Phrase(gettext_noop("Is the date of birth in the chip's further details the one on the page?")),
    "Doc 9303-10, 4.7.11, table 71",
    Phrase(gettext_noop("the same date in DG11 and in the visual zone")),
    _HINT,
)
ISSUE: Final = Check(
    "chip.page.issue",
    Phrase(gettext_noop("Is the date of issue on the chip the one on the page?")),
    "Doc 9303-10, 4.7.12, table 73",
    Phrase(gettext_noop("the same date in DG12 and in the visual zone")),
    _HINT,
)

CHECKS: Final[tuple[Check, ...]] = (ZONE, NAME, BIRTH, ISSUE)
