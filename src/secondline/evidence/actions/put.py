"""Items are put to a centre: from then on its examiners may look at them."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from secondline.evidence.models import Item
from secondline.people.models import Agency, Person
from secondline.people.queries import require
from secondline.record.actions import write


@transaction.atomic
def put_to_centre(*, items: Iterable[Item], centre: Agency, by: Person, at: datetime) -> None:
    """Open the items to the centre. Those that were put to it before stay as they are."""
    for item in items:
        require(by, "evidence.put", item)
        if item.centre_id == centre.pk:
            continue
        item.centre = centre
        item.save(update_fields=["centre"])
        write("evidence.put", by=by, at=at, thing=item.pk, centre=str(centre.pk))
