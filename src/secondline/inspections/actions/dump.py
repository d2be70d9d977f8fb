"""Files read from the document's chip are put into an inspection beside its pictures."""

from collections.abc import Sequence
from datetime import datetime

from secondline.evidence.actions import put_to_centre as put_items_to_centre
from secondline.evidence.models import Item
from secondline.evidence.rules import What
from secondline.inspections.models import Dump, Inspection
from secondline.people.models import Agency, Person
from secondline.people.queries import require
from secondline.record.actions import write


def keep_dumps(inspection: Inspection, given: Sequence[Item], *, by: Person, at: datetime) -> int:
    """Put chip files into the inspection, each once; answers how many were new."""
    there = set(inspection.dumps.values_list("item_id", flat=True))
    new: list[Item] = []
    for item in given:
        require(by, "evidence.read", item)
        if item.kind != What.CHIP:
            raise ValueError(f"{item.pk} is no file of a chip")
        if item.pk in there:
            continue
        there.add(item.pk)
        new.append(item)
        Dump.objects.create(inspection=inspection, item=item, added_by=by, added_at=at)
        write("inspection.dump", by=by, at=at, thing=inspection.pk, item=str(item.pk))
    put_along(inspection, new, by=by, at=at)
    return len(new)


def put_along(inspection: Inspection, new: Sequence[Item], *, by: Person, at: datetime) -> None:
    """What is added to a case that was put to a centre is put to it as well."""
    if new and inspection.centre_id:
        put_items_to_centre(items=new, centre=Agency.objects.get(pk=inspection.centre_id), by=by, at=at)
