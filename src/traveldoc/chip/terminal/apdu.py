"""Commands and answers as bytes (ISO/IEC 7816-4, 5.1): short and extended length."""

from dataclasses import dataclass
from typing import Final

from traveldoc.chip.fault import ChipError
from traveldoc.finding import gettext_noop

SHORT: Final = 256  # bytes of an answer that a short command can ask for
EXTENDED: Final = 65_536
MAX_DATA: Final = 65_535
CHAINED: Final = 0x10  # 5.1.1: the command is not the last of its chain
PROTECTED: Final = 0x0C  # secure messaging, the header authenticated

DONE: Final = 0x9000
END_OF_FILE: Final = 0x6282

_NO_STATUS: Final = gettext_noop("the chip's answer has %(size)s bytes, which is no answer")


@dataclass(frozen=True, slots=True)
class Command:
    """`expected` bytes of answer, 0 for none. `extended` where the lengths must be written long."""

    ins: int
    p1: int
    p2: int
    data: bytes = b""
    expected: int = 0
    cla: int = 0
    extended: bool = False

    @property
    def header(self) -> bytes:
        return bytes((self.cla, self.ins, self.p1, self.p2))

    @property
    def is_long(self) -> bool:
        return self.extended or len(self.data) > 255 or self.expected > SHORT

    def encode(self) -> bytes:
        if self.is_long:
            return self.header + self._long()
        length = bytes((len(self.data),)) + self.data if self.data else b""
        expected = bytes((self.expected % SHORT,)) if self.expected else b""
        return self.header + length + expected

    def _long(self) -> bytes:
        length = b"\0" + len(self.data).to_bytes(2) + self.data if self.data else b""
        if not self.expected:
            return length
        return length + (b"" if self.data else b"\0") + (self.expected % EXTENDED).to_bytes(2)


@dataclass(frozen=True, slots=True)
class Answer:
    data: bytes
    status: int

    @property
    def done(self) -> bool:
        return self.status == DONE


def answer(raw: bytes) -> Answer:
    """Raises ChipError for what is no answer at all."""
    if not 2 <= len(raw) <= EXTENDED + 2:
        raise ChipError(_NO_STATUS, size=len(raw))
    return Answer(raw[:-2], int.from_bytes(raw[-2:]))
