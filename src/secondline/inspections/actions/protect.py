"""The administrator keeps whom to call when a person needs protection, and who follows it up."""

from datetime import datetime
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from secondline.inspections.models import Contact, Focal
from secondline.inspections.rules import NO_FOCAL_ROLES
from secondline.people.models import Person
from secondline.people.queries import require
from secondline.record.actions import write

KEEP = "protection.keep"


@transaction.atomic
def keep_contact(*, contact: Contact, by: Person, at: datetime) -> Contact:
    """Add or change whom to call."""
    contact.agency, contact.changed_by, contact.changed_at = by.agency, by, at
    require(by, KEEP, contact)
    contact.full_clean()
    contact.save()
    write("protection.keep", by=by, at=at, thing=contact.pk, kind=contact.kind)
    return contact


@transaction.atomic
def drop_contact(*, contact: Contact, by: Person, at: datetime) -> None:
    require(by, KEEP, contact)
    key = contact.pk
    contact.delete()
    write("protection.drop", by=by, at=at, thing=key)


@transaction.atomic
def name_focal(*, person: Person, by: Person, at: datetime) -> Focal:
    """The person sees the agency's referrals from now on. An examiner never does."""
    require(by, KEEP, person)
    if person.role in NO_FOCAL_ROLES or not person.is_active:
        raise ValidationError(_("Choose somebody who works here and is not an examiner."))
    focal, new = Focal.objects.get_or_create(
        agency=by.agency, person=person, defaults={"named_by": by, "named_at": at}
    )
    if new:
        write("protection.name", by=by, at=at, thing=person.pk)
    return focal


@transaction.atomic
def unname_focal(*, focal: UUID, by: Person, at: datetime) -> None:
    found = Focal.objects.filter(pk=focal, agency=by.agency_id).first()
    require(by, KEEP, found or by)
    if found is not None:
        found.delete()
        write("protection.unname", by=by, at=at, thing=found.person_id)
