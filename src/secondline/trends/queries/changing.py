"""Change on the year before and on the period before: of posts that are known in both, effort beside it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol
from uuid import UUID

import numpy as np

from borderstats.rate import rate_ratio
from secondline.trends.rules import YEAR, Against, Incomparable, Rate, Reading, month_after, read_change

SHORT = 3  # months, where the period would be the year again
EFFORT_STEADY = (0.8, 1.25)  # beyond, the effort has changed so much that a count alone misleads
LOT_STEADY = (0.67, 1.5)


class Told(Protocol):
    """What is known of one post in one month."""

    inspections: int | None
    random_checks: int | None
    crossings: int | None
    found: int

    @property
    def sound(self) -> bool: ...


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


_Cells = Mapping[date, Mapping[UUID, Told]]


def changes(cells: _Cells, posts: Sequence[UUID], over: Sequence[date]) -> list[Change | Incomparable]:
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
    cells: _Cells, posts: Sequence[UUID], now: Sequence[date], before: Sequence[date], against: Against
) -> Change | Incomparable:
    if not any(cells.get(month) for month in before):
        return Incomparable.TOO_SHORT
    matched = [post for post in posts if all(_sound(cells, month, post) for month in (*now, *before))]
    if not matched:
        return Incomparable.GAPS
    here, then = ([cells[month][post] for month in part for post in matched] for part in (now, before))
    found, found_before = (sum(cell.found for cell in part) for part in (here, then))
    looked, looked_before = (sum(cell.inspections or 0 for cell in part) for part in (here, then))
    ratio = _ratio(found, looked, found_before, looked_before)
    return Change(
        against=against,
        first=now[0],
        last=now[-1],
        found=found,
        before=found_before,
        inspections=looked,
        inspections_before=looked_before,
        ratio=ratio[0] if np.isfinite(ratio[0]) else None,
        low=ratio[1],
        high=ratio[2],
        crossing_ratio=_crossing_ratio(here, then),
        reading=read_change(found, found_before, ratio[1], ratio[2]),
        matched=len(matched),
        posts=len(posts),
        warnings=_warnings(here, then, all_matched=len(matched) == len(posts)),
    )


def _sound(cells: _Cells, month: date, post: UUID) -> bool:
    cell = cells.get(month, {}).get(post)
    return cell is not None and cell.sound


def _ratio(found: int, looked: int, found_before: int, looked_before: int) -> Rate:
    ratio = rate_ratio(found, looked, found_before, looked_before)
    return float(ratio.value), float(ratio.low), float(ratio.high)


def _crossing_ratio(here: Sequence[Told], then: Sequence[Told]) -> Rate | None:
    if any(cell.crossings is None for cell in (*here, *then)):
        return None
    found, found_before = (sum(cell.found for cell in part) for part in (here, then))
    crossed, crossed_before = (sum(cell.crossings or 0 for cell in part) for part in (here, then))
    ratio = _ratio(found, crossed, found_before, crossed_before)
    return ratio if np.isfinite(ratio[0]) else None


def _warnings(here: Sequence[Told], then: Sequence[Told], *, all_matched: bool) -> list[str]:
    """What has changed besides, so that the comparison must be read with care."""
    said = [] if all_matched else ["coverage"]
    looked, looked_before = (sum(cell.inspections or 0 for cell in part) for part in (here, then))
    if looked_before and not EFFORT_STEADY[0] <= looked / looked_before <= EFFORT_STEADY[1]:
        said.append("effort")
    lot, lot_before = (sum(cell.random_checks or 0 for cell in part) for part in (here, then))
    if lot and lot_before and looked and looked_before:
        share = (lot / looked) / (lot_before / looked_before)
        if not LOT_STEADY[0] <= share <= LOT_STEADY[1]:
            said.append("lot")
    return said
