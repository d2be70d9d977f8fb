"""Tag, length, value: the encoding of every file on the chip (ISO/IEC 7816-4, 5.2.2; ITU-T X.690, 8).

Strict about bounds, tolerant about form: BER that is not DER is read and named (`Notes`), because genuine
chips have it. Nothing here recurses, and the number of elements is bounded, so hostile bytes cost little.
"""

from collections.abc import Iterator
from enum import StrEnum
from typing import Final

from traveldoc.chip.fault import ChipError
from traveldoc.finding import Phrase, gettext_noop

MAX_DEPTH: Final = 24
MAX_ELEMENTS: Final = 250_000  # a master list of 600 certificates has 60,000
MAX_TAG: Final = 4  # bytes
MAX_LENGTH: Final = 4  # bytes that say a length
INDEFINITE: Final = -1
_CONSTRUCTED: Final = 0x20

_TRUNCATED: Final = gettext_noop("the data ends within an element that begins at byte %(offset)s")
_LONG_TAG: Final = gettext_noop("the tag at byte %(offset)s is too long")
_LONG_LENGTH: Final = gettext_noop("the length at byte %(offset)s can't be right")
_TOO_MANY: Final = gettext_noop("there are more than %(count)s elements")
_TOO_DEEP: Final = gettext_noop("the elements at byte %(offset)s are nested more than %(depth)s deep")
_NO_END: Final = gettext_noop("the element of indefinite length at byte %(offset)s has no end")
_NOT_NESTED: Final = gettext_noop("the element at byte %(offset)s holds a value where others should be")
_NOTHING: Final = gettext_noop("there is nothing in it")


class Irregularity(StrEnum):
    """Where the encoding departs from DER (Doc 9303-10, 4.6.2.2: "MUST be produced in DER")."""

    INDEFINITE = "indefinite"
    LONG_LENGTH = "long-length"
    LONG_TAG = "long-tag"
    PIECES = "pieces"
    PADDED_NUMBER = "padded-number"
    BOOLEAN = "boolean"
    UNSORTED = "unsorted"
    TRAILING = "trailing"
    UNUSED_BITS = "unused-bits"


IRREGULAR: Final[dict[Irregularity, Phrase]] = {
    Irregularity.INDEFINITE: Phrase(gettext_noop("elements of indefinite length")),
    Irregularity.LONG_LENGTH: Phrase(gettext_noop("lengths written with more bytes than needed")),
    Irregularity.LONG_TAG: Phrase(gettext_noop("tags written with more bytes than needed")),
    Irregularity.PIECES: Phrase(gettext_noop("a byte string in several pieces")),
    Irregularity.PADDED_NUMBER: Phrase(gettext_noop("numbers written with more bytes than needed")),
    Irregularity.BOOLEAN: Phrase(gettext_noop("a truth value other than 00 or FF")),
    Irregularity.UNSORTED: Phrase(gettext_noop("a set that is not sorted")),
    Irregularity.TRAILING: Phrase(gettext_noop("bytes after the end of the data")),
    Irregularity.UNUSED_BITS: Phrase(gettext_noop("a bit string that does not end on a byte")),
}


class Notes:
    """What was irregular in one file, and how many of its elements were read."""

    __slots__ = ("elements", "ends", "irregular")

    def __init__(self) -> None:
        self.irregular: dict[Irregularity, int] = {}
        self.elements = 0
        self.ends: dict[int, int] = {}  # start of an indefinite value -> start of its end mark

    def note(self, irregularity: Irregularity, offset: int) -> None:
        self.irregular.setdefault(irregularity, offset)

    def count(self) -> None:
        self.elements += 1
        if self.elements > MAX_ELEMENTS:
            raise ChipError(_TOO_MANY, count=MAX_ELEMENTS)


class Tlv:
    """One element: `data[offset:after]` is all of it, `data[start:end]` its value."""

    __slots__ = ("_children", "after", "data", "depth", "end", "notes", "offset", "start", "tag")

    def __init__(
        self, data: bytes, tag: int, bounds: tuple[int, int, int, int], notes: Notes, depth: int
    ) -> None:
        self.data = data
        self.tag = tag
        self.offset, self.start, self.end, self.after = bounds
        self.notes = notes
        self.depth = depth
        self._children: tuple[Tlv, ...] | None = None

    @property
    def value(self) -> bytes:
        return self.data[self.start : self.end]

    @property
    def encoded(self) -> bytes:
        return self.data[self.offset : self.after]

    @property
    def constructed(self) -> bool:
        return bool(self.data[self.offset] & _CONSTRUCTED)

    @property
    def indefinite(self) -> bool:
        return self.after != self.end

    @property
    def children(self) -> tuple["Tlv", ...]:
        if self._children is None:
            if not self.constructed:
                raise ChipError(_NOT_NESTED, offset=self.offset)
            if self.depth >= MAX_DEPTH:
                raise ChipError(_TOO_DEEP, offset=self.offset, depth=MAX_DEPTH)
            self._children = tuple(elements(self.data, self.start, self.end, self.notes, self.depth + 1))
        return self._children


def elements(data: bytes, start: int, end: int, notes: Notes, depth: int = 0) -> Iterator[Tlv]:
    """The elements side by side in `data[start:end]`."""
    while start < end:
        element = _element(data, start, end, notes, depth)
        yield element
        start = element.after


def parse(data: bytes, notes: Notes | None = None) -> Tlv:
    """The one element that `data` holds; what follows it is noted, not read."""
    if not data:
        raise ChipError(_NOTHING)
    notes = Notes() if notes is None else notes
    element = _element(data, 0, len(data), notes, 0)
    if element.after != len(data):
        notes.note(Irregularity.TRAILING, element.after)
    return element


def _element(data: bytes, offset: int, limit: int, notes: Notes, depth: int) -> Tlv:
    notes.count()
    tag, length, start = _header(data, offset, limit, notes)
    if length == INDEFINITE:
        notes.note(Irregularity.INDEFINITE, offset)
        if not data[offset] & _CONSTRUCTED:
            raise ChipError(_LONG_LENGTH, offset=offset)
        end = notes.ends.get(start)
        if end is None:
            end = _find_end(data, offset, start, limit, notes)
        return Tlv(data, tag, (offset, start, end, end + 2), notes, depth)
    end = start + length
    if end > limit:
        raise ChipError(_TRUNCATED, offset=offset)
    return Tlv(data, tag, (offset, start, end, end), notes, depth)


def _header(data: bytes, offset: int, limit: int, notes: Notes) -> tuple[int, int, int]:
    """Tag, length and where the value starts."""
    position = offset
    try:
        tag = data[position]
        position += 1
        if tag & 0x1F == 0x1F:
            tag, position = _long_tag(data, offset, notes)
        length = data[position]
        position += 1
        if length > 0x80:
            length, position = _long_length(data, position, length & 0x7F, notes)
        elif length == 0x80:
            length = INDEFINITE
    except IndexError:
        raise ChipError(_TRUNCATED, offset=offset) from None
    if position > limit:
        raise ChipError(_TRUNCATED, offset=offset)
    return tag, length, position


def _long_tag(data: bytes, offset: int, notes: Notes) -> tuple[int, int]:
    """A tag of several bytes, as the number these bytes make (7F61 is 0x7F61)."""
    tag = data[offset]
    for position in range(offset + 1, offset + MAX_TAG):
        byte = data[position]
        tag = tag << 8 | byte
        if position == offset + 1 and byte in {0x80, *range(0x1F)}:
            notes.note(Irregularity.LONG_TAG, offset)
        if not byte & 0x80:
            return tag, position + 1
    raise ChipError(_LONG_TAG, offset=offset)


def _long_length(data: bytes, position: int, count: int, notes: Notes) -> tuple[int, int]:
    octets = data[position : position + count]
    if len(octets) < count:
        raise IndexError
    if count > MAX_LENGTH:
        raise ChipError(_LONG_LENGTH, offset=position)
    length = int.from_bytes(octets)
    if octets[0] == 0 or length < 0x80:
        notes.note(Irregularity.LONG_LENGTH, position)
    return length, position + count


def _find_end(data: bytes, offset: int, start: int, limit: int, notes: Notes) -> int:
    """Where the end mark (00 00) of an indefinite value stands; ends met inside are remembered."""
    open_starts = [start]
    position = start
    while open_starts:
        if position >= limit:
            raise ChipError(_NO_END, offset=offset)
        if data[position : position + 2] == b"\0\0":
            notes.ends[open_starts.pop()] = position
            position += 2
            continue
        notes.count()
        _, length, position = _header(data, position, limit, notes)
        if length != INDEFINITE:
            position += length
        elif len(open_starts) >= MAX_DEPTH:
            raise ChipError(_TOO_DEEP, offset=offset, depth=MAX_DEPTH)
        else:
            open_starts.append(position)
    if position > limit:
        raise ChipError(_NO_END, offset=offset)
    return notes.ends[start]
