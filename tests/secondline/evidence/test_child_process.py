"""The forked process that answers one picture: its walls, its end, what it says."""

import ctypes
import os
import resource
import select
import signal
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from pictures import encoded, picture, scene
from PIL import Image

from secondline.evidence.darkroom import child, confine, develop
from secondline.evidence.darkroom.frame import (
    read_frame,
    write_frame,
)
from secondline.evidence.rules import Limits

PICTURES = Path(__file__).parents[2] / "traveldoc" / "page" / "pictures"


def answer(word: str, data: bytes, pixels: int = 1_000_000) -> tuple[dict[str, Any], tuple[bytes, ...]]:
    return develop.answer({"word": word, "pixels": pixels}, data)


def test_a_picture_is_developed_and_read() -> None:
    header, (page, thumb) = answer("develop", encoded(scene(800, 600)))
    assert header == {"width": 800, "height": 600}
    assert len(thumb) < len(page)
    header, blobs = answer("read", (PICTURES / "td2.jpg").read_bytes())
    assert (header["format"], blobs) == ("TD2", ())


def test_a_picture_larger_than_the_reader_takes_is_read_smaller(monkeypatch: pytest.MonkeyPatch) -> None:
    data = (PICTURES / "td3.jpg").read_bytes()
    whole, _ = answer("read", data)
    size = whole["width"] * whole["height"]
    with Image.open(BytesIO(data)) as small:
        big = small.convert("RGB").resize((small.width * 2, small.height * 2))
    monkeypatch.setattr(develop, "READ_PIXELS", size)
    found, _ = answer("read", encoded(big), 4 * size)
    assert found["lines"] == whole["lines"]
    assert (found["width"], found["height"]) == big.size
    corner, expected = found["boxes"][0][0][0], whole["boxes"][0][0][0]
    assert corner == pytest.approx([2 * value for value in expected], abs=6)


def test_trouble_is_an_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    assert answer("read", b"text") == ({"trouble": "not-a-picture"}, ())
    for error, code in ((MemoryError(), "too-much-memory"), (ZeroDivisionError(), "failed")):

        def fail(data: bytes, pixels: int, error: Exception = error) -> None:
            raise error

        monkeypatch.setattr(develop, "WORDS", {"read": fail})
        assert answer("read", picture())[0]["trouble"] == code
    assert answer("dance", picture())[0]["trouble"] == "failed"


def test_one_question_is_answered_on_the_line() -> None:
    source, sink = BytesIO(), BytesIO()
    write_frame(source, {"word": "develop", "pixels": 10_000}, [picture()])
    source.seek(0)
    assert child.serve_one(source, sink) == 0
    sink.seek(0)
    assert read_frame(sink).header == {"width": 60, "height": 40}
    assert child.serve_one(source, sink) == child.LINE_ENDED


def test_everything_is_loaded_before_the_doors_close() -> None:
    child.warm_up()


@pytest.fixture
def walls(monkeypatch: pytest.MonkeyPatch) -> dict[int, tuple[int, int]]:
    """The limits that would be set, instead of setting them on ourselves."""
    found: dict[int, tuple[int, int]] = {}
    monkeypatch.setattr(resource, "setrlimit", found.__setitem__)
    monkeypatch.setattr(ctypes, "CDLL", lambda *given, **options: Libc())
    return found


class Libc:
    calls: list[tuple[str, int]] = []

    def unshare(self, flags: int) -> int:
        self.calls.append(("unshare", flags))
        return 0

    def prctl(self, option: int, *values: int) -> int:
        self.calls.append(("prctl", option))
        return 0


def test_the_child_gives_away_what_it_does_not_need(
    walls: dict[int, tuple[int, int]], monkeypatch: pytest.MonkeyPatch
) -> None:
    became: list[tuple[str, object]] = []
    for name in ("setgroups", "setgid", "setuid"):
        monkeypatch.setattr(os, name, lambda value, name=name: became.append((name, value)))
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    confine.confine_house()
    assert became == [("setgroups", []), ("setgid", 65534), ("setuid", 65534)]
    assert walls == {
        resource.RLIMIT_CORE: (0, 0),
        resource.RLIMIT_FSIZE: (0, 0),
        resource.RLIMIT_NOFILE: (3, 3),
    }
    assert ("unshare", confine.CLONE_NEWNET) in Libc.calls
    assert ("prctl", confine.PR_SET_NO_NEW_PRIVS) in Libc.calls


def test_an_ordinary_users_child_stays_that_user(
    walls: dict[int, tuple[int, int]], monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(value: object) -> None:
        raise AssertionError(value)

    monkeypatch.setattr(os, "setuid", refuse)
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    confine.confine_house()
    assert walls[resource.RLIMIT_FSIZE] == (0, 0)


def test_a_picture_has_its_bounds_and_no_bound_is_raised(
    walls: dict[int, tuple[int, int]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(resource, "getrlimit", lambda limit: (-1, resource.RLIM_INFINITY))
    confine.confine_job(memory=1000, seconds=7)
    assert walls[resource.RLIMIT_AS] == (1000, 1000)
    assert walls[resource.RLIMIT_CPU] == (7, 8)
    assert walls[resource.RLIMIT_NPROC] == (0, 0)
    monkeypatch.setattr(resource, "getrlimit", lambda limit: (100, 100))
    confine.lower(resource.RLIMIT_AS, 1000)
    assert walls[resource.RLIMIT_AS] == (100, 100)


class Ended(BaseException):
    """Stands for os._exit, which nobody survives."""


def test_the_forked_process_confines_itself_answers_and_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    done: list[object] = []

    def leave(status: int) -> None:
        done.append(status)
        raise Ended

    monkeypatch.setattr(os, "fork", lambda: 0)
    monkeypatch.setattr(os, "_exit", leave)
    monkeypatch.setattr(child, "confine_job", lambda **limits: done.append(limits))
    with pytest.raises(Ended):
        child.fork_one(BytesIO(), BytesIO(), memory=5, seconds=6)
    assert done == [{"memory": 5, "seconds": 6}, child.LINE_ENDED]


@pytest.mark.parametrize(
    ("waited", "status"), [(0, 0), (3 << 8, 3), (int(signal.SIGXCPU), 128 + signal.SIGXCPU)]
)
def test_the_way_a_picture_ended_is_passed_on(
    monkeypatch: pytest.MonkeyPatch, waited: int, status: int
) -> None:
    monkeypatch.setattr(os, "fork", lambda: 4711)
    monkeypatch.setattr(os, "waitpid", lambda process, options: (process, waited))
    assert child.fork_one(BytesIO(), BytesIO(), memory=5, seconds=6) == status


@pytest.mark.parametrize(("ends", "status"), [([0, 0, child.LINE_ENDED], 0), ([0, 137], 137)])
def test_the_house_stands_until_the_line_ends_or_a_picture_dies(
    monkeypatch: pytest.MonkeyPatch, ends: list[int], status: int
) -> None:
    monkeypatch.setattr(select, "select", lambda *lines: lines)
    left = list(ends)
    monkeypatch.setattr(child, "fork_one", lambda *line, **limits: left.pop(0))
    assert child.serve(BytesIO(), BytesIO(), memory=1, seconds=1) == status
    assert not left


def test_the_house_says_that_it_is_ready_and_closes_its_doors(monkeypatch: pytest.MonkeyPatch) -> None:
    order: list[str] = []
    read, write = os.pipe()
    monkeypatch.setattr(child, "warm_up", lambda: order.append("warm"))
    monkeypatch.setattr(child, "hush", lambda: order.append("hush"))
    monkeypatch.setattr(child, "confine_house", lambda: order.append("confine"))
    monkeypatch.setattr(child, "serve", lambda source, sink, **limits: limits["memory"] + limits["seconds"])
    with BytesIO() as source, os.fdopen(write, "wb") as sink:
        assert child.run(["5", "6"], source, sink) == 11
    with os.fdopen(read, "rb") as line:
        assert read_frame(line).header == {"ready": True}
    assert order == ["warm", "hush", "confine"]


def test_nothing_a_library_says_reaches_the_terminal(capfd: pytest.CaptureFixture[str]) -> None:
    kept = os.dup(2)
    try:
        child.hush()
        os.write(2, b"libtiff: warning about a file from outside")
    finally:
        os.dup2(kept, 2)
        os.close(kept)
    assert capfd.readouterr().err == ""


def test_limits_are_said_in_words() -> None:
    assert Limits(1_500_000, 2_000_000, 3, 4_000_000).words()["megabytes"] == "1.5"
