"""Chip authentication, verified later from what the reader recorded (Doc 9303-11, 6.2).

Reader and chip agree on a secret; the chip proves its key by protecting its next answer with it. Whoever has
the reader's ephemeral private key can compute the secret again and see whether the checksum is right.
"""

from dataclasses import dataclass
from hashlib import sha1, sha256
from typing import Final

from cryptography.hazmat.decrepit.ciphers.algorithms import TripleDES
from cryptography.hazmat.primitives.ciphers import Cipher, modes
from cryptography.hazmat.primitives.ciphers.algorithms import AES
from cryptography.hazmat.primitives.cmac import CMAC

from traveldoc.chip import weierstrass
from traveldoc.chip.fault import ChipError
from traveldoc.chip.key import EcKey, KeyInfo, UnknownKey
from traveldoc.chip.proof import HOLDS, Proof, State, fails, unexamined
from traveldoc.chip.tlv import Notes, elements
from traveldoc.finding import gettext_noop

_ECDH: Final = "0.4.0.127.0.7.2.2.3.2"
_CHECKSUM: Final = 0x8E
# Doc 9303-11, 9.7.1: bytes of the key by cipher; the first two are derived with SHA-1
_KEY_SIZES: Final = {"1": 16, "2": 16, "3": 24, "4": 32}
_MAC_KEY: Final = (2).to_bytes(4)
MAX_RESPONSE: Final = 65_536

_PROTOCOL: Final = gettext_noop("the protocol %(oid)s can't be verified here")
_FORM: Final = gettext_noop("the recorded answer has no checksum")
_WRONG: Final = gettext_noop("the checksum of the chip's answer is wrong")
_BAD_KEY: Final = gettext_noop("the reader's recorded key can't belong to the chip's")


@dataclass(frozen=True, slots=True)
class ChipEvidence:
    """What the reader recorded: the protocol (identifier of DG14), its own ephemeral private key (a number),
    the send sequence counter of the answer, and the answer's data objects with the checksum (8E) last.
    """

    protocol: str
    private_key: int
    counter: bytes
    response: bytes


def prove_chip(info: KeyInfo, evidence: ChipEvidence) -> Proof:
    """Does the answer prove the private key to the public one in DG14?"""
    key = info.key
    if isinstance(key, UnknownKey):
        return Proof(State.NOT_EXAMINED, key.reason)
    kind, _, cipher = evidence.protocol.rpartition(".")
    if kind != _ECDH or cipher not in _KEY_SIZES or not isinstance(key, EcKey):
        return unexamined(_PROTOCOL, oid=evidence.protocol)
    if not 0 < evidence.private_key < key.curve.n:
        return unexamined(_BAD_KEY)
    try:
        data, checksum = _parts(evidence.response)
    except ChipError as error:
        return Proof(State.FAILED, error.phrase)
    mac_key = _mac_key(_secret(key, evidence.private_key), cipher)
    block = 8 if cipher == "1" else 16
    protected = _padded(evidence.counter.rjust(block, b"\0") + data, block)
    computed = _retail_mac(mac_key, protected) if cipher == "1" else _cmac(mac_key, protected)
    return HOLDS if computed == checksum else fails(_WRONG)


def _parts(response: bytes) -> tuple[bytes, bytes]:
    """The protected data objects and the checksum."""
    if len(response) > MAX_RESPONSE:
        raise ChipError(_FORM)
    found = tuple(elements(response, 0, len(response), Notes()))
    if len(found) < 2 or found[-1].tag != _CHECKSUM or len(found[-1].value) != 8:
        raise ChipError(_FORM)
    return response[: found[-1].offset], found[-1].value


def _secret(key: EcKey, private_key: int) -> bytes:
    """The shared point's x (TR-03111, 4.3); the chip's key lies on the curve, whose order is prime."""
    point = weierstrass.combine(key.curve, 0, private_key, (key.x, key.y))
    x, _, z = point if point is not None else (0, 0, 1)
    return (x * pow(z, -2, key.curve.p) % key.curve.p).to_bytes(key.curve.size)


def _mac_key(secret: bytes, cipher: str) -> bytes:
    """Doc 9303-11, 9.7.1: KDF with counter 2."""
    size = _KEY_SIZES[cipher]
    if size == 16:
        return sha1(secret + _MAC_KEY, usedforsecurity=False).digest()[:size]
    return sha256(secret + _MAC_KEY).digest()[:size]


def _padded(data: bytes, block: int) -> bytes:
    """ISO/IEC 9797-1, padding method 2."""
    return data + b"\x80" + b"\0" * (-(len(data) + 1) % block)


def _cmac(key: bytes, data: bytes) -> bytes:
    mac = CMAC(AES(key))
    mac.update(data)
    return mac.finalize()[:8]


def _retail_mac(key: bytes, data: bytes) -> bytes:
    """ISO/IEC 9797-1, MAC algorithm 3 with DES: the last of two or more blocks goes through triple DES."""
    single = Cipher(TripleDES(key[:8] * 3), modes.CBC(bytes(8))).encryptor()
    chain = single.update(data[:-8])[-8:]
    final = Cipher(TripleDES(key + key[:8]), modes.CBC(chain)).encryptor()
    return final.update(data[-8:])
