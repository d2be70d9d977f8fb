"""Background work: what the worker watches, and the traces by which cases are linked."""

from datetime import datetime
from uuid import UUID

from django_tasks import TaskContext, task

from secondline.record.moment import began
from secondline.shell.turns import WHENEVER
from secondline.support.actions import go_round, lying, remind_liaisons, trace
from secondline.support.queries import untraced


@task(takes_context=True)
def watch(context: TaskContext) -> None:
    go_round(at=began(context))


@task(priority=WHENEVER, takes_context=True)
def trace_cases(context: TaskContext) -> None:
    """Idempotent: a case whose traces are of its last change is left out."""
    at = began(context)
    for key in list(untraced().values_list("pk", flat=True)):
        trace(inspection=UUID(str(key)), at=at)


@task(takes_context=True)
def remind(context: TaskContext) -> int:
    """A mail that fails is the task's failure; what it would have said is on the liaison's page anyway."""
    return remind_liaisons(at=began(context))


def anything_lies(at: datetime) -> bool:
    return lying(at=at).exists()


def anything_untraced(at: object) -> bool:
    del at
    return untraced().exists()
