"""What stands in sentences and lists, in the reader's own form: dates, names of states, lengths of time."""

import math
import re
from contextlib import suppress
from datetime import date, timedelta
from functools import cache

from babel.dates import format_date
from babel.units import format_unit

from secondline.reference.naming import find_states, language, locale, state_label, state_name, states
from secondline.shell.templatetags.shell import reader_locale
from traveldoc.vocabulary import Term, vocabulary

__all__ = [
    "as_printed",
    "duration",
    "find_states",
    "in_readers_form",
    "language",
    "state_label",
    "state_name",
    "states",
]

_DATE = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


def in_readers_form(value: str) -> str:
    """A value inside a sentence: a date as the reader writes it, a state by its name in that language.

    Only what is exactly a date, a state's English name or the English label of a kind of document or of a
    report is changed; what stands on the document is not.
    """
    if _DATE.fullmatch(value):
        with suppress(ValueError):  # 30 February stays as it is written
            return format_date(date.fromisoformat(value), "medium", locale=reader_locale())
    if code := _codes_by_label().get(value):
        return state_name(code)
    term = _terms_by_label().get(value)
    return term.label(language()) if term else value


def as_printed(value: str, field: str) -> str:
    """A field of a document for people: states, kind and sex by name, whole dates in the reader's form."""
    if field in {"nationality", "issuer"}:
        return state_name(value)
    if field in {"kind", "sex"}:
        return vocabulary("sex" if field == "sex" else "document-kind").label(value, language())
    if field.startswith("date_") and "X" not in value:
        return format_date(date.fromisoformat(value), "medium", locale=reader_locale())
    return value


@cache
def _terms_by_label() -> dict[str, Term]:
    return {term.label(): term for name in ("document-kind", "reported") for term in vocabulary(name)}


@cache
def _codes_by_label() -> dict[str, str]:
    return {term.label(): term.id for term in vocabulary("state")}


# Up to so many seconds, in this unit: 90 minutes, 36 hours, and then days (30 days are not "4 weeks").
_UNITS = ((60, 1, "second"), (90 * 60, 60, "minute"), (36 * 3600, 3600, "hour"), (math.inf, 86400, "day"))


def duration(length: timedelta | None) -> str:
    """15 minutes, 3 days: rounded to the unit that people say, in the reader's language."""
    if length is None:
        return ""
    seconds = abs(length.total_seconds())
    size, unit = next((size, unit) for most, size, unit in _UNITS if seconds < most)
    return counted(round(seconds / size), unit)


def counted(count: int, unit: str) -> str:
    """3 days, 2 months: so many of a unit of time, in the reader's language."""
    name = f"duration-{unit}"
    words = format_unit(count, name, locale=locale())
    # CLDR has no long form of the day in Kazakh; its short form is the whole word.
    return format_unit(count, name, length="short", locale=locale()) if name in words else words
