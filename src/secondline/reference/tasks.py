"""Background work: pictures of cases are laid on specimens."""

from uuid import UUID

from django_tasks import TaskContext, task

from secondline.evidence.rules import Making
from secondline.reference.actions.aligning import lay_on_specimen
from secondline.reference.models import SpecimenAlignment


@task(takes_context=True)
def lay_item(context: TaskContext, alignment: str) -> None:
    at = context.task_result.started_at
    if at is None:
        raise RuntimeError("a task that runs has started")
    rows = SpecimenAlignment.objects.select_related("item", "picture__type", "picture__alert")
    found = rows.filter(pk=UUID(alignment)).first()
    if found:  # not gone with the specimen's picture meanwhile
        lay_on_specimen(alignment=found, at=at)


def lay_item_soon(alignment: SpecimenAlignment) -> None:
    """In the transaction in which the alignment was asked for."""
    lay_item.enqueue(str(alignment.pk))


def resume() -> int:
    """Enqueue again what a killed worker left undone; for a worker's start."""
    waiting = SpecimenAlignment.objects.filter(state=Making.WAITING).values_list("pk", flat=True)
    for key in waiting:
        lay_item.enqueue(str(key))
    return len(waiting)
