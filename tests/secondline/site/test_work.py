"""Background work: seen by the administrator, taken up again after a worker was killed."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from cast import Cast, log_in
from django.urls import reverse
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult
from pytest_django.fixtures import Settings

from secondline.evidence.tasks import cut_item, prepare_item
from secondline.inspections.actions.examine import run_examination
from secondline.reference.tasks import warn
from secondline.register.tasks import pull_concluded
from secondline.shell.turns import DAILY, LONG
from secondline.site.demo.drawing import draw_next
from secondline.site.work import LONGEST, revive, revive_all
from secondline.support.tasks import trace_cases

pytestmark = pytest.mark.django_db


def task(status: str, at: datetime, **fields: object) -> "DBTaskResult[Any, Any]":
    return DBTaskResult.objects.create(
        status=status,
        args_kwargs={"args": ["secret-argument"], "kwargs": {}},
        task_path="secondline.evidence.tasks.prepare_item",
        backend_name="default",
        run_after=at,
        **fields,
    )


def test_a_task_left_by_a_killed_worker_is_put_back(at: datetime) -> None:
    stuck = task(TaskResultStatus.RUNNING, at, started_at=at - LONGEST[DAILY])
    working = task(TaskResultStatus.RUNNING, at, started_at=at - timedelta(seconds=10))
    assert revive(at=at) == 1
    stuck.refresh_from_db()
    working.refresh_from_db()
    assert (stuck.status, working.status) == (TaskResultStatus.READY, TaskResultStatus.RUNNING)


def test_what_may_take_hours_is_left_alone_until_its_own_worker_starts_again(at: datetime) -> None:
    long = task(TaskResultStatus.RUNNING, at, started_at=at - LONGEST[DAILY], queue_name=LONG)
    assert revive(at=at) == 0
    assert revive_all(queue=DAILY) == 0
    assert revive_all(queue=LONG) == 1
    long.refresh_from_db()
    assert (long.status, long.started_at) == (TaskResultStatus.READY, None)
    DBTaskResult.objects.update(status=TaskResultStatus.RUNNING, started_at=at - LONGEST[LONG])
    assert revive(at=at) == 1


def test_the_administrator_sees_what_failed_and_no_argument(cast: Cast, at: datetime) -> None:
    task(
        TaskResultStatus.FAILED,
        at,
        finished_at=at,
        exception_class_path="builtins.MemoryError",
        traceback="a line with a name",
    )
    page = log_in(cast.administrator).get(reverse("work")).content.decode()
    assert "prepare_item" in page
    assert "MemoryError" in page
    assert "secret-argument" not in page
    assert "a line with a name" not in page


def test_nothing_failed_is_said(cast: Cast) -> None:
    assert "Nothing has failed" in log_in(cast.administrator).get(reverse("work")).content.decode()


@pytest.mark.parametrize("who", ["officer", "examiner", "analyst", "auditor"])
def test_nobody_else_sees_it(cast: Cast, who: str) -> None:
    assert log_in(getattr(cast, who)).get(reverse("work")).status_code == 404


def test_who_waits_before_a_screen_goes_first(settings: Settings, at: datetime) -> None:
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    for each in (draw_next, trace_cases, pull_concluded, warn):
        each.enqueue()
    cut_item.enqueue("x")
    prepare_item.enqueue("x")
    run_examination.enqueue("x", 1)
    names = [task.task_path.rpartition(".")[2] for task in DBTaskResult.objects.ready()]
    assert names[:3] == ["prepare_item", "run_examination", "cut_item"]
    assert names[3:] == ["draw_next", "trace_cases", "pull_concluded", "warn"]
