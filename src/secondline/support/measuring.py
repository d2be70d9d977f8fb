"""How the centre served: times to the first and the final answer by urgency, each with its count. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil
from statistics import median

from secondline.support.rules import COUNTED, OPEN, URGENCIES, Said, State, reversed_by_others


@dataclass(frozen=True, slots=True)
class Served:
    """One request as it is counted."""

    urgency: str
    state: str
    asked_at: datetime
    due_at: datetime
    first_at: datetime | None
    ended_at: datetime | None
    waited: timedelta
    said: tuple[Said, ...] = ()


@dataclass(frozen=True, slots=True)
class Span:
    """Median and 90th percentile (nearest rank) of `count` times; None without any."""

    count: int
    median: timedelta | None = None
    p90: timedelta | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """One urgency, or all (`urgency` is ""). Every share is said as `of` so many."""

    urgency: str
    asked: int
    open: int
    overdue: int
    withdrawn: int
    first: Span
    final: Span
    officer: Span
    within: int
    of: int
    reversed: int
    looked_twice: int


def span(times: Sequence[timedelta]) -> Span:
    if not times:
        return Span(0)
    ordered = sorted(times)
    middle = timedelta(seconds=median(each.total_seconds() for each in ordered))
    return Span(len(ordered), middle, ordered[ceil(0.9 * len(ordered)) - 1])


def row(urgency: str, served: Sequence[Served], at: datetime) -> Row:
    """Numbers of these requests. A reopened one was answered: it counts with the answer that it had."""
    done = [each for each in served if each.ended_at and each.state in {*COUNTED, State.REOPENED}]
    twice = [each for each in done if len(each.said) > 1]
    return Row(
        urgency=urgency,
        asked=len(served),
        open=sum(each.state in OPEN for each in served),
        overdue=sum(each.state in OPEN and each.due_at < at for each in served),
        withdrawn=sum(each.state == State.WITHDRAWN for each in served),
        first=span([each.first_at - each.asked_at for each in served if each.first_at]),
        final=span([each.ended_at - each.asked_at for each in done if each.ended_at]),
        officer=span([each.waited for each in done if each.waited]),
        within=sum(each.ended_at <= each.due_at for each in done if each.ended_at),
        of=len(done),
        reversed=sum(reversed_by_others(each.said) for each in twice),
        looked_twice=len(twice),
    )


def table(served: Sequence[Served], at: datetime) -> list[Row]:
    """One row an urgency in their order, and all together last."""
    rows = [row(name, [each for each in served if each.urgency == name], at) for name in URGENCIES]
    return [*rows, row("", served, at)]
