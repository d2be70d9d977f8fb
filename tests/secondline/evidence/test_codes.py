"""Bar codes on their way out of the darkroom: read beside the zone, as plain data, checked before use."""

import base64
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
import zxingcpp
from hypothesis import given, settings
from hypothesis import strategies as st
from pictures import encoded
from PIL import Image

from secondline.evidence.darkroom import develop
from secondline.evidence.darkroom.plain import UnfitReadingError, barcodes, checked
from traveldoc.barcode import MAX_CONTENT, Barcode
from traveldoc.page import PageReading

CONTENT = b"\xdc\x03 no seal, but bytes like one's \x00\xff"


def drawn() -> bytes:
    code = np.array(zxingcpp.create_barcode(CONTENT, zxingcpp.BarcodeFormat.Aztec).to_image(scale=4))
    page = np.full((500, 700), 235, np.uint8)
    page[200 : 200 + code.shape[0], 300 : 300 + code.shape[1]] = code
    return encoded(Image.fromarray(page).convert("RGB"))


def plain() -> dict[str, Any]:
    return develop.read_page(drawn(), 1_000_000)[0]


READING = plain()


def test_the_codes_of_a_picture_come_with_its_reading() -> None:
    (code,) = barcodes(checked(READING), "photo")
    assert (code.symbology, code.content, code.source) == ("Aztec", CONTENT, "photo")
    assert all(300 <= x <= 700 and 190 <= y <= 500 for x, y in code.corners)
    assert READING["lines"] is None


def test_a_reading_of_earlier_versions_has_no_codes() -> None:
    old = develop.to_plain(PageReading(), (9, 9))
    assert barcodes(checked(old)) == ()
    assert barcodes(None) == ()


def test_places_of_codes_in_a_picture_that_was_read_smaller_are_in_its_own_pixels() -> None:
    square = ((0.0, 0.0), (10.0, 0.0), (10.0, 10.0), (0.0, 10.0))
    (code,) = develop.codes_to_plain((Barcode(b"x", "Aztec", square),), 2.0)
    assert code["corners"][2] == [20.0, 20.0]


def put(name: str, value: Any) -> Callable[[dict[str, Any]], dict[str, Any]]:
    return lambda code: code | {name: value}


@pytest.mark.parametrize(
    "spoil",
    [
        put("symbology", 7),
        put("symbology", "x" * 100),
        put("symbology", "Azt\u00e9c"),
        put("content", 7),
        put("content", ""),
        put("content", "&&&&"),
        put("content", "Zm9v\u00fc"),
        put("content", base64.b64encode(bytes(MAX_CONTENT + 9)).decode()),
        put("corners", []),
        put("corners", [[0, 0]] * 3 + [["x", 0]]),
        put("corners", [[0, 0]] * 5),
        lambda code: {},
    ],
)
def test_a_code_that_was_tampered_with_is_refused(spoil: Callable[[dict[str, Any]], dict[str, Any]]) -> None:
    spoiled = READING | {"codes": [spoil(READING["codes"][0])]}
    with pytest.raises(UnfitReadingError):
        checked(spoiled)


def test_no_more_codes_than_the_reader_gives_are_believed() -> None:
    with pytest.raises(UnfitReadingError):
        checked(READING | {"codes": READING["codes"] * 9})


@settings(deadline=None)
@given(
    st.none()
    | st.integers()
    | st.text(max_size=5)
    | st.lists(st.none() | st.integers() | st.text(), max_size=3)
)
def test_anything_in_place_of_the_codes_is_a_reading_or_refused(value: Any) -> None:
    data = READING | {"codes": value}
    try:
        assert checked(data) is data
    except UnfitReadingError:
        return
