"""What a trend is made of: months, colours, views, and when two years may be compared."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from secondline.register.rules import FOUND
from traveldoc.finding import gettext_noop

PER: Final = 100  # rates are per 100 inspections,
PER_CROSSINGS: Final = 100_000  # and per 100,000 crossings
YEAR: Final = 12
MOST_MONTHS: Final = 120
USUAL_MONTHS: Final = 36


class View(StrEnum):
    """What the plot shows."""

    COUNTS = "counts"
    RATE = "rate"
    CROSSINGS = "crossings"
    CLASSES = "classes"


VIEW_WORDS: Final[Mapping[str, str]] = {
    View.COUNTS: gettext_noop("Numbers by class"),
    View.RATE: gettext_noop("Rate per inspection"),
    View.CROSSINGS: gettext_noop("Rate per crossing"),
    View.CLASSES: gettext_noop("Each class by itself"),
}

# Told apart also by those who don't see colours as most do: light beside dark in the order of stacking, each
# at least 3:1 against white (WCAG 2.2, 1.4.11). The style sheet's legend uses the same; a test compares.
COLOURS: Final[Mapping[str, str]] = {
    "counterfeit": "#0b3c5d",
    "forged": "#d1600a",
    "pseudo": "#5b2a86",
    "fraudulently-obtained": "#b07d00",
    "impostor": "#0f6b4f",
    "stolen-blank": "#cc4677",
}
NO_DATA: Final = "#dde3e5"
LINE: Final = "#0b3c5d"
QUIET: Final = "#7b8a91"


def month_after(month: date, number: int = 1) -> date:
    """The first day of the month `number` months later (earlier if negative)."""
    count = month.year * 12 + month.month - 1 + number
    return date(count // 12, count % 12 + 1, 1)


def months(first: date, last: date) -> Iterator[date]:
    """Every month from the first to the last, both included."""
    while first <= last:
        yield first
        first = month_after(first)


Rate = tuple[float, float, float]


@dataclass(frozen=True, slots=True)
class Month:
    """One line of the table. None means not known: a month that nobody told of is never a zero.

    `found` counts inspections with a fraud found; `rated` those of them at posts whose effort is known,
    which is what the rate is made of, and `crossed` those at posts whose crossings are known. Of `posts`,
    `posts_known` have told how much they looked at. Rates have their 95 % interval: value, low, high.
    """

    month: date
    over: bool
    counts: Mapping[str, int] | None
    undetermined: int | None
    inspections: int | None
    random_checks: int | None
    crossings: int | None
    rated: int
    crossed: int
    posts_known: int
    posts: int
    doubtful: int = 0
    generated: bool = False
    measured: bool = False
    rate: Rate | None = None
    per_crossing: Rate | None = None

    @property
    def found(self) -> int | None:
        return sum(self.counts.values()) if self.counts is not None else None

    @property
    def known(self) -> bool:
        return self.counts is not None

    @property
    def covered(self) -> bool:
        return self.over and self.posts > 0 and self.posts_known == self.posts and not self.doubtful

    def of_class(self) -> list[int | None]:
        """The counts in the order of the classes."""
        return [self.counts.get(fraud, 0) if self.counts is not None else None for fraud in FOUND]


class Incomparable(StrEnum):
    """Why two years can't be set against each other."""

    TOO_SHORT = "too short"
    GAPS = "gaps"


def last_two_years(series: list[Month]) -> tuple[list[Month], list[Month]] | Incomparable:
    """The last twelve months that are over, and the twelve before them; every post known in each."""
    over = [month for month in series if month.over]
    if len(over) < 2 * YEAR:
        return Incomparable.TOO_SHORT
    before, now = over[-2 * YEAR : -YEAR], over[-YEAR:]
    if not all(month.covered for month in (*before, *now)):
        return Incomparable.GAPS
    return before, now


class Reading(StrEnum):
    """What may be said of two years: count against rate."""

    SAME = "same"
    FEWER_BUT_HIGHER = "fewer but higher"
    MORE_BUT_LOWER = "more but lower"
    HIGHER = "higher"
    LOWER = "lower"


READING_WORDS: Final[Mapping[str, str]] = {
    Reading.SAME: gettext_noop("The rate has not changed by more than chance allows."),
    Reading.FEWER_BUT_HIGHER: gettext_noop(
        "Fewer were found, but more per inspection: the fall comes from fewer inspections."
    ),
    Reading.MORE_BUT_LOWER: gettext_noop(
        "More were found, but fewer per inspection: the rise comes from more inspections."
    ),
    Reading.HIGHER: gettext_noop("More is found per inspection, beyond what chance allows."),
    Reading.LOWER: gettext_noop("Less is found per inspection, beyond what chance allows."),
}


def read_change(found: int, before: int, low: float, high: float) -> Reading:
    """The reading of a ratio of rates whose interval goes from `low` to `high`."""
    if low <= 1 <= high or not low <= high:
        return Reading.SAME
    if low > 1:
        return Reading.FEWER_BUT_HIGHER if found < before else Reading.HIGHER
    return Reading.MORE_BUT_LOWER if found > before else Reading.LOWER
