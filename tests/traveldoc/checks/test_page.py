"""The typeface of a zone as a finding: what is seen, where, and what a picture that shows too little costs."""

import pytest

from traveldoc.checks.page import FONT, font
from traveldoc.finding import Finding, Grade, Place, overall
from traveldoc.mrz.typeface import Odd, Typeface, Verdict

ODD = (Odd(2, 14, "7"), Odd(2, 15, "4"), Odd(1, 3, "U"), Odd(2, 22, "1"))
GOOD = Typeface(Verdict.OCR_B, 20)
OTHER = Typeface(Verdict.OTHER, 18, ODD)


def ask(*typefaces: Typeface) -> Finding:
    (finding,) = font(typefaces)
    assert finding.id == "page.mrz-font"
    assert finding.clause == "Doc 9303-3, 4.4; ISO 1073-2"
    return finding


def test_without_a_picture_the_question_is_not_asked() -> None:
    assert font([]) == ()


def test_ocr_b_is_consistent_and_says_how_much_was_compared() -> None:
    finding = ask(GOOD)
    assert finding.grade is Grade.CONSISTENT
    assert str(finding.seen) == "20 different characters, as in OCR-B"


def test_another_typeface_is_inconsistent_and_names_each_character_once() -> None:
    finding = ask(Typeface(Verdict.OTHER, 18, (*ODD, Odd(2, 25, "7"))))
    assert finding.grade is Grade.INCONSISTENT
    assert "not as in OCR-B are 1 (2:22), 4 (2:15), 7 (2:14), U (1:3)" in str(finding.seen)
    assert finding.place == Place("mrz")
    assert finding.hint == FONT.hint


@pytest.mark.parametrize("verdict", [Verdict.UNCLEAR, Verdict.SMALL, Verdict.BLURRED, Verdict.FEW])
def test_a_picture_that_does_not_show_the_shapes_is_not_held_against_the_document(verdict: Verdict) -> None:
    finding = ask(Typeface(verdict))
    assert finding.grade is Grade.NOT_EXAMINED
    assert "take a sharp picture" in str(finding.hint)
    assert overall([finding]) is Grade.NOT_EXAMINED


def test_a_picture_that_shows_the_shapes_speaks_for_one_that_does_not() -> None:
    assert ask(Typeface(Verdict.SMALL), GOOD).grade is Grade.CONSISTENT
    assert ask(Typeface(Verdict.BLURRED), OTHER).grade is Grade.INCONSISTENT


def test_pictures_that_contradict_each_other_are_a_question() -> None:
    for pair in ((GOOD, OTHER), (OTHER, GOOD)):
        assert ask(*pair).grade is Grade.INCONCLUSIVE
