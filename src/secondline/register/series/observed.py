"""One published number, with everything that has to stand beside it; and how its period is read."""

import re
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

# What a sum over all is called; such rows are kept as they came and compared with their parts.
TOTALS: Final = frozenset({"total", "all", "totals", "grand total", "all nationalities", "all citizenships"})
REST: Final = frozenset({"other", "others", "all other", "other and unknown", "not specified", "unknown"})


@dataclass(frozen=True, slots=True)
class Observed:
    """`citizenship`: the source's own word; `detail`: further dimensions, (name, word) in their order.

    `period` is the first day of a month, quarter, half or year (`frequency` M, Q, S, A), or of so many months
    (P5M). `value` None: the source says that it does not know. `vintage` None: as of the file.
    """

    indicator: str
    unit: str
    period: date
    frequency: str
    value: int | None
    area: str = ""
    citizenship: str = ""
    detail: tuple[tuple[str, str], ...] = ()
    vintage: date | None = None
    flag: str = ""
    generated: bool = False  # the file itself says that nobody was counted

    def without(self, name: str) -> "Observed":
        """The same row without one of its dimensions (or its citizenship): what totals are compared by."""
        if name == "citizenship":
            return replace(self, citizenship="", value=None, flag="")
        return replace(self, detail=tuple(d for d in self.detail if d[0] != name), value=None, flag="")

    def word(self, name: str) -> str:
        return self.citizenship if name == "citizenship" else dict(self.detail).get(name, "")

    @property
    def names(self) -> tuple[str, ...]:
        """Its dimensions."""
        return (*(("citizenship",) if self.citizenship else ()), *(name for name, _ in self.detail))


_YEAR: Final = re.compile(r"(\d{4})(?:\.0|-A1)?")
_MONTH: Final = re.compile(r"(\d{4})-?M?(0[1-9]|1[0-2])(?:-\d\d(?:T00:00:00(?:\.0{1,6})?)?)?")
_QUARTER: Final = re.compile(r"(\d{4})[- ]?Q([1-4])")
_HALF: Final = re.compile(r"(\d{4})[- ]?[SH]([12])")
_RANGE: Final = re.compile(r"(\d{4})-(0[1-9]|1[0-2])-01(?:T00:00:00)?/P(?:(\d{1,2})Y)?(?:(\d{1,3})M)?")
_NAMED: Final = re.compile(r"([A-Z]{3})[A-Z]{0,6}[- ]?(\d{4})", re.IGNORECASE)
SERIAL: Final = re.compile(r"[2-6]\d{4}(?:\.\d+)?")  # days since 1900 as Excel counts them
MONTHS: Final = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


# How many months a period has, and in which months one of so many begins.
LENGTHS: Final = {"M": 1, "Q": 3, "S": 6, "A": 12}
MOST_MONTHS: Final = 999


def span(year: int, month: int, months: int) -> tuple[date, str] | None:
    """So many months from this one on: a month, a whole quarter, half or year, else P5M; None without any."""
    if not 0 < months <= MOST_MONTHS or not year:
        return None
    whole = (name for name, size in LENGTHS.items() if size == months and (month - 1) % size == 0)
    return date(year, month, 1), next(whole, f"P{months}M")


def months_of(frequency: str) -> int:
    """How many months a period has."""
    return LENGTHS.get(frequency) or int(frequency[1:-1])


def period_code(period: date, frequency: str) -> str:
    """2026-03, 2026-Q1, 2026-S1, 2026, or 2025-10-01/P5M, as SDMX writes it."""
    if frequency == "M":
        return f"{period.year}-{period.month:02}"
    if frequency == "A":
        return f"{period.year}"
    if frequency in LENGTHS:
        return f"{period.year}-{frequency}{(period.month - 1) // LENGTHS[frequency] + 1}"
    return f"{period.year}-{period.month:02}-01/{frequency}"


def period_of(text: str) -> tuple[date, str] | None:
    """2026, 2026-03, 2026-03-31, 2026M03, MAR2026, 2026-Q1, 2026-S1, 2025-10-01/P5M: first day and frequency.

    None where it is no such period.
    """
    text = text.strip()
    if match := _RANGE.fullmatch(text):
        return span(int(match[1]), int(match[2]), 12 * int(match[3] or 0) + int(match[4] or 0))
    if match := _YEAR.fullmatch(text):
        found = (int(match[1]), 1, "A")
    elif match := _QUARTER.fullmatch(text):
        found = (int(match[1]), 3 * int(match[2]) - 2, "Q")
    elif match := _HALF.fullmatch(text):
        found = (int(match[1]), 6 * int(match[2]) - 5, "S")
    elif match := _MONTH.fullmatch(text):
        found = (int(match[1]), int(match[2]), "M")
    elif (match := _NAMED.fullmatch(text)) and match[1].lower() in MONTHS:
        found = (int(match[2]), MONTHS.index(match[1].lower()) + 1, "M")
    else:
        return None
    year, month, frequency = found
    return (date(year, month, 1), frequency) if year else None


# Where a source has no number: nothing known (Eurostat, United Nations), or a sign that says why (UK
# government statistics, Eurostat's flags, UNHCR's *), which is kept as a flag.
_UNKNOWN: Final = frozenset({"", ":", "-", "na", "n/a", "n.a.", "..", "...", "none"})
_MARK: Final = re.compile(
    r":?\s*(?:\[(?:x|z|c|u|k|w|low)\]|[zcukw]|\*{1,3})|(?:<|<=|≤)\s?\d{1,3}|(?:0|1|2) ?(?:-|–|to) ?\d{1,2}",
    re.IGNORECASE,
)
_NUMBER: Final = re.compile(r"(?:\d{1,3}(?:[,\u00a0\u202f ]\d{3})+|\d{1,15})(?:\.0+)?")


def value_of(text: str) -> tuple[int | None, bool]:
    """A whole number (3,675 too), or None where the source has none; and whether the cell could be read."""
    word = text.strip()
    if word.lower() in _UNKNOWN or _MARK.fullmatch(word):
        return None, True
    if not word.isascii() and not set(word) <= set("0123456789,.\u00a0\u202f "):
        return None, False
    if not _NUMBER.fullmatch(word):
        return None, False
    return int(re.sub(r"[^\d]", "", word.partition(".")[0])), True


def mark_of(text: str) -> str:
    """The sign by which a source says why there is no number: c, [z], *, <5, 1-4."""
    word = text.strip()
    return word.removeprefix(":").strip() if _MARK.fullmatch(word) else ""
