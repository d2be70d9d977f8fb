"""PACE: reader and chip prove to each other that they know the password (Doc 9303-11, 4.4)."""

from collections.abc import Iterable
from dataclasses import dataclass
from hmac import compare_digest
from typing import Final

from traveldoc.chip.der import encode
from traveldoc.chip.fault import ChipError
from traveldoc.chip.group import STANDARDIZED, CurveGroup, Element, Group, PrimeGroup
from traveldoc.chip.security_info import PACE, SecurityInfo
from traveldoc.chip.symmetric import CHECKSUM, CHECKSUM_SIZE, ENCRYPTION, PASSWORD, SUITES, Suite, unpadded
from traveldoc.chip.terminal import mapping
from traveldoc.chip.terminal.apdu import CHAINED, EXTENDED, SHORT, Command
from traveldoc.chip.terminal.bac import Random
from traveldoc.chip.terminal.channel import Channel
from traveldoc.chip.terminal.identifier import encoded
from traveldoc.chip.terminal.password import Password
from traveldoc.chip.terminal.secure_messaging import Session
from traveldoc.chip.tlv import Notes, elements, parse
from traveldoc.finding import gettext_noop

GENERIC: Final = "GM"
INTEGRATED: Final = "IM"
CHIP_AUTHENTICATION: Final = "CAM"
# 9.2.5: the last number but one of the identifier says agreement and mapping.
_KINDS: Final[dict[str, tuple[type[CurveGroup | PrimeGroup], str]]] = {
    "1": (PrimeGroup, GENERIC),
    "2": (CurveGroup, GENERIC),
    "3": (PrimeGroup, INTEGRATED),
    "4": (CurveGroup, INTEGRATED),
    "6": (CurveGroup, CHIP_AUTHENTICATION),
}
_BEST_FIRST: Final = (CHIP_AUTHENTICATION, GENERIC, INTEGRATED)
_VERSION: Final = 2

_MANAGE: Final = 0x22
_GENERAL_AUTHENTICATE: Final = 0x86
_LONG: Final = 200  # bytes of a command whose answer may not fit a short one
_DYNAMIC: Final = 0x7C
_PUBLIC_KEY: Final = 0x7F49
_IDENTIFIER: Final = 0x06

_MISSING: Final = gettext_noop("the chip's answer lacks the data object %(tag)s")
_BAD_NONCE: Final = gettext_noop("the chip's encrypted number has %(size)s bytes, not %(wanted)s")
_SAME_KEY: Final = gettext_noop("the chip sent the reader's own key back")
_WRONG_TOKEN: Final = gettext_noop("the chip did not prove that it knows the password")


@dataclass(frozen=True)
class Offer:
    """One way that EF.CardAccess offers; `ambiguous` where another offer has other domain parameters."""

    info: SecurityInfo
    group: Group
    mapping: str
    suite: Suite
    parameter: int
    ambiguous: bool = False

    @property
    def identifier(self) -> bytes:
        """The value of the protocol's object identifier."""
        return encoded(self.info.oid)


@dataclass(frozen=True, slots=True)
class Mapped:
    """What chip authentication mapping left: the mapping key, and the proof of the static one (4.4.3.5)."""

    group: Group
    public: Element
    factor: int

    def proves(self, static: tuple[Group, Element]) -> bool:
        """Is the chip's static key (of EF.CardSecurity) the one that it mapped with?"""
        group, key = static
        if group != self.group or not 0 < self.factor < self.group.order:
            return False
        return self.group.times(key, self.factor) == self.public


@dataclass(frozen=True, slots=True)
class Opened:
    session: Session
    mapped: Mapped | None = None


def offers(infos: Iterable[SecurityInfo]) -> tuple[Offer, ...]:
    """Those that can be used here, best first."""
    found = []
    for info in infos:
        kind, _, cipher = info.oid.removeprefix(f"{PACE}.").partition(".")
        group = STANDARDIZED.get(-1 if info.key_id is None else info.key_id)
        known = info.oid.startswith(f"{PACE}.") and kind in _KINDS and cipher in SUITES
        if not known or info.version != _VERSION or group is None or info.key_id is None:
            continue
        agreement, mapped = _KINDS[kind]
        if isinstance(group, agreement):
            found.append(Offer(info, group, mapped, SUITES[cipher], info.key_id))
    ambiguous = len({offer.parameter for offer in found}) > 1
    best = sorted(
        found,
        key=lambda offer: (_BEST_FIRST.index(offer.mapping), -offer.suite.key_size, offer.suite.block == 8),
    )
    return tuple(
        Offer(each.info, each.group, each.mapping, each.suite, each.parameter, ambiguous) for each in best
    )


def open_with_password(channel: Channel, offer: Offer, password: Password, random: Random) -> Opened:
    """4.4.1. Raises RefusedError when the chip does not accept the password."""
    _choose(channel, offer, password)
    nonce = _nonce(channel, offer, password)
    generator, mapping_key = _map(channel, offer, nonce, random)
    group = offer.group.from_generator(generator)
    private = private_key(group, random)
    public = group.times(generator, private)
    theirs = group.decode(_step(channel, encode(0x83, group.encode(public)), 0x84))
    if theirs == public:
        raise ChipError(_SAME_KEY)
    secret = group.secret(group.times(theirs, private))
    return _confirm(channel, offer, group, (public, theirs), secret, mapping_key)


def private_key(group: Group, random: Random) -> int:
    """Between 1 and the order less 1, each as likely as the others."""
    size = (group.order.bit_length() + 7) // 8 + 8
    return int.from_bytes(random(size)) % (group.order - 1) + 1


def _choose(channel: Channel, offer: Offer, password: Password) -> None:
    """MSE:Set AT (4.4.4.1)."""
    data = encode(0x80, offer.identifier) + encode(0x83, bytes((password.kind,)))
    if offer.ambiguous:
        data += encode(0x84, bytes((offer.parameter,)))
    channel.ask(Command(_MANAGE, 0xC1, 0xA4, data))


def _nonce(channel: Channel, offer: Offer, password: Password) -> bytes:
    hidden = _step(channel, b"", 0x80)
    wanted = mapping.nonce_size(offer.suite)
    if len(hidden) != wanted:
        raise ChipError(_BAD_NONCE, size=len(hidden), wanted=wanted)
    return offer.suite.decrypt(offer.suite.derive(password.secret, PASSWORD), hidden)


def _map(channel: Channel, offer: Offer, nonce: bytes, random: Random) -> tuple[Element, Element | None]:
    """The new generator and the chip's mapping key, where it has one."""
    group = offer.group
    if offer.mapping == INTEGRATED:
        own = random(offer.suite.key_size)
        _step(channel, encode(0x81, own), None)
        return mapping.integrated(group, offer.suite, nonce, own), None
    private = private_key(group, random)
    public = group.times(group.generator, private)
    theirs = group.decode(_step(channel, encode(0x81, group.encode(public)), 0x82))
    if theirs == public:
        raise ChipError(_SAME_KEY)
    return mapping.generic(group, nonce, private, theirs), theirs


def _confirm(
    channel: Channel,
    offer: Offer,
    group: Group,
    keys: tuple[Element, Element],
    secret: bytes,
    mapping_key: Element | None,
) -> Opened:
    """Both exchange their tokens (4.4.3.4)."""
    own, theirs = keys
    checksum = offer.suite.derive(secret, CHECKSUM)
    proof = encode(0x85, _token(offer, group, checksum, theirs))
    found = _authenticate(channel, proof, last=True)
    if not compare_digest(_value(found, 0x86), _token(offer, group, checksum, own)):
        raise ChipError(_WRONG_TOKEN)
    session = Session(offer.suite, secret)
    if offer.mapping != CHIP_AUTHENTICATION or mapping_key is None:
        return Opened(session)
    key = offer.suite.derive(secret, ENCRYPTION)
    start = offer.suite.encrypt(key, b"\xff" * offer.suite.block)
    factor = unpadded(offer.suite.decrypt(key, _value(found, 0x8A), start))
    return Opened(session, Mapped(offer.group, mapping_key, int.from_bytes(factor)))


def _token(offer: Offer, group: Group, key: bytes, public: Element) -> bytes:
    inside = encode(_IDENTIFIER, offer.identifier), encode(group.tag, group.encode(public))
    return offer.suite.checksum(key, encode(_PUBLIC_KEY, *inside))[:CHECKSUM_SIZE]


def _step(channel: Channel, data: bytes, wanted: int | None) -> bytes:
    found = _authenticate(channel, data, last=False)
    return b"" if wanted is None else _value(found, wanted)


def _authenticate(channel: Channel, data: bytes, *, last: bool) -> dict[int, bytes]:
    """GENERAL AUTHENTICATE (4.4.4.2): data objects in 7C there and back."""
    body = encode(_DYNAMIC, data)
    expected = SHORT if len(body) < _LONG else EXTENDED
    command = Command(_GENERAL_AUTHENTICATE, 0, 0, body, expected, cla=0 if last else CHAINED)
    answer = channel.ask(command)
    if not answer:
        return {}
    whole = parse(answer)
    if whole.tag != _DYNAMIC:
        raise ChipError(_MISSING, tag=f"{_DYNAMIC:02X}")
    return {each.tag: each.value for each in elements(whole.data, whole.start, whole.end, Notes())}


def _value(found: dict[int, bytes], tag: int) -> bytes:
    if tag not in found:
        raise ChipError(_MISSING, tag=f"{tag:02X}")
    return found[tag]
