"""The drawn faces, the curves, and the lettering beneath them."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from secondline.site.demo.specimen.board import smooth, tone
from secondline.site.demo.specimen.guilloche import rosette, waves
from secondline.site.demo.specimen.hair import BACK, FRONT, STYLES
from secondline.site.demo.specimen.lettering import FONTS, Face, typeface
from secondline.site.demo.specimen.looks import GREY, looks
from secondline.site.demo.specimen.portrait import portrait
from secondline.site.demo.specimen.states import KINDS, STATES, TITLES, titles

SEEDS = st.integers(0, 2**32)
SEXES = st.sampled_from(["F", "M", "X"])


@settings(max_examples=8, deadline=None)
@given(SEEDS, SEXES, st.integers(0, 99))
def test_every_seed_gives_a_face_and_always_the_same(seed: int, sex: str, age: int) -> None:
    first = portrait(seed, sex, age).copy()
    portrait.cache_clear()
    assert first.shape == (640, 500, 3)
    assert (portrait(seed, sex, age) == first).all()


@settings(max_examples=8, deadline=None)
@given(SEEDS, SEXES)
def test_the_head_is_whole_and_in_the_middle(seed: int, sex: str) -> None:
    """No hair is cut off at the top, the plain ground shows on both sides at the height of the eyes."""
    face = portrait(seed, sex, 30).astype(np.int16)
    away = np.abs(face - face[:, 2:3]).max(axis=2) > 25
    rows = np.flatnonzero(away[:, 250])
    assert 5 <= rows[0] <= 130
    assert not away[280:310, :30].any()
    assert not away[280:310, -30:].any()
    left, right = away[330, :250].mean(), away[330, 250:].mean()
    assert left == pytest.approx(right, abs=0.12)


def test_different_holders_have_different_faces() -> None:
    faces = {portrait(seed, "F", 30).tobytes() for seed in range(12)}
    assert len(faces) == 12


def test_hair_turns_grey() -> None:
    assert looks(5, "F", 70).hair == GREY
    assert looks(5, "F", 30).hair != GREY


def test_a_shared_portrait_cannot_be_painted_over() -> None:
    with pytest.raises(ValueError, match="read-only"):
        portrait(1, "M", 30)[0, 0] = 0


def test_every_style_has_its_outline() -> None:
    worn = {style for styles in STYLES.values() for style in styles}
    assert worn == set(FRONT)
    assert set(BACK) <= worn


@given(st.lists(st.tuples(st.floats(0, 100), st.floats(0, 100)), min_size=3, max_size=9), st.booleans())
def test_a_smooth_curve_goes_through_its_points(points: list[tuple[float, float]], closed: bool) -> None:
    curve = smooth(points, closed=closed, steps=8)
    for point in points:
        assert np.abs(curve - np.array(point)).max(axis=1).min() < 1e-6


@given(st.tuples(st.integers(0, 255), st.integers(0, 255), st.integers(0, 255)), st.floats(0, 2))
def test_a_tone_is_a_colour(colour: tuple[int, int, int], factor: float) -> None:
    assert all(0 <= part <= 255 for part in tone(colour, factor))


def test_a_rosette_stays_between_its_radii() -> None:
    for curve in rosette((50, 40), 10, 20, petals=12, lines=6):
        far = np.hypot(curve[:, 0] - 50, curve[:, 1] - 40)
        assert far.min() >= 10 - 1e-9
        assert far.max() <= 20 + 1e-9


def test_waves_cover_the_whole_sheet() -> None:
    curves = waves((50, 30), gap=1.0, swing=2.0, length=20, drift=0.1)
    assert min(float(curve[:, 1].max()) for curve in curves) <= 0
    assert max(float(curve[:, 1].min()) for curve in curves) >= 30
    assert all(curve[0, 0] <= 0 and curve[-1, 0] >= 49 for curve in curves)


def test_the_fonts_have_every_letter_of_every_title() -> None:
    """A letter that a font lacks is drawn as its box for unknown letters."""
    words = [word for table in (TITLES, KINDS) for languages in table.values() for word in languages.values()]
    words += [name for state in STATES for name in state.full_name]
    letters = {letter for word in words for letter in word if not letter.isspace()}
    for face in (Face.PLAIN, Face.BOLD):
        font = typeface(face, 40)
        unknown = bytes(font.getmask("\U0010fffd"))
        assert not [letter for letter in sorted(letters) if bytes(font.getmask(letter)) == unknown]


def test_each_font_lies_beside_its_licence() -> None:
    assert "SIL OPEN FONT LICENSE" in (FONTS / "NOTO-OFL.txt").read_text()
    assert "You may freely use" in (FONTS / "COPYRIGHT").read_text()
    assert sum(path.stat().st_size for path in FONTS.iterdir()) < 1_350_000


def test_a_title_is_said_in_the_state_s_languages_and_shortened_from_the_front() -> None:
    erewhon = next(state for state in STATES if state.id == "erewhon")
    assert titles("surname", erewhon) == ["Тегі / Фамилия / Surname", "Фамилия / Surname", "Surname"]
    utopia = next(state for state in STATES if state.id == "utopia")
    assert titles("type", utopia) == ["Type"]
