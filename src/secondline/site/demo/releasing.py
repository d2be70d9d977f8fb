"""The demonstration's released tables: agencies tell each other what they found, in safe numbers."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from secondline.people.models import Agency, Person
from secondline.trends.actions import keep_plan, propose_release, release_table
from secondline.trends.queries.looking import allocated, outlook, plan_rows
from secondline.trends.queries.signals import latest_month
from secondline.trends.release_rules import Measure, Outline
from secondline.trends.rules import Spread, month_after

MONTHS = 12


@dataclass(frozen=True, slots=True)
class Told:
    """Who proposes, who agrees, for whom (nobody named: everybody), what."""

    proposes: str
    agrees: str
    to: tuple[str, ...]
    title: str
    note: str
    dimensions: tuple[str, ...]
    sharing: str
    effort: bool = False


TOLD = (
    Told(
        *("ana", "adam", ("EREWHON", "ATLANTIS"), "False documents by post and class"),
        "A residence permit that was not known before is on the rise at the airport.",
        ("quarter", "post", "class"),
        "amber",
        effort=True,
    ),
    Told("ana", "adam", (), "False documents by month", "", ("month",), "green", effort=True),
    Told(
        *("amina", "zhanna", ("UTOPIA",), "False documents by kind of border and class", ""),
        ("quarter", "border", "class"),
        "amber",
    ),
)


PLANNED = timedelta(days=425)  # ago: long enough for a year in which it was measured, too long to stand still


def plan_once(persons: dict[str, Person], at: datetime) -> None:
    """A plan of checks of the year before last, so that there is an afterwards to be read."""
    analyst, then = persons["ana"], at - PLANNED
    found = outlook(analyst, "post", at=then)
    keep_plan(
        level=found.level,
        month=month_after(found.last),
        checks=400,
        random_percent=15,
        spread=Spread.SQUARE_ROOT,
        rows=plan_rows(allocated(found, 400, 15)),
        by=analyst,
        at=then,
    )


def release_tables(persons: dict[str, Person], at: datetime) -> None:
    """A year up to the last month that is over."""
    last = latest_month(at)
    for each in TOLD:
        _release(each, persons, last, at)


def _release(each: Told, persons: dict[str, Person], last: date, at: datetime) -> None:
    first = month_after(last, 1 - MONTHS)
    proposal = propose_release(
        outline=Outline(each.dimensions, Measure.DOCUMENTS, first, last, each.effort),
        title=each.title,
        note=each.note,
        sharing=each.sharing,
        to=list(Agency.objects.filter(code__in=each.to)) or None,
        by=persons[each.proposes],
        at=at,
    )
    release_table(release=proposal, by=persons[each.agrees], at=at)
