"""The darkroom: whatever a file does to the process that decodes it, the parent gets a clear word and goes on."""

import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from pictures import corners, encoded, opened, picture, scene

from secondline.evidence.darkroom import Darkroom, DarkroomError, TroubleError
from secondline.evidence.darkroom import parent as parent_module
from secondline.evidence.darkroom.parent import Child
from secondline.evidence.darkroom.plain import mrz_reading
from secondline.evidence.rules import Limits

PICTURES = Path(__file__).parents[2] / "traveldoc" / "page" / "pictures"
LIMITS = Limits(file_bytes=5_000_000, pixels=4_000_000, seconds=15, memory=2_500_000_000)
PROBE = Path(__file__).parent / "probe.py"


@pytest.fixture(scope="module")
def room() -> Iterator[Darkroom]:
    with Darkroom(LIMITS) as made:
        yield made


def code(room: Darkroom, data: bytes) -> str:
    with pytest.raises(TroubleError) as trouble:
        room.develop(data)
    return trouble.value.code


def test_a_picture_is_developed_upright_in_two_sizes(room: Darkroom) -> None:
    found = room.develop(encoded(scene(1000, 500)))
    assert (found.width, found.height) == (1000, 500)
    assert opened(found.page).size == (1000, 500)
    assert opened(found.thumb).size == (400, 200)
    assert corners(opened(found.thumb)) == ["red", "green", "blue", "white"]


def test_a_zone_is_read_with_the_size_of_the_picture(room: Darkroom) -> None:
    found = room.read((PICTURES / "td3.jpg").read_bytes())
    assert found["format"] == "TD3"
    assert (found["width"], found["height"]) == opened((PICTURES / "td3.jpg").read_bytes()).size
    reading = mrz_reading(found, "td3")
    assert reading is not None
    assert reading.lines == tuple(found["lines"])
    assert reading.source == "td3"
    assert mrz_reading(room.read((PICTURES / "nomrz.jpg").read_bytes())) is None


def test_the_zone_alone_is_the_same_reading_without_bar_codes_and_hashes(room: Darkroom) -> None:
    data = (PICTURES / "td3.jpg").read_bytes()
    whole, zone = room.read(data), room.read_zone(data)
    assert set(whole) - set(zone) == {"codes", "fingerprint", "portrait"}
    assert zone == {key: whole[key] for key in zone}


def test_the_parent_needs_neither_django_nor_a_decoder() -> None:
    script = (
        "import sys, secondline.evidence.darkroom\n"
        "assert not {'django', 'PIL', 'cv2', 'numpy'} & set(sys.modules), sorted(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", script], check=True)


def test_the_child_needs_no_django() -> None:
    script = "import sys, secondline.evidence.darkroom.child\nassert 'django' not in sys.modules"
    subprocess.run([sys.executable, "-c", script], check=True)


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"", "empty"),
        (b"text", "not-a-picture"),
        (picture()[:-5], "damaged"),
        (b"\xff\xd8\xff" + bytes(6_000_000), "too-many-bytes"),
        (picture(size=(3000, 3000)), "too-many-pixels"),
    ],
)
def test_trouble_has_its_code_and_the_next_picture_is_developed(
    room: Darkroom, data: bytes, expected: str
) -> None:
    assert code(room, data) == expected
    assert room.develop(picture()).width == 60


# What a decoder that was taken over, or fell over, may do: probe.py stands in for it.


class ProbeChild(Child):
    """A child that runs probe.py, which does to itself what the test says."""

    PROGRAM = (str(PROBE),)


@pytest.fixture
def probed(monkeypatch: pytest.MonkeyPatch) -> Iterator[Darkroom]:
    monkeypatch.setattr(parent_module, "Child", ProbeChild)
    with Darkroom(Limits(5_000_000, 4_000_000, seconds=1, memory=1_200_000_000)) as made:
        yield made


def deed(words: str) -> bytes:
    """A picture of the right kind, in which the probe finds what to do."""
    return b"\x89PNG\r\n\x1a\n" + words.encode()


@pytest.mark.parametrize(
    ("what", "expected"),
    [
        ("burn", "too-long"),
        ("grow", "too-much-memory"),
        ("starve", "too-much-memory"),
        ("crash", "damaged"),
        ("leave", "damaged"),
        ("fail", "failed"),
        ("babble", "damaged"),
        ("boast", "damaged"),
        ("lie", "damaged"),
        ("invent", "damaged"),
    ],
)
def test_whatever_the_child_does_the_parent_answers(probed: Darkroom, what: str, expected: str) -> None:
    began = time.monotonic()
    assert code(probed, deed(what)) == expected
    assert time.monotonic() - began < 30
    assert probed.develop(deed("well")).width == 1


def test_a_child_that_sleeps_is_woken_by_nobody_and_replaced(
    probed: Darkroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(parent_module, "WALL_FACTOR", 0.5)
    assert code(probed, deed("sleep")) == "too-long"
    assert code(probed, deed("half")) == "too-long"
    assert probed.develop(deed("well")).width == 1


@pytest.mark.parametrize(
    "what", ["write a file", "open a file", "open the network", "start a process", "keep something"]
)
def test_the_child_may_not(probed: Darkroom, what: str) -> None:
    """The probe answers "well" only if it was refused."""
    assert probed.develop(deed(what)).width == 1


def test_a_reading_that_is_none_is_not_believed(probed: Darkroom) -> None:
    with pytest.raises(TroubleError, match="damaged"):
        probed.read(deed("well"))


def test_a_failure_of_ours_is_noted_in_the_log(probed: Darkroom, caplog: pytest.LogCaptureFixture) -> None:
    code(probed, deed("fail"))
    assert "ZeroDivisionError in" in caplog.text


def test_a_darkroom_that_does_not_start_is_no_pictures_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Child, "PROGRAM", ("-c", "raise SystemExit(3)"))
    with Darkroom(LIMITS) as broken, pytest.raises(DarkroomError, match="does not start"):
        broken.start()


def test_an_interrupted_question_leaves_no_answer_for_the_next_one(
    room: Darkroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupt(pipe: Any) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        room.develop(picture())
        patched.setattr(parent_module, "read_frame", interrupt)
        with pytest.raises(KeyboardInterrupt):
            room.develop(encoded(scene(90, 90)))
    assert room.develop(picture()).width == 60


def test_the_same_answers_whatever_the_number_of_workers() -> None:
    files = [path.read_bytes() for path in sorted(PICTURES.glob("*.jpg"))]
    files += [b"text", picture()[:-5], picture(size=(3000, 3000))]

    def answer(room: Darkroom, data: bytes) -> object:
        try:
            return room.read(data)
        except TroubleError as trouble:
            return trouble.code

    answers = []
    for workers in (1, 3):
        with Darkroom(LIMITS, workers) as room, ThreadPoolExecutor(6) as pool:
            answers.append(list(pool.map(lambda data, room=room: answer(room, data), files)))
    assert answers[0] == answers[1]


def test_nothing_is_left_running_behind() -> None:
    room = Darkroom(LIMITS, 2)
    room.start()
    processes = [child._process for child in room._all]
    room.close()
    assert all(process is not None and process.returncode is not None for process in processes)
    room.close()


def test_the_child_ends_when_its_parent_is_killed(tmp_path: Path) -> None:
    script = (
        "import sys, time\n"
        "from secondline.evidence.darkroom import Darkroom\n"
        "from secondline.evidence.rules import Limits\n"
        "room = Darkroom(Limits(1000, 1000, 5, 2_500_000_000)); room.start()\n"
        "print(room._all[0]._process.pid, flush=True); time.sleep(60)"
    )
    parent = subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE)
    assert parent.stdout is not None
    child = int(parent.stdout.readline())
    parent.kill()
    parent.wait()
    parent.stdout.close()
    for _ in range(600):
        if not alive(child):
            break
        time.sleep(0.05)
    assert not alive(child)


def alive(process: int) -> bool:
    try:
        return "Z" not in Path(f"/proc/{process}/stat").read_text().rsplit(")", 1)[1].split()[0]
    except OSError:
        return False


def test_no_thread_is_left_waiting(room: Darkroom) -> None:
    before = threading.active_count()
    room.develop(picture())
    time.sleep(0.05)
    assert threading.active_count() <= before
