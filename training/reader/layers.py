"""What both networks are made of, and how their weights are written out for traveldoc.page."""

import numpy as np
import torch
from torch import nn


class Block(nn.Module):
    """A convolution whose batch normalisation is folded into it when it is written out."""

    def __init__(
        self,
        into: int,
        out: int,
        size: tuple[int, int],
        pad: tuple[int, int],
        stride: int = 1,
        reach: int = 1,
    ) -> None:
        super().__init__()
        self.convolution = nn.Conv2d(
            into, out, size, padding=pad, stride=stride, dilation=(1, reach), bias=False
        )
        self.norm = nn.BatchNorm2d(out)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return torch.relu(self.norm(self.convolution(x)))

    def fold(self) -> tuple[np.ndarray, np.ndarray]:
        scale = self.norm.weight / torch.sqrt(self.norm.running_var + self.norm.eps)
        weight = self.convolution.weight * scale[:, None, None, None]
        bias = self.norm.bias - self.norm.running_mean * scale
        return weight.detach().numpy(), bias.detach().numpy()


class Written(nn.Module):
    """A network of blocks with a convolution for its head."""

    blocks: nn.ModuleList
    head: nn.Conv2d

    def export(self) -> dict[str, np.ndarray]:
        parts = {}
        for index, block in enumerate(self.blocks):
            parts[f"weight{index}"], parts[f"bias{index}"] = block.fold()
        parts[f"weight{len(self.blocks)}"] = self.head.weight.detach().numpy()
        parts[f"bias{len(self.blocks)}"] = self.head.bias.detach().numpy()
        return {name: part.astype(np.float16) for name, part in parts.items()}
