"""What a light does to the whole sheet after everything is printed: grain, relief, what shines through."""

from collections.abc import Callable

import cv2
import numpy as np
from numpy.typing import NDArray

from secondline.site.demo.specimen.inks import Light
from secondline.site.demo.specimen.sheet import Sheet

Chance = np.random.Generator


def _cloud(chance: Chance, shape: tuple[int, int], size: int) -> NDArray[np.float32]:
    """Soft noise from -1 to 1 whose clouds are about `size` pixels wide."""
    small = chance.standard_normal((shape[0] // size + 2, shape[1] // size + 2)).astype(np.float32)
    wide = cv2.resize(small, (shape[1], shape[0]), interpolation=cv2.INTER_CUBIC)
    cloud: NDArray[np.float32] = np.clip(wide / 2.5, -1, 1).astype(np.float32)
    return cloud


def _grain(sheet: Sheet, chance: Chance, strength: float) -> None:
    fine = chance.standard_normal(sheet.height.shape, dtype=np.float32)
    sheet.pixels += (fine * np.float32(strength))[:, :, None]


def white(sheet: Sheet, chance: Chance) -> None:
    _grain(sheet, chance, 1.4)
    sheet.pixels += (_cloud(chance, sheet.height.shape, 60) * np.float32(1.6))[:, :, None]


def ultraviolet(sheet: Sheet, chance: Chance) -> None:
    """A hand lamp: brightest in the middle, a violet haze over all."""
    high, wide = sheet.height.shape
    rows, columns = np.mgrid[-1 : 1 : high * 1j, -1 : 1 : wide * 1j].astype(np.float32)
    lamp = 1.06 - 0.26 * (rows**2 + columns**2)
    sheet.pixels *= lamp[:, :, None]
    sheet.pixels += np.array((7, 3, 16), np.float32)
    _grain(sheet, chance, 2.2)


def oblique(sheet: Sheet, chance: Chance) -> None:
    """A lamp from the left, low: what stands out has a bright flank and a shadow."""
    texture = _cloud(chance, sheet.height.shape, 5) * np.float32(0.10)
    surface = cv2.GaussianBlur(sheet.height + texture, (0, 0), 1.6)
    slope = (
        cv2.Sobel(surface, cv2.CV_32F, 1, 0, ksize=5) / 16
        + cv2.Sobel(surface, cv2.CV_32F, 0, 1, ksize=5) / 32
    )
    fall = np.linspace(1.02, 0.52, sheet.height.shape[1], dtype=np.float32)[None, :]
    grey = sheet.pixels.mean(axis=2, keepdims=True)
    sheet.pixels += (grey - sheet.pixels) * np.float32(0.35)
    sheet.pixels *= (fall * 0.80 * np.clip(1 + 0.95 * slope, 0.25, 1.9))[:, :, None]
    sheet.pixels *= np.array((1.03, 1.0, 0.93), np.float32)
    _grain(sheet, chance, 1.6)


def transmitted(sheet: Sheet, chance: Chance) -> None:
    """Light from behind: the paper's clouds, the watermark and the thread."""
    clouds = 0.6 * _cloud(chance, sheet.height.shape, 22) + 0.4 * _cloud(chance, sheet.height.shape, 9)
    through = 1 - 0.55 * np.clip(sheet.density, -1, 1.4) + 0.045 * clouds
    high, wide = sheet.height.shape
    rows, columns = np.mgrid[-1 : 1 : high * 1j, -1 : 1 : wide * 1j].astype(np.float32)
    lamp = 1.02 - 0.16 * (rows**2 + columns**2)
    sheet.pixels *= (np.clip(through, 0.2, 1.45) * lamp)[:, :, None]
    _grain(sheet, chance, 1.4)


def infrared(sheet: Sheet, chance: Chance) -> None:
    _grain(sheet, chance, 3.0)


FINISHES: dict[Light, Callable[[Sheet, Chance], None]] = {
    Light.WHITE: white,
    Light.UV: ultraviolet,
    Light.OBLIQUE: oblique,
    Light.TRANSMITTED: transmitted,
    Light.IR: infrared,
}


def finish(sheet: Sheet, seed: int) -> None:
    """Light the sheet. The seed decides the paper's grain only."""
    FINISHES[sheet.light](sheet, np.random.default_rng(seed))
