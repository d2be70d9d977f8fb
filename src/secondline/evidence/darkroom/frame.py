"""How parent and child speak: a JSON header and blobs, each with its length in front, over a pipe."""

import json
import struct
from collections.abc import Sequence
from dataclasses import dataclass
from typing import IO, Any

LONGEST_HEADER = 16_000_000
LONGEST_BLOB = 1_000_000_000
MOST_BLOBS = 4
_LENGTH = struct.Struct(">I")


class FrameError(Exception):
    """The other side does not speak so."""


class LineEndedError(FrameError):
    """The other side is gone."""


@dataclass(frozen=True, slots=True)
class Frame:
    header: dict[str, Any]
    blobs: tuple[bytes, ...] = ()


def write_frame(pipe: IO[bytes], header: dict[str, Any], blobs: Sequence[bytes] = ()) -> None:
    text = json.dumps(header, allow_nan=False, separators=(",", ":")).encode()
    pipe.write(_LENGTH.pack(len(text)) + text + _LENGTH.pack(len(blobs)))
    for blob in blobs:
        pipe.write(_LENGTH.pack(len(blob)))
        pipe.write(blob)
    pipe.flush()


def read_frame(pipe: IO[bytes]) -> Frame:
    """The next frame; FrameError if the pipe ends first or a length is out of bounds."""
    text = _read(pipe, _length(pipe, LONGEST_HEADER))
    count = _length(pipe, MOST_BLOBS)
    blobs = tuple(_read(pipe, _length(pipe, LONGEST_BLOB)) for _ in range(count))
    try:
        header = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise FrameError("the header is no JSON") from error
    if not isinstance(header, dict):
        raise FrameError("the header is no JSON object")
    return Frame(header, blobs)


def _length(pipe: IO[bytes], longest: int) -> int:
    (length,) = _LENGTH.unpack(_read(pipe, _LENGTH.size))
    if length > longest:
        raise FrameError("a length is out of bounds")
    return int(length)


def _read(pipe: IO[bytes], size: int) -> bytes:
    parts = []
    while size:
        part = pipe.read(min(size, 1 << 20))
        if not part:
            raise LineEndedError("the pipe ended")
        parts.append(part)
        size -= len(part)
    return b"".join(parts)
