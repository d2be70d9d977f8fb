"""Numbers that mean what they say, and advice that says what to do."""

from dataclasses import replace

import cv2
import numpy as np
import pytest

from traveldoc.page.quality import (
    find_burnt,
    is_cut_off,
    judge,
    judge_whole,
    measure_height,
    measure_smear,
    measure_strips,
)
from traveldoc.page.reading import Quality

FINE = Quality(character_height=20, blur=0.15, glare=0.0, contrast=0.8)


def words(quality: Quality, doubtful: int = 0, total: int = 88) -> tuple[str, bool]:
    advice, retake = judge(quality, doubtful, total)
    return " ".join(str(phrase) for phrase in advice), retake


def test_a_good_picture_gets_no_advice() -> None:
    assert words(FINE) == ("", False)


@pytest.mark.parametrize(
    ("quality", "said", "retake"),
    [
        (replace(FINE, character_height=8), "Go closer", False),
        (replace(FINE, character_height=5), "only 5 pixels high", True),
        (replace(FINE, blur=0.5), "Hold still", False),
        (replace(FINE, blur=0.9), "Hold still", True),
        (replace(FINE, glare=0.2), "Tilt the document", True),
        (replace(FINE, contrast=0.05), "hardly stands out", False),
        (replace(FINE, too_dark=True), "Use more light", False),
        (replace(FINE, cut_off=True), "cut off", True),
    ],
)
def test_each_fault_is_answered_by_what_to_do(quality: Quality, said: str, retake: bool) -> None:
    text, again = words(quality)
    assert said in text
    assert again is retake


def test_many_doubtful_characters_ask_for_another_picture() -> None:
    assert words(FINE, doubtful=5) == ("", False)
    text, again = words(FINE, doubtful=30)
    assert text.startswith("30 characters could not be read")
    assert again


def test_a_retake_for_doubtful_characters_names_the_likely_reason() -> None:
    for quality, reason in (
        (replace(FINE, character_height=10), "Go closer"),
        (replace(FINE, blur=0.3), "Hold still"),
        (replace(FINE, glare=0.02), "Tilt the document"),
        (replace(FINE, contrast=0.2), "more, and even, light"),
    ):
        assert words(quality) == ("", False)
        text, again = words(quality, doubtful=30)
        assert reason in text
        assert again


def test_a_dark_picture_is_told_once_to_use_more_light() -> None:
    text, _ = words(replace(FINE, contrast=0.05, too_dark=True))
    assert text == "The picture is too dark. Use more light."


def test_a_blurred_picture_without_a_zone_says_so_and_a_sharp_one_does_not() -> None:
    block = np.full((300, 520), 220.0, np.float32)
    block[60:240, 60:440] = 20
    soft = judge_whole(np.asarray(cv2.GaussianBlur(block, (0, 0), 6), np.float32), suspected=False)
    assert "The picture is blurred" in str(soft.advice[1])
    assert soft.retake
    assert not judge_whole(block, suspected=False).retake
    assert measure_smear(np.zeros((1, 9), np.float32)) == 0


def test_an_edge_of_one_step_is_one_pixel_wide_and_contrast_is_its_share_of_the_range() -> None:
    strip = np.full((32, 64), 204.0, np.float32)
    strip[:, ::8] = 51.0
    edge, contrast, paper = measure_strips([strip])
    assert edge == pytest.approx(1, abs=0.05)
    assert contrast == pytest.approx((204 - 51) / 255, abs=0.01)
    assert paper == 204


def test_the_height_of_characters_is_counted_in_rows() -> None:
    strip = np.zeros((32, 64), np.float32)
    strip[8:24, ::6] = -3.0
    assert measure_height([strip]) == 16


def test_burnt_out_characters_are_counted_against_the_others() -> None:
    strip = np.full((32, 160), 250.0, np.float32)
    columns = np.arange(8.0, 160, 16)
    for at in columns[:8]:
        strip[8:24, int(at)] = 40.0
    assert find_burnt(strip, columns) == pytest.approx(0.2)


def test_a_character_over_the_edge_means_cut_off() -> None:
    inside = ((10.0, 10.0), (20.0, 10.0), (20.0, 30.0), (10.0, 30.0))
    assert not is_cut_off(((inside,),), 40, 40)
    assert is_cut_off(((inside,),), 15, 40)
    assert is_cut_off(((inside,),), 40, 25)
    assert is_cut_off(((((-5.0, 1.0), (5.0, 1.0), (5.0, 9.0), (-5.0, 9.0)),),), 40, 40)


def test_what_may_go_on_beyond_the_edge_needs_room_around_it() -> None:
    inside = (((10.0, 20.0), (18.0, 20.0), (18.0, 28.0), (10.0, 28.0)),)
    assert not is_cut_off((inside,), 40, 40, room=8)
    assert is_cut_off((inside,), 40, 40, room=13)  # 12 pixels to the right and below
    assert is_cut_off((inside,), 80, 80, room=13)  # 10 to the left


def test_a_picture_without_a_zone_says_so_and_a_dark_one_asks_for_light() -> None:
    light = judge_whole(np.linspace(0, 255, 400, dtype=np.float32).reshape(20, 20), suspected=False)
    assert "No machine readable zone" in str(light.advice[0])
    assert not light.retake
    dark = judge_whole(np.full((20, 20), 20, np.float32), suspected=False)
    assert "more light" in str(dark.advice[1])
    assert dark.retake


def test_what_looked_like_a_zone_but_was_not_read_asks_for_a_retake() -> None:
    quality = judge_whole(np.full((20, 20), 200, np.float32), suspected=True)
    assert "could not be read" in str(quality.advice[0])
    assert quality.retake
