"""Which characters a font can print, from its cmap table; the others are written as their code point.

PDF/A wants a glyph for every letter. A name in a script that the fonts lack must not make the paper
impossible, and must not vanish silently either: it stands there as [U+4E2D].
"""

import struct
import unicodedata
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Final

_FORMATS: Final = (12, 4)


@cache
def printable(font: Path) -> frozenset[int]:
    """The code points that the font has a glyph for."""
    data = font.read_bytes()
    (tables,) = struct.unpack_from(">H", data, 4)
    for number in range(tables):
        tag, _sum, offset, _length = struct.unpack_from(">4sIII", data, 12 + 16 * number)
        if tag == b"cmap":
            return frozenset(_points(data, offset))
    return frozenset()


def _points(data: bytes, start: int) -> Iterator[int]:
    (count,) = struct.unpack_from(">H", data, start + 2)
    for number in range(count):
        (offset,) = struct.unpack_from(">I", data, start + 4 + 8 * number + 4)
        (kind,) = struct.unpack_from(">H", data, start + offset)
        if kind == 12:
            yield from _segmented(data, start + offset)
        elif kind == 4:
            yield from _mapped(data, start + offset)


def _segmented(data: bytes, at: int) -> Iterator[int]:
    """Format 12: groups of first and last code point."""
    (groups,) = struct.unpack_from(">I", data, at + 12)
    for number in range(groups):
        first, last, _glyph = struct.unpack_from(">III", data, at + 16 + 12 * number)
        yield from range(first, last + 1)


def _mapped(data: bytes, at: int) -> Iterator[int]:
    """Format 4: segments, each with a delta or a table of glyphs; glyph 0 is "missing"."""
    (twice,) = struct.unpack_from(">H", data, at + 6)
    ends, starts = at + 14, at + 16 + twice
    deltas, ranges = starts + twice, starts + 2 * twice
    for place in range(0, twice, 2):
        (last,) = struct.unpack_from(">H", data, ends + place)
        (first,) = struct.unpack_from(">H", data, starts + place)
        (delta,) = struct.unpack_from(">H", data, deltas + place)
        (offset,) = struct.unpack_from(">H", data, ranges + place)
        for point in range(first, min(last, 0xFFFE) + 1):
            glyph = point
            if offset:
                (glyph,) = struct.unpack_from(">H", data, ranges + place + offset + 2 * (point - first))
            if glyph and (offset or (glyph + delta) & 0xFFFF):
                yield point


def fit(text: str, known: frozenset[int]) -> str:
    """The text with what cannot be printed written as its code point; controls and direction marks are
    gone.
    """
    return "".join(_fit(letter, known) for letter in unicodedata.normalize("NFC", text))


def _fit(letter: str, known: frozenset[int]) -> str:
    if letter in "\n ":
        return letter
    kind = unicodedata.category(letter)
    if kind in {"Zs", "Zl", "Zp"} or letter == "\t":
        return " "
    if kind in {"Cc", "Cf", "Cs"}:
        return ""
    return letter if ord(letter) in known else f"[U+{ord(letter):04X}]"
