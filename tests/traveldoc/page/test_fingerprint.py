"""A picture saved anew keeps its hash; another picture has another; a portrait is found from the lines below it."""

from io import BytesIO
from itertools import combinations
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from traveldoc.page import fingerprint, portrait, read

PICTURES = sorted((Path(__file__).parent / "pictures").glob("*.jpg"))


def loaded(path: Path) -> Any:
    return np.asarray(Image.open(path).convert("RGB"))


def apart(one: str, other: str) -> int:
    return (int(one, 16) ^ int(other, 16)).bit_count()


def saved_anew(pixels: Any, share: float, quality: int) -> Any:
    picture = Image.fromarray(pixels)
    smaller = picture.resize((int(picture.width * share), int(picture.height * share)))
    file = BytesIO()
    smaller.save(file, "JPEG", quality=quality)
    return np.asarray(Image.open(file).convert("RGB"))


@pytest.mark.parametrize("path", PICTURES, ids=lambda path: path.stem)
@pytest.mark.parametrize(("share", "quality"), [(1.0, 40), (0.6, 80), (0.4, 60), (1.3, 85)])
def test_the_same_picture_made_smaller_or_saved_worse_differs_in_few_bits(
    path: Path, share: float, quality: int
) -> None:
    pixels = loaded(path)
    assert apart(fingerprint(pixels), fingerprint(saved_anew(pixels, share, quality))) <= 12


def test_different_pictures_differ_in_many() -> None:
    prints = [fingerprint(loaded(path)) for path in PICTURES]
    assert min(apart(*pair) for pair in combinations(prints, 2)) > 40


def test_a_grey_picture_has_one_and_an_empty_one_has_none() -> None:
    pixels = loaded(PICTURES[0])
    grey = np.asarray(Image.fromarray(pixels).convert("L"))
    assert apart(fingerprint(grey), fingerprint(pixels)) <= 12
    assert fingerprint(np.full((80, 80, 3), 200, np.uint8)) == ""


def test_the_photograph_of_a_passport_is_found_from_its_lines_whatever_the_size() -> None:
    pixels = loaded(Path(__file__).parent / "pictures" / "td3.jpg")
    smaller = saved_anew(pixels, 0.8, 85)
    prints = []
    for each in (pixels, smaller):
        found = read(each)
        prints.append(portrait(each, found.format, found.boxes))
    assert prints[0]
    assert apart(*prints) <= 24
    assert portrait(pixels, "TD1", ()) == ""
    assert portrait(pixels, "TD3", ()) == ""
    found = read(pixels)
    assert portrait(pixels[-len(pixels) // 4 :], found.format, found.boxes) == ""
