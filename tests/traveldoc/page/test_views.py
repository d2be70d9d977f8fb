"""Other views of a picture: what each shows, and that pieces computed apart fit together without a seam."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from traveldoc.page.views import CELL, VIEWS

Pixels = NDArray[np.uint8]


def speckled(width: int, height: int, seed: int = 1, colours: bool = True) -> Pixels:
    """Smooth light, fine print and noise."""
    noise = np.random.default_rng(seed)
    y, x = np.mgrid[:height, :width]
    light = 120 + 60 * np.sin(x / 90) + 40 * np.cos(y / 70)
    print_ = 50 * ((x // 3 + y // 5) % 7 == 0)
    levels = np.clip(light - print_ + noise.normal(0, 9, (height, width)), 0, 255)
    if not colours:
        return np.asarray(levels, np.uint8)
    return np.asarray(np.stack([levels, 255 - levels, levels * 0.7], axis=-1), np.uint8)


def in_pieces(name: str, pixels: Pixels, side: int) -> Pixels:
    """The view put together from squares, each computed with its margin alone."""
    view, (height, width) = VIEWS[name], pixels.shape[:2]
    rows = []
    for top in range(0, height, side):
        row = []
        for left in range(0, width, side):
            begin = (max(0, top - view.margin), max(0, left - view.margin))
            end = (min(height, top + side + view.margin), min(width, left + side + view.margin))
            seen = view.make(pixels[begin[0] : end[0], begin[1] : end[1]])
            row.append(seen[top - begin[0] :, left - begin[1] :][:side, :side])
        rows.append(np.concatenate(row, axis=1))
    return np.concatenate(rows, axis=0)


@pytest.mark.parametrize("name", VIEWS)
@pytest.mark.parametrize("colours", [True, False])
@pytest.mark.parametrize("size", [(384, 256), (333, 197), (259, 1), (1, 1), (130, 131)])
def test_pieces_fit_together_without_a_seam(name: str, colours: bool, size: tuple[int, int]) -> None:
    pixels = speckled(*size, colours=colours)
    whole = VIEWS[name].make(pixels)
    assert whole.shape[:2] == pixels.shape[:2]
    assert whole.dtype == np.uint8
    assert np.array_equal(in_pieces(name, pixels, 2 * CELL), whole)


@given(
    width=st.integers(1, 300),
    height=st.integers(1, 200),
    seed=st.integers(0, 9),
    name=st.sampled_from(sorted(VIEWS)),
)
@settings(max_examples=40)
def test_pieces_of_any_picture_fit_together(width: int, height: int, seed: int, name: str) -> None:
    pixels = speckled(width, height, seed)
    assert np.array_equal(in_pieces(name, pixels, CELL), VIEWS[name].make(pixels))


@pytest.mark.parametrize("name", VIEWS)
def test_no_view_touches_the_picture(name: str) -> None:
    pixels = speckled(150, 90)
    before = pixels.copy()
    pixels.flags.writeable = False
    VIEWS[name].make(pixels)
    assert np.array_equal(pixels, before)


def test_inverted_twice_is_the_picture() -> None:
    pixels = speckled(40, 30)
    assert np.array_equal(VIEWS["invert"].make(VIEWS["invert"].make(pixels)), pixels)


@pytest.mark.parametrize(("name", "number"), [("red", 0), ("green", 1), ("blue", 2)])
def test_one_colour_alone_is_its_levels(name: str, number: int) -> None:
    pixels = speckled(40, 30)
    assert VIEWS[name].make(pixels).tolist() == [[pixel[number] for pixel in row] for row in pixels.tolist()]


def test_faint_print_stands_out_in_local_contrast() -> None:
    x = np.mgrid[:256, :256][1]
    faint = (150 - 40 * (x / 256) - 6 * ((x // 2) % 2)).astype(np.uint8)
    seen = VIEWS["contrast"].make(faint).astype(int)
    step = np.abs(np.diff(seen, axis=1))[:, 1::2].mean()
    assert step > 2 * 6


def test_edges_show_lines_whether_they_are_dark_or_bright_and_nothing_on_even_paper() -> None:
    paper = np.full((60, 60), 120, np.uint8)
    for ink in (60, 180):
        line = paper.copy()
        line[:, 30] = ink
        seen = VIEWS["edges"].make(line)
        # Scharr's weights 3, 10, 3 add up to 16 beside a line of 60 levels; a quarter of that is shown.
        assert seen[30, 29] == seen[30, 31] == 240
        assert seen[:, :28].max() == seen[:, 33:].max() == 0


def test_fine_detail_stays_and_the_light_goes() -> None:
    even = np.full((200, 200, 3), (30, 120, 220), np.uint8)
    assert (VIEWS["highpass"].make(even) == 128).all()
    dot = even.copy()
    dot[100, 100] = (60, 150, 250)
    assert VIEWS["highpass"].make(dot)[100, 100].tolist() == pytest.approx([187, 187, 187], abs=2)
