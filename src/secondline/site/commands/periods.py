"""How the points of a series are named: by number, or by the week, month, quarter, year or day they are."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from typing import Final

DAYS, WEEKS, MONTHS, QUARTERS, YEARS = 365, 52, 12, 4, 1
LAST_DAYS: Final = 28  # a day of the month from here on can be the last of its month


@dataclass(frozen=True, slots=True)
class Points:
    """`freq` points a year; `broken` is the row (from 0) that does not follow the one before it."""

    freq: int
    broken: int | None


def _week(found: re.Match[str]) -> tuple[int, ...]:
    return int(found[1]), int(found[2])


def _month(found: re.Match[str]) -> int:
    return 12 * int(found[1]) + int(found[2])


def _turned(found: re.Match[str]) -> int:
    return 12 * int(found[2]) + int(found[1])


def _quarter(found: re.Match[str]) -> int:
    return 4 * int(found[1]) + int(found[2])


def _step(before: int, after: int) -> bool:
    return after == before + 1


def _week_step(before: tuple[int, ...], after: tuple[int, ...]) -> bool:
    """A year has 52 weeks or 53, by the calendar that was used."""
    return after == (before[0], before[1] + 1) or (before[1] >= WEEKS and after == (before[0] + 1, 1))


Form = tuple[re.Pattern[str], Callable[[re.Match[str]], object], Callable[..., bool], int]
_MONTH: Final = r"(0[1-9]|1[0-2])"
FORMS: Final[tuple[Form, ...]] = (
    (re.compile(r"(\d{4})-?W(\d{1,2})"), _week, _week_step, WEEKS),
    (re.compile(r"(\d{4})[- ]?Q([1-4])"), _quarter, _step, QUARTERS),
    (re.compile(rf"(\d{{4}})[-/M]{_MONTH}"), _month, _step, MONTHS),
    (re.compile(rf"{_MONTH}[./](\d{{4}})"), _turned, _step, MONTHS),
    (re.compile(r"(\d{4})"), lambda found: int(found[1]), _step, YEARS),
)
_DATES: Final = (
    (re.compile(r"(\d{4})-(\d\d)-(\d\d)(?:[T ]00:00(?::00(?:\.0+)?)?)?"), (1, 2, 3)),
    (re.compile(r"(\d\d)\.(\d\d)\.(\d{4})"), (3, 2, 1)),
)


def points_of(labels: Sequence[str]) -> Points | None:
    """What the labels of a series say; None where they are of no form that is known."""
    texts = [label.strip() for label in labels]
    for pattern, read, follows, freq in FORMS:
        found = [pattern.fullmatch(text) for text in texts]
        if all(found):
            numbers = [read(each) for each in found if each]
            return Points(freq, first_break(numbers, follows))
    days = [_date(text) for text in texts]
    known = [day for day in days if day]
    return _dated(known) if len(known) == len(days) > 1 else None


def first_break(numbers: Sequence[object], follows: Callable[..., bool] = _step) -> int | None:
    """The first row (from 1) that does not follow the one before it."""
    pairs = pairwise(numbers)
    return next((row for row, (a, b) in enumerate(pairs, 1) if not follows(a, b)), None)


def _date(text: str) -> date | None:
    for pattern, (year, month, day) in _DATES:
        if found := pattern.fullmatch(text):
            try:
                return date(int(found[year]), int(found[month]), int(found[day]))
            except ValueError:
                return None
    return None


def _dated(days: Sequence[date]) -> Points:
    """Days of a month are its first, its last or the same one throughout; weeks are seven days apart.

    What most steps are is what the series is; a step of another length is where it breaks.
    """
    steps = sorted((after - before).days for before, after in pairwise(days))
    usual = abs(steps[len(steps) // 2])
    if usual > LAST_DAYS - 1 and (len({day.day for day in days}) == 1 or all(map(_last, days))):
        months = [12 * day.year + day.month for day in days]
        length = next((n for n in (1, 3, 12) if usual <= 31 * n), 12)
        return Points(12 // length, first_break(months, lambda a, b: b == a + length))
    length = 7 if usual > 1 else 1
    freq = WEEKS if length == 7 else DAYS
    return Points(freq, first_break(days, lambda a, b: b == a + timedelta(length)))


def _last(day: date) -> bool:
    return (day + timedelta(1)).day == 1
