"""How the table of a source is read: which column holds what, how days are written, what may be wrong."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields
from datetime import date
from typing import Any, Final

from traveldoc.finding import Phrase, gettext_noop

REASONS: Final[dict[str, str]] = {
    "encoding": gettext_noop("The file is no text in UTF-8. Save the table as CSV in UTF-8."),
    "csv": gettext_noop("The line is no line of a CSV table: %(value)s"),
    "empty": gettext_noop("The file has no lines."),
    "column": gettext_noop("The table has no column “%(value)s”. It has: %(known)s."),
    "short": gettext_noop("The line has fewer columns than the first line."),
    "number": gettext_noop("“%(value)s” is no document number."),
    "range": gettext_noop("“%(value)s” is no range of numbers: equal length, the last digits differ."),
    "ranges": gettext_noop("There are more than %(value)s wide ranges."),
    "issuer": gettext_noop("“%(value)s” is no state of Doc 9303-3, section 5."),
    "kind": gettext_noop("“%(value)s” is no kind of document. Say in the mapping what it stands for."),
    "sort": gettext_noop("“%(value)s” is no reason. Say in the mapping what it stands for."),
    "day": gettext_noop("“%(value)s” is no day. Days are written %(known)s."),
    "future": gettext_noop("“%(value)s” is later than the date of the list."),
    "words": gettext_noop("There are too many different circumstances: leave that column out."),
}


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong in one line (lines count from 1, the line with the titles included)."""

    line: int
    reason: str
    value: str = ""
    known: str = ""

    @property
    def phrase(self) -> Phrase:
        return Phrase(REASONS[self.reason], {"value": self.value, "known": self.known})

    def __str__(self) -> str:
        return f"line {self.line}: {self.phrase}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Columns:
    """Which column holds what; a value after `=` holds for every line: issuer "=UTO".

    `number_to` is the end of a range. `values` says what the source's own words stand for: {"S": "stolen",
    "PASS": "passport"}. `day_form` is YYYY-MM-DD, DD.MM.YYYY, MM/DD/YYYY ...: Y, M, D in their places.
    """

    number: str
    number_to: str = ""
    issuer: str = ""
    kind: str = ""
    sort: str = "=lost"
    day: str = ""
    circumstances: str = ""
    day_form: str = "YYYY-MM-DD"
    delimiter: str = ""
    values: Mapping[str, str] = field(default_factory=dict)

    def to_dict(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_dict(cls, stored: Mapping[str, Any]) -> "Columns":
        known = {item.name for item in fields(cls)}
        return cls(**{name: value for name, value in stored.items() if name in known})


def read_day(text: str, form: str) -> date | None:
    """A day written in a form such as DD.MM.YYYY; None where it is not."""
    if len(text) != len(form) or not text.isascii():
        return None
    parts = {
        letter: "".join(c for c, place in zip(text, form, strict=True) if place == letter) for letter in "YMD"
    }
    rest = [(c, place) for c, place in zip(text, form, strict=True) if place not in "YMD"]
    if any(c != place for c, place in rest) or not all(part.isdigit() for part in parts.values()):
        return None
    year = int(parts["Y"]) + (2000 if len(parts["Y"]) == 2 else 0)
    try:
        return date(year, int(parts["M"]), int(parts["D"]))
    except ValueError:
        return None


def is_day_form(form: str) -> bool:
    """Two or four Y, two M and two D, each in one piece, with marks between them."""
    years = any(form.count("Y") == count and "Y" * count in form for count in (2, 4))
    marks = form.translate({ord(letter): None for letter in "YMD"})
    whole = all(form.count(letter) == 2 and letter * 2 in form for letter in "MD")
    return years and whole and len(form) <= 12 and not any(mark.isalnum() for mark in marks)
