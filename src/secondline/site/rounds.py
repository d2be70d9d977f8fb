"""What is done at regular times: a table, looked through by the worker, which enqueues what is due.

A round enqueues nothing while nothing waits, so that the list of tasks does not fill with empty ones; a task
that fails stands there for the administrator. Two workers may both enqueue: the tasks are idempotent.
"""

import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.db import close_old_connections

from secondline.reference.tasks import anything_old, warn
from secondline.register.actions import waiting
from secondline.register.tasks import pull_concluded
from secondline.site.clock import now
from secondline.site.demo.drawing import draw_next, missing
from secondline.site.planning import offer_planned, plans_wait
from secondline.site.work import failed_lately, is_queued, revive, stuck
from secondline.support.actions import due_for_round
from secondline.support.tasks import anything_lies, anything_untraced, remind, trace_cases, watch

logger = logging.getLogger(__name__)


def drawing_wanted(at: datetime) -> bool:
    """The demonstration's library lacks pictures, and nobody draws yet."""
    del at
    return missing() is not None and not is_queued(draw_next.module_path)


@dataclass(frozen=True, slots=True)
class Round:
    """`due` says whether there is anything to do; `enqueue` puts it (back) in the queue."""

    name: str
    due: Callable[[datetime], bool]
    enqueue: Callable[[], object]


def mail_due(path: str, wanted: Callable[[datetime], bool]) -> Callable[[datetime], bool]:
    """Whether mail of this task is due: after a failure an hour passes first."""

    def due(at: datetime) -> bool:
        return wanted(at) and not is_queued(path) and not failed_lately(path, at=at)

    return due


ROUNDS: tuple[Round, ...] = (
    Round("work.revive", lambda at: stuck(at=at).exists(), lambda: revive(at=now())),
    Round("demonstration.draw", drawing_wanted, draw_next.enqueue),
    Round("support.watch", due_for_round, watch.enqueue),
    Round("support.trace", anything_untraced, trace_cases.enqueue),
    Round("support.remind", mail_due(remind.module_path, anything_lies), remind.enqueue),
    Round("reference.warn", mail_due(warn.module_path, anything_old), warn.enqueue),
    Round("trends.offer", plans_wait, offer_planned.enqueue),
    Round("register.pull", lambda at: waiting(at=at), pull_concluded.enqueue),
)
SECONDS = 60.0


def go_round(at: datetime) -> list[str]:
    """The names of what was enqueued. One round that fails does not stop the others."""
    done = []
    for each in ROUNDS:
        try:
            if each.due(at):
                each.enqueue()
                done.append(each.name)
        except Exception:
            logger.exception("The round %s could not be made", each.name)
    return done


def keep_going_round(stop: threading.Event, seconds: float = SECONDS) -> threading.Thread:
    """Go round at once and then every so many seconds, beside the worker, until `stop` is set."""

    def run() -> None:
        while not stop.is_set():
            close_old_connections()
            go_round(now())
            close_old_connections()
            stop.wait(seconds)

    thread = threading.Thread(target=run, name="rounds", daemon=True)
    thread.start()
    return thread
