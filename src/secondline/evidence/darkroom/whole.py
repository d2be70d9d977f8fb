"""Is the file all there? Decoders forgive a missing tail and fill it with grey; evidence isn't."""

import re
from collections.abc import Callable, Mapping
from typing import Final

SOI, EOI, SOS = b"\xff\xd8", 0xD9, 0xDA
# A marker inside the coded data of a JPEG: not a stuffed byte, not a restart, not fill (ITU-T T.81, B.1.1.2).
_MARKER: Final = re.compile(rb"\xff([\x01-\xcf\xd8-\xfe])")
_IEND: Final = b"\x00\x00\x00\x00IEND\xaeB`\x82"  # PNG, 11.2.5: the last chunk with its check sum
_SOD, _EOC = b"\xff\x93", b"\xff\xd9"  # ISO/IEC 15444-1, A.4: start of coded data, end of the codestream


def jpeg(data: bytes) -> bool:
    """Walk the segments of the first picture up to its end marker; what follows is not asked."""
    place = 2
    while (found := _MARKER.search(data, place)) is not None:
        marker, place = found.group(1)[0], found.end()
        if marker == EOI:
            return True
        if 0x01 < marker != 0xD8:  # a segment with its length; 01 and D8 stand alone
            if place + 2 > len(data):
                return False
            place += int.from_bytes(data[place : place + 2], "big")
    return False


def png(data: bytes) -> bool:
    return _IEND in data


def webp(data: bytes) -> bool:
    return len(data) >= 8 + int.from_bytes(data[4:8], "little")


def jpeg2000(data: bytes) -> bool:
    start = data.find(_SOD)
    return 0 < start < data.rfind(_EOC)


WHOLE: Final[Mapping[str, Callable[[bytes], bool]]] = {
    "JPEG": jpeg,
    "PNG": png,
    "WEBP": webp,
    "JPEG2000": jpeg2000,
}


def is_whole(data: bytes, format_: str) -> bool:
    """False where the end is missing. Of a TIFF the decoder itself says so: its parts lie in any order."""
    return WHOLE[format_](data) if format_ in WHOLE else True
