"""Dates of the machine readable zone (Doc 9303-3, 4.8): YYMMDD, two digits for the year.

The century is not in the zone; it follows from the day of the examination, which is handed in:

- A birth lies in the past: the latest year that ends in these two digits and is not after the day of the
  examination (nor after the document's expiry). The one a hundred years earlier is reported beside it
  as long as nobody would be older than `OLDEST` years.
- An expiry lies in a window around the day: from `EXPIRED_SINCE` years before it to 99 years after that.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import lru_cache
from typing import Final

from traveldoc.mrz.alphabet import DIGITS, FILLER

OLDEST: Final = 120
EXPIRED_SINCE: Final = 60

# Every day that some year has, MMDD; 29 February is looked at more closely.
_DAYS: Final = frozenset(f"{date.fromordinal(number):%m%d}" for number in range(1, 4 * 366))
_COMMON_DAYS: Final = _DAYS - {"0229"}


class DateState(StrEnum):
    KNOWN = "known"
    PARTLY_UNKNOWN = "partly unknown"
    UNKNOWN = "unknown"
    IMPOSSIBLE = "impossible"


@dataclass(frozen=True, slots=True)
class DateReading:
    """What six characters say: `iso` with XX for unknown parts, `also` the other centuries possible.

    `iso` and `day` are empty where the characters are no date; `day` is None unless all parts are known.
    """

    text: str
    state: DateState
    iso: str = ""
    day: date | None = None
    also: tuple[str, ...] = ()


def _state(text: str) -> DateState:
    """Whether six characters can be a date in some century; each part is known or all fillers."""
    year, month, day = text[:2], text[2:4], text[4:]
    for part in (year, month, day):
        if part != FILLER * 2 and (len(part) != 2 or part.strip(DIGITS)):
            return DateState.IMPOSSIBLE
    # An unknown month has days up to 31; the day 29 February needs a year that may be a leap year.
    shown = (month.replace(FILLER * 2, "01"), day.replace(FILLER * 2, "01"))
    if "".join(shown) not in _DAYS or (month + day == "0229" and year != FILLER * 2 and int(year) % 4):
        return DateState.IMPOSSIBLE
    unknown = text.count(FILLER)
    return DateState.UNKNOWN if unknown == 6 else DateState.PARTLY_UNKNOWN if unknown else DateState.KNOWN


def _iso(century: int, text: str) -> str:
    """`century` counts hundreds of years (19 for 1900 to 1999); unknown parts are written XX."""
    if FILLER not in text:
        return f"{century}{text[:2]}-{text[2:4]}-{text[4:]}"
    year = "XXXX" if text[0] == FILLER else f"{century}{text[:2]}"
    return f"{year}-{text[2:4]}-{text[4:]}".replace(FILLER, "X")


def _exists(century: int, text: str) -> bool:
    """Years that end in 00 are leap years in one century of four."""
    return text[2:] != "0229" or text[:2] != "00" or century % 4 == 0


def _reading(text: str, state: DateState, centuries: list[int]) -> DateReading:
    first, *others = centuries
    day = None
    if state is DateState.KNOWN:
        day = date(first * 100 + int(text[:2]), int(text[2:4]), int(text[4:]))
    return DateReading(text, state, _iso(first, text), day, tuple(_iso(other, text) for other in others))


@lru_cache(maxsize=16384)
def read_birth(text: str, on: date, expiry: date | None = None) -> DateReading:
    """The date of birth in `text`, seen on the day `on`, in a document that expires on `expiry`."""
    # Digits are those of Doc 9303 alone: a superscript two is one for isdigit() and none for int().
    plain = text.isascii() and text.isdigit() and text[2:] in _COMMON_DAYS
    state = DateState.KNOWN if plain else _state(text)
    if state is DateState.IMPOSSIBLE:
        return DateReading(text, state)
    if text[0] == FILLER:
        return DateReading(text, state, _iso(0, text))
    latest = on if expiry is None or expiry > on else expiry
    last = (latest.year * 100 + latest.month) * 100 + latest.day
    # An unknown month or day takes its earliest value, so that this year's births stay possible.
    earliest = int(text if state is DateState.KNOWN else text.replace(FILLER * 2, "01"))
    this = on.year // 100
    centuries = [
        century
        for century in (this, this - 1, this - 2)
        if century * 1_000_000 + earliest <= last
        and on.year - century * 100 - int(text[:2]) <= OLDEST
        and _exists(century, text)
    ]
    if not centuries:
        return DateReading(text, DateState.IMPOSSIBLE)
    return _reading(text, state, centuries)


@lru_cache(maxsize=16384)
def read_expiry(text: str, on: date) -> DateReading:
    """The date of expiry in `text`, seen on the day `on`."""
    state = _state(text)
    if state is not DateState.KNOWN:
        return DateReading(text, state)
    first = on.year - EXPIRED_SINCE
    century = (first + (int(text[:2]) - first) % 100) // 100
    if not _exists(century, text):
        return DateReading(text, DateState.IMPOSSIBLE)
    return _reading(text, state, [century])
