"""The document number, also where it is longer than its field (Doc 9303-5 and 9303-6, 4.2.2 note j)."""

from typing import Final, NamedTuple

from traveldoc.mrz.alphabet import DIGITS, FILLER
from traveldoc.mrz.check_digit import DIGIT, values, weigh

# Formats in which a filler in place of the check digit announces a continuation in the optional data.
CONTINUED_IN: Final = frozenset(("TD1", "TD2"))


class LongNumber(NamedTuple):
    """The number in full, the check digit after it, and the optional data left over.

    `strict` is the check digit as Doc 9303-5, 4.2.4 calculates it, `earlier` the one over the filler
    too, as cards made before that note was added calculate it (Belgium, Portugal).
    """

    number: str
    printed: str
    strict: str
    earlier: str
    rest: str


def long_number(principal: str, optional_data: str) -> LongNumber | None:
    """The continued number, or None where the optional data hold no continuation with a check digit."""
    tail, _, rest = optional_data.partition(FILLER)
    if len(tail) < 2 or tail[-1] not in DIGITS or not principal.isascii() or not tail.isascii():
        return None
    continuation, printed = tail[:-1], tail[-1]
    return LongNumber(
        principal + continuation,
        printed,
        DIGIT[weigh(values(principal + continuation))],
        DIGIT[weigh(values(principal + FILLER + continuation))],
        rest.rstrip(FILLER),
    )
