"""The rules of the library: stages, codes, words, places."""

import pytest

from secondline.record.rules import NotNowError
from secondline.reference.rules import (
    CIRCLES,
    RIGHT,
    TRANSITIONS,
    Box,
    Stage,
    Verb,
    after,
    next_code,
    read_box,
    states_markdown,
    words,
)
from traveldoc.vocabulary import vocabulary


def test_what_is_not_in_the_table_is_refused() -> None:
    assert after("draft", Verb.SUBMIT) == Stage.REVIEW
    with pytest.raises(NotNowError) as refused:
        after("withdrawn", Verb.PUBLISH)
    assert (refused.value.state, refused.value.verb) == ("withdrawn", Verb.PUBLISH)


def test_every_verb_has_its_right_and_stands_in_the_page() -> None:
    assert set(RIGHT) == set(Verb) == {verb for _stage, verb in TRANSITIONS}
    assert states_markdown().count("\n") == len(TRANSITIONS) + 1


def test_every_level_of_the_traffic_light_has_a_circle() -> None:
    assert set(CIRCLES) == set(vocabulary("sharing").terms)


def test_the_next_free_code_is_found() -> None:
    assert next_code("UTO", "passport", frozenset({"UTO-AO-01001"})) == "UTO-AO-01002"
    assert next_code("UTO", "nothing", frozenset(), 4) == "UTO-XO-04001"


def test_a_text_is_told_in_the_readers_language_or_in_one_that_it_has() -> None:
    texts = {"en": "one", "ru": "один"}
    assert words(texts, "ru") == "один"
    assert words(texts, "ru-RU") == "один"
    assert words(texts, "kk") == "one"
    assert words({"kk": "бір"}, "ru") == "бір"
    assert words({}, "en") == ""


def test_a_place_lies_within_the_picture() -> None:
    assert Box(0, 0, 1, 1).fits
    assert not Box(0.5, 0, 0.6, 1).fits
    assert not Box(0, 0, 0, 1).fits
    assert read_box("0 0 50 50") == Box(0, 0, 0.5, 0.5)
    assert read_box("nonsense") is None
    assert read_box("60 0 50 50") is None
