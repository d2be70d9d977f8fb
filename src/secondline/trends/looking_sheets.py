"""The tables of where to look as files: what to expect of each place, and what came of the plans."""

from collections.abc import Sequence

from secondline.trends.naming import stratum_name
from secondline.trends.queries.looking import Aftermath, Outlook, Place
from secondline.trends.rules import PER, PLACES
from secondline.trends.sheet import Cell, Column, Sheet, number
from secondline.trends.sheets import Names


def places_file(found: Outlook, spread: Sequence[Place], posts: Names) -> Sheet:
    """The places, the most expected first; with a plan, how it spreads the checks."""
    numbers = (
        *(f"expected_per_{PER}", "low_95", "high_95", "found", "checks", "crossings"),
        *(f"at_most_per_{PER}_where_none_was_found", "plan_targeted", "plan_by_lot"),
    )
    columns = [
        *(Column(name, "") for name in ("from_month", "to_month", "ranked_by")),
        Column("place", "", coded=True),
        *(Column(name, "", number=True) for name in numbers),
        Column("hardly_looked_at", ""),
    ]
    period = [Cell(words, "") for words in (f"{found.first:%Y-%m}", f"{found.last:%Y-%m}", found.level)]
    rows = [
        [
            *period,
            Cell(place.key, stratum_name(PLACES[found.level], place.stratum, posts)),
            *(number(value, "") for value in _numbers(place, planned=bool(spread))),
            Cell("yes" if place.hardly else "no", ""),
        ]
        for place in spread or found.places
    ]
    return Sheet("where", "", columns, rows)


def _numbers(place: Place, *, planned: bool) -> list[float | None]:
    plan = (place.targeted, place.by_lot) if planned else (None, None)
    told = (place.expected, place.low, place.high, place.found, place.checks, place.crossings)
    return [*told, place.at_most, *plan]


def plans_file(plans: Sequence[Aftermath]) -> Sheet:
    """Every plan: found in how many checks before it and since, and the ratio of the two rates."""
    columns = [
        *(Column(name, "") for name in ("from_month", "ranked_by", "spread")),
        *(Column(name, "", number=True) for name in ("checks", "percent_by_lot", "months_measured")),
        *(Column(f"{what}_before", "", number=True) for what in ("found", "checks")),
        *(Column(f"{what}_since", "", number=True) for what in ("found", "checks")),
        *(Column(name, "", number=True) for name in ("times", "times_low_95", "times_high_95")),
        *(Column(name, "") for name in ("reading", "withdrawn")),
    ]
    return Sheet("plans", "", columns, [_plan(each) for each in plans])


def _plan(each: Aftermath) -> list[Cell]:
    plan, ratio = each.plan, each.ratio
    times = [float(end) for end in (ratio.value, ratio.low, ratio.high)] if ratio else [None] * 3
    counts = (
        *(plan.checks, plan.random_percent, each.months, each.found_before, each.checks_before),
        *(each.found_after, each.checks_after),
    )
    return [
        *(Cell(words, "") for words in (f"{plan.month:%Y-%m}", plan.level, plan.spread)),
        *(number(value, "") for value in counts),
        *(number(value, "") for value in times),
        Cell(each.worth.value if each.worth else "", ""),
        Cell("yes" if plan.withdrawn_at else "no", ""),
    ]
