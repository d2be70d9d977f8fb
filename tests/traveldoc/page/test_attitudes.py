"""Pictures as they are taken and published: seen from the side, overprinted in colour, cut close, two at once."""

from collections.abc import Callable

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from traveldoc.page import read

Picture = NDArray[np.uint8]
Draw = Callable[..., Picture]
TD1 = ("I<UTOD231458907<<<<<<<<<<<<<<<", "7408122F1204159UTO<<<<<<<<<<<6", "ERIKSSON<<ANNA<MARIA<<<<<<<<<<")
TD3 = ("P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<", "L898902C36UTO7408122F1204159ZE184226B<<<<<10")


def look_from_the_side(picture: Picture, degrees: float) -> Picture:
    """Turned about its upright axis before a lens that is 1.7 widths away."""
    height, width = picture.shape
    far, angle = 1.7 * width, np.deg2rad(degrees)
    corners = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32)
    x, y = (corners - (width / 2, height / 2)).T
    seen = np.stack([x * np.cos(angle), y]) * far / (far - x * np.sin(angle))
    seen = (seen.T - seen.min(axis=1) + 20).astype(np.float32)
    size = [int(side) for side in np.ceil(seen.max(axis=0) + 20)]
    matrix = cv2.getPerspectiveTransform(corners, seen)
    return np.asarray(
        cv2.warpPerspective(picture, matrix, size, flags=cv2.INTER_AREA, borderValue=90), np.uint8
    )


@pytest.mark.parametrize("degrees", [-35, 25, 40])
def test_a_page_seen_from_the_side_is_read_and_its_boxes_grow_towards_the_eye(
    degrees: float, draw_page: Draw
) -> None:
    reading = read(look_from_the_side(draw_page(TD3, pitch=20), degrees))
    assert reading.lines == TD3
    widths = [np.hypot(*np.subtract(quad[1], quad[0])) for quad in reading.boxes[0]]
    # The lens sees sizes by 1 / (far - x sin) each way: over the line's width their ratio is squared.
    reach = 44 / 50 / 2 * np.sin(np.deg2rad(degrees))
    assert widths[-1] / widths[0] == pytest.approx(((1.7 + reach) / (1.7 - reach)) ** 2, rel=0.12)


def test_a_word_in_colour_across_the_zone_is_looked_through(draw_page: Draw) -> None:
    page = np.repeat(draw_page(TD3)[:, :, None], 3, axis=2)
    word = cv2.putText(page.copy(), "SPECIMEN", (160, 268), cv2.FONT_HERSHEY_DUPLEX, 2.4, (225, 60, 60), 9)
    assert read(np.minimum(page, word)).lines == TD3


def test_a_zone_cut_out_to_its_last_character_is_read(draw_page: Draw) -> None:
    page = draw_page(TD1, captions=False)
    rows, columns = np.nonzero(page < 100)
    assert read(page[rows.min() : rows.max() + 1, columns.min() : columns.max() + 1]).lines == TD1


def test_beside_another_card_a_small_zone_is_read_to_its_ends(draw_page: Draw) -> None:
    page = draw_page(TD3, pitch=13)
    other = cv2.resize(draw_page((), pitch=13), (2 * page.shape[1], page.shape[0]))
    assert read(np.hstack([np.asarray(other, np.uint8), page])).lines == TD3
