"""One door for files: what comes in, by which mapping, tried or taken; the same from web and command line."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import islice
from pathlib import Path
from typing import Final

from secondline.people.models import Person
from secondline.register.actions.exposing import import_exposure
from secondline.register.actions.importing import RefusedImportError, import_detections, try_detections
from secondline.register.actions.mapping import known_columns, saved_mapping
from secondline.register.actions.observing import import_series
from secondline.register.exposure.counting import Count
from secondline.register.incoming import UnusableFileError, sheet
from secondline.register.incoming.heading import Knows
from secondline.register.incoming.telling import Step, Tell, quiet
from secondline.register.incoming.telling import told as telling
from secondline.register.mapping import Mapped, rows
from secondline.register.rules import Fault
from secondline.register.series.reading import REASONS
from traveldoc.finding import Phrase

MOST_ROWS: Final = 200_000  # of detections and effort, which are judged together


@dataclass(frozen=True, slots=True)
class Wrong:
    """A row that can't be taken: its number (the first below the names is 1), its column, why."""

    row: int
    column: str
    why: Phrase


@dataclass(slots=True)
class Report:
    """What became of a file: `wrong` says why of each of the `refused` rows; of crossings the first ones."""

    rows: int = 0
    refused: int = 0
    wrong: list[Wrong] = field(default_factory=list)
    remarks: list[Phrase] = field(default_factory=list)
    stored: bool = False
    known: bool = False
    added: int = 0
    replaced: int = 0

    @property
    def usable(self) -> bool:
        return not self.refused


@dataclass(frozen=True, slots=True)
class Filing:
    """What a person says of a file: its purpose, whose it is, how it is read.

    `edition` of a series: 2 and more for corrected copies of what stands as of the same day.
    """

    purpose: str
    source: str
    mapping: Mapped | None = None
    layout: str = ""
    vintage: datetime | None = None
    utc: bool = False
    generated: bool = False
    edition: int = 1


def take_file(
    *,
    path: Path,
    filing: Filing,
    by: Person,
    at: datetime,
    dry_run: bool,
    tell: Tell = quiet,
) -> Report:
    """Try the file, or take it, all of it or nothing. Raises UnusableFileError, ValueError, 404.

    `tell` hears how far it is.
    """
    mapping = filing.mapping or saved_mapping(by, filing.source, filing.purpose)
    if filing.purpose in {"detections", "effort"}:
        return _rows(path, filing, mapping, by=by, at=at, dry_run=dry_run, tell=tell)
    if filing.purpose == "series":
        return _series(path, filing, mapping, by=by, at=at, dry_run=dry_run, tell=tell)
    return _exposure(path, filing, mapping, by=by, at=at, dry_run=dry_run, tell=tell)


def _rows(
    path: Path, filing: Filing, mapping: Mapped, *, by: Person, at: datetime, dry_run: bool, tell: Tell
) -> Report:
    read = sheet(path, _knows(filing.purpose, mapping))
    given = list(islice(telling(rows(read, mapping), tell, Step.READ), MOST_ROWS + 1))
    if len(given) > MOST_ROWS:
        raise UnusableFileError("many-lines", most=str(MOST_ROWS))
    detections, effort = (given, []) if filing.purpose == "detections" else ([], given)
    told = sum(1 for row in given if row)
    with _refusals(Report(rows=told, remarks=list(read.remarks))) as report:
        if dry_run or not told:
            _note(report, try_detections(rows=detections, effort=effort, by=by, at=at, tell=tell)[1])
            return report
        imported = import_detections(
            rows=detections,
            effort=effort,
            by=by,
            at=at,
            source=filing.source,
            generated=filing.generated,
            tell=tell,
        )
        report.stored, report.known = imported.new, not imported.new
        if imported.new:
            added = imported.batch.added + (told if effort else 0)
            report.added, report.replaced = added, imported.batch.replaced
    return report


def _knows(purpose: str, mapping: Mapped) -> Knows:
    """The row of names is the one with all columns of the mapping; without one, with two that are ours."""
    if mapping.columns:
        return set(mapping.columns.values()).issubset
    ours = known_columns(purpose)
    return lambda names: len(ours.intersection(names)) > 1


@contextmanager
def _refusals(report: Report) -> Iterator[Report]:
    try:
        yield report
    except RefusedImportError as refused:
        _note(report, refused.faults)


def _note(report: Report, faults: Sequence[Fault]) -> None:
    report.refused = len({fault.row for fault in faults})
    report.wrong = [Wrong(fault.row, fault.column, fault.words) for fault in faults]


def _series(
    path: Path,
    filing: Filing,
    mapping: Mapped,
    *,
    by: Person,
    at: datetime,
    dry_run: bool,
    tell: Tell,
) -> Report:
    told = import_series(
        path=path,
        by=by,
        at=at,
        source=filing.source,
        layout=filing.layout,
        vintage=_day(filing.vintage),
        mapping=mapping,
        generated=filing.generated,
        dry_run=dry_run,
        edition=filing.edition,
        tell=tell,
    )
    wrong = [Wrong(read.row, read.column, Phrase(REASONS[read.reason])) for read in told.refused]
    return Report(
        rows=len(told.observed) + len(told.refused),
        refused=len({read.row for read in told.refused}),
        wrong=wrong,
        remarks=[*told.read, *(remark.words for remark in told.remarks)],
        stored=told.new,
        known=told.batch is not None and not told.new,
        added=told.batch.added if told.batch and told.new else 0,
    )


def _day(moment: datetime | None) -> date | None:
    return moment.date() if moment else None


def _exposure(
    path: Path, filing: Filing, mapping: Mapped, *, by: Person, at: datetime, dry_run: bool, tell: Tell
) -> Report:
    single = filing.purpose == "crossings"
    exposed = import_exposure(
        path=path,
        by=by,
        at=at,
        source=filing.source,
        columns=mapping.columns,
        values=mapping.values,
        single=single,
        utc=filing.utc,
        vintage=filing.vintage,
        generated=filing.generated,
        dry_run=dry_run,
        tell=tell,
    )
    return _counted(exposed.count, stored=exposed.new, known=exposed.exposure is not None and not exposed.new)


def _counted(count: Count, *, stored: bool, known: bool) -> Report:
    places = [Wrong(place.row, place.column, place.words) for place in count.places]
    return Report(
        rows=count.lines,
        refused=sum(count.faults.values()),
        wrong=places,
        remarks=list(count.remarks),
        stored=stored,
        known=known,
        added=count.table.num_rows if count.table is not None and stored else 0,
    )
