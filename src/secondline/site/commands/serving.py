"""`./secondline migrate|serve|worker`: the database brought up to date, the pages, the background work."""

import ctypes
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from types import FrameType

import click
import django

django.setup()

from django.conf import settings  # noqa: E402  # needs the set-up above
from django.core.checks import ERROR, run_checks  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import OperationalError, connection  # noqa: E402

from secondline.evidence.tasks import resume  # noqa: E402
from secondline.reference.tasks import resume as resume_specimens  # noqa: E402
from secondline.register.tasks import resume as resume_files  # noqa: E402
from secondline.shell.turns import DAILY, LONG  # noqa: E402
from secondline.site.rounds import keep_going_round  # noqa: E402
from secondline.site.work import revive_all  # noqa: E402

PR_SET_PDEATHSIG = 1  # prctl(2): the signal that we get when our parent dies
LIBC = ctypes.CDLL(None)  # looked up before any fork
WORKER_INTERVAL = "0.2"  # seconds between two looks for work: an officer is waiting


@click.command()
def migrate() -> None:
    """Bring the database up to date and gather the static files."""
    bring_up_to_date()


def bring_up_to_date() -> None:
    try:
        connection.ensure_connection()
    except OperationalError as error:
        raise click.ClickException(f"The database can't be reached: {error}") from error
    call_command("migrate", verbosity=0, interactive=False)
    call_command("collectstatic", verbosity=0, interactive=False)


@click.command()
@click.option(
    "--queue",
    type=click.Choice([DAILY, LONG]),
    help="Only this work: what somebody waits for, or what takes minutes; by default each in its own process",
)
def worker(queue: str | None) -> None:
    """Do the background work in processes of its own (production)."""
    _refuse_dangers()
    if queue is None:
        raise SystemExit(_run_together(_workers()))
    revive_all(queue=queue)
    if queue == DAILY:
        resume()
        resume_specimens()
        keep_going_round(threading.Event())
    else:
        resume_files()
    call_command("db_worker", queue_name=queue, interval=float(WORKER_INTERVAL), startup_delay=False)


def _workers() -> list[list[str]]:
    """One for each queue: a file that is counted for minutes keeps no examination waiting."""
    return [[sys.executable, "-m", "secondline.site", "worker", "--queue", queue] for queue in (DAILY, LONG)]


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535))
@click.option("--processes", default=2, show_default=True, type=click.IntRange(1, 64))
@click.option("--no-worker", is_flag=True, help="Leave the background work to `./secondline worker`")
def serve(host: str, port: int, processes: int, no_worker: bool) -> None:
    """Serve the pages and do the background work."""
    raise SystemExit(serve_pages(host, port, processes, work=not no_worker))


def serve_pages(
    host: str, port: int, processes: int = 2, *, work: bool = True, ready: Callable[[], None] | None = None
) -> int:
    """Serve until told to stop; `ready` is called once, when the first page can be asked for."""
    _refuse_dangers()
    commands = [
        [
            *(sys.executable, "-m", "gunicorn", "secondline.site.wsgi:application"),
            *("--bind", f"{host}:{port}", "--workers", str(processes), "--threads", "4"),
            *("--worker-class", "gthread", "--timeout", "60", "--log-level", "warning"),
            "--preload",  # read and warmed once, before it listens; both processes share what was read
            *("--graceful-timeout", "10"),
            *("--worker-tmp-dir", str(settings.VAR), "--no-control-socket"),
        ]
    ]
    if work:
        commands += _workers()
    return _run_together(commands, lambda: _answers(host, port), ready)


def _answers(host: str, port: int) -> bool:
    """Whether somebody listens there; a server for all addresses is asked at this machine's own."""
    near = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104  # compared, not bound
    try:
        with socket.create_connection((near, port), timeout=1):
            return True
    except OSError:
        return False


def _refuse_dangers() -> None:
    """What would be unsafe is said with its remedy, and nothing is served."""
    if errors := [message for message in run_checks() if message.level >= ERROR]:
        raise click.ClickException("\n".join(f"{e.id}: {e.msg} {e.hint or ''}" for e in errors))


def _end_with_parent() -> None:
    LIBC.prctl(PR_SET_PDEATHSIG, signal.SIGTERM, 0, 0, 0)


class Child:
    """One process of ours, started again when it was killed."""

    SETTLED = 5.0  # seconds after which a start counts as one that worked

    def __init__(self, command: list[str]) -> None:
        self.command = command
        self._start()

    def _start(self) -> None:
        self.since = time.monotonic()
        # At a terminal in a session of its own: Ctrl-C reaches us alone, and we tell each child once to stop.
        # (gunicorn, told by the terminal and by us, hung for twenty seconds now and then.)
        apart = bool(sys.stdin and sys.stdin.isatty())
        # A killed parent stops nobody itself: without this its server would keep the port.
        self.process = subprocess.Popen(  # noqa: S603  # our own words
            self.command,
            start_new_session=apart,
            preexec_fn=_end_with_parent,  # noqa: PLW1509  # one call into the kernel, no lock taken
        )

    def lives_again(self) -> bool:
        if self.process.poll() is None:
            return True
        if time.monotonic() - self.since < self.SETTLED:
            return False
        self._start()
        return True

    def stop(self) -> int:
        self.process.terminate()
        try:
            return self.process.wait(timeout=20)
        except subprocess.TimeoutExpired:
            self.process.kill()
            return self.process.wait()


def _run_together(
    commands: list[list[str]],
    up: Callable[[], bool] = lambda: True,
    ready: Callable[[], None] | None = None,
) -> int:
    """Run all until told to stop; one that was killed is started again. `ready` is called once `up` says so.

    One that ends right after its start has a fault that a further start would not mend: then all stop.
    """
    stopping = False

    def stop(number: int, frame: FrameType | None) -> None:
        del number, frame
        nonlocal stopping
        stopping = True

    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, stop)
    children = [Child(command) for command in commands]
    try:
        while not stopping and all(child.lives_again() for child in children):
            if ready and up():
                ready()
                ready = None
            time.sleep(0.1)
    finally:
        codes = [child.stop() for child in children]
    return 0 if stopping else max(map(abs, codes))
