"""What is laid on the frames: as many characters as a format has, in even steps, or nothing at all."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from traveldoc.mrz import FORMATS
from traveldoc.mrz.alphabet import ALPHABET
from traveldoc.page import strip
from traveldoc.page.course import Course
from traveldoc.page.grammar import begin, choose, choose_best
from traveldoc.page.hypothesis import read_lines
from traveldoc.page.line import NOTHING, Frames, mend, place
from traveldoc.page.rectify import Source
from traveldoc.page.strip import Line, follow, look_closer

Places = NDArray[np.int64]


def show(text: str, places: Places, total: int) -> Frames:
    """Frames as a network would see them that is sure of each character in its frame and of nothing elsewhere."""
    shares = np.full((total, NOTHING + 1), 1e-5)
    shares[:, NOTHING] = 1
    for character, at in zip(text, places, strict=True):
        shares[at, NOTHING] = 1e-5
        shares[at, ALPHABET.index(character)] = 1
    logs = np.log(shares / shares.sum(axis=1, keepdims=True)).astype(np.float32)
    return Frames(logs, np.zeros((total, 3), np.float32))


def lay(text: str, first: int, total: int, row: float) -> Line:
    source = Source(np.zeros((8, 8), np.float32), np.eye(2, 3), 1.0, (0.0, 0.0))
    course = Course((0.0, row), 0.0, 10.0 * len(text), 10.0, 10.0)
    frames = show(text, first + 4 * np.arange(len(text)), total)
    return Line(source, course, np.zeros((32, 4 * total), np.float32), frames)


TD2 = ("I<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<", "D231458907UTO7408122F1204159<<<<<<<6")


def test_characters_are_laid_where_they_are_seen() -> None:
    places = 12 + 4 * np.arange(30)
    places[17:] += 1  # one step is a frame wider
    frames = show("A" * 30, places, 160)
    score, found = place(frames.there, frames.nothing, (30, 36)).best(30, 1)[0]
    assert found.tolist() == places.tolist()
    assert score > place(frames.there, frames.nothing, (36,)).best(36, 1)[0][0] + 10


def test_a_character_that_was_passed_over_is_given_the_place_that_shows_nothing() -> None:
    places = 16 + 4 * np.arange(30)
    frames = show("A" * 30, places, 180)
    shifted = np.sort(np.append(np.delete(places, 8), 12))  # one before the line for the ninth in it
    assert mend(frames, shifted).tolist() == places.tolist()


def test_what_lacks_nothing_and_what_has_no_place_to_give_stay_as_they_are() -> None:
    places = 16 + 4 * np.arange(30)
    assert mend(show("A" * 30, places, 180), places).tolist() == places.tolist()
    passed_over = np.delete(places, 8)
    assert mend(show("A" * 30, places, 180), passed_over).tolist() == passed_over.tolist()
    faded = show("A" * 29, passed_over, 180)  # a character that nobody sees is no sign of another
    assert mend(faded, places).tolist() == places.tolist()
    assert mend(faded, places[:0]).size == 0


def test_lines_of_one_shape_are_read_as_its_format() -> None:
    zone = read_lines([lay(line, 16, 180, 30.0 * row) for row, line in enumerate(TD2)])
    assert zone
    assert (zone.form, zone.wording.text) == ("TD2", "".join(TD2))


def test_a_line_that_stands_a_character_further_to_the_right_is_followed() -> None:
    zone = read_lines([lay(TD2[0], 16, 180, 0.0), lay(TD2[1], 20, 180, 30.0)])
    assert zone
    assert zone.wording.text == "".join(TD2)


def test_a_middle_line_that_stands_half_a_character_to_the_left_is_read_whole() -> None:
    lines = (
        "I<UTOD231458907<<<<<<<<<<<<<<<",
        "7408122F1204159UTO<<<<<<<<<<<6",
        "ERIKSSON<<ANNA<MARIA<<<<<<<<<<",
    )
    shown = [lay(line, 19 - 2 * (row == 1), 160, 30.0 * row) for row, line in enumerate(lines)]
    zone = read_lines(shown)
    assert zone
    assert zone.wording.text == "".join(lines)


def test_a_line_of_other_text_above_is_left_out() -> None:
    lines = [
        lay("UTOPIA123", 16, 180, -30.0),
        *(lay(line, 16, 180, 30.0 * row) for row, line in enumerate(TD2)),
    ]
    zone = read_lines(lines)
    assert zone
    assert zone.wording.text == "".join(TD2)


def test_lines_too_short_for_any_format_are_no_zone() -> None:
    assert read_lines([lay("AB12", 8, 30, 0.0), lay("CD34", 8, 30, 30.0)]) is None
    assert read_lines([lay("AB12", 8, 30, 0.0)]) is None


def test_a_line_on_which_hardly_anything_was_seen_keeps_its_way() -> None:
    line = lay("ABC", 16, 180, 30.0)
    (course,) = follow([line])
    assert (course.pitch, course.grade) == (10.0, 0.0)
    assert course.v(np.array([0.0, 30.0])) == pytest.approx([30, 30], abs=0.01)


def test_a_line_is_no_longer_followed_when_it_runs_on_beyond_any_zone(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    looks: list[Course] = []

    def look(source: Source, course: Course) -> Line:
        looks.append(course)
        return lay("A" * (20 + 25 * len(looks)), 16, 4 * (60 + 40 * len(looks)), 30.0)

    monkeypatch.setattr(strip, "look", look)
    look_closer([lay("A" * 20, 16, 180, 30.0)])
    assert len(looks) < strip.MOST_LOOKS


@settings(max_examples=40)
@given(st.integers(0, 2**32), st.sampled_from(sorted({form.width for form in FORMATS.values()})))
def test_the_format_chosen_is_the_likeliest_of_all_that_have_such_lines(seed: int, width: int) -> None:
    options = {name: form for name, form in FORMATS.items() if form.width == width}
    rng = np.random.default_rng(seed)
    chances = rng.dirichlet(
        np.full(len(ALPHABET), rng.choice([0.02, 0.2])), next(iter(options.values())).count * width
    )
    logs = np.log(np.maximum(chances, 1e-9))
    totals = {name: choose(name, logs).likelihood + begin(name, logs) for name in options}
    assert totals[choose_best(logs, width)[0]] == max(totals.values())
