from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from traveldoc.mrz.alphabet import ALPHABET, BLIND_GROUPS, LOOKALIKES, VALUES, is_clean, unseen_alike
from traveldoc.mrz.check_digit import check_digit, values, weigh

TEXT = st.text(alphabet=ALPHABET, max_size=90)


def by_hand(text: str) -> str:
    """Doc 9303-3, 4.9, step by step, without the tables of the program."""
    total = 0
    for place, character in enumerate(text):
        value = 0 if character == "<" else int(character, 36)
        total += value * [7, 3, 1][place % 3]
    return str(total % 10)


@pytest.mark.parametrize(
    ("clause", "text", "digit"),
    [
        ("Doc 9303-3, appendix A, example 1", "520727", "3"),
        ("Doc 9303-3, appendix A, example 2", "AB2134<<<", "5"),
        ("Doc 9303-3, appendix A, example 3", "HA672242<6" + "5802254" + "9601086" + "<<<<<<<<<<<<<<0", "8"),
        (
            "Doc 9303-3, appendix A, example 4",
            "D231458907<<<<<<<<<<<<<<<" + "3407127" + "9507122" + "<<<<<<<<<<<",
            "2",
        ),
        ("Doc 9303-3, appendix A, example 5", "HA672242<6" + "5802254" + "9601086" + "<<<<<<<", "8"),
    ],
)
def test_doc_9303_3_appendix_a_examples(clause: str, text: str, digit: str) -> None:
    assert check_digit(text) == digit, clause


@given(TEXT)
def test_the_check_digit_is_the_one_calculated_by_hand(text: str) -> None:
    assert check_digit(text) == by_hand(text) == str(weigh(values(text)))


@given(TEXT.filter(bool), st.data())
def test_one_changed_character_changes_the_check_digit_unless_the_values_are_equal_mod_10(
    text: str, data: st.DataObject
) -> None:
    place = data.draw(st.integers(0, len(text) - 1))
    other = data.draw(st.sampled_from(ALPHABET))
    changed = text[:place] + other + text[place + 1 :]
    assert (check_digit(changed) == check_digit(text)) == unseen_alike(text[place], other)


@given(TEXT.filter(lambda text: len(text) > 1), st.data())
def test_neighbours_exchanged_are_seen_unless_their_values_differ_by_0_or_5(
    text: str, data: st.DataObject
) -> None:
    place = data.draw(st.integers(0, len(text) - 2))
    exchanged = text[:place] + text[place + 1] + text[place] + text[place + 2 :]
    difference = VALUES[text[place]] - VALUES[text[place + 1]]
    assert (check_digit(exchanged) == check_digit(text)) == (difference % 5 == 0)


def test_a_character_outside_the_set_has_no_check_digit() -> None:
    with pytest.raises(ValueError, match="has no value"):
        check_digit("12É")


def test_the_check_digit_is_blind_to_52_of_666_pairs() -> None:
    pairs = list(combinations(ALPHABET, 2))
    assert len(pairs) == 666
    assert sum(unseen_alike(one, other) for one, other in pairs) == 52
    assert sorted("".join(BLIND_GROUPS)) == sorted(ALPHABET)
    assert {"".join(sorted(group)) for group in BLIND_GROUPS} >= {
        "".join(sorted("0AKU<")),
        "".join(sorted("1BLV")),
    }


def test_the_alphabet_is_that_of_figure_4() -> None:
    assert len(ALPHABET) == 37
    assert (VALUES["0"], VALUES["9"], VALUES["A"], VALUES["Z"], VALUES["<"]) == (0, 9, 10, 35, 0)


@pytest.mark.parametrize(
    ("text", "clean"),
    [("ABC<19", True), ("", True), ("abc", False), ("A B", False), ("A\n", False), ("٣", False)],
)
def test_only_the_37_characters_are_clean(text: str, clean: bool) -> None:
    assert is_clean(text) is clean


def test_lookalikes_are_other_characters_of_the_alphabet() -> None:
    for seen, others in LOOKALIKES.items():
        assert seen in ALPHABET
        assert seen not in others
        assert is_clean(others)
