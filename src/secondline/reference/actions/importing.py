"""Lists of lost, stolen and revoked documents come in: all lines or none, and nobody reads a number later.

Single numbers are kept as keyed hashes. A range of few numbers is so many single numbers. A wide range (a
batch of stolen blanks) is kept in plain: it names no person, and hashes could not be compared with it.
"""

import hashlib
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, BinaryIO, Final, Protocol
from uuid import UUID

from django.db import transaction

from secondline.people import keyring
from secondline.people.keyring import Keyring
from secondline.people.models import Agency, Person, new_id
from secondline.people.queries import require
from secondline.record.actions import write
from secondline.reference.columns import Columns, Fault
from secondline.reference.listing import LineReader, Shared, Wide
from secondline.reference.lists import Writer
from secondline.reference.models import ListMapping, ReportedList, ReportedRange
from secondline.reference.queries.reported import USE, path_of

FAULTS_SHOWN: Final = 200
SAMPLE: Final = 10
FUTURE: Final = "future"


class RefusedListError(Exception):
    """Nothing was taken: `faults` are the first ones, `count` is how many lines are wrong."""

    def __init__(self, faults: list[Fault], count: int) -> None:
        super().__init__(f"{count} faults; first: {faults[0]}")
        self.faults, self.count = faults, count


@dataclass(frozen=True, slots=True)
class Described:
    """What is said of a list as a whole. `whole`: it takes the place of all that the source gave before."""

    source: str
    as_of: date
    fresh_days: int = 7
    contact: str = ""
    sharing: str = "amber-strict"
    whole: bool = True


@dataclass(frozen=True, slots=True)
class Tried:
    """What an import would do. `sample` are the first lines as they were understood."""

    rows: int
    ranges: int
    faults: list[Fault]
    count: int
    sample: list[Mapping[str, str]]


class Sink(Protocol):
    def add(self, number: str, issuer: int, kind: int, sort: int, day: int, words: int) -> None: ...


@dataclass(slots=True)
class _Counter:
    """A sink that keeps nothing, for the trial."""

    count: int = 0

    def add(self, number: str, issuer: int, kind: int, sort: int, day: int, words: int) -> None:
        del number, issuer, kind, sort, day, words
        self.count += 1


class _Hashing(io.RawIOBase):
    """Reads through and knows the SHA-256 of what came by."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self.digest = hashlib.sha256()

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        data = self._stream.read(len(buffer))
        self.digest.update(data)
        buffer[: len(data)] = data
        return len(data)


def try_list(*, stream: BinaryIO, columns: Columns, described: Described, by: Person, at: datetime) -> Tried:
    """Read the whole list and say what would come of it; nothing is kept."""
    require(by, "reported.import", _OfAgency(by.agency_id))
    reader, counter = _read(stream, columns, described, at), _Counter()
    ranges = sum(1 for _ in _drain(reader, counter))
    return Tried(
        counter.count, ranges, reader.faults[:FAULTS_SHOWN], reader.count_of_faults, reader.sample[:SAMPLE]
    )


def import_list(
    *,
    stream: BinaryIO,
    columns: Columns,
    described: Described,
    agency: Agency,
    by: Person | None,
    at: datetime,
) -> tuple[ReportedList, bool]:
    """Take a list; True if it is new, False where the very same one stands already. RefusedListError.

    Takes its time; call it outside a transaction. `by=None` at the machine itself.
    """
    if by is not None:
        require(by, "reported.import", _OfAgency(agency.pk))
    keys = _opened(agency)
    row = ReportedList(
        id=new_id(),
        agency=agency,
        source=described.source,
        as_of=described.as_of,
        fresh_days=described.fresh_days,
        contact=described.contact,
        sharing=described.sharing,
        key_version=keys.version,
        key_fingerprint=keys.fingerprint(keys.version),
        imported_by=by,
        imported_at=at,
    )
    place = path_of(row)
    writer = Writer(place.parent, keys.keys[keys.version])
    try:
        hashing = _Hashing(stream)
        reader = _read(io.BufferedReader(hashing, 1 << 20), columns, described, at)
        wide = [_range(row, each) for each in _drain(reader, writer)]
        _refuse(reader)
        row.input_sha256 = hashing.digest.hexdigest()
        row.sha256 = writer.finish(place.name)
        row.rows, row.ranges = writer.count, len(wide)
        row.issuers, row.circumstances = reader.shared.issuers, reader.shared.circumstances
        return _enter(row, wide, described, by, at)
    except BaseException:
        writer.drop()
        if not ReportedList.objects.filter(pk=row.pk).exists():
            place.unlink(missing_ok=True)
        raise


def _refuse(reader: LineReader) -> None:
    if reader.faults:
        raise RefusedListError(reader.faults[:FAULTS_SHOWN], reader.count_of_faults)


@dataclass(frozen=True, slots=True)
class _OfAgency:
    agency_id: UUID


def _opened(agency: Agency) -> Keyring:
    """The agency's keys for lists: made only while no list depends on one."""
    known = dict(ReportedList.objects.filter(agency=agency).values_list("key_version", "key_fingerprint"))
    return keyring.read(agency.pk, known, USE) if known else keyring.make(agency.pk, USE)


def _read(stream: BinaryIO, columns: Columns, described: Described, at: datetime) -> LineReader:
    text = io.TextIOWrapper(stream, "utf-8-sig", errors="strict", newline="")
    latest = min(described.as_of, at.date())
    return LineReader(text, columns, Shared(), latest)


def _drain(reader: LineReader, sink: Sink) -> Iterator[Wide]:
    """Everything into the sink; wide ranges come out."""
    add = sink.add
    for number, codes, wide in reader:
        if wide is not None:
            yield wide
        elif not reader.faults:
            add(number, *codes)


def _range(row: ReportedList, wide: Wide) -> ReportedRange:
    block = wide.block
    return ReportedRange(
        list=row,
        issuer=wide.issuer,
        kind=wide.kind,
        sort=wide.sort,
        reported=wide.reported,
        circumstances=wide.circumstances,
        prefix=block.prefix,
        width=block.width,
        first=block.first,
        last=block.last,
    )


def _enter(
    row: ReportedList, wide: list[ReportedRange], described: Described, by: Person | None, at: datetime
) -> tuple[ReportedList, bool]:
    with transaction.atomic():
        Agency.objects.select_for_update().get(pk=row.agency_id)
        standing = ReportedList.objects.filter(agency=row.agency_id, source=row.source, current=True)
        known = standing.filter(input_sha256=row.input_sha256, as_of=row.as_of).first()
        if known is not None:
            path_of(row).unlink(missing_ok=True)
            return known, False
        ended = list(standing) if described.whole else []
        standing.filter(pk__in=[each.pk for each in ended]).update(current=False, ended_at=at)
        row.save(force_insert=True)
        ReportedRange.objects.bulk_create(wide, batch_size=2000)
        ReportedRange.objects.filter(list__in=ended).delete()
        write(
            "reported.import",
            by=by,
            at=at,
            thing=row.pk,
            agency=row.agency_id,
            rows=row.rows,
            ranges=row.ranges,
            sha256=row.input_sha256,
            replaced=len(ended),
        )
        transaction.on_commit(lambda: _remove(ended))
    return row, True


def _remove(lists: list[ReportedList]) -> None:
    for each in lists:
        path_of(each).unlink(missing_ok=True)


@transaction.atomic
def drop_list(*, reported: ReportedList, by: Person | None, at: datetime) -> None:
    """No longer looked through; the file is deleted, the row stays as a trace."""
    if by is not None:
        require(by, "reported.import", reported)
    reported.current, reported.ended_at = False, at
    reported.save(update_fields=["current", "ended_at"])
    reported.wide.all().delete()
    write("reported.drop", by=by, at=at, thing=reported.pk, agency=reported.agency_id)
    transaction.on_commit(lambda: _remove([reported]))


@transaction.atomic
def keep_mapping(*, name: str, columns: Columns, by: Person, at: datetime) -> ListMapping:
    """Remember how the tables of a source are read; the same name again is the new way."""
    require(by, "reported.import", _OfAgency(by.agency_id))
    kept, _new = ListMapping.objects.update_or_create(
        agency=by.agency, name=name[:80], defaults={"columns": columns.to_dict()}
    )
    write("reported.keep-mapping", by=by, at=at, thing=kept.pk)
    return kept


def erase_old(*, at: datetime, days: int) -> int:
    """Drop lists whose own date is that long ago, and files that no list knows; how many."""
    dropped = 0
    for each in ReportedList.objects.filter(current=True):
        if (at.date() - each.as_of).days > days:
            drop_list(reported=each, by=None, at=at)
            dropped += 1
    return dropped
