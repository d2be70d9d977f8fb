"""`./secondline docs`: the pages that are drawn from tables."""

import click
import django

django.setup()

from django.conf import settings  # noqa: E402  # needs the set-up above

from secondline.site.drawing import DRAWN  # noqa: E402


@click.command()
def docs() -> None:
    """Draw the pages of docs/ that come from tables."""
    for name, draw in DRAWN.items():
        path = settings.HOUSE / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(draw(), encoding="utf-8")
        click.echo(name)
