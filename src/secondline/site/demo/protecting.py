"""Whom the invented agencies call when a person needs protection. Every name and number is made up."""

from collections.abc import Mapping
from datetime import datetime

from secondline.inspections.actions import keep_contact, name_focal
from secondline.inspections.models import Contact
from secondline.people.models import Person

ADMINISTRATORS = ("adam", "zhanna", "malik")
CONTACTS = (
    ("asylum", "Asylum office, duty officer", "+999 100 200", "day and night"),
    ("trafficking", "Shelter “Open Door”", "+999 100 300", "day and night"),
    ("child", "Child protection service", "+999 100 400", "07–22, then the duty judge"),
    ("health", "Airport doctor", "inside line 112", "day and night"),
)


def keep_contacts(persons: Mapping[str, Person], at: datetime) -> None:
    """Four contacts for each agency, kept by its administrator; one officer follows Utopia's referrals up."""
    name_focal(person=persons["tomas"], by=persons["adam"], at=at)
    for username in ADMINISTRATORS:
        for kind, name, reach, hours in CONTACTS:
            contact = Contact(kind=kind, name=name, reach=reach, hours=hours)
            keep_contact(contact=contact, by=persons[username], at=at)
