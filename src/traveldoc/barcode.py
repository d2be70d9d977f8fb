"""A bar code as it was decoded: which kind of code, its bytes, and where it stands in the picture."""

from dataclasses import dataclass
from typing import Final

MAX_CONTENT: Final = 8 * 1024  # bytes; the largest symbol that can be printed (QR, version 40) holds 2953


@dataclass(frozen=True, slots=True)
class Barcode:
    """`symbology` is "PDF417", "Aztec", "Data Matrix", "QR Code" or "" where no picture was read.

    `corners` are (x, y) in pixels of the picture: upper left, upper right, lower right, lower left as the
    code stands. `source` says where it came from, for people.
    """

    content: bytes
    symbology: str = ""
    corners: tuple[tuple[float, float], ...] = ()
    source: str = ""
