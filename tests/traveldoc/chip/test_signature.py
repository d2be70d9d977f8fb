"""Signatures of every kind hold, and none holds for other data, another key or another algorithm."""

import openssl_signatures as openssl
import pytest
from chipmaker import CURVES, Scheme, der, key, num, public, seq
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from hypothesis import given, settings
from hypothesis import strategies as st

from traveldoc.chip import algorithm, signature
from traveldoc.chip.key import EcKey, PublicKey, RsaKey, key_info
from traveldoc.chip.proof import HOLDS, Proof, State
from traveldoc.chip.signature import verify
from traveldoc.chip.tlv import parse

DATA = b"the data groups of Utopia"


def key_of(encoded: bytes) -> PublicKey:
    return key_info(parse(encoded)).key


def check(kind: str, made: Scheme, data: bytes = DATA, other: str = "") -> Proof:
    signer = key(kind)
    named = algorithm.scheme(algorithm.algorithm(parse(made.identifier(signer))))
    return verify(key_of(public(key(other or kind, 1 if other else 0))), named, data, made.sign(signer, DATA))


KINDS = [
    ("rsa", Scheme("sha1")),
    ("rsa", Scheme("sha256")),
    ("rsa4096", Scheme("sha512")),
    ("rsa", Scheme("sha256", pss=True)),
    ("rsa", Scheme("sha384", pss=True, mask_hash="sha1", salt=20)),
    ("rsa", Scheme("sha256", pss=True, salt=0)),
    ("dsa", Scheme("sha256")),
    *((curve, Scheme(hashed)) for curve in sorted(CURVES) for hashed in ("sha1", "sha256", "sha512")),
]


@pytest.mark.parametrize(("kind", "made"), KINDS, ids=str)
def test_a_signature_holds_for_its_own_data_and_key_only(kind: str, made: Scheme) -> None:
    assert check(kind, made) == HOLDS
    assert check(kind, made, b"other data").state is State.FAILED
    assert check(kind, made, other=kind).state is State.FAILED


def test_a_pss_signature_with_another_salt_than_it_says_fails() -> None:
    signer = key("rsa")
    named = algorithm.Scheme("RSA-PSS", "sha256", "sha256", 20)
    made = Scheme("sha256", pss=True, salt=32).sign(signer, DATA)
    assert verify(key_of(public(signer)), named, DATA, made).state is State.FAILED


@pytest.mark.parametrize(
    ("kind", "scheme"), [("rsa", "ECDSA"), ("p256", "RSA"), ("p256", "DSA"), ("dsa", "RSA")]
)
def test_a_signature_of_another_kind_than_the_key_fails(kind: str, scheme: str) -> None:
    proof = verify(key_of(public(key(kind))), algorithm.Scheme(scheme, "sha256"), DATA, b"\0" * 64)
    assert proof.state is State.FAILED
    assert scheme in str(proof.reason)


@pytest.mark.parametrize("kind", sorted(CURVES))
def test_plain_signatures_hold(kind: str) -> None:
    signer = key(kind)
    assert isinstance(signer, ec.EllipticCurvePrivateKey)
    public_key = key_of(public(signer))
    assert isinstance(public_key, EcKey)
    r, s = decode_dss_signature(Scheme("sha256").sign(signer, DATA))
    size = (public_key.curve.n.bit_length() + 7) // 8
    plain = algorithm.Scheme("ECDSA plain", "sha256")
    made = r.to_bytes(size) + s.to_bytes(size)
    assert verify(public_key, plain, DATA, made) == HOLDS
    assert verify(public_key, plain, DATA, made[::-1]).state is State.FAILED
    assert verify(public_key, plain, DATA, made[1:]).state is State.FAILED


@pytest.mark.parametrize("row", openssl.NAMED, ids=lambda row: row[0])
def test_curves_that_the_binding_lacks_are_verified_all_the_same(row: tuple[str, str, str]) -> None:
    name, info, made = row
    public_key = key_of(bytes.fromhex(info))
    assert isinstance(public_key, EcKey)
    assert (public_key.name, public_key.loaded) == (name, None)
    scheme = algorithm.Scheme("ECDSA", "sha256")
    signed = bytes.fromhex(made)
    assert verify(public_key, scheme, openssl.MESSAGE, signed) == HOLDS
    assert verify(public_key, scheme, openssl.MESSAGE + b"!", signed).state is State.FAILED
    size = (public_key.curve.n.bit_length() + 7) // 8
    halves = b"".join(half.to_bytes(size) for half in decode_dss_signature(signed))
    plain = algorithm.Scheme("ECDSA plain", "sha256")
    assert verify(public_key, plain, openssl.MESSAGE, halves) == HOLDS


def test_explicit_parameters_and_a_compressed_point_of_a_lacking_curve() -> None:
    public_key = key_of(bytes.fromhex(openssl.EXPLICIT_COMPRESSED))
    assert isinstance(public_key, EcKey)
    assert (public_key.name, public_key.explicit) == ("brainpoolP224r1", True)
    made = bytes.fromhex(openssl.EXPLICIT_SIGNATURE)
    assert verify(public_key, algorithm.Scheme("ECDSA", "sha384"), openssl.MESSAGE, made) == HOLDS


@pytest.mark.parametrize(
    "change",
    [
        lambda r, s: seq(num(r), num(s), num(0)),
        lambda r, s: seq(der(2, b"\0\0" + num(r)[2:]), num(s)),
        lambda r, s: seq(num(r), num(s)) + b"\0",
        lambda r, _: seq(num(r)),
        lambda r, s: b"\x30\x80" + num(r) + num(s) + b"\0\0",
        lambda *_: b"",
        lambda r, s: seq(num(-r), num(s)),
    ],
)
def test_a_signature_that_is_not_der_fails_on_our_own_curves_as_it_does_with_openssl(change: object) -> None:
    for info, made, scheme in (
        (*openssl.NAMED[3][1:], algorithm.Scheme("ECDSA", "sha256")),
        (
            public(key("p256")).hex(),
            Scheme().sign(key("p256"), openssl.MESSAGE).hex(),
            algorithm.Scheme("ECDSA", "sha256"),
        ),
    ):
        encoded = change(*decode_dss_signature(bytes.fromhex(made)))  # type: ignore[operator]
        proof = verify(key_of(bytes.fromhex(info)), scheme, openssl.MESSAGE, encoded)
        assert proof.state is State.FAILED


def test_a_key_that_cannot_be_used_is_not_examined_and_says_why() -> None:
    unknown = key_of(seq(seq(der(6, b"\x2b\x65\x70")), der(3, b"\0", bytes(32))))
    proof = verify(unknown, algorithm.Scheme("ECDSA", "sha256"), DATA, b"")
    assert (proof.state, str(proof.reason)[:30]) == (State.NOT_EXAMINED, "the key is of the kind 1.3.101")
    tiny = RsaKey(0, 3)
    assert verify(tiny, algorithm.Scheme("RSA", "sha256"), DATA, b"").state is State.NOT_EXAMINED


def test_what_openssl_does_not_support_is_not_examined(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise UnsupportedAlgorithm("not built in")

    monkeypatch.setattr(signature, "_verify_rsa", refuse)
    proof = verify(RsaKey(15, 3), algorithm.Scheme("RSA", "sha256"), DATA, b"")
    assert (proof.state, str(proof.reason)) == (
        State.NOT_EXAMINED,
        "the signature can't be verified here: not built in",
    )


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 10_000), st.integers(1, 255))
def test_one_changed_byte_never_holds(place: int, change: int) -> None:
    for kind, made in (("rsa", Scheme()), ("rsa", Scheme(pss=True)), ("bp384", Scheme("sha384"))):
        signer = key(kind)
        named = algorithm.scheme(algorithm.algorithm(parse(made.identifier(signer))))
        signed = bytearray(made.sign(signer, DATA))
        signed[place % len(signed)] ^= change
        assert verify(key_of(public(signer)), named, DATA, bytes(signed)).state is State.FAILED


@given(st.binary(max_size=120))
def test_no_bytes_are_a_signature(made: bytes) -> None:
    for info in (openssl.NAMED[5][1], public(key("p521")).hex()):
        for kind in ("ECDSA", "ECDSA plain"):
            proof = verify(key_of(bytes.fromhex(info)), algorithm.Scheme(kind, "sha256"), DATA, made)
            assert proof.state is State.FAILED
