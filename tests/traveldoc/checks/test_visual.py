"""What a person typed from the visual zone against the machine readable zone."""

from datetime import date

import pytest
from mrz_specimens import ON, PASSPORT, SPECIMENS, ask, made, worst

from traveldoc.facts import VISUAL_FIELDS
from traveldoc.finding import Finding, Grade

YES, NO, UNSURE, UNASKED = Grade.CONSISTENT, Grade.INCONSISTENT, Grade.INCONCLUSIVE, Grade.NOT_EXAMINED
NOW = date(2026, 11, 23)

ERIKSSON = {
    "surname": "Eriksson",
    "given_names": "Anna Maria",
    "document_number": "L898902C3",
    "nationality": "Utopian / UTO",
    "issuer": "UTO",
    "date_of_birth": "1974-08-12",
    "sex": "F",
    "date_of_expiry": "2012-04-15",
    "date_of_issue": "2007-04-16",
    "kind": "P",
    "optional_data": "Z E 184226 B",
}


def visual(text: str, fields: dict[str, str], on: date = ON) -> dict[str, Finding]:
    return {
        finding.id: finding for finding in ask(text, on, fields).findings if finding.id.startswith("visual.")
    }


def one(text: str, field: str, value: str, on: date = ON) -> Finding:
    return visual(text, {field: value}, on)["visual." + field.replace("_", "-")]


def test_doc_9303_4_figure_a_1_both_zones_agree() -> None:
    examination = ask(PASSPORT, ON, ERIKSSON)
    assert worst(examination) == {}
    found = visual(PASSPORT, ERIKSSON)
    assert {finding.grade for finding in found.values()} == {YES}
    assert len(found) == len(VISUAL_FIELDS)


def test_nothing_given_is_not_examined() -> None:
    found = visual(PASSPORT, {})
    assert {name: finding.grade for name, finding in found.items()} == {"visual.given": UNASKED}


def test_a_field_that_was_not_given_is_not_examined() -> None:
    found = visual(PASSPORT, {"surname": "Eriksson"})
    assert found.pop("visual.surname").grade is YES
    assert {finding.grade for finding in found.values()} == {UNASKED}
    assert len(found) == len(VISUAL_FIELDS) - 1


def test_without_a_readable_zone_nothing_can_be_compared() -> None:
    found = visual("no zone", {"surname": "Eriksson", "sex": "F"})
    assert {name: finding.grade for name, finding in found.items()} == {
        "visual.surname": UNASKED,
        "visual.sex": UNASKED,
    }


@pytest.mark.parametrize(
    ("field", "value", "grade"),
    [
        ("surname", "ERIKSON", NO),
        ("surname", "Eriksson, Anna Maria", YES),
        ("surname", "Érìksson", YES),
        ("surname", "ERIK SSON", UNSURE),
        ("surname", "山田", UNSURE),
        ("given_names", "ANNA", NO),
        ("given_names", "MARIA ANNA", NO),
        ("given_names", "Anna-Maria", YES),
        ("document_number", "L 898902 C3", YES),
        ("document_number", "l898902c3", YES),
        ("document_number", "L898902C8", NO),
        ("document_number", "L898902C3-1", UNSURE),
        ("nationality", "UTO", YES),
        ("nationality", "utopia (specimen documents)", YES),
        ("nationality", "FRA", NO),
        ("nationality", "Deutsch", UNSURE),
        ("issuer", "UT0", UNSURE),
        ("issuer", "FR", NO),
        ("date_of_birth", "1974-08-13", NO),
        ("date_of_birth", "1974-08-XX", NO),
        ("date_of_birth", "1874-08-12", UNSURE),
        ("date_of_expiry", "2012-04-16", NO),
        ("date_of_expiry", "2022-04-15", NO),
        ("sex", "F/F", YES),
        ("sex", "Ж / F", YES),
        ("sex", "Ж", YES),
        ("sex", "M", NO),
        ("sex", "X", NO),
        ("sex", "W", UNSURE),
        ("kind", "P<", YES),
        ("kind", "passport", YES),
        ("kind", "PD", UNSURE),
        ("kind", "ID", NO),
        ("kind", "visa", NO),
        ("date_of_issue", "2011-01-01", NO),  # after the day of the examination
        ("date_of_issue", "1970-01-01", NO),  # before the birth
        ("date_of_issue", "1999-01-01", NO),  # thirteen years before it expires
        ("date_of_issue", "2007-XX-XX", UNASKED),
        ("optional_data", "ZE184226B", YES),
        ("optional_data", "184226", YES),
        ("optional_data", "ZE184226C", NO),
        ("optional_data", "12", UNSURE),
    ],
)
def test_a_field_of_doc_9303_4_figure_a_1_read_otherwise(field: str, value: str, grade: Grade) -> None:
    finding = one(PASSPORT, field, value)
    assert finding.grade is grade
    if grade in (NO, UNSURE):
        assert value in str(finding.seen)
        assert str(finding.hint)


def test_an_expiry_before_the_issue_is_a_fault() -> None:
    assert one(PASSPORT, "date_of_issue", "2012-04-15", date(2012, 5, 1)).grade is NO


@pytest.mark.parametrize(
    ("particulars", "field", "value", "grade"),
    [
        ({"surname": "MUELLER"}, "surname", "Müller", YES),
        ({"surname": "MULLER"}, "surname", "Müller", YES),
        ({"surname": "SERGEYEV"}, "surname", "Сергеев", UNSURE),
        ({"surname": "SERGEEV"}, "surname", "Сергеев", YES),
        ({"surname": "QASYMOV"}, "surname", "Қасымов", UNSURE),
        ({"surname": "A" * 30, "given_names": "B" * 30}, "given_names", "B" * 30, YES),
        ({"surname": "A" * 50, "given_names": "B"}, "surname", "A" * 50, YES),
        ({"issuer": "D"}, "issuer", "Germany", YES),
        ({"issuer": "D"}, "issuer", "DEU", YES),
        ({"issuer": "D"}, "issuer", "DE", YES),
        ({"issuer": "D"}, "issuer", "Германия", YES),
        ({"issuer": "KAZ"}, "issuer", "Kazakhstan", YES),
        ({"sex": "<"}, "sex", "X", YES),
        ({"sex": "X"}, "sex", "X", YES),
        ({"sex": "<"}, "sex", "F", NO),
        ({"date_of_birth": "90<<<<"}, "date_of_birth", "1990-XX-XX", YES),
        ({"date_of_birth": "90<<<<"}, "date_of_birth", "1990-01-01", NO),
        ({"date_of_birth": "<<<<<<"}, "date_of_birth", "XXXX-XX-XX", YES),
        ({"date_of_birth": "200101"}, "date_of_birth", "1920-01-01", YES),
        ({"date_of_birth": "200101"}, "date_of_birth", "2020-01-01", YES),
        ({"document_code": "PN"}, "kind", "P", UNSURE),
        ({}, "optional_data", "123456", UNSURE),
        ({}, "date_of_issue", "2020-01-02", YES),
    ],
)
def test_fields_of_a_made_passport(particulars: dict[str, str], field: str, value: str, grade: Grade) -> None:
    assert one(made(**particulars), field, value, NOW).grade is grade


def test_a_truncated_name_agrees_as_far_as_it_goes_and_says_so() -> None:
    finding = one(made(surname="A" * 50, given_names="B"), "surname", "A" * 50, NOW)
    assert "truncated" in str(finding.hint)


def test_doc_9303_7_note_j_a_visa_shows_the_nine_principal_characters_of_a_longer_number() -> None:
    finding = one(made("MRVA", document_number="N12345678"), "document_number", "N1234567890", NOW)
    assert finding.grade is YES
    assert "9 principal characters" in str(finding.hint)


def test_the_full_number_of_a_card_is_compared() -> None:
    text = made("TD1", document_number="000590448301", optional_data="AB12", issuer="BEL", nationality="BEL")
    assert one(text, "document_number", "000-590448-301", NOW).grade is YES
    assert one(text, "document_number", "000-590448-302", NOW).grade is NO
    assert one(text, "optional_data", "AB12", NOW).grade is YES


def test_the_second_field_of_optional_data_is_looked_at_too() -> None:
    assert (
        one(made("TD1", optional_data_2="85010100200"), "optional_data", "85.01.01-002.00", NOW).grade is YES
    )
    assert (
        one(made("TD1", optional_data_2="85010100200"), "optional_data", "85.01.01-002.01", NOW).grade is NO
    )


def test_the_french_card_is_compared_where_it_has_the_field() -> None:
    text = next(text for who, text, _ in SPECIMENS if "2005" in who)
    fields = {
        "surname": "Douel",
        "given_names": "Christiane Nicole",
        "document_number": "050693202043",
        "date_of_birth": "1929-06-20",
        "date_of_issue": "2005-06-14",
        "date_of_expiry": "2015-06-13",
        "nationality": "FRA",
        "optional_data": "12",
    }
    found = {name.removeprefix("visual."): finding.grade for name, finding in visual(text, fields).items()}
    assert found == {
        "surname": YES,
        "given-names": YES,
        "document-number": YES,
        "date-of-birth": YES,
        "date-of-issue": YES,
        "date-of-expiry": UNASKED,
        "nationality": UNASKED,
        "optional-data": UNSURE,
        "issuer": UNASKED,
        "sex": UNASKED,
        "kind": UNASKED,
    }
    assert one(text, "date_of_issue", "2005-07-14").grade is NO
    assert one(text, "surname", "Duell").grade is NO
