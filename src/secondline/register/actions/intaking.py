"""A file given on the page: acknowledged when it lies on the disk, tried and taken in the background."""

import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.http import Http404

from secondline.people.models import Person
from secondline.people.queries import require
from secondline.record.actions import write
from secondline.register.actions.filing import Filing, Report, take_file
from secondline.register.actions.keys import OfAgency
from secondline.register.actions.mapping import save_mapping
from secondline.register.exposure import shelf
from secondline.register.incoming import UnusableFileError
from secondline.register.incoming.telling import Step
from secondline.register.intake_rules import MOST_TRIES, MOST_WAITING, REMARKS_SHOWN, ROWS_SHOWN, Course
from secondline.register.mapping import Mapped, written
from secondline.register.models import Intake
from traveldoc.finding import Phrase

Then = Callable[[Intake], object]


class CrowdedError(Exception):
    """So many files of the agency are on their way that a further one has to wait."""


@transaction.atomic
def give_file(
    *, digest: str, filing: Filing, keep: bool, by: Person, at: datetime, take: bool, then: Then
) -> Intake:
    """Have a file that is held tried, or taken. `then` puts the work in the queue; `keep`: the mapping too.

    Raises CrowdedError.
    """
    require(by, "register.import", OfAgency(by.agency_id))
    if waiting(by.agency_id).count() >= MOST_WAITING:
        raise CrowdedError
    intake = Intake.objects.create(
        agency_id=by.agency_id,
        at=at,
        by=by,
        purpose=filing.purpose,
        source=filing.source,
        digest=digest,
        said=_said(filing, keep=keep),
        take=take,
    )
    write("register.give", by=by, at=at, thing=intake.pk, source=filing.source, purpose=filing.purpose)
    then(intake)
    return intake


@transaction.atomic
def take_given(*, intake: UUID, by: Person, at: datetime, then: Then) -> Intake:
    """Take a file that was tried and found in order. 404 where it is not, and where it was taken already."""
    found = Intake.objects.select_for_update().filter(pk=intake, state=Course.DONE, take=False).first()
    if found is None or found.report.get("refused"):
        raise Http404
    require(by, "register.import", found)
    found.take, found.state, found.tries, found.by, found.at = True, Course.WAITING, 0, by, at
    found.report = {}
    found.save()
    write("register.give", by=by, at=at, thing=found.pk, source=found.source, purpose=found.purpose)
    then(found)
    return found


def waiting(agency: UUID) -> QuerySet[Intake]:
    """The files of an agency that are on their way."""
    return Intake.objects.filter(agency=agency, state=Course.WAITING)


def work_on(*, intake: UUID, at: datetime) -> None:
    """Try the file, or take it. Afterwards the row says what was found in it, or what is wrong.

    Takes minutes; call it from a task and outside a transaction. Idempotent: the same file twice adds
    nothing. What a killed worker leaves is begun anew, and given up where it was killed too often.
    """
    row = _begun(intake)
    if row is None:
        return
    path = shelf.held(row.agency_id, row.digest)
    if path is None:
        _end(row, trouble="lost")
        return
    try:
        report = take_file(
            path=path, filing=filing_of(row), by=row.by, at=at, dry_run=not row.take, tell=_teller(row.pk)
        )
        if row.take and report.usable and row.said["keep"]:
            _keep_mapping(row, at)
    except UnusableFileError as error:
        _end(row, trouble=error.code, values=error.words.values)
    except Http404:
        _end(row, trouble="right")
    except Exception:
        _end(row, trouble="broken")
        raise
    else:
        _list_refused(row.pk, report)
        if row.take and report.usable:
            shelf.let_go(path)
        _end(row, report=_kept(report))


@transaction.atomic
def _begun(intake: UUID) -> Intake | None:
    """The row, counted as begun once more; None where there is nothing (more) to do."""
    rows = Intake.objects.select_related("by", "by__agency").select_for_update(of=("self",))
    row = rows.filter(pk=intake, state=Course.WAITING).first()
    if row is None:
        return None
    if row.tries >= MOST_TRIES:
        _end(row, trouble="given-up")
        return None
    row.tries += 1
    row.save(update_fields=["tries"])
    return row


def _end(
    row: Intake,
    *,
    trouble: str = "",
    values: Mapping[str, object] | None = None,
    report: Mapping[str, object] | None = None,
) -> None:
    """Unless another worker was quicker."""
    state = Course.FAILED if trouble else Course.DONE
    said = {"state": state, "trouble": trouble, "values": dict(values or {}), "report": dict(report or {})}
    Intake.objects.filter(pk=row.pk, state=Course.WAITING).update(**said)
    shelf.progress_of(row.pk).unlink(missing_ok=True)


def _teller(intake: UUID) -> Callable[[Step, int, int], None]:
    path = shelf.progress_of(intake)

    def tell(step: Step, done: int, of: int) -> None:
        shelf.write_beside(path, json.dumps([step, done, of]))

    return tell


def _said(filing: Filing, *, keep: bool) -> dict[str, object]:
    mapping = filing.mapping or Mapped()
    return {
        "layout": filing.layout,
        "vintage": filing.vintage.isoformat() if filing.vintage else "",
        "utc": filing.utc,
        "edition": filing.edition,
        "keep": keep,
        "mapping": written(mapping) if keep else "",
        "columns": dict(mapping.columns),
        "values": {name: dict(words) for name, words in mapping.values.items()},
        "constants": dict(mapping.constants),
    }


def filing_of(row: Intake) -> Filing:
    """What was said of the file. As of the day on which it was given, whenever a worker comes to it."""
    said = row.said
    mapping = Mapped(said["columns"], said["values"], said["constants"])
    vintage = datetime.fromisoformat(said["vintage"]) if said["vintage"] else row.at
    return replace(
        Filing(row.purpose, row.source, mapping, said["layout"], vintage, said["utc"]),
        edition=said["edition"],
    )


def _keep_mapping(row: Intake, at: datetime) -> None:
    mapping = filing_of(row).mapping
    assert mapping is not None  # filing_of says one always
    save_mapping(source=row.source, purpose=row.purpose, mapped=mapping, by=row.by, at=at)


def _kept(report: Report) -> dict[str, object]:
    """What the page shows of it; all refused rows lie on the shelf, all remarks with the series."""
    return {
        "rows": report.rows,
        "refused": report.refused,
        "known": report.known,
        "added": report.added,
        "replaced": report.replaced,
        "remarks": [_phrase(words) for words in report.remarks[:REMARKS_SHOWN]],
        "all_remarks": len(report.remarks),
        "wrong": [[each.row, each.column, *_phrase(each.why)] for each in report.wrong[:ROWS_SHOWN]],
    }


def _phrase(words: Phrase) -> list[object]:
    return [words.template, dict(words.values)]


def _list_refused(intake: UUID, report: Report) -> None:
    if report.wrong:
        lines = (json.dumps([each.row, each.column, *_phrase(each.why)]) for each in report.wrong)
        shelf.write_beside(shelf.refused_of(intake), "\n".join(lines))
