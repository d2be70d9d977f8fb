"""Fine lines: the families of curves a security printer covers the ground with.

Every function returns curves in millimetres and takes no chance: the same state has the same ground on
every sheet, which is what makes a copy comparable with it.
"""

import numpy as np
from numpy.typing import NDArray

from secondline.site.demo.specimen.sheet import Points

STEP = 0.25
"""Distance between two points of a curve, in millimetres."""


def _curve(x: NDArray[np.float64], y: NDArray[np.float64]) -> Points:
    return np.stack([x, y], axis=1)


def waves(
    size: tuple[float, float], *, gap: float, swing: float, length: float, drift: float, turn: float = 0.0
) -> list[Points]:
    """Lines `gap` apart that swing together; `drift` shifts the phase from line to line."""
    width, height = size
    x = np.arange(-1, width + 1, STEP)
    curves = []
    for number, y in enumerate(np.arange(-2 * swing, height + 2 * swing, gap)):
        phase = turn + drift * number
        slow = np.sin(2 * np.pi * x / (length * 2.7) + phase * 0.37)
        curves.append(_curve(x, y + swing * np.sin(2 * np.pi * x / length + phase) * (0.55 + 0.45 * slow)))
    return curves


def relief_lines(
    size: tuple[float, float], relief: NDArray[np.float64], *, gap: float, lift: float
) -> list[Points]:
    """Level lines pushed upwards where the relief (0 to 1, any resolution) stands: a medallion engraving."""
    width, height = size
    rows, columns = relief.shape
    x = np.arange(0, width, STEP)
    across = np.clip((x / width * columns).astype(int), 0, columns - 1)
    curves = []
    for y in np.arange(gap / 2, height, gap):
        down = min(int(y / height * rows), rows - 1)
        curves.append(_curve(x, y - lift * relief[down, across]))
    return curves


def rosette(
    centre: tuple[float, float], inner: float, outer: float, *, petals: int, lines: int
) -> list[Points]:
    """A ring of interlaced lines between two radii: one flower, turned from line to line by the same step."""
    angle = np.linspace(0, 2 * np.pi, 900)
    middle, swing = (inner + outer) / 2, (outer - inner) / 2
    curves = []
    for number in range(lines):
        phase = 2 * np.pi * number / lines
        reach = middle + swing * np.sin(petals * angle + phase) * (0.86 + 0.14 * np.cos(petals * 2 * angle))
        curves.append(_curve(centre[0] + reach * np.cos(angle), centre[1] + reach * np.sin(angle)))
    return curves


def braid(left: float, right: float, y: float, *, swing: float, length: float, strands: int) -> list[Points]:
    """A band of interlaced sines, as on the head of a bank note."""
    x = np.arange(left, right, STEP / 2)
    curves = []
    for number in range(strands):
        phase = 2 * np.pi * number / strands
        pulse = 0.6 + 0.4 * np.cos(2 * np.pi * x / (length * 3))
        curves.append(_curve(x, y + swing * pulse * np.sin(2 * np.pi * x / length + phase)))
        curves.append(_curve(x, y - swing * 0.5 * np.sin(4 * np.pi * x / length + phase)))
    return curves


def rays(centre: tuple[float, float], size: tuple[float, float], *, count: int, bend: float) -> list[Points]:
    """Bent rays from a centre to the edges of the sheet."""
    reach = float(np.hypot(*size))
    r = np.arange(size[1] * 0.2, reach, STEP * 2)
    curves = []
    for start in np.linspace(0, 2 * np.pi, count, endpoint=False):
        angle = start + bend * np.sin(r / 7.0)
        curves.append(_curve(centre[0] + r * np.cos(angle), centre[1] + r * np.sin(angle)))
    return curves
