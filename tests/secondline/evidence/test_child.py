"""The child's side in this very process: frames, readings as plain data, walls, and one picture from end to end."""

import copy
import json
import math
from collections.abc import Callable
from io import BytesIO
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from secondline.evidence.darkroom import develop
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
from traveldoc.finding import Phrase
from traveldoc.mrz.typeface import Odd, Typeface, Verdict
from traveldoc.page import Choice, PageReading, Quality

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
