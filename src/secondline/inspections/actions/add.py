"""Adding to an open inspection: further pictures, data read by the officer, the light of a picture."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Max

from secondline.evidence.models import Item
from secondline.inspections.actions.dump import keep_dumps, put_along
from secondline.inspections.actions.examine import want
from secondline.inspections.actions.step import step
from secondline.inspections.models import Exhibit, Inspection
from secondline.inspections.rules import Slot, Verb
from secondline.people.models import Person
from secondline.people.queries import require
from secondline.record.actions import write
from traveldoc.facts import VisualForm


def exhibit_all(
    inspection: Inspection, given: Sequence[tuple[Item, Slot]], *, by: Person, at: datetime
) -> int:
    """Put pictures into the inspection; one that is there already stays where it is. Answers how many new.

    What is added to a case that was put to a centre is put to it as well.
    """
    there = set(inspection.exhibits.values_list("item_id", flat=True))
    position = inspection.exhibits.aggregate(last=Max("position"))["last"] or 0
    new: list[Item] = []
    for item, slot in given:
        require(by, "evidence.read", item)
        if item.pk in there:
            continue
        there.add(item.pk)
        position += 1
        new.append(item)
        Exhibit.objects.create(
            inspection=inspection,
            item=item,
            position=position,
            page=slot.page,
            light=slot.light,
            added_by=by,
            added_at=at,
        )
        write("inspection.exhibit", by=by, at=at, thing=inspection.pk, item=str(item.pk), light=slot.light)
    put_along(inspection, new, by=by, at=at)
    return len(new)


@transaction.atomic
def add(
    *,
    inspection: UUID,
    given: Sequence[tuple[Item, Slot]] = (),
    chip: Sequence[Item] = (),
    visual: VisualForm | None = None,
    by: Person,
    at: datetime,
) -> Inspection:
    """Add pictures and chip files and replace the visual data; if anything is new, it is examined again."""
    found = step(inspection, Verb.ADD, by=by)
    count = exhibit_all(found, given, by=by, at=at) + keep_dumps(found, chip, by=by, at=at)
    before = found.visual
    if visual is not None:
        found.visual = {name: getattr(visual, name) for name in visual.given()}
    found.save(update_fields=["visual", "state"])
    if count or found.visual != before:
        write("inspection.add", by=by, at=at, thing=found.pk, pictures=count)
        want(found, at=at)
    return found


@transaction.atomic
def relight(*, exhibit: Exhibit, slot: Slot, by: Person, at: datetime) -> None:
    """Say under which light a picture was taken and what it shows; it may be read now, or no longer."""
    found = step(exhibit.inspection_id, Verb.ADD, by=by)
    if (exhibit.page, exhibit.light) == (slot.page, slot.light):
        return
    exhibit.page, exhibit.light = slot.page, slot.light
    exhibit.save(update_fields=["page", "light"])
    write("inspection.relight", by=by, at=at, thing=found.pk, item=str(exhibit.item_id), light=slot.light)
    want(found, at=at)
