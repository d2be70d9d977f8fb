"""`./secondline demo`: everything from an empty folder to a served demonstration, in one word."""

import os
import shutil
import socket
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

import click
import django

django.setup()

from django.conf import settings  # noqa: E402  # needs the set-up above
from django.db import DatabaseError, OperationalError  # noqa: E402

from secondline.site.clock import now  # noqa: E402
from secondline.site.commands.serving import bring_up_to_date, serve_pages  # noqa: E402
from secondline.site.demo.loading import ForeignDataError, load, loaded_at, unload  # noqa: E402
from secondline.site.demo.pictures import Album, Shot, all_shots  # noqa: E402
from secondline.site.demo.region import PASSWORD, persons_in_order  # noqa: E402
from secondline.site.demo.scenes import SCENES  # noqa: E402

FOREIGN = (
    "This database holds agencies that the demonstration has not founded. It is left as it is. Name another "
    "database (SECONDLINE_DATABASE) or another folder (SECONDLINE_VAR)."
)


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen at")
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535))
@click.option("--fresh", is_flag=True, help="Throw away what was done in the demonstration and begin again")
@click.option("--no-serve", is_flag=True, help="Load only")
def demo(host: str, port: int, fresh: bool, no_serve: bool) -> None:
    """Load the demonstration once and serve it, with the background work, until Ctrl-C.

    Every person, document and number in it is invented. It lies in a folder of its own (var/demonstration)
    and never touches another database.
    """
    if not settings.DEMONSTRATION:
        raise click.ClickException("Start it as ./secondline demo: it needs SECONDLINE_DEMONSTRATION=1.")
    if not no_serve:
        refuse_taken(host, port)
    try:
        if fresh:
            start_afresh()
        at = loaded_before() or now()
        album = Album(settings.DEMONSTRATION_PICTURES, at.date())
        with album.drawn_beside(wanted(at)):
            bring_up_to_date()
            load_once(album, at)
            if not no_serve:
                code = serve_pages(host, port, ready=lambda: welcome(host, port))
                raise SystemExit(code)
    except KeyboardInterrupt:
        say("Stopped. What was half loaded leaves nothing behind; the next start begins again.")
        raise SystemExit(130) from None


def say(text: str) -> None:
    click.echo(text, err=True)


def loaded_before() -> datetime | None:
    """When it was loaded, where there is anything yet: pictures are drawn while tables are made."""
    try:
        return loaded_at()
    except DatabaseError:  # no table, or no database: said by whoever makes the tables
        return None


def refuse_taken(host: str, port: int) -> None:
    """Better said now than by a server's traceback a minute later."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise click.ClickException(
                f"Port {port} at {host} can't be used ({os.strerror(error.errno or 0)}). If another program "
                f"is there, choose another port: ./secondline demo --port {port % 65535 + 1}"
            ) from error


def wanted(at: datetime) -> list[Shot]:
    """What the scenes need, the oldest first, then the other photographs; other lights wait until asked."""
    first = [shot for scene in sorted(SCENES, key=lambda scene: -scene.ago) for shot in scene.shots]
    offered = [shot for shot in all_shots(at.date()).values() if shot.is_photo]
    return list(dict.fromkeys([*first, *offered]))


def load_once(album: Album, at: datetime) -> None:
    if loaded_at():
        return
    say("Loading the demonstration, once: agencies, people, specimens, cases, three years of numbers.")
    with progress() as tell:
        try:
            load(at=at, photos=album.photo, tell_progress=tell)
        except ForeignDataError as error:
            raise click.ClickException(FOREIGN) from error


@contextmanager
def progress() -> Iterator["Teller"]:
    teller = Teller()
    yield teller
    teller.end()


class Teller:
    """Progress on one line of a terminal; in a log, one line for each tenth."""

    def __init__(self) -> None:
        self._shown = -1

    def __call__(self, done: int, of: int) -> None:
        tenth = done * 10 // of
        if sys.stderr.isatty():
            click.echo(f"\r  {done} of {of} deeds", err=True, nl=False)
        elif tenth != self._shown:
            click.echo(f"  {done} of {of} deeds", err=True)
        self._shown = tenth

    def end(self) -> None:
        if sys.stderr.isatty() and self._shown >= 0:
            click.echo("", err=True)


def start_afresh() -> None:
    try:
        unload()
    except ForeignDataError as error:
        raise click.ClickException(FOREIGN) from error
    except OperationalError as error:
        raise click.ClickException(f"The database can't be reached: {error}") from error
    kept = (
        settings.EVIDENCE_FOLDER,
        settings.EXPOSURE_FOLDER,
        settings.LIBRARY_FOLDER,
        settings.REPORTED_FOLDER,
        settings.TRUST_FOLDER,
    )
    for folder in (*kept, settings.KEYS_FOLDER, settings.DEMONSTRATION_PICTURES):
        shutil.rmtree(folder, ignore_errors=True)


def welcome(host: str, port: int) -> None:
    """Where it is and who may log in, in plain words."""
    everywhere, here = {"0.0.0.0", "::"}, {"127.0.0.1", "::1", "localhost"}  # noqa: S104  # compared, not bound
    near = "localhost" if host in everywhere | here else host
    lines = ["", f"Secondline is at http://{near}:{port} (Ctrl-C ends it).", ""]
    lines += [f"Log in as one of these; the password of all is {PASSWORD}", ""]
    lines += table(
        [(each.username, each.role_name, each.agency.name, each.name) for each in persons_in_order()]
    )
    lines += [
        "",
        "The way of one picture: olga opens an inspection, erik answers it, ana sees it in the trends.",
    ]
    if host not in here:
        lines += ["Other machines are answered at the names that stand in SECONDLINE_HOSTS, with commas."]
    click.echo("\n".join(lines))


def table(rows: list[tuple[str, ...]]) -> list[str]:
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    return [
        "  " + "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in rows
    ]
