"""Forgeries that verifiers have fallen for: numbers at the edge (ECDSA), loose padding (RSA), after known attacks."""

import hashlib
from math import isqrt

import pytest
from chipmaker import CURVES, HASH_OIDS, NULL, Scheme, der, key, num, oid, public, seq
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from openssl_signatures import MESSAGE, NAMED

from traveldoc.chip import algorithm
from traveldoc.chip.key import EcKey, RsaKey, key_info
from traveldoc.chip.proof import HOLDS, State
from traveldoc.chip.signature import verify
from traveldoc.chip.tlv import parse

ECDSA = algorithm.Scheme("ECDSA", "sha256")
PLAIN = algorithm.Scheme("ECDSA plain", "sha256")
RSA = algorithm.Scheme("RSA", "sha256")


def curve_keys() -> list[tuple[str, bytes, bytes]]:
    """Keys that OpenSSL verifies and keys that we do: name, SubjectPublicKeyInfo, a true signature."""
    own = [(name, bytes.fromhex(info), bytes.fromhex(made)) for name, info, made in NAMED]
    return own + [(kind, public(key(kind)), Scheme().sign(key(kind), MESSAGE)) for kind in sorted(CURVES)]


KEYS = curve_keys()


# Signatures are drawn anew each time: the ids must not have them.
@pytest.mark.parametrize(("name", "info", "made"), KEYS, ids=[name for name, _info, _made in KEYS])
def test_numbers_outside_their_range_sign_nothing(name: str, info: bytes, made: bytes) -> None:
    found = key_info(parse(info)).key
    assert isinstance(found, EcKey)
    n, p = found.curve.n, found.curve.p
    r, s = decode_dss_signature(made)
    assert verify(found, ECDSA, MESSAGE, made) == HOLDS
    edges = (0, 1, n - 1, n, n + 1, p, p + 1)
    pairs = [(a, b) for a in edges for b in edges]
    pairs += [(r, 0), (0, s), (r + n, s), (r, s + n), (r - n, s), (r, s - n), (-r, s), (r, -s), (s, r)]
    size = (n.bit_length() + 7) // 8
    for a, b in pairs:
        assert verify(found, ECDSA, MESSAGE, seq(num(a), num(b))).state is State.FAILED, (a, b)
        if 0 <= a < 1 << 8 * size and 0 <= b < 1 << 8 * size:
            plain = a.to_bytes(size) + b.to_bytes(size)
            assert verify(found, PLAIN, MESSAGE, plain).state is State.FAILED


@pytest.mark.parametrize("kind", ["p256", "bp256"])
def test_the_other_root_of_a_signature_is_a_signature_too(kind: str) -> None:
    """(r, n - s) holds wherever (r, s) does; nothing here may take a signature for a name of the document."""
    found = key_info(parse(public(key(kind)))).key
    assert isinstance(found, EcKey)
    r, s = decode_dss_signature(Scheme().sign(key(kind), MESSAGE))
    assert verify(found, ECDSA, MESSAGE, seq(num(r), num(found.curve.n - s))) == HOLDS


def test_a_public_point_at_the_edge_is_no_key() -> None:
    signer = key("p256")
    assert isinstance(signer, ec.EllipticCurvePrivateKey)
    head = public(signer)[: -64 - 1]
    for point in (b"\x04" + bytes(64), b"\x04" + b"\xff" * 64, b"\x00" + bytes(64)):
        found = key_info(parse(head + point)).key
        assert verify(found, ECDSA, MESSAGE, seq(num(1), num(1))).state is State.NOT_EXAMINED


def information(hashed: str, parameters: bytes = NULL, message: bytes = MESSAGE) -> bytes:
    return seq(seq(oid(HASH_OIDS[hashed]), parameters), der(4, hashlib.new(hashed, message).digest()))


def block(size: int, info: bytes, *, kind: int = 1, fill: bytes = b"\xff", after: bytes = b"") -> bytes:
    """EMSA-PKCS1-v1_5 (RFC 8017, 9.2), with what can be wrong in it."""
    return b"\0" + bytes((kind,)) + fill * (size - 3 - len(info) - len(after)) + b"\0" + info + after


HASH = hashlib.sha256(MESSAGE).digest()
LOOSE = seq(seq(oid(HASH_OIDS["sha256"]), NULL), der(4, HASH))
BLOCKS = {
    "the hash without its parameters": block(256, information("sha256", b"")),
    "parameters of another kind": block(256, information("sha256", der(4, bytes(20)))),
    "another hash function": block(256, information("sha384")),
    "another message": block(256, information("sha256", message=b"another")),
    "bytes after the hash": block(256, LOOSE, after=bytes(40)),
    "short padding, bytes after the hash": b"\0\1"
    + b"\xff" * 8
    + b"\0"
    + LOOSE
    + bytes(256 - 11 - len(LOOSE)),
    "no padding": b"\0\1\0" + LOOSE + bytes(256 - 3 - len(LOOSE)),
    "padding of encryption": block(256, LOOSE, kind=2, fill=b"\x55"),
    "padding of zeros": block(256, LOOSE, kind=0, fill=b"\0"),
    "one byte of padding changed": block(256, LOOSE).replace(
        b"\xff" * 9, b"\xff" * 4 + b"\xfe" + b"\xff" * 4, 1
    ),
    "a length in long form": block(256, b"\x30\x81" + LOOSE[1:]),
    "elements of indefinite length": block(256, b"\x30\x80" + LOOSE[2:] + b"\0\0"),
    "the bare hash": block(256, HASH),
    "an octet string in pieces": block(
        256, seq(seq(oid(HASH_OIDS["sha256"]), NULL), der(0x24, der(4, HASH)))
    ),
    "the hash twice": block(256, LOOSE + LOOSE),
}


@pytest.mark.parametrize("form", BLOCKS)
def test_loose_padding_signs_nothing(form: str) -> None:
    signer = key("rsa")
    assert isinstance(signer, rsa.RSAPrivateKey)
    numbers = signer.private_numbers()
    n, e = numbers.public_numbers.n, numbers.public_numbers.e
    found = RsaKey(n, e)

    def signed(opened: bytes) -> bytes:
        assert len(opened) == 256
        return pow(int.from_bytes(opened), numbers.d, n).to_bytes(256)

    assert verify(found, RSA, MESSAGE, signed(block(256, LOOSE))) == HOLDS
    assert verify(found, RSA, MESSAGE, signed(BLOCKS[form])).state is State.FAILED


def cube_root(number: int) -> int:
    """The smallest integer whose cube is at least `number`."""
    low, high = 0, 1 << (number.bit_length() // 3 + 2)
    while low < high:
        middle = (low + high) // 2
        low, high = (middle + 1, high) if middle**3 < number else (low, middle)
    return low


def test_a_cube_root_is_no_signature() -> None:
    """Bleichenbacher's forgery of 2006: e = 3, short padding, and room after the hash."""
    n = (1 << 2047) + isqrt(1 << 2047) | 1
    start = b"\0\1\xff\xff\xff\xff\xff\xff\xff\xff\0" + LOOSE
    forged = cube_root(int.from_bytes(start + bytes(256 - len(start))))
    assert (forged**3).to_bytes(256).startswith(start)
    assert verify(RsaKey(n, 3), RSA, MESSAGE, forged.to_bytes(256)).state is State.FAILED


@pytest.mark.parametrize("number", [0, 1])
@pytest.mark.parametrize("length", [255, 256, 257])
def test_numbers_that_are_their_own_power_sign_nothing(number: int, length: int) -> None:
    signer = key("rsa")
    assert isinstance(signer, rsa.RSAPrivateKey)
    found = RsaKey(signer.public_key().public_numbers().n, 65537)
    for made in (number, found.n - number, found.n + number):
        for scheme in (RSA, algorithm.Scheme("RSA-PSS", "sha256", "sha256", 32)):
            if made >> 8 * length == 0:
                assert verify(found, scheme, MESSAGE, made.to_bytes(length)).state is State.FAILED


@pytest.mark.parametrize(
    ("signed", "said"),
    [
        (Scheme("sha256", pss=True, salt=20), ("sha256", "sha256", 32)),
        (Scheme("sha256", pss=True, salt=0), ("sha256", "sha256", 32)),
        (Scheme("sha256", pss=True, salt=32), ("sha256", "sha256", 0)),
        (Scheme("sha256", pss=True, salt=32), ("sha256", "sha256", 222)),
        (Scheme("sha256", pss=True, salt=32), ("sha256", "sha256", 2048)),
        (Scheme("sha256", pss=True, mask_hash="sha1"), ("sha256", "sha256", 32)),
        (Scheme("sha256", pss=True), ("sha256", "sha1", 32)),
        (Scheme("sha384", pss=True), ("sha256", "sha384", 48)),
    ],
)
def test_a_pss_signature_holds_with_its_own_parameters_only(
    signed: Scheme, said: tuple[str, str, int]
) -> None:
    found = key_info(parse(public(key("rsa")))).key
    made = signed.sign(key("rsa"), MESSAGE)
    own = algorithm.Scheme("RSA-PSS", signed.hash, signed.mask_hash or signed.hash, signed.salt_length)
    assert verify(found, own, MESSAGE, made) == HOLDS
    assert verify(found, algorithm.Scheme("RSA-PSS", *said), MESSAGE, made).state is not State.VERIFIED
