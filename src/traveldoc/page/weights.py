"""The trained weights of the networks, kept beside this file; training/reader made them."""

from functools import lru_cache
from hashlib import sha256
from importlib.resources import files
from io import BytesIO

import numpy as np
from numpy.typing import NDArray

NAMES = ("strips", "closely", "windows")
METHOD = b"a larger network for doubtful characters, 2026-11"
"""How the networks are used: changed with each change by which pictures are read otherwise."""
Weights = tuple[tuple[NDArray[np.float32], NDArray[np.float32]], ...]
"""Per layer the kernel (out, in, rows, columns) and the bias (out)."""


def read_weights(name: str) -> bytes:
    """The file of that name as it lies here."""
    return files("traveldoc.page").joinpath(f"{name}.npz").read_bytes()


@lru_cache(maxsize=3)
def load_weights(name: str) -> Weights:
    """The layers of `name`, one of NAMES, in order."""
    with np.load(BytesIO(read_weights(name)), allow_pickle=False) as parts:
        return tuple(
            (parts[f"weight{index}"].astype(np.float32), parts[f"bias{index}"].astype(np.float32))
            for index in range(len(parts.files) // 2)
        )


@lru_cache(maxsize=1)
def reader_version() -> str:
    """What a reading was made with: other weights, or another way to use them, read other characters."""
    folder = files("traveldoc.page")
    digests = [sha256(folder.joinpath(f"{name}.npz").read_bytes()).digest() for name in NAMES]
    return sha256(b"".join([METHOD, *digests])).hexdigest()[:12]
