"""Change on the year before and on the period before: of posts that are known in both, effort beside it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

import numpy as np

from borderstats.rate import rate_ratio
from secondline.register.queries.looked import UNKNOWN
from secondline.trends.queries.cells import Cells
from secondline.trends.rules import YEAR, Against, Incomparable, Rate, Reading, month_after, read_change

SHORT = 3  # months, where the period would be the year again
EFFORT_STEADY = (0.8, 1.25)  # beyond, the effort has changed so much that a count alone misleads
LOT_STEADY = (0.67, 1.5)


@dataclass(frozen=True, slots=True)
class Change:
    """Of `matched` of `posts`, those whose effort is known in every month of both; `ratio` is how many times
    the rate per inspection it is, `crossing_ratio` that per crossing. `warnings` are keys of WARNINGS.
    """

    against: Against
    first: date
    last: date
    found: int
    before: int
    inspections: int
    inspections_before: int
    ratio: float | None
    low: float
    high: float
    crossing_ratio: Rate | None
    reading: Reading
    matched: int
    posts: int
    warnings: Sequence[str]


def changes(cells: Cells, posts: Sequence[UUID], over: Sequence[date]) -> list[Change | Incomparable]:
    """The last months that are over against the same a year before, and against those directly before."""
    if not over:
        return [Incomparable.TOO_SHORT]
    year = over[-YEAR:]
    period = over[-SHORT:] if len(over) >= YEAR else over
    return [
        _compared(cells, posts, year, [month_after(month, -YEAR) for month in year], Against.YEAR),
        _compared(
            cells, posts, period, [month_after(month, -len(period)) for month in period], Against.PERIOD
        ),
    ]


def _compared(
    cells: Cells, posts: Sequence[UUID], now: Sequence[date], before: Sequence[date], against: Against
) -> Change | Incomparable:
    at, at_before = cells.rows(now), cells.rows(before)
    if not cells.told[at_before].any():
        return Incomparable.TOO_SHORT
    own = np.array([cells.place[post] for post in posts if post in cells.place], np.int64)
    matched = own[cells.sound[np.ix_(np.concatenate([at, at_before]), own)].all(axis=0)]
    if not matched.size:
        return Incomparable.GAPS
    here, then = _sums(cells, np.ix_(at, matched)), _sums(cells, np.ix_(at_before, matched))
    ratio = _ratio(here.found, here.inspections, then.found, then.inspections)
    return Change(
        against=against,
        first=now[0],
        last=now[-1],
        found=here.found,
        before=then.found,
        inspections=here.inspections,
        inspections_before=then.inspections,
        ratio=ratio[0] if np.isfinite(ratio[0]) else None,
        low=ratio[1],
        high=ratio[2],
        crossing_ratio=_crossing_ratio(here, then),
        reading=read_change(here.found, then.found, ratio[1], ratio[2]),
        matched=len(matched),
        posts=len(posts),
        warnings=_warnings(here, then, all_matched=len(matched) == len(posts)),
    )


@dataclass(frozen=True, slots=True)
class _Sums:
    """Of all cells of one period. `crossings` None: not known of each of them."""

    found: int
    inspections: int
    random_checks: int
    crossings: int | None


def _sums(cells: Cells, where: tuple[Any, ...]) -> _Sums:
    crossings, random = cells.crossings[where], cells.random_checks[where]
    return _Sums(
        found=int(cells.found[where].sum()),
        inspections=int(cells.inspections[where].sum()),
        random_checks=int(random[random != UNKNOWN].sum()),
        crossings=None if (crossings == UNKNOWN).any() else int(crossings.sum()),
    )


def _ratio(found: int, looked: int, found_before: int, looked_before: int) -> Rate:
    ratio = rate_ratio(found, looked, found_before, looked_before)
    return float(ratio.value), float(ratio.low), float(ratio.high)


def _crossing_ratio(here: _Sums, then: _Sums) -> Rate | None:
    if here.crossings is None or then.crossings is None:
        return None
    ratio = _ratio(here.found, here.crossings, then.found, then.crossings)
    return ratio if np.isfinite(ratio[0]) else None


def _warnings(here: _Sums, then: _Sums, *, all_matched: bool) -> list[str]:
    """What has changed besides, so that the comparison must be read with care."""
    said = [] if all_matched else ["coverage"]
    looked, looked_before = here.inspections, then.inspections
    if looked_before and not EFFORT_STEADY[0] <= looked / looked_before <= EFFORT_STEADY[1]:
        said.append("effort")
    lot, lot_before = here.random_checks, then.random_checks
    if lot and lot_before and looked and looked_before:
        share = (lot / looked) / (lot_before / looked_before)
        if not LOT_STEADY[0] <= share <= LOT_STEADY[1]:
            said.append("lot")
    return said
