"""The menu: the rooms in the order of the work, each shown to whom it serves."""

from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from secondline.inspections.queries import is_focal
from secondline.people.models import Person
from secondline.people.queries import may


@dataclass(frozen=True, slots=True)
class Door:
    label: object
    url_name: str
    verb: str
    centre_only: bool = False
    to_start: bool = True  # whether somebody's day begins here


DOORS: tuple[Door, ...] = (
    Door(_("New inspection"), "inspections:new", "inspection.open"),
    Door(_("Inspections"), "inspections:list", "inspection.list"),
    Door(_("Queue"), "support:queue", "queue.read"),
    Door(_("Library"), "reference:library", "library.read", to_start=False),
    Door(_("Questions to us"), "support:inquiries", "inquiry.list"),
    Door(_("Service"), "support:service", "service.read", centre_only=True, to_start=False),
    Door(_("Check a paper"), "support:check", "paper.read"),
    Door(_("Trends"), "trends:detections", "trends.read"),
    Door(_("Released tables"), "trends:releases", "release.read", to_start=False),
    Door(_("Register"), "register:overview", "register.read"),
    Door(_("Trust"), "reference:trust", "trust.import", to_start=False),
    Door(_("Record"), "record", "record.read"),
    Door(_("People"), "people:persons", "person.list"),
    Door(_("Procedure"), "inspections:questions", "procedure.change"),
    Door(_("Protection"), "inspections:contacts", "protection.keep"),
    Door(_("Background work"), "work", "work.read"),
)

# Only in the demonstration, after all others.
TO_TRY = Door(_("Specimens to try"), "demonstration:specimens", "inspection.open")


def opens(user: Person, door: Door) -> bool:
    return may(user, door.verb) and (user.agency.is_centre or not door.centre_only)


def menu(request: HttpRequest) -> dict[str, object]:
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return {"menu": [], "demonstration": settings.DEMONSTRATION}
    shown = (*DOORS, TO_TRY) if settings.DEMONSTRATION else DOORS
    doors = [(door.label, reverse(door.url_name)) for door in shown if opens(user, door)]
    if is_focal(user):  # named, not a right of a role
        doors.append((_("Referrals for protection"), reverse("inspections:referrals")))
    # The longest address that fits: /inspections/new/ is not also /inspections/.
    here = max((url for _label, url in doors if request.path.startswith(url)), key=len, default="")
    entries = [{"label": label, "url": url, "here": url == here} for label, url in doors]
    return {"menu": entries, "demonstration": settings.DEMONSTRATION}
