"""Reading the cells of a published row, and how one says that it can't be read."""

from collections.abc import Mapping
from datetime import date
from typing import Final

from secondline.register.series.observed import SERIAL, mark_of, period_of, value_of
from traveldoc.finding import gettext_noop
from traveldoc.vocabulary import vocabulary

REASONS: Final[Mapping[str, str]] = {
    "period": gettext_noop(
        "must be a year, a half, a quarter, a month or a range such as 2026, 2026-S1, 2026-Q1, 2026-03 or "
        "2025-10-01/P5M"
    ),
    "serial": gettext_noop(
        "is a number that Excel may mean as a day: format the column as dates or write such as 2026-03"
    ),
    "value": gettext_noop("must be a whole number, or empty where it is not known"),
    "word": gettext_noop("is a word that this layout does not have"),
    "indicator": gettext_noop("is not an id of the vocabulary indicator"),
    "unit": gettext_noop("is not an id of the vocabulary unit"),
    "vintage": gettext_noop("must be a date such as 2026-03-31"),
    "future": gettext_noop("lies in the future"),
    "dataflow": gettext_noop("is a dataflow whose indicator is not known here; name the indicator"),
    "groups": gettext_noop(
        "is of a file with only the groups that stood out or were ranked, which is no series; take over a "
        "file of The picture instead"
    ),
    "standing": gettext_noop(
        "stands in the register with another number as of the same day, and what stands is never "
        "overwritten: say the day as of which the source corrected it, or that this is a corrected edition"
    ),
    "span": gettext_noop("must be months such as 2025-10, the last one not before the first"),
    "long": gettext_noop("is longer than a name of a place can be"),
    "twice": gettext_noop("says the same thing a second time with another number"),
}


class RowFaultError(ValueError):
    """A row that can't be read: which column, and why (a key of REASONS)."""

    def __init__(self, column: str, reason: str) -> None:
        super().__init__(f"{column}: {reason}")
        self.column, self.reason = column, reason


def period(row: Mapping[str, str], column: str) -> tuple[date, str]:
    found = period_of(row[column])
    if found is None:
        raise RowFaultError(column, "serial" if SERIAL.fullmatch(row[column].strip()) else "period")
    return found


def value(row: Mapping[str, str], column: str) -> int | None:
    number, readable = value_of(row[column])
    if not readable:
        raise RowFaultError(column, "value")
    return number


def mark(row: Mapping[str, str], column: str) -> str:
    """Why there is no number, in the source's own sign; "" where there is one or nothing is said."""
    return mark_of(row[column])


def detail(row: Mapping[str, str], *names: str) -> tuple[tuple[str, str], ...]:
    """Further dimensions under their own names; an empty cell is a dimension that the row does not have."""
    return tuple((name, word) for name in names if (word := row.get(name, "").strip()))


def one_of(row: Mapping[str, str], column: str, words: Mapping[str, str]) -> str:
    """Our word for the source's; a word that the layout does not have is named, not guessed."""
    try:
        return words[row[column].strip()]
    except KeyError as error:
        raise RowFaultError(column, "word") from error


def term(row: Mapping[str, str], column: str, name: str) -> str:
    word = row[column].strip()
    if word not in vocabulary(name):
        raise RowFaultError(column, name)
    return word
