"""Is the zone printed in OCR-B? Never an accusation for a worn, blurred, thick, thin or turned print."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from traveldoc.mrz.alphabet import ALPHABET
from traveldoc.mrz.typeface import Typeface, Verdict
from traveldoc.page import read, typeface
from traveldoc.page.cells import COLUMNS, ROWS, bring_near, cut
from traveldoc.page.reading import Choice, PageReading, Quality

Picture = NDArray[np.uint8]
Draw = Callable[..., Picture]
# Doc 9303-4, appendix B, and -5, appendix B.
TD3 = ("P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<", "L898902C36UTO7408122F1204159ZE184226B<<<<<10")
TD1 = ("I<UTOD231458907<<<<<<<<<<<<<<<", "7408122F1204159UTO<<<<<<<<<<<6", "ERIKSSON<<ANNA<MARIA<<<<<<<<<<")
NOTO = Path(__file__).parents[3] / "assets" / "fonts" / "NotoSans-Regular.ttf"


def look(picture: Picture) -> Typeface:
    reading = read(picture)
    assert reading.typeface is not None
    return reading.typeface


@pytest.mark.parametrize("name", ["td1", "td2", "td3", "mrva", "mrvb"])
def test_icaos_specimens_are_in_ocr_b(name: str, pictures: Path) -> None:
    seen = look(np.asarray(Image.open(pictures / f"{name}.jpg").convert("RGB")))
    assert (seen.verdict, seen.odd) == (Verdict.OCR_B, ())
    assert seen.kinds > 15


def thicken(page: Picture) -> Picture:
    return np.asarray(cv2.erode(page, np.ones((3, 3), np.uint8)), np.uint8)


def thin(page: Picture) -> Picture:
    return np.asarray(cv2.dilate(page, np.ones((2, 2), np.uint8)), np.uint8)


def roughen(page: Picture) -> Picture:
    """Ink that did not take everywhere, as on a laminate or by a worn ribbon."""
    grain = cv2.GaussianBlur(np.random.default_rng(3).normal(0, 1, page.shape), (0, 0), 2)
    return np.asarray(np.clip(page + 200 * np.maximum(grain, 0), 0, 235), np.uint8)


def burn(page: Picture) -> Picture:
    """Dots, as a laser or a needle printer sets them."""
    y, x = np.indices(page.shape)
    dots = (x % 3 < 2) & (y % 3 < 2)
    return np.where(dots, page, 235).astype(np.uint8)


def soften(page: Picture) -> Picture:
    return np.asarray(cv2.GaussianBlur(page, (0, 0), 2), np.uint8)


def tighten(page: Picture) -> Picture:
    return np.asarray(cv2.resize(page, None, fx=0.85, fy=1.0), np.uint8)


@pytest.mark.parametrize("wear", [thicken, thin, roughen, burn, soften, tighten])
def test_a_worn_print_in_ocr_b_is_never_accused(wear: Callable[[Picture], Picture], draw_page: Draw) -> None:
    for lines in (TD1, TD3):
        assert look(wear(draw_page(lines, pitch=22))).verdict is not Verdict.OTHER


def test_a_turned_page_and_light_print_on_dark_paper_are_in_ocr_b(draw_page: Draw, lean_page: Draw) -> None:
    assert look(lean_page(draw_page(TD3, pitch=20), 97, tilt=0.1)).verdict is Verdict.OCR_B
    assert look(draw_page(TD1, pitch=20, paper=40, ink=220)).verdict is Verdict.OCR_B


def test_another_face_is_told_with_the_characters_that_look_wrong(draw_page: Draw) -> None:
    """Noto Sans set letter by letter at the standard's distance, as a careful counterfeiter would."""
    reading = read(draw_page(TD3, pitch=24, font=NOTO))
    assert reading.lines == TD3
    seen = reading.typeface
    assert seen is not None
    assert seen.verdict is Verdict.OTHER
    assert {odd.character for odd in seen.odd} & set("1247") != set()
    assert all(TD3[odd.line - 1][odd.column - 1] == odd.character for odd in seen.odd)
    places = [(odd.line, odd.column) for odd in seen.odd]
    assert places == sorted(set(places))


def test_what_is_too_small_too_blurred_or_too_little_is_not_judged(draw_page: Draw) -> None:
    assert look(draw_page(TD3, pitch=7)).verdict is Verdict.SMALL
    page = draw_page(TD3, pitch=22)
    reading = read(page)
    blurred = replace(reading, quality=Quality(character_height=20, blur=0.6))
    assert typeface.compare(page, blurred).verdict is Verdict.BLURRED
    doubtful = replace(reading, confidence=tuple((0.5,) * 44 for _ in range(2)))
    assert typeface.compare(page, doubtful) == Typeface(Verdict.FEW, 0)


def test_a_picture_without_a_zone_has_no_typeface() -> None:
    assert read(np.full((300, 400), 255, np.uint8)).typeface is None


def test_ruins_are_not_judged(draw_page: Draw) -> None:
    """Where something else lies on every character, the shapes of OCR-B are not to be seen: nor another's."""
    page = draw_page(TD3, pitch=22)
    noise = np.random.default_rng(1).integers(0, 256, page.shape, np.uint8)
    assert typeface.compare(noise, read(page)).verdict is Verdict.UNCLEAR


def test_what_the_grammar_chose_is_not_compared() -> None:
    reading = PageReading(
        "TD3", TD3, confidence=((0.95,) * 44, (0.95,) * 44), choices=(Choice(2, 3, "B", "8"),)
    )
    sure = typeface.find_sure(reading)
    assert not sure[46]
    assert sure.sum() == 87


def test_between_the_limits_nothing_is_said(draw_page: Draw, monkeypatch: pytest.MonkeyPatch) -> None:
    page = draw_page(TD3, pitch=22)
    monkeypatch.setattr(typeface, "GENUINE", 9)
    assert look(page).verdict is Verdict.UNCLEAR


def test_cells_do_not_depend_on_the_size_of_the_picture(draw_page: Draw) -> None:
    means = typeface.load_shapes().means
    classes = np.array([ALPHABET.index(character) for character in "".join(TD1)])
    cells = []
    for pitch in (20, 60):
        page = draw_page(TD1, pitch=pitch)
        cells.append(cut(page, read(page).boxes, means, classes))
    assert cells[0].shape == (90, ROWS, COLUMNS)
    assert float((cells[0] * cells[1]).mean()) > 0.9


def test_only_the_zone_is_taken_out_of_a_large_picture() -> None:
    picture = np.zeros((3000, 4000), np.uint8)
    quads = np.array([[[x, 2000], [x + 50, 2000], [x + 50, 2058], [x, 2058]] for x in range(500, 1500, 50)])
    part, moved = bring_near(picture, quads.astype(np.float64))
    assert part.shape[0] < 100
    assert part.shape[1] < 600
    assert float(moved[0, 1, 0] - moved[0, 0, 0]) == pytest.approx(24, rel=0.05)
