"""Numbers of a series as words in the reader's language."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from babel import Locale
from babel.numbers import format_decimal
from django.utils.translation import gettext, ngettext

from borderstats.link import Lead
from secondline.shell.templatetags.shell import month as month_words
from secondline.shell.templatetags.shell import reader_locale
from secondline.trends.queries import Change, Series
from secondline.trends.rules import READING_WORDS, WARNINGS, Against, Month, Rate

LEAST_CHANCE = 1e-6


@lru_cache(maxsize=20_000)
def _decimal(value: float, pattern: str | None, locale: Locale) -> str:
    """A page has thousands of numbers, and most of them more than once."""
    return str(format_decimal(value, pattern, locale=locale))


def whole(value: int | None) -> str:
    return gettext("not known") if value is None else _decimal(value, None, reader_locale())


def tenths(value: float | None) -> str:
    if value is None:
        return gettext("not known")
    return _decimal(value, "#,##0.0", reader_locale())


def hundredths(value: float) -> str:
    return _decimal(value, "#,##0.00", reader_locale())


def two_digits(value: float) -> str:
    """7.19 as 7.2, 0.425 as 0.43, 3 as 3: what a sentence bears."""
    return whole(int(value)) if value == int(value) else _decimal(value, "@#", reader_locale())


def share(value: float) -> str:
    """A chance: to two digits, and never as nought."""
    if value < LEAST_CHANCE:
        return gettext("less than 1 in a million")
    return _decimal(value, "@@", reader_locale())


def rate(value: Rate | None) -> str:
    return tenths(value[0] if value else None)


def interval(value: Rate | None) -> str:
    return f"{tenths(value[1])} – {tenths(value[2])}" if value else ""


@dataclass(frozen=True, slots=True)
class Line:
    """A month as it is read: count, rate, interval, effort and coverage together."""

    month: Month
    name: str
    classes: list[str]
    found: str
    undetermined: str
    inspections: str
    random_checks: str
    rate: str
    interval: str
    crossings: str
    per_crossing: str
    crossing_interval: str
    first_line: str
    coverage: str


def line(month: Month) -> Line:
    return Line(
        month=month,
        name=month_words(month.month),
        classes=[whole(number) for number in month.of_class()],
        found=whole(month.found),
        undetermined=whole(month.undetermined),
        inspections=whole(month.inspections),
        random_checks=whole(month.random_checks),
        rate=rate(month.rate),
        interval=interval(month.rate),
        crossings=whole(month.crossings),
        per_crossing=rate(month.per_crossing),
        crossing_interval=interval(month.per_crossing),
        first_line=whole(month.first_line),
        coverage=gettext("%(known)s of %(posts)s posts")
        % {"known": whole(month.posts_known), "posts": whole(month.posts)},
    )


def period_line(found: Series) -> dict[str, str]:
    """All chosen months together."""
    return {
        "rate": rate(found.whole),
        "interval": interval(found.whole),
        "per_crossing": rate(found.whole_crossing),
        "crossing_interval": interval(found.whole_crossing),
        "months": gettext("%(known)s of %(months)s")
        % {"known": whole(len(found.known)), "months": whole(len(found.months))},
    }


def change_line(change: Change) -> dict[str, Any]:
    """The comparison of two periods, as it is read."""
    before = gettext("the year before") if change.against is Against.YEAR else gettext("the months before")
    return {
        "period": gettext("%(first)s to %(last)s against %(before)s")
        % {"first": month_words(change.first), "last": month_words(change.last), "before": before},
        "found": f"{whole(change.before)} → {whole(change.found)}",
        "inspections": f"{whole(change.inspections_before)} → {whole(change.inspections)}",
        "ratio": _times((change.ratio, change.low, change.high) if change.ratio is not None else None),
        "crossing_ratio": _times(change.crossing_ratio),
        "coverage": gettext("%(known)s of %(posts)s posts")
        % {"known": whole(change.matched), "posts": whole(change.posts)},
        "reading": gettext(READING_WORDS[change.reading]),
        "warnings": [gettext(WARNINGS[name]) for name in change.warnings],
        "season": change.against is Against.PERIOD,
    }


def _times(value: Rate | None) -> str:
    if value is None:
        return ""
    return gettext("%(ratio)s times (95 %% interval %(low)s to %(high)s)") % {
        "ratio": hundredths(value[0]),
        "low": hundredths(value[1]),
        "high": hundredths(value[2]),
    }


def description(found: Series, sums: dict[str, int]) -> str:
    """The plot in a sentence, for whoever can't see it."""
    return gettext(
        "%(first)s to %(last)s: %(found)s detections in %(inspections)s inspections; "
        "%(missing)s of %(months)s months have no data. The table has every number."
    ) % {
        "first": month_words(found.choice.first),
        "last": month_words(found.choice.last),
        "found": whole(sums["found"]),
        "inspections": whole(sums["inspections"]),
        "missing": whole(len(found.missing)),
        "months": whole(len(found.months)),
    }


def lead_words(lead: Lead, frequency: str) -> str:
    """What came first, in the reader's months or quarters; or that there is no evidence of it."""
    r = hundredths(float(lead.correlation[lead.lags.tolist().index(lead.best or 0)]))
    if lead.best is None:
        words = gettext(
            "No evidence that one comes before the other: among %(lags)s lags none stands out (%(points)s "
            "periods; a correlation under %(bound)s is what chance gives)."
        )
        bound = hundredths(lead.bound)
        return words % {"lags": whole(lead.lags.size), "points": whole(lead.points), "bound": bound}
    if not lead.best:
        words = gettext("Both move together (correlation %(r)s): neither gives warning of the other.")
        return words % {"r": r}
    words = _lag_words(abs(lead.best), frequency, first=lead.best > 0)
    return words % {"lag": whole(abs(lead.best)), "r": r}


def _lag_words(lag: int, frequency: str, *, first: bool) -> str:
    if frequency == "Q" and first:
        return ngettext(
            "This led: the series moves %(lag)s quarter before what is found here (correlation %(r)s).",
            "This led: the series moves %(lag)s quarters before what is found here (correlation %(r)s).",
            lag,
        )
    if frequency == "Q":
        return ngettext(
            "This followed: the series moves %(lag)s quarter after what is found here (correlation %(r)s).",
            "This followed: the series moves %(lag)s quarters after what is found here (correlation %(r)s).",
            lag,
        )
    if first:
        return ngettext(
            "This led: the series moves %(lag)s month before what is found here (correlation %(r)s).",
            "This led: the series moves %(lag)s months before what is found here (correlation %(r)s).",
            lag,
        )
    return ngettext(
        "This followed: the series moves %(lag)s month after what is found here (correlation %(r)s).",
        "This followed: the series moves %(lag)s months after what is found here (correlation %(r)s).",
        lag,
    )
