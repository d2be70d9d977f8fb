"""What the reader owes: ICAO's specimens exactly, drawn pages in every attitude, and nothing where nothing is."""

from collections.abc import Callable
from pathlib import Path

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from traveldoc.page import read

Picture = NDArray[np.uint8]
Draw = Callable[..., Picture]

# Typed from the pictures; the zones are those of the specimens in Doc 9303 parts 4 to 7.
SPECIMENS = {
    "td1": (
        "TD1",
        "I<UTOD231458907<<<<<<<<<<<<<<<",
        "7408122F1204159UTO<<<<<<<<<<<6",
        "ERIKSSON<<ANNA<MARIA<<<<<<<<<<",
    ),
    "td2": ("TD2", "I<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<", "D231458907UTO7408122F1204159<<<<<<<6"),
    "td3": (
        "TD3",
        "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<",
        "L898902C36UTO7408122F1204159ZE184226B<<<<<10",
    ),
    "mrva": (
        "MRVA",
        "V<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<",
        "L8988901C4XXX4009078F96121096ZE184226B<<<<<<",
    ),
    "mrvb": ("MRVB", "V<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<", "L8988901C4XXX4009078F9612109<<<<<<<<"),
}
TD1, TD2, TD3 = SPECIMENS["td1"][1:], SPECIMENS["td2"][1:], SPECIMENS["td3"][1:]


@pytest.mark.parametrize("name", SPECIMENS)
def test_icaos_specimens_are_read_to_the_last_character(name: str, pictures: Path) -> None:
    reading = read(np.asarray(Image.open(pictures / f"{name}.jpg").convert("RGB")))
    assert (reading.format, *(reading.lines or ())) == SPECIMENS[name]


def test_a_payment_card_has_no_zone(pictures: Path) -> None:
    reading = read(np.asarray(Image.open(pictures / "nomrz.jpg").convert("RGB")))
    assert reading.format is None
    assert reading.lines is None
    assert (reading.confidence, reading.runners_up, reading.boxes, reading.choices) == ((), (), (), ())
    assert reading.quality.contrast > 0


@pytest.mark.parametrize("lines", [TD1, TD2, TD3])
@pytest.mark.parametrize("pitch", [8, 16, 40])
def test_a_clean_page_is_read_at_every_size(lines: tuple[str, ...], pitch: float, draw_page: Draw) -> None:
    assert read(draw_page(lines, pitch=pitch)).lines == lines


@pytest.mark.parametrize("degrees", [0, 90, 180, 270, 4, -7, 33, 128])
def test_a_page_is_read_at_every_turn(degrees: float, draw_page: Draw, lean_page: Draw) -> None:
    assert read(lean_page(draw_page(TD3), degrees)).lines == TD3


def test_a_page_seen_from_the_side_is_read(draw_page: Draw, lean_page: Draw) -> None:
    assert read(lean_page(draw_page(TD1, pitch=20), 5, tilt=0.15)).lines == TD1


def test_faint_print_is_read(draw_page: Draw) -> None:
    assert read(draw_page(TD2, paper=200, ink=165)).lines == TD2


def test_print_lighter_than_the_paper_is_read(draw_page: Draw) -> None:
    assert read(draw_page(TD3, paper=40, ink=220)).lines == TD3


def test_noise_and_blur_are_borne(draw_page: Draw) -> None:
    page = cv2.GaussianBlur(draw_page(TD3, pitch=14), (0, 0), 1.2).astype(np.float64)
    noisy = page + np.random.default_rng(4).normal(0, 14, page.shape)
    assert read(np.clip(noisy, 0, 255).astype(np.uint8)).lines == TD3
