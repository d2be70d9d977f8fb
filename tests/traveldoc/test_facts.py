from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from traveldoc.facts import VISUAL_FIELDS, Facts, VisualForm, VisualFormError, is_iso_date
from traveldoc.finding import Phrase


def test_a_mapping_becomes_a_form() -> None:
    form = VisualForm.from_mapping(
        {
            "surname": " Eriksson ",
            "document_number": 123,
            "date_of_birth": date(1974, 8, 12),
            "sex": None,
            "kind": "P",
        }
    )
    assert form == VisualForm(surname="Eriksson", document_number="123", date_of_birth="1974-08-12", kind="P")
    assert form.given() == ("surname", "document_number", "date_of_birth", "kind")


def test_a_date_with_a_time_is_its_date() -> None:
    form = VisualForm.from_mapping({"date_of_expiry": datetime(2030, 1, 2, 3, 4)})  # noqa: DTZ001 - YAML makes such
    assert form.date_of_expiry == "2030-01-02"


@pytest.mark.parametrize(
    ("mapping", "words"),
    [
        ([], ["must be a list of fields and values"]),
        ("surname", ["must be a list of fields and values"]),
        ({"name": "X"}, ["There is no field “name”. The fields are: surname, given_names"]),
        ({1: "X"}, ["There is no field “1”"]),
        ({"surname": ["X"]}, ["The field “surname” must be a text."]),
        ({"surname": True}, ["The field “surname” must be a text."]),
        ({"surname": 1.5}, ["must be a text"]),
        ({"surname": "X" * 201}, ["longer than 200 characters"]),
        ({"date_of_birth": "12.08.1974"}, ["“date_of_birth” is no date: “12.08.1974”. Write YYYY-MM-DD"]),
        ({"date_of_birth": "x", "who": 1}, ["is no date", "There is no field “who”"]),
    ],
)
def test_every_field_that_cannot_be_used_is_named(mapping: object, words: list[str]) -> None:
    with pytest.raises(VisualFormError) as caught:
        VisualForm.from_mapping(mapping)
    assert len(caught.value.problems) == len(words)
    for word in words:
        assert word in str(caught.value)


@pytest.mark.parametrize(
    "text", ["1974-08-12", "1974-08-XX", "1974-XX-XX", "XXXX-XX-XX", "XXXX-08-12", "2000-02-29", "XXXX-02-29"]
)
def test_dates_with_unknown_parts(text: str) -> None:
    assert is_iso_date(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "1974-8-12",
        "1974/08/12",
        "1974-13-01",
        "1974-02-30",
        "0000-01-01",
        "XX74-08-12",
        "1974-0X-12",
        "١٩٧٤-08-12",
        "1974-08-1 ",
    ],
)
def test_what_is_no_date(text: str) -> None:
    assert not is_iso_date(text)


@given(
    st.one_of(
        st.none(),
        st.text(),
        st.dictionaries(
            st.sampled_from([*VISUAL_FIELDS, "other"]),
            st.one_of(st.none(), st.text(), st.integers(), st.lists(st.text()), st.dates()),
        ),
    )
)
def test_a_form_is_made_or_refused_with_reasons(mapping: object) -> None:
    problems: tuple[Phrase, ...] = ()
    form = VisualForm()
    try:
        form = VisualForm.from_mapping(mapping)
    except VisualFormError as error:
        problems = error.problems
    assert not (problems and form.given())
    assert problems or isinstance(mapping, dict)


def test_facts_may_be_empty() -> None:
    assert Facts() == Facts((), VisualForm(), ())
