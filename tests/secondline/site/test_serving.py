"""The server's processes: ended together, started again when killed, not again when they cannot start."""

import os
import signal
import subprocess
import sys
import threading
import time
from datetime import datetime
from io import BytesIO
from pathlib import Path
from uuid import uuid4

import pytest
from cast import Cast
from click.testing import CliRunner
from django.conf import settings
from pictures import picture
from pytest_django.fixtures import Settings

from secondline.evidence.actions import seal
from secondline.evidence.storage import sealed_files
from secondline.site.commands import program, serving
from secondline.site.commands.serving import Child

SLEEP = [sys.executable, "-c", "import time; time.sleep(60)"]
FAIL = [sys.executable, "-c", "raise SystemExit(3)"]


@pytest.fixture(autouse=True)
def _own_signals() -> object:
    before = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}
    yield
    for number, handler in before.items():
        signal.signal(number, handler)


def stop_soon(seconds: float) -> None:
    threading.Timer(seconds, os.kill, (os.getpid(), signal.SIGTERM)).start()


def test_told_to_stop_all_stop() -> None:
    stop_soon(0.5)
    told: list[str] = []
    assert serving._run_together([SLEEP, SLEEP], ready=lambda: told.append("ready")) == 0
    assert told == ["ready"]


def test_one_that_cannot_start_ends_all() -> None:
    began = time.monotonic()
    assert serving._run_together([SLEEP, FAIL]) in {3, signal.SIGTERM}
    assert time.monotonic() - began < 15


def test_one_that_was_killed_is_started_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Child, "SETTLED", 0.0)
    child = Child(SLEEP)
    first = child.process
    first.kill()
    first.wait()
    assert child.lives_again()
    assert child.process.pid != first.pid
    assert child.stop() == -signal.SIGTERM


def test_a_killed_parent_leaves_nobody_behind() -> None:
    code = f"from secondline.site.commands.serving import Child; print(Child({SLEEP!r}).process.pid, flush=True);"
    parent = subprocess.Popen(
        [sys.executable, "-c", f"{code} import time; time.sleep(60)"],
        stdout=subprocess.PIPE,
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "secondline.site.settings"},
    )
    assert parent.stdout
    with parent.stdout:
        child = int(parent.stdout.readline())
    parent.kill()
    parent.wait()
    until = time.monotonic() + 20
    while lives(child):
        assert time.monotonic() < until, "it still runs"
        time.sleep(0.05)


def lives(pid: int) -> bool:
    """Running, and not a dead process that nobody has asked about."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


def test_one_that_does_not_listen_is_killed(monkeypatch: pytest.MonkeyPatch) -> None:
    deaf = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print(flush=True); time.sleep(60)"
    child = Child([sys.executable, "-c", deaf])
    time.sleep(0.5)
    wait = child.process.wait

    def impatient(timeout: float | None = None) -> int:
        if timeout:
            raise subprocess.TimeoutExpired("deaf", timeout)
        return wait()

    monkeypatch.setattr(child.process, "wait", impatient)
    assert child.stop() == -signal.SIGKILL


def test_an_unsafe_setting_is_said_with_its_remedy_and_nothing_is_served(settings: Settings) -> None:
    settings.ALLOWED_HOSTS = ["*"]
    run = CliRunner().invoke(program, ["serve"])
    assert run.exit_code == 1
    assert "SECONDLINE_HOSTS" in run.output


def sealed_picture(cast: Cast, at: datetime) -> Path:
    """One sealed original, as it lies on the disk."""
    seal(by=cast.officer, at=at, delivery=uuid4(), stream=BytesIO(picture()))
    [(_, _, path)] = sealed_files(settings.EVIDENCE_FOLDER)
    return path


def test_evidence_that_is_as_it_was_sealed_is_said_to_be(cast: Cast, at: datetime) -> None:
    sealed_picture(cast, at)
    run = CliRunner().invoke(program, ["evidence", "check"])
    assert (run.exit_code, "unchanged" in run.output) == (0, True), run.output


@pytest.mark.parametrize(("words", "code"), [((), 1), (("--quick",), 0)])
def test_a_changed_original_is_named_by_reading_it(
    cast: Cast, at: datetime, words: tuple[str, ...], code: int
) -> None:
    path = sealed_picture(cast, at)
    path.chmod(0o600)
    path.write_bytes(b"another picture")
    run = CliRunner().invoke(program, ["evidence", "check", *words])
    assert run.exit_code == code
    assert ("DIFFERS" in run.output) == (code == 1)


def test_a_missing_original_is_named(cast: Cast, at: datetime) -> None:
    path = sealed_picture(cast, at)
    path.unlink()
    run = CliRunner().invoke(program, ["evidence", "check", "--quick"])
    assert run.exit_code == 1
    assert "MISSING" in run.output


def test_each_queue_has_a_worker_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    started: list[list[str]] = []

    def together(commands: list[list[str]]) -> int:
        started.extend(commands)
        return 0

    monkeypatch.setattr(serving, "_run_together", together)
    assert CliRunner().invoke(program, ["worker"]).exit_code == 0
    assert [command[-2:] for command in started] == [["--queue", "default"], ["--queue", "long"]]


@pytest.mark.django_db
@pytest.mark.parametrize(("queue", "rounds"), [("default", 1), ("long", 0)])
def test_a_worker_takes_up_what_the_one_before_it_left_in_its_queue(
    monkeypatch: pytest.MonkeyPatch, queue: str, rounds: int
) -> None:
    calls: list[object] = []
    monkeypatch.setattr(serving, "keep_going_round", lambda _stop: calls.append("rounds"))
    monkeypatch.setattr(serving, "revive_all", lambda *, queue: calls.append(queue))
    monkeypatch.setattr(
        serving, "call_command", lambda name, **said: calls.append((name, said["queue_name"]))
    )
    assert CliRunner().invoke(program, ["worker", "--queue", queue]).exit_code == 0
    assert calls == [queue, *["rounds"] * rounds, ("db_worker", queue)]
