"""`./secondline recover USERNAME`: a lost second factor of somebody whom no administrator can help."""

import click
import django

django.setup()

from secondline.people import actions  # noqa: E402  # models need the set-up above
from secondline.people.models import Person  # noqa: E402
from secondline.site.clock import now  # noqa: E402


@click.command()
@click.argument("username")
def recover(username: str) -> None:
    """Take the lost second factor off USERNAME, who sets up a new one at the next log-in; recorded."""
    person = Person.objects.filter(username=username).first()
    if person is None:
        raise click.UsageError(f"There is nobody with the user name {username}.")
    actions.recover(person=person, by=None, at=now())
    click.echo(f"{username} is logged out and sets up a new second factor at the next log-in.")
