"""The shape of a pyramid, its pack, and tiles laid on another picture: against other ways to compute the same."""

import math
from io import BytesIO

import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from pictures import encoded, picture
from PIL import Image

from secondline.evidence import laying
from secondline.evidence.darkroom import CutUp, TroubleError
from secondline.evidence.darkroom.answer import cut_up, laid
from secondline.evidence.darkroom.cutting import cut
from secondline.evidence.darkroom.frame import Frame
from secondline.evidence.darkroom.laying import lay
from secondline.evidence.laying import lay_on
from secondline.evidence.pyramid import TILE, Pack, Pyramid, UnfitPackError, pack
from secondline.evidence.tiles import area, decoded, tile
from traveldoc.page.views import CELL, VIEWS

SIDES = st.integers(1, 20_000)
HALF = np.asarray([[1, 0, 0.5], [0, 1, 0.5], [0, 0, 1]])


@given(SIDES, SIDES)
def test_the_levels_are_those_of_deep_zoom(width: int, height: int) -> None:
    pyramid = Pyramid(width, height)
    assert pyramid.levels == math.ceil(math.log2(max(width, height))) + 1
    assert pyramid.size(pyramid.levels - 1) == (width, height)
    assert pyramid.size(0) == (1, 1)
    for level in range(pyramid.levels - 1):
        wide, high = pyramid.size(level + 1)
        assert pyramid.size(level) == (math.ceil(wide / 2), math.ceil(high / 2))


@given(SIDES, SIDES)
def test_every_tile_has_a_number_of_its_own_and_the_boxes_cover_each_level_once(
    width: int, height: int
) -> None:
    pyramid = Pyramid(width, height)
    numbers = []
    for level in range(pyramid.levels):
        columns, rows = pyramid.grid(level)
        assert sum((r - l) * (b - t) for l, t, r, b in pyramid.boxes(level)) == math.prod(pyramid.size(level))  # noqa: E741
        numbers += [pyramid.number(level, x, y) for y in range(rows) for x in range(columns)]
        assert pyramid.holds(level, columns - 1, rows - 1)
        assert not pyramid.holds(level, columns, 0)
        assert not pyramid.holds(level, 0, rows)
    assert numbers == list(range(pyramid.count))
    assert not pyramid.holds(pyramid.levels, 0, 0)


def test_a_cell_of_contrast_fits_into_a_tile() -> None:
    assert TILE % CELL == 0


def packed(image: Image.Image) -> Pack:
    header, (data,) = cut(encoded(image), 10_000_000)
    return Pack(BytesIO(pack(Pyramid(header["width"], header["height"]), header["sizes"], data)))


@given(st.lists(st.binary(min_size=1, max_size=20), min_size=1, max_size=1), st.integers(1, 9))
def test_a_tile_comes_out_of_the_pack_as_it_went_in(tiles: list[bytes], seed: int) -> None:
    pyramid = Pyramid(1100, 600)
    made = [bytes([number % 256]) * (1 + number * seed % 7) + tiles[0] for number in range(pyramid.count)]
    found = Pack(BytesIO(pack(pyramid, [len(each) for each in made], b"".join(made))))
    assert found.pyramid == pyramid
    for level in range(pyramid.levels):
        columns, rows = pyramid.grid(level)
        for x, y in ((0, 0), (columns - 1, rows - 1)):
            assert found.tile(level, x, y) == made[pyramid.number(level, x, y)]


@given(st.integers(0, 500), st.binary(max_size=8))
def test_what_is_no_pack_or_cut_off_is_refused(keep: int, tail: bytes) -> None:
    pyramid = Pyramid(3, 2)
    whole = pack(pyramid, [5] * pyramid.count, b"12345" * pyramid.count)
    broken = whole[: min(keep, len(whole) - 1)]
    with pytest.raises(UnfitPackError):
        Pack(BytesIO(broken)).tile(pyramid.levels - 1, 0, 0)
    with pytest.raises(UnfitPackError):
        Pack(BytesIO(tail + whole if tail else b"")).tile(0, 0, 0)


def test_places_that_lead_nowhere_are_refused() -> None:
    pyramid = Pyramid(1, 1)
    whole = bytearray(pack(pyramid, [5], b"12345"))
    whole[-13:-5] = (0).to_bytes(8, "big")  # it ends where it begins
    with pytest.raises(UnfitPackError):
        Pack(BytesIO(bytes(whole))).tile(0, 0, 0)


def test_a_tile_of_another_size_is_never_decoded() -> None:
    with pytest.raises(UnfitPackError):
        decoded(picture(size=(4000, 4000), format_="JPEG"), (512, 512))


def drawn(width: int, height: int, seed: int = 2) -> Image.Image:
    noise = np.random.default_rng(seed).integers(0, 256, (height // 16 + 2, width // 16 + 2, 3), np.uint8)
    return Image.fromarray(noise).resize((width, height), Image.Resampling.BICUBIC)


def test_a_place_is_the_same_whichever_tiles_it_touches() -> None:
    image = drawn(1100, 700)
    found, level = packed(image), 11
    for box in ((0, 0, 1100, 700), (500, 500, 530, 520), (511, 0, 513, 700), (1090, 690, 1100, 700)):
        expected = np.asarray(image.crop(box)).astype(int)
        assert np.abs(area(found, level, box).astype(int) - expected).max() < 30


@pytest.mark.parametrize("view", VIEWS)
def test_the_views_of_neighbouring_tiles_have_no_seam(view: str) -> None:
    """Second way: the view of the whole level at once."""
    found, level = packed(drawn(1100, 700)), 11
    whole = VIEWS[view].make(area(found, level, (0, 0, 1100, 700)))
    for x, y in ((0, 0), (1, 0), (2, 1)):
        left, top, right, bottom = found.pyramid.box(level, x, y)
        with Image.open(BytesIO(tile(found, view, level, x, y))) as shown:
            pixels = np.asarray(shown.convert("RGB" if whole.ndim == 3 else "L")).astype(int)
        away = np.abs(pixels - whole[top:bottom, left:right])
        assert np.percentile(away, 99) < 30  # what JPEG costs, the same in the middle as at the rim
        assert away[:, :4].mean() < away.mean() + 4


def opencv(image: NDArray[np.uint8], matrix: NDArray[np.float64], size: tuple[int, int]) -> NDArray[np.uint8]:
    step = np.linalg.inv(HALF) @ matrix @ HALF
    return np.asarray(cv2.warpPerspective(image, step, size), np.uint8)


@pytest.mark.parametrize("scale", [0.35, 1.0, 2.6])
def test_a_level_laid_on_another_picture_is_the_whole_laid_on_it(scale: float) -> None:
    """Second way: OpenCV lays the whole picture on the other."""
    image = drawn(1100, 700)
    found, fixed = packed(image), Pyramid(900, 800)
    pixels = np.asarray([[0.7, -0.12, 120], [0.1, 0.75, 60], [0.0001, 0.00005, 1]]) @ np.diag(
        [scale, scale, 1]
    )
    shares = np.diag([1 / 900, 1 / 800, 1]) @ pixels @ np.diag([1100, 700, 1])
    expected = opencv(np.asarray(image), pixels, (900, 800)).astype(int)
    seen = lay_on(found, fixed, tuple(shares.ravel()), VIEWS["plain"], fixed.levels - 1, (0, 0, 900, 800))
    inside = opencv(np.full((700, 1100), 255, np.uint8), pixels, (900, 800)) == 255
    assert np.abs(seen.astype(int) - expected)[inside].mean() < 6
    assert not seen[opencv(np.full((700, 1100), 255, np.uint8), pixels, (900, 800)) == 0].any()


def test_tiles_laid_apart_are_the_level_laid_at_once() -> None:
    found, fixed = packed(drawn(1100, 700)), Pyramid(900, 800)
    matrix = (0.9, 0.1, 0.02, -0.1, 0.95, 0.05, 0.1, 0.02, 1.0)
    whole = lay_on(found, fixed, matrix, VIEWS["contrast"], fixed.levels - 1, (0, 0, 900, 800))
    for x in range(2):
        for y in range(2):
            left, top, right, bottom = fixed.box(fixed.levels - 1, x, y)
            with Image.open(
                BytesIO(laying.tile_onto(found, fixed, matrix, "contrast", fixed.levels - 1, x, y))
            ) as shown:
                away = np.abs(np.asarray(shown).astype(int) - whole[top:bottom, left:right])
            assert np.percentile(away, 98) < 30


def test_where_the_moving_picture_shows_nothing_there_is_black_in_every_view() -> None:
    found, fixed = packed(drawn(300, 200)), Pyramid(2000, 1500)
    far = (0.01, 0, 0.9, 0, 0.01, 0.9, 0, 0, 1.0)
    for view in VIEWS.values():
        assert not lay_on(found, fixed, far, view, fixed.levels - 1, (0, 0, 512, 512)).any()


def test_what_lies_behind_the_eye_is_not_shown_twice() -> None:
    found, fixed = packed(drawn(300, 200)), Pyramid(300, 200)
    slant = (1, 0, 0, 0, 1, 0, 0.9, 0, 1.0)  # seen from the fixed picture: behind the eye from x = 1 / 0.9 on
    seen = lay_on(found, fixed, slant, VIEWS["plain"], fixed.levels - 1, (0, 0, 300, 200))
    assert seen[:100, :100].any()
    assert not seen[:, 290:].any()


def test_no_tile_takes_more_than_a_few_tiles_of_the_moving_picture(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(laying, "MOST_TILES", 2)
    asked: list[tuple[int, ...]] = []

    def counted(found: Pack, level: int, box: tuple[int, int, int, int]) -> NDArray[np.uint8]:
        asked.append((level, -(-box[2] // TILE) - box[0] // TILE, -(-box[3] // TILE) - box[1] // TILE))
        return area(found, level, box)

    monkeypatch.setattr(laying, "area", counted)
    found, fixed = packed(drawn(1100, 700)), Pyramid(1100, 700)
    lay_on(found, fixed, (1, 0, 0, 0, 1, 0, 0, 0, 1), VIEWS["plain"], 11, (0, 0, 1100, 700))
    assert asked == [(10, 2, 1)]


def frame(**changed: object) -> Frame:
    header, blobs = cut(picture(size=(3, 2)), 100)
    return Frame(header | changed, blobs)


def test_what_the_child_cut_is_believed_when_every_tile_is_there() -> None:
    found = cut_up(frame(), 100)
    assert isinstance(found, CutUp)
    assert (found.pyramid, len(found.sizes)) == (Pyramid(3, 2), 3)


@pytest.mark.parametrize(
    "broken",
    [
        frame(width=0),
        frame(width="3"),
        frame(height=-2),
        frame(width=300),  # more pixels than are taken
        frame(width=20),  # more levels than there are tiles
        frame(sizes=None),
        frame(sizes=[1, 2]),
        frame(sizes=[1, 2, 3]),
        frame(sizes=[0, 1, 2]),
        frame(sizes=[True, 1, 2]),
        Frame(frame().header),
        Frame(frame().header, (b"\x00" + frame().blobs[0][1:],)),
        Frame(frame().header, (frame().blobs[0], b"more")),
    ],
)
def test_what_the_child_cut_is_not_believed_otherwise(broken: Frame) -> None:
    with pytest.raises(TroubleError, match="damaged"):
        cut_up(broken, 100)


FIT = {"matrix": [1.0] * 9, "points": 30, "coverage": 0.5, "error": 0.001, "why": ""}


def test_a_fit_is_plain_data_that_passes_its_own_check() -> None:
    assert laid(Frame(dict(FIT))) == FIT
    header, blobs = lay(picture(), 10_000, picture("blue"))
    assert laid(Frame(header, blobs))["matrix"] is None


@pytest.mark.parametrize(
    "changed",
    [
        {"matrix": [1.0] * 8},
        {"matrix": [1.0] * 8 + [math.nan]},
        {"matrix": [1.0] * 8 + [1e300]},
        {"matrix": [1.0] * 8 + ["1"]},
        {"matrix": "123456789"},
        {"points": -1},
        {"points": 1.5},
        {"coverage": None},
        {"error": math.inf},
        {"why": None},
        {"why": "x" * 201},
    ],
)
def test_a_fit_that_is_none_is_not_believed(changed: dict[str, object]) -> None:
    with pytest.raises(TroubleError, match="damaged"):
        laid(Frame(FIT | changed))
    with pytest.raises(TroubleError, match="damaged"):
        laid(Frame(dict(FIT), (b"more",)))


@settings(max_examples=30)
@given(
    st.dictionaries(
        st.sampled_from(sorted(FIT)), st.none() | st.integers() | st.text(max_size=3) | st.floats()
    )
)
def test_anything_in_place_of_a_part_is_a_fit_or_refused(changed: dict[str, object]) -> None:
    try:
        assert laid(Frame(FIT | changed)) == FIT | changed
    except TroubleError:
        return
