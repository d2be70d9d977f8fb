"""`./secondline reported import|lists|drop`: lists of lost and stolen documents at the machine itself."""

import json
from datetime import date, datetime
from pathlib import Path

import click
import django

django.setup()

from secondline.people.models import Agency  # noqa: E402  # models need the set-up above
from secondline.reference.actions.importing import (  # noqa: E402
    Described,
    RefusedListError,
    drop_list,
    import_list,
)
from secondline.reference.columns import Columns, is_day_form  # noqa: E402
from secondline.reference.models import ListMapping, ReportedList  # noqa: E402
from secondline.reference.rules import CIRCLES  # noqa: E402
from secondline.site.clock import now  # noqa: E402


@click.group()
def reported() -> None:
    """Take in lists of lost, stolen and revoked documents; say which are held and how old they are."""


def _agency(code: str) -> Agency:
    found = Agency.objects.filter(code=code).first()
    if found is None:
        raise click.UsageError(f"There is no agency with the code {code}.")
    return found


_AGENCY = click.option("--agency", "code", required=True, help="The agency with this code")


@reported.command("import")
@click.argument("table", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@_AGENCY
@click.option("--source", required=True, help="Who gave the list")
@click.option("--as-of", type=click.DateTime(["%Y-%m-%d"]), required=True, help="The date of the list")
@click.option("--mapping", help="Columns kept under this name in the pages")
@click.option("--columns", help='Columns as JSON: {"number": "No", "issuer": "=UTO", "day": "Date"}')
@click.option("--fresh-days", default=7, show_default=True, help="Days for which the list is recent")
@click.option("--contact", default="", help="Whom to call when a document is found")
@click.option(
    "--sharing",
    default="amber-strict",
    show_default=True,
    type=click.Choice(list(CIRCLES)),
    help="Who uses it",
)
@click.option("--add", is_flag=True, help="It adds to older lists of this source instead of replacing them")
def take(
    table: Path,
    code: str,
    source: str,
    as_of: datetime,
    mapping: str | None,
    columns: str | None,
    fresh_days: int,
    contact: str,
    sharing: str,
    add: bool,
) -> None:
    """Take in a CSV TABLE, all lines or none (exit status 2, each fault with its line)."""
    agency = _agency(code)
    described = Described(source, as_of.date(), fresh_days, contact, sharing, not add)
    try:
        with table.open("rb") as stream:
            made, is_new = import_list(
                stream=stream,
                columns=_columns(agency, mapping, columns),
                described=described,
                agency=agency,
                by=None,
                at=now(),
            )
    except RefusedListError as refused:
        for fault in refused.faults:
            click.echo(str(fault), err=True)
        click.echo(f"{refused.count} faulty lines; nothing was taken in.", err=True)
        raise SystemExit(2) from refused
    new = "" if is_new else " It stood here already."
    click.echo(f"{made.source}, {made.as_of}: {made.rows} numbers, {made.ranges} wide ranges.{new}")


def _columns(agency: Agency, mapping: str | None, text: str | None) -> Columns:
    if mapping:
        kept = ListMapping.objects.filter(agency=agency, name=mapping).first()
        if kept is None:
            raise click.UsageError(f"No columns are kept under the name {mapping}.")
        return Columns.from_dict(kept.columns)
    try:
        columns = Columns.from_dict(json.loads(text or '{"number": "number", "issuer": "issuer"}'))
    except (ValueError, TypeError, AttributeError) as error:
        raise click.UsageError(f"--columns is no JSON object with a number: {error}") from error
    if not is_day_form(columns.day_form):
        raise click.UsageError(f"{columns.day_form} is no way to write days.")
    return columns


@reported.command("lists")
def lists() -> None:
    """Every list that is looked through, with its age; exit status 1 where one is old."""
    today: date = now().date()
    old = False
    for each in ReportedList.objects.filter(current=True).select_related("agency"):
        age = (today - each.as_of).days
        old = old or age > each.fresh_days
        word = "  OLD" if age > each.fresh_days else ""
        click.echo(
            f"{each.agency.code}  {each.source}  {each.as_of}  {age} days{word}  {each.rows} numbers  "
            f"{each.ranges} ranges  {each.pk}"
        )
    if old:
        raise SystemExit(1)


@reported.command("drop")
@click.argument("key", type=click.UUID)
def drop(key: object) -> None:
    """No longer look through the list with this KEY (see `lists`)."""
    found = ReportedList.objects.filter(pk=str(key), current=True).first()
    if found is None:
        raise click.UsageError("There is no such list.")
    drop_list(reported=found, by=None, at=now())
    click.echo(f"{found.source}, {found.as_of}: no longer looked through.")
