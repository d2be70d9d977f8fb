"""`./secondline retention`: what was kept long enough is erased, room by room, with its record lines."""

from collections.abc import Callable
from datetime import datetime

import click
import django

django.setup()

from secondline.evidence.actions import erase_expired as erase_evidence  # noqa: E402  # needs the set-up above
from secondline.inspections.actions import erase_expired as erase_inspections  # noqa: E402
from secondline.reference.actions.erasing import erase_expired as erase_reference  # noqa: E402
from secondline.register.actions import erase_expired as erase_register  # noqa: E402
from secondline.site.clock import now  # noqa: E402
from secondline.support.actions import erase_expired as erase_support  # noqa: E402

# The rooms that hold personal data, in their order.
ROOMS: tuple[tuple[str, Callable[..., int]], ...] = (
    ("evidence", erase_evidence),
    ("reference", erase_reference),
    ("inspections", erase_inspections),
    ("support", erase_support),
    ("register", erase_register),
)


@click.command()
def retention() -> None:
    """Erase what has been kept long enough (run it daily); docs/personal-data.md says what and when."""
    at: datetime = now()
    for room, erase in ROOMS:
        click.echo(f"{room}: {erase(at=at)} erased")
