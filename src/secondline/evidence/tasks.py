"""Background work: pictures are prepared while the officer still fills in the form."""

from uuid import UUID

from django_tasks import TaskContext, task

from secondline.evidence.actions import prepare
from secondline.evidence.models import Item
from secondline.evidence.rules import State


@task(takes_context=True)
def prepare_item(context: TaskContext, item: str) -> None:
    at = context.task_result.started_at
    if at is None:
        raise RuntimeError("a task that runs has started")
    prepare(item=Item.objects.get(pk=UUID(item)), at=at)


def prepare_soon(item: Item) -> None:
    """In the transaction in which the item was sealed: it is prepared for sure, or it was never sealed."""
    if item.state == State.RECEIVED:
        prepare_item.enqueue(str(item.pk))


def resume() -> int:
    """Enqueue again what a killed worker left undone; for a worker's start."""
    waiting = Item.objects.filter(state=State.RECEIVED).values_list("pk", flat=True)
    for key in waiting:
        prepare_item.enqueue(str(key))
    return len(waiting)
