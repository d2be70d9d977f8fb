from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from traveldoc.mrz.date import OLDEST, DateState, read_birth, read_expiry

ON = date(2026, 11, 23)


def test_doc_9303_3_4_8_12_july_1942() -> None:
    assert read_birth("420712", ON).iso == "1942-07-12"


@pytest.mark.parametrize(
    ("text", "state", "iso"),
    [
        ("<<<<<<", DateState.UNKNOWN, "XXXX-XX-XX"),
        ("74<<<<", DateState.PARTLY_UNKNOWN, "1974-XX-XX"),
        ("7408<<", DateState.PARTLY_UNKNOWN, "1974-08-XX"),
        ("74<<12", DateState.PARTLY_UNKNOWN, "1974-XX-12"),
        ("<<0812", DateState.PARTLY_UNKNOWN, "XXXX-08-12"),
        ("26<<<<", DateState.PARTLY_UNKNOWN, "2026-XX-XX"),
    ],
)
def test_doc_9303_3_4_8_unknown_parts_of_a_birth_are_fillers(text: str, state: DateState, iso: str) -> None:
    reading = read_birth(text, ON)
    assert (reading.state, reading.iso, reading.day) == (state, iso, None)


@pytest.mark.parametrize(
    "text",
    [
        "741301",
        "740001",
        "740800",
        "740832",
        "740431",
        "750229",
        "7A0812",
        "74<812",
        "7408<2",
        "74081",
        "7408123",
        "",
        "<<0230",
        "<<<<32",
    ],
)
def test_what_is_no_day_is_impossible(text: str) -> None:
    assert read_birth(text, ON).state is DateState.IMPOSSIBLE
    assert read_expiry(text, ON).state is DateState.IMPOSSIBLE


@pytest.mark.parametrize(
    ("text", "iso", "also"),
    [
        ("740812", "1974-08-12", ()),
        ("261123", "2026-11-23", ()),  # born today; 1926 would be 100 and is kept below
        ("261124", "1926-11-24", ()),
        ("060101", "2006-01-01", ("1906-01-01",)),
        ("050101", "2005-01-01", ()),
        ("000229", "2000-02-29", ()),
        ("<<0229", "XXXX-02-29", ()),
    ],
)
def test_a_birth_is_the_latest_that_is_not_in_the_future(text: str, iso: str, also: tuple[str, ...]) -> None:
    reading = read_birth(text, ON)
    assert reading.iso == iso
    if text != "261123":
        assert reading.also == also


def test_another_century_is_reported_while_nobody_would_be_older_than_the_oldest() -> None:
    assert read_birth("261123", ON).also == ("1926-11-23",)
    assert OLDEST == 120


def test_a_birth_lies_before_the_expiry_of_the_document() -> None:
    """The Icelandic specimen: born 12 December 12, expired in June 2011: it was 1912."""
    assert read_birth("121212", ON, date(2011, 6, 29)).iso == "1912-12-12"
    assert read_birth("121212", ON, date(2036, 6, 29)).iso == "2012-12-12"


def test_a_birth_that_is_possible_only_after_the_expiry_is_impossible() -> None:
    assert read_birth("950101", ON, date(1990, 1, 1)).state is DateState.IMPOSSIBLE


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("120415", "2012-04-15"),
        ("351231", "2035-12-31"),
        ("651231", "2065-12-31"),
        ("660101", "1966-01-01"),
        ("940623", "1994-06-23"),
        ("280229", "2028-02-29"),
    ],
)
def test_an_expiry_lies_in_the_hundred_years_that_begin_sixty_years_ago(text: str, iso: str) -> None:
    reading = read_expiry(text, ON)
    assert reading.iso == iso
    assert reading.day == date.fromisoformat(iso)


def test_an_expiry_is_known_or_no_date() -> None:
    assert read_expiry("12<<<<", ON).day is None
    assert read_expiry("<<<<<<", ON).day is None


def test_29_february_of_a_century_without_leap_day_is_impossible() -> None:
    """2100 is no leap year."""
    assert read_expiry("000229", date(2090, 1, 1)).state is DateState.IMPOSSIBLE
    assert read_birth("000229", date(2110, 1, 1)).iso == "2000-02-29"


@given(st.dates(date(1910, 1, 1), date(2026, 11, 23)))
def test_every_birth_is_among_the_readings_of_its_two_digits(day: date) -> None:
    reading = read_birth(f"{day:%y%m%d}", ON)
    assert day.isoformat() in (reading.iso, *reading.also)


@given(st.dates(date(1967, 1, 1), date(2065, 12, 31)))
def test_every_expiry_in_the_window_is_read_back(day: date) -> None:
    assert read_expiry(f"{day:%y%m%d}", ON).day == day


@given(st.text(max_size=8), st.dates(date(1980, 1, 1), date(2090, 1, 1)))
def test_no_text_makes_the_reading_of_dates_fail(text: str, on: date) -> None:
    for reading in (read_birth(text, on), read_expiry(text, on)):
        assert reading.text == text


@pytest.mark.parametrize("text", ["7²0812", "٧٤0812", "𝟕40812", "7408¹2"])
def test_digits_of_other_scripts_are_no_digits_of_a_date(text: str) -> None:
    """Doc 9303-3, 4.3: the digits 0 to 9 only. isdigit() takes the others, and int() fails on some."""
    assert read_birth(text, ON).state is DateState.IMPOSSIBLE
    assert read_expiry(text, ON).state is DateState.IMPOSSIBLE
