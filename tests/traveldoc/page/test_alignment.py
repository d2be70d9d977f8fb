"""Two pictures of one page are laid on each other: by known warps of known pages, across lights, and not at all."""

from pathlib import Path

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from traveldoc.page import alignment
from traveldoc.page.alignment import align
from traveldoc.page.fit import Fit, Trust, judge
from traveldoc.page.homography import FOLDED, MIRRORED, Array, warp

Pixels = NDArray[np.uint8]
# From shares of the moving picture to shares of the fixed one.
TRUE = np.asarray([[0.8, 0.1, 0.1], [-0.08, 0.85, 0.12], [0.05, 0.03, 1.0]])
EVERYWHERE = np.asarray([(x, y) for x in (0.1, 0.5, 0.9) for y in (0.1, 0.5, 0.9)])
HALF = np.asarray([[1, 0, 0.5], [0, 1, 0.5], [0, 0, 1]])


@pytest.fixture(scope="module")
def page() -> Pixels:
    with Image.open(Path(__file__).parent / "pictures" / "td3.jpg") as picture:
        return np.asarray(picture.convert("RGB"))


def seen(pixels: Pixels, matrix: Array, size: tuple[int, int]) -> Pixels:
    """The page from elsewhere: this picture of it lies on the first one by the matrix (in shares)."""
    height, width = pixels.shape[:2]
    there = np.diag([width, height, 1]) @ matrix @ np.diag([1 / size[0], 1 / size[1], 1])
    step = np.linalg.inv(HALF) @ np.linalg.inv(there) @ HALF
    return np.asarray(cv2.warpPerspective(pixels, step, size, borderValue=(90, 70, 60)), np.uint8)


def away(fit: Fit, true: Array) -> float:
    assert fit.matrix is not None
    return float(
        np.abs(warp(np.asarray(fit.matrix).reshape(3, 3), EVERYWHERE) - warp(true, EVERYWHERE)).max()
    )


def word(fit: Fit) -> Trust:
    return judge(fit, pixels=1000)[0]


def glow(pixels: Pixels) -> Pixels:
    """As under ultraviolet light: paper dark, print bright, uneven light, noise, fibres that nothing else shows."""
    noise = np.random.default_rng(3)
    height, width = pixels.shape[:2]
    light = 0.4 + 0.5 * np.linspace(0, 1, width)[None, :, None]
    out = (255 - pixels.astype(np.float32)) * light + noise.normal(0, 10, pixels.shape) + (10, 0, 40)
    out = np.asarray(np.clip(out, 0, 255), np.uint8)
    for x, y in noise.integers(0, (width, height), (40, 2)).tolist():
        cv2.line(out, (x, y), (x + 9, y + 5), (120, 255, 90), 1)
    return np.asarray(out, np.uint8)


LIGHTS = {
    "the same": lambda pixels: pixels,
    "dim": lambda pixels: (pixels * 0.25 + 4).astype(np.uint8),
    "grey": lambda pixels: np.asarray(cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY), np.uint8),
    "infrared": lambda pixels: pixels[..., 0],
    "ultraviolet": glow,
}


@pytest.mark.parametrize("light", LIGHTS)
def test_a_known_warp_is_found_under_any_light(page: Pixels, light: str) -> None:
    moving = LIGHTS[light](seen(page, TRUE, (900, 560)))
    fit = align(page, moving)
    assert away(fit, TRUE) < 0.002
    assert word(fit) == (Trust.FAIR if light == "ultraviolet" else Trust.GOOD)  # half of it is noise there
    assert 0 < fit.coverage <= 1
    assert fit.error is not None
    assert fit.error < 0.002


@pytest.mark.parametrize(
    ("turns", "true"),
    [
        (1, [[0, -1, 1], [1, 0, 0], [0, 0, 1]]),
        (2, [[-1, 0, 1], [0, -1, 1], [0, 0, 1]]),
        (3, [[0, 1, 0], [-1, 0, 1], [0, 0, 1]]),
    ],
)
def test_a_page_that_lies_on_its_side_or_head_is_found(
    page: Pixels, turns: int, true: list[list[int]]
) -> None:
    fit = align(page, np.ascontiguousarray(np.rot90(page, turns)))
    assert away(fit, np.asarray(true, np.float64)) < 0.001


def test_a_detail_four_times_as_large_is_found_on_the_page(page: Pixels) -> None:
    true = np.asarray([[0.3, 0, 0.1], [0, 0.3, 0.3], [0, 0, 1]])
    fit = align(page, seen(page, true, (800, 527)))
    assert away(fit, true) < 0.002


def test_a_picture_larger_than_is_sought_in_is_laid_as_exactly(page: Pixels) -> None:
    large = np.asarray(cv2.resize(page, None, fx=3, fy=3, interpolation=cv2.INTER_CUBIC), np.uint8)
    fit = align(large, seen(page, TRUE, (900, 560)))
    assert away(fit, TRUE) < 0.002


def test_the_same_pictures_are_always_laid_the_same(page: Pixels) -> None:
    moving = seen(page, TRUE, (700, 500))
    assert align(page, moving) == align(page, moving)


def test_a_mirrored_page_is_refused(page: Pixels) -> None:
    fit = align(page, np.ascontiguousarray(page[:, ::-1]))
    assert fit.matrix is None or word(fit) in {Trust.POOR, Trust.NONE}


@pytest.mark.parametrize("other", ["even", "noise", "chequers", "card", "speck"])
def test_what_is_not_this_page_is_not_laid_on_it(page: Pixels, other: str) -> None:
    noise = np.random.default_rng(5)
    y, x = np.mgrid[:200, :300]
    with Image.open(Path(__file__).parent / "pictures" / "nomrz.jpg") as picture:
        card = np.asarray(picture.convert("RGB"))
    pictures = {
        "even": np.full((300, 400), 200, np.uint8),
        "noise": noise.integers(0, 256, (120, 160), np.uint8),
        "chequers": (255 * ((x // 20 + y // 20) % 2)).astype(np.uint8),
        "card": card,
        "speck": np.zeros((1, 1), np.uint8),
    }
    fit = align(page, pictures[other])
    assert word(fit) == Trust.NONE


@pytest.mark.parametrize(
    "pixels",
    [
        np.zeros((4, 4), np.float32),
        np.zeros((4,), np.uint8),
        np.zeros((0, 4), np.uint8),
        np.lib.stride_tricks.as_strided(np.zeros(1, np.uint8), (20_000, 20_000), (0, 0)),
    ],
)
def test_what_is_no_picture_or_too_large_is_refused(page: Pixels, pixels: Pixels) -> None:
    with pytest.raises(ValueError, match="8 bits"):
        align(page, pixels)


def test_where_no_way_leads_to_a_fit_the_first_reason_is_told(
    page: Pixels, monkeypatch: pytest.MonkeyPatch
) -> None:
    def corrected(matrix: Array) -> None:
        found = alignment.Found(matrix, EVERYWHERE, EVERYWHERE[:, 0])
        monkeypatch.setattr(alignment, "_refine", lambda fixed, moving, rough: found)

    corrected(np.diag([-1.0, 1.0, 1.0]))
    assert align(page, page) == Fit(None, why=MIRRORED)
    corrected(np.diag([1.0, 1.0, -1.0]))
    assert align(page, page) == Fit(None, why=FOLDED)


def test_a_beginning_that_no_page_can_follow_is_not_followed(
    page: Pixels, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(alignment, "_search", lambda fixed, moving: np.diag([-1.0, 1.0, 1.0]))
    assert align(page, page) == Fit(None)


def test_a_wrong_beginning_does_not_survive_the_second_look(
    page: Pixels, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        alignment, "_search", lambda fixed, moving: np.asarray([[1, 0.3, 40], [0, 1.2, 60], [0, 0, 1.0]])
    )
    assert align(page, page).matrix is None


def test_a_few_points_lay_nothing() -> None:
    few = np.asarray([(0.0, 0.0), (10, 0), (10, 10), (0, 10)])
    assert alignment._corrected(few, few) is None


def test_what_shows_nothing_in_the_same_place_is_not_laid_on_each_other() -> None:
    noise = np.random.default_rng(4).integers(0, 256, (300, 300), np.uint8)
    left, right = (np.full((300, 700), 128, np.uint8) for _ in range(2))
    left[:, :300], right[:, 400:] = noise, noise
    assert alignment._refine(left, right, np.eye(3)) is None
    assert alignment._refine(left, np.full((300, 700), 128, np.uint8), np.eye(3)) is None
