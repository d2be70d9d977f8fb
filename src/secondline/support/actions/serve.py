"""How a centre works is the centre's own: its administrator changes times and names."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from secondline.people.models import Agency, Person
from secondline.people.queries import require
from secondline.record.actions import write
from secondline.support.models import Service
from secondline.support.rules import URGENCIES, Names

Minutes = Mapping[str, Mapping[str, int]]


@transaction.atomic
def change_service(*, minutes: Minutes, names: Names, by: Person, at: datetime) -> Service:
    """Set the times of each urgency in minutes (`target`, `still`) and how examiners are called on paper.

    What was asked before keeps the time that was promised then.
    """
    require(by, "service.change")
    centre = Agency.objects.select_for_update().get(pk=by.agency_id, is_centre=True)
    service, _new = Service.objects.get_or_create(centre=centre)
    service.minutes = {each: dict(minutes[each]) for each in URGENCIES}
    service.names = names
    service.save()
    flat: dict[str, Any] = {
        f"{each}-{name}": value for each in URGENCIES for name, value in minutes[each].items()
    }
    write("service.change", by=by, at=at, thing=centre.pk, names=names.value, **flat)
    return service
