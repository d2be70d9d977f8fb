"""Train the comparison of typefaces: for each character a network of one small layer, OCR-B or not.

    python -m training.typeface.train src/traveldoc/page/typeface.npz --seed 21 --documents 3600

Plain numpy; half of the documents are in OCR-B, half in other faces (those of documents.HELD_OUT left out).
"""

import argparse
import time
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from training.typeface.stock import MEANS, Drawn, draw_stock

from traveldoc.page.typeface import Shapes, find_likeness

Plane = NDArray[np.float32]
HIDDEN, BATCH, STEPS, RATE = 12, 96, 1500, 3e-3
HELD, NOISE = 1e-3, 0.1
LEGIBLE = 0.35
"""Likeness to OCR-B below which a drawing is a ruin that nobody could judge."""
CERTAIN = 0.98
"""How sure training may become: a face that looks alike must cost something, not everything."""


def keep_legible(stock: list[Drawn]) -> list[Drawn]:
    return [
        each for each in stock if find_likeness(each.cells.astype(np.float32), MEANS[each.kinds]) > LEGIBLE
    ]


class Network:
    """Weights of all characters' networks, trained together; each character has BATCH cells in a step."""

    def __init__(self, size: int, seed: int) -> None:
        self.rng = np.random.default_rng(seed)
        kinds = len(MEANS)
        self.weights = [
            self.rng.normal(0, size**-0.5, (kinds, size, HIDDEN)).astype(np.float32),
            np.zeros((kinds, 1, HIDDEN), np.float32),
            self.rng.normal(0, HIDDEN**-0.5, (kinds, HIDDEN, 1)).astype(np.float32),
            np.zeros((kinds, 1, 1), np.float32),
        ]
        self.first = [np.zeros_like(weight) for weight in self.weights]
        self.second = [np.zeros_like(weight) for weight in self.weights]
        self.steps = 0

    def gradients(self, cells: Plane, genuine: Plane) -> list[Plane]:
        """Of the mean log loss; `cells` (37, BATCH, size), `genuine` (37, BATCH, 1)."""
        inner, inner_bias, outer, outer_bias = self.weights
        raw = cells @ inner + inner_bias
        hidden = np.maximum(raw, 0)
        odds = hidden @ outer + outer_bias
        target = genuine * CERTAIN + (1 - CERTAIN) / 2
        error = (1 / (1 + np.exp(-odds)) - target) / BATCH
        back = (error @ outer.transpose(0, 2, 1)) * (raw > 0)
        return [
            cells.transpose(0, 2, 1) @ back + HELD * inner,
            back.sum(axis=1, keepdims=True),
            hidden.transpose(0, 2, 1) @ error + HELD * outer,
            error.sum(axis=1, keepdims=True),
        ]

    def step(self, cells: Plane, genuine: Plane, rate: float) -> None:
        """Adam (Kingma and Ba, 2015)."""
        self.steps += 1
        for at, gradient in enumerate(self.gradients(cells, genuine)):
            self.first[at] += 0.1 * (gradient - self.first[at])
            self.second[at] += 0.005 * (np.square(gradient) - self.second[at])
            size = np.sqrt(self.second[at] / (1 - 0.995**self.steps)) + 1e-7
            change = rate * self.first[at] / (1 - 0.9**self.steps) / size
            self.weights[at] -= change.astype(np.float32)


def train(stock: list[Drawn], seed: int) -> Network:
    cells = np.concatenate([each.cells.reshape(len(each.cells), -1) for each in stock])
    kinds = np.concatenate([each.kinds for each in stock])
    genuine = np.concatenate([np.full(len(each.kinds), each.genuine, np.float32) for each in stock])
    at = [np.flatnonzero(kinds == kind) for kind in range(len(MEANS))]
    network = Network(cells.shape[1], seed)
    grain = network.rng.normal(0, NOISE, (len(MEANS), BATCH, cells.shape[1])).astype(np.float32)
    for step in range(STEPS):
        chosen = np.stack([places[network.rng.integers(len(places), size=BATCH)] for places in at])
        batch = cells[chosen].astype(np.float32)
        batch += np.roll(grain, int(network.rng.integers(grain.size)))
        network.step(batch, genuine[chosen][:, :, None], RATE * min(1.0, 2 * (1 - step / STEPS)))
    return network


def save(network: Network, path: Path) -> None:
    """Whole numbers of eight bits for the large part, half precision for the rest."""
    inner, inner_bias, outer, outer_bias = network.weights
    scale = np.abs(inner).max(axis=(1, 2), keepdims=True) / 127
    np.savez_compressed(
        path,
        means=MEANS.astype(np.float16),
        inner=np.round(inner / scale).astype(np.int8),
        scale=scale.astype(np.float32),
        inner_bias=inner_bias[:, 0].astype(np.float32),
        outer=outer[:, :, 0].astype(np.float32),
        outer_bias=outer_bias[:, 0, 0].astype(np.float32),
    )


def report(shapes: Shapes, stock: list[Drawn], title: str) -> None:
    """How often single characters are taken for the wrong kind of print, and where whole zones lie."""
    odds = [shapes.odds(each.cells.astype(np.float32), each.kinds.astype(np.int64)) for each in stock]
    for genuine in (True, False):
        mine = [found for found, each in zip(odds, stock, strict=True) if each.genuine == genuine]
        wrong = np.concatenate([found < 0 if genuine else found > 0 for found in mine]).mean()
        zones = np.quantile([found.mean() for found in mine], [0, 0.01, 0.1, 0.5, 0.9, 0.99, 1]).round(2)
        print(f"{title} {'OCR-B' if genuine else 'other'}: characters wrong {wrong:.1%}; zones {zones}")


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )

    parser.add_argument("weights", type=Path)
    parser.add_argument("--seed", type=int, default=21)
    parser.add_argument("--documents", type=int, default=3600)
    options = parser.parse_args()
    start = time.time()
    stock = keep_legible(draw_stock(options.seed, options.documents))
    print(f"{len(stock)} documents drawn in {time.time() - start:.0f} s")
    save(train(stock, options.seed), options.weights)
    print(f"trained after {time.time() - start:.0f} s; {options.weights.stat().st_size >> 10} kB")
    report(Shapes.load(options.weights.read_bytes()), stock, "seen")
    unseen = keep_legible(draw_stock(options.seed + 1, options.documents // 6, held_out=True))
    report(Shapes.load(options.weights.read_bytes()), unseen, "unseen")


if __name__ == "__main__":
    main()
