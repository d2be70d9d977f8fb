"""Public keys of every kind that travel documents have are read; what can't be used says why."""

import hashlib

import pytest
from chipmaker import CURVES, PrivateKey, der, explicit, key, num, oid, public, seq
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa

from traveldoc.chip.curve import CURVES as KNOWN
from traveldoc.chip.curve import Curve
from traveldoc.chip.fault import ChipError
from traveldoc.chip.key import DsaKey, EcKey, KeyInfo, RsaKey, UnknownKey, key_info
from traveldoc.chip.tlv import parse

BY_NAME = {curve.name: curve for curve in KNOWN}


def read(encoded: bytes) -> KeyInfo:
    return key_info(parse(encoded))


def domain(curve: Curve) -> tuple[int, int, int, bytes, int]:
    g = b"\x04" + curve.x.to_bytes(curve.size) + curve.y.to_bytes(curve.size)
    return curve.p, curve.a, curve.b, g, curve.n


def point(signer: PrivateKey, form: str = "UNCOMPRESSED_POINT") -> bytes:
    chosen = getattr(serialization.PublicFormat, "".join(map(str.capitalize, form.split("_"))))
    return signer.public_key().public_bytes(serialization.Encoding.X962, chosen)


def test_an_rsa_key_is_read() -> None:
    signer = key("rsa")
    assert isinstance(signer, rsa.RSAPrivateKey)
    numbers = signer.public_key().public_numbers()
    info = read(public(signer))
    assert info.key == RsaKey(numbers.n, numbers.e)
    assert info.key.name == "RSA 2048"
    assert info.encoded == public(signer)
    assert info.sha1 == hashlib.sha1(info.key_bits).digest()


def test_an_rsa_key_for_pss_only_is_read() -> None:
    bits = read(public(key("rsa"))).key_bits
    encoded = seq(seq(oid("1.2.840.113549.1.1.10")), der(3, b"\0", bits))
    assert read(encoded).key == read(public(key("rsa"))).key


@pytest.mark.parametrize("kind", sorted(CURVES))
def test_a_named_curve_is_read(kind: str) -> None:
    signer = key(kind)
    info = read(public(signer))
    assert isinstance(info.key, EcKey)
    assert not info.key.explicit
    assert isinstance(info.key.loaded, ec.EllipticCurvePublicKey)
    assert info.key.loaded == signer.public_key()


@pytest.mark.parametrize("kind", ["p224", "p256", "p384", "p521", "bp256", "bp384", "bp512"])
@pytest.mark.parametrize("cofactor", [1, None])
def test_a_curve_with_its_parameters_in_full_is_recognised(kind: str, cofactor: int | None) -> None:
    signer = key(kind)
    named = read(public(signer)).key
    assert isinstance(named, EcKey)
    found = read(explicit(signer, domain(named.curve), cofactor)).key
    assert found == EcKey(named.curve, named.x, named.y, explicit=True)


def test_a_compressed_point_is_solved() -> None:
    signer = key("bp256")
    algorithm = seq(oid("1.2.840.10045.2.1"), oid(BY_NAME["brainpoolP256r1"].oid))
    encoded = seq(algorithm, der(3, b"\0", point(signer, "COMPRESSED_POINT")))
    assert read(encoded).key == read(public(signer)).key


def reason(encoded: bytes) -> str:
    found = read(encoded).key
    assert isinstance(found, UnknownKey)
    assert found.name == found.oid
    return str(found.reason)


def test_a_generator_of_somebodys_own_is_no_known_curve() -> None:
    """CVE-2020-0601: with G = Q and the private key 1 anybody could sign for this key."""
    signer = key("p256")
    p, a, b, _, n = domain(BY_NAME["secp256r1"])
    assert "of its own" in reason(explicit(signer, (p, a, b, point(signer), n)))


@pytest.mark.parametrize("field", range(5))
def test_every_parameter_counts(field: int) -> None:
    p, a, b, g, n = domain(BY_NAME["brainpoolP384r1"])
    changed = (
        (p ^ 4, a, b, g, n),
        (p, a ^ 4, b, g, n),
        (p, a, b ^ 4, g, n),
        (p, a, b, g[:-1] + b"\0", n),
        (p, a, b, g, n ^ 4),
    )
    assert reason(explicit(key("bp384"), changed[field]))


def ec_info(parameters: bytes, bits: bytes = b"\x04" + bytes(64)) -> bytes:
    return seq(seq(oid("1.2.840.10045.2.1"), parameters), der(3, b"\0", bits))


@pytest.mark.parametrize(
    ("encoded", "words"),
    [
        (ec_info(b""), "of its own"),
        (ec_info(der(5)), "of its own"),
        (ec_info(oid("1.3.132.0.1")), "the curve 1.3.132.0.1"),
        (ec_info(seq(num(1), seq(oid("1.2.840.10045.1.2"), num(7)))), "the curve 1.2.840.10045.1.2"),
        (ec_info(oid("1.2.840.10045.3.1.7")), "not a point"),
        (ec_info(oid("1.2.840.10045.3.1.7"), b"\x04" + bytes(10)), "not a point"),
        (ec_info(oid("1.2.840.10045.3.1.7"), b"\x00"), "not a point"),
        (ec_info(oid("1.3.132.0.33"), b"\x02" + bytes(28)), "not a point"),
        (seq(seq(oid("1.3.101.112")), der(3, b"\0", bytes(32))), "the kind 1.3.101.112"),
        (seq(seq(oid("1.2.840.10040.4.1")), der(3, b"\0", num(5))), "of its own"),
        (seq(seq(oid("1.2.840.113549.1.1.1")), der(3, b"\0", b"\x30\x01")), "ends within"),
    ],
)
def test_a_key_that_cannot_be_used_says_why(encoded: bytes, words: str) -> None:
    assert words in reason(encoded)


@pytest.mark.parametrize(
    ("n", "e"),
    [(0, 3), (-5, 3), (1 << 16_384, 3), (5, 1 << 70), (2**2048 + 1, -3)],
    ids=lambda value: value % 1009,
)
def test_an_rsa_key_that_openssl_refuses_is_a_fault_of_ours_in_words(n: int, e: int) -> None:
    with pytest.raises(ChipError, match="can't be verified here"):
        _ = RsaKey(n, e).loaded


def test_a_dsa_key_is_read() -> None:
    info = read(public(key("dsa")))
    assert isinstance(info.key, DsaKey)
    assert info.key.name == "DSA 2048"
    assert info.key.loaded == key("dsa").public_key()
    with pytest.raises(ChipError):
        _ = DsaKey(15, 3, 2, -1).loaded


def test_what_is_no_key_at_all_is_refused() -> None:
    for encoded in (seq(), seq(seq()), seq(seq(oid("1.2.3"))), der(4, b"\1")):
        with pytest.raises(ChipError):
            read(encoded)
