"""From a flat page to a photograph: desk, perspective, lamp, glare, blur, noise, and a camera's metadata.

The metadata holds a place on purpose, in the middle of the ocean, so that one can see whether it is taken
out of a working copy.
"""

import io
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image

Pixels = NDArray[np.float32]
Chance = np.random.Generator

WIDTH, HEIGHT = 2200, 1650
GPS_IFD = 0x8825
MAKE, MODEL, DATE_TIME = 0x010F, 0x0110, 0x0132

POINT_NEMO = {1: "S", 2: (48.0, 52.0, 31.75), 3: "W", 4: (123.0, 23.0, 33.07)}
"""The place in the ocean farthest from all land, as a GPS tag (latitude and longitude)."""

DESKS: tuple[tuple[int, int, int], ...] = ((74, 80, 88), (120, 92, 66), (58, 66, 62), (146, 140, 130))


@dataclass(frozen=True, slots=True)
class Camera:
    """How the picture is taken. Lengths in shares of the picture's width, angles in degrees."""

    fill: float = 0.86
    tilt: float = 0.035
    turn: float = 2.5
    lamp: float = 0.22
    glare: float = 0.30
    blur: float = 0.7
    noise: float = 3.0
    quality: int = 88


MILD = Camera()


def photograph(image: Image.Image, seed: int, camera: Camera = MILD) -> bytes:
    """A JPEG with EXIF of the page on a desk. The same image, seed and camera give the same bytes."""
    chance = np.random.default_rng(seed)
    scene = desk(chance)
    corners = placed(image.size, camera, chance)
    scene = lie_down(scene, np.asarray(image.convert("RGB"), np.float32), corners)
    scene *= lamp(camera, chance)
    scene += glare(corners, camera, chance)
    scene = cv2.GaussianBlur(scene, (0, 0), camera.blur).astype(np.float32)
    scene += chance.standard_normal(scene.shape, dtype=np.float32) * np.float32(camera.noise)
    picture = Image.fromarray(np.clip(scene, 0, 255).astype(np.uint8), "RGB")
    store = io.BytesIO()
    picture.save(store, "JPEG", quality=camera.quality, exif=metadata())
    return store.getvalue()


def metadata() -> Image.Exif:
    """What a telephone writes into a picture, place and time included."""
    exif = Image.Exif()
    exif[MAKE] = "Utopian Instruments"
    exif[MODEL] = "Specimen Camera 1"
    exif[DATE_TIME] = "2026:01:15 09:30:00"
    exif[GPS_IFD] = POINT_NEMO
    return exif


def desk(chance: Chance) -> Pixels:
    """A table top with a soft grain along it."""
    colour = np.array(DESKS[int(chance.integers(len(DESKS)))], np.float32)
    coarse = chance.standard_normal((HEIGHT // 3, 8)).astype(np.float32)
    grain = cv2.GaussianBlur(cv2.resize(coarse, (WIDTH, HEIGHT), interpolation=cv2.INTER_CUBIC), (0, 0), 2.0)
    fine = cv2.GaussianBlur(chance.standard_normal((HEIGHT, WIDTH), dtype=np.float32), (0, 0), 1.2)
    return (colour + (grain * 5.0 + fine * 6.0)[:, :, None]).astype(np.float32)


def placed(size: tuple[int, int], camera: Camera, chance: Chance) -> Pixels:
    """The corners of the page in the picture, clockwise from its upper left, a little askew."""
    scale = min(camera.fill * WIDTH / size[0], camera.fill * HEIGHT / size[1])
    half = np.array([size[0], size[1]], np.float64) * scale / 2
    signs = np.array([(-1, -1), (1, -1), (1, 1), (-1, 1)], np.float64)
    angle = np.radians(chance.uniform(-camera.turn, camera.turn))
    turn = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    corners = signs * half @ turn.T
    corners += chance.uniform(-camera.tilt, camera.tilt, (4, 2)) * half[0]
    shift = chance.uniform(-0.012, 0.012, 2) * WIDTH
    moved: Pixels = (corners + np.array([WIDTH / 2, HEIGHT / 2]) + shift).astype(np.float32)
    return moved


def lie_down(scene: Pixels, page: Pixels, corners: Pixels) -> Pixels:
    """Put the page on the desk, with its shadow."""
    high, wide = page.shape[:2]
    flat = np.array([(0, 0), (wide, 0), (wide, high), (0, high)], np.float32)
    matrix = cv2.getPerspectiveTransform(flat, corners)
    seen = cv2.warpPerspective(page, matrix, (WIDTH, HEIGHT), flags=cv2.INTER_AREA)
    full = rounded(high, wide)
    mask = cv2.warpPerspective(full, matrix, (WIDTH, HEIGHT), flags=cv2.INTER_LINEAR)
    shadow = cv2.GaussianBlur(np.roll(mask, (10, 8), (0, 1)), (0, 0), 11)
    scene = scene * (1 - 0.55 * shadow[:, :, None])
    return (scene + (seen - scene) * mask[:, :, None]).astype(np.float32)


def rounded(high: int, wide: int) -> Pixels:
    """The page's outline, 1 inside, with round corners of 3.2 mm (Doc 9303-4, figure 7)."""
    radius = round(3.18 * 14)
    mask = np.zeros((high, wide), np.uint8)
    cv2.rectangle(mask, (radius, 0), (wide - radius, high), 255, -1)
    cv2.rectangle(mask, (0, radius), (wide, high - radius), 255, -1)
    for x in (radius, wide - radius - 1):
        for y in (radius, high - radius - 1):
            cv2.circle(mask, (x, y), radius, 255, -1, cv2.LINE_AA)
    return mask.astype(np.float32) / np.float32(255)


def lamp(camera: Camera, chance: Chance) -> Pixels:
    """Light that falls off across the picture, slightly warm."""
    angle = chance.uniform(0, 2 * np.pi)
    rows, columns = np.mgrid[-0.5 : 0.5 : HEIGHT * 1j, -0.5 : 0.5 : WIDTH * 1j].astype(np.float32)
    slope = 1 + np.float32(camera.lamp) * (rows * np.sin(angle) + columns * np.cos(angle)).astype(np.float32)
    edge = 1 - 0.16 * (rows**2 + columns**2)
    light: Pixels = (slope * edge)[:, :, None] * np.array((1.0, 0.985, 0.955), np.float32)
    return light


def glare(corners: Pixels, camera: Camera, chance: Chance) -> Pixels:
    """A lamp mirrored in the laminate, in the upper half of the page: it leaves the MRZ alone."""
    share = chance.uniform((0.25, 0.12), (0.85, 0.40))
    top = corners[0] + (corners[1] - corners[0]) * share[0]
    bottom = corners[3] + (corners[2] - corners[3]) * share[0]
    x, y = top + (bottom - top) * share[1]
    rows, columns = np.mgrid[0:HEIGHT, 0:WIDTH].astype(np.float32)
    wide, high = 0.15 * WIDTH, 0.05 * WIDTH
    far = ((columns - x) + 0.5 * (rows - y)) ** 2 / wide**2 + (rows - y) ** 2 / high**2
    spot = np.exp(-far) * np.float32(255 * camera.glare)
    return np.repeat(spot[:, :, None], 3, axis=2).astype(np.float32)
