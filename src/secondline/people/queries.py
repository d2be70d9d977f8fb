"""Who may do what."""

from typing import Any

from django.http import Http404

from secondline.people.models import Person
from secondline.people.rules import TABLE, Reach

# Which key of a thing names the agency that a reach is about.
OWNER = ((Reach.AGENCY, "agency_id"), (Reach.CENTRE, "centre_id"), (Reach.AUTHORITY, "authority_id"))


def may(person: Person, verb: str, thing: Any = None) -> bool:
    """Whether `person` may `verb` this `thing`; without a thing, whether the role knows the verb at all.

    A thing that belongs to an agency has `agency_id`; one that was put to a centre has `centre_id`, one that
    was put to an issuing authority has `authority_id`; one that is released to others says so in
    `is_released_to`.
    """
    reaches = TABLE.get((person.role, verb), frozenset())
    if not person.is_active or not reaches:
        return False
    if thing is None:
        return True
    if any(reach in reaches and getattr(thing, name, None) == person.agency_id for reach, name in OWNER):
        return True
    released = getattr(thing, "is_released_to", None)
    return Reach.RELEASED in reaches and released is not None and bool(released(person))


def require(person: Person, verb: str, thing: Any = None) -> None:
    """Guard: what one may not do or know of does not exist (404), so that nothing can be probed."""
    if not may(person, verb, thing):
        raise Http404
