import pytest
from hypothesis import given
from hypothesis import strategies as st

from traveldoc.mrz.parse import parse
from traveldoc.mrz.reading import Reading

TD3 = ("P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<", "L898902C36UTO7408122F1204159ZE184226B<<<<<10")
TD2 = ("I<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<", "D231458907UTO7408122F1204159<<<<<<<6")
TD1 = ("I<UTOD231458907<<<<<<<<<<<<<<<", "7408122F1204159UTO<<<<<<<<<<<6", "ERIKSSON<<ANNA<MARIA<<<<<<<<<<")
MRVA = ("V<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<", "L8988901C4XXX7408122F96121096ZE184226B<<<<<<")
MRVB = ("V<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<", "L8988901C4XXX7408122F9612109<<<<<<<<")
FRENCH = ("IDFRADOUEL<<<<<<<<<<<<<<<<<<<<932013", "0506932020438CHRISTIANE<<NI2906209F3")
ALL = [("TD3", TD3), ("TD2", TD2), ("TD1", TD1), ("MRVA", MRVA), ("MRVB", MRVB), ("FR2x36", FRENCH)]


def shapes(lines: tuple[str, ...]) -> dict[str, object]:
    return {
        "lines": lines,
        "a list": list(lines),
        "text": "\n".join(lines),
        "carriage returns": "\r\n".join(lines) + "\r\n",
        "blank lines and margins": "\n\n   " + "   \n \n\t".join(lines) + "  \n\n",
        "joined": "".join(lines),
        "joined, with margins": "  " + "".join(lines) + " ",
        "a mark of the file": "\ufeff" + "\n".join(lines),
        "a reading": Reading(lines),
        "one line in a reading": Reading(("".join(lines),)),
    }


@pytest.mark.parametrize("shape", list(shapes(TD3)))
@pytest.mark.parametrize(("name", "lines"), ALL)
def test_the_same_zone_in_every_shape(name: str, lines: tuple[str, ...], shape: str) -> None:
    mrz = parse(shapes(lines)[shape])  # type: ignore[arg-type] # each of them is one of the three kinds
    assert mrz.layout == name
    assert mrz.lines == mrz.given == lines
    assert mrz.text == "".join(lines)
    assert mrz.clean


def test_fields_of_the_passport_of_doc_9303_4_appendix_b() -> None:
    assert parse(TD3).values == {
        "document_code": "P<",
        "issuer": "UTO",
        "name": "ERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<",
        "document_number": "L898902C3",
        "document_number_check": "6",
        "nationality": "UTO",
        "date_of_birth": "740812",
        "date_of_birth_check": "2",
        "sex": "F",
        "date_of_expiry": "120415",
        "date_of_expiry_check": "9",
        "optional_data": "ZE184226B<<<<<",
        "optional_data_check": "1",
        "composite_check": "0",
    }


def test_fields_of_the_french_card() -> None:
    values = parse(FRENCH).values
    assert values["surname"].rstrip("<") == "DOUEL"
    assert values["office"] == "932013"
    assert values["document_number"] == "050693202043"
    assert (values["date_of_issue"], values["department"], values["sequence"]) == ("0506", "932", "02043")
    assert values["given_names"] == "CHRISTIANE<<NI"


@pytest.mark.parametrize(
    "lines",
    [
        (),
        ("",),
        ("hello",),
        ("P" * 44,),
        ("P" * 44, "L" * 43),
        ("I" * 30, "I" * 30),
        ("I" * 29, "I" * 30, "I" * 30),
        ("A" * 36, "A" * 36, "A" * 36),
        ("A" * 40, "A" * 40),
        TD3 + TD3,
    ],
)
def test_lines_that_fit_no_format_have_no_fields(lines: tuple[str, ...]) -> None:
    mrz = parse(lines)
    assert mrz.format is None
    assert mrz.layout == ""
    assert mrz.values == {}
    assert mrz.given == mrz.lines == tuple(line for line in lines if line)


def test_a_new_french_card_is_a_td1_and_a_foreign_td2_stays_one() -> None:
    assert (
        parse(
            (
                "IDFRAX4RTBPFW46<<<<<<<<<<<<<<<",
                "9007138F3002119FRA<<<<<<<<<<<6",
                "MARTIN<<MAELYS<GAELLE<MARIE<<<",
            )
        ).layout
        == "TD1"
    )
    assert (
        parse(("IDFRAMARTIN<<MAELYS<<<<<<<<<<<<<<<<<", "X4RTBPFW46FRA9007138F3002119<<<<<<<6")).layout
        == "TD2"
    )


@pytest.mark.parametrize(
    ("given", "lines"),
    [
        (tuple(line.lower() for line in TD3), TD3),
        ((TD3[0].replace("<<ANNA", "« ANNA"), TD3[1]), TD3),
        ((TD3[0].replace("<", " "), TD3[1]), None),  # nobody can tell how many blanks stood at the end
        ((TD3[0].replace("<<ANNA", "«ANNA"), TD3[1]), TD3),
        ((TD3[0].replace("ANNA<MARIA", "ANNA MARIA"), TD3[1]), TD3),
        ((TD3[0][:10] + " " + TD3[0][10:], TD3[1]), TD3),
        ((TD3[0], TD3[1].replace("<", "‹")), TD3),
    ],
)
def test_a_proposal_of_what_typed_lines_mean_is_kept_beside_what_was_given(
    given: tuple[str, ...], lines: tuple[str, ...] | None
) -> None:
    mrz = parse(given)
    assert mrz.given == tuple(line.strip() for line in given)
    if lines is None:
        assert mrz.format is None
    else:
        assert mrz.lines == lines


def test_a_character_outside_the_set_is_not_taken_for_another() -> None:
    mrz = parse((TD3[0].replace("ERIK", "ÉRIK"), TD3[1]))
    assert mrz.layout == "TD3"
    assert not mrz.clean
    assert "É" in mrz.text


def test_confidences_and_second_choices_follow_their_characters() -> None:
    line = "  " + "".join(TD3) + "\n"
    sure = tuple(place / 1000 for place in range(len(line)))
    second = tuple("ABCDEFGH"[place % 8] for place in range(len(line)))
    mrz = parse(Reading((line,), (sure,), (second,), "photo 1"))
    assert mrz.lines == TD3
    assert mrz.reading.lines == TD3
    assert mrz.reading.source == "photo 1"
    assert mrz.reading.confidences[0][0] == sure[2]
    assert mrz.reading.confidences[1][43] == sure[89]
    assert mrz.reading.runners_up[1][0] == second[46]


@pytest.mark.parametrize(
    ("confidences", "runners_up"),
    [(((0.5,) * 44,), ()), (((0.5,) * 44, (0.5,) * 43), ()), ((), (("A",) * 3, ("A",) * 44))],
)
def test_a_reading_has_one_confidence_for_each_character(
    confidences: tuple[tuple[float, ...], ...], runners_up: tuple[tuple[str, ...], ...]
) -> None:
    with pytest.raises(ValueError, match="one value for each character"):
        Reading(TD3, confidences, runners_up)


@given(
    st.one_of(
        st.text(),
        st.lists(st.text(max_size=50), max_size=5),
        st.text(alphabet="AZ09<« \nЖ", min_size=70, max_size=95),
    )
)
def test_no_text_makes_parsing_fail(source: str | list[str]) -> None:
    mrz = parse(source)
    assert (mrz.format is None) == (not mrz.values)


@given(st.lists(st.text(min_size=0, max_size=60), min_size=1, max_size=4), st.floats(0, 1))
def test_no_reading_with_confidences_makes_parsing_fail(lines: list[str], sure: float) -> None:
    reading = Reading(
        tuple(lines),
        tuple((sure,) * len(line) for line in lines),
        tuple(("A",) * len(line) for line in lines),
    )
    mrz = parse(reading)
    assert [len(row) for row in mrz.reading.confidences] == [len(line) for line in mrz.reading.lines]
