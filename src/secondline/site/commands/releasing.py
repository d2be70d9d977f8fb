"""`./secondline release list|export`: tables that left their agency, as somebody may read them."""

from pathlib import Path

import click
import django

django.setup()

from secondline.site.commands.acting import acting  # noqa: E402  # models need the set-up above
from secondline.trends import released_sdmx  # noqa: E402
from secondline.trends.models import Release  # noqa: E402
from secondline.trends.queries.releases import READ, is_readable, releases_visible_to  # noqa: E402
from secondline.trends.release_rules import TOLD  # noqa: E402
from secondline.trends.released_csv import released_csv, written  # noqa: E402


@click.group()
def release() -> None:
    """List tables that were released, and save one: what that person may read, nothing else."""


_AS = click.option("--as", "username", required=True, help="User name of whoever reads")


def _readable(username: str) -> list[Release]:
    person = acting(username, READ)
    found = releases_visible_to(person).filter(state__in=TOLD).order_by("agency__code", "number")
    return [each for each in found if is_readable(each, person)]


@release.command("list")
@_AS
def list_all(username: str) -> None:
    """Number, sharing level, months and title of each, tab by tab."""
    for each in _readable(username):
        months = f"{each.first:%Y-%m}..{each.last:%Y-%m}"
        click.echo(f"{each.code}\t{each.sharing}\t{each.state}\t{months}\t{each.title}")


@release.command()
@click.argument("code", metavar="NUMBER")
@_AS
@click.option(
    "--to", "path", type=click.Path(dir_okay=False, path_type=Path), help="A file; else it is printed"
)
@click.option("--sdmx", is_flag=True, help="As SDMX-CSV 2.0 (docs/data-structure.md)")
def export(code: str, username: str, path: Path | None, sdmx: bool) -> None:
    """The table with this NUMBER (such as UTO-R-0001) as CSV. Exit status 2 where there is none to read."""
    found = next((each for each in _readable(username) if each.code == code), None)
    if found is None:
        raise click.UsageError(f"There is no released table {code} for {username}.")
    text = written(released_sdmx.rows(found)) if sdmx else released_csv(found)
    if path is None:
        click.echo(text, nl=False)
    else:
        path.write_text(text, encoding="utf-8", newline="")
        click.echo(f"{code}: {path}")
