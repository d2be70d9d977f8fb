"""Background work: what the worker watches, and the traces by which cases are linked."""

from datetime import datetime
from uuid import UUID

from django_tasks import TaskContext, task

from secondline.support.actions import go_round, lying, remind_liaisons, trace
from secondline.support.queries import untraced


@task(takes_context=True)
def watch(context: TaskContext) -> None:
    at = context.task_result.started_at
    if at is None:
        raise RuntimeError("a task that runs has started")
    go_round(at=at)


@task(takes_context=True)
def trace_cases(context: TaskContext) -> None:
    """Idempotent: a case whose traces are of its last change is left out."""
    at = context.task_result.started_at
    if at is None:
        raise RuntimeError("a task that runs has started")
    for key in list(untraced().values_list("pk", flat=True)):
        trace(inspection=UUID(str(key)), at=at)


@task(takes_context=True)
def remind(context: TaskContext) -> int:
    """A mail that fails is the task's failure; what it would have said is on the liaison's page anyway."""
    at = context.task_result.started_at
    if at is None:
        raise RuntimeError("a task that runs has started")
    return remind_liaisons(at=at)


def anything_lies(at: datetime) -> bool:
    return lying(at=at).exists()


def anything_untraced(at: object) -> bool:
    del at
    return untraced().exists()
