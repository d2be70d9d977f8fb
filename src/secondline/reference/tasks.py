"""Background work of the library: old lists and their owners."""

from datetime import datetime

from django_tasks import TaskContext, task

from secondline.reference.actions.warning import grown_old, warn_owners


@task(takes_context=True)
def warn(context: TaskContext) -> int:
    at = context.task_result.started_at
    if at is None:
        raise RuntimeError("a task that runs has started")
    return warn_owners(at=at)


def anything_old(at: datetime) -> bool:
    return bool(grown_old(at=at))
