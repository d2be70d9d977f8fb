"""A deep-zoom pyramid: the picture halved again and again, each size cut into tiles.

The last level is the picture itself, each one before is half as wide and high (rounded up), level 0 is one
pixel: the numbering of Deep Zoom. All tiles of a picture lie in one file, their pack:

    magic, width, height, number of tiles, where each begins and the last one ends, the tiles (JPEG)
"""

import struct
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import BinaryIO, Final

TILE: Final = 512  # pixels of a side; a multiple of traveldoc.page.views.CELL
TILE_QUALITY: Final = 90
TILES_FORM: Final = "tiles"  # the derived file
Box = tuple[int, int, int, int]  # left, top, right, bottom

_MAGIC: Final = b"SLTILES1"
_HEAD: Final = struct.Struct(">8sIII")
_PLACE: Final = struct.Struct(">Q")


@dataclass(frozen=True, slots=True)
class Pyramid:
    """The shape of the pyramid of a picture of `width` by `height` pixels."""

    width: int
    height: int

    @property
    def levels(self) -> int:
        return (max(self.width, self.height) - 1).bit_length() + 1

    def scale(self, level: int) -> int:
        """How many pixels of the picture one pixel of the level is wide."""
        return 1 << (self.levels - 1 - level)

    def size(self, level: int) -> tuple[int, int]:
        scale = self.scale(level)
        return -(-self.width // scale), -(-self.height // scale)

    def grid(self, level: int) -> tuple[int, int]:
        """Columns and rows of tiles."""
        width, height = self.size(level)
        return -(-width // TILE), -(-height // TILE)

    def holds(self, level: int, x: int, y: int) -> bool:
        if not 0 <= level < self.levels:
            return False
        columns, rows = self.grid(level)
        return 0 <= x < columns and 0 <= y < rows

    def box(self, level: int, x: int, y: int) -> Box:
        """The place of a tile in its level."""
        width, height = self.size(level)
        return x * TILE, y * TILE, min(width, (x + 1) * TILE), min(height, (y + 1) * TILE)

    def boxes(self, level: int) -> Iterator[Box]:
        """Of all tiles of a level, row by row: the order in which they lie in the pack."""
        columns, rows = self.grid(level)
        return (self.box(level, x, y) for y in range(rows) for x in range(columns))

    def number(self, level: int, x: int, y: int) -> int:
        """The tile's place in the pack: the lower levels come first."""
        before = sum(columns * rows for columns, rows in map(self.grid, range(level)))
        return before + y * self.grid(level)[0] + x

    @property
    def count(self) -> int:
        return sum(columns * rows for columns, rows in map(self.grid, range(self.levels)))


def pack(pyramid: Pyramid, sizes: Sequence[int], tiles: bytes) -> bytes:
    """The file of a pyramid; `tiles` are the JPEGs one behind the other, of these sizes."""
    head = _HEAD.pack(_MAGIC, pyramid.width, pyramid.height, pyramid.count)
    return head + b"".join(map(_PLACE.pack, accumulate(sizes, initial=0))) + tiles


class UnfitPackError(ValueError):
    """Not the pack of a pyramid, or not all of it."""


class Pack:
    """A pack that is open for reading; a tile is found without reading the others."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        try:
            magic, width, height, count = _HEAD.unpack(file.read(_HEAD.size))
        except struct.error as error:
            raise UnfitPackError("no head") from error
        self.pyramid = Pyramid(width, height)
        if magic != _MAGIC or not width or not height or count != self.pyramid.count:
            raise UnfitPackError("another head")
        self._start = _HEAD.size + (count + 1) * _PLACE.size

    def tile(self, level: int, x: int, y: int) -> bytes:
        """The JPEG of a tile that the pyramid holds."""
        self._file.seek(_HEAD.size + self.pyramid.number(level, x, y) * _PLACE.size)
        places = self._file.read(2 * _PLACE.size)
        if len(places) != 2 * _PLACE.size:
            raise UnfitPackError("cut off")
        (begin,), (end,) = _PLACE.iter_unpack(places)
        self._file.seek(self._start + begin)
        data = self._file.read(max(0, end - begin))
        if not data or len(data) != end - begin:
            raise UnfitPackError("cut off")
        return data
