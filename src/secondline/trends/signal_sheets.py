"""The signals as files: the alarms of a month, what they are set against, the rises of the past."""

from collections.abc import Mapping, Sequence
from math import isnan

from secondline.reference.naming import state_name
from secondline.register.queries import Held
from secondline.trends.naming import level_stratum_name, series_key
from secondline.trends.queries.episodes import Episode
from secondline.trends.queries.signals import Alarm, Signals
from secondline.trends.sheet import Cell, Column, Sheet, number

# What stands before each row: of what month and group it is. A group is named by its codes, and in words.
GROUP = (Column("month", ""), Column("level", ""), Column("group", "", coded=True))


def alarms_sheet(found: Signals, posts: Mapping[str, str]) -> Sheet:
    """Every alarm of the month with what was expected, up to where it is ordinary, and what a person said."""
    columns = [
        *GROUP,
        *(Column(name, "", number=True) for name in ("seen", "expected", "ordinary_up_to")),
        *(Column(name, "") for name in ("stands_out_among_all", "history_usable", "verdict", "reference")),
        *(Column(name, "", number=True) for name in ("groups_watched", "false_alarms_expected")),
    ]
    rows = [
        [
            *_group(alarm, posts),
            number(alarm.seen, ""),
            number(alarm.expected, ""),
            number(alarm.upper, ""),
            _yes(alarm.believed),
            _yes(alarm.usable),
            *_said(alarm),
            number(found.strata, ""),
            number(found.false_alarms, ""),
        ]
        for alarm in found.alarms
    ]
    return Sheet("alarms", "", columns, rows)


def history_sheet(found: Signals, posts: Mapping[str, str]) -> Sheet:
    """What the small plots draw: each alarm's group month by month; empty where nobody told."""
    columns = [*GROUP, Column("of_month", ""), Column("found", "", number=True)]
    rows = [
        [*_group(alarm, posts), Cell(f"{when:%Y-%m}", ""), number(None if isnan(told) else int(told), "")]
        for alarm in found.alarms
        for when, told in alarm.history
    ]
    return Sheet("history", "", columns, rows)


def rises_sheet(held: Held, shown: Sequence[Episode]) -> Sheet:
    """The rises of the past of a published series, each with its first signal and its peak."""
    columns = [
        *(Column(name, "") for name in ("series", "area")),
        Column("citizenship", "", coded=True),
        *(Column(name, "") for name in ("first_signal", "seen", "month_before", "peak_month", "peak")),
        Column("months_before_the_peak", "", number=True),
    ]
    rows = [
        [
            *(Cell(words, words) for words in (series_key(held), each.stratum[1])),
            Cell(each.stratum[2], state_name(each.stratum[2])),
            Cell(f"{each.first:%Y-%m}", ""),
            number(each.seen, ""),
            number(each.before, ""),
            Cell(f"{each.peak:%Y-%m}", ""),
            number(each.highest, ""),
            number(each.lead, ""),
        ]
        for each in shown
    ]
    return Sheet("rises", "", columns, rows)


def _group(alarm: Alarm, posts: Mapping[str, str]) -> list[Cell]:
    name = level_stratum_name(alarm.level, alarm.stratum, posts)
    return [Cell(f"{alarm.month:%Y-%m}", ""), Cell(alarm.level, ""), Cell(alarm.key, name)]


def _said(alarm: Alarm) -> list[Cell]:
    said = alarm.verdict
    return [Cell(said.verdict, ""), Cell(said.reference, "")] if said else [Cell("", ""), Cell("", "")]


def _yes(value: bool) -> Cell:  # one value
    return Cell("yes" if value else "no", "")
