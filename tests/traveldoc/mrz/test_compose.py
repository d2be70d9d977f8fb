import pytest
from hypothesis import given
from hypothesis import strategies as st

from traveldoc.mrz.alphabet import DIGITS, LETTERS
from traveldoc.mrz.compose import ComposeError, Particulars, compose
from traveldoc.mrz.format import FORMATS
from traveldoc.mrz.name import read_name
from traveldoc.mrz.number import long_number
from traveldoc.mrz.parse import parse

ERIKSSON = {
    "issuer": "UTO",
    "surname": "Eriksson",
    "given_names": "Anna Maria",
    "nationality": "UTO",
    "date_of_birth": "740812",
    "sex": "F",
    "date_of_expiry": "120415",
}


@pytest.mark.parametrize(
    ("clause", "layout", "particulars", "lines"),
    [
        (
            "Doc 9303-4, figure A-1",
            "TD3",
            Particulars(
                document_code="P", document_number="L898902C3", optional_data="ZE184226B", **ERIKSSON
            ),
            ("P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<", "L898902C36UTO7408122F1204159ZE184226B<<<<<10"),
        ),
        (
            "Doc 9303-4, figure A-2",
            "TD3",
            Particulars(
                document_code="P",
                issuer="UTO",
                surname="Иванова",
                given_names="Анна",
                document_number="L898902C3",
                nationality="UTO",
                date_of_birth="740812",
                sex="F",
                date_of_expiry="250415",
                optional_data="184226",
            ),
            ("P<UTOIVANOVA<<ANNA<<<<<<<<<<<<<<<<<<<<<<<<<<", "L898902C36UTO7408122F2504155184226<<<<<<<<18"),
        ),
        (
            "Doc 9303-3, appendix A, example 3",
            "TD3",
            Particulars(
                document_code="P",
                issuer="UTO",
                surname="X",
                document_number="HA672242",
                nationality="YTO",
                date_of_birth="580225",
                sex="M",
                date_of_expiry="960108",
                empty_check="0",
            ),
            ("P<UTOX<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<", "HA672242<6YTO5802254M9601086<<<<<<<<<<<<<<08"),
        ),
        (
            "Doc 9303-5, figure A-2",
            "TD1",
            Particulars(document_code="I", document_number="D23145890", **ERIKSSON),
            (
                "I<UTOD231458907<<<<<<<<<<<<<<<",
                "7408122F1204159UTO<<<<<<<<<<<6",
                "ERIKSSON<<ANNA<MARIA<<<<<<<<<<",
            ),
        ),
        (
            "Doc 9303-3, appendix A, example 4",
            "TD1",
            Particulars(
                document_code="I",
                issuer="YTO",
                surname="X",
                document_number="D23145890",
                nationality="YTO",
                date_of_birth="340712",
                sex="M",
                date_of_expiry="950712",
            ),
            (
                "I<YTOD231458907<<<<<<<<<<<<<<<",
                "3407127M9507122YTO<<<<<<<<<<<2",
                "X<<<<<<<<<<<<<<<<<<<<<<<<<<<<<",
            ),
        ),
        (
            "Doc 9303-6, figure A-1",
            "TD2",
            Particulars(document_code="I", document_number="D23145890", **ERIKSSON),
            ("I<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<", "D231458907UTO7408122F1204159<<<<<<<6"),
        ),
        (
            "Doc 9303-7, figure A-1",
            "MRVA",
            Particulars(
                document_code="V",
                issuer="UTO",
                surname="Eriksson",
                given_names="Anna Maria",
                document_number="L8988901C",
                nationality="XXX",
                date_of_birth="740812",
                sex="F",
                date_of_expiry="961210",
                optional_data="6ZE184226B",
            ),
            ("V<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<", "L8988901C4XXX7408122F96121096ZE184226B<<<<<<"),
        ),
        (
            "Doc 9303-7, figure A-3",
            "MRVB",
            Particulars(
                document_code="V",
                issuer="UTO",
                surname="Eriksson",
                given_names="Anna Maria",
                document_number="L8988901C",
                nationality="XXX",
                date_of_birth="740812",
                sex="F",
                date_of_expiry="961210",
            ),
            ("V<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<", "L8988901C4XXX7408122F9612109<<<<<<<<"),
        ),
        (
            "Doc 9303-7, appendix B: a passport number with a blank at its end",
            "MRVB",
            Particulars(
                document_code="V",
                issuer="UTO",
                surname="Eriksson",
                given_names="Anna Maria",
                document_number="L898902C",
                nationality="UTO",
                date_of_birth="690806",
                sex="F",
                date_of_expiry="940623",
                optional_data="6ZE18422",
            ),
            ("V<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<", "L898902C<3UTO6908061F94062366ZE18422"),
        ),
        (
            "Doc 9303-5, 4.2.2 note j",
            "TD1",
            Particulars(
                document_code="I", document_number="D23145890734", optional_data="1240XYZ", **ERIKSSON
            ),
            (
                "I<UTOD23145890<7349<1240XYZ<<<",
                "7408122F1204159UTO<<<<<<<<<<<1",
                "ERIKSSON<<ANNA<MARIA<<<<<<<<<<",
            ),
        ),
        (
            "French card of 1988, published specimen",
            "FR2x36",
            Particulars(
                document_code="ID",
                issuer="FRA",
                surname="Berthier",
                given_names="Corinne",
                date_of_issue="8806",
                department="923",
                sequence="10285",
                date_of_birth="651206",
                sex="F",
            ),
            ("IDFRABERTHIER<<<<<<<<<<<<<<<<<<<<<<<", "8806923102858CORINNE<<<<<<<6512068F6"),
        ),
    ],
)
def test_the_lines_of_the_examples(
    clause: str, layout: str, particulars: Particulars, lines: tuple[str, ...]
) -> None:
    assert compose(layout, particulars) == lines, clause


WORD = st.text(alphabet=LETTERS, min_size=1, max_size=9)
NAME = st.lists(WORD, min_size=1, max_size=3).map(" ".join)
DAY = st.dates().map(lambda day: f"{day:%y%m%d}")
BIRTH = st.one_of(DAY, st.sampled_from(["74<<<<", "7408<<", "<<<<<<"]))
DATA = st.text(alphabet=LETTERS + DIGITS, max_size=7)


@given(
    st.sampled_from(["TD1", "TD2", "TD3", "MRVA", "MRVB"]),
    NAME,
    st.one_of(st.just(""), NAME),
    st.text(alphabet=LETTERS + DIGITS, min_size=1, max_size=9),
    BIRTH,
    DAY,
    st.sampled_from("MF<"),
    DATA,
)
def test_what_is_composed_is_parsed_back(
    layout: str, surname: str, given_names: str, number: str, birth: str, expiry: str, sex: str, data: str
) -> None:
    particulars = Particulars(
        document_code="V" if layout.startswith("MRV") else "P" if layout == "TD3" else "I",
        issuer="D",
        surname=surname,
        given_names=given_names,
        document_number=number,
        nationality="KAZ",
        date_of_birth=birth,
        sex=sex,
        date_of_expiry=expiry,
        optional_data=data,
    )
    mrz = parse(compose(layout, particulars))
    assert mrz.layout == layout
    values = {name: value.rstrip("<") for name, value in mrz.values.items()}
    assert (values["issuer"], values["nationality"], values["document_number"]) == ("D", "KAZ", number)
    assert (values["date_of_birth"], values["date_of_expiry"]) == (birth.rstrip("<"), expiry)
    assert (mrz.values["sex"], values["optional_data"]) == (sex, data)
    name = read_name(mrz.values["name"])
    if not name.full:
        assert (name.primary, name.secondary) == (surname, given_names)


@given(st.sampled_from(["TD1", "TD2"]), st.text(alphabet=LETTERS + DIGITS, min_size=10, max_size=15))
def test_long_numbers_are_composed_and_read_back(layout: str, number: str) -> None:
    lines = compose(layout, Particulars(document_code="I", document_number=number, **ERIKSSON))
    values = parse(lines).values
    assert values["document_number_check"] == "<"
    found = long_number(values["document_number"], values["optional_data"])
    assert found is not None
    assert (found.number, found.printed) == (number, found.strict)


@given(NAME.filter(lambda name: len(name) <= 25), WORD, st.integers(0, 99999), BIRTH, st.sampled_from("MF"))
def test_the_french_card_is_parsed_back(
    surname: str, given_name: str, sequence: int, birth: str, sex: str
) -> None:
    particulars = Particulars(
        document_code="ID",
        issuer="FRA",
        surname=surname,
        given_names=given_name,
        date_of_issue="1710",
        department="2A",
        sequence=f"{sequence:05}",
        office="0CHE02",
        date_of_birth=birth,
        sex=sex,
    )
    mrz = parse(compose("FR2x36", particulars))
    assert mrz.layout == "FR2x36"
    assert mrz.values["document_number"] == f"17102A<{sequence:05}"
    assert mrz.values["surname"].rstrip("<") == surname.replace(" ", "<")
    assert mrz.values["given_names"].rstrip("<") == given_name


@pytest.mark.parametrize(
    ("layout", "changed", "message"),
    [
        ("TD4", {}, "There is no format 'TD4'"),
        ("TD3", {"document_number": "L898902C34"}, "10 characters, 9 fit in TD3"),
        ("TD1", {"document_number": "L" * 30}, "22 characters, 15 fit in TD1"),
        ("TD3", {"surname": "山田"}, "cannot be written with the letters A to Z"),
        ("TD3", {"surname": "Smith 2"}, "cannot be written"),
        ("TD3", {"issuer": "UTOP"}, "issuer 'UTOP' has 4 characters"),
        ("TD3", {"document_number": "Ж1"}, "only the letters A to Z"),
    ],
)
def test_what_has_no_place_is_refused_with_its_reason(
    layout: str, changed: dict[str, str], message: str
) -> None:
    particulars = Particulars(**{"document_code": "P", "document_number": "1", **ERIKSSON, **changed})
    with pytest.raises(ComposeError, match=message):
        compose(layout, particulars)


def test_blanks_and_signs_in_a_number_become_fillers() -> None:
    lines = compose("TD3", Particulars(document_code="P", document_number="ab 12-3", **ERIKSSON))
    assert lines[1].startswith("AB<12<3<<")


def test_every_format_can_be_composed() -> None:
    for name, layout in FORMATS.items():
        lines = compose(
            name,
            Particulars(document_code="V" if name.startswith("M") else "I", document_number="1", **ERIKSSON),
        )
        assert [len(line) for line in lines] == [layout.width] * layout.count
