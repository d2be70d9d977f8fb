"""What a trend is made of: months, colours, views, and when two years may be compared."""

from collections.abc import Iterator, Mapping, Sequence
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
NEW_MONTHS: Final = 6  # where it is asked what is new: there must be a time before


class View(StrEnum):
    """What is shown of the choice."""

    COUNTS = "counts"
    RATE = "rate"
    CROSSINGS = "crossings"
    CLASSES = "classes"
    ROUTES = "routes"
    COMBINATIONS = "combinations"
    MAP = "map"
    FLOWS = "flows"
    PUBLISHED = "published"


VIEW_WORDS: Final[Mapping[str, str]] = {
    View.COUNTS: gettext_noop("Numbers by class"),
    View.RATE: gettext_noop("Rate per inspection"),
    View.CROSSINGS: gettext_noop("Rate per crossing"),
    View.CLASSES: gettext_noop("Side by side"),
    View.ROUTES: gettext_noop("Routes"),
    View.COMBINATIONS: gettext_noop("Combinations, and new ones"),
    View.MAP: gettext_noop("Map"),
    View.FLOWS: gettext_noop("Flows"),
    View.PUBLISHED: gettext_noop("Irregular travel"),
}

# What is counted, each for itself (register.cube.UNITS).
UNIT_WORDS: Final[Mapping[str, str]] = {
    "person": gettext_noop("persons"),
    "incident": gettext_noop("incidents"),
    "document": gettext_noop("documents"),
}

# In place of a label: all that is too small to be drawn alone (what nobody told is ""); and, at the stage of
# the transit, that the state last left is the one where the journey began.
OTHERS, DIRECT = "*", "direct"

# By what the small plots side by side are told apart: dimension of the register.
SPLITS: Final[Mapping[str, str]] = {
    "fraud_class": gettext_noop("class of fraud"),
    "post": gettext_noop("post"),
    "document_kind": gettext_noop("kind of document"),
    "document_nationality": gettext_noop("nationality of the document"),
    "issuer": gettext_noop("issuer of the document"),
    "embarkation": gettext_noop("where they came from"),
    "transit": gettext_noop("where they came through"),
    "outcome": gettext_noop("what happened"),
}
SCALES: Final[Mapping[str, str]] = {
    "same": gettext_noop("the same scale for all"),
    "own": gettext_noop("each its own scale"),
}
MOST_PLOTS: Final = 12  # side by side; the rest is one more


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
    first_line: int | None = None
    posts_crossed: int = 0
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

    def of_class(self) -> list[int | None]:
        """The counts in the order of the classes."""
        return [self.counts.get(fraud, 0) if self.counts is not None else None for fraud in FOUND]


class Incomparable(StrEnum):
    """Why two periods can't be set against each other."""

    TOO_SHORT = "too short"
    GAPS = "gaps"


class Against(StrEnum):
    """What a period is compared with."""

    YEAR = "year"
    PERIOD = "period"


# What has changed besides the rate: said beside every comparison that it concerns.
WARNINGS: Final[Mapping[str, str]] = {
    "coverage": gettext_noop("Only the posts whose effort is known in every month of both are compared."),
    "effort": gettext_noop("The number of inspections has changed: the counts alone can't be compared."),
    "lot": gettext_noop(
        "The share of checks by lot has changed: another selection finds another share, without more or less "
        "fraud."
    ),
}


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


# Signals: in what ways the counts are split, and what is watched in each.
LEVELS: Final[Mapping[str, tuple[str, ...]]] = {
    "all": (),
    "post": ("post__code",),
    "class": ("fraud_class",),
    "kind": ("document_kind",),
    "nationality": ("document_nationality",),
    "post-nationality": ("post__code", "document_nationality"),
    "nationality-class": ("document_nationality", "fraud_class"),
}
LEVEL_WORDS: Final[Mapping[str, str]] = {
    "all": gettext_noop("Everything together"),
    "post": gettext_noop("By post"),
    "class": gettext_noop("By class of fraud"),
    "kind": gettext_noop("By kind of document"),
    "nationality": gettext_noop("By nationality of the document"),
    "post-nationality": gettext_noop("By post and nationality of the document"),
    "nationality-class": gettext_noop("By nationality of the document and class of fraud"),
}
SERIES_LEVEL: Final = "series"  # strata of a published series: source, area, citizenship


def state_of(level: str, stratum: Sequence[str]) -> str:
    """The code of the state that an alarm is about; "" where it is about none."""
    if level == SERIES_LEVEL:
        return stratum[-1] if stratum else ""
    told = dict(zip(LEVELS.get(level, ()), stratum, strict=False))
    return told.get("document_nationality", "")


WATCHED_BACK: Final = 72  # months of history that a signal is set against
DRAWN_BACK: Final = 36  # months in the small plot beside it
FEWEST_CASES: Final = 5  # in all of the history: a stratum with fewer says nothing about what is ordinary
MOST_ALARMS: Final = 60
FALSE_DISCOVERY: Final = 0.1
PEAK_WITHIN: Final = 12  # months after an alarm in which its peak is looked for

# What an analyst says of an alarm, and what a forecast of it is worth.
VERDICTS: Final[Mapping[str, str]] = {
    "real": gettext_noop("real: something has changed"),
    "artefact": gettext_noop("artefact: checks, coverage or coding have changed"),
    "watch": gettext_noop("watch: too early to say"),
}


def is_month_in_reach(month: date, latest: date) -> bool:
    """Whether signals of this month can be asked for: over, and not before the register's reach."""
    return date(1990, 1, 1) <= month <= latest and month.day == 1


# Where to look: strata of documents, routes and posts. There is none of persons.
PLACES: Final[Mapping[str, tuple[str, ...]]] = {
    "post": ("post__code",),
    "kind": ("document_kind",),
    "nationality": ("document_nationality",),
    "post-nationality": ("post__code", "document_nationality"),
}
LOOKED_BACK: Final = 12  # months
LEAST_RANDOM_PERCENT: Final = 5
MOST_CHECKS: Final = 1_000_000
FEWEST_CHECKS: Final = 30  # under which a stratum is shown as "hardly looked at"


# The link: how far back two series are set beside each other.
LINKED_BACK: Final = 120
PERIOD_WORDS: Final[Mapping[str, str]] = {
    "M": gettext_noop("by month"),
    "Q": gettext_noop("by quarter"),
    "S": gettext_noop("by half-year"),
    "A": gettext_noop("by year"),
}
MOST_BESIDE: Final = 6  # other series under the same axis
MOST_AREAS: Final = 6  # small plots of one nationality, the largest areas first


class Fall(StrEnum):
    """What the last year against the year before may mean."""

    UNKNOWN = "unknown"
    NO_FALL = "no fall"
    LESS_LOOKING = "less looking"
    BETTER_OR_BLINDER = "better or blinder"


FALL_WORDS: Final[Mapping[str, str]] = {
    Fall.UNKNOWN: gettext_noop("Two whole years with known effort are needed before a rise or fall is read."),
    Fall.NO_FALL: gettext_noop("Finds per inspection have not fallen beyond what chance allows."),
    Fall.LESS_LOOKING: gettext_noop(
        "Finds per inspection have not fallen, but there were fewer inspections: a fall of the count comes "
        "from looking less."
    ),
    Fall.BETTER_OR_BLINDER: gettext_noop(
        "Finds per inspection have fallen beyond chance. Both readings below are open until something tells "
        "them apart."
    ),
}
LESS_LOOKED: Final = 0.9


def read_fall(found: tuple[float, float, float] | None, effort: float | None) -> Fall:
    """Read the ratio of finds per inspection (with its interval) beside that of the inspections."""
    if found is None or effort is None:
        return Fall.UNKNOWN
    if found[2] < 1:
        return Fall.BETTER_OR_BLINDER
    return Fall.LESS_LOOKING if effort < LESS_LOOKED else Fall.NO_FALL


SILENT: Final[Mapping[str, str]] = {
    "none": gettext_noop(
        "Nothing can be said: there is no period in which both the own detections and the published series "
        "are known."
    ),
    "short": gettext_noop(
        "Nothing can be said about which came first: too few periods in which both are known, or nothing "
        "but zeros."
    ),
    "gaps": gettext_noop("Nothing can be said about which came first: periods are missing in between."),
}

# Displacement after an event: how long after it is looked at, and why nothing can be said.
AFTER_EVENT: Final = 12  # months
UNMOVED: Final[Mapping[str, str]] = {
    "series": gettext_noop("Choose a monthly series and a nationality."),
    "short": gettext_noop(
        "Nothing can be said: the series has fewer than 24 months before the event, or none after it."
    ),
    "means": gettext_noop(
        "Nothing can be said: the series shows no other means of travel for this nationality, and where "
        "nobody looks at that, “they have not moved” says nothing."
    ),
    "controls": gettext_noop(
        "Nothing can be said: before the event there was nobody on this way, or nobody to compare with."
    ),
}

# The undetected: what the estimates are called.
MOST_TIMES: Final = 20
MOST_PERSONS: Final = 1_000_000_000
ESTIMATES: Final[Mapping[str, str]] = {
    "chao": gettext_noop("Chao's lower bound"),
    "chao-bias-corrected": gettext_noop("Chao, corrected for small numbers"),
    "zelterman": gettext_noop("Zelterman"),
    "zero-truncated-poisson": gettext_noop("Poisson without nought"),
    "zero-truncated-geometric": gettext_noop("Geometric without nought"),
    "one-inflation-robust": gettext_noop("Robust where being found once changes things"),
    "repeated-trials": gettext_noop("Repeated trials"),
}

# The scan over groups: of what, over how many last months, against how many before.
SCANNED: Final[Mapping[str, str]] = {"post": "post", "nationality": "nationality"}
LONGEST_CLUSTER: Final = 6
SCANNED_BACK: Final = 36
MOST_SCANNED: Final = 30
SMALL_SCAN: Final = 12  # up to so many places every three of them are a group, too
REPLICATES: Final = 199
MOST_CLUSTERS: Final = 3
SURPRISING: Final = 0.05


class Spread(StrEnum):
    """How a plan spreads the checks that are not by lot."""

    SQUARE_ROOT = "square-root"
    THOMPSON = "thompson"


SPREADS: Final[Mapping[str, str]] = {
    Spread.SQUARE_ROOT: gettext_noop("by the square root of what is expected: not the same few each time"),
    Spread.THOMPSON: gettext_noop("by draws (Thompson): what is little known is tried, what is poor is left"),
}


class Worthwhile(StrEnum):
    """What may be said of a plan afterwards."""

    MORE = "more"
    LESS = "less"
    SAME = "same"


WORTHWHILE: Final[Mapping[str, str]] = {
    Worthwhile.MORE: gettext_noop("more found per check than before, beyond chance"),
    Worthwhile.LESS: gettext_noop("less found per check than before, beyond chance"),
    Worthwhile.SAME: gettext_noop("no evidence that it changed anything"),
}


def worthwhile(low: float, high: float) -> Worthwhile:
    """The ratio of the rates after and before a plan, by its interval."""
    if low > 1:
        return Worthwhile.MORE
    return Worthwhile.LESS if high < 1 else Worthwhile.SAME
