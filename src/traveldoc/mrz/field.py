"""A field of the machine readable zone: where it stands and which characters may stand in it."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from traveldoc.mrz.alphabet import ALPHABET, DIGITS, FILLER, LETTERS


class Kind(StrEnum):
    """What may stand in a field."""

    CODE = "document code"
    STATE = "state or organization"
    NAME = "name"
    NUMBER = "number"
    DATE = "date"
    DIGITS = "digits"
    CHECK_DIGIT = "check digit"
    SEX = "sex"
    ANY = "letters, digits, fillers"


# The characters of each kind: Doc 9303-3, 4.6 (no digits in names), 4.7, 4.8, 4.9.
CHARACTERS: Final[dict[Kind, str]] = {
    Kind.CODE: ALPHABET,
    Kind.STATE: LETTERS + FILLER,
    Kind.NAME: LETTERS + FILLER,
    Kind.NUMBER: ALPHABET,
    Kind.DATE: DIGITS + FILLER,
    Kind.DIGITS: DIGITS,
    Kind.CHECK_DIGIT: DIGITS + FILLER,
    Kind.SEX: "MFX" + FILLER,
    Kind.ANY: ALPHABET,
}


@dataclass(frozen=True, slots=True)
class Field:
    """`line`, `start` and `end` count from 1, `end` is the last column included, as in the standard."""

    name: str
    line: int
    start: int
    end: int
    kind: Kind
    clause: str

    @property
    def width(self) -> int:
        return self.end - self.start + 1


@dataclass(frozen=True, slots=True)
class CheckDigit:
    """A check digit: the field it stands in, and the spans (line, start, end) it is calculated over."""

    field: str
    over: tuple[tuple[int, int, int], ...]
    clause: str
    # A filler may stand instead of a zero when the whole field is empty (Doc 9303-4, 4.2.2.2).
    filler_when_empty: bool = False
