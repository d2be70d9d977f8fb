"""What a person has typed in a form and not sent yet."""

from secondline.inspections.models import Draft
from secondline.people.models import Person


def draft(person: Person, form: str) -> Draft | None:
    """Only ever one's own."""
    return Draft.objects.filter(person=person, form=form).first()
