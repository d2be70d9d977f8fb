"""Tables that left their agency: those of one's own, and those addressed to it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.http import Http404

from borderstats.rate import jeffreys_share
from secondline.people.models import Agency, Person
from secondline.people.queries import may
from secondline.people.rules import TABLE, Reach
from secondline.trends.models import Release
from secondline.trends.release_rules import ALL, MOST_COLUMNS, TOLD, Coordinates, has_effort
from secondline.trends.rules import PER, Rate

READ = "release.read"


def releases_visible_to(person: Person) -> QuerySet[Release]:
    """All of the own agency; of others what was released to it, with the trace of what was withdrawn."""
    reaches = TABLE.get((person.role, READ), frozenset()) if may(person, READ) else frozenset()
    where = Q(pk__in=())
    if Reach.AGENCY in reaches:
        where |= Q(agency=person.agency_id)
    if Reach.RELEASED in reaches:
        where |= Q(state__in=TOLD) & (Q(to_all=True) | Q(addressees__agency=person.agency_id))
    persons = ("agency", "proposed_by", "released_by", "withdrawn_by")
    found = Release.objects.filter(where).distinct().select_related(*persons)
    return found.prefetch_related("addressees__agency")


def find_release(person: Person, pk: UUID) -> Release:
    """The one that this person may know of; 404 otherwise."""
    found = releases_visible_to(person).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def others(person: Person) -> list[Agency]:
    """Whom a table can be addressed to."""
    return list(Agency.objects.exclude(pk=person.agency_id))


def is_readable(release: Release, person: Person) -> bool:
    """Whether its numbers are shown: others no longer see those of a withdrawn one."""
    return release.agency_id == person.agency_id or not release.is_withdrawn


Numbers = Mapping[Coordinates, int | None]


@dataclass(frozen=True, slots=True)
class Shown:
    """One number as readers see it: None is withheld. `looked` is absent ("") where effort is not known."""

    cell: Coordinates
    number: int | None
    looked: int | str | None
    rate: Rate | None


@dataclass(frozen=True, slots=True)
class Sheet:
    """A released table as rows and columns; `columns` is one total where it has one dimension."""

    across: str
    columns: Sequence[str]
    rows: Sequence[tuple[Coordinates, Sequence[Shown]]]


def shown(release: Release) -> list[Shown]:
    """Every number of the table with what was looked at beside it; rates only of numbers that are shown."""
    looked = {tuple(cell): number for *cell, number in release.table["looked"]}
    return [
        _shown(tuple(cell), number, looked.get(tuple(cell), "")) for *cell, number in release.table["cells"]
    ]


def _shown(cell: Coordinates, number: int | None, looked: int | str | None) -> Shown:
    rate = None
    if number is not None and isinstance(looked, int) and 0 < looked >= number:
        share = jeffreys_share(number, looked, per=PER)
        rate = (float(share.value), float(share.low), float(share.high))
    return Shown(cell, number, looked, rate)


def sheet(release: Release) -> Sheet:
    """The last dimension across where it is short, everything else down."""
    dimensions, values = release.dimensions, release.table["values"]
    across = dimensions[-1] if len(dimensions) > 1 and len(values[dimensions[-1]]) <= MOST_COLUMNS else ""
    columns = [*values[across], ALL] if across else [ALL]
    rows: dict[Coordinates, dict[str, Shown]] = {}
    for each in shown(release):
        down, column = (each.cell[:-1], each.cell[-1]) if across else (each.cell, ALL)
        rows.setdefault(down, {})[column] = each
    return Sheet(
        across, columns, [(down, [told[column] for column in columns]) for down, told in rows.items()]
    )


def reasons_of(release: Release) -> dict[Coordinates, str]:
    """Why numbers of a proposal are withheld, for the own agency."""
    stored: dict[str, Any] = release.reasons
    return {tuple(cell): why for *cell, why in stored.get("cells", [])}


def with_effort(release: Release, cell: Coordinates) -> bool:
    return release.effort and has_effort(release.dimensions, cell)
