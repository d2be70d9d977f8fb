"""Background work: pictures are prepared while the officer still fills in the form."""

from uuid import UUID

from django_tasks import TaskContext, task

from secondline.evidence.actions import cut_tiles, lay, prepare
from secondline.evidence.models import Alignment, Item, Tiling
from secondline.evidence.rules import Making, State
from secondline.record.moment import began
from secondline.shell.turns import WATCHED


@task(priority=WATCHED, takes_context=True)
def prepare_item(context: TaskContext, item: str) -> None:
    prepare(item=Item.objects.get(pk=UUID(item)), at=began(context))


@task(takes_context=True)
def cut_item(context: TaskContext, item: str) -> None:
    cut_tiles(item=Item.objects.get(pk=UUID(item)), at=began(context))


@task(priority=WATCHED, takes_context=True)
def lay_pictures(context: TaskContext, alignment: str) -> None:
    found = Alignment.objects.select_related("fixed", "moving").filter(pk=UUID(alignment)).first()
    if found:  # not erased meanwhile
        lay(alignment=found, at=began(context))


def prepare_soon(item: Item) -> None:
    """In the transaction in which the item was sealed: it is prepared for sure, or it was never sealed."""
    if item.state == State.RECEIVED:
        prepare_item.enqueue(str(item.pk))


def cut_soon(item: Item) -> None:
    """In the transaction in which the tiles were asked for."""
    cut_item.enqueue(str(item.pk))


def lay_soon(alignment: Alignment) -> None:
    """In the transaction in which the alignment was asked for."""
    lay_pictures.enqueue(str(alignment.pk))


def resume() -> int:
    """Enqueue again what a killed worker left undone; for a worker's start."""
    waiting = Item.objects.filter(state=State.RECEIVED).values_list("pk", flat=True)
    for key in waiting:
        prepare_item.enqueue(str(key))
    untiled = Tiling.objects.filter(state=Making.WAITING).values_list("item", flat=True)
    for key in untiled:
        cut_item.enqueue(str(key))
    unlaid = Alignment.objects.filter(state=Making.WAITING).values_list("pk", flat=True)
    for key in unlaid:
        lay_pictures.enqueue(str(key))
    return len(waiting) + len(untiled) + len(unlaid)
