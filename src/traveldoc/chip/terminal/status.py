"""What the chip's status words mean, in words for the officer (ISO/IEC 7816-4, 5.6)."""

from typing import Final

from traveldoc.chip.fault import ChipError
from traveldoc.finding import gettext_noop

WRONG_PASSWORD: Final = 0x6300
NOT_FOUND: Final = frozenset({0x6A82, 0x6A83, 0x6A88})

_MEANINGS: Final[dict[int, str]] = {
    0x6300: gettext_noop("the chip did not accept the password"),
    0x6700: gettext_noop("the chip does not take a command of this length"),
    0x6981: gettext_noop("the chip does not allow this command here"),
    0x6982: gettext_noop("the chip keeps this closed: access was not granted"),
    0x6983: gettext_noop("the chip is blocked after too many wrong passwords"),
    0x6984: gettext_noop("the chip no longer accepts this password"),
    0x6985: gettext_noop("the chip does not allow this command here"),
    0x6986: gettext_noop("the chip has no file open"),
    0x6987: gettext_noop("the protected connection was lost"),
    0x6988: gettext_noop("the protected connection was lost"),
    0x6A80: gettext_noop("the chip does not understand the data of the command"),
    0x6A82: gettext_noop("the chip does not have this file"),
    0x6A83: gettext_noop("the chip does not have this file"),
    0x6A86: gettext_noop("the chip does not know this form of the command"),
    0x6A88: gettext_noop("the chip does not have the key that was named"),
    0x6B00: gettext_noop("the chip's file is shorter than it says"),
    0x6D00: gettext_noop("the chip does not know this command"),
    0x6E00: gettext_noop("the chip does not know this command"),
    0x6F00: gettext_noop("the chip stopped without saying why"),
}
_OTHER: Final = gettext_noop("the chip refused (%(status)s)")
_TRIES: Final = gettext_noop("the chip did not accept the password; tries left: %(tries)s")


class RefusedError(ChipError):
    """The chip answered with a status that is not success."""

    def __init__(self, status: int) -> None:
        self.status = status
        if status & 0xFFF0 == 0x63C0:
            super().__init__(_TRIES, tries=status & 0xF)
        elif status in _MEANINGS:
            super().__init__(_MEANINGS[status])
        else:
            super().__init__(_OTHER, status=f"{status:04X}")
