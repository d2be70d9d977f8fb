"""Deliberate faults in a zone that is otherwise in order: each is found by its check and graded rightly."""

from datetime import date

import pytest
from mrz_specimens import PASSPORT, SPECIMENS, ask, changed, made, worst

from traveldoc.finding import Grade

NO, UNSURE = Grade.INCONSISTENT, Grade.INCONCLUSIVE
NOW = date(2026, 11, 23)


@pytest.mark.parametrize("layout", ["TD1", "TD2", "TD3", "MRVA", "MRVB"])
def test_the_zone_that_the_faults_are_put_into_is_in_order(layout: str) -> None:
    assert worst(ask(made(layout), NOW)) == {}


@pytest.mark.parametrize(
    ("layout", "particulars", "check", "grade"),
    [
        ("TD3", {"issuer": "ZZZ", "nationality": "ZZZ"}, "mrz.code.issuer", NO),
        ("TD3", {"issuer": "DEU", "nationality": "D"}, "mrz.code.issuer", NO),
        ("TD3", {"issuer": "XXA"}, "mrz.code.issuer", NO),
        ("TD3", {"issuer": "IAO"}, "mrz.code.issuer", NO),
        ("TD3", {"issuer": "XKX"}, "mrz.code.issuer", NO),
        ("TD3", {"issuer": "YUG", "nationality": "YUG"}, "mrz.code.issuer", NO),
        ("TD2", {"document_code": "TS", "issuer": "FRA"}, "mrz.code.document", UNSURE),
        ("TD2", {"document_code": "TS"}, "mrz.code.document", NO),
        ("TD1", {"nationality": "QQQ"}, "mrz.code.nationality", NO),
        ("TD1", {"nationality": "DEU"}, "mrz.code.nationality", NO),
        ("TD1", {"nationality": "IAO"}, "mrz.code.nationality", NO),
        ("TD1", {"nationality": "SUN"}, "mrz.code.nationality", NO),
        ("TD3", {"nationality": "FRA"}, "mrz.code.nationality-of-issuer", UNSURE),
        ("TD3", {"document_code": "I"}, "mrz.code.document", NO),
        ("TD3", {"document_code": "P1"}, "mrz.code.document", NO),
        ("TD1", {"document_code": "P"}, "mrz.code.document", NO),
        ("TD1", {"document_code": "AI"}, "mrz.code.document", NO),
        ("TD1", {"document_code": "IV"}, "mrz.code.document", NO),
        ("TD2", {"document_code": "AC"}, "mrz.code.document", NO),
        ("TD2", {"document_code": "XD"}, "mrz.code.document", NO),
        ("TD3", {"date_of_birth": "901301"}, "mrz.date.birth", NO),
        ("TD3", {"date_of_birth": "900230"}, "mrz.date.birth", NO),
        ("TD3", {"date_of_birth": "910229"}, "mrz.date.birth", NO),
        ("TD3", {"date_of_birth": "90<101"}, "mrz.date.birth", NO),
        ("TD3", {"date_of_birth": "000000"}, "mrz.date.birth", NO),
        ("TD3", {"date_of_expiry": "300000"}, "mrz.date.expiry", NO),
        ("TD3", {"date_of_expiry": "30<<<<"}, "mrz.date.expiry", NO),
        ("TD3", {"date_of_expiry": "<<<<<<"}, "mrz.date.expiry", NO),
        ("TD1", {"date_of_expiry": "<<<<<<"}, "mrz.date.expiry", UNSURE),
        ("MRVB", {"date_of_expiry": "<<<<<<"}, "mrz.date.expiry", UNSURE),
        ("TD3", {"date_of_expiry": "261122"}, "mrz.date.expired", NO),
        ("TD1", {"date_of_expiry": "200101"}, "mrz.date.expired", NO),
        ("MRVA", {"date_of_expiry": "250101"}, "mrz.date.expired", NO),
        ("TD1", {"date_of_expiry": "990101"}, "mrz.date.expired", UNSURE),
        ("TD3", {"date_of_expiry": "990101"}, "mrz.date.expired", NO),
        ("TD3", {"date_of_expiry": "400101"}, "mrz.date.validity", NO),
        ("TD3", {"document_code": "PU", "date_of_expiry": "300101"}, "mrz.date.validity", UNSURE),
        ("TD1", {"date_of_expiry": "440101"}, "mrz.date.validity", UNSURE),
        ("MRVA", {"date_of_expiry": "440101"}, "mrz.date.validity", UNSURE),
        ("TD3", {"sex": "A"}, "mrz.sex", NO),
        ("TD3", {"sex": "1"}, "mrz.sex", NO),
        ("TD3", {"sex": "X"}, "mrz.sex", NO),
        ("TD3", {"document_number": ""}, "mrz.number", NO),
    ],
)
def test_a_fault_with_right_check_digits_is_found(
    layout: str, particulars: dict[str, str], check: str, grade: Grade
) -> None:
    faults = worst(ask(made(layout, **particulars), NOW))
    assert check in faults
    assert faults[check].grade is grade
    assert str(faults[check].hint)
    assert faults[check].place is not None


@pytest.mark.parametrize(
    ("line", "column", "to", "ids"),
    [
        (1, 1, "p", {"mrz.characters"}),
        (1, 6, "É", {"mrz.characters"}),
        (1, 8, "1", {"mrz.field-characters"}),
        (1, 3, "U1O", {"mrz.field-characters", "mrz.code.issuer"}),
        (1, 3, "<UT", {"mrz.filler", "mrz.code.issuer"}),
        (1, 3, "D<T", {"mrz.filler", "mrz.code.issuer"}),
        (1, 6, "<RIKSSON", {"mrz.name.form"}),
        (1, 14, "<<<NNA", {"mrz.name.form"}),
        (1, 20, "<<", {"mrz.name.form"}),
        (1, 44, "K", {"mrz.name.form"}),
        (2, 1, "<", {"mrz.filler", "mrz.check-digit.document-number", "mrz.check-digit.composite"}),
        (2, 10, "7", {"mrz.check-digit.document-number", "mrz.check-digit.composite"}),
        (2, 10, "<", {"mrz.check-digit.document-number", "mrz.check-digit.composite"}),
        (
            2,
            10,
            "A",
            {"mrz.check-digit.document-number", "mrz.check-digit.composite", "mrz.field-characters"},
        ),
        (2, 11, "UTA", {"mrz.code.nationality"}),
        (
            2,
            14,
            "O",
            {
                "mrz.field-characters",
                "mrz.date.birth",
                "mrz.check-digit.date-of-birth",
                "mrz.check-digit.composite",
            },
        ),
        (2, 14, "8", {"mrz.check-digit.date-of-birth", "mrz.check-digit.composite"}),
        (2, 20, "3", {"mrz.check-digit.date-of-birth", "mrz.check-digit.composite"}),
        (2, 22, "13", {"mrz.check-digit.date-of-expiry", "mrz.check-digit.composite"}),
        (2, 29, "Y", {"mrz.check-digit.optional-data", "mrz.check-digit.composite"}),
        (2, 43, "<", {"mrz.check-digit.optional-data", "mrz.check-digit.composite"}),
        (2, 44, "1", {"mrz.check-digit.composite"}),
        (2, 44, "<", {"mrz.check-digit.composite"}),
    ],
)
def test_changed_characters_of_doc_9303_4_figure_a_1(line: int, column: int, to: str, ids: set[str]) -> None:
    faults = worst(ask(changed(PASSPORT, line, column, to)))
    assert set(faults) == ids
    assert {finding.grade for finding in faults.values()} == {NO}


@pytest.mark.parametrize("digit", ["0", "<"])
def test_doc_9303_4_4_2_2_2_empty_optional_data_have_zero_or_a_filler(digit: str) -> None:
    assert worst(ask(made(empty_check=digit), NOW)) == {}


def test_a_filler_over_zeros_is_no_check_digit() -> None:
    """Zeros are data with the value zero; the standard lets the check digit go only where there are none."""
    text = made(optional_data="0")
    assert "mrz.check-digit.optional-data" in worst(ask(changed(text, 2, 43, "<"), NOW))


def test_another_digit_over_empty_optional_data_is_a_fault_that_names_both_forms() -> None:
    fault = worst(ask(changed(made(), 2, 43, "5"), NOW))["mrz.check-digit.optional-data"]
    assert str(fault.expected) == "0 or <, as the field is empty"


def test_a_filler_for_the_check_digit_of_an_empty_date_is_a_known_deviation() -> None:
    text = made("TD1", date_of_expiry="<<<<<<")
    text = changed(text, 2, 15, "<")
    faults = worst(ask(text, NOW))
    assert faults["mrz.check-digit.date-of-expiry"].grade is UNSURE
    assert set(faults) == {"mrz.check-digit.date-of-expiry", "mrz.date.expiry"}


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        (
            "I<UTOD23145890<7348<<<<<<<<<<<\n7408122F1204159UTO<<<<<<<<<<<0\nERIKSSON<<ANNA<MARIA<<<<<<<<<<",
            {"mrz.check-digit.document-number", "mrz.check-digit.composite"},
        ),
        (
            "I<UTOD23145890<<<<<<<<<<<<<<<<\n7408122F1204159UTO<<<<<<<<<<<1\nERIKSSON<<ANNA<MARIA<<<<<<<<<<",
            {"mrz.number", "mrz.check-digit.document-number", "mrz.check-digit.composite"},
        ),
    ],
)
def test_doc_9303_5_note_j_a_long_number_needs_its_rest_and_its_check_digit(text: str, ids: set[str]) -> None:
    assert set(worst(ask(text))) == ids


def test_the_check_digit_of_a_long_number_may_count_the_filler_as_older_cards_do() -> None:
    belgium = "IDBEL000590240<6013<<<<<<<<<<<"
    text = "\n".join((belgium, *made("TD1", issuer="BEL").split("\n")[1:]))
    finding = {finding.id: finding for finding in ask(text, NOW).findings}["mrz.check-digit.document-number"]
    assert finding.grade is Grade.CONSISTENT
    assert "also counts the filler" in str(finding.hint)


def test_an_indian_passport_without_surname_is_inconclusive() -> None:
    lines = made(issuer="IND", nationality="IND").split("\n")
    text = "P<IND<<FIRST<NAME<<<<<<<<<<<<<<<<<<<<<<<<<<<\n" + lines[1]
    faults = worst(ask(text, NOW))
    assert {name: fault.grade for name, fault in faults.items()} == {"mrz.name.form": UNSURE}
    assert ask(text, NOW).document.surname == "FIRST NAME"


@pytest.mark.parametrize(
    ("expiry", "on", "grade"),
    [
        ("130101", date(2012, 1, 1), UNSURE),
        ("140101", date(2012, 1, 1), NO),
        ("<<<<<<", date(2012, 1, 1), UNSURE),
    ],
)
def test_a_withdrawn_code_is_in_order_on_a_document_of_its_time(expiry: str, on: date, grade: Grade) -> None:
    """YUG was withdrawn in 2003: a passport of that year was valid until 2013."""
    text = made("TD1", issuer="YUG", nationality="YUG", date_of_expiry=expiry)
    faults = worst(ask(text, on))
    assert faults["mrz.code.issuer"].grade is grade
    assert faults["mrz.code.nationality"].grade is grade


def test_a_zone_without_any_name_is_a_fault() -> None:
    lines = made().split("\n")
    assert worst(ask("P<KAZ".ljust(44, "<") + "\n" + lines[1], NOW))["mrz.name.form"].grade is NO


def test_a_russian_internal_passport_is_no_forgery() -> None:
    """It writes Cyrillic letters with digits and has no expiry: a national layout in the shape of TD3."""
    number, birth = "3919353498", "7207233"
    line = f"{number}RUS{birth}M<<<<<<<4151218910003<5"
    text = "PNRUSZDRIL7K<<SERGEQ<ANATOL9EVI3<<<<<<<<<<<<\n" + line + "0"
    faults = worst(ask(text, NOW))
    assert {fault.grade for fault in faults.values()} == {UNSURE}
    assert {"mrz.field-characters", "mrz.date.expiry", "mrz.check-digit.date-of-expiry"} == set(faults)


def test_the_french_card_and_its_faults() -> None:
    text = next(text for who, text, _ in SPECIMENS if "2005" in who)
    on = date(2010, 1, 1)
    assert set(worst(ask(changed(text, 1, 6, "L"), on))) == {"mrz.check-digit.composite"}
    assert "mrz.check-digit.document-number" in worst(ask(changed(text, 2, 13, "9"), on))
    assert "mrz.date.issue" in worst(ask(changed(text, 2, 3, "13"), on))
    assert "mrz.date.issue" in worst(ask(changed(text, 2, 1, "11"), on))
    assert "mrz.date.issue" in worst(ask(changed(text, 2, 1, "22"), date(2026, 1, 1)))
    assert "mrz.name.form" in worst(ask(changed(text, 1, 6, "<"), on))
    assert "mrz.name.form" in worst(ask(changed(text, 2, 14, "<"), on))
    assert "mrz.field-characters" in worst(ask(changed(text, 2, 8, "A"), on))


def test_expired_is_asked_of_the_day_that_is_handed_in() -> None:
    assert "mrz.date.expired" not in worst(ask(PASSPORT, date(2012, 4, 15)))
    assert "mrz.date.expired" in worst(ask(PASSPORT, date(2012, 4, 16)))


def test_a_long_validity_is_counted_from_the_day_of_the_examination() -> None:
    assert worst(ask(made(date_of_expiry="360101"), date(2026, 1, 1))) == {}
    assert "mrz.date.validity" in worst(ask(made(date_of_expiry="380101"), date(2026, 1, 1)))
    assert worst(ask(made(date_of_expiry="360101"), date(2028, 2, 29))) == {}


@pytest.mark.parametrize(
    ("particulars", "expected"),
    [
        ({"issuer": "GBR", "nationality": "GBN"}, set()),
        ({"issuer": "CHN", "nationality": "HKG"}, set()),
        ({"issuer": "BMU", "nationality": "GBD"}, set()),
        ({"issuer": "D", "nationality": "D"}, set()),
        ({"document_code": "PR", "issuer": "D", "nationality": "SYR"}, set()),
        ({"issuer": "D", "nationality": "XXB"}, set()),
        ({"issuer": "UNO", "nationality": "UNO"}, set()),
        ({"issuer": "EUE", "nationality": "FRA"}, set()),
        ({"issuer": "XOM", "nationality": "ITA"}, set()),
        ({"issuer": "RKS", "nationality": "RKS"}, set()),
        ({"issuer": "ANT", "nationality": "NLD"}, set()),
        ({"sex": "<"}, set()),
        ({"date_of_birth": "<<<<<<"}, set()),
        ({"date_of_birth": "90<<<<"}, set()),
        ({"given_names": ""}, set()),
        ({"surname": "A" * 50}, set()),
        ({"document_number": "1", "issuer": "CHE", "nationality": "CHE"}, set()),
        ({"document_number": "AB 123-4"}, set()),
    ],
)
def test_what_is_unusual_but_allowed_is_no_fault(particulars: dict[str, str], expected: set[str]) -> None:
    assert set(worst(ask(made(**particulars), NOW))) == expected


@pytest.mark.parametrize(
    "code", ["PP", "PD", "PO", "PS", "PT", "PU", "PM", "PE", "PL", "PR", "PN", "PB", "PA"]
)
def test_every_second_letter_of_a_passport_is_allowed(code: str) -> None:
    assert "mrz.code.document" not in worst(ask(made(document_code=code), NOW))


@pytest.mark.parametrize(
    ("layout", "code"),
    [
        ("TD1", "AC"),
        ("TD1", "IR"),
        ("TD1", "AR"),
        ("TD1", "IP"),
        ("TD1", "CA"),
        ("TD1", "I0"),
        ("TD2", "IR"),
        ("MRVA", "VN"),
        ("MRVB", "V1"),
    ],
)
def test_codes_of_cards_and_visas(layout: str, code: str) -> None:
    assert worst(ask(made(layout, document_code=code), NOW)) == {}
