"""A list of documents as a file: keyed hashes of their numbers, sorted, so that it is searched where it lies.

    magic, count of rows; then per row 24 bytes: hash (16), issuer, kind, sort, day of the report, words

The file is of no use without the agency's key: a number can be looked up, none can be read out. Issuer and
circumstances are places in tables that the database has; kind and sort are places in the vocabularies.
"""

import mmap
import os
from array import array
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from functools import partial
from hashlib import blake2b
from pathlib import Path
from secrets import token_hex
from typing import Any, Final

import numpy as np

from secondline.evidence.storage import file_hash

MAGIC: Final = b"SLLIST1\n"
HEAD: Final = len(MAGIC) + 8
ROW: Final = np.dtype(
    [
        ("start", ">u8"),
        ("rest", ">u8"),
        ("issuer", "<u2"),
        ("kind", "u1"),
        ("sort", "u1"),
        ("day", "<u2"),
        ("words", "<u2"),
    ]
)
CHUNK: Final = 200_000
MOST_WORDS: Final = 60_000
UNKNOWN: Final = 255  # a kind that is not told
EPOCH: Final = date(1970, 1, 1).toordinal()


class ListFileError(Exception):
    """The file is missing or not what the database says it is."""


@dataclass(frozen=True, slots=True)
class Row:
    """One entry: places in tables, and the day of the report in days since 1970 (0: not known)."""

    issuer: int
    kind: int
    sort: int
    day: int
    words: int

    @property
    def reported(self) -> date | None:
        return date.fromordinal(EPOCH + self.day) if self.day else None


def day_number(day: date | None) -> int:
    """Days since 1970, as they are stored; 0 for none and for days that have no place here."""
    number = day.toordinal() - EPOCH if day else 0
    return number if 0 < number < 1 << 16 else 0


class Writer:
    """Takes rows in any order, a chunk at a time, and leaves a sorted file that is on the disk for sure."""

    def __init__(self, folder: Path, key: bytes) -> None:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        self._folder = folder
        self._part = folder / f"{token_hex(8)}.part"
        self._hash = partial(blake2b, key=key, digest_size=16)
        self._digests: list[bytes] = []
        self._columns = tuple(array(code) for code in "HBBHH")
        self.count = 0
        self._file = self._part.open("xb")

    def add(self, number: str, issuer: int, kind: int, sort: int, day: int, words: int) -> None:
        """One row; the number is normalised (traveldoc.numbering)."""
        self._digests.append(self._hash(number.encode()).digest())
        one, two, three, four, five = self._columns
        one.append(issuer)
        two.append(kind)
        three.append(sort)
        four.append(day)
        five.append(words)
        if len(self._digests) >= CHUNK:
            self._flush()

    def _flush(self) -> None:
        rows = np.empty(len(self._digests), ROW)
        both = np.frombuffer(b"".join(self._digests), ">u8").reshape(-1, 2)
        rows["start"], rows["rest"] = both[:, 0], both[:, 1]
        for name, column in zip(ROW.names[2:], self._columns, strict=True):  # type: ignore[index]  # it has names
            rows[name] = column
            del column[:]
        self._digests.clear()
        self.count += len(rows)
        self._file.write(rows.tobytes())

    def finish(self, name: str) -> str:
        """Sort, sync, put in place; the SHA-256 of the file."""
        self._flush()
        self._file.close()
        draft = self._part.with_suffix(".sorted")
        with draft.open("xb") as file:
            file.write(MAGIC + self.count.to_bytes(8, "big"))
            for block in self._sorted():
                file.write(block.tobytes())
            file.flush()
            os.fsync(file.fileno())
        self._part.unlink()
        digest = file_hash(draft)
        draft.replace(self._folder / name)
        _sync(self._folder)
        return digest

    def _sorted(self) -> Iterator[Any]:
        if not self.count:
            return
        rows = np.memmap(self._part, ROW, mode="r")
        order = np.argsort(rows["start"].astype(np.uint64), kind="stable")
        for start in range(0, len(order), CHUNK):
            yield rows[order[start : start + CHUNK]]

    def drop(self) -> None:
        """Leave nothing behind."""
        self._file.close()
        for path in (self._part, self._part.with_suffix(".sorted")):
            path.unlink(missing_ok=True)


def _sync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


class Reader:
    """A list that lies open: a look-up touches some twenty pages of it."""

    def __init__(self, path: Path, key: bytes) -> None:
        try:
            with path.open("rb") as file:
                self._map = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        except (OSError, ValueError) as error:
            raise ListFileError(f"{path.name} can't be read") from error
        self._hash = partial(blake2b, key=key, digest_size=16)
        self.count = int.from_bytes(self._map[len(MAGIC) : HEAD], "big")
        if self._map[: len(MAGIC)] != MAGIC or len(self._map) != HEAD + self.count * ROW.itemsize:
            raise ListFileError(f"{path.name} is damaged")

    def find(self, number: str) -> Sequence[Row]:
        """Every row of this number (normalised), each once."""
        digest = self._hash(number.encode()).digest()
        place = bisect_left(range(self.count), digest[:8], key=self._start)
        found: dict[Row, None] = {}
        while place < self.count and self._start(place) == digest[:8]:
            at = HEAD + place * ROW.itemsize
            if self._map[at + 8 : at + 16] == digest[8:]:
                row = np.frombuffer(self._map, ROW, 1, at)[0]
                found[Row(*(int(row[name]) for name in ("issuer", "kind", "sort", "day", "words")))] = None
            place += 1
        return list(found)

    def _start(self, place: int) -> bytes:
        at = HEAD + place * ROW.itemsize
        return self._map[at : at + 8]

    def close(self) -> None:
        with suppress(BufferError):  # somebody still looks; the map goes with the last look
            self._map.close()
