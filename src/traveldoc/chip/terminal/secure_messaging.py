"""Secure messaging: commands and answers encrypted and with a checksum (Doc 9303-11, 9.8)."""

from dataclasses import dataclass
from typing import Final

from traveldoc.chip.der import encode
from traveldoc.chip.fault import ChipError
from traveldoc.chip.symmetric import CHECKSUM, CHECKSUM_SIZE, ENCRYPTION, Suite, padded, unpadded
from traveldoc.chip.terminal.apdu import EXTENDED, PROTECTED, SHORT, Answer, Command
from traveldoc.chip.tlv import Notes, elements
from traveldoc.finding import gettext_noop

# 9.8.4: data objects of protected commands and answers
_ENCRYPTED: Final = 0x87
_ENCRYPTED_ODD: Final = 0x85  # of commands with an odd INS: without the byte that says how it is padded
_EXPECTED: Final = 0x97
_STATUS: Final = 0x99
_CHECKSUM: Final = 0x8E
_PADDED: Final = b"\x01"

_UNPROTECTED: Final = gettext_noop("the chip answered without protection")
_BAD_FORM: Final = gettext_noop("the chip's protected answer does not have the form that the standard asks")
_BAD_CHECKSUM: Final = gettext_noop(
    "the checksum of the chip's answer is wrong: somebody may be standing between chip and reader"
)


class SecureChannelError(ChipError):
    """The answer is not this chip's protected answer to this command: the session is over."""


@dataclass(frozen=True, slots=True)
class Recorded:
    """A protected answer as it came: its data objects, and the counter that is part of its checksum."""

    counter: bytes
    response: bytes


class Session:
    """The keys and the send sequence counter, which grows with each command and each answer (9.8.6.2)."""

    def __init__(self, suite: Suite, secret: bytes, counter: int = 0) -> None:
        self.suite = suite
        self.encryption = suite.derive(secret, ENCRYPTION)
        self.checksum = suite.derive(secret, CHECKSUM)
        self.counter = counter
        self.last = Recorded(b"", b"")  # the last answer whose checksum is right

    def protect(self, command: Command) -> Command:
        self._step()
        header = Command(command.ins, command.p1, command.p2, cla=command.cla | PROTECTED).header
        body = b""
        if command.data:
            hidden = self.suite.encrypt(self.encryption, self._padded(command.data), self._start())
            odd = command.ins % 2 == 1
            body += encode(_ENCRYPTED_ODD, hidden) if odd else encode(_ENCRYPTED, _PADDED, hidden)
        if command.expected:
            body += encode(_EXPECTED, _expected(command.expected))
        body += encode(_CHECKSUM, self._sum(self._padded(header) + body if body else header))
        long = command.is_long or len(body) > 255
        return Command(
            command.ins,
            command.p1,
            command.p2,
            body,
            EXTENDED if long else SHORT,
            cla=command.cla | PROTECTED,
            extended=long,
        )

    def open(self, protected: Answer) -> Answer:
        """Raises SecureChannelError for what this session's chip did not say."""
        self._step()
        data = protected.data
        if not data:
            raise SecureChannelError(_UNPROTECTED)
        try:
            found = {each.tag: each for each in elements(data, 0, len(data), Notes())}
        except ChipError as error:
            raise SecureChannelError(_BAD_FORM) from error
        last = found.get(_CHECKSUM)
        if last is None or last.after != len(data) or len(last.value) != CHECKSUM_SIZE:
            raise SecureChannelError(_BAD_FORM)
        if self._sum(data[: last.offset]) != last.value:
            raise SecureChannelError(_BAD_CHECKSUM)
        self.last = Recorded(self._counter(), data)
        status = found.get(_STATUS)
        if status is None or len(status.value) != 2:
            raise SecureChannelError(_BAD_FORM)
        hidden = b""
        if _ENCRYPTED in found:
            hidden = found[_ENCRYPTED].value.removeprefix(_PADDED)
        elif _ENCRYPTED_ODD in found:
            hidden = found[_ENCRYPTED_ODD].value
        return Answer(self._opened(hidden) if hidden else b"", int.from_bytes(status.value))

    def _opened(self, hidden: bytes) -> bytes:
        try:
            return unpadded(self.suite.decrypt(self.encryption, hidden, self._start()))
        except ChipError as error:
            raise SecureChannelError(_BAD_FORM) from error

    def _step(self) -> None:
        self.counter = (self.counter + 1) % (1 << 8 * self.suite.block)

    def _counter(self) -> bytes:
        return self.counter.to_bytes(self.suite.block)

    def _start(self) -> bytes:
        """9.8.6.1 and 9.8.7.1: zero with triple DES, the encrypted counter with AES."""
        if self.suite.block == 8:
            return bytes(8)
        return self.suite.encrypt(self.encryption, self._counter())

    def _padded(self, data: bytes) -> bytes:
        return padded(data, self.suite.block)

    def _sum(self, data: bytes) -> bytes:
        return self.suite.checksum_of_blocks(self.checksum, self._padded(self._counter() + data))


def _expected(size: int) -> bytes:
    return bytes((size % SHORT,)) if size <= SHORT else (size % EXTENDED).to_bytes(2)
