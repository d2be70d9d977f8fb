"""The check digit (Doc 9303-3, 4.9): modulus 10, weights 7 3 1 repeated from the left."""

from operator import mul
from typing import Final

from traveldoc.mrz.alphabet import ALPHABET, VALUES

WEIGHTS: Final[tuple[int, ...]] = (7, 3, 1) * 40
DIGIT: Final[tuple[str, ...]] = tuple("0123456789")

# One byte in, its value out, so that a whole zone is valued in one step.
_VALUE_OF_BYTE: Final = bytes(VALUES.get(chr(code), 0) for code in range(256))


def values(text: str) -> bytes:
    """The values of the characters, one byte each; a character outside the 37 counts zero."""
    return text.encode("ascii", "replace").translate(_VALUE_OF_BYTE)


def weigh(valued: bytes) -> int:
    """The check digit, 0 to 9, over characters already valued by `values` (120 at most)."""
    total: int = sum(map(mul, valued, WEIGHTS))
    return total % 10


def check_digit(text: str) -> str:
    """The check digit over `text`; ValueError for a character outside the standard's set."""
    for character in text:
        if character not in VALUES:
            raise ValueError(f"{character!r} has no value: a check digit is calculated over {ALPHABET}")
    return DIGIT[sum(VALUES[character] * WEIGHTS[place % 3] for place, character in enumerate(text)) % 10]
