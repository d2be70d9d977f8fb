"""Files are selected and read piece by piece, within bounds (Doc 9303-10, 3.6.2, 3.6.3 and 3.6.6)."""

from typing import Final

from traveldoc.chip.der import encode
from traveldoc.chip.fault import ChipError
from traveldoc.chip.terminal.apdu import DONE, END_OF_FILE, Command
from traveldoc.chip.terminal.channel import Channel
from traveldoc.chip.terminal.status import RefusedError
from traveldoc.chip.tlv import Notes, elements, parse
from traveldoc.finding import gettext_noop

APPLICATION: Final = bytes.fromhex("A0000002471001")  # Doc 9303-10, 4.1
_APPLICATIONS: Final = {
    bytes.fromhex("A0000002472001"): "Travel Records",
    bytes.fromhex("A0000002472002"): "Visa Records",
    bytes.fromhex("A0000002472003"): "Additional Biometrics",
}
MASTER_FILE: Final = bytes.fromhex("3F00")
# File identifiers (Doc 9303-10, table 38 and 3.11)
ATR_INFO: Final = 0x2F01
DIRECTORY: Final = 0x2F00
CARD_ACCESS: Final = 0x011C
CARD_SECURITY: Final = 0x011D
COM: Final = 0x011E
SOD: Final = 0x011D

MAX_FILE: Final = 1024 * 1024  # bytes; the largest group of a real chip has 50 thousand
# Protected, so many bytes still fit the 256 of a short answer: padding, status and checksum come on top.
PIECE: Final = 223
LONGEST_PIECE: Final = 4096
_OVERHEAD: Final = 64
_HEAD: Final = 4  # bytes that say tag and length, in most files
_EVEN_END: Final = 0x8000  # offsets from here on need an odd INS

_LONG_ANSWERS: Final = b"\x7f\x66"
_SELECT: Final = 0xA4
_READ: Final = 0xB0
_OFFSET: Final = 0x54
_DISCRETIONARY: Final = 0x53

_TOO_BIG: Final = gettext_noop("the chip says that the file has %(size)s bytes, more than a chip can hold")
_BAD_HEAD: Final = gettext_noop("the file does not begin with a tag and a length")
_SHORT: Final = gettext_noop("the chip gave %(got)s of the %(size)s bytes that the file should have")
_BAD_PIECE: Final = gettext_noop("the chip's answer does not hold the piece of the file that was asked for")


def select_application(channel: Channel) -> None:
    channel.ask(Command(_SELECT, 0x04, 0x0C, APPLICATION))


def select_master_file(channel: Channel) -> None:
    channel.ask(Command(_SELECT, 0x00, 0x0C, MASTER_FILE))


def selecting(identifier: int) -> Command:
    return Command(_SELECT, 0x02, 0x0C, identifier.to_bytes(2))


def read(channel: Channel, identifier: int, piece: int = PIECE) -> bytes:
    """The whole file, as long as its first bytes say. Raises ChipError, RefusedError when it is closed."""
    channel.ask(selecting(identifier))
    head = _piece(channel, 0, _HEAD)
    size = _size(head)
    if size is None:
        head += _piece(channel, len(head), _HEAD)
        size = _size(head)
    if size is None:
        raise ChipError(_BAD_HEAD)
    if size > MAX_FILE:
        raise ChipError(_TOO_BIG, size=size)
    data = bytearray(head[:size])
    while len(data) < size:
        wanted = min(piece, size - len(data))
        if len(data) < _EVEN_END:
            wanted = min(wanted, _EVEN_END - len(data))
        got = _piece(channel, len(data), wanted)
        if not got:
            raise ChipError(_SHORT, got=len(data), size=size)
        data += got[: size - len(data)]
    return bytes(data)


def read_to_end(channel: Channel, identifier: int, most: int = 4096) -> bytes:
    """A file that is no single data object (EF.DIR, EF.ATR/INFO): until the chip gives no more."""
    channel.ask(selecting(identifier))
    data = b""
    while len(data) < most:
        try:
            got = _piece(channel, len(data), PIECE)
        except RefusedError:
            break
        data += got
        if len(got) < PIECE:
            break
    return data[:most]


def _piece(channel: Channel, offset: int, size: int) -> bytes:
    """READ BINARY: what the chip gives, at most `size` bytes; fewer at the end of the file."""
    if offset < _EVEN_END:
        found = channel.send(Command(_READ, offset >> 8, offset & 0xFF, expected=size))
        data = found.data
    else:
        where = encode(_OFFSET, offset.to_bytes((offset.bit_length() + 7) // 8))
        wrapped = len(encode(_DISCRETIONARY, bytes(size)))
        found = channel.send(Command(_READ | 1, 0, 0, where, wrapped))
        data = _discretionary(found.data)
    if found.status not in {DONE, END_OF_FILE}:
        raise RefusedError(found.status)
    if len(data) > size:
        raise ChipError(_BAD_PIECE)
    return data


def _discretionary(data: bytes) -> bytes:
    """The value of DO 53."""
    if not data:
        return b""
    element = parse(data)
    if element.tag != _DISCRETIONARY:
        raise ChipError(_BAD_PIECE)
    return element.value


def _size(head: bytes) -> int | None:
    """How long the whole file is, by its tag and length; None when they are not all there."""
    if len(head) < 2:
        return None
    start = 3 if head[0] & 0x1F == 0x1F else 2
    if len(head) < start:
        return None
    length = head[start - 1]
    if length < 0x80:
        return start + length
    count = length & 0x7F
    if not 1 <= count <= 4 or len(head) < start + count:
        return None
    return start + count + int.from_bytes(head[start : start + count])


def piece_size(info: bytes) -> int:
    """How much to ask for at once: more where EF.ATR/INFO allows it (Doc 9303-10, 3.6.4.2 and 3.11.1)."""
    marker = info.find(_LONG_ANSWERS)
    try:
        sizes = parse(info[marker:]).children if marker >= 0 else ()
    except ChipError:
        return PIECE
    most = int.from_bytes(sizes[1].value[:8]) if len(sizes) > 1 else 0
    return max(PIECE, min(most - _OVERHEAD, LONGEST_PIECE))


def applications(directory: bytes) -> tuple[str, ...]:
    """The applications that EF.DIR names besides the travel document (Doc 9303-10, 3.11.2, table 31)."""
    try:
        templates = tuple(elements(directory, 0, len(directory), Notes()))
        identifiers = [each.value for one in templates if one.constructed for each in one.children]
    except ChipError:
        return ()
    return tuple(_APPLICATIONS.get(each, each.hex().upper()) for each in identifiers if each != APPLICATION)
