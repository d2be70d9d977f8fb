"""Published series: read by a layout, checked, kept with their vintage beside what stands."""

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Final
from uuid import UUID

from django.db import transaction
from django.http import Http404

from secondline.people.models import Person
from secondline.people.queries import require
from secondline.record.actions import write
from secondline.register.actions.keys import OfAgency
from secondline.register.actions.numbering import detail_of, insert_numbers
from secondline.register.actions.pulling import locked
from secondline.register.incoming import Sheet, UnusableFileError, sheet
from secondline.register.incoming.telling import EVERY, Step, Tell, quiet
from secondline.register.mapping import Mapped, mapped, named_by
from secondline.register.models import Batch, Observation, Remark
from secondline.register.rules import VERDICTS, is_source
from secondline.register.series.citizenship import citizenship_of
from secondline.register.series.known import gaps
from secondline.register.series.layout import LAYOUTS, Layout, Read, layout_of, read_rows
from secondline.register.series.observed import Observed
from secondline.register.series.reconcile import Remark as Noticed
from secondline.register.series.reconcile import described, edited, jumps, named, revised, totals, units
from secondline.register.series.wide import unrolled, without_notes
from traveldoc.finding import Phrase

CHUNK: Final = 2000
MOST_OBSERVATIONS: Final = 1_000_000
LONGEST: Final[Mapping[str, int]] = {"area": 100, "citizenship": 100, "flag": 16}
LONGEST_DETAIL: Final = 300


Key = tuple[str, str, str, str, str, str, date]  # indicator, unit, area, citizenship (its word), detail, ...


@dataclass(slots=True)
class Told:
    """What a file of series says: the rows that can be taken, those `refused` with reasons, remarks."""

    layout: Layout
    observed: list[Observed] = field(default_factory=list)
    places: list[int] = field(default_factory=list)  # of each of them, its row
    refused: list[Read] = field(default_factory=list)
    remarks: list[Noticed] = field(default_factory=list)
    read: tuple[Phrase, ...] = ()  # what a person should know of how the file was read
    vintage: date = date.min
    edition: int = 1
    batch: Batch | None = None
    new: bool = False


def import_series(
    *,
    path: Path,
    by: Person,
    at: datetime,
    source: str,
    layout: str = "",
    vintage: date | None = None,
    mapping: Mapped | None = None,
    generated: bool = False,
    dry_run: bool = False,
    edition: int = 1,
    tell: Tell = quiet,
) -> Told:
    """Take a published table, all of it or nothing; the same file as of the same day adds nothing.

    `layout`: a name of series.layout, or empty to know it by its header. `vintage`: the day as of which the
    source says so, where the rows do not say it; by default the day of the import. `mapping`: what the
    columns are called here, or what all rows say (indicator, unit). `edition`: 2 and more for a corrected
    copy of what stands as of the same day; both are kept and the highest is read. Remarks never keep
    anything out and nothing is repaired: they are shown to a person. Raises UnusableFileError for a file
    that is no such table, ValueError for a name that no source can have.
    """
    require(by, "register.import", OfAgency(by.agency_id))
    if not is_source(source):
        raise ValueError(f"{source!r} is no name for a source: small letters, digits, hyphens")
    how = mapping or Mapped()
    opened = sheet(path, lambda names: _fits(named_by(how, unrolled(names, iter(()))[0]), layout))
    notes: list[Noticed] = []
    names, rows, times = unrolled(opened.names, without_notes(opened.rows, notes))
    given = mapped(Sheet(names, rows), how)
    found = _layout(given, layout)
    given = Sheet(found.named(given.names), given.rows)
    told = Told(found, vintage=vintage or at.date(), edition=edition, read=opened.remarks)
    _read(told, given, at.date(), times, tell)
    tell(Step.COMPARE, 0, 0)
    told.remarks += [*notes, *_noticed(told, by.agency_id, source)]
    _refuse_other_numbers(told, by.agency_id, source)
    if told.refused or dry_run:
        return told
    with transaction.atomic():
        _store(told, path, by=by, at=at, source=source, generated=generated, tell=tell)
    return told


def _fits(names: tuple[str, ...], layout: str) -> bool:
    found = LAYOUTS.get(layout) if layout else layout_of(names)
    return found is not None and set(found.columns) <= set(found.named(names))


def _layout(given: Sheet, name: str) -> Layout:
    layout = LAYOUTS.get(name) if name else layout_of(given.names)
    if layout is None:
        raise UnusableFileError("no-layout", known=", ".join(LAYOUTS))
    for column in layout.columns:
        if column not in layout.named(given.names):
            raise UnusableFileError("no-column", name=column, known=", ".join(given.names)[:400])
    return layout


def _read(told: Told, given: Sheet, latest: date, times: int, tell: Tell) -> None:
    seen: dict[Observed, int | None] = {}
    again: dict[Observed, None] = {}
    for read in read_rows(given.rows, given.names, told.layout, latest=latest, times=times):
        if read.row % EVERY == 0:
            tell(Step.READ, read.row, 0)
        if read.reason:
            told.refused.append(read)
            continue
        for each in read.observed:
            fault = _unfit(each)
            key = _bare(each)
            if fault:
                told.refused.append(Read(read.row, column=fault, reason="long"))
            elif key not in seen:
                seen[key] = each.value
                told.observed.append(each)
                told.places.append(read.row)
            elif seen[key] == each.value:
                again[key] = None  # said once, however often it stands there
            else:
                told.refused.append(Read(read.row, column="value", reason="twice"))
        if len(told.observed) > MOST_OBSERVATIONS:
            raise UnusableFileError("many-lines", most=str(MOST_OBSERVATIONS))
    told.remarks += [Noticed("twice", {"what": described(each), "period": named(each)}) for each in again]


def _bare(row: Observed) -> Observed:
    return row.without("")  # no dimension is called so: everything but value and flag


def _unfit(row: Observed) -> str:
    """The column whose words are longer than the register keeps; "" where all fit."""
    if len(detail_of(row)) > LONGEST_DETAIL:
        return "detail"
    return next((name for name, most in LONGEST.items() if len(getattr(row, name)) > most), "")


def _refuse_other_numbers(told: Told, agency: UUID, source: str) -> None:
    """What stands as of the same day with another number: it would be dropped or overwritten, both unseen."""
    days = {row.vintage or told.vintage for row in told.observed}
    standing = Observation.objects.filter(
        agency=agency, source=source, vintage__in=days, edition=told.edition
    )
    known = {(*_named(row), row.vintage): row.value for row in standing.iterator(chunk_size=CHUNK)}
    if not known:
        return
    for row, place in zip(told.observed, told.places, strict=True):
        key = (*_key(row), row.vintage or told.vintage)
        if key in known and known[key] != row.value:
            told.refused.append(Read(place, column="value", reason="standing"))


def _key(row: Observed) -> Key:
    return (row.indicator, row.unit, row.area, row.citizenship, detail_of(row), row.frequency, row.period)


def _noticed(told: Told, agency: UUID, source: str) -> list[Noticed]:
    """Everything that a person should look at before trusting the table."""
    unknown = Counter(row.citizenship for row in told.observed if not citizenship_of(row.citizenship)[1])
    names = [Noticed("name", {"name": name, "rows": str(number)}) for name, number in sorted(unknown.items())]
    standing: defaultdict[str, set[str]] = defaultdict(set)
    pairs = (
        Observation.objects.filter(agency=agency, source=source).order_by().values_list("indicator", "unit")
    )
    for indicator, unit in pairs.distinct():
        standing[indicator].add(unit)
    adding_up = [row for row in told.observed if not _is_released(row)]
    return [
        *units(told.observed, standing),
        *gaps(told.layout.name, told.observed, told.vintage),
        *_rounded(told),
        *totals(adding_up),
        *jumps(adding_up),
        *names,
        *_corrected(told, agency, source),
        *_revised(told, agency, source),
    ]


def _is_released(row: Observed) -> bool:
    return any(name == "release" for name, _word in row.detail)


def _rounded(told: Told) -> Iterator[Noticed]:
    """What came out of disclosure control does not add up, and that is no fault of it."""
    rows = [row for row in told.observed if _is_released(row)]
    if rows:
        withheld = sum(1 for row in rows if row.value is None)
        yield Noticed("rounded", {"withheld": str(withheld), "numbers": str(len(rows))})


def _corrected(told: Told, agency: UUID, source: str) -> Iterator[Noticed]:
    """Numbers that this edition tells otherwise than the one before, as of the same day."""
    days = {row.vintage or told.vintage for row in told.observed}
    standing = Observation.objects.filter(
        agency=agency, source=source, vintage__in=days, edition__lt=told.edition
    )
    before = {(*_named(row), row.vintage): row.value for row in standing.order_by("edition").iterator(CHUNK)}
    if not before:
        return
    now = {(*_key(row), row.vintage or told.vintage): row for row in told.observed}
    other = [key for key, row in now.items() if key in before and before[key] != row.value]
    counts = (len(other), len(now.keys() - before.keys()), len(before.keys() - now.keys()))
    yield Noticed("corrected", dict(zip(("changed", "new", "gone"), map(str, counts), strict=True)))
    for key in other:
        yield edited(now[key], told.edition, key[-1], before[key])


def _revised(told: Told, agency: UUID, source: str) -> Iterator[Noticed]:
    """Numbers that this table tells otherwise than earlier vintages of it did, also within the one file."""
    known = {_named(row): (row.value, row.vintage) for row in _newest(agency, source)}
    if changed := _changed(told, known):
        yield changed
    for row in sorted(told.observed, key=lambda row: row.vintage or told.vintage):
        now = row.vintage or told.vintage
        key = _key(row)
        before, then = known.get(key, (None, now))
        if before is not None and then < now and (remark := revised(row, now, before, then)):
            yield remark
        known[key] = (row.value, now)


def _changed(told: Told, known: Mapping[Key, tuple[int | None, date]]) -> Noticed | None:
    """How much is other than what stood as of an earlier day, in the periods that the file has."""
    now = {_key(row): row for row in told.observed}
    periods = {(key[0], key[1], key[5], key[6]) for key in now}
    before = {
        key: value
        for key, (value, then) in known.items()
        if then < told.vintage and (key[0], key[1], key[5], key[6]) in periods
    }
    if not before or any(row.vintage for row in told.observed):
        return None
    other = [key for key, row in now.items() if key in before and before[key] != row.value]
    named_ones = sum(1 for key in other if _noted(now[key], before[key]))
    numbers = {
        "changed": len(other),
        "small": len(other) - named_ones,
        "new": len(now.keys() - before.keys()),
        "gone": len(before.keys() - now.keys()),
    }
    if not any(numbers.values()):
        return None
    return Noticed("changed", {name: str(number) for name, number in numbers.items()})


def _noted(row: Observed, before: int | None) -> bool:
    return before is None or row.value is None or bool(revised(row, date.max, before, date.min))


def _newest(agency: UUID, source: str) -> Iterator[Observation]:
    rows = Observation.objects.filter(agency=agency, source=source).order_by("vintage", "edition")
    yield from rows.iterator(chunk_size=CHUNK)


def _named(row: Observation) -> Key:
    return (row.indicator, row.unit, row.area, row.named, row.detail, row.frequency, row.period)


def _digest(path: Path, source: str, told: Told) -> str:
    edition = f" edition {told.edition}" if told.edition > 1 else ""
    digest = hashlib.sha256(f"series {source} {told.layout.name} {told.vintage}{edition}".encode())
    with path.open("rb") as file:
        while block := file.read(1 << 20):
            digest.update(block)
    return digest.hexdigest()


def _store(
    told: Told, path: Path, *, by: Person, at: datetime, source: str, generated: bool, tell: Tell
) -> None:
    locked(by.agency_id)
    digest = _digest(path, source, told)
    told.batch = Batch.objects.filter(agency=by.agency_id, digest=digest).first()
    if told.batch:
        return
    generated = generated or any(row.generated for row in told.observed)
    batch = Batch.objects.create(
        agency_id=by.agency_id, source=source, at=at, by=by, generated=generated, digest=digest
    )
    standing = Observation.objects.filter(agency=by.agency_id, source=source)
    before = standing.count()
    for start in range(0, len(told.observed), CHUNK):
        tell(Step.STORE, start, len(told.observed))
        rows = told.observed[start : start + CHUNK]
        insert_numbers(rows, batch, vintage=told.vintage, edition=told.edition)
    batch.added = standing.count() - before
    batch.save(update_fields=["added"])
    Remark.objects.bulk_create(
        [Remark(batch=batch, kind=remark.kind, values=dict(remark.values)) for remark in told.remarks],
        batch_size=CHUNK,
    )
    told.batch, told.new = batch, True
    write(
        "register.observe", by=by, at=at, thing=batch.pk, source=source, layout=told.layout.name,
        added=batch.added, remarks=len(told.remarks), edition=told.edition,
    )  # fmt: skip


@transaction.atomic
def judge_remark(*, remark: UUID, verdict: str, by: Person, at: datetime) -> Remark:
    """What a person says of a remark: a fault of the table, in order, or to be asked of the source."""
    found = Remark.objects.select_related("batch").select_for_update(of=("self",)).filter(pk=remark).first()
    if found is None or verdict not in VERDICTS:
        raise Http404
    require(by, "register.import", found.batch)
    found.verdict, found.by, found.at = verdict, by, at
    found.save(update_fields=["verdict", "by", "at"])
    write("register.judge-remark", by=by, at=at, thing=found.pk, verdict=verdict)
    return found
