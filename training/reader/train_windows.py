"""Train the network that finds lines: `python -m training.reader.train_windows OUT.npz --pages 2400
--minutes 16`.
"""

import argparse
import time
from pathlib import Path

import numpy as np
import torch
from torch import nn
from training.reader.layers import Block, Written
from training.reader.pages import LINE, UNSURE, draw_windows
from training.reader.steps import Tensors, load, train
from training.reader.stock import draw_stock, keep_stock

from traveldoc.page.zone import even_out_picture

CHANNELS = 24
DILATIONS = (1, 2, 4, 8, 2, 1)


def draw_sample(rng: np.random.Generator) -> tuple[np.ndarray, ...]:
    windows = draw_windows(rng)
    levels = [even_out_picture(np.clip(window.levels, 0, 255)) for window in windows]
    return (
        np.stack(levels).astype(np.float16),
        np.stack([window.cells for window in windows]),
        np.stack([window.reading for window in windows]).astype(np.float16),
    )


class WindowNet(Written):
    """Evened-out grey levels (n, 1, h, w) to cells (n, 4, h / 4, w / 4): a line's body or not, cosine and
    sine of the reading direction, logarithm of pitch / 8.
    """

    def __init__(self) -> None:
        super().__init__()
        blocks = [Block(1, 12, (3, 3), (1, 1), 2), Block(12, CHANNELS, (3, 3), (1, 1), 2)]
        for dilation in DILATIONS:
            block = Block(CHANNELS, CHANNELS, (3, 3), (dilation, dilation))
            block.convolution.dilation = (dilation, dilation)
            blocks.append(block)
        self.blocks = nn.ModuleList(blocks)
        self.head = nn.Conv2d(CHANNELS, 4, (1, 1))

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        for block in self.blocks:
            x = block(x)
        return self.head(x)


def find_loss(out: torch.Tensor, cells: torch.Tensor, reading: torch.Tensor) -> torch.Tensor:
    asked, there = (cells != UNSURE).float(), (cells == LINE).float()
    each = nn.functional.binary_cross_entropy_with_logits(out[:, 0], there, reduction="none")
    finding = (each * asked).sum() / asked.sum()
    gap = nn.functional.smooth_l1_loss(out[:, 1:], reading, reduction="none", beta=0.3)
    return 3 * finding + (gap * there[:, None]).sum() / (there.sum() + 1)


def measure(net: nn.Module, stock: tuple[torch.Tensor, ...]) -> str:
    net.eval()
    with torch.no_grad():
        out = torch.cat([net(part[:, None].float()) for part in stock[0].split(60)])
    there, cells = out[:, 0] > 0, stock[1]
    found = float(there[cells == LINE].float().mean())
    false = float(there[cells == 0].float().mean())
    turn = torch.atan2(out[:, 2], out[:, 1]) - torch.atan2(stock[2][:, 1].float(), stock[2][:, 0].float())
    turn = torch.rad2deg((turn + torch.pi) % (2 * torch.pi) - torch.pi).abs()[cells == LINE]
    pitch = (out[:, 3] - stock[2][:, 2].float()).abs()[cells == LINE]
    net.train()
    wrong = float((turn > 30).float().mean())
    shares = f"found {found:.4f} false {false:.5f} wrong way {wrong:.4f}"
    return f"{shares} turn {turn.median():.2f} pitch {pitch.median():.3f}"


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("out", type=Path)
    parser.add_argument("--pages", type=int, default=2400)
    parser.add_argument("--minutes", type=float, default=16)
    parser.add_argument("--seed", type=int, default=32)
    parser.add_argument("--start", type=Path, help="weights to go on from, kept (.pt) or written out (.npz)")
    parser.add_argument("--stock", type=Path)
    parser.add_argument("--more", type=Path, nargs="*", default=[], help="stocks used once they are drawn")
    parser.add_argument("--rate", type=float, default=4e-3)
    parser.add_argument("--threads", type=int, default=1)
    options = parser.parse_args()
    torch.manual_seed(options.seed)
    torch.set_num_threads(options.threads)
    began = time.monotonic()
    stock = load(keep_stock(draw_sample, options.seed, options.pages, options.stock))
    test = load(draw_stock(draw_sample, 998, 80, 1))
    print(f"{len(stock[0])} windows drawn in {time.monotonic() - began:.0f} s", flush=True)
    net = WindowNet()
    if options.start and options.start.suffix == ".npz":
        unfold(net, options.start, stock[0][:240, None].float())
    elif options.start:
        net.load_state_dict(torch.load(options.start, weights_only=True))
    train(
        net,
        stock,
        options,
        batch=24,
        lose=lambda samples: find_batch_loss(net, samples),
        measure=lambda: measure(net, test),
    )
    torch.save(net.state_dict(), options.out.with_suffix(".pt"))
    np.savez_compressed(options.out, **net.export())


def unfold(net: WindowNet, path: Path, pixels: torch.Tensor) -> None:
    """Take over weights that were written out, with the normalisation that these samples ask for."""
    with np.load(path, allow_pickle=False) as parts, torch.no_grad():
        kept = {name: torch.from_numpy(parts[name].astype(np.float32)) for name in parts.files}
        for index, block in enumerate(net.blocks.eval()):
            block.convolution.weight.copy_(kept[f"weight{index}"])
            spread, mean = torch.var_mean(block.convolution(pixels), (0, 2, 3))
            block.norm.running_mean.copy_(mean)
            block.norm.running_var.copy_(spread)
            block.norm.weight.copy_(torch.sqrt(spread + block.norm.eps))
            block.norm.bias.copy_(kept[f"bias{index}"] + mean)
            pixels = block(pixels)
        net.head.weight.copy_(kept[f"weight{len(net.blocks)}"])
        net.head.bias.copy_(kept[f"bias{len(net.blocks)}"])
    net.train()


def turn_over(
    pixels: torch.Tensor, cells: torch.Tensor, reading: torch.Tensor
) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    """A batch turned by quarters and spoilt a little, so that a kept stock is never seen twice the same."""
    quarters = int(torch.randint(0, 4, ()))
    pixels, cells, reading = (torch.rot90(part, quarters, (-2, -1)) for part in (pixels, cells, reading))
    cosine, sine, pitch = reading.unbind(1)
    for _ in range(quarters):  # to the left, with rows running down
        cosine, sine = sine, -cosine
    some = (len(pixels), 1, 1)
    pixels = pixels.float() * (1 + 0.12 * torch.randn(some)) + 0.08 * torch.rand(some) * torch.randn_like(
        pixels.float()
    )
    return pixels, cells, torch.stack([cosine, sine, pitch], dim=1)


def find_batch_loss(net: WindowNet, samples: Tensors) -> torch.Tensor:
    pixels, cells, reading = turn_over(*samples)
    with torch.autocast("cpu", torch.bfloat16):
        out = net(pixels[:, None])
    return find_loss(out.float(), cells, reading.float())


if __name__ == "__main__":
    main()
