"""The rules of an inspection: states, dates as officers type them, ages, case numbers."""

from datetime import UTC, date, datetime
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from secondline.inspections.rules import (
    AGE_BANDS,
    CARRIER_AT,
    PAGES,
    REFERRALS,
    REFUSED,
    RIGHT,
    SLOT,
    SLOTS,
    TRANSITIONS,
    CaseNotNowError,
    Particulars,
    State,
    Verb,
    after,
    age_band,
    case_number,
    first_of_month,
    fraud_class,
    local_day,
    read_day,
    states_markdown,
)
from secondline.people.rules import TABLE
from traveldoc.facts import is_iso_date
from traveldoc.vocabulary import vocabulary

# Said a second time, by hand: what an open and what a concluded inspection allows.
OPEN_ALLOWS = {"ADD", "TRANSCRIBE", "EXAMINE", "REFER", "PUT", "HEAR", "DECIDE"} | {
    *("CHECK", "TELL", "COMPARE", "LINK")
}
CONCLUDED_ALLOWS = {"REFER", "PUT", "HEAR", "DECIDE", "REOPEN", "LINK"}


@pytest.mark.parametrize(("state", "verb"), list(product(State, Verb)))
def test_every_state_and_verb_does_what_the_table_says_and_nothing_else(state: State, verb: Verb) -> None:
    allowed = OPEN_ALLOWS if state == State.OPEN else CONCLUDED_ALLOWS
    if verb.name not in allowed:
        with pytest.raises(CaseNotNowError) as told:
            after(state, verb)
        assert (told.value.state, told.value.verb) == (state, verb)
        return
    expected = {Verb.DECIDE: State.CONCLUDED, Verb.REOPEN: State.OPEN}.get(verb, state)
    assert after(state, verb) == expected == TRANSITIONS[state, verb]


def test_every_verb_needs_a_right_that_somebody_has() -> None:
    assert set(RIGHT) == set(Verb)
    assert all(any(verb == right for _role, verb in TABLE) for right in RIGHT.values())


def test_the_table_for_the_docs_has_every_transition() -> None:
    assert states_markdown().count("\n") == 1 + len(TRANSITIONS)


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("1974-08-12", "1974-08-12"),
        ("12.08.1974", "1974-08-12"),
        ("2.8.1974", "1974-08-02"),
        (" 12 AUG 1974 ", "1974-08-12"),
        ("12 Aug/Août 1974", "1974-08-12"),  # Doc 9303-3, 3.8: the month in two languages
        ("12 AUG / AOUT 1974", "1974-08-12"),
        ("XX AUG 1974", "1974-08-XX"),
        ("XX.XX.1974", "1974-XX-XX"),
        ("1974-XX-XX", "1974-XX-XX"),
        ("08/12/1974", None),  # nobody can tell the month
        ("31.02.1974", None),
        ("12 AUX 1974", None),
        ("12081974", None),
        ("tomorrow", None),
    ],
)
def test_a_date_is_read_as_officers_type_or_copy_it(typed: str, day: str | None) -> None:
    assert read_day(typed) == day


@given(st.text(max_size=40))
def test_whatever_is_typed_gives_a_date_or_none(typed: str) -> None:
    day = read_day(typed)
    assert day is None or is_iso_date(day)


@given(st.dates(date(1900, 1, 1), date(2099, 12, 31)))
def test_every_day_is_read_in_all_three_ways(day: date) -> None:
    expected = day.isoformat()
    assert read_day(f"{day.day}.{day.month}.{day.year}") == expected
    month = ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"][
        day.month - 1
    ]
    assert read_day(f"{day.day:02d} {month} {day.year}") == read_day(expected) == expected


@pytest.mark.parametrize(
    ("born", "band"),
    [
        ("2026-03-02", "under-18"),
        ("2008-03-03", "under-18"),  # eighteen tomorrow
        ("2008-03-02", "18-to-34"),  # eighteen today
        ("1991-03-03", "18-to-34"),
        ("1991-03-02", "35-to-64"),
        ("1961-03-02", "65-and-over"),
        ("1974-XX-XX", "35-to-64"),
        ("2008-XX-XX", ""),  # 17 or 18: not settled, so not said
        ("2008-03-XX", ""),
        ("2007-03-XX", "18-to-34"),
        ("XXXX-03-02", ""),
        ("", ""),
        ("2030-01-01", ""),
        ("1850-01-01", ""),
    ],
)
def test_an_age_band_is_given_only_where_it_is_settled(born: str, band: str) -> None:
    assert age_band(born, date(2026, 3, 2)) == band


def test_words_of_the_rules_are_words_of_the_vocabulary() -> None:
    assert {band for _age, band in AGE_BANDS} == {term.id for term in vocabulary("age-band")}
    assert {slot.light for slot in SLOTS} <= {term.id for term in vocabulary("light")}
    assert set(CARRIER_AT.values()) <= {term.id for term in vocabulary("carrier")}
    assert set(REFERRALS) == {term.id for term in vocabulary("referral")}
    assert REFUSED in vocabulary("outcome")
    usual = Particulars()
    assert usual.line in vocabulary("line")
    assert usual.role in vocabulary("role")
    assert usual.discovery in vocabulary("discovery")
    assert {slot.page for slot in SLOTS} == set(PAGES)
    assert len(SLOT) == len(SLOTS)


@pytest.mark.parametrize(
    ("term", "expected"),
    [
        ("counterfeit", ("counterfeit", "")),
        ("photo-substitution", ("forged", "photo-substitution")),
        ("look-alike", ("impostor", "look-alike")),
        ("impostor", ("impostor", "")),
        ("no-fraud-found", ("no-fraud-found", "")),
    ],
)
def test_a_kind_of_fraud_has_a_class_and_perhaps_a_subtype(term: str, expected: tuple[str, str]) -> None:
    assert fraud_class(term) == expected


def test_a_case_number_says_agency_year_and_number() -> None:
    assert case_number("UTO", 2026, 17) == "UTO-2026-0017"
    assert case_number("UTO", 2026, 12345) == "UTO-2026-12345"


def test_the_day_is_the_posts_day() -> None:
    late = datetime(2026, 12, 31, 20, 0, tzinfo=UTC)
    assert local_day(late, "Asia/Almaty") == date(2027, 1, 1)
    assert first_of_month(local_day(late, "UTC")) == date(2026, 12, 1)
