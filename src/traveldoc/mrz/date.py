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

_LENGTH = (0, 31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


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


def _parts(text: str) -> tuple[str, str, str] | None:
    """Year, month and day as written, or None where a part is neither digits nor fillers."""
    if len(text) != 6:
        return None
    parts = (text[:2], text[2:4], text[4:])
    for part in parts:
        if part != FILLER * 2 and part.strip(DIGITS):
            return None
    return parts


def _state(text: str) -> DateState:
    parts = _parts(text)
    if parts is None:
        return DateState.IMPOSSIBLE
    year, month, day = parts
    known = [part != FILLER * 2 for part in parts]
    if not any(known):
        return DateState.UNKNOWN
    if known[1] and not 1 <= int(month) <= 12:
        return DateState.IMPOSSIBLE
    longest = _LENGTH[int(month)] if known[1] else 31
    if known[2] and not 1 <= int(day) <= longest:
        return DateState.IMPOSSIBLE
    if month + day == "0229" and known[0] and int(year) % 4:
        return DateState.IMPOSSIBLE
    return DateState.KNOWN if all(known) else DateState.PARTLY_UNKNOWN


def _iso(century: int, text: str) -> str:
    """`century` counts hundreds of years (19 for 1900 to 1999); unknown parts are written XX."""
    year, month, day = text[:2], text[2:4], text[4:]
    shown = "XXXX" if year == FILLER * 2 else f"{century:02}{year}"
    return f"{shown}-{month}-{day}".replace(FILLER, "X")


def _exists(century: int, text: str) -> bool:
    year = century * 100 + int(text[:2])
    return text[2:] != "0229" or (year % 4 == 0 and (year % 100 != 0 or year % 400 == 0))


def _reading(text: str, state: DateState, centuries: list[int]) -> DateReading:
    first, *others = centuries
    day = date.fromisoformat(_iso(first, text)) if state is DateState.KNOWN else None
    return DateReading(text, state, _iso(first, text), day, tuple(_iso(other, text) for other in others))


@lru_cache(maxsize=16384)
def read_birth(text: str, on: date, expiry: date | None = None) -> DateReading:
    """The date of birth in `text`, seen on the day `on`, in a document that expires on `expiry`."""
    state = _state(text)
    if state is DateState.IMPOSSIBLE:
        return DateReading(text, state)
    if text[:2] == FILLER * 2:
        return DateReading(text, state, _iso(0, text))
    latest = min(on, expiry) if expiry else on
    # An unknown month or day takes its earliest value, so that this year's births stay possible.
    earliest = text[:2] + text[2:4].replace(FILLER * 2, "01") + text[4:].replace(FILLER * 2, "01")
    centuries = [
        century
        for century in range(on.year // 100, on.year // 100 - 3, -1)
        if _exists(century, text)
        and f"{century:02}{earliest}" <= f"{latest:%Y%m%d}"
        and on.year - (century * 100 + int(text[:2])) <= OLDEST
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
    year = first + (int(text[:2]) - first) % 100
    if not _exists(year // 100, text):
        return DateReading(text, DateState.IMPOSSIBLE)
    return _reading(text, state, [year // 100])
