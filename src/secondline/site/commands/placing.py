"""`./secondline place`: where a post stands on the map, as its administrator says on the post's page."""

import click
import django

django.setup()

from django.core.exceptions import ValidationError  # noqa: E402  # needs the set-up above

from secondline.people import actions  # noqa: E402
from secondline.people.models import Post  # noqa: E402
from secondline.site.clock import now  # noqa: E402
from secondline.site.commands.acting import acting  # noqa: E402


@click.command()
@click.argument("code", metavar="POST")
@click.option("--as", "username", required=True, help="User name of an administrator of the post's agency")
@click.option("--latitude", type=float, help="In degrees, north positive")
@click.option("--longitude", type=float, help="In degrees, east positive")
def place(code: str, username: str, latitude: float | None, longitude: float | None) -> None:
    """Put the POST with this code (such as UTO-AIR) on the map; without degrees it is taken off."""
    person = acting(username, "post.change")
    post = Post.objects.filter(agency=person.agency_id, code=code).first()
    if post is None:
        raise click.UsageError(f"{person.agency.name} has no post with the code {code}.")
    post.latitude, post.longitude = latitude, longitude
    try:
        actions.change_post(by=person, at=now(), post=post)
    except ValidationError as error:
        raise click.UsageError(" ".join(error.messages)) from error
    where = "off the map" if latitude is None else f"at {latitude}, {longitude}"
    click.echo(f"{post.name} is {where}.")
