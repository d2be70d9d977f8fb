"""Reading the cells of a published row, and how one says that it can't be read."""

from collections.abc import Mapping
from datetime import date
from typing import Final

from secondline.register.series.observed import period_of, value_of
from traveldoc.finding import gettext_noop
from traveldoc.vocabulary import vocabulary

REASONS: Final[Mapping[str, str]] = {
    "period": gettext_noop("must be a year, a quarter or a month such as 2026, 2026-Q1 or 2026-03"),
    "value": gettext_noop("must be a whole number, or empty where it is not known"),
    "word": gettext_noop("is a word that this layout does not have"),
    "indicator": gettext_noop("is not an id of the vocabulary indicator"),
    "unit": gettext_noop("is not an id of the vocabulary unit"),
    "vintage": gettext_noop("must be a date such as 2026-03-31"),
    "future": gettext_noop("lies in the future"),
    "dataflow": gettext_noop("is a dataflow whose indicator is not known here; name the indicator"),
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
        raise RowFaultError(column, "period")
    return found


def value(row: Mapping[str, str], column: str) -> int | None:
    number, readable = value_of(row[column])
    if not readable:
        raise RowFaultError(column, "value")
    return number


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
