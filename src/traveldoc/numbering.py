"""Document numbers: how they are written for comparison, and which numbers a series has.

A pattern is made of `#` (a digit), `@` (a letter), `*` (a letter or a digit), and letters and digits that
stand for themselves: `U########`. Several patterns are separated by commas. Two numbers with `..` between
them are all numbers from the first to the last: `UA1200000..UA1249999`. It is no regular expression: a
pattern from outside can't cost more than its length.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice, product
from string import ascii_uppercase, digits
from typing import Final

from traveldoc.finding import Phrase, gettext_noop

LONGEST: Final = 24
MOST_PATTERNS: Final = 50
# A letter and a digit that are mistaken for each other on paper. Only reported, never taken for the number.
LOOK_ALIKE: Final = {"O": "0", "0": "O"}
MOST_ALTERNATIVES: Final = 64

_CLASSES: Final = {"#": digits, "@": ascii_uppercase, "*": digits + ascii_uppercase}
_PLAIN: Final = frozenset(digits + ascii_uppercase)
_ASCII: Final = {code: chr(code).upper() if chr(code).isalnum() else None for code in range(128)}
_TAIL: Final = re.compile(r"([A-Z0-9]*?)([0-9]{1,18})", re.ASCII)

_EMPTY: Final = gettext_noop("The pattern is empty.")
_TOO_LONG: Final = gettext_noop("“%(text)s” is longer than %(longest)s characters.")
_TOO_MANY: Final = gettext_noop("There are more than %(most)s patterns.")
_CHARACTER: Final = gettext_noop(
    "“%(text)s” has the character “%(character)s”. A pattern is made of letters, digits, # for any digit, "
    "@ for any letter and * for either."
)
_NO_RANGE: Final = gettext_noop(
    "“%(text)s” is no range. Write two numbers of equal length that differ in their last digits only, the "
    "smaller one first: UA1200000..UA1249999."
)


class NumberingError(ValueError):
    """The pattern cannot be used; `problem` says why."""

    def __init__(self, problem: Phrase) -> None:
        super().__init__(str(problem))
        self.problem = problem


def normalised(number: str) -> str:
    """A number as it is compared (9303-3, 4.6): capitals and digits, without fillers, blanks and marks."""
    if number.isascii():
        return number.translate(_ASCII)
    text = unicodedata.normalize("NFKC", number).upper()
    return "".join(character for character in text if character in _PLAIN)


def alternatives(number: str) -> Iterator[str]:
    """The other readings of a number in which O was taken for 0 or 0 for O; few, however long it is."""
    choices = [(each, LOOK_ALIKE[each]) if each in LOOK_ALIKE else (each,) for each in number]
    readings = ("".join(each) for each in product(*choices))
    return (each for each in islice(readings, MOST_ALTERNATIVES) if each != number)


@dataclass(frozen=True, slots=True)
class Block:
    """All numbers `prefix` + digits, from `first` to `last`, the digits filled with zeros to `width`."""

    prefix: str
    width: int
    first: int
    last: int

    def __len__(self) -> int:
        return self.last - self.first + 1

    def __contains__(self, number: str) -> bool:
        tail = number.removeprefix(self.prefix)
        fits = number.startswith(self.prefix) and len(tail) == self.width and set(tail) <= set(digits)
        return fits and self.first <= int(tail) <= self.last

    def __iter__(self) -> Iterator[str]:
        return (f"{self.prefix}{value:0{self.width}}" for value in range(self.first, self.last + 1))


def split(number: str) -> tuple[str, int, int] | None:
    """What stands before the last digits, how many these are, their value; None if there are none."""
    found = _TAIL.fullmatch(number)
    return (found[1], len(found[2]), int(found[2])) if found else None


def block(first: str, last: str) -> Block:
    """The numbers from `first` to `last` (normalised here); NumberingError if they are no range."""
    one, other = split(normalised(first)), split(normalised(last))
    text = f"{first.strip()}..{last.strip()}"
    if one is None or other is None or one[:2] != other[:2] or one[2] > other[2]:
        raise NumberingError(Phrase(_NO_RANGE, {"text": text[:60]}))
    return Block(one[0], one[1], one[2], other[2])


@dataclass(frozen=True, slots=True)
class Numbering:
    """Which numbers a series has: one of `patterns` or in one of `blocks`."""

    patterns: tuple[str, ...]
    blocks: tuple[Block, ...] = ()

    def fits(self, number: str) -> bool:
        """Whether a number (written in any way) is one of these."""
        wanted = normalised(number)
        return any(_like(pattern, wanted) for pattern in self.patterns) or any(
            wanted in each for each in self.blocks
        )

    def may_fit(self, number: str) -> str:
        """The first other reading of the number (O for 0) that fits; "" if none does."""
        return next((each for each in alternatives(normalised(number)) if self.fits(each)), "")

    @property
    def is_exact(self) -> bool:
        """Whether it names single numbers only, each in full."""
        return not self.blocks and all(set(pattern) <= _PLAIN for pattern in self.patterns)


def _like(pattern: str, number: str) -> bool:
    return len(pattern) == len(number) and all(
        character in _CLASSES.get(place, place) for place, character in zip(pattern, number, strict=True)
    )


@lru_cache(maxsize=4096)
def numbering(text: str) -> Numbering:
    """Read a pattern; NumberingError says what is wrong with it."""
    parts = [part for part in (each.strip() for each in re.split(r"[,;\n]", text)) if part]
    if not parts:
        raise NumberingError(Phrase(_EMPTY))
    if len(parts) > MOST_PATTERNS:
        raise NumberingError(Phrase(_TOO_MANY, {"most": str(MOST_PATTERNS)}))
    patterns, blocks = [], []
    for part in parts:
        first, dots, last = part.partition("..")
        if dots:
            blocks.append(block(_bounded(first), _bounded(last)))
        else:
            patterns.append(_pattern(_bounded(part)))
    return Numbering(tuple(patterns), tuple(blocks))


def _bounded(text: str) -> str:
    if len(text) > LONGEST:
        raise NumberingError(Phrase(_TOO_LONG, {"text": text[:LONGEST], "longest": str(LONGEST)}))
    return text


def _pattern(text: str) -> str:
    """The pattern without blanks and dashes, in capitals."""
    kept = re.sub(r"[\s<-]", "", text.upper())
    for character in kept:
        if character not in _PLAIN and character not in _CLASSES:
            raise NumberingError(Phrase(_CHARACTER, {"text": text, "character": character}))
    if not kept:
        raise NumberingError(Phrase(_EMPTY))
    return kept
