"""Referrals for protection: narrower than the case they stand in."""

from uuid import UUID

from secondline.inspections.models import Contact, Focal, Inspection, Referral
from secondline.people.models import Person


def contacts(agency: UUID, kind: str = "") -> list[Contact]:
    """Whom the agency calls, for one kind or for all."""
    found = Contact.objects.filter(agency=agency)
    return list(found.filter(kind=kind) if kind else found)


def focal_persons(agency: UUID) -> list[Focal]:
    return list(Focal.objects.filter(agency=agency).select_related("person"))


def is_focal(person: Person) -> bool:
    """Whether this person follows the agency's referrals up; somebody sent away does not."""
    return person.is_active and Focal.objects.filter(agency=person.agency_id, person=person).exists()


def referrals_seen_by(person: Person, inspection: Inspection) -> list[Referral]:
    """Who made the referral, and the agency's focal persons, learn its kind: nobody else does."""
    if not person.is_active or person.agency_id != inspection.agency_id:
        return []
    found = list(inspection.referrals.select_related("by"))
    own = [each for each in found if each.by_id == person.pk]
    return own if len(own) == len(found) or not is_focal(person) else found


def referrals_for_focal(person: Person) -> list[Referral]:
    """All of the agency's that still have a kind, the last first; nothing for who is not a focal person."""
    if not is_focal(person):
        return []
    found = Referral.objects.filter(inspection__agency=person.agency_id).exclude(kind="")
    return list(found.select_related("by", "inspection__agency", "inspection__post").order_by("-at"))
