"""States by any name that a person may type; Germany is D (Doc 9303-3, 5)."""

from datetime import timedelta

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from secondline.inspections.naming import (
    duration,
    find_states,
    in_readers_form,
    state_label,
    state_name,
    states,
)
from traveldoc.vocabulary import vocabulary


@pytest.mark.parametrize(
    ("typed", "codes"),
    [
        ("D", ["D"]),
        ("de", ["D"]),
        ("Germany", ["D"]),
        ("germ", ["D"]),
        ("Germany (D)", ["D"]),
        ("Utopia", ["UTO"]),
        ("uto", ["UTO"]),
        ("Niger", ["NER"]),
        ("Atlantis", []),
        ("", []),
        ("xx", []),
    ],
)
def test_a_state_is_found_by_code_name_or_beginning(typed: str, codes: list[str]) -> None:
    with translation.override("en"):
        assert find_states(typed) == codes


def test_a_beginning_of_several_names_is_several_states() -> None:
    with translation.override("en"):
        assert {"GIN", "GNB"} <= set(find_states("guin"))


def test_names_are_the_readers() -> None:
    with translation.override("kk"):
        assert state_name("KAZ") == "Қазақстан"
        assert find_states("қазақстан") == find_states("Kazakhstan") == ["KAZ"]
    with translation.override("ru"):
        assert state_label("D") == "Германия (D)"
    assert state_name("QQQ") == "QQQ"
    assert state_label("") == ""


@pytest.mark.parametrize("language", ["en", "ru", "kk"])
def test_every_suggestion_leads_back_to_its_state(language: str) -> None:
    with translation.override(language):
        assert {code for label in states() for code in find_states(label)} == {
            t.id for t in vocabulary("state")
        }


@given(st.text(max_size=30))
def test_whatever_is_typed_gives_known_codes_or_none(typed: str) -> None:
    assert all(code in vocabulary("state") for code in find_states(typed))


@pytest.mark.parametrize(
    ("length", "words"),
    [
        (None, ""),
        (timedelta(seconds=3), "3 seconds"),
        (timedelta(minutes=1), "1 minute"),
        (timedelta(minutes=-15), "15 minutes"),
        (timedelta(minutes=89), "89 minutes"),
        (timedelta(hours=2), "2 hours"),
        (timedelta(days=3), "3 days"),
        (timedelta(days=30), "30 days"),
    ],
)
def test_a_length_of_time_is_said_in_the_unit_that_people_say(length: timedelta | None, words: str) -> None:
    with translation.override("en"):
        assert duration(length) == words


def test_lengths_of_time_are_said_in_the_readers_language() -> None:
    with translation.override("ru"):
        assert [duration(timedelta(minutes=each)) for each in (1, 2, 15)] == [
            "1 минута",
            "2 минуты",
            "15 минут",
        ]
    with translation.override("kk"):
        assert duration(timedelta(days=3)) == "3 күн"


@pytest.mark.parametrize(
    ("value", "language", "shown"),
    [
        ("2031-05-04", "en", "4 May 2031"),
        ("2031-02-30", "en", "2031-02-30"),
        ("20310504", "en", "20310504"),
        ("1974-XX-XX", "en", "1974-XX-XX"),
        ("Germany", "ru", "Германия"),
        ("GERMANY", "ru", "GERMANY"),
        ("L898902C3", "kk", "L898902C3"),
    ],
)
def test_a_value_in_a_sentence_is_in_the_readers_form_and_what_stands_on_the_document_is_not(
    value: str, language: str, shown: str
) -> None:
    with translation.override(language):
        assert in_readers_form(value) == shown
