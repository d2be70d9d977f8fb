"""A file of the chip as a template: its tag, its data objects, texts and dates (Doc 9303-10, 4.6 and 4.7)."""

import re
from typing import Final

from traveldoc.chip.fault import ChipError
from traveldoc.chip.tlv import Notes, Tlv, parse
from traveldoc.finding import gettext_noop

MAX_SIZE: Final = 2 * 1024 * 1024  # bytes of one file; a file identifier can address far less
NUMBER: Final = 0x02
TAG_LIST: Final = 0x5C

_DATE: Final = re.compile("[0-9]{8}")

_TOO_BIG: Final = gettext_noop("it has %(size)s bytes, more than the %(limit)s that are read")
_OTHER_TAG: Final = gettext_noop("it begins with the tag %(tag)s, not %(expected)s")
_MISSING: Final = gettext_noop("the data object %(expected)s is missing")
_BAD_DATE: Final = gettext_noop("the date in the data object %(tag)s can't be read")


def template(data: bytes, tag: int, notes: Notes | None = None) -> Tlv:
    """The whole file as one element. Raises ChipError when it has another tag."""
    if len(data) > MAX_SIZE:
        raise ChipError(_TOO_BIG, size=len(data), limit=MAX_SIZE)
    element = parse(data, notes)
    if element.tag != tag:
        raise ChipError(_OTHER_TAG, tag=f"{element.tag:02X}", expected=f"{tag:02X}")
    return element


def find(element: Tlv, tag: int) -> Tlv | None:
    """The first data object with this tag directly inside."""
    return next((child for child in element.children if child.tag == tag), None)


def need(element: Tlv, tag: int) -> Tlv:
    found = find(element, tag)
    if found is None:
        raise ChipError(_MISSING, expected=f"{tag:02X}")
    return found


def words(element: Tlv) -> str:
    """Text as UTF-8 (4.7.1: Unicode); documents from before that rule have Latin-1."""
    try:
        return element.value.decode("utf-8")
    except UnicodeDecodeError:
        return element.value.decode("latin-1")


def date_of(element: Tlv) -> str:
    """YYYY-MM-DD with XX for what is unknown; eight digits, or four bytes of two each (4.7.12, note)."""
    value = element.value
    digits = value.hex() if len(value) == 4 else value.decode("ascii", "replace")
    year, month, day = digits[:4], digits[4:6], digits[6:]
    if _DATE.fullmatch(digits) is None or month > "12" or day > "31":
        raise ChipError(_BAD_DATE, tag=f"{element.tag:02X}")
    shown = ("XXXX" if year == "0000" else year, *("XX" if part == "00" else part for part in (month, day)))
    return "-".join(shown)


def tags_in(element: Tlv) -> tuple[int, ...]:
    """The tags in a tag list, one or two bytes each."""
    value, found, position = element.value, [], 0
    while position < len(value):
        size = 2 if value[position] & 0x1F == 0x1F else 1
        found.append(int.from_bytes(value[position : position + size]))
        position += size
    return tuple(found)
