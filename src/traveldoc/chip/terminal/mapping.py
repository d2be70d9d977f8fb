"""The mappings of PACE: from the nonce to a new generator (Doc 9303-11, 4.4.3.3)."""

from typing import Final

from traveldoc.chip.fault import ChipError
from traveldoc.chip.group import CurveGroup, Element, Group
from traveldoc.chip.symmetric import Suite
from traveldoc.finding import gettext_noop

# 4.4.3.3.2: the constants of the pseudo-random function, for inputs of 128 and of 256 bits
_CONSTANTS: Final[dict[int, tuple[bytes, bytes]]] = {
    16: (
        bytes.fromhex("a668892a7c41e3ca739f40b057d85904"),
        bytes.fromhex("a4e136ac725f738b01c1f60217c188ad"),
    ),
    32: (
        bytes.fromhex("d463d65234124ef7897054986dca0a174e28df758cbaa03f240616414d5a1676"),
        bytes.fromhex("54bd7255f0aaf831bec3423fcf39d69b6cbf066677d0faae5aadd99df8e53517"),
    ),
}
_MARGIN: Final = 64  # bits more than the prime has, so that no number is likelier than another

_NO_MAPPING: Final = gettext_noop("the chip names a mapping that its curve does not allow")


def nonce_size(suite: Suite) -> int:
    """Bytes: as many blocks as the key needs (4.4.3.3)."""
    return 16 if suite.key_size <= 16 else 32


def generic(group: Group, nonce: bytes, private: int, public: Element) -> Element:
    """4.4.3.3.1: s·G + H, where H is what both agree on with the mapping keys."""
    factor = int.from_bytes(nonce) % group.order
    agreed = group.times(public, private)
    return group.joined(group.times(group.generator, factor), agreed) if factor else agreed


def integrated(group: Group, suite: Suite, nonce: bytes, other: bytes) -> Element:
    """4.4.3.3.2: the generator is computed from the chip's nonce and the reader's."""
    if isinstance(group, CurveGroup):
        return _point(group, _random_number(group.curve.p, suite, nonce, other))
    number = _random_number(group.p, suite, nonce, other)
    return group.times((number,), (group.p - 1) // group.order)


def _random_number(p: int, suite: Suite, nonce: bytes, other: bytes) -> int:
    """Rp(s, t)."""
    first, second = _CONSTANTS[len(nonce)]
    key = suite.encrypt(other, nonce)[: suite.key_size]
    blocks = b""
    while 8 * len(blocks) < p.bit_length() + _MARGIN:
        blocks += suite.encrypt(key, second)
        key = suite.encrypt(key, first)[: suite.key_size]
    return int.from_bytes(blocks) % p


def _point(group: CurveGroup, t: int) -> Element:
    """Appendix B.2: a point of the curve from a number, for primes that are 3 modulo 4."""
    p, a, b = group.curve.p, group.curve.a, group.curve.b
    if p % 4 != 3:
        raise ChipError(_NO_MAPPING)
    alpha = -t * t % p
    both = (alpha + alpha * alpha) % p
    if both == 0:
        raise ChipError(_NO_MAPPING)
    x = -b * pow(a, -1, p) * (1 + pow(both, -1, p)) % p
    h = (x * x * x + a * x + b) % p
    root = pow(h, p - 1 - (p + 1) // 4, p)
    if root * root * h % p == 1:
        return x, root * h % p
    return alpha * x % p, root * pow(t, 3, p) * h % p
