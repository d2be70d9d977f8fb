"""What was tried with the chip, one step after the other, and how each ended."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from traveldoc.finding import Phrase, gettext_noop

PACE: Final = gettext_noop("access with PACE")
BAC: Final = gettext_noop("access with basic access control")
UNPROTECTED: Final = gettext_noop("access without a password")
APPLICATION: Final = gettext_noop("the travel document on the chip")
OTHERS: Final = gettext_noop("other applications on the chip")
CHIP_PROOF: Final = gettext_noop("chip authentication")
MAPPING_PROOF: Final = gettext_noop("chip authentication mapping")
ACTIVE_PROOF: Final = gettext_noop("active authentication")
FILE: Final = gettext_noop("%(name)s")

NOTHING: Final = Phrase("")


class Outcome(StrEnum):
    DONE = "done"
    FAILED = "failed"
    NOT_OFFERED = "not offered"
    LEFT_CLOSED = "left closed"


@dataclass(frozen=True, slots=True)
class Step:
    """`said` is empty for what went well."""

    name: Phrase
    outcome: Outcome
    said: Phrase = NOTHING
