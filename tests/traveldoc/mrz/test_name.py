"""The examples of names in parts 4 to 7: visual zone and machine readable zone side by side."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from traveldoc.mrz.agree import Agreement, agree
from traveldoc.mrz.compose import Particulars, compose
from traveldoc.mrz.format import FORMATS
from traveldoc.mrz.letters.arabic import ARABIC
from traveldoc.mrz.letters.cyrillic import CYRILLIC
from traveldoc.mrz.letters.latin import LATIN
from traveldoc.mrz.name import read_name
from traveldoc.mrz.truncate import fitted

WIDTH = {"TD1": 30, "TD2": 31, "TD3": 39, "MRVA": 39, "MRVB": 31}
DINGO = "BENNELONG WOOLOOMOOLOO WARRANDYTE WARNAMBOOL, DINGO POTOROO"
KRASUANG = "NILAVADHANANANDA, CHAYAPA DEJTHAMRONG KRASUANG"
CHARONGUANG = "NILAVADHANANANDA, ARNPOL PETCH CHARONGUANG"

# (clause, format, visual zone, name field without fillers at its end)
WHOLE = [
    ("Doc 9303-4, 4.2.3.1 a", "TD3", "ERIKSSON, ANNA MARIA", "ERIKSSON<<ANNA<MARIA"),
    ("Doc 9303-4, 4.2.3.1 b", "TD3", "HENG, DEBORAH MING LO", "HENG<<DEBORAH<MING<LO"),
    ("Doc 9303-4, 4.2.3.1 c", "TD3", "SMITH-JONES, SUSIE MARGARET", "SMITH<JONES<<SUSIE<MARGARET"),
    ("Doc 9303-4, 4.2.3.1 d", "TD3", "O’CONNOR, ENYA SIOBHAN", "OCONNOR<<ENYA<SIOBHAN"),
    ("Doc 9303-4, 4.2.3.1 e", "TD3", "VAN DER MUELLEN, MARTIN", "VAN<DER<MUELLEN<<MARTIN"),
    ("Doc 9303-4, 4.2.3.1 e", "TD3", "AL-BASRI, HUDA MUHAMMAD JAWAD", "AL<BASRI<<HUDA<MUHAMMAD<JAWAD"),
    ("Doc 9303-4, 4.2.3.1 e", "TD3", "VILARCHAO FERNANDEZ, JOSE RAMON", "VILARCHAO<FERNANDEZ<<JOSE<RAMON"),
    ("Doc 9303-4, 4.2.3.1 f", "TD3", "ARKFREITH", "ARKFREITH"),
    ("Doc 9303-4, 4.2.3.1 f", "TD3", "SATRIYA SUDARPA", "SATRIYA<SUDARPA"),
    (
        "Doc 9303-4, 4.2.3.4",
        "TD3",
        "PAPANDROPOULOUS, JONATHON WARREN TREVOR",
        "PAPANDROPOULOUS<<JONATHON<WARREN<TREVOR",
    ),
    ("Doc 9303-5, 4.2.3.3", "TD1", "PAPANDROPOULOUS, JONATHON ALEC", "PAPANDROPOULOUS<<JONATHON<ALEC"),
    ("Doc 9303-5, 4.2.3.4", "TD1", "VAN DER MUELLEN, MARTIN", "VAN<DER<MUELLEN<<MARTIN"),
    ("Doc 9303-5, 4.2.3.4", "TD1", "AL-BASRI, HUDA MUHAMMAD JAWAD", "AL<BASRI<<HUDA<MUHAMMAD<JAWAD"),
    ("Doc 9303-5, 4.2.3.5", "TD1", "ARKFREITH", "ARKFREITH"),
    ("Doc 9303-5, 4.2.3.5", "TD1", "SATRIYA SUDARPA", "SATRIYA<SUDARPA"),
    ("Doc 9303-6, 4.2.3.3", "TD2", "PAPANDROPOULOUS, JONATHOON ALEC", "PAPANDROPOULOUS<<JONATHOON<ALEC"),
    ("Doc 9303-6, 4.2.3.4", "TD2", "AL-BASRI, HUDA MUHAMMAD JAWAD", "AL<BASRI<<HUDA<MUHAMMAD<JAWAD"),
    ("Doc 9303-6, 4.2.3.4", "TD2", "VILARCHAO FERNANDEZ, JOSE RAMON", "VILARCHAO<FERNANDEZ<<JOSE<RAMON"),
    ("Doc 9303-7, 4.2.3 d", "MRVA", "O’CONNOR, ENYA SIOBHAN", "OCONNOR<<ENYA<SIOBHAN"),
    (
        "Doc 9303-7, 4.2.3.3",
        "MRVA",
        "PAPANDROPOULOUS, JONATHON WARREN TREVOR",
        "PAPANDROPOULOUS<<JONATHON<WARREN<TREVOR",
    ),
    ("Doc 9303-7, 7.2.3 c", "MRVB", "SMITH-JONES, SUSIE MARGARET", "SMITH<JONES<<SUSIE<MARGARET"),
    ("Doc 9303-7, 7.2.3.3", "MRVB", "PAPANDROPOULOUS, STEPHEN TREVOR", "PAPANDROPOULOUS<<STEPHEN<TREVOR"),
]
TRUNCATED = [
    ("Doc 9303-4, 4.2.3.2 a", "TD3", KRASUANG, "NILAVADHANANANDA<<CHAYAPA<DEJTHAMRONG<K"),
    ("Doc 9303-4, 4.2.3.2 b", "TD3", CHARONGUANG, "NILAVADHANANANDA<<ARNPOL<PETCH<CHARONGU"),
    ("Doc 9303-4, 4.2.3.3 a", "TD3", DINGO, "BENNELONG<WOOLOOMOOLOO<WARRANDYTE<W<<DI"),
    ("Doc 9303-4, 4.2.3.3 b", "TD3", DINGO, "BENNELONG<WOOLOOM<WARRAND<WARNAM<<DINGO"),
    ("Doc 9303-4, 4.2.3.3 c", "TD3", DINGO, "BENNEL<WOOLOO<WARRAN<WARNAM<<DINGO<POTO"),
    ("Doc 9303-5, 4.2.3.1 a", "TD1", KRASUANG, "NILAVADHANANANDA<<CHAYAPA<DE<K"),
    ("Doc 9303-5, 4.2.3.1 b", "TD1", CHARONGUANG, "NILAVADHANANANDA<<ARNPOL<PE<CH"),
    ("Doc 9303-5, 4.2.3.2 a", "TD1", DINGO, "BENNELONG<WOOLOOMOOLOO<W<W<<DI"),
    ("Doc 9303-5, 4.2.3.2 b", "TD1", DINGO, "BENNELONG<WOOLOOM<WA<WARN<<D<P"),
    ("Doc 9303-5, 4.2.3.2 c", "TD1", DINGO, "BENNE<WOOLO<WARRA<WARNA<<DIN<P"),
    ("Doc 9303-5, 4.2.3.4", "TD1", "VILARCHAO FERNANDEZ, JOSE RAMON", "VILARCHAO<FERNANDEZ<<JOSE<RAMO"),
    ("Doc 9303-6, 4.2.3.1 a", "TD2", KRASUANG, "NILAVADHANANANDA<<CHAYAPA<DEJ<K"),
    ("Doc 9303-6, 4.2.3.1 b", "TD2", CHARONGUANG, "NILAVADHANANANDA<<ARN<PET<CHARO"),
    ("Doc 9303-6, 4.2.3.2 a", "TD2", DINGO, "BENNELONG<WOOLOOMOOLOO<W<W<<D<P"),
    ("Doc 9303-6, 4.2.3.2 b", "TD2", DINGO, "BENNELONG<WOOLOOM<WAR<WARN<<D<P"),
    ("Doc 9303-6, 4.2.3.2 c", "TD2", DINGO, "BENNEL<WOOLO<WARRA<WARNA<<DIN<P"),
    ("Doc 9303-7, 4.2.3.1 a", "MRVA", KRASUANG, "NILAVADHANANANDA<<CHAYAPA<DEJTHAMRONG<K"),
    ("Doc 9303-7, 4.2.3.2 c", "MRVA", DINGO, "BENNEL<WOOLOO<WARRAN<WARNAM<<DINGO<POTO"),
    ("Doc 9303-7, 7.2.3.1 b", "MRVB", CHARONGUANG, "NILAVADHANANANDA<<ARNP<PE<CHARO"),
    ("Doc 9303-7, 7.2.3.2 a", "MRVB", DINGO, "BENNELONG<WOOLOOMOOLOO<WAR<W<<D"),
    ("Doc 9303-7, 7.2.3.2 b", "MRVB", DINGO, "BENNELONG<WOOLOOM<WAR<WA<<DINGO"),
    ("Doc 9303-7, 7.2.3.2 c", "MRVB", DINGO, "BENN<WOOL<WARR<WARN<<DINGO<POTO"),
]


def split(visual: str) -> tuple[str, str]:
    surname, _, given = visual.partition(", ")
    return surname, given


def composed(layout: str, visual: str) -> str:
    surname, given_names = split(visual)
    code = {"T": "I", "M": "V"}[layout[0]] if layout != "TD3" else "P"
    lines = compose(
        layout,
        Particulars(
            document_code=code,
            issuer="UTO",
            surname=surname,
            given_names=given_names,
            document_number="1",
            nationality="UTO",
            date_of_birth="740812",
            date_of_expiry="300101",
        ),
    )
    return "".join(lines)[FORMATS[layout].slice_of("name")]


@pytest.mark.parametrize(("clause", "layout", "visual", "field"), WHOLE)
def test_names_that_fit_are_written_as_the_example_is(
    clause: str, layout: str, visual: str, field: str
) -> None:
    assert composed(layout, visual) == field.ljust(WIDTH[layout], "<"), clause


@pytest.mark.parametrize(("clause", "layout", "visual", "field"), WHOLE)
def test_names_that_fit_are_read_back(clause: str, layout: str, visual: str, field: str) -> None:
    name = read_name(field.ljust(WIDTH[layout], "<"))
    surname, given_names = split(visual)
    plain = str.maketrans({"-": " ", "’": None})
    assert (name.primary, name.secondary) == (surname.translate(plain), given_names.translate(plain)), clause
    assert name.full == (len(field) == WIDTH[layout])


@pytest.mark.parametrize(("clause", "layout", "visual", "field"), WHOLE + TRUNCATED)
def test_both_zones_of_every_example_agree(clause: str, layout: str, visual: str, field: str) -> None:
    surname, given_names = split(visual)
    primary, _, secondary = field.partition("<<")
    full = len(field) == WIDTH[layout]
    allowed = (Agreement.SAME, Agreement.TRUNCATED) if full else (Agreement.SAME,)
    assert agree(surname, primary, full=full) in allowed, clause
    assert agree(given_names, secondary, full=full) in allowed, clause


@pytest.mark.parametrize(("clause", "layout", "visual", "field"), TRUNCATED)
def test_truncated_names_fill_the_field_and_end_with_a_letter(
    clause: str, layout: str, visual: str, field: str
) -> None:
    assert len(field) == WIDTH[layout], clause
    ours = composed(layout, visual)
    assert len(ours) == WIDTH[layout]
    assert ours[-1].isalpha()
    surname, given_names = split(visual)
    primary, _, secondary = ours.partition("<<")
    assert agree(surname, primary, full=True) <= Agreement.TRUNCATED
    assert agree(given_names, secondary, full=True) <= Agreement.TRUNCATED


@pytest.mark.parametrize(
    ("primary", "secondary", "width", "field"),
    [
        (["A" * 40], [], 39, "A" * 39),
        (["A" * 38, "B"], [], 39, "A" * 37 + "<B"),
        (["A", "B" * 60], [], 39, "A<" + "B" * 37),
        (["A" * 40], ["C"], 39, "A" * 36 + "<<C"),
        (["AAA"], ["BBB", "CC"], 9, "AAA<<BB<C"),
        (["AAA"], ["B", "CCC", "D", "EE"], 13, "AAA<<B<CC<D<E"),
        (["AAA"], ["B", "C"], 7, "AA<<B<C"),  # 4.2.3: the last character is a letter
        (["A"], ["B", "C"], 5, "A<<B<"),  # nothing but initials: no letter can be spared
    ],
)
def test_fitted_names(primary: list[str], secondary: list[str], width: int, field: str) -> None:
    assert fitted(primary, secondary, width) == field


@pytest.mark.parametrize(
    ("visual", "printed", "full", "found"),
    [
        ("Müller", "MUELLER", False, Agreement.SAME),
        ("Müller", "MULLER", False, Agreement.SAME),
        ("Müller", "MUXXLLER", False, Agreement.SAME),
        ("Müller", "MILLER", False, Agreement.DIFFERENT),
        ("Smith-Jones", "SMITHJONES", False, Agreement.OTHER_SEPARATORS),
        ("Dr. Mustermann", "MUSTERMANN", False, Agreement.SAME),
        ("Dr", "DR", False, Agreement.SAME),
        ("Dr. Mustermann", "DR<MUSTERMANN", False, Agreement.SAME),
        ("Сергеев", "SERGEEV", False, Agreement.SAME),
        ("Юлия", "IULIIA", False, Agreement.SAME),
        ("Әлия", "ALIYA", False, Agreement.OWN_PRACTICE),
        ("Қасым", "KASYM", False, Agreement.OWN_PRACTICE),
        ("Хрущов", "HRUSHCHOV", False, Agreement.SAME),
        ("عبدالعزيز", "EBD<ALEZYZ", False, Agreement.OTHER_SEPARATORS),
        ("山田", "YAMADA", False, Agreement.UNREADABLE),
        ("ERIKSSON", "ERIK", True, Agreement.TRUNCATED),
        ("ERIKSSON", "ERIK", False, Agreement.DIFFERENT),
        ("ERIKSSON", "ERIC", True, Agreement.DIFFERENT),
        ("ANNA MARIA", "ANNA", False, Agreement.DIFFERENT),
        ("ANNA", "ANNA<MARIA", False, Agreement.DIFFERENT),
        ("ANNA", "ANNA<MARIA", True, Agreement.DIFFERENT),
        ("Ёлкин", "YOLK", True, Agreement.OWN_PRACTICE),
        ("", "", False, Agreement.SAME),
        ("", "ANNA", False, Agreement.DIFFERENT),
    ],
)
def test_names_agree_by_every_form_that_the_standard_allows(
    visual: str, printed: str, full: bool, found: Agreement
) -> None:
    assert agree(visual, printed, full=full) is found


LETTERS = st.sampled_from(
    [*LATIN, *CYRILLIC, *(letter for letter in ARABIC if ARABIC[letter] != ("",)), *"ABCXYZ"]
)
WORDS = st.lists(st.text(LETTERS, min_size=1, max_size=12), min_size=1, max_size=4).map(" ".join)


@given(WORDS, st.one_of(st.just(""), WORDS), st.sampled_from(list(WIDTH)))
def test_what_is_composed_from_national_characters_agrees_with_them(
    surname: str, given_names: str, layout: str
) -> None:
    field = composed(layout, f"{surname}, {given_names}" if given_names else surname)
    primary, _, secondary = field.rstrip("<").partition("<<")
    full = field[-1] != "<"
    worst = Agreement.TRUNCATED if full else Agreement.SAME
    assert agree(surname, primary, full=full) <= worst
    assert agree(given_names, secondary, full=full) <= worst


@pytest.mark.parametrize(
    ("field", "primary", "secondary"),
    [
        ("<<FIRST<NAME<<<", "FIRST NAME", ""),
        ("A<<B<<C<<<", "A", "B C"),
        ("A<<<B<<<<<", "A", "B"),
        ("<<<<<", "", ""),
        ("", "", ""),
    ],
)
def test_malformed_names_are_still_read(field: str, primary: str, secondary: str) -> None:
    name = read_name(field)
    assert (name.primary, name.secondary) == (primary, secondary)


def test_initials_that_would_end_with_a_filler_take_a_letter_of_the_primary_identifier() -> None:
    """Doc 9303-4, 4.2.3: the last character of a truncated name field is a letter."""
    field = composed("TD2", "ABCDEFGHIJKLMNOPQRSTUVW, A A A A")
    assert field == "ABCDEFGHIJKLMNOPQRSTUV<<A<A<A<A"
    assert len(field) == 31
