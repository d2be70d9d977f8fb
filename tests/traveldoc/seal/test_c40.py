"""C40 (Doc 9303-13, 2.6): the standard's examples, every text that may occur, and what no encoder writes."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sealmaker import CHARACTERS, c40

from traveldoc.seal.c40 import Text, decode
from traveldoc.seal.fault import SealError


@pytest.mark.parametrize(
    ("encoded", "text"),
    [
        ("EB0466A9", "XK CD"),  # appendix C, example 1
        ("EB11FE45", "XKCD"),  # appendix C, example 2 (its decimal row has 11 for 17)
        ("DE515826", "VISA01"),  # 2.3.1
        ("D9C5", "UTO"),  # 9303-7, appendix E
    ],
)
def test_the_examples_of_the_standard_are_read(encoded: str, text: str) -> None:
    assert decode(bytes.fromhex(encoded)) == Text(text, regular=True)


@settings(deadline=None)
@given(st.text(alphabet=CHARACTERS, max_size=200))
def test_every_text_comes_back(text: str) -> None:
    assert decode(c40(text)) == Text(text, regular=True)


@settings(deadline=None)
@given(st.binary(max_size=64))
def test_other_bytes_are_read_or_refused(data: bytes) -> None:
    try:
        assert len(decode(data).value) <= 3 * len(data) / 2
    except SealError as error:
        assert str(error)  # noqa: PT017  # both ends are right; anything else is not


@pytest.mark.parametrize(
    ("values", "text"),
    [
        ((1, 17, 14), "<A"),  # shift 2, "<"; A
        ((2, 1, 3), "a "),  # shift 3
        ((0, 10, 14), "\nA"),  # shift 1
    ],
)
def test_characters_of_the_shift_sets_are_read_and_called_irregular(
    values: tuple[int, int, int], text: str
) -> None:
    number = 1600 * values[0] + 40 * values[1] + values[2] + 1
    assert decode(number.to_bytes(2, "big")) == Text(text, regular=False)


def test_a_padding_of_two_values_is_irregular() -> None:
    assert decode((1600 * 14 + 1).to_bytes(2, "big")) == Text("A", regular=False)


@pytest.mark.parametrize(
    "encoded",
    [
        "D9",  # an odd number
        "0000",  # below 1
        "FA01",  # 64001
        "FE45EB11",  # a single character before the end
        "FE00",  # no ASCII character
        "FE82",
        "59B2",  # A A, and a shift without its character
    ],
)
def test_what_stands_for_no_text_is_refused(encoded: str) -> None:
    with pytest.raises(SealError):
        decode(bytes.fromhex(encoded))
