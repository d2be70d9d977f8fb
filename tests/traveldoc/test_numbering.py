"""Patterns of document numbers."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from traveldoc.numbering import (
    LONGEST,
    MOST_ALTERNATIVES,
    MOST_PATTERNS,
    Block,
    NumberingError,
    alternatives,
    block,
    normalised,
    numbering,
    split,
)

NUMBERS = st.text("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789", min_size=1, max_size=12)


@pytest.mark.parametrize(
    ("written", "plain"),
    [
        ("u 31415926<", "U31415926"),
        ("AB-12/34", "AB1234"),
        ("Ｕ１２３", "U123"),
        ("№ 7", "NO7"),
        ("", ""),
        ("<<<", ""),
    ],
)
def test_a_number_is_compared_without_fillers_blanks_and_marks(written: str, plain: str) -> None:
    assert normalised(written) == plain


@given(st.text(max_size=40))
def test_a_normalised_number_stays_as_it_is_and_holds_only_what_doc_9303_prints(text: str) -> None:
    plain = normalised(text)
    assert normalised(plain) == plain
    assert re.fullmatch("[A-Z0-9]*", plain)


def test_a_pattern_says_which_numbers_a_series_has() -> None:
    series = numbering("U########, UD##@*")
    assert series.fits("U31415926")
    assert series.fits("u 3141 5926")
    assert series.fits("UD12X9")
    assert series.fits("UD12XZ")
    assert not series.fits("U3141592")
    assert not series.fits("UD129X")
    assert not series.is_exact


def test_a_range_is_all_numbers_from_the_first_to_the_last() -> None:
    series = numbering("UA1200000..UA1249999")
    assert series.fits("UA1200000")
    assert series.fits("UA1249999")
    assert not series.fits("UA1250000")
    assert not series.fits("UA120000")
    assert not series.fits("UB1200000")
    assert not series.fits("UA12x0000")
    assert not series.is_exact


def test_numbers_in_full_are_exact() -> None:
    assert numbering("U1234567\nU7654321").is_exact


@given(NUMBERS)
def test_a_number_is_a_pattern_that_fits_itself_and_no_other(number: str) -> None:
    assert numbering(number).fits(number)
    assert not numbering(number).fits(number + "0")


@given(st.integers(0, 10**6), st.integers(0, 3000))
def test_a_block_holds_just_its_numbers(first: int, more: int) -> None:
    """Against counting."""
    last = min(first + more, 10**7 - 1)
    numbers = block(f"X{first:07d}", f"X{last:07d}")
    assert len(numbers) == last - first + 1
    assert f"X{first:07d}" in numbers
    assert f"X{last + 1:07d}" not in numbers
    if more < 50:
        assert list(numbers) == [f"X{value:07d}" for value in range(first, last + 1)]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "empty"),
        (" , ;", "empty"),
        ("--", "empty"),
        ("U" * (LONGEST + 1), "longer than"),
        (",".join(["U#"] * (MOST_PATTERNS + 1)), "more than"),
        ("U[0-9]+", "the character"),
        ("U(a|aa)*$", "the character"),
        ("A1..B2", "no range"),
        ("A9..A1", "no range"),
        ("A1..A10", "no range"),
        ("AB..AC", "no range"),
        ("A1..", "no range"),
        (f"{'1' * 30}..2", "longer than"),
    ],
)
def test_what_is_no_pattern_is_refused_with_a_reason(text: str, says: str) -> None:
    with pytest.raises(NumberingError, match=says) as caught:
        numbering(text)
    assert caught.value.problem


@given(st.text(max_size=60), st.text(max_size=30))
def test_no_pattern_from_outside_does_anything_but_fit_or_be_refused(text: str, number: str) -> None:
    try:
        series = numbering(text)
    except NumberingError:
        return
    assert series.fits(number) in {True, False}


def test_o_and_0_are_alternatives_that_are_only_reported() -> None:
    assert sorted(alternatives("AO0")) == ["A00", "A0O", "AOO"]
    assert list(alternatives("A1")) == []
    series = numbering("A0#")
    assert not series.fits("AO1")
    assert series.may_fit("AO1") == "A01"
    assert series.may_fit("B11") == ""
    assert len(list(alternatives("0" * 30))) <= MOST_ALTERNATIVES


def test_a_number_is_split_before_its_last_digits() -> None:
    assert split("AB12C034") == ("AB12C", 3, 34)
    assert split("ABC") is None
    assert split("") is None
    assert "A-1" not in Block("A", 2, 0, 9)
