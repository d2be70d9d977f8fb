"""The photographs: a camera's metadata to be stripped, a page that is askew, and an MRZ that stays legible."""

import io

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from secondline.site.demo.specimen import CAST, Camera, Side, draw, photograph
from traveldoc.page import read

PAGE = draw(CAST["passport-genuine"])
PHOTO = photograph(PAGE, 3)


def opened(photo: bytes) -> Image.Image:
    return Image.open(io.BytesIO(photo))


def seen(photo: bytes) -> NDArray[np.uint8]:
    return np.asarray(opened(photo).convert("RGB"))


def test_a_photograph_is_a_jpeg_of_a_telephone_s_size() -> None:
    assert opened(PHOTO).format == "JPEG"
    assert opened(PHOTO).size == (2200, 1650)
    assert 100_000 < len(PHOTO) < 3_000_000


def test_a_photograph_carries_a_place_and_a_camera_so_that_stripping_can_be_tested() -> None:
    exif = opened(PHOTO).getexif()
    place = exif.get_ifd(0x8825)
    assert (place[1], place[3]) == ("S", "W")
    assert [float(part) for part in place[2]][:2] == [48.0, 52.0]
    assert exif[0x010F] == "Utopian Instruments"
    assert b"Utopian Instruments" in PHOTO


def test_the_same_page_and_seed_give_the_same_bytes_and_another_seed_others() -> None:
    assert photograph(PAGE, 3) == PHOTO
    assert photograph(PAGE, 4) != PHOTO


def test_the_desk_shows_on_all_sides() -> None:
    """In none of the corners of the picture is the bright page."""
    picture = seen(PHOTO).astype(np.float64)
    middle = float(np.median(picture[700:950, 900:1300]))
    for corner in (picture[:60, :60], picture[:60, -60:], picture[-60:, :60], picture[-60:, -60:]):
        assert float(corner.mean()) < middle * 0.85


def test_without_lamp_glare_and_noise_the_page_is_only_laid_askew() -> None:
    plain = Camera(lamp=0.0, glare=0.0, blur=0.1, noise=0.0, quality=98)
    assert (
        float(seen(photograph(PAGE, 3, plain)).std())
        < float(seen(photograph(PAGE, 3, Camera(glare=1.0))).std()) * 2
    )
    assert photograph(PAGE, 3, plain) != PHOTO


@pytest.mark.parametrize(
    "name", ["passport-genuine", "passport-birth-mrz", "card-genuine", "visa-genuine", "permit-genuine"]
)
def test_the_reader_reads_the_photograph_exactly(name: str) -> None:
    specimen = CAST[name]
    found = read(seen(photograph(draw(specimen, side=specimen.mrz_side), 11)))
    assert found.lines == specimen.mrz


def test_the_reader_finds_no_mrz_on_the_front_of_a_card() -> None:
    assert read(seen(photograph(draw(CAST["card-genuine"], side=Side.FRONT), 5))).lines is None
