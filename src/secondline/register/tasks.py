"""The register's background work."""

from uuid import UUID

from django_tasks import TaskContext, task

from secondline.record.moment import began
from secondline.register.actions import pull_all
from secondline.register.actions.intaking import work_on
from secondline.register.intake_rules import Course
from secondline.register.models import Intake
from secondline.shell.turns import LONG, WATCHED, WHENEVER


@task(priority=WATCHED, queue_name=LONG, takes_context=True)
def take_in(context: TaskContext, intake: str) -> None:
    work_on(intake=UUID(intake), at=began(context))


def take_in_soon(intake: Intake) -> None:
    """In the transaction in which the file was given: it is worked on for sure, or it was never given."""
    take_in.enqueue(str(intake.pk))


def resume() -> int:
    """Enqueue again what a killed worker left undone; for a worker's start."""
    left = Intake.objects.filter(state=Course.WAITING).values_list("pk", flat=True)
    for key in left:
        take_in.enqueue(str(key))
    return len(left)


@task(priority=WHENEVER, takes_context=True)
def pull_concluded(context: TaskContext) -> int:
    """Pull what was concluded; doing it twice adds nothing. How many rows it brought."""
    brought = pull_all(at=began(context)).values()
    return sum(pulled.added + pulled.replaced for pulled in brought)
