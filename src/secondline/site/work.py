"""The background work seen by an administrator, and taken up again after a worker was killed."""

from datetime import datetime, timedelta
from functools import reduce
from operator import or_
from typing import Any

from django.core.paginator import Paginator
from django.db.models import Count, Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from secondline.people.gate import Request
from secondline.people.queries import require
from secondline.shell.turns import DAILY, LONG

# No task of its queue takes longer; one that seems to was left by a worker that is no more, or by one of
# several. Tasks are idempotent.
LONGEST = {DAILY: timedelta(minutes=5), LONG: timedelta(hours=2)}
RETRY = timedelta(hours=1)  # what failed outside, such as mail, is tried again after this


def stuck(*, at: datetime) -> "QuerySet[DBTaskResult[Any, Any]]":
    late = (Q(queue_name=queue, started_at__lte=at - longest) for queue, longest in LONGEST.items())
    return _running().filter(reduce(or_, late))


def revive(*, at: datetime) -> int:
    """Put tasks back in the queue that a killed worker left running; answers how many."""
    return _put_back(stuck(at=at))


def revive_all(*, queue: str) -> int:
    """At the start of the one worker of a queue: whatever runs there was left by the one before."""
    return _put_back(_running().filter(queue_name=queue))


def _running() -> "QuerySet[DBTaskResult[Any, Any]]":
    return DBTaskResult.objects.filter(status=TaskResultStatus.RUNNING)


def _put_back(tasks: "QuerySet[DBTaskResult[Any, Any]]") -> int:
    return int(tasks.update(status=TaskResultStatus.READY, started_at=None))


def is_queued(task_path: str) -> bool:
    """Whether a task of this name waits or runs."""
    wanted = (TaskResultStatus.READY, TaskResultStatus.RUNNING)
    return bool(DBTaskResult.objects.filter(task_path=task_path, status__in=wanted).exists())


def failed_lately(task_path: str, *, at: datetime, within: timedelta = RETRY) -> bool:
    """Whether it failed a short while ago: tried again each minute, it would fill the page with one fault."""
    rows = DBTaskResult.objects.failed().filter(task_path=task_path)
    return bool(rows.filter(finished_at__gt=at - within).exists())


@require_GET
def overview(request: Request) -> HttpResponse:
    """What waits, runs and failed: names, times, kinds of error; no arguments, no personal data."""
    require(request.user, "work.read")
    counts = dict(DBTaskResult.objects.values_list("status").annotate(Count("pk")).order_by())
    failed = DBTaskResult.objects.failed().order_by("-finished_at")
    page = Paginator(failed, 50).get_page(request.GET.get("page"))
    context = {
        "waiting": counts.get(TaskResultStatus.READY, 0),
        "running": counts.get(TaskResultStatus.RUNNING, 0),
        "done": counts.get(TaskResultStatus.SUCCESSFUL, 0),
        "page": page,
        "rows": [(row, row.task_path.rpartition(".")[2]) for row in page],
    }
    return render(request, "site/work.html", context)
