from datetime import date

import pytest
from mrz_specimens import PASSPORT, ask, worst

from traveldoc.finding import Grade, Place

LINES = PASSPORT.split("\n")


def test_no_zone_is_not_examined() -> None:
    for text in ("", "   \n \n"):
        examination = ask(text)
        assert examination.grade is Grade.NOT_EXAMINED
        assert examination.document.format is None
        assert [finding.id for finding in examination.findings] == ["mrz.format", "visual.given"]


@pytest.mark.parametrize(
    ("text", "line", "length"),
    [
        (LINES[0] + "\n" + LINES[1][:43], 2, 43),
        (LINES[0] + "<\n" + LINES[1], 1, 45),
        (LINES[0][:30] + "\n" + LINES[1], 1, 30),
    ],
)
def test_a_line_of_the_wrong_length_is_named(text: str, line: int, length: int) -> None:
    faults = worst(ask(text))
    assert set(faults) == {"mrz.format", "mrz.line-length"}
    finding = faults["mrz.line-length"]
    assert finding.grade is Grade.INCONSISTENT
    assert finding.place == Place("mrz", line, 1, length)
    assert str(finding.seen) == f"line {line} has {length} characters"
    assert str(finding.expected) == "44 characters in each line"


def test_lines_of_equal_length_but_the_wrong_number() -> None:
    faults = worst(ask("\n".join(LINES * 2)))
    assert set(faults) == {"mrz.format"}
    assert str(faults["mrz.format"].seen) == "4 lines of 44, 44, 44, 44 characters"


@pytest.mark.parametrize("text", ["hello there", "Good morning\nofficer", "L898902C3", "?"])
def test_words_typed_in_the_wrong_field_are_no_zone_and_no_fault(text: str) -> None:
    examination = ask(text)
    assert examination.grade is Grade.NOT_EXAMINED
    finding = examination.findings[0]
    assert (finding.id, finding.grade) == ("mrz.format", Grade.NOT_EXAMINED)
    assert str(finding.seen) == "words, not the lines of a machine readable zone"
    assert "with every “<”" in str(finding.hint)


@pytest.mark.parametrize("text", ["P<UTO", "good morning officer, here is my document", LINES[1][:20]])
def test_what_may_be_meant_as_a_line_is_a_fault(text: str) -> None:
    assert ask(text).grade is Grade.INCONSISTENT


def test_small_letters_are_a_fault_and_examined_as_capitals() -> None:
    examination = ask(PASSPORT.lower())
    faults = worst(examination)
    assert set(faults) == {"mrz.characters"}
    assert faults["mrz.characters"].grade is Grade.INCONSISTENT
    assert LINES[0] in str(faults["mrz.characters"].hint)
    assert examination.document.surname == "ERIKSSON"


def test_blanks_in_between_are_a_fault_and_their_line_is_too_long() -> None:
    faults = worst(ask(LINES[0][:10] + " " + LINES[0][10:] + "\n" + LINES[1]))
    assert set(faults) == {"mrz.characters", "mrz.line-length"}
    assert faults["mrz.characters"].place == Place("mrz", 1, 11, 11)


def test_signs_that_stand_for_fillers_are_a_fault() -> None:
    faults = worst(ask(LINES[0].replace("<", "‹") + "\n" + LINES[1]))
    assert set(faults) == {"mrz.characters"}


def test_a_foreign_character_leaves_its_check_digit_not_examined_and_the_others_examined() -> None:
    text = LINES[0] + "\nЛ" + LINES[1][1:]
    examination = ask(text, date(2010, 1, 1))
    grades = {finding.id: finding.grade for finding in examination.findings}
    assert grades["mrz.characters"] is Grade.INCONSISTENT
    assert grades["mrz.check-digit.document-number"] is Grade.NOT_EXAMINED
    assert grades["mrz.check-digit.composite"] is Grade.NOT_EXAMINED
    assert grades["mrz.check-digit.date-of-birth"] is Grade.CONSISTENT
