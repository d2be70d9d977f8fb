"""The tables: kinds known by their first bytes, troubles with their words, names fit for showing."""

import unicodedata
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pictures import FORMATS, encoded
from PIL import Image

from secondline.evidence.rules import (
    EXTENSIONS,
    HEAD_BYTES,
    KINDS,
    NAME_LONGEST,
    PERSONAL,
    STATE_WORDS,
    STATUS,
    TROUBLES,
    Limits,
    State,
    clean_name,
    delivery_in_form,
    sniff,
    trouble_words,
)

LIMITS = Limits(40_000_000, 60_000_000, 15, 2_500_000_000)


@pytest.mark.parametrize("format_", FORMATS)
def test_every_kind_that_is_taken_is_known_by_its_first_bytes(format_: str) -> None:
    kind = sniff(encoded(Image.new("RGB", (8, 8)), format_)[:HEAD_BYTES])
    assert (kind.format, kind.trouble) == (format_, "")
    assert kind.media_type in EXTENSIONS


@pytest.mark.parametrize(
    ("head", "trouble"),
    [
        (b"", "empty"),
        (b"%PDF-1.7", "pdf"),
        (b"\x00\x00\x00\x18ftypheic", "heic"),
        (b"\x00\x00\x00\x1cftypavif", "heic"),
        (b"GIF89a", "unsupported"),
        (b"BM\x00\x00", "unsupported"),
        (b"RIFF\x00\x00\x00\x00WAVE", "not-a-picture"),
        (b"<svg xmlns=", "not-a-picture"),
        (b"PK\x03\x04", "not-a-picture"),
        (b"\x7fELF", "not-a-picture"),
        (b"P<UTOERIKSSON", "not-a-picture"),
        (b"\xff", "not-a-picture"),
    ],
)
def test_what_is_not_taken_has_a_trouble_of_its_own(head: bytes, trouble: str) -> None:
    kind = sniff(head)
    assert kind.trouble == trouble
    assert not kind.format


@given(st.binary(max_size=HEAD_BYTES))
def test_a_file_is_either_taken_or_has_a_trouble(head: bytes) -> None:
    kind = sniff(head)
    assert bool(kind.format) != bool(kind.trouble)


def test_every_trouble_of_a_kind_is_in_the_table() -> None:
    assert {kind.trouble for kind in KINDS} - {""} <= set(TROUBLES)


@pytest.mark.parametrize("code", sorted(TROUBLES))
def test_a_trouble_is_a_sentence_with_the_limits_filled_in(code: str) -> None:
    words = str(trouble_words(code, LIMITS))
    assert "%" not in words
    assert words[0].isupper()
    assert words.endswith(".")
    assert 400 <= STATUS[code] < 600


def test_the_limits_are_said_in_the_persons_units() -> None:
    assert "40 megabytes" in str(trouble_words("too-many-bytes", LIMITS))
    assert "60 megapixels" in str(trouble_words("too-many-pixels", LIMITS))
    assert "15 seconds" in str(trouble_words("too-long", LIMITS))
    assert "2500 megabytes" in str(trouble_words("too-much-memory", LIMITS))


def test_every_state_has_words() -> None:
    assert set(STATE_WORDS) == set(State)


def test_personal_data_say_how_long_they_are_kept_and_what_becomes_of_them() -> None:
    assert {personal.what for personal in PERSONAL} == {"picture", "chip file", "file name"}
    assert all(p.days > 0 and p.exported and p.erased for p in PERSONAL)


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("passport.jpg", "passport.jpg"),
        ("C:\\Users\\guard\\passport.jpg", "passport.jpg"),
        ("../../etc/passwd", "passwd"),
        ("two\nlines\x00.jpg", "two lines .jpg"),
        ("gpj.\u202etropssap", "gpj. tropssap"),
        ("", ""),
        ("  паспорт 1.jpg ", "паспорт 1.jpg"),
        ("\ud800.png", ".png"),
    ],
)
def test_a_name_is_cleaned(name: str, shown: str) -> None:
    assert clean_name(name) == shown


def test_a_long_name_keeps_its_ending() -> None:
    shown = clean_name("x" * 300 + ".jpeg")
    assert len(shown) == NAME_LONGEST
    assert shown.endswith(".jpeg")


@given(st.text())
def test_a_cleaned_name_has_nothing_invisible_and_stays_as_it_is(name: str) -> None:
    shown = clean_name(name)
    assert len(shown) <= NAME_LONGEST
    assert not any(unicodedata.category(letter)[0] == "C" for letter in shown)
    assert not {"/", "\\"} & set(shown)
    assert clean_name(shown) == shown


def test_the_same_form_again_has_the_same_deliveries() -> None:
    form = UUID("01890a5d-ac96-774b-bcce-b302099a8057")
    ids = [delivery_in_form(form, number) for number in range(20)]
    assert ids == [delivery_in_form(form, number) for number in range(20)]
    assert len(set(ids)) == 20
    assert delivery_in_form(uuid4(), 0) not in ids
