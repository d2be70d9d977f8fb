"""The menu: the rooms in the order of the work, each shown to whom it serves."""

from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from secondline.people.queries import may


@dataclass(frozen=True, slots=True)
class Door:
    label: object
    url_name: str
    verb: str


DOORS: tuple[Door, ...] = (
    Door(_("Record"), "record", "record.read"),
    Door(_("People"), "people:persons", "person.list"),
)


def menu(request: HttpRequest) -> dict[str, object]:
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return {"menu": [], "demonstration": settings.DEMONSTRATION}
    here = request.path
    entries = []
    for door in DOORS:
        if may(user, door.verb):
            url = reverse(door.url_name)
            entries.append({"label": door.label, "url": url, "here": here.startswith(url)})
    return {"menu": entries, "demonstration": settings.DEMONSTRATION}
