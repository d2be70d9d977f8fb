"""The link: what is found at the border beside irregular travel as others count it, on one time axis."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from borderstats.link import Lead, lead_lag
from borderstats.phrase import Phrase
from borderstats.rate import jeffreys_share, poisson_rate, rate_ratio
from secondline.people.models import Person
from secondline.register import queries as register
from secondline.register.cube import UNITS
from secondline.register.queries import Choice, Held, Point
from secondline.trends.queries import published
from secondline.trends.queries.own import Side
from secondline.trends.rules import LINKED_BACK, MOST_AREAS, PER, Fall, month_after, months, read_fall

STEP: Mapping[str, int] = {"M": 1, "Q": 3, "S": 6, "A": 12}
SEASON: Mapping[str, int] = {"M": 12, "Q": 4, "S": 2, "A": 1}
MOST_LAGS: Mapping[str, int] = {"M": 6, "Q": 4, "S": 2, "A": 1}


@dataclass(frozen=True, slots=True)
class Row:
    """One period: found, in how many inspections, among how many crossings; the published number."""

    period: date
    found: int | None
    looked: int | None
    crossings: int | None
    published: int | None
    vintage: date | None
    unit: str = UNITS[0]
    generated: bool = False  # of the own numbers

    @property
    def rate(self) -> tuple[float, float, float] | None:
        """Per 100 inspections. A person has a document or more: these are no share of the inspections."""
        if not self.looked or self.found is None:
            return None
        if self.unit == "document":
            told = poisson_rate(self.found, self.looked, per=PER)
            return float(told.value), float(told.low), float(told.high)
        if self.found > self.looked:
            return None
        share = jeffreys_share(self.found, self.looked, per=PER)
        return float(share.value), float(share.low), float(share.high)


@dataclass(frozen=True, slots=True)
class Link:
    """Rows of one frequency; `lead` is None where `silent` says why nothing can be said."""

    frequency: str
    rows: Sequence[Row]
    lead: Lead | None
    silent: Phrase | None
    fall: Fall
    found_ratio: tuple[float, float, float] | None
    effort_ratio: float | None
    published_ratio: float | None
    source: Held | None
    summed: bool  # the source has no total of its own: the nationalities that it lists are added up
    generated: bool


def link(person: Person, held: Held | None, side: Side, *, area: str, silent: Mapping[str, Phrase]) -> Link:
    """Own finds beside a published series of the same nationality.

    `silent` has the words for why nothing can be said ("none", "short", "gaps").
    """
    first, last, citizenship = side.first, side.last, side.citizenship
    choice = Choice(first, last, document_nationality=citizenship)
    told = published.points(person, held, choice, area) if held else None
    # A number of five months has no place on the axis.
    points = [point for point in told.points if point.frequency in STEP] if told else []
    frequency = points[0].frequency if points else "M"
    step = STEP[frequency]
    others = _published(held, points, frequency, whole=not citizenship)
    starts = [month for month in months(first, last) if (month.month - 1) % step == 0]
    rows = [
        _row(start, [month_after(start, n) for n in range(step)], side, others.get(start))
        for start in starts
        if month_after(start, step - 1) <= last
    ]
    lead, why = _lead(rows, frequency, silent)
    found_ratio, effort_ratio, published_ratio = _ratios(rows, step)
    return Link(
        frequency=frequency,
        rows=rows,
        lead=lead,
        silent=why,
        fall=read_fall(found_ratio, effort_ratio),
        found_ratio=found_ratio,
        effort_ratio=effort_ratio,
        published_ratio=published_ratio,
        source=held,
        summed=bool(told and told.summed),
        generated=any(each.generated for each in side.found.values()) or bool(held and held.generated),
    )


def _published(
    held: Held | None, points: Sequence[Point], frequency: str, *, whole: bool
) -> dict[date, Point]:
    """What the source told of each period, `whole` of all nationalities together."""
    told = {point.period: point for point in points if point.frequency == frequency}
    if held and held.monthly and points and not whole:
        # A source lists a nationality only where there is something to list: the rest of its span is nought.
        for month in months(held.first, held.last):
            told.setdefault(month, Point(month, "M", 0, held.vintage, ""))
    return told


def _row(start: date, parts: Sequence[date], side: Side, point: Point | None) -> Row:
    told = [side.found[month] for month in parts if month in side.found]
    complete = len(told) == len(parts)
    flows = [side.crossed[month] for month in parts if month in side.crossed]
    return Row(
        period=start,
        found=sum(each.found for each in told) if complete else None,
        looked=sum(each.looked for each in told) or None if complete else None,
        crossings=sum(flows) if len(flows) == len(parts) else None,
        published=point.value if point else None,
        vintage=point.vintage if point else None,
        unit=side.unit,
        generated=any(each.generated for each in told),
    )


def _lead(
    rows: Sequence[Row], frequency: str, silent: Mapping[str, Phrase]
) -> tuple[Lead | None, Phrase | None]:
    """Which moves first, over the longest stretch at the end in which both are known; or why not."""
    both = [row for row in rows if row.found is not None and row.published is not None]
    if not both:
        return None, silent["none"]
    last = rows.index(both[-1])
    stretch: list[Row] = []
    for row in reversed(rows[: last + 1]):
        if row.found is None or row.published is None:
            break
        stretch.insert(0, row)
    found, published = ([getattr(row, name) for row in stretch] for name in ("found", "published"))
    if frequency == "A" or not any(found) or not any(published):
        return None, silent["short"]
    try:
        return lead_lag(published, found, freq=SEASON[frequency], most=MOST_LAGS[frequency]), None
    except ValueError:
        return None, silent["gaps" if len(stretch) < len(both) else "short"]


Ratios = tuple[tuple[float, float, float] | None, float | None, float | None]


def _ratios(rows: Sequence[Row], step: int) -> Ratios:
    """The last year against the year before: finds per inspection, inspections, published."""
    size = 12 // step
    told = [row for row in rows if row.found is not None]
    now, before = told[-size:], told[-2 * size : -size]
    if len(before) < size:
        return None, None, None
    found = None
    looked_now, looked_before = (sum(row.looked or 0 for row in year) for year in (now, before))
    if looked_now and looked_before:
        ratio = rate_ratio(
            sum(row.found or 0 for row in now),
            looked_now,
            sum(row.found or 0 for row in before),
            looked_before,
        )
        found = (float(ratio.value), float(ratio.low), float(ratio.high))
        found = found if np.isfinite(found[0]) else None
    published = [[row.published for row in year] for year in (now, before)]
    known = all(value is not None for year in published for value in year)
    sums = [sum(value or 0 for value in year) for year in published]
    return (
        found,
        looked_now / looked_before if looked_now and looked_before else None,
        sums[0] / sums[1] if known and sums[1] else None,
    )


def by_area(person: Person, held: Held, citizenship: str) -> list[tuple[str, list[tuple[date, int]]]]:
    """A monthly series of one citizenship in each area, the largest areas first."""
    cells = register.observed_by(person, held, first=held.first, last=held.last, citizenship=citizenship)
    shown = list(months(max(held.first, month_after(held.last, 1 - LINKED_BACK)), held.last))
    areas = [
        (area, [(month, told.get(month, 0)) for month in shown]) for (area, _code), told in cells.items()
    ]
    areas.sort(key=lambda each: -sum(number for _month, number in each[1]))
    return areas[:MOST_AREAS]
