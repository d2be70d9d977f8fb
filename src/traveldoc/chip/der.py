"""The values in the elements: numbers, identifiers, bits, texts, times; and writing DER (X.690, 8 to 11)."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Final

from traveldoc.chip.fault import ChipError
from traveldoc.chip.tlv import Irregularity, Tlv
from traveldoc.finding import gettext_noop

BOOLEAN: Final = 0x01
INTEGER: Final = 0x02
BIT_STRING: Final = 0x03
OCTET_STRING: Final = 0x04
OCTET_STRING_PIECES: Final = 0x24
NULL: Final = 0x05
OBJECT_IDENTIFIER: Final = 0x06
UTC_TIME: Final = 0x17
GENERALIZED_TIME: Final = 0x18
SEQUENCE: Final = 0x30
SET: Final = 0x31

MAX_OBJECT_IDENTIFIER: Final = 64  # bytes
_TIME: Final = re.compile(
    r"([0-9]{4})([0-9]{2})([0-9]{2})([0-9]{2})([0-9]{2})([0-9]{2})?(?:[.,][0-9]{1,9})?(Z|[+-][0-9]{4})?"
)
MAX_INTEGER: Final = 64  # bytes; the standard allows a serial number 20 of them
MAX_KEY_INTEGER: Final = 4096  # bytes; an RSA modulus of 16384 bits has 2048

# X.690, 8.23 and Doc 9303-12, 7.1.1: which characters a text of this tag is written in.
_CHARSETS: Final[dict[int, str]] = {
    0x0C: "utf-8",
    0x12: "ascii",
    0x13: "ascii",
    0x14: "latin-1",
    0x16: "ascii",
    0x1A: "ascii",
    0x1B: "latin-1",
    0x1C: "utf-32-be",
    0x1E: "utf-16-be",
}

_EXPECTED: Final = gettext_noop("the element at byte %(offset)s has the tag %(tag)s, not %(expected)s")
_MISSING: Final = gettext_noop("an element with the tag %(expected)s is missing at byte %(offset)s")
_MORE: Final = gettext_noop("there is an element too many at byte %(offset)s")
_BAD_VALUE: Final = gettext_noop("the value at byte %(offset)s can't be read")
_BAD_TIME: Final = gettext_noop("“%(text)s” is not a time")


class Fields:
    """The elements of a SEQUENCE, taken one after the other."""

    __slots__ = ("_elements", "_next", "_whole")

    def __init__(self, element: Tlv, tag: int = SEQUENCE) -> None:
        self._whole = expect(element, tag)
        self._elements = element.children
        self._next = 0

    def take(self, *tags: int) -> Tlv:
        """The next element; any of `tags`, or whatever it is when none is given."""
        if self._next == len(self._elements):
            raise ChipError(_MISSING, offset=self._whole.after, expected=_tags(tags))
        element = self._elements[self._next]
        if tags and element.tag not in tags:
            raise ChipError(_EXPECTED, offset=element.offset, tag=f"{element.tag:02X}", expected=_tags(tags))
        self._next += 1
        return element

    def optional(self, *tags: int) -> Tlv | None:
        """The next element if it has one of `tags` (any when none is given)."""
        if self._next == len(self._elements):
            return None
        if tags and self._elements[self._next].tag not in tags:
            return None
        return self.take()

    def rest(self) -> Iterator[Tlv]:
        while self._next < len(self._elements):
            yield self.take()

    def end(self) -> None:
        if self._next < len(self._elements):
            raise ChipError(_MORE, offset=self._elements[self._next].offset)


def _tags(tags: tuple[int, ...]) -> str:
    return "/".join(f"{tag:02X}" for tag in tags) or "?"


def expect(element: Tlv, *tags: int) -> Tlv:
    if element.tag not in tags:
        raise ChipError(_EXPECTED, offset=element.offset, tag=f"{element.tag:02X}", expected=_tags(tags))
    return element


def inner(element: Tlv) -> Tlv:
    """The one element inside an explicit tag."""
    children = element.children
    if len(children) != 1:
        raise ChipError(_BAD_VALUE, offset=element.offset)
    return children[0]


def integer(element: Tlv, limit: int = MAX_INTEGER) -> int:
    """A number of at most `limit` bytes."""
    value = expect(element, INTEGER).value
    if not 0 < len(value) <= limit:
        raise ChipError(_BAD_VALUE, offset=element.offset)
    if len(value) > 1 and (value[0], value[1] >> 7) in {(0, 0), (0xFF, 1)}:
        element.notes.note(Irregularity.PADDED_NUMBER, element.offset)
    return int.from_bytes(value, signed=True)


def boolean(element: Tlv) -> bool:
    value = expect(element, BOOLEAN).value
    if len(value) != 1:
        raise ChipError(_BAD_VALUE, offset=element.offset)
    if value not in {b"\x00", b"\xff"}:
        element.notes.note(Irregularity.BOOLEAN, element.offset)
    return value != b"\x00"


def identifier(element: Tlv) -> str:
    """An object identifier in dotted form."""
    value = expect(element, OBJECT_IDENTIFIER).value
    if not value or len(value) > MAX_OBJECT_IDENTIFIER or value[-1] & 0x80:
        raise ChipError(_BAD_VALUE, offset=element.offset)
    return dotted(value)


def dotted(value: bytes) -> str:
    arcs: list[int] = []
    arc = 0
    for byte in value:
        arc = arc << 7 | byte & 0x7F
        if not byte & 0x80:
            arcs.append(arc)
            arc = 0
    first = min(arcs[0] // 40, 2)
    return ".".join(map(str, (first, arcs[0] - 40 * first, *arcs[1:])))


def octets(element: Tlv) -> bytes:
    """The bytes of an OCTET STRING, in one piece (04) or in several (24, BER)."""
    if element.tag != OCTET_STRING_PIECES:
        return expect(element, OCTET_STRING).value
    element.notes.note(Irregularity.PIECES, element.offset)
    return b"".join(octets(piece) for piece in element.children)


def bits(element: Tlv) -> bytes:
    """The bytes of a BIT STRING that holds whole bytes (keys and signatures)."""
    value = expect(element, BIT_STRING).value
    if not value:
        raise ChipError(_BAD_VALUE, offset=element.offset)
    if value[0] != 0:
        element.notes.note(Irregularity.UNUSED_BITS, element.offset)
    return value[1:]


def flags(element: Tlv) -> frozenset[int]:
    """The numbers of the bits that are set in a BIT STRING of named bits."""
    value = expect(element, BIT_STRING).value[1:9]
    return frozenset(8 * i + bit for i, byte in enumerate(value) for bit in range(8) if byte & 0x80 >> bit)


def is_text(element: Tlv) -> bool:
    return element.tag in _CHARSETS


def text(element: Tlv) -> str:
    """A string of any of the standard's types; what can't be decoded is shown as a replacement mark."""
    if not is_text(element):
        raise ChipError(_BAD_VALUE, offset=element.offset)
    return element.value.decode(_CHARSETS[element.tag], errors="replace")


def time(element: Tlv) -> datetime:
    """UTCTime or GeneralizedTime (RFC 5280, 4.1.2.5)."""
    written = expect(element, UTC_TIME, GENERALIZED_TIME).value.decode("ascii", errors="replace")
    return moment(written, short=element.tag == UTC_TIME)


def moment(written: str, *, short: bool) -> datetime:
    """YYMMDDhhmm[ss] (years 1950 to 2049) or YYYYMMDDhhmm[ss[.f]], with Z or an offset as +hhmm."""
    digits = ("19" if written[:2] >= "50" else "20") + written if short else written
    match = _TIME.fullmatch(digits)
    if match is None:
        raise ChipError(_BAD_TIME, text=written[:20])
    zone = match[7] or "Z"
    try:
        local = datetime(*(int(part or 0) for part in match.groups()[:6]), tzinfo=UTC)  # type: ignore[misc,arg-type]
        if zone == "Z":
            return local
        offset = timedelta(hours=int(zone[1:3]), minutes=int(zone[3:]))
        return local - offset if zone[0] == "+" else local + offset
    except (ValueError, OverflowError):
        raise ChipError(_BAD_TIME, text=written[:20]) from None


def encode(tag: int, *values: bytes) -> bytes:
    """An element in DER."""
    value = b"".join(values)
    head = tag.to_bytes((tag.bit_length() + 7) // 8 or 1)
    if len(value) < 0x80:
        return head + bytes((len(value),)) + value
    length = len(value).to_bytes((len(value).bit_length() + 7) // 8)
    return head + bytes((0x80 | len(length),)) + length + value


def canonical(element: Tlv, tag: int | None = None) -> bytes:
    """The element anew, with definite and shortest lengths and sorted sets; primitive values as they are."""
    tag = element.tag if tag is None else tag
    if not element.constructed:
        return encode(tag, element.value)
    if tag == OCTET_STRING_PIECES:
        return encode(OCTET_STRING, octets(element))
    parts = [canonical(child) for child in element.children]
    return encode(tag, *(sorted(parts) if tag == SET else parts))
