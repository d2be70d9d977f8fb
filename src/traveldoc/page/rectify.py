"""From the picture to upright strips of even size and contrast, one for each line of the zone."""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from traveldoc.page.course import PITCH, Course

Plane = NDArray[np.float32]
Array = NDArray[np.float64]
HEIGHT = 32
"""Rows of a strip; the line's characters stand in its middle."""
WINDOW = 5 * PITCH + 1


@dataclass(frozen=True)
class Source:
    """A part of the picture from which strips are cut: `levels` (h, w), where upright coordinates lie in it
    (`to_source`, 2 x 3) and where its pixels lie in the picture: picture = source * `scale` + `corner`.
    """

    levels: Plane
    to_source: Array
    scale: float
    corner: tuple[float, float]

    def place(self, u: Array, v: Array) -> tuple[Array, Array]:
        matrix = self.to_source
        return matrix[0, 0] * u + matrix[0, 1] * v + matrix[0, 2], matrix[1, 0] * u + matrix[
            1, 1
        ] * v + matrix[1, 2]

    def picture(self, u: Array, v: Array) -> tuple[Array, Array]:
        """Upright positions to pixels of the picture."""
        x, y = self.place(u, v)
        shift = self.scale / 2 - 0.5
        return x * self.scale + shift + self.corner[0], y * self.scale + shift + self.corner[1]


def cut_strip(source: Source, course: Course) -> Plane:
    """The strip of a course, HEIGHT rows of grey levels."""
    x = np.arange(course.width, dtype=np.float64)[None, :]
    y = np.arange(HEIGHT, dtype=np.float64)[:, None] - (HEIGHT - 1) / 2
    u, v = course.upright(x, y)
    map_x, map_y = source.place(u, v)
    zoom = float(np.hypot(source.to_source[0, 0], source.to_source[1, 0]))
    levels, reduction = source.levels, course.pitch * zoom / PITCH
    if reduction > 1:
        levels = np.asarray(cv2.GaussianBlur(levels, (0, 0), 0.4 * reduction), np.float32)
    how = cv2.INTER_CUBIC if reduction < 1.5 else cv2.INTER_LINEAR
    maps = map_x.astype(np.float32), map_y.astype(np.float32)
    return np.asarray(cv2.remap(levels, *maps, how, borderMode=cv2.BORDER_REPLICATE), np.float32)


def even_out(strip: Plane) -> Plane:
    """Take light and contrast out of a strip of grey levels 0 to 255: local mean 0, local spread about 1."""
    size = (WINDOW, 1)
    mean = cv2.blur(strip.mean(axis=0, keepdims=True), size, borderType=cv2.BORDER_REFLECT_101)
    square = cv2.blur(np.square(strip).mean(axis=0, keepdims=True), size, borderType=cv2.BORDER_REFLECT_101)
    spread = np.sqrt(np.maximum(square - np.square(mean), 0))
    return np.asarray((strip - mean) / (spread + 5), np.float32)
