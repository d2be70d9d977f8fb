"""Who a word of the command line acts as. Django is set up by the word itself, before this is imported."""

import click

from secondline.people.models import Person
from secondline.people.queries import may


def acting(username: str, right: str) -> Person:
    """The person of this name; click.UsageError (exit status 2) for nobody, or nobody who may."""
    person = Person.objects.filter(username=username).select_related("agency").first()
    if person is None or not may(person, right):
        raise click.UsageError(f"{username} is nobody who may do that.")
    return person
