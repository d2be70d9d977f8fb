"""The layers against a second way of computing them, term by term."""

import numpy as np
import pytest
from numpy.typing import NDArray

from traveldoc.page.network import CLASSES, convolve, pool, run_strips, run_windows
from traveldoc.page.weights import NAMES, load_weights

Volume = NDArray[np.float32]


def convolve_slowly(
    x: Volume, kernel: Volume, bias: Volume, pad: tuple[int, int], stride: int, dilation: int
) -> Volume:
    """Sums term by term, as the definition has it."""
    padded = np.pad(x, ((0, 0), (pad[0], pad[0]), (pad[1], pad[1])))
    out, _, rows, columns = kernel.shape
    height = (padded.shape[1] - dilation * (rows - 1) - 1) // stride + 1
    width = (padded.shape[2] - dilation * (columns - 1) - 1) // stride + 1
    result = np.zeros((out, height, width), np.float32)
    for o in range(out):
        for y in range(height):
            for z in range(width):
                top, left = y * stride, z * stride
                part = padded[
                    :, top : top + dilation * rows : dilation, left : left + dilation * columns : dilation
                ]
                result[o, y, z] = (part * kernel[o]).sum() + bias[o]
    return result


@pytest.mark.parametrize(
    ("size", "pad", "stride", "dilation"),
    [
        ((3, 3), (1, 1), 1, 1),
        ((3, 3), (2, 2), 1, 2),
        ((3, 3), (1, 1), 2, 1),
        ((4, 3), (0, 1), 1, 1),
        ((5, 5), (2, 2), 2, 1),
        ((1, 3), (0, 4), 1, 4),
        ((1, 1), (0, 0), 1, 1),
    ],
)
def test_a_convolution_is_the_sum_that_defines_it(
    size: tuple[int, int], pad: tuple[int, int], stride: int, dilation: int
) -> None:
    rng = np.random.default_rng(7)
    x = rng.normal(size=(2, 8, 10)).astype(np.float32)
    kernel, bias = rng.normal(size=(3, 2, *size)).astype(np.float32), rng.normal(size=3).astype(np.float32)
    slow = convolve_slowly(x, kernel, bias, pad, stride, dilation)
    for least in (-np.inf, 0):
        fast = convolve(x, kernel, bias, pad=pad, stride=stride, dilation=dilation, least=least)
        assert np.allclose(fast, np.maximum(slow, least), atol=1e-4)


def test_pooling_keeps_the_greatest_and_leaves_out_what_fills_no_block() -> None:
    x = np.array([[[1, 5, 2, 0, 9], [3, 4, 8, 1, 9], [9, 9, 9, 9, 9]]], np.float32)
    assert pool(x, 2, 2).tolist() == [[[5, 8]]]
    assert pool(x, 2, 1).tolist() == [[[3, 5, 8, 1, 9]]]


@pytest.mark.parametrize("name", ["strips", "closely"])
def test_frames_are_probabilities_and_the_input_is_not_changed(name: str) -> None:
    strip = np.random.default_rng(1).normal(size=(32, 160)).astype(np.float32)
    before = strip.copy()
    logs, offsets = run_strips(strip, name)
    assert logs.shape == (40, CLASSES)
    assert offsets.shape == (40, 3)
    assert np.allclose(np.exp(logs).sum(axis=1), 1, atol=1e-5)
    assert np.array_equal(strip, before)


def test_cells_have_a_quarter_of_the_sides_and_a_probability_first() -> None:
    cells = run_windows(np.zeros((64, 96), np.float32))
    assert cells.shape == (4, 16, 24)
    assert ((cells[0] >= 0) & (cells[0] <= 1)).all()


def test_the_weights_stay_under_two_megabytes_together() -> None:
    numbers = sum(part.size for name in NAMES for layer in load_weights(name) for part in layer)
    assert 2 * numbers < 2_000_000  # two bytes each as they lie in the package
