"""Security objects and certificates that OpenSSL made, in all the forms that States use, and rewritten in BER."""

import base64
from collections.abc import Callable
from datetime import date
from functools import cache
from pathlib import Path

import pytest
from chipmaker import der, face_file, oid, zone_file
from hypothesis import given, settings
from hypothesis import strategies as st

from traveldoc.chip import ChipExamination, ChipFiles, Match, TrustStore, examine_chip, read_trust_file
from traveldoc.finding import Grade

DATA = Path(__file__).parent / "data"
GROUPS = {"DG1": zone_file(), "DG2": face_file()}
# What is odd in them is said; nothing of it makes the signature worthless.
REMARKED = {
    "noattr": {"chip.signed-attributes"},
    "noattr-rsa": {"chip.signed-attributes"},
}


@cache
def objects() -> dict[str, tuple[bytes, ...]]:
    lines = (DATA / "openssl.txt").read_text().splitlines()[1:]
    return {name: tuple(map(base64.b64decode, rest)) for name, *rest in map(str.split, lines)}


def store(name: str, *, other: bool = False) -> TrustStore:
    """The State's key, or another State's, with the signer where the object does not carry it."""
    _, own, *signers = objects()[name]
    root = (DATA / "NZ.csca.cer").read_bytes() if other else own
    return TrustStore(part for data in (root, *signers) for part in read_trust_file(name, data))


def examine(name: str, data: bytes, *, other: bool = False) -> ChipExamination:
    files = ChipFiles({"EF.SOD": data, **GROUPS})
    return examine_chip(files, on=date(2026, 12, 1), trust=store(name, other=other))


@pytest.mark.parametrize("name", objects())
def test_it_verifies_and_is_trusted(name: str) -> None:
    data = objects()[name][0]
    for form in (data, der(0x77, data)):
        found = examine(name, form)
        assert found.signature
        assert found.trusted
        assert set(found.data_groups.values()) == {Match.MATCH}
        odd = {each.id for each in found.findings if each.grade in {Grade.INCONSISTENT, Grade.INCONCLUSIVE}}
        assert odd - {"chip.trust.country"} == REMARKED.get(name, set())  # Utopia has no two letters


@pytest.mark.parametrize("name", objects())
def test_with_another_states_list_the_signature_holds_and_trust_fails(name: str) -> None:
    found = examine(name, objects()[name][0], other=True)
    assert (found.signature.state, found.trusted.state) == ("verified", "failed")


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(sorted(objects())), st.integers(0, 1 << 16), st.integers(1, 255))
def test_a_changed_byte_is_never_verified_and_trusted_without_being_told(
    name: str, place: int, change: int
) -> None:
    data = bytearray(objects()[name][0])
    data[place % len(data)] ^= change
    found = examine(name, bytes(data))
    if found.signature and found.trusted:
        honest = examine(name, objects()[name][0])
        assert [(each.id, each.seen) for each in found.findings] != [
            (each.id, each.seen) for each in honest.findings
        ]


# BER of the envelope, which is not signed: what is signed stays as it is (RFC 5652, 5.4).

Rewrite = Callable[[int, bytes], bytes]


def indefinite(tag: int, value: bytes) -> bytes:
    return bytes((tag, 0x80)) + value + b"\0\0" if tag & 0x20 else der(tag, value)


def long(tag: int, value: bytes) -> bytes:
    return bytes((tag, 0x84)) + len(value).to_bytes(4) + value


def pieces(tag: int, value: bytes) -> bytes:
    """OCTET STRINGs in two pieces, one of which is in pieces itself."""
    if tag != 0x04:
        return der(tag, value)
    half = len(value) // 2
    return der(0x24, der(0x24, der(4, value[:half])), der(4, value[half:]))


def split(data: bytes) -> tuple[int, bytes, bytes]:
    """Tag, value and what follows of an element in DER."""
    length, start = data[1], 2
    if length & 0x80:
        start += length & 0x7F
        length = int.from_bytes(data[2:start])
    return data[0], data[start : start + length], data[start + length :]


def rewritten(data: bytes, rewrite: Rewrite, depth: int = 0) -> bytes:
    """Certificates and attributes ([0], deep inside) stay; the content ([0] around an OCTET STRING) does not."""
    out = b""
    while data:
        tag, value, data = split(data)
        fixed = tag == 0xA0 and depth >= 3 and not value.startswith(b"\x04")
        if tag & 0x20 and not fixed:
            value = rewritten(value, rewrite, depth + 1)
        out += der(tag, value) if fixed else rewrite(tag, value)
    return out


@pytest.mark.parametrize("rewrite", [indefinite, long, pieces])
@pytest.mark.parametrize("name", [name for name in objects() if not name.startswith("stream")])
def test_an_envelope_in_ber_verifies_and_its_form_is_named(name: str, rewrite: Rewrite) -> None:
    data = rewritten(objects()[name][0], rewrite)
    assert data != objects()[name][0]
    found = examine(name, der(0x77, data))
    assert found.signature
    assert found.trusted
    told = {str(each.seen) for each in found.findings if each.id == "chip.form"}
    assert told & {
        "elements of indefinite length",
        "lengths written with more bytes than needed",
        "a byte string in several pieces",
    }


def test_the_objects_are_of_the_forms_that_they_should_be() -> None:
    """A change of the files would make the tests above empty."""
    made = objects()
    assert len(made) > 40
    assert oid("1.2.840.113549.1.1.10") in made["pss-key"][1]
    assert made["stream"][0][1] == 0x80
    assert oid("1.2.840.10045.1.1") in made["brainpoolP512r1-explicit-sha256"][1]
    assert len(made["nocerts"]) == 3
