"""What the print of a zone looks like beside OCR-B, the typeface that Doc 9303-3, 4.4 asks for."""

from dataclasses import dataclass
from enum import StrEnum


class Verdict(StrEnum):
    """How the shapes of a zone's characters compare with OCR-B; the last four: they could not be compared."""

    OCR_B = "OCR-B"
    OTHER = "other"
    UNCLEAR = "unclear"
    SMALL = "small"
    BLURRED = "blurred"
    FEW = "few"


@dataclass(frozen=True, slots=True)
class Odd:
    """A character that does not look like OCR-B, and where it stands; line and column count from 1."""

    line: int
    column: int
    character: str


@dataclass(frozen=True, slots=True)
class Typeface:
    """`kinds` different characters were compared; `odd` are those that look wrong, in reading order."""

    verdict: Verdict
    kinds: int = 0
    odd: tuple[Odd, ...] = ()
