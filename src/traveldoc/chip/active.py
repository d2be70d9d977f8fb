"""Active authentication, verified later from what the reader recorded (Doc 9303-11, 6.1).

The chip signs the reader's challenge: RSA keys by ISO/IEC 9796-2, digital signature scheme 1 (the message is
recovered from the signature), keys on curves by ECDSA in plain form (BSI TR-03111, 5.2.1).
"""

from dataclasses import dataclass
from typing import Final

from traveldoc.chip.algorithm import Identifier, Scheme, digest, scheme
from traveldoc.chip.fault import ChipError
from traveldoc.chip.key import EcKey, KeyInfo, RsaKey, UnknownKey
from traveldoc.chip.proof import HOLDS, Proof, State, fails, unexamined
from traveldoc.chip.signature import verify
from traveldoc.finding import gettext_noop

CHALLENGE: Final = 8  # bytes, Doc 9303-11, 6.1: RND.IFD
# ISO/IEC 10118-3 numbers of hash functions, before the final CC of the trailer; BC alone means SHA-1.
_TRAILERS: Final = {0x33: "sha1", 0x34: "sha256", 0x35: "sha512", 0x36: "sha384", 0x38: "sha224"}
# Without a signature algorithm in DG14 the length of the curve decides (Doc 9303-11, 6.1.2.3).
_BY_SIZE: Final = ((192, "sha1"), (224, "sha224"), (256, "sha256"), (384, "sha384"), (1024, "sha512"))

_BAD_CHALLENGE: Final = gettext_noop("the recorded challenge has %(size)s bytes, not 8")
_KIND: Final = gettext_noop("the key in DG15 is of a kind that can't sign here")
_FORM: Final = gettext_noop("the chip's answer does not have the form of a signature by this key")
_HASH: Final = gettext_noop("the chip's answer is not a signature over the recorded challenge")
_TRAILER: Final = gettext_noop("the chip's answer names a hash function that can't be computed here")


@dataclass(frozen=True, slots=True)
class ActiveEvidence:
    """What the reader recorded: the challenge that it sent and the chip's answer to it."""

    challenge: bytes
    response: bytes


def prove_active(info: KeyInfo, evidence: ActiveEvidence, algorithm: str = "") -> Proof:
    """Does the answer prove the private key to DG15's? `algorithm` is the identifier in DG14, if any."""
    if len(evidence.challenge) != CHALLENGE:
        return unexamined(_BAD_CHALLENGE, size=len(evidence.challenge))
    key = info.key
    if isinstance(key, RsaKey):
        return _recovered(key, evidence)
    if isinstance(key, EcKey):
        return _ecdsa(key, evidence, algorithm)
    return Proof(State.NOT_EXAMINED, key.reason) if isinstance(key, UnknownKey) else unexamined(_KIND)


def _recovered(key: RsaKey, evidence: ActiveEvidence) -> Proof:
    """ISO/IEC 9796-2, 8.1: 6A, the first part of the message, its hash value, the trailer."""
    try:
        numbers = key.loaded.public_numbers()
    except ChipError as error:
        return Proof(State.NOT_EXAMINED, error.phrase)
    size = (numbers.n.bit_length() + 7) // 8
    signed = int.from_bytes(evidence.response)
    if len(evidence.response) != size or signed >= numbers.n:
        return fails(_FORM)
    opened = pow(signed, numbers.e, numbers.n)
    # B.5 of the standard: the signer may give the smaller of s and n - s
    opened = opened if opened & 0xF == 0xC else numbers.n - opened
    return _message(opened.to_bytes(size), evidence.challenge)


def _message(opened: bytes, challenge: bytes) -> Proof:
    if opened[0] & 0xC0 != 0x40 or opened[-1] not in {0xBC, 0xCC}:
        return fails(_FORM)
    trailer = 1 if opened[-1] == 0xBC else 2
    hashed = "sha1" if trailer == 1 else _TRAILERS.get(opened[-2], "")
    if not hashed:
        return unexamined(_TRAILER)
    size = len(digest(hashed, b""))
    end = len(opened) - trailer - size
    # The header's low half is A (no padding) or B, B ... A (ISO/IEC 9796-2, 8.1.2)
    start = next((at + 1 for at, byte in enumerate(opened[:end]) if byte & 0x0F == 0x0A), end + 1)
    if start > end:
        return fails(_FORM)
    same = digest(hashed, opened[start:end] + challenge) == opened[end : end + size]
    return HOLDS if same else fails(_HASH)


def _ecdsa(key: EcKey, evidence: ActiveEvidence, algorithm: str) -> Proof:
    try:
        hashed = scheme(Identifier(algorithm, None, b"")).hash if algorithm else _default(key)
    except ChipError as error:
        return Proof(State.NOT_EXAMINED, error.phrase)
    size = 2 * ((key.curve.n.bit_length() + 7) // 8)
    kind = "ECDSA plain" if len(evidence.response) == size else "ECDSA"
    return verify(key, Scheme(kind, hashed), evidence.challenge, evidence.response)


def _default(key: EcKey) -> str:
    bits = key.curve.n.bit_length()
    return next(name for limit, name in _BY_SIZE if bits <= limit)
