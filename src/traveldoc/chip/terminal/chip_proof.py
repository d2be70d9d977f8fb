"""The chip proves that it is no copy; what was exchanged is kept for verification later (Doc 9303-11, 6)."""

from dataclasses import dataclass
from typing import Final

from traveldoc.chip.active import CHALLENGE, ActiveEvidence
from traveldoc.chip.chip_authentication import AGREEMENTS, ChipEvidence, agreed
from traveldoc.chip.der import encode
from traveldoc.chip.fault import ChipError
from traveldoc.chip.group import group_of
from traveldoc.chip.key import KeyInfo, RsaKey
from traveldoc.chip.security_info import CHIP_AUTHENTICATION, PUBLIC_KEY, SecurityInfo
from traveldoc.chip.symmetric import DES3, SUITES
from traveldoc.chip.terminal.apdu import EXTENDED, SHORT, Command
from traveldoc.chip.terminal.bac import Random
from traveldoc.chip.terminal.channel import Channel
from traveldoc.chip.terminal.elementary_file import COM, PIECE, selecting
from traveldoc.chip.terminal.identifier import encoded
from traveldoc.chip.terminal.pace import private_key
from traveldoc.chip.terminal.secure_messaging import Session
from traveldoc.finding import gettext_noop

_MANAGE: Final = 0x22
_GENERAL_AUTHENTICATE: Final = 0x86
_INTERNAL_AUTHENTICATE: Final = 0x88
_TRIPLE_DES: Final = ".1"

_NO_KEY: Final = gettext_noop("DG14 has no key that can be used here")


@dataclass(frozen=True, slots=True)
class Way:
    """A key of DG14 and the protocol to use with it."""

    protocol: str
    key: KeyInfo
    key_id: int | None


def ways(infos: tuple[SecurityInfo, ...]) -> tuple[Way, ...]:
    """AES before triple DES. A key without a protocol is used with triple DES (6.2.2, note)."""
    found = []
    for each in infos:
        if each.key is None or group_of(each.key.key) is None or (each.key_id or 0) < 0:
            continue
        kind = each.oid.removeprefix(f"{PUBLIC_KEY}.")
        named = [
            info.oid
            for info in infos
            if info.oid.startswith(f"{CHIP_AUTHENTICATION}.{kind}.")
            and info.oid.rpartition(".")[0] in AGREEMENTS
            and info.oid.rpartition(".")[2] in SUITES
            and (info.key_id is None or each.key_id is None or info.key_id == each.key_id)
        ]
        oids = named or [f"{CHIP_AUTHENTICATION}.{kind}{_TRIPLE_DES}"]
        found += [Way(oid, each.key, each.key_id) for oid in oids]
    return tuple(sorted(found, key=lambda way: way.protocol.rpartition(".")[2], reverse=True))


def authenticate_chip(channel: Channel, infos: tuple[SecurityInfo, ...], random: Random) -> ChipEvidence:
    """6.2: a new secret with the chip's static key; the session goes on under it. Raises ChipError."""
    way = next(iter(ways(infos)), None)
    found = None if way is None else group_of(way.key.key)
    if way is None or found is None:
        raise ChipError(_NO_KEY)
    group, _ = found
    private = private_key(group, random)
    _send_key(channel, way, group.encode(group.times(group.generator, private)))
    suite = SUITES[way.protocol.rpartition(".")[2]]
    channel.session = session = Session(suite, agreed(way.key.key, private))
    channel.send(selecting(COM))  # whatever it says, its checksum is the proof
    return ChipEvidence(way.protocol, private, session.last.counter, session.last.response)


def _send_key(channel: Channel, way: Way, public: bytes) -> None:
    """6.2.4: in one command with triple DES, in two with AES."""
    named = b"" if way.key_id is None else encode(0x84, _unsigned(way.key_id))
    if SUITES[way.protocol.rpartition(".")[2]] is DES3:
        channel.ask(Command(_MANAGE, 0x41, 0xA6, encode(0x91, public) + named))
        return
    channel.ask(Command(_MANAGE, 0x41, 0xA4, encode(0x80, encoded(way.protocol)) + named))
    channel.ask(Command(_GENERAL_AUTHENTICATE, 0, 0, encode(0x7C, encode(0x80, public)), SHORT))


def _unsigned(number: int) -> bytes:
    return number.to_bytes((number.bit_length() + 7) // 8 or 1)


def authenticate_actively(channel: Channel, info: KeyInfo, random: Random) -> ActiveEvidence:
    """6.1: the chip signs a challenge. Whether rightly is proved later, from what is recorded."""
    challenge = random(CHALLENGE)
    long = isinstance(info.key, RsaKey) and info.key.n.bit_length() > 8 * PIECE
    response = channel.ask(Command(_INTERNAL_AUTHENTICATE, 0, 0, challenge, EXTENDED if long else SHORT))
    return ActiveEvidence(challenge, response)
