"""The moment that a task of the background hands to its deeds."""

from datetime import datetime

from django_tasks import TaskContext


def began(context: TaskContext) -> datetime:
    """When the task was started: `at=` of everything that it does."""
    at = context.task_result.started_at
    if at is None:
        raise RuntimeError("a task that runs has started")
    return at
