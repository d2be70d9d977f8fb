"""Names for codes in the reader's language, and codes for the names that people type."""

import math
import re
from contextlib import suppress
from datetime import date, timedelta
from functools import cache

from babel import Locale
from babel.dates import format_date
from babel.units import format_unit
from django.utils.translation import get_language

from secondline.shell.templatetags.shell import reader_locale
from traveldoc.vocabulary import Term, vocabulary

# So many letters of a name are enough where no other state's name begins with them.
ENOUGH_LETTERS = 3
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
MOST_SUGGESTIONS = 3


def language() -> str:
    return get_language() or "en"


def _locale() -> Locale:
    return Locale.parse(language().replace("-", "_"))


def state_name(code: str) -> str:
    """The state's name in the reader's language (CLDR); what the standard does not know stays as it is."""
    term = vocabulary("state").get(code)
    return code if term is None else _name(term)


def _name(term: Term) -> str:
    territories = _locale().territories
    return territories.get(term.alpha2) or term.label(language())


def in_readers_form(value: str) -> str:
    """A value inside a sentence: a date as the reader writes it, a state by its name in that language.

    Only what is exactly a date or a state's English name is changed; what stands on the document is not.
    """
    if _DATE.fullmatch(value):
        with suppress(ValueError):  # 30 February stays as it is written
            return format_date(date.fromisoformat(value), "medium", locale=reader_locale())
    code = _codes_by_label().get(value)
    return state_name(code) if code else value


@cache
def _codes_by_label() -> dict[str, str]:
    return {term.label(): term.id for term in vocabulary("state")}


def state_label(code: str) -> str:
    """The name with the code of Doc 9303: Germany (D)."""
    return f"{state_name(code)} ({code})" if code else ""


def states() -> list[str]:
    """All states for a list of suggestions, by name."""
    return sorted(state_label(term.id) for term in vocabulary("state"))


def find_states(text: str) -> list[str]:
    """The codes that a typed text can mean: one where it is clear, several where it is not, none if unknown.

    A code, a two-letter code, a name in the reader's language or in English, or its first letters;
    also as the list of suggestions writes it, with the code in brackets.
    """
    for typed in (text, text.rpartition("(")[2].rstrip(")")):
        wanted = typed.strip().casefold()
        exact = [term.id for term in vocabulary("state") if wanted in _known_as(term)]
        if exact:
            return exact[:1]
    begun = text.strip().casefold()
    if len(begun) < ENOUGH_LETTERS:
        return []
    names = ((term.id, {term.label().casefold(), _name(term).casefold()}) for term in vocabulary("state"))
    return [code for code, known in names if any(name.startswith(begun) for name in known)]


def _known_as(term: Term) -> set[str]:
    return {each.casefold() for each in (term.id, term.alpha2, term.label(), _name(term)) if each}


# Up to so many seconds, in this unit: 90 minutes, 36 hours, and then days (30 days are not "4 weeks").
_UNITS = ((60, 1, "second"), (90 * 60, 60, "minute"), (36 * 3600, 3600, "hour"), (math.inf, 86400, "day"))


def duration(length: timedelta | None) -> str:
    """15 minutes, 3 days: rounded to the unit that people say, in the reader's language."""
    if length is None:
        return ""
    seconds = abs(length.total_seconds())
    size, unit = next((size, unit) for most, size, unit in _UNITS if seconds < most)
    name, count = f"duration-{unit}", round(seconds / size)
    words = format_unit(count, name, locale=_locale())
    # CLDR has no long form of the day in Kazakh; its short form is the whole word.
    return format_unit(count, name, length="short", locale=_locale()) if name in words else words
