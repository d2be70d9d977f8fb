"""The register's background work."""

from django_tasks import TaskContext, task

from secondline.register.actions import pull_all
from secondline.shell.turns import WHENEVER


@task(priority=WHENEVER, takes_context=True)
def pull_concluded(context: TaskContext) -> int:
    """Pull what was concluded; doing it twice adds nothing. How many rows it brought."""
    started = context.task_result.started_at
    if started is None:
        raise RuntimeError("A task that runs has been started")
    brought = pull_all(at=started).values()
    return sum(pulled.added + pulled.replaced for pulled in brought)
