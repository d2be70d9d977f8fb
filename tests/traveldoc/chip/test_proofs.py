"""Active and chip authentication, verified from recorded evidence: written from the standards a second time."""

import hashlib

import pytest
from chipmaker import Scheme, der, key, oid, public, seq
from cryptography.hazmat.decrepit.ciphers.algorithms import TripleDES
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.ciphers import Cipher, modes
from cryptography.hazmat.primitives.ciphers.algorithms import AES
from cryptography.hazmat.primitives.cmac import CMAC
from hypothesis import given, settings
from hypothesis import strategies as st

from traveldoc.chip.active import ActiveEvidence, prove_active
from traveldoc.chip.chip_authentication import ChipEvidence, prove_chip
from traveldoc.chip.key import EcKey, KeyInfo, RsaKey, key_info
from traveldoc.chip.proof import HOLDS, State
from traveldoc.chip.tlv import parse

CHALLENGE = bytes.fromhex(
    "781723860C06C226"
)  # RND.IFD of Doc 9303-11, appendix D.4, as a number like any other
TRAILERS = {
    "sha1": b"\xbc",
    "sha224": b"\x38\xcc",
    "sha256": b"\x34\xcc",
    "sha384": b"\x36\xcc",
    "sha512": b"\x35\xcc",
}


def info(kind: str) -> KeyInfo:
    return key_info(parse(public(key(kind))))


def opened(kind: str, hashed: str, *, head: bytes = b"\x6a") -> bytes:
    """What the chip raises to its private exponent: header, M1, hash over M1 and the challenge, trailer."""
    signer = key(kind)
    size = signer.key_size // 8
    trailer = TRAILERS[hashed]
    length = size - len(head) - hashlib.new(hashed).digest_size - len(trailer)
    m1 = bytes(i * 7 % 251 for i in range(length))
    return head + m1 + hashlib.new(hashed, m1 + CHALLENGE).digest() + trailer


def raised(kind: str, block: bytes, *, smaller: bool = False) -> bytes:
    signer = key(kind)
    assert isinstance(signer, rsa.RSAPrivateKey)
    numbers = signer.private_numbers()
    n = numbers.public_numbers.n
    signed = pow(int.from_bytes(block), numbers.d, n)
    return (min(signed, n - signed) if smaller else signed).to_bytes(len(block))


@pytest.mark.parametrize("hashed", sorted(TRAILERS))
@pytest.mark.parametrize("smaller", [False, True])
def test_an_rsa_chip_proves_its_key(hashed: str, smaller: bool) -> None:
    response = raised("rsa", opened("rsa", hashed), smaller=smaller)
    assert prove_active(info("rsa"), ActiveEvidence(CHALLENGE, response)) == HOLDS
    other = ActiveEvidence(CHALLENGE[::-1], response)
    assert prove_active(info("rsa"), other).state is State.FAILED
    assert (
        prove_active(key_info(parse(public(key("rsa", 1)))), ActiveEvidence(CHALLENGE, response)).state
        is State.FAILED
    )


def test_padding_before_the_message_is_skipped() -> None:
    block = opened("rsa", "sha256", head=b"\x4b\xbb\xba")
    assert prove_active(info("rsa"), ActiveEvidence(CHALLENGE, raised("rsa", block))) == HOLDS


@pytest.mark.parametrize(
    ("block", "state", "words"),
    [
        (b"\x0a" + opened("rsa", "sha256")[1:], State.FAILED, "form"),
        (opened("rsa", "sha256")[:-2] + b"\x39\xcc", State.NOT_EXAMINED, "hash function"),
        (opened("rsa", "sha256")[:-1] + b"\xdc", State.FAILED, "form"),
        (b"\x4b" + b"\xbb" * 253 + b"\x34\xcc", State.FAILED, "form"),
    ],
)
def test_an_answer_of_another_form_proves_nothing(block: bytes, state: State, words: str) -> None:
    proof = prove_active(info("rsa"), ActiveEvidence(CHALLENGE, raised("rsa", block)))
    assert proof.state is state
    assert words in str(proof.reason)


def test_an_answer_of_another_length_or_a_recorded_challenge_of_another_length() -> None:
    assert prove_active(info("rsa"), ActiveEvidence(CHALLENGE, b"short")).state is State.FAILED
    assert prove_active(info("rsa"), ActiveEvidence(CHALLENGE, b"\xff" * 256)).state is State.FAILED
    assert prove_active(info("rsa"), ActiveEvidence(b"x", b"")).state is State.NOT_EXAMINED


@pytest.mark.parametrize(
    ("kind", "hashed"),
    [("p192", "sha1"), ("p224", "sha224"), ("p256", "sha256"), ("bp384", "sha384"), ("p521", "sha512")],
)
def test_a_chip_with_a_key_on_a_curve_proves_it(kind: str, hashed: str) -> None:
    signed = Scheme(hashed).sign(key(kind), CHALLENGE)
    chip = info(kind)
    assert isinstance(chip.key, EcKey)
    size = (chip.key.curve.n.bit_length() + 7) // 8
    plain = b"".join(half.to_bytes(size) for half in decode_dss_signature(signed))
    for response in (plain, signed):
        assert prove_active(chip, ActiveEvidence(CHALLENGE, response)) == HOLDS
        assert prove_active(chip, ActiveEvidence(CHALLENGE[::-1], response)).state is State.FAILED


def test_the_algorithm_named_in_dg14_counts() -> None:
    signed = Scheme("sha512").sign(key("p256"), CHALLENGE)
    evidence = ActiveEvidence(CHALLENGE, signed)
    assert prove_active(info("p256"), evidence, "0.4.0.127.0.7.1.1.4.1.5") == HOLDS
    assert prove_active(info("p256"), evidence).state is State.FAILED
    assert prove_active(info("p256"), evidence, "1.2.3").state is State.NOT_EXAMINED


def test_keys_that_cannot_sign_here_prove_nothing() -> None:
    unknown = key_info(parse(seq(seq(oid("1.3.101.112")), der(3, b"\0"))))
    evidence = ActiveEvidence(CHALLENGE, b"")
    assert prove_active(unknown, evidence).state is State.NOT_EXAMINED
    assert prove_active(info("dsa"), evidence).state is State.NOT_EXAMINED
    tiny = KeyInfo(RsaKey(0, 3), b"", b"")
    assert prove_active(tiny, evidence).state is State.NOT_EXAMINED


CHIP = "0.4.0.127.0.7.2.2.3.2"


def secured(kind: str, cipher: int, *, counter: int = 2) -> tuple[KeyInfo, ChipEvidence]:
    """Doc 9303-11, 6.2 and 9.8, with the agreement of `cryptography` and the checksum written out."""
    chip, reader = key(kind), key(kind, 5)
    assert isinstance(chip, ec.EllipticCurvePrivateKey)
    assert isinstance(reader, ec.EllipticCurvePrivateKey)
    secret = reader.exchange(ec.ECDH(), chip.public_key())
    hashed = hashlib.sha1 if cipher < 3 else hashlib.sha256
    mac_key = hashed(secret + b"\0\0\0\2").digest()[: {1: 16, 2: 16, 3: 24, 4: 32}[cipher]]
    data = der(0x87, b"\1" + bytes(range(16))) + der(0x99, b"\x90\x00")
    block = 8 if cipher == 1 else 16
    padded = counter.to_bytes(block) + data + b"\x80"
    padded += bytes(-len(padded) % block)
    if cipher == 1:
        state = bytes(8)
        one = Cipher(TripleDES(mac_key[:8] * 3), modes.ECB())
        two = Cipher(TripleDES(mac_key[8:] * 3), modes.ECB())
        for start in range(0, len(padded), 8):
            mixed = bytes(a ^ b for a, b in zip(state, padded[start : start + 8], strict=True))
            state = one.encryptor().update(mixed)
        checksum = one.encryptor().update(two.decryptor().update(state))
    else:
        mac = CMAC(AES(mac_key))
        mac.update(padded)
        checksum = mac.finalize()[:8]
    response = data + der(0x8E, checksum)
    private = reader.private_numbers().private_value
    return info(kind), ChipEvidence(f"{CHIP}.{cipher}", private, bytes([counter]), response)


@pytest.mark.parametrize("kind", ["p256", "bp256", "bp384", "p521"])
@pytest.mark.parametrize("cipher", [1, 2, 3, 4])
def test_a_chip_proves_its_key_by_protecting_its_next_answer(kind: str, cipher: int) -> None:
    chip, evidence = secured(kind, cipher)
    assert prove_chip(chip, evidence) == HOLDS
    other = ChipEvidence(evidence.protocol, evidence.private_key, b"\x04", evidence.response)
    assert prove_chip(chip, other).state is State.FAILED
    assert prove_chip(key_info(parse(public(key(kind, 9)))), evidence).state is State.FAILED


@pytest.mark.parametrize(
    ("changes", "state"),
    [
        ({"protocol": f"{CHIP}.9"}, State.NOT_EXAMINED),
        ({"protocol": "0.4.0.127.0.7.2.2.3.1.2"}, State.NOT_EXAMINED),
        ({"private_key": 0}, State.NOT_EXAMINED),
        ({"response": b""}, State.FAILED),
        ({"response": b"\x99\x02\x90\x00"}, State.FAILED),
        ({"response": b"\x99\x02\x90\x00\x8e\x01\x00"}, State.FAILED),
        ({"response": b"\x99\x05"}, State.FAILED),
        ({"response": bytes(70_000)}, State.FAILED),
    ],
)
def test_other_evidence_proves_nothing(changes: dict[str, object], state: State) -> None:
    chip, evidence = secured("p256", 2)
    values = {name: getattr(evidence, name) for name in evidence.__slots__} | changes
    assert prove_chip(chip, ChipEvidence(**values)).state is state


def test_a_short_protected_answer_is_one_block() -> None:
    chip, evidence = secured("p256", 1)
    shorter = ChipEvidence(evidence.protocol, evidence.private_key, b"", der(0x99) + der(0x8E, bytes(8)))
    assert prove_chip(chip, shorter).state is State.FAILED


def test_a_chip_key_that_cannot_be_used_proves_nothing() -> None:
    unknown = key_info(parse(seq(seq(oid("1.3.101.112")), der(3, b"\0"))))
    _, evidence = secured("p256", 2)
    assert prove_chip(unknown, evidence).state is State.NOT_EXAMINED
    assert prove_chip(info("rsa"), evidence).state is State.NOT_EXAMINED


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=300), st.binary(min_size=8, max_size=8))
def test_no_bytes_are_a_proof(response: bytes, challenge: bytes) -> None:
    for kind in ("rsa", "p256"):
        assert prove_active(info(kind), ActiveEvidence(challenge, response)).state is State.FAILED
    chip, evidence = secured("p256", 2)
    changed = ChipEvidence(evidence.protocol, evidence.private_key, b"", response)
    assert prove_chip(chip, changed).state is State.FAILED
