"""`./secondline register import FILE`: tried or taken, as on the page."""

import csv
import sys
from datetime import datetime
from pathlib import Path

import click

from secondline.people.models import Person
from secondline.register.actions import save_mapping
from secondline.register.actions.filing import Filing, Report, take_file
from secondline.register.actions.mapping import known_columns
from secondline.register.incoming import UnusableFileError
from secondline.register.incoming.telling import Step
from secondline.register.intake_rules import MOST_EDITIONS
from secondline.register.mapping import Mapped, MappingError, parse
from secondline.register.rules import PURPOSES, is_source
from secondline.register.series.layout import LAYOUTS
from secondline.site.clock import now

REMARKS_SHOWN = 20
ROWS_SHOWN = 100
ROWS_A_LINE = 50_000  # after so many rows the terminal is told how far it is


def _mapping(path: Path | None, purpose: str) -> Mapped | None:
    if path is None:
        return None
    try:
        return parse(path.read_text(encoding="utf-8"), known_columns(purpose))
    except MappingError as error:
        raise click.UsageError(f"{path}, line {error.number} can't be understood: {error.line}") from error
    except UnicodeDecodeError as error:
        raise click.UsageError(f"{path} is no text in UTF-8.") from error


@click.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--what", "purpose", required=True, type=click.Choice(list(PURPOSES)), help="What is in the file"
)
@click.option("--source", required=True, help="A short name for where it comes from, such as border-system")
@click.option("--by", "username", required=True, help="The user name of the analyst whose deed this is")
@click.option(
    "--mapping",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="A text: `month = Monat`, `direction: E = entry`, `line := second`; kept for this source",
)
@click.option(
    "--layout", type=click.Choice(list(LAYOUTS)), help="Of a series; by default known by its columns"
)
@click.option("--as-of", type=click.DateTime(["%Y-%m-%d"]), help="The day as of which the source says so")
@click.option(
    "--edition",
    default=1,
    show_default=True,
    type=click.IntRange(1, MOST_EDITIONS),
    help="2 and more: a corrected copy of a series that is here as of the same day; both are kept",
)
@click.option("--utc", is_flag=True, help="Times of single crossings are UTC, not the post's own")
@click.option(
    "--refused",
    "listing",
    type=click.Path(dir_okay=False, writable=True, path_type=Path),
    help="Write every row that can't be taken into this CSV, with column and reason",
)
@click.option("--dry-run", is_flag=True, help="Only say what would be taken and what is wrong")
def import_file(
    file: Path,
    purpose: str,
    source: str,
    username: str,
    mapping: Path | None,
    layout: str | None,
    as_of: datetime | None,
    edition: int,
    utc: bool,
    listing: Path | None,
    dry_run: bool,
) -> None:
    """Take FILE (CSV, Excel, Parquet) over, all of it or nothing (exit status 1: rows can't be taken)."""
    person = Person.objects.filter(username=username, is_active=True).first()
    if person is None:
        raise click.UsageError(f"There is nobody with the user name {username}.")
    if not is_source(source):
        raise click.UsageError(f"{source} is no name for a source: small letters, digits and hyphens.")
    mapped, at = _mapping(mapping, purpose), now()
    vintage = as_of.replace(tzinfo=at.tzinfo) if as_of else None
    filing = Filing(purpose, source, mapped, layout or "", vintage, utc, edition=edition)
    teller = Teller()
    try:
        report = take_file(path=file, filing=filing, by=person, at=at, dry_run=dry_run, tell=teller)
    except UnusableFileError as error:
        raise click.UsageError(f"{file}: {error}") from error
    finally:
        teller.end()
    if mapped and report.stored:
        save_mapping(source=source, purpose=purpose, mapped=mapped, by=person, at=at)
    if listing:
        _list(report, listing)
    _tell(report, dry_run=dry_run)


class Teller:
    """How far it is, on one line of a terminal; in a log, a line for so many rows."""

    WORDS = {
        Step.READ: "%(done)s rows read",
        Step.COUNT: "%(done)s % of the file counted",
        Step.JUDGE: "%(done)s rows checked",
        Step.COMPARE: "compared with what stands",
        Step.STORE: "%(done)s of %(of)s rows stored",
    }

    def __init__(self) -> None:
        self._width = 0

    def __call__(self, step: Step, done: int, of: int) -> None:
        words = self.WORDS[step].replace("%(done)s", str(done)).replace("%(of)s", str(of))
        if sys.stderr.isatty():
            click.echo(f"\r{words:<{self._width}}", err=True, nl=False)
            self._width = len(words)
        elif done and done % ROWS_A_LINE == 0:
            click.echo(words, err=True)

    def end(self) -> None:
        if self._width:
            click.echo("", err=True)


def _list(report: Report, listing: Path) -> None:
    with listing.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(("row", "column", "reason"))
        writer.writerows((wrong.row, wrong.column, str(wrong.why)) for wrong in report.wrong)


def _tell(report: Report, *, dry_run: bool) -> None:
    for wrong in report.wrong[:ROWS_SHOWN]:
        click.echo(f"row {wrong.row}, {wrong.column or 'the row'}: {wrong.why}")
    if report.refused:
        shown = min(len(report.wrong), ROWS_SHOWN)
        more = f" ({shown} are shown; --refused FILE.csv lists all)" if report.refused > shown else ""
        click.echo(f"{report.refused} rows can't be taken{more}; nothing was.", err=True)
    for words in report.remarks[:REMARKS_SHOWN]:
        click.echo(f"remark: {words}")
    if len(report.remarks) > REMARKS_SHOWN:
        click.echo(f"{len(report.remarks)} remarks, {REMARKS_SHOWN} are shown; all are kept with the series.")
    if report.refused:
        raise SystemExit(1)
    if report.known:
        click.echo("This file was taken before; nothing was added.")
    elif dry_run:
        click.echo(f"{report.rows} rows can be taken; nothing was.")
    else:
        click.echo(f"{report.rows} rows were taken.")
