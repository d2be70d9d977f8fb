import pytest

from traveldoc.mrz.letters.arabic import ARABIC
from traveldoc.mrz.letters.cyrillic import CYRILLIC, PRACTICE
from traveldoc.mrz.letters.latin import LATIN
from traveldoc.mrz.transliterate import Rule, components, forms, reached, transliterate


def written(name: str) -> str:
    found = transliterate(name)
    assert found is not None
    return "<".join(found)


@pytest.mark.parametrize(
    ("clause", "visual", "printed"),
    [
        ("Doc 9303-3, 4.6 apostrophe", "D'ARTAGNAN", "DARTAGNAN"),
        ("Doc 9303-3, 4.6 apostrophe, typographic", "D’Artagnan", "DARTAGNAN"),
        ("Doc 9303-3, 4.6 apostrophe, as a modifier letter", "Gʻulom Мʼята", "GULOM<MIATA"),
        ("Doc 9303-3, 4.6 hyphen", "MARIE-ELISE", "MARIE<ELISE"),
        ("Doc 9303-3, 4.6 comma between components", "ANNA, MARIA", "ANNA<MARIA"),
        ("Doc 9303-3, 4.6 other punctuation", "ST. JOHN", "ST<JOHN"),
        ("Doc 9303-3, B.5.3", "Térèsa", "TERESA"),
        ("Doc 9303-3, 6 A", "Ærøskøbing", "AEROESKOEBING"),
        ("Doc 9303-3, 6 A", "Groß", "GROSS"),
        ("Doc 9303-3, 6 A", "ẞ", "SS"),
        ("Doc 9303-3, 6 A", "Þuríður Ösp", "THURIDUR<OESP"),
        ("Doc 9303-3, 6 A", "Ĳsbrand", "IJSBRAND"),
        ("Doc 9303-3, 6 B", "Щукин", "SHCHUKIN"),
        ("Doc 9303-3, 6 B", "Хрущёв", "KHRUSHCHEV"),
        ("Doc 9303-3, 6 B", "ИВАНОВА", "IVANOVA"),
        ("Doc 9303-3, B.5.7", "ابو بكر محمد بن زكريا الرازي", "ABW<BKR<MXHMD<BN<ZKRYA<ALRAZY"),
        ("Doc 9303-3, B.5.9", "سمير بادمكدوذيل", "SMYR<BADMKDWXDHYL"),
        ("Doc 9303-3, B.5.9", "جمال عبد الناصر", "JMAL<EBD<ALNAXSSR"),
        ("Doc 9303-3, B.5.9", "العباس عبد الله بن محمد السفاح", "ALEBAS<EBD<ALLXH<BN<MXHMD<ALSFAXH"),
        ("Doc 9303-3, B.5.9", "إسماعيل عزّ الدين", "ISMAEYL<EZZ<ALDYN"),
        ("Doc 9303-3, B.5.9", "جميلة نعيمة", "JMYLXAH<NEYMXAH"),
        ("Doc 9303-3, B.5.9", "هاري الشماع", "HARY<ALXSHMAE"),
        ("Doc 9303-3, 6 C note 3", "عبّاس", "EBBAS"),
        ("Doc 9303-3, 6 C note 3", "فضّة", "FXDZXDZXAH"),
    ],
)
def test_worked_examples(clause: str, visual: str, printed: str) -> None:
    assert written(visual) == printed, clause


@pytest.mark.parametrize(
    ("visual", "printed"),
    [
        ("Ä", ("AE", "A")),
        ("Å", ("AA", "A")),
        ("Ñ", ("N", "NXX")),
        ("Ö", ("OE", "O")),
        ("Ü", ("UE", "UXX", "U")),
        ("Г", ("G", "H")),
        ("Х", ("KH", "H")),
        ("Ж", ("ZH", "Z")),
        ("Щ", ("SHCH", "SHT")),
        ("И", ("I", "Y")),
    ],
)
def test_all_forms_that_the_tables_allow_are_known(visual: str, printed: tuple[str, ...]) -> None:
    row = forms(visual)
    assert row is not None
    assert set(printed) <= set(row[0])


@pytest.mark.parametrize(
    ("visual", "first", "inside"),
    [("Є", "YE", "IE"), ("Ї", "YI", "I"), ("Й", "Y", "I"), ("Ю", "YU", "IU"), ("Я", "YA", "IA")],
)
def test_doc_9303_3_6_b_ukrainian_first_characters(visual: str, first: str, inside: str) -> None:
    row = forms(visual + visual)
    assert row is not None
    assert first in row[0]
    assert first not in row[1]
    assert inside in row[1]


def test_the_tables_are_as_long_as_those_of_the_standard() -> None:
    """Section 6: A has 95 characters, B 48; C has 80 with shadda, B.5.4 adds veh and feh."""
    assert len(LATIN) == 95
    assert len(CYRILLIC) == 48
    assert len(ARABIC) == 80 - 1 + 2


def test_every_form_can_be_printed() -> None:
    for table in (LATIN, CYRILLIC, ARABIC, PRACTICE):
        for character, found in table.items():
            assert len(character) == 1
            assert all(form == "" or (form.isascii() and form.isalpha() and form.isupper()) for form in found)


def test_letters_that_the_table_leaves_out_lose_their_marks() -> None:
    assert written("Țepeș Nguyễn") == "TEPES<NGUYEN"


@pytest.mark.parametrize("name", ["山田", "Иван 2", "Δ"])
def test_a_script_that_the_standard_does_not_transliterate_has_no_form(name: str) -> None:
    assert transliterate(name) is None


def test_kazakh_letters_are_known_as_practice_only() -> None:
    assert forms("Қ") is None
    row = forms("Қ", Rule.PRACTICE)
    assert row is not None
    assert "K" in row[0]


def test_a_lone_shadda_doubles_nothing() -> None:
    assert forms("\u0651") == ()
    assert transliterate("\u0651") == ()


def test_components_are_capitals_without_punctuation() -> None:
    assert components("van der Muellen-O'Neill, Jr.") == ("VAN", "DER", "MUELLEN", "ONEILL", "JR")
    assert components(" . ") == ()


def test_reached_tells_whole_from_beginning() -> None:
    row = forms("MÜLLER")
    assert row is not None
    assert reached(row, "MUELLER") == (True, True)
    assert reached(row, "MULLER") == (True, True)
    assert reached(row, "MUEL") == (False, True)
    assert reached(row, "MUX") == (False, True)  # the beginning of UXX
    assert reached(row, "MEL") == (False, False)
    assert reached(row, "MUELLERS") == (False, False)
    assert reached(row, "") == (False, True)
