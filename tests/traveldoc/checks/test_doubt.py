"""Reading errors are not forgeries."""

from datetime import date

import pytest
from mrz_specimens import ON, PASSPORT, changed, worst

from traveldoc.checks.subject import Proposal
from traveldoc.examine import Examination, examine
from traveldoc.facts import Facts, Reading, VisualForm
from traveldoc.finding import Finding, Grade, Place
from traveldoc.mrz.reading import CERTAIN


def read(
    text: str, doubts: dict[tuple[int, int], float], second: dict[tuple[int, int], str] | None = None
) -> Reading:
    lines = tuple(text.split("\n"))
    sure = tuple(
        tuple(doubts.get((line, column), 0.99) for column in range(1, len(row) + 1))
        for line, row in enumerate(lines, 1)
    )
    others = tuple(
        tuple((second or {}).get((line, column), "") for column in range(1, len(row) + 1))
        for line, row in enumerate(lines, 1)
    )
    return Reading(lines, sure, others, "photo 1")


def look(reading: Reading, *others: Reading, on: date = ON, visual: VisualForm | None = None) -> Examination:
    return examine(Facts((reading, *others), visual or VisualForm()), on=on)


def found(examination: Examination, name: str) -> Finding:
    return next(finding for finding in examination.findings if finding.id == name)


def test_a_clear_reading_of_a_good_zone_is_consistent() -> None:
    examination = look(read(PASSPORT, {}))
    assert examination.grade is Grade.CONSISTENT
    assert found(examination, "mrz.reading.certainty").grade is Grade.CONSISTENT


def test_a_fault_on_certain_characters_is_evidence() -> None:
    examination = look(read(changed(PASSPORT, 2, 10, "7"), {}))
    assert examination.grade is Grade.INCONSISTENT


def test_a_fault_on_an_uncertain_character_asks_to_confirm_that_character() -> None:
    text = changed(PASSPORT, 2, 3, "B")  # L898902C3 read as L8B8902C3
    examination = look(read(text, {(2, 3): 0.55}, {(2, 3): "9"}))
    finding = found(examination, "mrz.check-digit.document-number")
    assert finding.grade is Grade.INCONCLUSIVE
    assert finding.place == Place("mrz", 2, 3, 3)
    assert "character 3 of line 2" in str(finding.hint)
    assert "“9”" in str(finding.hint)
    assert examination.grade is Grade.INCONCLUSIVE
    assert Proposal("mrz.check-digit.document-number", 2, 3, "B", "9") in examination.proposals
    assert examination.document.document_number == "L8B8902C3", "nothing is corrected silently"


def test_a_lookalike_is_proposed_where_there_is_no_second_choice() -> None:
    text = changed(PASSPORT, 2, 6, "O")  # 0 read as O
    examination = look(read(text, {(2, 6): 0.6}))
    assert Proposal("mrz.check-digit.document-number", 2, 6, "O", "0") in examination.proposals


def test_an_uncertain_check_digit_may_be_the_error() -> None:
    text = changed(PASSPORT, 2, 10, "8")
    examination = look(read(text, {(2, 10): 0.4}, {(2, 10): "6"}))
    assert found(examination, "mrz.check-digit.document-number").place == Place("mrz", 2, 10, 10)
    assert Proposal("mrz.check-digit.document-number", 2, 10, "8", "6") in examination.proposals


def test_doubt_elsewhere_does_not_excuse_a_fault() -> None:
    examination = look(read(changed(PASSPORT, 2, 10, "7"), {(1, 7): 0.3, (2, 30): 0.3}))
    assert found(examination, "mrz.check-digit.document-number").grade is Grade.INCONSISTENT


def test_the_composite_is_not_excused_by_doubt_that_another_check_digit_removes() -> None:
    text = changed(PASSPORT, 2, 44, "1")
    examination = look(read(text, {(2, 3): 0.5}))
    assert found(examination, "mrz.check-digit.composite").grade is Grade.INCONSISTENT


def test_the_composite_is_inconclusive_where_it_rests_on_doubt() -> None:
    text = changed(PASSPORT, 2, 3, "B")
    examination = look(read(text, {(2, 3): 0.5}))
    finding = found(examination, "mrz.check-digit.composite")
    assert finding.grade is Grade.INCONCLUSIVE
    assert finding.place == Place("mrz", 2, 3, 3)


def test_an_uncertain_character_with_no_repair_is_still_inconclusive() -> None:
    text = changed(PASSPORT, 2, 10, "7")
    examination = look(read(text, {(2, 3): 0.5}, {(2, 3): "J"}))
    finding = found(examination, "mrz.check-digit.document-number")
    assert finding.grade is Grade.INCONCLUSIVE
    assert finding.place == Place("mrz", 2, 3, 3)


def test_a_filler_for_a_check_digit_with_doubt_proposes_the_digit_only() -> None:
    text = changed(PASSPORT, 2, 10, "<")
    examination = look(read(text, {(2, 3): 0.5, (2, 10): 0.5}, {(2, 10): "6"}))
    assert Proposal("mrz.check-digit.document-number", 2, 10, "<", "6") in examination.proposals


@pytest.mark.parametrize(
    ("line", "column", "to", "check"),
    [
        (1, 8, "1", "mrz.field-characters"),
        (1, 3, "UTA", "mrz.code.issuer"),
        (1, 1, "X", "mrz.code.document"),
        (1, 14, "<<<", "mrz.name.form"),
        (2, 21, "8", "mrz.sex"),
        (2, 16, "13", "mrz.date.birth"),
        (1, 6, "é", "mrz.characters"),
        (2, 1, "<", "mrz.filler"),
    ],
)
def test_every_kind_of_fault_waits_for_an_uncertain_character(
    line: int, column: int, to: str, check: str
) -> None:
    text = changed(PASSPORT, line, column, to)
    assert worst(look(read(text, {})))[check].grade is Grade.INCONSISTENT
    finding = worst(look(read(text, {(line, column): CERTAIN - 0.01})))[check]
    assert finding.grade is Grade.INCONCLUSIVE
    assert finding.place == Place("mrz", line, column, column)


def test_the_threshold_is_ninety_percent() -> None:
    text = changed(PASSPORT, 2, 10, "7")
    assert CERTAIN == 0.90
    assert (
        worst(look(read(text, {(2, 10): 0.90})))["mrz.check-digit.document-number"].grade
        is Grade.INCONSISTENT
    )
    assert (
        worst(look(read(text, {(2, 10): 0.89})))["mrz.check-digit.document-number"].grade
        is Grade.INCONCLUSIVE
    )


def test_doubt_in_the_name_is_said_without_lowering_the_grade() -> None:
    examination = look(read(PASSPORT, {(1, 7): 0.5, (1, 9): 0.4, (2, 3): 0.2}, {(1, 9): "X"}))
    finding = found(examination, "mrz.reading.certainty")
    assert finding.grade is Grade.NOT_EXAMINED
    assert finding.place == Place("mrz", 1, 9, 9)
    assert str(finding.seen) == "2 characters in doubt, the first of them “K”"
    assert examination.grade is Grade.CONSISTENT


def test_a_photograph_with_a_line_cut_off_is_inconclusive() -> None:
    lines = PASSPORT.split("\n")
    cut = "\n".join((lines[0], lines[1][:40]))
    examination = look(read(cut, {}))
    assert {fault.grade for fault in worst(examination).values()} == {Grade.INCONCLUSIVE}


def test_two_readings_that_agree() -> None:
    examination = look(read(PASSPORT, {}), Reading((PASSPORT,)))
    assert found(examination, "mrz.reading.agreement").grade is Grade.CONSISTENT


def test_two_readings_that_differ_are_an_error_or_two_documents() -> None:
    other = Reading((changed(PASSPORT, 1, 6, "F"),))
    finding = found(look(read(PASSPORT, {}), other), "mrz.reading.agreement")
    assert finding.grade is Grade.INCONCLUSIVE
    assert finding.place == Place("mrz", 1, 6, 6)
    assert str(finding.seen) == "“E” in one reading, “F” in another"


def test_two_readings_of_different_shape() -> None:
    finding = found(look(read(PASSPORT, {}), Reading(("I<UTO",))), "mrz.reading.agreement")
    assert finding.grade is Grade.INCONCLUSIVE


def test_a_name_that_differs_on_an_uncertain_character_is_inconclusive() -> None:
    text = changed(PASSPORT, 1, 8, "L")
    visual = VisualForm(surname="Eriksson")
    assert worst(look(read(text, {}), visual=visual))["visual.surname"].grade is Grade.INCONSISTENT
    assert worst(look(read(text, {(1, 8): 0.5}), visual=visual))["visual.surname"].grade is Grade.INCONCLUSIVE


def test_a_typed_error_is_evidence_with_a_proposal() -> None:
    examination = look(Reading((changed(PASSPORT, 2, 6, "O"),)))
    finding = found(examination, "mrz.check-digit.document-number")
    assert finding.grade is Grade.INCONSISTENT
    assert "It would fit if character 6 of line 2 were “0” instead of “O”" in str(finding.hint)


def test_a_typed_check_digit_that_looks_like_the_right_one() -> None:
    examination = look(Reading((changed(PASSPORT, 2, 10, "G"),)))
    assert Proposal("mrz.check-digit.document-number", 2, 10, "G", "6") in examination.proposals


def test_the_first_reading_that_fits_a_format_is_examined() -> None:
    examination = look(Reading(("not a zone",)), read(PASSPORT, {}))
    assert examination.document.format == "TD3"
    assert found(examination, "mrz.reading.agreement").grade is Grade.INCONCLUSIVE
    assert look(Reading(("no",)), Reading(("zone",))).document.lines == ("no",)


def test_of_several_repairs_the_one_that_makes_most_check_digits_fit_is_proposed() -> None:
    """The composite counts the field again with other weights: it tells the repairs apart."""
    text = changed(PASSPORT, 2, 8, "O")  # C in L898902C3 read as O: several lookalikes fit the field
    examination = look(read(text, {(2, 2): 0.6, (2, 8): 0.6}, {(2, 8): "C"}))
    assert Proposal("mrz.check-digit.document-number", 2, 8, "O", "C") in examination.proposals


def test_where_a_field_is_wrong_no_repair_of_the_composite_is_proposed() -> None:
    examination = look(Reading((changed(PASSPORT, 2, 6, "O"),)))
    assert {proposal.check for proposal in examination.proposals} == {"mrz.check-digit.document-number"}


def test_a_wrong_check_digit_is_placed_on_its_field_and_itself() -> None:
    finding = found(look(Reading((changed(PASSPORT, 2, 10, "7"),))), "mrz.check-digit.document-number")
    assert finding.place == Place("mrz", 2, 1, 10)
    finding = found(look(Reading((changed(PASSPORT, 2, 44, "7"),))), "mrz.check-digit.composite")
    assert finding.place == Place("mrz", 2, 44, 44)


def test_a_second_choice_outside_the_alphabet_is_not_proposed() -> None:
    examination = look(read(changed(PASSPORT, 2, 10, "7"), {(2, 3): 0.5}, {(2, 3): "é"}))
    assert examination.proposals == ()


def test_a_wrong_composite_alone_is_repaired_also_where_the_optional_data_are_empty() -> None:
    good = "P<KAZSPECIMEN<<AIGERIM<<<<<<<<<<<<<<<<<<<<<<\nN123456785KAZ9001011F3001019<<<<<<<<<<<<<<<6"
    assert look(Reading((good,)), on=date(2026, 1, 1)).grade is Grade.CONSISTENT
    examination = look(Reading((changed(good, 2, 44, "G"),)), on=date(2026, 1, 1))
    assert Proposal("mrz.check-digit.composite", 2, 44, "G", "6") in examination.proposals


def test_doubt_and_a_foreign_character_in_one_zone() -> None:
    text = changed(changed(PASSPORT, 1, 6, "É"), 2, 44, "7")
    examination = look(read(text, {(2, 3): 0.5, (1, 6): 0.5}))
    assert found(examination, "mrz.characters").grade is Grade.INCONCLUSIVE
    assert found(examination, "mrz.check-digit.composite").grade is Grade.INCONSISTENT
