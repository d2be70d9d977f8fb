"""Bar codes in pictures: every kind, turned, small, in perspective, several at once, and none at all."""

import cv2
import numpy as np
import pytest
import zxingcpp
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from sealmaker import Seal

from traveldoc.barcode import Barcode
from traveldoc.page.codes import MOST_CODES, find_regions, read_codes

Picture = NDArray[np.uint8]
FORMATS = {
    "PDF417": zxingcpp.BarcodeFormat.PDF417,
    "Aztec": zxingcpp.BarcodeFormat.Aztec,
    "Data Matrix": zxingcpp.BarcodeFormat.DataMatrix,
    "QR Code": zxingcpp.BarcodeFormat.QRCode,
}
CONTENT = Seal(signature=bytes(range(64))).encoded()


def drawn(kind: str, module: int = 3, content: bytes = CONTENT) -> Picture:
    code = np.array(zxingcpp.create_barcode(content, FORMATS[kind]).to_image(scale=module))
    rim = 4 * module
    return np.asarray(cv2.copyMakeBorder(code, rim, rim, rim, rim, cv2.BORDER_CONSTANT, value=255), np.uint8)


def page(height: int = 1000, width: int = 1500) -> Picture:
    """Paper with lines of text."""
    paper = np.full((height, width), 225, np.uint8)
    for line in range(4):
        cv2.putText(paper, "SURNAME 12345 ABCDE", (60, 90 + 60 * line), cv2.FONT_HERSHEY_SIMPLEX, 1.2, 40, 3)
    return paper


def laid(
    paper: Picture, code: Picture, at: tuple[int, int], angle: float = 0.0, lean: float = 0.0
) -> Picture:
    """The code with its middle at (x, y), turned by degrees and leaning away to the right."""
    height, width = code.shape
    turn = np.vstack([cv2.getRotationMatrix2D((width / 2, height / 2), angle, 1), [0, 0, 1]])
    away = np.array([[1, 0, 0], [0, 1, 0], [lean / width, 0, 1]])
    place = np.array([[1, 0, at[0] - width / 2], [0, 1, at[1] - height / 2], [0, 0, 1]])
    whole = place @ turn @ away
    size = (paper.shape[1], paper.shape[0])
    there = cv2.warpPerspective(np.full_like(code, 255), whole, size)
    return np.where(there > 127, cv2.warpPerspective(code, whole, size, flags=cv2.INTER_LINEAR), paper)


@pytest.mark.parametrize("kind", FORMATS)
@pytest.mark.parametrize("angle", [0, 17, 45, 90, 197])
def test_every_kind_is_read_at_every_angle(kind: str, angle: int) -> None:
    picture = laid(page(), drawn(kind), (750, 640), angle)
    assert [(code.symbology, code.content) for code in read_codes(picture)] == [(kind, CONTENT)]


@pytest.mark.parametrize("kind", FORMATS)
def test_a_code_in_perspective_is_read(kind: str) -> None:
    picture = laid(page(), drawn(kind, 4), (750, 640), 17, 0.2)
    assert [
        code.content for code in read_codes(np.asarray(cv2.GaussianBlur(picture, (0, 0), 0.8), np.uint8))
    ] == [CONTENT]


def test_a_small_code_in_a_large_picture_is_read() -> None:
    paper = np.full((3000, 4500), 225, np.uint8)
    assert [code.content for code in read_codes(laid(paper, drawn("PDF417"), (3000, 2000), 12))] == [CONTENT]


def test_several_codes_are_read_each_once_with_its_place() -> None:
    other = b"https://example.org/"
    picture = laid(page(), drawn("QR Code"), (300, 700))
    picture = laid(picture, drawn("Aztec", content=other), (1100, 700))
    picture = laid(picture, drawn("QR Code"), (700, 700))
    found = {code.content: code for code in read_codes(picture, "photo")}
    assert set(found) == {CONTENT, other}
    assert np.allclose(np.mean(found[other].corners, axis=0), (1100, 700), atol=8)
    assert found[other].source == "photo"


def test_the_corners_of_a_turned_code_are_told_in_pixels_of_the_picture() -> None:
    code = drawn("Data Matrix")
    (found,) = read_codes(laid(page(), code, (750, 640), 17))
    corners = np.array(found.corners)
    assert np.allclose(corners.mean(axis=0), (750, 640), atol=12)
    long = np.linalg.norm(corners[1] - corners[0])
    assert abs(long - (code.shape[1] - 24)) < 12


def test_a_colour_picture_is_read_like_a_grey_one() -> None:
    grey = laid(page(), drawn("QR Code"), (750, 640))
    assert read_codes(np.dstack([grey] * 3)) == read_codes(grey)


def test_a_picture_without_a_code_has_none() -> None:
    assert read_codes(page()) == ()
    assert find_regions(page()[:20, :20]) == []
    assert read_codes(page()[:1, :1]) == ()


def test_there_is_an_end_to_how_many_codes_are_read() -> None:
    picture = page(1400, 1500)
    for number in range(12):
        code = drawn("QR Code", 2, bytes([65 + number]) * 20)
        picture = laid(picture, code, (150 + 300 * (number % 4), 500 + 300 * (number // 4)))
    assert len(read_codes(picture)) == MOST_CODES


@settings(max_examples=25, deadline=None)
@given(st.integers(1, 300), st.integers(1, 300), st.integers(0, 2**32 - 1), st.sampled_from([1, 3, 8]))
def test_any_picture_is_read_without_an_error(height: int, width: int, seed: int, grain: int) -> None:
    noise = np.random.default_rng(seed).integers(0, 2, (height, width), np.uint8) * 255
    picture = np.kron(noise, np.ones((grain, grain), np.uint8))[: 4 * height, : 4 * width]
    assert all(isinstance(code, Barcode) for code in read_codes(picture))


def test_a_code_with_more_than_a_code_can_hold_is_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("traveldoc.page.codes.MAX_CONTENT", 1)
    assert read_codes(laid(page(), drawn("QR Code"), (750, 640))) == ()
