"""Draw a stock of samples with two processes; sample i of a seed is always the same, whoever draws it."""

from collections.abc import Callable
from multiprocessing import Pool
from pathlib import Path

import cv2
import numpy as np


class _Draw:
    def __init__(self, seed: int, draw: Callable[[np.random.Generator], tuple[np.ndarray, ...]]) -> None:
        self.seed, self.draw = seed, draw

    def __call__(self, index: int) -> tuple[np.ndarray, ...]:
        cv2.setNumThreads(1)
        return self.draw(np.random.default_rng([self.seed, index]))


def draw_stock(
    draw: Callable[[np.random.Generator], tuple[np.ndarray, ...]], seed: int, count: int, workers: int = 2
) -> tuple[np.ndarray, ...]:
    """The parts of `count` drawings, each part's samples joined along the first dimension."""
    with Pool(workers) as pool:
        samples = pool.map(_Draw(seed, draw), range(count), chunksize=64)
    return tuple(np.concatenate(part) for part in zip(*samples, strict=True))


def keep_stock(
    draw: Callable[[np.random.Generator], tuple[np.ndarray, ...]], seed: int, count: int, path: Path | None
) -> tuple[np.ndarray, ...]:
    """As draw_stock, but kept in a file, so that a second training begins at once."""
    if path and path.exists():
        with np.load(path, allow_pickle=False) as parts:
            return tuple(parts[name] for name in parts.files)
    stock = draw_stock(draw, seed, count)
    if path:
        part = path.with_suffix(".part.npz")
        np.savez(part, *stock)
        part.rename(path)
    return stock
