"""The demonstration's released tables: agencies tell each other what they found, in safe numbers."""

from dataclasses import dataclass
from datetime import date, datetime

from secondline.people.models import Agency, Person
from secondline.trends.actions import propose_release, release_table
from secondline.trends.queries.signals import latest_month
from secondline.trends.release_rules import Measure, Outline
from secondline.trends.rules import month_after

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
