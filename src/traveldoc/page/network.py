"""The networks' forward passes in plain numpy: a convolution is a view of the picture times a matrix.

Stateless, so any number of threads may read at once. Measured against OpenCV's module in docs/decisions.md.
"""

import numpy as np
from numpy.typing import NDArray

from traveldoc.page.weights import load_weights

Plane = NDArray[np.float32]
Volume = NDArray[np.float32]
CLASSES = 38
DILATIONS = (1, 2, 4, 8, 2, 1)
BAND = 250_000
"""Numbers that are multiplied at a time: a megabyte, as fits a core's own cache."""
REACHES = (2, 4, 8)
"""Frames to each side over which the last layers look along a strip: three times in the larger network."""


def convolve(
    x: Volume,
    kernel: NDArray[np.float32],
    bias: Plane,
    *,
    pad: tuple[int, int],
    stride: int = 1,
    dilation: int = 1,
    least: float = 0,
) -> Volume:
    """(in, h, w) to (out, h', w'), zero-padded by `pad` rows and columns; nothing is under `least`.

    So many rows at a time that what is multiplied stays in the processor's cache.
    """
    out, into, rows, columns = kernel.shape
    padded = np.zeros((into, x.shape[1] + 2 * pad[0], x.shape[2] + 2 * pad[1]), np.float32)
    padded[:, pad[0] : pad[0] + x.shape[1], pad[1] : pad[1] + x.shape[2]] = x
    height = (padded.shape[1] - dilation * (rows - 1) - 1) // stride + 1
    width = (padded.shape[2] - dilation * (columns - 1) - 1) // stride + 1
    plane, row, column = padded.strides
    matrix = kernel.reshape(out, -1)
    flat = np.empty((out, height * width), np.float32)
    band = max(1, min(height, BAND // (matrix.shape[1] * width)))
    seen = np.empty((into, rows, columns, band, width), np.float32)
    for top in range(0, height, band):
        count = min(band, height - top)
        view = np.lib.stride_tricks.as_strided(
            padded[:, top * stride :],
            (into, rows, columns, count, width),
            (plane, row * dilation, column * dilation, row * stride, column * stride),
            writeable=False,
        )
        part = seen.reshape(-1)[: matrix.shape[1] * count * width].reshape(view.shape)
        np.copyto(part, view)
        here = flat[:, top * width : (top + count) * width]
        np.matmul(matrix, part.reshape(matrix.shape[1], -1), out=here)
        here += bias[:, None]
        np.maximum(here, least, out=here)
    return flat.reshape(out, height, width)


def pool(x: Volume, rows: int, columns: int) -> Volume:
    """The greatest of each rows x columns block; what does not fill a block is left out."""
    height, width = x.shape[1] // rows * rows, x.shape[2] // columns * columns
    x = x[:, :height, :width]
    tall = x[:, ::rows]
    for row in range(1, rows):
        tall = np.maximum(tall, x[:, row::rows])
    wide = tall[:, :, ::columns]
    for column in range(1, columns):
        wide = np.maximum(wide, tall[:, :, column::columns])
    return wide


def run_strips(strip: Plane, name: str = "strips") -> tuple[Plane, Plane]:
    """An evened-out strip (32, w) to its frames: log probabilities (w / 4, 38) and offsets (w / 4, 3).

    `name` is "strips", or "closely" for the larger network that is asked about doubtful characters.
    """
    layers = load_weights(name)
    x = convolve(strip[None], *layers[0], pad=(2, 2), stride=2)
    x = pool(convolve(x, *layers[1], pad=(1, 1)), 2, 2)
    x = convolve(x, *layers[2], pad=(1, 1))
    x = pool(convolve(x, *layers[3], pad=(1, 1)), 2, 1)
    x = convolve(x, *layers[4], pad=(1, 1))
    x = convolve(x, *layers[5], pad=(0, 1))
    for layer, reach in zip(layers[6:-1], REACHES, strict=False):
        x = x + convolve(x, *layer, pad=(0, reach), dilation=reach)
    frames = convolve(x, *layers[-1], pad=(0, 0), least=-np.inf)[:, 0].T
    logits = frames[:, :CLASSES] - frames[:, :CLASSES].max(axis=1, keepdims=True)
    return logits - np.log(np.exp(logits).sum(axis=1, keepdims=True)), frames[:, CLASSES:]


def run_windows(levels: Plane) -> Volume:
    """An evened-out picture (h, w) to its cells (4, h / 4, w / 4): probability of a line's body, cosine and
    sine of its reading direction, logarithm of pitch / 8.
    """
    layers = load_weights("windows")
    x = convolve(levels[None], *layers[0], pad=(1, 1), stride=2)
    x = convolve(x, *layers[1], pad=(1, 1), stride=2)
    for layer, dilation in zip(layers[2:-1], DILATIONS, strict=True):
        x = convolve(x, *layer, pad=(dilation, dilation), dilation=dilation)
    x = convolve(x, *layers[-1], pad=(0, 0), least=-np.inf)
    x[0] = 1 / (1 + np.exp(-x[0]))
    return x
