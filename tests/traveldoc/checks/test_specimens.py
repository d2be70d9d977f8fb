from datetime import date

import pytest
from mrz_specimens import SPECIMENS, ask, changed, worst

from traveldoc.finding import Grade


@pytest.mark.parametrize(("who", "text", "on"), SPECIMENS, ids=[who for who, *_ in SPECIMENS])
def test_nothing_is_held_against_a_genuine_specimen(who: str, text: str, on: date) -> None:
    examination = ask(text, on)
    assert worst(examination) == {}
    assert examination.grade is Grade.CONSISTENT
    assert examination.proposals == ()


@pytest.mark.parametrize(("who", "text", "on"), SPECIMENS, ids=[who for who, *_ in SPECIMENS])
def test_the_document_of_a_specimen_has_its_fields(who: str, text: str, on: date) -> None:
    document = ask(text, on).document
    assert document.format
    assert document.kind
    assert document.issuer
    assert document.document_number
    assert document.surname
    assert document.nationality
    assert document.date_of_birth
    assert document.sex in "FMX"


def test_doc_9303_10_the_example_of_a_td1_has_a_wrong_composite_check_digit() -> None:
    """The standard prints 4; 4.2.4 of part 5 gives 8. A wrong example is found like a forgery is."""
    text = "I<NLDXI85935F86999999990<<<<<<\n7208148F1108268NLD<<<<<<<<<<<4\nVAN<DER<STEEN<<MARIANNE<LOUISE"
    faults = worst(ask(text))
    assert set(faults) == {"mrz.check-digit.composite"}
    assert str(faults["mrz.check-digit.composite"].expected) == "the check digit 8, calculated over the field"
    assert str(faults["mrz.check-digit.composite"].seen) == "the check digit 4"
    assert worst(ask(changed(text, 2, 30, "8"))) == {}


def test_doc_9303_2_the_specimen_with_an_altered_composite_check_digit() -> None:
    """Part 2, appendix F: the reading B4 of a check digit 84 is shown as a fault."""
    text = "P<UTOSCHWAIGER<<MICHAEL<<<<<<<<<<<<<<<<<<<<<\nG20020GB<0AUT8502050M19111721122334455<<<<B4"
    assert "mrz.field-characters" in worst(ask(text, date(2015, 1, 1)))
