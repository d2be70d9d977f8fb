"""The register's background work."""

from django_tasks import TaskContext, task

from secondline.record.moment import began
from secondline.register.actions import pull_all
from secondline.shell.turns import WHENEVER


@task(priority=WHENEVER, takes_context=True)
def pull_concluded(context: TaskContext) -> int:
    """Pull what was concluded; doing it twice adds nothing. How many rows it brought."""
    brought = pull_all(at=began(context)).values()
    return sum(pulled.added + pulled.replaced for pulled in brought)
