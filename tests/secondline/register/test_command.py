"""`./secondline register` and the worker's rounds."""

import threading
from datetime import datetime

import pytest
from cast import Cast
from click.testing import CliRunner, Result
from register_cases import Stream

from secondline.record.keyring import path_of
from secondline.register.models import Detection
from secondline.site import rounds
from secondline.site.clock import now
from secondline.site.commands.registering import register

pytestmark = pytest.mark.django_db


def run(*words: str) -> Result:
    return CliRunner().invoke(register, words)


def test_pull_says_for_each_agency_what_it_brought(cast: Cast, stream: Stream) -> None:
    stream.add(cast)
    assert "UTO: 1 new, 0 replaced, 0 unchanged, 0 refused" in run("pull").output
    assert "UTO: 0 new, 0 replaced, 1 unchanged, 0 refused" in run("pull", "--all", "--agency", "UTO").output


def test_pull_of_an_unknown_agency_is_told_so(cast: Cast, stream: Stream) -> None:
    result = run("pull", "--agency", "XYZ")
    assert result.exit_code == 2
    assert "There is no agency with the code XYZ." in result.output


def test_a_lost_key_ends_pull_with_2_and_check_with_1_and_is_named(cast: Cast, stream: Stream) -> None:
    stream.add(cast)
    run("pull")
    path_of(cast.utopia.pk).unlink()
    result = run("pull")
    assert result.exit_code == 2
    assert "is missing" in result.output
    result = run("check")
    assert result.exit_code == 1
    assert "BROKEN" in result.output
    assert run("turn-key", "--agency", "UTO").exit_code == 1


def test_check_holds_after_a_pull(cast: Cast, stream: Stream) -> None:
    stream.add(cast)
    run("pull")
    result = run("check", "--agency", "UTO")
    assert result.exit_code == 0
    assert "UTO: 1 concluded, 1 in the register, 0 waiting" in result.output


def test_the_key_is_turned_by_command(cast: Cast, stream: Stream) -> None:
    assert "key version 2" in run("turn-key", "--agency", "UTO").output


def test_a_round_enqueues_what_is_due_and_nothing_when_nothing_waits(
    cast: Cast, at: datetime, stream: Stream
) -> None:
    stream.add(cast)
    assert rounds.go_round(now()) == ["register.pull"]
    assert Detection.objects.count() == 1
    assert rounds.go_round(now()) == []


def test_a_round_that_fails_is_logged_and_does_not_stop_the_others(
    monkeypatch: pytest.MonkeyPatch, at: datetime, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(moment: datetime) -> bool:
        raise RuntimeError("disk full")

    done: list[str] = []
    table = (
        rounds.Round("bad", fail, lambda: None),
        rounds.Round("idle", lambda moment: False, lambda: None),
        rounds.Round("good", lambda moment: True, lambda: done.append("good")),
    )
    monkeypatch.setattr(rounds, "ROUNDS", table)
    assert rounds.go_round(at) == ["good"]
    assert done == ["good"]
    assert "The round bad could not be made" in caplog.text


def test_the_worker_goes_round_until_it_is_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    stop, twice = threading.Event(), threading.Event()
    seen: list[datetime] = []

    def look(moment: datetime) -> bool:
        seen.append(moment)
        if len(seen) == 2:
            twice.set()
        return False

    monkeypatch.setattr(rounds, "ROUNDS", (rounds.Round("look", look, lambda: None),))
    monkeypatch.setattr(rounds, "close_old_connections", lambda: None)
    thread = rounds.keep_going_round(stop, seconds=0.01)
    assert twice.wait(5)
    stop.set()
    thread.join(5)
    assert not thread.is_alive()
