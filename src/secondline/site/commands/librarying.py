"""`./secondline library export|import`: the library as a folder that can be kept under version control."""

from collections.abc import Iterable
from functools import partial
from pathlib import Path

import click
import django

django.setup()

from secondline.reference.actions.exchanging import files_of, note_export, take_in  # noqa: E402
from secondline.reference.folder import Bundle, FolderError, from_folder, from_zip  # noqa: E402
from secondline.site.clock import now  # noqa: E402
from secondline.site.commands.acting import acting  # noqa: E402


@click.group()
def library() -> None:
    """Save the library as a folder of YAML files and pictures, or take one in (docs/library.md)."""


_AS = click.option("--as", "username", required=True, help="User name of whoever does it")


@library.command("export")
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
@_AS
def export(folder: Path, username: str) -> None:
    """Write what is published and visible to that person into FOLDER; files there are written over."""
    person = acting(username, "library.read")
    count = _write(folder, files_of(person))
    note_export(by=person, at=now(), files=count)
    click.echo(f"{count} files in {folder}.")


def _write(folder: Path, files: Iterable[tuple[str, bytes]]) -> int:
    count = 0
    for name, data in files:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
        count += 1
    return count


@library.command("import")
@click.argument("source", type=click.Path(exists=True, path_type=Path))
@_AS
@click.option("--try", "trial", is_flag=True, help="Say what would come of it and change nothing")
def take(source: Path, username: str, trial: bool) -> None:
    """Take in a folder or a ZIP: what is new or changed becomes a draft, all or nothing.

    Exit status: 0, or 2 where anything is wrong; each fault is told with file, line and reason.
    """
    person = acting(username, "library.write")
    try:
        plan = take_in(bundles=_bundles(source), by=person, at=now(), trial=trial)
    except FolderError as error:
        for fault in error.faults:
            click.echo(str(fault), err=True)
        click.echo("Nothing was taken in.", err=True)
        raise SystemExit(2) from error
    click.echo(
        f"{'Would be: ' if trial else ''}{plan.fresh} new, {plan.changed} changed, {plan.same} the same, "
        f"{plan.pictures} pictures."
    )


def _bundles(source: Path) -> list[Bundle]:
    if source.is_dir():
        return from_folder(source)
    with source.open("rb") as file:
        return [_held(bundle) for bundle in from_zip(file)]


def _held(bundle: Bundle) -> Bundle:
    """Its files read now, while the archive is open."""
    held = {name: read() for name, read in bundle.files.items()}
    return Bundle(bundle.noun, bundle.name, {name: partial(bytes, data) for name, data in held.items()})
