"""The channel to the chip: plain or protected, and bounded whatever the chip does."""

from collections.abc import Callable
from typing import Final

from traveldoc.chip.fault import ChipError
from traveldoc.chip.terminal.apdu import EXTENDED, SHORT, Answer, Command, answer
from traveldoc.chip.terminal.secure_messaging import Session
from traveldoc.chip.terminal.status import RefusedError
from traveldoc.finding import gettext_noop

# The bytes of a command in, those of the answer out. Raises CardGoneError when there is no answer.
Transmit = Callable[[bytes], bytes]

# A chip has some hundred kilobytes; one that never ends is stopped.
MAX_COMMANDS: Final = 20_000
MAX_BYTES: Final = 4 * 1024 * 1024
MAX_PARTS: Final = 64  # of one answer that the chip gives in pieces

_GET_RESPONSE: Final = 0xC0
_MORE: Final = 0x61
_OTHER_LENGTH: Final = 0x6C

_GONE: Final = gettext_noop(
    "the chip no longer answers: lay the document on the reader again and don't move it"
)
_ENDLESS: Final = gettext_noop("the chip has sent more than a chip can hold")
_IN_PIECES: Final = gettext_noop("the chip never ends its answer")


class CardGoneError(ChipError):
    """The card moved away, or the reader was taken off."""

    def __init__(self) -> None:
        super().__init__(_GONE)


class EndlessError(ChipError):
    """The bounds of the whole talk are reached."""


class UnprotectedError(RefusedError):
    """A refusal without protection, which anybody could have sent: the session is over."""


class Channel:
    """One talk with one chip. `session` is None as long as nothing is protected."""

    def __init__(
        self, transmit: Transmit, *, most_commands: int = MAX_COMMANDS, most_bytes: int = MAX_BYTES
    ) -> None:
        self._transmit = transmit
        self._commands_left = most_commands
        self._bytes_left = most_bytes
        self.session: Session | None = None

    def send(self, command: Command) -> Answer:
        """The chip's answer, whatever its status. Raises ChipError for what is none."""
        if self.session is None:
            return self._exchange(command)
        session, self.session = self.session, None  # until the answer proves to be the chip's own
        found = self._exchange(session.protect(command))
        if not found.data and not found.done:
            raise UnprotectedError(found.status)
        opened = session.open(found)
        self.session = session
        return opened

    def ask(self, command: Command) -> bytes:
        """The data of a successful answer. Raises RefusedError for any other status."""
        found = self.send(command)
        if not found.done:
            raise RefusedError(found.status)
        return found.data

    def _exchange(self, command: Command) -> Answer:
        """ISO/IEC 7816-4, 5.6: 6Cxx asks for another length, once; 61xx has more to fetch."""
        found = self._raw(command.encode())
        if found.status >> 8 == _OTHER_LENGTH and command.expected:
            wanted = found.status & 0xFF or SHORT
            found = self._raw(_with_length(command, wanted).encode())
        data = found.data
        for _ in range(MAX_PARTS):
            if found.status >> 8 != _MORE:
                return Answer(data, found.status)
            size = found.status & 0xFF or SHORT
            found = self._raw(Command(_GET_RESPONSE, 0, 0, expected=size).encode())
            data += found.data
            if len(data) > EXTENDED:
                break
        raise ChipError(_IN_PIECES)

    def _raw(self, command: bytes) -> Answer:
        self._commands_left -= 1
        if self._commands_left < 0:
            raise EndlessError(_ENDLESS)
        raw = self._transmit(command)
        self._bytes_left -= len(raw)
        if self._bytes_left < 0:
            raise EndlessError(_ENDLESS)
        return answer(raw)


def _with_length(command: Command, wanted: int) -> Command:
    return Command(command.ins, command.p1, command.p2, command.data, wanted, command.cla)
