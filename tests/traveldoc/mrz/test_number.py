import pytest

from traveldoc.mrz.number import long_number


@pytest.mark.parametrize(
    ("source", "principal", "optional", "number"),
    [
        ("Doc 9303, sixth edition, part 3: D23145890734", "D23145890", "7349<<<<<<<<<<<", "D23145890734"),
        ("Belgium, specimen of 2020", "000001115", "7027<<<<<<<<<<<", "000001115702"),
        ("Belgium, specimen of 2013", "000590240", "6013<<<<<<<<<<<", "000590240601"),
        ("Portugal, specimen of 2015", "000024759", "ZZ72<<<<<<<<<<<", "000024759ZZ7"),
        ("Portugal, specimen of 2024", "007777779", "ZZ92<<<<<<<<<<<", "007777779ZZ9"),
    ],
)
def test_doc_9303_5_note_j_long_numbers_of_genuine_specimens(
    source: str, principal: str, optional: str, number: str
) -> None:
    found = long_number(principal, optional)
    assert found is not None, source
    assert found.number == number
    assert found.printed in (found.strict, found.earlier)


def test_what_follows_the_continuation_is_optional_data() -> None:
    found = long_number("D23145890", "7349<1240XYZ<<<")
    assert found is not None
    assert found.rest == "1240XYZ"


@pytest.mark.parametrize("optional", ["<<<<<<<<<<<<<<<", "7<<<<<<<<<<<<<<", "ABC<<<<<<<<<<<<", ""])
def test_no_continuation_where_there_is_no_rest_with_a_check_digit(optional: str) -> None:
    assert long_number("D23145890", optional) is None


def test_a_foreign_character_makes_no_number() -> None:
    assert long_number("D2314589Ж", "7349<<<<<<<<<<<") is None
