"""Chip authentication, verified later from what the reader recorded (Doc 9303-11, 6.2).

Reader and chip agree on a secret; the chip proves its key by protecting its next answer with it. Whoever has
the reader's ephemeral private key can compute the secret again and see whether the checksum is right.
"""

from dataclasses import dataclass
from typing import Final

from traveldoc.chip.fault import ChipError
from traveldoc.chip.group import group_of
from traveldoc.chip.key import DhKey, EcKey, KeyInfo, PublicKey, UnknownKey
from traveldoc.chip.proof import HOLDS, Proof, State, fails, unexamined
from traveldoc.chip.symmetric import CHECKSUM, SUITES, padded
from traveldoc.chip.tlv import Notes, elements
from traveldoc.finding import gettext_noop

# 9.2.4: the last two numbers of the identifier say agreement (1 DH, 2 ECDH) and cipher.
AGREEMENTS: Final = {"0.4.0.127.0.7.2.2.3.1": DhKey, "0.4.0.127.0.7.2.2.3.2": EcKey}
_CHECKSUM: Final = 0x8E
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
    if kind not in AGREEMENTS or cipher not in SUITES or not isinstance(key, AGREEMENTS[kind]):
        return unexamined(_PROTOCOL, oid=evidence.protocol)
    try:
        secret = agreed(key, evidence.private_key)
    except ChipError as error:
        return Proof(State.NOT_EXAMINED, error.phrase)
    try:
        data, checksum = _parts(evidence.response)
    except ChipError as error:
        return Proof(State.FAILED, error.phrase)
    suite = SUITES[cipher]
    protected = padded(evidence.counter.rjust(suite.block, b"\0") + data, suite.block)
    computed = suite.checksum_of_blocks(suite.derive(secret, CHECKSUM), protected)
    return HOLDS if computed == checksum else fails(_WRONG)


def agreed(key: PublicKey, private_key: int) -> bytes:
    """The secret of chip and reader (9.6). Raises ChipError when the two keys can't belong together."""
    found = group_of(key)
    if found is None or not 0 < private_key < found[0].order:
        raise ChipError(_BAD_KEY)
    group, public = found
    return group.secret(group.times(public, private_key))


def _parts(response: bytes) -> tuple[bytes, bytes]:
    """The protected data objects and the checksum."""
    if len(response) > MAX_RESPONSE:
        raise ChipError(_FORM)
    found = tuple(elements(response, 0, len(response), Notes()))
    if len(found) < 2 or found[-1].tag != _CHECKSUM or len(found[-1].value) != 8:
        raise ChipError(_FORM)
    return response[: found[-1].offset], found[-1].value
