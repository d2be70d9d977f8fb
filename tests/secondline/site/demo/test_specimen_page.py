"""The drawn pages against the measures of Doc 9303, taken from the pixels and not from the layout table."""

import time

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

from secondline.site.demo.specimen import CAST, STATES, Light, Side, Specimen, draw
from secondline.site.demo.specimen.document import LAYOUTS
from secondline.site.demo.specimen.lettering import FONTS

PER_MM = 14.0
ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789<"

# Width and height (Doc 9303-4, 2.3; 9303-5, 2.1; 9303-6, 2.1; 9303-7, 3.1), the nominal left edge of the first
# character and the centre lines above the lower edge (figures 3, 6, 6 and 3 of the same parts).
MEASURES = {
    "passport-genuine": ((125.0, 88.0), 6.0, (15.75, 9.40)),
    "card-genuine": ((85.6, 53.98), 5.0, (15.73, 11.5, 7.27)),
    "permit-genuine": ((105.0, 74.0), 4.0, (15.75, 9.40)),
    "visa-genuine": ((120.0, 80.0), 4.0, (15.75, 9.40)),
}
GENUINE = tuple(MEASURES)


def carbon(specimen: Specimen) -> NDArray[np.uint8]:
    """The near infrared picture of the MRZ's side: only what carries carbon is dark."""
    return np.asarray(draw(specimen, Light.IR, specimen.mrz_side).convert("L"))


def line_of(picture: NDArray[np.uint8], centre: float) -> tuple[NDArray[np.bool_], int]:
    """The dark pixels of one line (within 2 mm of its centre line above the lower edge), and its first row."""
    middle = picture.shape[0] - centre * PER_MM
    top = round(middle - 1.9 * PER_MM)
    return picture[top : round(middle + 1.9 * PER_MM)] < 120, top


@pytest.mark.parametrize("name", GENUINE)
def test_a_page_has_the_standard_s_size(name: str) -> None:
    page = draw(CAST[name], side=CAST[name].mrz_side)
    (wide, high), _, _ = MEASURES[name]
    assert page.size[0] / PER_MM == pytest.approx(wide, abs=0.05)
    assert page.size[1] / PER_MM == pytest.approx(high, abs=0.05)


@pytest.mark.parametrize("name", GENUINE)
def test_each_code_line_stands_on_its_reference_centre_line(name: str) -> None:
    picture = carbon(CAST[name])
    for centre in MEASURES[name][2]:
        dark, top = line_of(picture, centre)
        rows = np.flatnonzero(dark.any(axis=1)) + top
        middle = (picture.shape[0] - (rows[0] + rows[-1] + 1) / 2) / PER_MM
        assert middle == pytest.approx(centre, abs=0.20)
        # OCR-B size 1: capitals 2.4 mm between the middles of the strokes, strokes 0.35 mm.
        assert (rows[-1] + 1 - rows[0]) / PER_MM == pytest.approx(2.75, abs=0.25)


@pytest.mark.parametrize("name", GENUINE)
def test_the_first_character_begins_where_the_standard_says(name: str) -> None:
    picture = carbon(CAST[name])
    dark, _ = line_of(picture, MEASURES[name][2][0])
    assert np.flatnonzero(dark.any(axis=0))[0] / PER_MM == pytest.approx(MEASURES[name][1], abs=0.35)


@pytest.mark.parametrize("name", GENUINE)
def test_characters_stand_2_54_mm_apart(name: str) -> None:
    """Doc 9303-3, 4.4: measured on the fillers, which all have the same shape."""
    specimen = CAST[name]
    picture = carbon(specimen)
    line = max(range(len(specimen.mrz)), key=lambda number: specimen.mrz[number].count("<"))
    dark, _ = line_of(picture, MEASURES[name][2][line])
    _, _, boxes, centres = cv2.connectedComponentsWithStats(dark.astype(np.uint8))
    whole = boxes[1:, cv2.CC_STAT_AREA] > 60
    across = np.sort(centres[1:][whole][:, 0])
    text = specimen.mrz[line]
    assert len(across) == len(text)
    fillers = np.array([x for x, character in zip(across, text, strict=True) if character == "<"])
    columns = np.flatnonzero(np.array(list(text)) == "<")
    pitch = np.diff(fillers) / np.diff(columns) / PER_MM
    assert pitch == pytest.approx(np.full(len(pitch), 2.54), abs=0.06)
    assert (fillers[-1] - fillers[0]) / (columns[-1] - columns[0]) / PER_MM == pytest.approx(2.54, abs=0.003)


@pytest.mark.parametrize("name", GENUINE)
def test_all_code_lines_lie_in_the_effective_reading_zone(name: str) -> None:
    """Doc 9303-3, 4.5, figure 5: 17 mm high, 3 mm above the lower edge."""
    picture = carbon(CAST[name])
    below = picture[picture.shape[0] - round(23.2 * PER_MM) :] < 120
    rows = np.flatnonzero(below.any(axis=1))
    from_edge = (below.shape[0] - rows) / PER_MM
    assert from_edge.min() > 3.0
    assert from_edge.max() < 20.0
    columns = np.flatnonzero(below.any(axis=0)) / PER_MM
    assert columns.min() > 2.0
    assert columns.max() < MEASURES[name][0][0] - 2.0


def template(character: str) -> NDArray[np.float32]:
    """The character in OCR-B, set afresh: 48 by 48 pixels."""
    font = ImageFont.truetype(str(FONTS / "OCRB.otf"), PER_MM * 2.54 / 0.723)
    picture = Image.new("L", (48, 48))
    ImageDraw.Draw(picture).text((24, 36), character, 255, font, anchor="ms")
    return np.asarray(picture, np.float32)


TEMPLATES = {character: template(character) for character in ALPHABET}


def best_match(cell: NDArray[np.float32]) -> str:
    """Which OCR-B character fits the cell best, wherever in it it stands."""
    found = {
        character: float(cv2.matchTemplate(cell, shape[6:42, 8:40], cv2.TM_CCOEFF_NORMED).max())
        for character, shape in TEMPLATES.items()
    }
    return max(found, key=lambda character: found[character])


@pytest.mark.parametrize("name", sorted(name for name in CAST if "counterfeit" not in name))
def test_the_drawn_characters_are_the_composed_ones(name: str) -> None:
    """Read back by laying each OCR-B character on each cell: a second way that knows nothing of the drawing."""
    specimen = CAST[name]
    picture = 255 - np.asarray(draw(specimen, side=specimen.mrz_side).convert("L"), np.float32)
    left, centres = next(
        (left, lines) for genuine, (_, left, lines) in MEASURES.items() if CAST[genuine].kind is specimen.kind
    )
    for text, centre in zip(specimen.mrz, centres, strict=True):
        top = round(picture.shape[0] - centre * PER_MM - 24)
        read = ""
        for column in range(len(text)):
            start = round((left - 0.35 + (column + 0.5) * 2.54) * PER_MM - 19)
            read += best_match(picture[top : top + 48, start : start + 38])
        assert read == text


def red_share(picture: NDArray[np.uint8]) -> float:
    colours = picture.astype(np.int16)
    red = (colours[..., 0] - colours[..., 1] > 60) & (colours[..., 0] - colours[..., 2] > 45)
    return float(red.mean())


@pytest.mark.parametrize("name", sorted(CAST))
def test_every_side_says_specimen_in_red_and_keeps_it_out_of_the_mrz(name: str) -> None:
    specimen = CAST[name]
    for side in specimen.sides:
        page = np.asarray(draw(specimen, side=side))
        place = LAYOUTS[specimen.kind, side]
        free = page.shape[0] - (round(23.2 * PER_MM) if place.lines else 0)
        assert red_share(page[round(free * 0.35) : free, page.shape[1] // 2 :]) > 0.02
        if place.lines:
            assert red_share(page[free:]) == 0.0


def test_every_document_carries_the_code_kept_for_specimens() -> None:
    for specimen in CAST.values():
        text = "".join(specimen.mrz)
        assert text[2:5] == "UTO"
        assert text.count("UTO") >= 2
        assert "specimen" not in text.lower()


def test_all_lights_show_the_same_page_in_the_same_size() -> None:
    specimen = CAST["permit-genuine"]
    sizes = {draw(specimen, light).size for light in Light}
    assert sizes == {draw(specimen).size}


def test_the_lights_lie_on_each_other_pixel_by_pixel() -> None:
    """The carbon of the MRZ is dark under every light, at the same place."""
    specimen = CAST["passport-genuine"]
    ink = carbon(specimen)[-round(23.2 * PER_MM) :] < 80
    for light in (Light.WHITE, Light.OBLIQUE, Light.TRANSMITTED, Light.UV):
        zone = np.asarray(draw(specimen, light).convert("L"), np.float32)[-round(23.2 * PER_MM) :]
        ground = float(np.median(zone[~ink]))
        assert float(zone[ink].mean()) < ground * 0.72
        assert float((zone[ink] < ground).mean()) > 0.99


def test_the_same_specimen_gives_the_same_bytes() -> None:
    specimen = CAST["visa-genuine"]
    for light in Light:
        assert draw(specimen, light).tobytes() == draw(specimen, light).tobytes()


def test_a_side_that_a_document_does_not_have_is_refused() -> None:
    with pytest.raises(KeyError):
        draw(CAST["passport-genuine"], side=Side.BACK)
    with pytest.raises(ValueError, match="candle"):
        draw(CAST["passport-genuine"], "candle")


def test_a_passport_is_drawn_in_less_than_a_second_and_a_half() -> None:
    specimen = CAST["passport-genuine"]
    draw(specimen)
    start = time.process_time()
    draw(specimen)
    assert time.process_time() - start < 1.5


def test_no_two_states_share_their_colours_or_their_ground() -> None:
    assert len({state.dark for state in STATES}) == len(STATES)
    assert len({state.name for state in STATES}) == len(STATES)


def test_dates_stand_in_a_form_that_the_standard_allows() -> None:
    """Doc 9303-3, 3.8: `DD MMM YYYY`, or `DD MM YYYY` where the month is a number."""
    assert CAST["passport-genuine"].printed["birth"] == "17 MAR 1987"
    assert CAST["passport-page"].printed["birth"] == "19 10 1983"
