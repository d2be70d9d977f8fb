"""Basic access control: a key from the zone opens the chip (Doc 9303-11, 4.3)."""

from collections.abc import Callable
from hmac import compare_digest
from typing import Final

from traveldoc.chip.fault import ChipError
from traveldoc.chip.symmetric import CHECKSUM, CHECKSUM_SIZE, DES3, ENCRYPTION, padded
from traveldoc.chip.terminal.apdu import Command
from traveldoc.chip.terminal.channel import Channel
from traveldoc.chip.terminal.password import Password
from traveldoc.chip.terminal.secure_messaging import Session
from traveldoc.finding import gettext_noop

Random = Callable[[int], bytes]

CHALLENGE: Final = 8  # bytes
KEY: Final = 16
_GET_CHALLENGE: Final = 0x84
_EXTERNAL_AUTHENTICATE: Final = 0x82

_BAD_CHALLENGE: Final = gettext_noop("the chip's challenge has %(size)s bytes, not 8")
_NOT_ITS_ANSWER: Final = gettext_noop("the chip did not prove that it knows the password")


def open_with_zone(channel: Channel, password: Password, random: Random) -> Session:
    """The three passes of 4.3.1. Raises RefusedError when the zone is not this chip's."""
    seed = password.secret[:KEY]
    encryption, checksum = (DES3.derive(seed, counter) for counter in (ENCRYPTION, CHECKSUM))
    of_chip = channel.ask(Command(_GET_CHALLENGE, 0, 0, expected=CHALLENGE))
    if len(of_chip) != CHALLENGE:
        raise ChipError(_BAD_CHALLENGE, size=len(of_chip))
    own, own_key = random(CHALLENGE), random(KEY)
    hidden = DES3.encrypt(encryption, own + of_chip + own_key)
    proof = hidden + DES3.checksum_of_blocks(checksum, padded(hidden, DES3.block))
    answer = channel.ask(Command(_EXTERNAL_AUTHENTICATE, 0, 0, proof, len(proof)))
    said, summed = answer[:-CHECKSUM_SIZE], answer[-CHECKSUM_SIZE:]
    if len(answer) != len(proof) or not compare_digest(
        DES3.checksum_of_blocks(checksum, padded(said, DES3.block)), summed
    ):
        raise ChipError(_NOT_ITS_ANSWER)
    opened = DES3.decrypt(encryption, said)
    if opened[: 2 * CHALLENGE] != of_chip + own:
        raise ChipError(_NOT_ITS_ANSWER)
    secret = bytes(one ^ other for one, other in zip(own_key, opened[2 * CHALLENGE :], strict=True))
    return Session(DES3, secret, int.from_bytes(of_chip[4:] + own[4:]))
