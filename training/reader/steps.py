"""Steps of training, the same for both networks: on a stock that may grow, until the minutes are used up."""

import argparse
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import torch
from torch import nn

Tensors = tuple[torch.Tensor, ...]


def load(parts: tuple[np.ndarray, ...]) -> tuple[torch.Tensor, ...]:
    return tuple(torch.from_numpy(part) for part in parts)


def add_stock(stock: tuple[torch.Tensor, ...], more: list[Path]) -> tuple[torch.Tensor, ...]:
    """The stock and the next one that was promised, where it has been drawn by now."""
    if not more or not more[0].exists():
        return stock
    with np.load(more.pop(0), allow_pickle=False) as parts:
        added = load(tuple(parts[name] for name in parts.files))
    stock = tuple(torch.cat(pair) for pair in zip(stock, added, strict=True))
    print(f"now {len(stock[0])} samples", flush=True)
    return stock


def train(
    net: nn.Module,
    stock: Tensors,
    options: argparse.Namespace,
    *,
    batch: int,
    lose: Callable[[Tensors], torch.Tensor],
    measure: Callable[[], str],
) -> None:
    """The rate rises for a twentieth of the minutes and falls to nothing; `lose`: the loss of samples."""
    optimiser = torch.optim.AdamW(net.parameters(), lr=options.rate, weight_decay=0.01)
    began, step, last, more = time.monotonic(), 0, 0.0, list(options.more)
    while True:
        stock = add_stock(stock, more)
        for some in torch.randperm(len(stock[0])).split(batch):
            done = (time.monotonic() - began) / (60 * options.minutes)
            if done >= 1:
                print(f"step {step} end: {measure()}", flush=True)
                net.eval()
                return
            optimiser.param_groups[0]["lr"] = options.rate * min(done / 0.05, (1 - done) / 0.95) + 1e-6
            loss = lose(tuple(part[some] for part in stock))
            optimiser.zero_grad()
            loss.backward()
            optimiser.step()
            step += 1
            if time.monotonic() - last > 60:
                last = time.monotonic()
                print(f"step {step} {done:.2f} loss {loss.item():.3f} {measure()}", flush=True)
