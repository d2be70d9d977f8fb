"""Rises of the past in a published series: when they first stood out, and how long before their peak."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256

import numpy as np
from django.core.cache import cache

from borderstats.signal.watch import watch
from secondline.people.models import Person
from secondline.register import queries as register
from secondline.register.queries import Held
from secondline.trends.hindsight_rules import EPISODE_BREAK, MOST_EPISODES
from secondline.trends.queries.signals import Floats, Stratum
from secondline.trends.rules import (
    FALSE_DISCOVERY,
    FEWEST_CASES,
    MOST_MONTHS,
    PEAK_WITHIN,
    YEAR,
    month_after,
    months,
)

BEHIND = 3 * YEAR  # months without which nothing is ordinary yet


@dataclass(frozen=True, slots=True)
class Episode:
    """Signals of one group, at most EPISODE_BREAK months apart. `before`: the month before the first."""

    stratum: Stratum
    first: date
    seen: int
    before: int
    peak: date
    highest: int

    @property
    def lead(self) -> int:
        """Months from the first signal to the peak; 0 where it never became more than it was then."""
        return (self.peak.year - self.first.year) * YEAR + self.peak.month - self.first.month


@dataclass(frozen=True, slots=True)
class Episodes:
    """The largest rise of each group, the largest first.

    Of `number` rises in all, `grew` became more after their first signal.
    """

    shown: Sequence[Episode]
    number: int
    grew: int
    since: date


def episodes(person: Person, held: Held, *, most: int | None = MOST_EPISODES) -> Episodes:
    """What a monthly series would have told, month for month, to somebody who watched it.

    Each month is set against what came before it only. Strata are (source, area, citizenship).
    """
    first = max(held.first, month_after(held.last, 1 - MOST_MONTHS))
    cells = register.observed_by(person, held, first=first, last=held.last)
    shown = list(months(first, held.last))
    strata = sorted(cells)
    table = np.array([[cells[each].get(month, 0) for month in shown] for each in strata], np.float64).reshape(
        len(strata), len(shown)
    )
    busy = np.flatnonzero(table.sum(axis=1) >= FEWEST_CASES)
    since = month_after(first, BEHIND)
    if len(shown) <= BEHIND or not busy.size:
        return Episodes([], 0, 0, since)
    table, watched = table[busy], [strata[place] for place in busy]
    found = [
        _episode((held.source, *watched[row]), shown, table[row], start, end)
        for row, start, end in _runs(_alarms(table))
    ]
    found.sort(key=lambda each: (each.seen - each.highest, each.first, each.stratum))
    largest = {each.stratum: each for each in reversed(found)}
    kept = [each for each in found if largest[each.stratum] is each]
    return Episodes(kept[:most], len(found), sum(each.lead > 0 for each in found), since)


def _alarms(table: Floats) -> list[tuple[int, int]]:
    """Row and column of every signal that stands out among all groups of its month; kept by the counts."""
    key = f"episodes-{table.shape[1]}-{sha256(np.ascontiguousarray(table).tobytes()).hexdigest()}"
    kept: list[tuple[int, int]] | None = cache.get(key)
    if kept is None:
        seen = watch(table, list(range(BEHIND, table.shape[1])), rate=FALSE_DISCOVERY)
        rows, columns = np.nonzero(seen.believed)
        kept = list(zip(rows.tolist(), (columns + BEHIND).tolist(), strict=True))
        cache.set(key, kept, timeout=None)
    return kept


def _runs(alarms: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int, int]]:
    """Row, first and last column of signals that belong together."""
    start = last = row = -1
    for each, column in sorted(alarms):
        if each == row and column - last <= EPISODE_BREAK:
            last = column
            continue
        if row >= 0:
            yield row, start, last
        row, start, last = each, column, column
    if row >= 0:
        yield row, start, last


def _episode(stratum: Stratum, shown: Sequence[date], counts: Floats, start: int, end: int) -> Episode:
    peak = start + int(np.argmax(counts[start : end + PEAK_WITHIN + 1]))
    return Episode(
        stratum, shown[start], int(counts[start]), int(counts[start - 1]), shown[peak], int(counts[peak])
    )
