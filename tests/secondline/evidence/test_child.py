"""The child's side in this very process: frames, readings as plain data, walls, and one picture from end to end."""

import copy
import ctypes
import json
import math
import os
import resource
import select
import signal
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pictures import encoded, picture, scene
from PIL import Image

from secondline.evidence.darkroom import child, confine, develop
from secondline.evidence.darkroom.frame import (
    LONGEST_BLOB,
    MOST_BLOBS,
    Frame,
    FrameError,
    LineEndedError,
    read_frame,
    write_frame,
)
from secondline.evidence.darkroom.plain import UnfitReadingError, advice, checked, mrz_reading, typeface
from secondline.evidence.rules import Limits
from traveldoc.finding import Phrase
from traveldoc.mrz.typeface import Odd, Typeface, Verdict
from traveldoc.page import Choice, PageReading, Quality

PICTURES = Path(__file__).parents[2] / "traveldoc" / "page" / "pictures"
QUAD = ((1.0, 2.0), (3.0, 2.0), (3.0, 4.0), (1.0, 4.0))
READING = PageReading(
    format="TD2",
    lines=("AB", "CD"),
    confidence=((0.5, 1.0), (0.25, 1)),
    runners_up=("X ", "  "),
    boxes=((QUAD, QUAD), (QUAD, QUAD)),
    choices=(Choice(1, 2, "8", "B"),),
    quality=Quality(12.345, 0.1, 0.0, 0.9, advice=(Phrase("Go %(way)s.", {"way": "closer"}),), retake=True),
    typeface=Typeface(Verdict.OTHER, 4, (Odd(1, 2, "B"), Odd(2, 1, "C"))),
)


def plain() -> dict[str, Any]:
    return develop.to_plain(READING, (40, 30))


# Frames.


@given(
    header=st.dictionaries(st.text(max_size=5), st.integers() | st.text(max_size=9) | st.none(), max_size=4),
    blobs=st.lists(st.binary(max_size=50), max_size=MOST_BLOBS),
)
def test_a_frame_comes_out_as_it_went_in(header: dict[str, Any], blobs: list[bytes]) -> None:
    pipe = BytesIO()
    write_frame(pipe, header, blobs)
    pipe.seek(0)
    assert read_frame(pipe) == Frame(header, tuple(blobs))


def test_a_frame_that_ends_early_is_a_line_that_ended() -> None:
    pipe = BytesIO()
    write_frame(pipe, {"word": "read"}, [b"data"])
    for end in range(len(pipe.getvalue())):
        with pytest.raises(LineEndedError):
            read_frame(BytesIO(pipe.getvalue()[:end]))


@pytest.mark.parametrize(
    "data",
    [
        b"\xff\xff\xff\xff",
        b"\x00\x00\x00\x02{}\x00\x00\x00\x09",
        b"\x00\x00\x00\x02{}\x00\x00\x00\x01" + (LONGEST_BLOB + 1).to_bytes(4, "big"),
        b"\x00\x00\x00\x02{{\x00\x00\x00\x00",
        b"\x00\x00\x00\x02[]\x00\x00\x00\x00",
        b"\x00\x00\x00\x02\xff\xff\x00\x00\x00\x00",
        (60_000).to_bytes(4, "big") + b"[" * 60_000 + b"\x00\x00\x00\x00",
    ],
)
def test_what_is_no_frame_is_refused(data: bytes) -> None:
    with pytest.raises(FrameError):
        read_frame(BytesIO(data))


# Readings as plain data.


def test_a_reading_is_plain_data_that_passes_its_own_check() -> None:
    found = plain()
    assert checked(json.loads(json.dumps(found))) == found
    assert found["boxes"][0][0] == [[1.0, 2.0], [3.0, 2.0], [3.0, 4.0], [1.0, 4.0]]
    assert (found["width"], found["height"]) == (40, 30)
    assert [str(phrase) for phrase in advice(found)] == ["Go closer."]


def test_the_engine_gets_lines_confidences_and_runners_up() -> None:
    reading = mrz_reading(plain(), "photo 1")
    assert reading is not None
    assert reading.lines == ("AB", "CD")
    assert reading.confidences == ((0.5, 1.0), (0.25, 1.0))
    assert reading.runners_up == (("X", ""), ("", ""))
    assert mrz_reading(None) is None
    assert mrz_reading(develop.to_plain(PageReading(), (9, 9))) is None


def test_the_typeface_comes_back_as_it_was_seen_and_older_readings_have_none() -> None:
    assert typeface(plain()) == READING.typeface
    assert typeface(None) is None
    older = plain()
    del older["typeface"]
    assert typeface(checked(older)) is None
    assert typeface(develop.to_plain(PageReading(), (9, 9))) is None


def test_a_typeface_without_a_zone_is_not_believed() -> None:
    found = develop.to_plain(PageReading(), (9, 9))
    with pytest.raises(UnfitReadingError):
        checked(found | {"typeface": plain()["typeface"]})


def test_boxes_of_a_picture_that_was_read_smaller_are_in_its_own_pixels() -> None:
    found = develop.to_plain(READING, (80, 60), 2.0)
    assert found["boxes"][1][1][2] == [6.0, 8.0]
    assert found["quality"]["character_height"] == 24.69


def change(path: str, value: Any) -> Callable[[dict[str, Any]], None]:
    """Put `value` where `path` leads, such as boxes.0.1."""

    def put(data: Any) -> None:
        *way, last = [int(step) if step.isdigit() else step for step in path.split(".")]
        for step in way:
            data = data[step]
        data[last] = value

    return put


@pytest.mark.parametrize(
    "spoil",
    [
        change("format", None),
        change("format", 7),
        change("lines", None),
        change("lines", "AB"),
        change("lines", ["AB"] * 5),
        change("lines.0", "A\nB"),
        change("lines.0", "ÄB"),
        change("lines.0", "A" * 65),
        change("confidence.0.0", math.nan),
        change("confidence.0.0", "1"),
        change("confidence.0.0", True),
        change("confidence.0", [1.0]),
        change("runners_up", []),
        change("boxes.0.0", [[1, 2], [3, 2], [3, 4]]),
        change("boxes.0.0.0", [1]),
        change("boxes.0.0.0", {"x": 1}),
        change("choices.0.line", "1"),
        change("choices.0", {}),
        change("choices", None),
        change("quality.blur", None),
        change("quality.retake", 1),
        change("quality.advice.0.template", "%(other)s"),
        change("quality.advice.0.template", "x" * 501),
        change("quality.advice.0.values.way", 3),
        change("quality", []),
        change("typeface.verdict", "genuine"),
        change("typeface.verdict", 3),
        change("typeface.kinds", -1),
        change("typeface.kinds", 1.5),
        change("typeface.odd", None),
        change("typeface.odd.0", [1, 2]),
        change("typeface.odd.0.0", 3),
        change("typeface.odd.0.0", 0),
        change("typeface.odd.0.1", "2"),
        change("typeface.odd.0.2", "C"),
        change("typeface.odd.0.2", ""),
        change("typeface", []),
        change("width", 0),
        change("width", 4.0),
        change("height", 10**7),
    ],
)
def test_a_reading_that_was_tampered_with_is_refused(spoil: Callable[[dict[str, Any]], None]) -> None:
    data = copy.deepcopy(plain())
    spoil(data)
    with pytest.raises(UnfitReadingError):
        checked(data)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=6),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner, max_size=3),
    max_leaves=6,
)


@given(key=st.sampled_from(sorted(plain())), value=JSON)
def test_anything_in_place_of_a_part_is_a_reading_or_refused(key: str, value: Any) -> None:
    data = plain() | {key: value}
    try:
        assert checked(data) is data
    except UnfitReadingError:
        return


@given(JSON)
def test_anything_at_all_is_refused(data: Any) -> None:
    with pytest.raises(UnfitReadingError):
        checked(data)


# One picture.


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


# The process.


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
