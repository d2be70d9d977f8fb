"""Train the network that finds lines: `python -m training.reader.train_windows OUT.npz --samples 6000
--minutes 8`.
"""

import argparse
import time
from pathlib import Path

import numpy as np
import torch
from torch import nn
from training.reader.pages import LINE, UNSURE, draw_window
from training.reader.stock import draw_stock, keep_stock
from training.reader.train_strips import Block

from traveldoc.page.zone import even_out_picture

CHANNELS = 24
DILATIONS = (1, 2, 4, 8, 2, 1)


def draw_sample(rng: np.random.Generator) -> tuple[np.ndarray, ...]:
    window = draw_window(rng)
    levels = np.clip(window.levels, 0, 255)
    return even_out_picture(levels).astype(np.float16), window.cells, window.reading.astype(np.float16)


class WindowNet(nn.Module):
    """Evened-out grey levels (n, 1, h, w) to cells (n, 4, h / 4, w / 4): a line's body or not, cosine and
    sine of the reading direction, logarithm of pitch / 8.
    """

    def __init__(self) -> None:
        super().__init__()
        self.blocks = nn.ModuleList([Block(1, 12, (3, 3), (1, 1)), Block(12, CHANNELS, (3, 3), (1, 1))])
        for block in self.blocks:
            block.convolution.stride = (2, 2)
        for dilation in DILATIONS:
            block = Block(CHANNELS, CHANNELS, (3, 3), (dilation, dilation))
            block.convolution.dilation = (dilation, dilation)
            self.blocks.append(block)
        self.head = nn.Conv2d(CHANNELS, 4, (1, 1))

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        for block in self.blocks:
            x = block(x)
        return self.head(x)

    def export(self) -> dict[str, np.ndarray]:
        parts = {}
        for index, block in enumerate(self.blocks):
            parts[f"weight{index}"], parts[f"bias{index}"] = block.fold()
        parts[f"weight{len(self.blocks)}"] = self.head.weight.detach().numpy()
        parts[f"bias{len(self.blocks)}"] = self.head.bias.detach().numpy()
        return {name: part.astype(np.float16) for name, part in parts.items()}


def find_loss(out: torch.Tensor, cells: torch.Tensor, reading: torch.Tensor) -> torch.Tensor:
    asked, there = (cells != UNSURE).float(), (cells == LINE).float()
    each = nn.functional.binary_cross_entropy_with_logits(out[:, 0], there, reduction="none")
    finding = (each * asked).sum() / asked.sum()
    gap = nn.functional.smooth_l1_loss(out[:, 1:], reading, reduction="none", beta=0.3)
    return 3 * finding + (gap * there[:, None]).sum() / (there.sum() + 1)


def measure(net: nn.Module, stock: tuple[torch.Tensor, ...]) -> str:
    net.eval()
    with torch.no_grad():
        out = net(stock[0][:, None].float())
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
    parser.add_argument("--samples", type=int, default=6000)
    parser.add_argument("--minutes", type=float, default=8)
    parser.add_argument("--seed", type=int, default=2)
    parser.add_argument("--start", type=Path)
    parser.add_argument("--stock", type=Path)
    parser.add_argument("--rate", type=float, default=4e-3)
    options = parser.parse_args()
    torch.manual_seed(options.seed)
    began = time.monotonic()
    stock = [
        torch.from_numpy(part)
        for part in keep_stock(draw_sample, options.seed, options.samples, options.stock)
    ]
    test = tuple(torch.from_numpy(part) for part in draw_stock(draw_sample, 998, 200))
    print(f"{options.samples} windows drawn in {time.monotonic() - began:.0f} s", flush=True)
    net = WindowNet()
    if options.start:
        net.load_state_dict(torch.load(options.start, weights_only=True))
    train(net, stock, test, options)
    torch.save(net.state_dict(), options.out.with_suffix(".pt"))
    np.savez_compressed(options.out, **net.export())


def train(
    net: WindowNet, stock: list[torch.Tensor], test: tuple[torch.Tensor, ...], options: argparse.Namespace
) -> None:
    """Steps until the minutes are used up; the rate rises for a tenth of them and falls to nothing."""
    optimiser = torch.optim.AdamW(net.parameters(), lr=options.rate, weight_decay=0.01)
    began, step, last = time.monotonic(), 0, 0.0
    while True:
        for batch in torch.randperm(len(stock[0])).split(16):
            done = (time.monotonic() - began) / (60 * options.minutes)
            if done >= 1:
                print(f"step {step} end: {measure(net, test)}", flush=True)
                net.eval()
                return
            optimiser.param_groups[0]["lr"] = options.rate * min(done / 0.1, (1 - done) / 0.9 + 1e-3) + 1e-6
            pixels, cells, reading = (part[batch] for part in stock)
            loss = find_loss(net(pixels[:, None].float()), cells, reading.float())
            optimiser.zero_grad()
            loss.backward()
            optimiser.step()
            step += 1
            if time.monotonic() - last > 40:
                last = time.monotonic()
                print(f"step {step} {done:.2f} loss {loss.item():.3f} {measure(net, test)}", flush=True)


if __name__ == "__main__":
    main()
