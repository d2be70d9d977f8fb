"""The 37 characters of the machine readable zone and their values (Doc 9303-3, 4.4 figure 4 and 4.9)."""

import re
from typing import Final

FILLER: Final = "<"
DIGITS: Final = "0123456789"
LETTERS: Final = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
ALPHABET: Final = DIGITS + LETTERS + FILLER
_CLEAN: Final = re.compile("[A-Z0-9<]*")

# Doc 9303-3, 4.9: digits count themselves, A to Z count 10 to 35, the filler counts zero.
VALUES: Final[dict[str, int]] = {
    **{character: value for value, character in enumerate(DIGITS + LETTERS)},
    FILLER: 0,
}

# Characters whose values are equal modulo 10: a check digit takes any of a group for any other.
BLIND_GROUPS: Final[tuple[str, ...]] = tuple(
    "".join(character for character in ALPHABET if VALUES[character] % 10 == digit) for digit in range(10)
)

# Shapes that people and machines take for each other in OCR-B or in worse print.
LOOKALIKES: Final[dict[str, str]] = {
    "0": "ODQ",
    "1": "IL",
    "2": "Z",
    "4": "A",
    "5": "S",
    "6": "G",
    "7": "TZ",
    "8": "B",
    "A": "4",
    "B": "8",
    "C": "G<",
    "D": "0O",
    "F": "P",
    "G": "6C",
    "I": "1L",
    "K": "<X",
    "L": "1I",
    "M": "N",
    "N": "M",
    "O": "0DQ",
    "P": "F",
    "Q": "0O",
    "S": "5",
    "T": "7",
    "U": "V",
    "V": "U",
    "X": "K",
    "Z": "27",
    "<": "KC",
}


def is_clean(text: str) -> bool:
    """Whether every character is one of the 37."""
    return _CLEAN.fullmatch(text) is not None


def unseen_alike(one: str, other: str) -> bool:
    """Whether a check digit cannot tell the two characters apart."""
    return VALUES[one] % 10 == VALUES[other] % 10
