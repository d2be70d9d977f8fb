"""The grammar chooses between close runners-up, says so, and never overrules a sure reading."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from traveldoc.mrz import FORMATS
from traveldoc.mrz.alphabet import ALPHABET
from traveldoc.page.grammar import choose, choose_best, unfit
from traveldoc.page.reading import Choice

# Doc 9303 part 4, appendix B; part 5, appendix B; part 6, appendix B.
TD3 = "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<L898902C36UTO7408122F1204159ZE184226B<<<<<10"
TD1 = "I<UTOD231458907<<<<<<<<<<<<<<<7408122F1204159UTO<<<<<<<<<<<6ERIKSSON<<ANNA<MARIA<<<<<<<<<<"
TD2 = "I<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<D231458907UTO7408122F1204159<<<<<<<6"


def see(text: str, doubts: dict[int, tuple[str, float]] | None = None) -> NDArray[np.float64]:
    """Log probabilities of a reader that is sure of `text`, but for doubts: place -> (other character, its share)."""
    shares = np.full((len(text), 37), 1e-6)
    for place, character in enumerate(text):
        shares[place, ALPHABET.index(character)] = 1
    for place, (other, share) in (doubts or {}).items():
        shares[place, ALPHABET.index(text[place])] = 1 - share
        shares[place, ALPHABET.index(other)] = share
    return np.asarray(np.log(shares / shares.sum(axis=1, keepdims=True)), np.float64)


def change(text: str, place: int, character: str) -> str:
    return text[:place] + character + text[place + 1 :]


@pytest.mark.parametrize(("name", "text"), [("TD3", TD3), ("TD1", TD1), ("TD2", TD2)])
def test_the_standards_examples_pass_untouched(name: str, text: str) -> None:
    wording = choose(name, see(text))
    assert (wording.text, wording.choices) == (text, ())
    assert not any(unfit(FORMATS[name], text))


def test_a_sure_wrong_check_digit_stays_as_printed() -> None:
    printed = change(TD3, 44 + 9, "7")
    wording = choose("TD3", see(printed))
    assert (wording.text, wording.choices) == (printed, ())


def test_a_letter_in_a_date_gives_way_to_its_close_runner_up() -> None:
    seen = change(TD3, 44 + 14, "A")  # 74 is printed, 7A is read with a little more than half
    wording = choose("TD3", see(seen, {44 + 14: ("4", 0.4)}))
    assert wording.text == TD3
    assert wording.choices == (Choice(line=2, column=15, read="A", chosen="4"),)


def test_a_zero_in_a_name_gives_way_to_its_close_runner_up() -> None:
    """No check digit covers the name: what decides is that Doc 9303 part 3, 4.6 has no digits in names."""
    seen = change(TD3, 11, "0")
    wording = choose("TD3", see(seen, {11: ("O", 0.05)}))
    assert wording.text == TD3
    assert wording.choices == (Choice(line=1, column=12, read="0", chosen="O"),)
    assert choose("TD3", see(seen, {11: ("O", 0.001)})).text == seen


def test_the_first_letter_is_one_of_the_standards_where_the_reading_is_close() -> None:
    """Doc 9303 parts 4 to 7: a document's code begins with P, A, C, I or V."""
    wording = choose("TD3", see(change(TD3, 0, "D"), {0: ("P", 0.1)}))
    assert wording.text == TD3
    assert wording.choices == (Choice(line=1, column=1, read="D", chosen="P"),)
    sure = change(TD3, 0, "D")
    assert choose("TD3", see(sure)).text == sure


def test_no_states_code_gives_way_to_one_that_close_runners_up_make() -> None:
    """Doc 9303 part 3, section 5: UTO is a code, UTQ is none."""
    wording = choose("TD3", see(change(TD3, 4, "Q"), {4: ("O", 0.3)}))
    assert wording.text == TD3
    assert wording.choices == (Choice(line=1, column=5, read="Q", chosen="O"),)
    unknown = change(TD3, 4, "Q")
    assert choose("TD3", see(unknown)).text == unknown


def test_a_month_and_a_day_begin_with_a_digit_that_a_calendar_has() -> None:
    seen = change(change(TD3, 44 + 15, "8"), 44 + 17, "4")  # 740812 is printed, 748842 is read
    wording = choose("TD3", see(seen, {44 + 15: ("0", 0.3), 44 + 17: ("1", 0.3)}))
    assert wording.text == TD3
    assert [choice.chosen for choice in wording.choices] == ["0", "1"]
    assert choose("TD3", see(seen)).text == seen


def test_a_sure_letter_in_a_date_stays_as_printed() -> None:
    printed = change(TD3, 44 + 14, "A")
    assert choose("TD3", see(printed, {44 + 14: ("4", 0.001)})).text == printed


def test_a_failing_check_digit_turns_to_the_close_runner_up_that_mends_it() -> None:
    seen = change(TD3, 44 + 1, "B")  # L8 read as LB: both may stand in a document number
    wording = choose("TD3", see(seen, {44 + 1: ("8", 0.3)}))
    assert wording.text == TD3
    assert wording.choices == (Choice(line=2, column=2, read="B", chosen="8"),)


def test_two_close_runners_up_may_be_taken_together() -> None:
    seen = change(change(TD3, 44 + 1, "B"), 44 + 2, "G")
    assert choose("TD3", see(seen, {44 + 1: ("8", 0.3), 44 + 2: ("9", 0.3)})).text == TD3


def test_a_runner_up_that_mends_nothing_is_not_taken() -> None:
    assert choose("TD3", see(TD3, {44 + 1: ("B", 0.4)})).text == TD3


def test_support_by_check_digits_raises_confidence_and_mending_does_not() -> None:
    place = 44 + 1
    alone = np.exp(see(TD3, {place: ("B", 0.3)})[place, ALPHABET.index("8")])
    fitting = choose("TD3", see(TD3, {place: ("B", 0.3)}))
    mended = choose("TD3", see(change(TD3, place, "B"), {place: ("8", 0.3)}))
    assert np.exp(fitting.posterior[place, ALPHABET.index("8")]) > alone
    assert np.exp(mended.posterior[place, ALPHABET.index("8")]) < 0.5


def test_a_filler_instead_of_the_numbers_check_digit_means_a_longer_number() -> None:
    """Doc 9303 part 5, 4.2.2.1 note j."""
    longer = "I<UTOD23145890<7349<<<<<<<<<<<" + TD1[30:]
    assert unfit(FORMATS["TD1"], longer)[0] is False


def test_an_empty_optional_field_may_have_a_filler_for_its_check_digit() -> None:
    """Doc 9303 part 4, 4.2.2.2 note k."""
    empty = TD3[: 44 + 28] + "<" * 14 + "<" + "4"
    assert unfit(FORMATS["TD3"], empty)[3] is False


@pytest.mark.parametrize(
    ("texts", "name"),
    [
        ((TD1[:30], TD1[30:60], TD1[60:]), "TD1"),
        ((TD2[:36], TD2[36:]), "TD2"),
        ((TD3[:44], TD3[44:]), "TD3"),
        (("V" + TD3[1:44], TD3[44:]), "MRVA"),
        (("V" + TD2[1:36], TD2[36:]), "MRVB"),
        # The published specimen of the French card of 1988.
        (("IDFRABERTHIER<<<<<<<<<<<<<<<<<<<<<<<", "8806923102858CORINNE<<<<<<<6512068F6"), "FR2x36"),
        (("IDFRA" + TD2[5:36], TD2[36:]), "TD2"),
    ],
)
def test_the_format_follows_from_shape_and_first_letters(texts: tuple[str, ...], name: str) -> None:
    form, wording = choose_best(see("".join(texts)), len(texts[0]))
    assert (form, wording.text) == (name, "".join(texts))


@settings(deadline=None)
@given(st.text(ALPHABET, min_size=88, max_size=88))
def test_whatever_is_read_surely_is_kept(text: str) -> None:
    assert choose("TD3", see(text)).text == text


def test_a_wrong_check_digit_makes_no_letter_o_of_a_zero_in_a_number() -> None:
    printed = change(TD3, 44 + 5, "0")
    fitting = next(str(digit) for digit in range(10) if not fails(change(printed, 44 + 5, "O"), digit))
    wrong = change(printed, 44 + 9, fitting)  # the check digit of the number with an O, printed after a zero
    wording = choose("TD3", see(wrong, {44 + 5: ("O", 0.2)}))
    assert wording.text[44:54] == wrong[44:54]
    assert fails(wrong, int(fitting))


def fails(text: str, digit: int) -> bool:
    return unfit(FORMATS["TD3"], change(text, 44 + 9, str(digit)))[0]
