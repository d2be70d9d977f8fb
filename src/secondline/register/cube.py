"""Counts of detections by everything that a picture asks for: packed a month, read as one cube of arrays.

A page asks for any choice of a million detections and is answered in some milliseconds: a dimension is an
array of small numbers with its labels beside it, a choice is a mask, a sum is a count of numbers.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from math import prod
from typing import Any, Final

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

# What inspections can be told apart by. `post` is the post's id; `random` and `generated` are "1" or "".
OF_ALL: Final = (
    "post",
    "document_kind",
    "document_nationality",
    "fraud_class",
    "source",
    "random",
    "generated",
)
# And what those in which something was found, or nothing could be determined, can be told apart by besides.
OF_FOUND: Final = (
    *("direction", "issuer", "outcome"),
    *("embarkation", "transit", "next_stop", "final_destination"),
)
DIMENSIONS: Final = (*OF_ALL, *OF_FOUND)
UNITS: Final = ("person", "incident", "document")  # what is counted, each for itself
MONTH: Final = "month"  # as 2026-03: in order of time when in order of letters
_TABLE: Final = 200_000_000  # up to so many, a bit of memory for each is quicker than sorting
_FEW: Final = 64  # so few are compared one by one
_DENSE: Final = 4_000_000  # up to so many combinations a place is kept for each

Ints = NDArray[np.int64]
Codes = NDArray[np.int32]
_OPTIONS: Final = pa.ipc.IpcWriteOptions(compression="zstd")


def packed(rows: Iterable[Sequence[Any]], dimensions: Sequence[str] = DIMENSIONS) -> bytes:
    """Rows of one month (a word for each dimension, a number for each of UNITS); in whatever order, the same
    bytes. Other dimensions than today's are for migrations.
    """
    columns = list(zip(*sorted(tuple(row) for row in rows), strict=True)) or [()] * (
        len(dimensions) + len(UNITS)
    )
    words, numbers = columns[: len(dimensions)], columns[len(dimensions) :]
    arrays = [pa.array(column, pa.string()).dictionary_encode() for column in words]
    arrays += [pa.array(column, pa.int64()) for column in numbers]
    table = pa.table(arrays, names=[*dimensions, *UNITS])
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, table.schema, options=_OPTIONS) as writer:
        writer.write_table(table)
    return bytes(sink.getvalue())


@lru_cache(maxsize=5000)
def first_day(month: str) -> date:
    """Of a month as it is written here and in addresses, such as 2026-03. Raises ValueError."""
    return date.fromisoformat(f"{month}-01")


@dataclass(frozen=True, slots=True)
class Cube:
    """Rows of alike detections: `codes` are places in `labels`; `rows` are those chosen, a slice where they
    lie together, None all.

    `numbers` are those of each unit; `unit` is the one that is counted. The rows lie in order of months.
    """

    labels: Mapping[str, Sequence[str]]
    codes: Mapping[str, Codes]
    numbers: Mapping[str, Ints]
    unit: str = UNITS[0]
    rows: Ints | slice | None = None

    def counting(self, unit: str) -> "Cube":
        return replace(self, unit=unit)

    def only(self, wanted: Mapping[str, Collection[str]]) -> "Cube":
        """The rows whose dimensions have one of these labels each."""
        keep: NDArray[np.bool_] | None = None
        for name, words in wanted.items():
            known = np.array([label in words for label in self.labels[name]], dtype=np.bool_)
            here = known[self._of(name)] if known.size else np.zeros(0, np.bool_)
            keep = here if keep is None else keep & here
        return self if keep is None else self._kept(keep)

    def between(self, first: str, last: str) -> "Cube":
        start, stop = self.places(first, last)
        if isinstance(self.rows, np.ndarray):
            return replace(self, rows=self.rows[start:stop])
        before = self.rows.start if self.rows else 0
        return replace(self, rows=slice(before + start, before + stop))

    def places(self, first: str, last: str) -> tuple[int, int]:
        """Where among the rows these months begin and end."""
        labels = self.labels[MONTH]
        asked = np.array([bisect_left(labels, first), bisect_right(labels, last)], np.int32)
        start, stop = (self._place(int(row)) for row in np.searchsorted(self.codes[MONTH], asked))
        return start, max(start, stop)

    def _place(self, row: int) -> int:
        """Where a row of all is, or would be, among those chosen."""
        if isinstance(self.rows, np.ndarray):
            return int(np.searchsorted(self.rows, row))
        return min(max(row, self.rows.start), self.rows.stop) - self.rows.start if self.rows else row

    def within(self, one: str, other: str, pairs: Collection[tuple[str, str]]) -> "Cube":
        """The rows whose labels in these two dimensions are one of the pairs."""
        allowed = np.zeros((len(self.labels[one]), len(self.labels[other])), np.bool_)
        places = [{label: n for n, label in enumerate(self.labels[name])} for name in (one, other)]
        for first, second in pairs:
            if first in places[0] and second in places[1]:
                allowed[places[0][first], places[1][second]] = True
        return self._kept(allowed[self._of(one), self._of(other)])

    def total(self) -> int:
        return int(self.counts().sum())

    def top(self, by: Sequence[str], most: int) -> "Cube":
        """The rows of the so many combinations of which there are most."""
        keys, numbers = _added(self.keys(by), self.counts())
        largest = keys[np.lexsort((keys, -numbers))[:most]]
        return self._kept(self._among(largest, by))

    def seen_in(self, other: "Cube", by: Sequence[str]) -> "Cube":
        """The rows whose combination occurs in `other`, another choice of the same rows."""
        return self._kept(self._among(other.keys(by)[other.counts() > 0], by))

    def _among(self, wanted: Ints, by: Sequence[str]) -> NDArray[np.bool_]:
        """Which rows' combinations are among these: by a table of all that can be, if not too large."""
        size = np.prod([len(self.labels[name]) for name in by], dtype=np.float64)
        if size > _TABLE or len(wanted) <= _FEW:
            return np.isin(self.keys(by), wanted)
        table = np.zeros(max(int(size), 1), np.bool_)
        table[wanted] = True
        return table[self.keys(by)]

    def _kept(self, keep: NDArray[np.bool_]) -> "Cube":
        if keep.all():
            return self
        chosen = np.flatnonzero(keep)
        if isinstance(self.rows, np.ndarray):
            return replace(self, rows=self.rows[chosen])
        return replace(self, rows=chosen + self.rows.start if self.rows else chosen)

    def taken(self, *names: str) -> "Cube":
        """The chosen rows by themselves, told apart by these dimensions alone."""
        codes = {name: self._of(name) for name in names}
        return replace(self, codes=codes, numbers={self.unit: self.counts()}, rows=None)

    def relabelled(self, name: str, words: Mapping[str, str]) -> "Cube":
        """Labels drawn together under new ones; a label that `words` does not name stays."""
        new = [words.get(label, label) for label in self.labels[name]]
        places = {label: place for place, label in enumerate(dict.fromkeys(new))}
        table = np.array([places[label] for label in new], np.int32)
        return self._with(name, list(places), table[self.codes[name]])

    def told_alike(self, one: str, other: str, label: str) -> "Cube":
        """In `other` this label, wherever both dimensions tell the same and not nothing."""
        places = {word: place for place, word in enumerate(self.labels[other]) if word}
        same = np.array([places.get(word, -1) for word in self.labels[one]], np.int32)
        alike = same[self.codes[one]] == self.codes[other]
        codes = np.where(alike, np.int32(len(self.labels[other])), self.codes[other])
        return self._with(other, [*self.labels[other], label], codes)

    def _with(self, name: str, labels: Sequence[str], codes: Codes) -> "Cube":
        return replace(self, labels={**self.labels, name: labels}, codes={**self.codes, name: codes})

    def named(self, keys: Ints, by: Sequence[str]) -> list[tuple[str, ...]]:
        """The labels of combinations that are known by their keys."""
        places = np.unravel_index(keys, [len(self.labels[name]) for name in by])
        words = [np.asarray(self.labels[name], object)[place] for name, place in zip(by, places, strict=True)]
        return list(zip(*words, strict=True))

    def label_at(self, name: str, row: int) -> str:
        return self.labels[name][int(self._of(name)[row])]

    def counted(self) -> "Cube":
        """Without the rows of which nothing is counted."""
        return self._kept(self.counts() > 0)

    def sums(self, *by: str) -> dict[tuple[str, ...], int]:
        """How many there are of each combination of labels that occurs."""
        keys, sizes = self.keys(by), [len(self.labels[name]) for name in by]
        if not keys.size:
            return {}
        if np.prod(sizes, dtype=np.float64) <= _DENSE:
            dense = np.bincount(keys, weights=self.counts())
            found = np.flatnonzero(dense)
            numbers = dense[found].astype(np.int64)
        else:
            found, numbers = _added(keys, self.counts())
        named = zip(self.named(found, by), numbers.tolist(), strict=True)
        return {key: number for key, number in named if number}

    def table(self, *by: str) -> Ints:
        """How many there are of each combination that can be, an axis a dimension."""
        sizes = [len(self.labels[name]) for name in by]
        flat = np.bincount(self.keys(by), weights=self.counts(), minlength=prod(sizes))
        return np.reshape(flat.astype(np.int64), sizes)

    def by_month(self, by: Sequence[str], counted: "Cube") -> tuple[list[tuple[str, ...]], Ints]:
        """Each combination that occurs here, and by month the numbers of `counted`, some of these rows."""
        # A row of which nothing is counted may be of a combination that has no place in the table.
        months, counted = len(self.labels[MONTH]), counted.counted()
        found = _occurring(self.keys(by)[self.counts() > 0])
        where = np.searchsorted(found, counted.keys(by)) * months + counted.keys([MONTH])
        numbers = np.bincount(where, weights=counted.counts(), minlength=found.size * months)
        table: Ints = np.reshape(numbers.astype(np.int64), (found.size, months))
        if not by:
            return [()] * found.size, table
        return self.named(found, by), table

    def keys(self, by: Sequence[str]) -> Ints:
        """One number for each row's combination. Where most are chosen, all are numbered first."""
        chosen = self.rows
        if isinstance(chosen, np.ndarray) and 2 * chosen.size > self.numbers[self.unit].size:
            return replace(self, rows=None).keys(by)[chosen]
        keys: Ints = np.zeros(len(self.counts()), np.int64)
        for name in by:
            keys *= len(self.labels[name])
            keys += self._of(name)
        return keys

    def _of(self, name: str) -> Codes:
        return self.codes[name] if self.rows is None else self.codes[name][self.rows]

    def counts(self) -> Ints:
        numbers = self.numbers[self.unit]
        return numbers if self.rows is None else numbers[self.rows]


def _occurring(keys: Ints) -> Ints:
    """Each key that occurs, once and in order."""
    if keys.size and keys.max() < _DENSE:
        return np.flatnonzero(np.bincount(keys))
    return np.unique(keys)


def _added(keys: Ints, numbers: Ints) -> tuple[Ints, Ints]:
    """Each key that occurs with the sum of its numbers, where keys are too many to keep a place for each."""
    table = pa.table({"key": keys, "number": numbers}).group_by("key", use_threads=False)
    summed = table.aggregate([("number", "sum")])
    return summed.column("key").to_numpy(), summed.column("number_sum").to_numpy()


def unpacked(parts: Iterable[tuple[str, bytes]]) -> Cube:
    """The packed months as one cube."""
    tables = [(month, _read(data)) for month, data in sorted(parts)]
    size = sum(table.num_rows for _month, table in tables)
    numbers = {unit: np.zeros(size, np.int64) for unit in UNITS}
    codes = {name: np.zeros(size, np.int32) for name in (*DIMENSIONS, MONTH)}
    places: dict[str, dict[str, int]] = {name: {} for name in codes}
    start = 0
    for month, table in tables:
        here = slice(start, start + table.num_rows)
        start = here.stop
        codes[MONTH][here] = places[MONTH].setdefault(month, len(places[MONTH]))
        for name in DIMENSIONS:
            _number(table.column(name), places[name], codes[name][here])
        for unit in UNITS:
            numbers[unit][here] = table.column(unit).to_numpy()
    return Cube({name: list(known) for name, known in places.items()}, codes, numbers)


def _read(data: bytes) -> pa.Table:
    with pa.ipc.open_stream(data) as reader:
        return reader.read_all()


def _number(column: pa.ChunkedArray, places: dict[str, int], codes: Codes) -> None:
    """The codes of one month, whose labels are numbered by themselves, as places among all labels."""
    for chunk in column.chunks:
        labels = chunk.dictionary.to_pylist()
        known = np.array([places.setdefault(label, len(places)) for label in labels], np.int32)
        np.take(known, chunk.indices.to_numpy(), out=codes[: len(chunk)], mode="clip")
        codes = codes[len(chunk) :]
