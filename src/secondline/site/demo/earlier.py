"""The years before the story's three: long enough to be set beside published series, which end sooner.

As invented as all the rest, and invented after a rule, so that what the link says can be checked: at one post
forged stamps follow, two months later, what Frontex counted on the Western Balkan Route. From the story's
three years on they follow nothing. Pure: months and the published counts in, rows out.
"""

from collections.abc import Iterator, Mapping
from datetime import date
from math import exp, log1p
from zlib import crc32

import numpy as np

from secondline.site.demo.story import (
    HABITS,
    KINDS,
    MONTHS,
    Chance,
    Habit,
    Row,
    detection,
    effort_of,
    months_before,
    travelled,
    usual,
)

OFFICE, POST, KIND = "UTOPIA", "UTO-LAND", "stamp"
ROUTE = "Western Balkan Route"
BEGINNING = date(2018, 1, 1)
LATER = 2  # months
USUAL, MOST = 30.0, 3.0  # finds in a middling month of the route; never more than so many times that
LOOKS_PER_FIND = 12
UNCUT = 10_000  # months before the end: long before any post's staff was cut


def tell_earlier(office: str, today: date, route: Mapping[str, int]) -> tuple[list[Row], list[Row]]:
    """Detections and effort from January 2018 to where the story begins; nothing for the other agencies.

    `route`: what was published of each month ("2022-06").
    """
    rows: list[Row] = []
    effort: list[Row] = []
    for month in _months(today) if office == OFFICE else ():
        chance = np.random.default_rng(crc32(f"{office} {month:%Y-%m}".encode()))
        for habit in HABITS[office]:
            mean = _following(month, route) if habit.post == POST else 0.0
            found = [*usual(habit, month, 1.0, UNCUT, chance), *_followers(habit, month, mean, chance)]
            told = effort_of(habit, month, 1.0, UNCUT, len(found), chance)
            told["inspections"] += int(chance.poisson(mean * LOOKS_PER_FIND))
            rows += found
            effort.append(told)
    return travelled(f"{office} earlier", rows), effort


def _months(today: date) -> list[date]:
    first = months_before(today, MONTHS)[0]
    number = (first.year - BEGINNING.year) * 12 + first.month - BEGINNING.month
    return months_before(first, number + 1)[:-1]


def _following(month: date, route: Mapping[str, int]) -> float:
    """How many are to be expected: as many times the usual as the route had its own, LATER months before."""
    logs = [log1p(number) for number in route.values()]
    source = route.get(f"{months_before(month, LATER + 1)[0]:%Y-%m}")
    if source is None or not logs:
        return 0.0
    return USUAL * min(MOST, exp(log1p(source) - sum(logs) / len(logs)))


def _followers(habit: Habit, month: date, mean: float, chance: Chance) -> Iterator[Row]:
    for _ in range(int(chance.poisson(mean))):
        yield detection(habit, month, KINDS[KIND], chance)
