"""Train the network that reads strips: `python -m training.reader.train_strips OUT.npz --sheets 20000
--minutes 25`.
"""

import argparse
import time
from pathlib import Path

import numpy as np
import torch
from torch import nn
from training.reader.layers import Block, Written
from training.reader.steps import Tensors, load, train
from training.reader.stock import draw_stock, keep_stock
from training.reader.strips import FRAMES, IGNORED, NOTHING, STRIDE, draw_strips
from training.reader.wording import ALPHABET

TWINS = 0.07
"""How often, for training, a zero counts as an O and an O as a zero."""
FAINT = 0.1
CHANNELS = {"strips": (24, 40, 56, 64, 80, 144), "closely": (32, 48, 72, 88, 96, 144)}
"""Numbers of channels of the network that sees every line and of the one that sees doubtful characters."""
REACHES = {"strips": (2, 4), "closely": (2, 4, 8)}
"""Frames to each side over which the last layers look: what the print is like, from the neighbours."""


def draw_sample(rng: np.random.Generator) -> tuple[np.ndarray, ...]:
    strips = draw_strips(rng)
    return (
        np.stack([strip.pixels for strip in strips]).astype(np.float16),
        np.stack([strip.classes for strip in strips]).astype(np.int8),
        np.stack([strip.offsets for strip in strips]).astype(np.float16),
    )


class StripNet(Written):
    """Strips (n, 1, 32, w) to frames (n, 41, w / 4): 38 classes, then dx, dy and the logarithm of the
    pitch.
    """

    def __init__(self, name: str) -> None:
        super().__init__()
        a, b, c, d, e, f = CHANNELS[name]
        blocks = [
            Block(1, a, (5, 5), (2, 2), 2),
            Block(a, b, (3, 3), (1, 1)),
            Block(b, c, (3, 3), (1, 1)),
            Block(c, d, (3, 3), (1, 1)),
            Block(d, e, (3, 3), (1, 1)),
            Block(e, f, (4, 3), (0, 1)),
        ]
        blocks += [Block(f, f, (1, 3), (0, reach), 1, reach) for reach in REACHES[name]]
        self.blocks = nn.ModuleList(blocks)
        self.head = nn.Conv2d(f, NOTHING + 4, (1, 1))

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        one, two, three, four, five, six, *wide = self.blocks
        x = torch.max_pool2d(two(one(x)), 2)  # 8 x w/4
        x = torch.max_pool2d(four(three(x)), (2, 1))  # 4 x w/4
        x = six(five(x))
        for block in wide:
            x = x + block(x)
        return self.head(x)[:, :, 0]


def find_loss(out: torch.Tensor, classes: torch.Tensor, offsets: torch.Tensor) -> torch.Tensor:
    # Zero and O change their shapes from print to print, so neither shape may ever be quite certain.
    logits = out[:, : NOTHING + 1]
    reading = (1 - TWINS) * nn.functional.cross_entropy(logits, classes, ignore_index=IGNORED)
    reading = reading + TWINS * nn.functional.cross_entropy(logits, exchange(classes), ignore_index=IGNORED)
    there = ((classes != NOTHING) & (classes != IGNORED)).float()[:, None]
    gap = nn.functional.smooth_l1_loss(out[:, NOTHING + 1 :], offsets, reduction="none", beta=0.2)
    return reading + 0.7 * (gap * there).sum() / (there.sum() + 1)


def exchange(classes: torch.Tensor) -> torch.Tensor:
    """The classes with zero and O exchanged."""
    zero, letter = ALPHABET.index("0"), ALPHABET.index("O")
    return torch.where(classes == zero, letter, torch.where(classes == letter, zero, classes))


def measure(net: nn.Module, stock: tuple[torch.Tensor, ...]) -> str:
    net.eval()
    with torch.no_grad():
        out = torch.cat([net(part[:, None].float()) for part in stock[0].split(300)])
    guess, classes = out[:, : NOTHING + 1].argmax(1), stock[1].long()
    there = (classes >= 0) & (classes < NOTHING)
    right = float((guess == classes)[there].float().mean())
    quiet = float((guess == NOTHING)[classes == NOTHING].float().mean())
    error = (out[:, NOTHING + 1 :] - stock[2].float()).abs().permute(0, 2, 1)[there].mean(0)
    net.train()
    return f"characters {right:.4f} nothing {quiet:.4f} dx dy pitch {[round(float(e), 3) for e in error]}"


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("out", type=Path)
    parser.add_argument("--sheets", type=int, default=20000)
    parser.add_argument("--minutes", type=float, default=25)
    parser.add_argument("--seed", type=int, default=21)
    parser.add_argument("--network", choices=list(CHANNELS), default="strips")
    parser.add_argument("--start", type=Path)
    parser.add_argument("--grow", type=Path, help="weights of a smaller network to begin with")
    parser.add_argument("--stock", type=Path)
    parser.add_argument("--more", type=Path, nargs="*", default=[], help="stocks used once they are drawn")
    parser.add_argument("--rate", type=float, default=4e-3)
    parser.add_argument("--threads", type=int, default=1)
    options = parser.parse_args()
    torch.manual_seed(options.seed)
    torch.set_num_threads(options.threads)
    began = time.monotonic()
    stock = load(keep_stock(draw_sample, options.seed, options.sheets, options.stock))
    test = load(draw_stock(draw_sample, 999, 400, 1))
    print(f"{len(stock[0])} strips drawn in {time.monotonic() - began:.0f} s", flush=True)
    net = StripNet(options.network).to(memory_format=torch.channels_last)
    if options.start:
        net.load_state_dict(torch.load(options.start, weights_only=True))
    if options.grow:
        grow(net, torch.load(options.grow, weights_only=True))
    train(
        net,
        stock,
        options,
        batch=64,
        lose=lambda samples: find_batch_loss(net, samples),
        measure=lambda: measure(net, test),
    )
    torch.save(net.state_dict(), options.out.with_suffix(".pt"))
    np.savez_compressed(options.out, **net.export())


def grow(net: StripNet, smaller: dict[str, torch.Tensor]) -> None:
    """Let a network begin by saying what a smaller one says: the new channels are heard but faintly."""
    state = net.state_dict()
    for name, part in state.items():
        old = smaller.get(name)
        if old is None:  # a layer that the smaller one lacks, added to what it is given
            if name.endswith("norm.weight"):
                part.fill_(FAINT)
        elif part.shape == old.shape:
            part.copy_(old)
        else:
            if part.ndim == 4:
                part[:, old.shape[1] :] *= FAINT
            part[tuple(slice(size) for size in old.shape)] = old
    net.load_state_dict(state)


def jolt(pixels: torch.Tensor, classes: torch.Tensor, offsets: torch.Tensor) -> tuple[torch.Tensor, ...]:
    """A batch moved by up to two rows and eight frames and spoilt a little, so that a kept stock is never
    seen twice the same.
    """
    rows, frames = int(torch.randint(-2, 3, ())), int(torch.randint(-8, 9, ()))
    pixels = torch.roll(pixels, (rows, frames * STRIDE), (1, 2))[:, None].float()
    classes, offsets = torch.roll(classes, frames, 1), torch.roll(offsets, frames, 2).clone()
    offsets[:, 1] += rows / STRIDE
    seam = torch.arange(FRAMES) < frames if frames >= 0 else torch.arange(FRAMES) >= FRAMES + frames
    classes[:, seam] = IGNORED
    some = (len(pixels), 1, 1, 1)
    if torch.rand(()) < 0.3:  # a little softer or harder
        soft = torch.nn.functional.avg_pool2d(pixels, 3, 1, 1, count_include_pad=False)
        pixels = pixels + (soft - pixels) * (torch.rand(some) * 1.2 - 0.6)
    pixels = pixels * (1 + 0.12 * torch.randn(some)) + 0.05 * torch.randn(some)
    return pixels + 0.08 * torch.rand(some) * torch.randn_like(pixels), classes, offsets


def find_batch_loss(net: StripNet, samples: Tensors) -> torch.Tensor:
    pixels, classes, offsets = jolt(*samples)
    with torch.autocast("cpu", torch.bfloat16):
        out = net(pixels.to(memory_format=torch.channels_last))
    return find_loss(out.float(), classes.long(), offsets.float())


if __name__ == "__main__":
    main()
