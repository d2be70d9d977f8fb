"""`./secondline found`: a new agency and its first administrator, at the machine itself."""

import click
import django

django.setup()

from django.core.exceptions import ValidationError  # noqa: E402  # needs the set-up above
from django.db import transaction  # noqa: E402

from secondline.people import actions  # noqa: E402
from secondline.people.models import Agency, Person  # noqa: E402
from secondline.people.rules import Role  # noqa: E402
from secondline.site.clock import now  # noqa: E402


@click.command()
@click.argument("code")
@click.argument("name")
@click.option("--centre", is_flag=True, help="It is a support centre that answers others' questions")
@click.option("--asks", metavar="CODE", help="The code of the centre that it asks")
@click.option("--administrator", required=True, help="User name of the first administrator")
@click.option("--person", required=True, help="Name of the first administrator")
@click.password_option(help="Password of the first administrator; asked for when not given")
def found(
    code: str, name: str, centre: bool, asks: str | None, administrator: str, person: str, password: str
) -> None:
    """Found an agency: CODE (such as UTO-BG) and NAME, with its first administrator."""
    asked = Agency.objects.filter(code=asks, is_centre=True).first() if asks else None
    if asks and asked is None:
        raise click.UsageError(f"There is no centre with the code {asks}.")
    try:
        with transaction.atomic():
            agency = Agency(code=code, name=name, is_centre=centre, centre=asked)
            actions.found_agency(at=now(), agency=agency)
            first = Person(username=administrator, name=person, agency=agency, role=Role.ADMINISTRATOR)
            actions.add_first_administrator(at=now(), person=first, password=password)
    except ValidationError as error:
        raise click.UsageError(
            " ".join(f"{field}: {' '.join(text)}" for field, text in error.message_dict.items())
        ) from error
    click.echo(f"{agency.name} is founded; {administrator} may log in.")
