"""Looking a document up in the lists of lost, stolen and revoked ones."""

import logging
from collections.abc import Iterator
from functools import lru_cache, partial
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.db.models import QuerySet

from secondline.people import keyring
from secondline.people.keyring import KeyringError
from secondline.people.models import Agency, Person
from secondline.people.queries import may
from secondline.reference.lists import UNKNOWN, ListFileError, Reader, Row
from secondline.reference.models import ListMapping, ReportedList, ReportedRange
from secondline.reference.queries.library import circle_of
from traveldoc.numbering import split
from traveldoc.reported import Answer, LookUp, Report, Source
from traveldoc.vocabulary import vocabulary

log = logging.getLogger(__name__)
USE = "lists"


def path_of(each: ReportedList) -> Path:
    return Path(settings.REPORTED_FOLDER) / each.agency_id.hex / f"{each.pk.hex}.list"


def key_of(each: ReportedList) -> bytes:
    """The key that a list was made with; KeyringError where it is lost or another one."""
    keys = keyring.read(each.agency_id, {each.key_version: each.key_fingerprint}, USE)
    return keys.keys[each.key_version]


def visible_lists(person: Person) -> QuerySet[ReportedList]:
    """The own agency's lists, for whoever keeps them."""
    if not may(person, "reported.read"):
        return ReportedList.objects.none()
    return ReportedList.objects.filter(agency=person.agency_id).select_related("imported_by")


def mappings(person: Person) -> QuerySet[ListMapping]:
    if not may(person, "reported.import"):
        return ListMapping.objects.none()
    return ListMapping.objects.filter(agency=person.agency_id)


def look_up_for(agency: Agency) -> LookUp:
    """What an examination for this agency is handed: its own lists and those shared with it."""
    lists = list(ReportedList.objects.filter(circle_of(agency), current=True).select_related("agency"))
    return partial(_look_up, lists)


def _look_up(lists: list[ReportedList], issuer: str, kind: str, number: str) -> Answer:
    reports: list[Report] = []
    sources: list[Source] = []
    missing: list[str] = []
    for each in lists:
        try:
            reader = _reader(each.pk, path_of(each), each.key_version)
        except (ListFileError, KeyringError):
            log.exception("the list %s of %s can't be looked through", each.pk, each.source)
            missing.append(each.source)
            continue
        sources.append(Source(each.source, each.as_of, each.fresh_days))
        reports += [_report(each, row) for row in reader.find(number) if _fits(each, row, issuer, kind)]
    reports += _in_ranges(lists, issuer, kind, number)
    return Answer(tuple(reports), tuple(sources), tuple(missing))


@lru_cache(maxsize=64)
def _reader(pk: UUID, path: Path, version: int) -> Reader:
    """Opened once per process: a list never changes, a newer one is another file."""
    del version
    each = ReportedList.objects.get(pk=pk)
    return Reader(path, key_of(each))


def _fits(each: ReportedList, row: Row, issuer: str, kind: str) -> bool:
    """What either side does not know excludes nothing."""
    listed = each.issuers[row.issuer]
    if issuer and listed and issuer != listed:
        return False
    return not kind or row.kind == UNKNOWN or kind == _kind(row)


def _kind(row: Row) -> str:
    return "" if row.kind == UNKNOWN else list(vocabulary("document-kind").terms)[row.kind]


def _report(each: ReportedList, row: Row) -> Report:
    return Report(
        sort=list(vocabulary("reported").terms)[row.sort],
        issuer=each.issuers[row.issuer],
        kind=_kind(row),
        reported=row.reported,
        circumstances=each.circumstances[row.words],
        source=each.source,
        as_of=each.as_of,
        contact=each.contact,
    )


def _in_ranges(lists: list[ReportedList], issuer: str, kind: str, number: str) -> Iterator[Report]:
    parts = split(number)
    if parts is None:
        return
    prefix, width, value = parts
    found = ReportedRange.objects.filter(
        list__in=[each.pk for each in lists if each.ranges],
        prefix=prefix,
        width=width,
        first__lte=value,
        last__gte=value,
    ).select_related("list")
    for row in found:
        other = (issuer and row.issuer and issuer != row.issuer) or (kind and row.kind and kind != row.kind)
        if not other:
            yield Report(
                sort=row.sort,
                issuer=row.issuer,
                kind=row.kind,
                reported=row.reported,
                circumstances=row.circumstances,
                source=row.list.source,
                as_of=row.list.as_of,
                contact=row.list.contact,
                extent="range",
            )
