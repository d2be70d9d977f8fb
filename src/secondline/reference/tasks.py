"""Background work of the library: old lists and their owners; pictures of cases laid on specimens."""

from datetime import datetime
from uuid import UUID

from django_tasks import TaskContext, task

from secondline.evidence.rules import Making
from secondline.record.moment import began
from secondline.reference.actions.aligning import lay_on_specimen
from secondline.reference.actions.warning import grown_old, warn_owners
from secondline.reference.models import SpecimenAlignment
from secondline.shell.turns import WATCHED, WHENEVER


@task(priority=WATCHED, takes_context=True)
def lay_item(context: TaskContext, alignment: str) -> None:
    rows = SpecimenAlignment.objects.select_related("item", "picture__type", "picture__alert")
    found = rows.filter(pk=UUID(alignment)).first()
    if found:  # not gone with the specimen's picture meanwhile
        lay_on_specimen(alignment=found, at=began(context))


def lay_item_soon(alignment: SpecimenAlignment) -> None:
    """In the transaction in which the alignment was asked for."""
    lay_item.enqueue(str(alignment.pk))


def resume() -> int:
    """Enqueue again what a killed worker left undone; for a worker's start."""
    waiting = SpecimenAlignment.objects.filter(state=Making.WAITING).values_list("pk", flat=True)
    for key in waiting:
        lay_item.enqueue(str(key))
    return len(waiting)


@task(priority=WHENEVER, takes_context=True)
def warn(context: TaskContext) -> int:
    return warn_owners(at=began(context))


def anything_old(at: datetime) -> bool:
    return bool(grown_old(at=at))
