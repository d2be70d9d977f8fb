import pytest

from traveldoc.mrz.field import CHARACTERS, Kind
from traveldoc.mrz.format import FORMATS, Format

FRENCH_SECOND_MEANING = {"date_of_issue", "department", "sequence"}  # of the document number


def cells(layout: Format, skip: frozenset[str] = frozenset()) -> list[tuple[int, int]]:
    return [
        (item.line, column)
        for item in layout.fields
        if item.name not in skip
        for column in range(item.start, item.end + 1)
    ]


def test_the_formats_are_named_as_the_standard_names_them() -> None:
    assert list(FORMATS) == ["TD1", "TD2", "TD3", "MRVA", "MRVB", "FR2x36"]


@pytest.mark.parametrize("layout", FORMATS.values(), ids=lambda layout: layout.name)
def test_the_fields_cover_every_position_once(layout: Format) -> None:
    places = cells(layout, frozenset(FRENCH_SECOND_MEANING))
    every = [(line, column) for line in range(1, layout.count + 1) for column in range(1, layout.width + 1)]
    assert sorted(places) == every


@pytest.mark.parametrize(
    ("clause", "name", "field", "place"),
    [
        ("9303-4, 4.2.2.1", "TD3", "document_code", (1, 1, 2)),
        ("9303-4, 4.2.2.1", "TD3", "name", (1, 6, 44)),
        ("9303-4, 4.2.2.2", "TD3", "nationality", (2, 11, 13)),
        ("9303-4, 4.2.2.2", "TD3", "optional_data", (2, 29, 42)),
        ("9303-4, 4.2.2.2", "TD3", "optional_data_check", (2, 43, 43)),
        ("9303-5, 4.2.2.1", "TD1", "document_number", (1, 6, 14)),
        ("9303-5, 4.2.2.1", "TD1", "optional_data", (1, 16, 30)),
        ("9303-5, 4.2.2.2", "TD1", "nationality", (2, 16, 18)),
        ("9303-5, 4.2.2.2", "TD1", "optional_data_2", (2, 19, 29)),
        ("9303-5, 4.2.2.3", "TD1", "name", (3, 1, 30)),
        ("9303-6, 4.2.2.1", "TD2", "name", (1, 6, 36)),
        ("9303-6, 4.2.2.2", "TD2", "composite_check", (2, 36, 36)),
        ("9303-7, 4.2.2.2", "MRVA", "optional_data", (2, 29, 44)),
        ("9303-7, 7.2.2.2", "MRVB", "date_of_expiry", (2, 22, 27)),
        ("9303-7, 7.2.2.2", "MRVB", "optional_data", (2, 29, 36)),
    ],
)
def test_positions_are_those_of_the_data_structure_tables(
    clause: str, name: str, field: str, place: tuple[int, int, int]
) -> None:
    item = FORMATS[name].by_name[field]
    assert (item.line, item.start, item.end) == place, clause
    assert item.width == place[2] - place[1] + 1


@pytest.mark.parametrize(
    ("clause", "name", "field", "over"),
    [
        ("9303-4, 4.2.4", "TD3", "composite_check", ((2, 1, 10), (2, 14, 20), (2, 22, 43))),
        ("9303-5, 4.2.4", "TD1", "composite_check", ((1, 6, 30), (2, 1, 7), (2, 9, 15), (2, 19, 29))),
        ("9303-6, 4.2.4", "TD2", "composite_check", ((2, 1, 10), (2, 14, 20), (2, 22, 35))),
        ("9303-4, 4.2.4", "TD3", "optional_data_check", ((2, 29, 42),)),
    ],
)
def test_check_digits_cover_what_the_standard_says(
    clause: str, name: str, field: str, over: tuple[tuple[int, int, int], ...]
) -> None:
    [digit] = [digit for digit in FORMATS[name].check_digits if digit.field == field]
    assert digit.over == over, clause


def test_visas_have_no_composite_check_digit() -> None:
    for name in ("MRVA", "MRVB"):
        assert "composite_check" not in FORMATS[name].by_name


def test_every_kind_says_which_characters_it_holds() -> None:
    assert set(CHARACTERS) == set(Kind)
    assert not set(CHARACTERS[Kind.NAME]) & set("0123456789")
