"""The tables of the link as they are read and as files: own finds beside what others count, way by way."""

from collections.abc import Mapping, Sequence
from datetime import date

from django.utils.translation import gettext

from secondline.reference.naming import state_name
from secondline.register.series.observed import period_code
from secondline.shell.templatetags.shell import day
from secondline.trends.naming import series_key, series_label
from secondline.trends.queries.beside import Beside
from secondline.trends.queries.link import Link, Row
from secondline.trends.queries.shifts import Shift, Way
from secondline.trends.rules import PER, PERIOD_WORDS
from secondline.trends.sheet import Cell, Column, Sheet, number
from secondline.trends.sheets import limited, limits, period_words
from secondline.trends.wording import hundredths, interval, tenths, whole


def link_sheet(found: Link, label: str, others: Sequence[Beside]) -> Sheet:
    """Own numbers and the series chosen, the newest period first; the others where they tell a period."""
    columns = [
        Column("period", gettext("From")),
        Column("found", gettext("Found"), number=True),
        Column("inspections", gettext("Inspections"), number=True),
        Column(
            f"found_per_{PER}", gettext("Found per %(number)s inspections") % {"number": PER}, number=True
        ),
        Column("", gettext("95 % interval"), number=True, on_page=True),
        *limited("rate"),
        Column("crossings", gettext("Crossings"), number=True),
        Column("published", label or gettext("Published series"), number=True),
        Column("vintage", gettext("As of"), together=True),
        *(Column(series_key(each.held), heading(each), number=True) for each in others),
    ]
    rows = [
        [*_own(row, found.frequency), *(_other(each, row.period) for each in others)]
        for row in reversed(found.rows)
        if any(told is not None for told in (row.found, row.published, row.crossings))
        or any(_told(each, row.period) is not None for each in others)
    ]
    return Sheet("link", gettext("The numbers"), columns, rows)


def heading(each: Beside) -> str:
    words = series_label(each.held)
    return f"{words}, {gettext(PERIOD_WORDS[each.found.frequency])}" if each.longer else words


def _own(row: Row, frequency: str) -> list[Cell]:
    rate = row.rate
    return [
        Cell(period_code(row.period, frequency), period_words(row.period, frequency)),
        number(row.found, whole(row.found)),
        number(row.looked, whole(row.looked)),
        number(rate[0] if rate else None, tenths(rate[0] if rate else None)),
        Cell("", interval(rate)),
        *limits(rate),
        number(row.crossings, whole(row.crossings)),
        number(row.published, whole(row.published)),
        Cell(f"{row.vintage:%Y-%m-%d}" if row.vintage else "", day(row.vintage) if row.vintage else ""),
    ]


def _told(each: Beside, period: date) -> int | None:
    """A number told for longer than the row's period stands in the first row of its own."""
    if not each.longer:
        return each.drawn.get(period)
    return next((row.published for row in each.found.rows if row.period == period), None)


def _other(each: Beside, period: date) -> Cell:
    told = _told(each, period)
    return number(told, "" if told is None else whole(told))


def areas_sheet(areas: Sequence[tuple[str, Sequence[tuple[date, int]]]], nationality: str) -> Sheet:
    """One nationality, way by way: a row for each period in which there was anybody anywhere."""
    columns = [
        Column("period", gettext("Period")),
        *(Column(area, area, number=True) for area, _told in areas),
    ]
    by_area: list[Mapping[date, int]] = [dict(told) for _area, told in areas]
    periods = sorted({when for told in by_area for when in told}, reverse=True)
    rows = [
        [
            Cell(period_code(when, "M"), period_words(when, "M")),
            *(number(told.get(when), whole(told.get(when))) for told in by_area),
        ]
        for when in periods
        if any(told.get(when) for told in by_area)
    ]
    return Sheet("areas", nationality, columns, rows)


NOBODY: Sequence[Way | None] = (None,)


def shifts_sheet(shown: Sequence[Shift]) -> Sheet:
    """For the file: every fall with every rise of the same nationality in the same year."""
    columns = [
        Column("nationality", "", coded=True),
        *(Column(f"fell_{name}", "") for name in ("series", "area", "before", "now")),
        *(Column(f"rose_{name}", "") for name in ("series", "area", "before", "now")),
    ]
    rows = [
        [Cell(each.fell.citizenship, state_name(each.fell.citizenship)), *_way(each.fell), *_way(way)]
        for each in shown
        for way in (each.rose or NOBODY)
    ]
    return Sheet("shifts", "", columns, rows)


def _way(way: Way | None) -> list[Cell]:
    told = (
        ["", "", "", ""] if way is None else [series_key(way.held), way.area, str(way.before), str(way.now)]
    )
    return [Cell(each, each) for each in told]


def times_words(way: Way) -> str:
    """From how many to how many, and how many times that is."""
    if not way.before:
        return gettext("none → %(now)s") % {"now": whole(way.now)}
    words = gettext("%(before)s → %(now)s (%(ratio)s times)")
    return words % {
        "before": whole(way.before),
        "now": whole(way.now),
        "ratio": hundredths(way.now / way.before),
    }
