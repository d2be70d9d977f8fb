"""Signed data: who signed what, and nothing else holds (RFC 5652)."""

import pytest
from asn1crypto import cms
from chipmaker import (
    LDS_OBJECT,
    NULL,
    SHA256,
    Envelope,
    Scheme,
    csca,
    der,
    hash_algorithm,
    hash_list,
    name,
    num,
    oid,
    seq,
    set_of,
    signer,
)

from traveldoc.chip.fault import ChipError
from traveldoc.chip.proof import HOLDS, Proof, State
from traveldoc.chip.signed_data import SignedData, prove, prove_attributes, signed_data
from traveldoc.chip.tlv import parse

CONTENT = hash_list({1: b"one", 2: b"two"})
PAPER = signer(csca())
ENVELOPE = Envelope(CONTENT, PAPER)


def read(encoded: bytes) -> SignedData:
    return signed_data(parse(encoded))


def proof(envelope: Envelope) -> Proof:
    found = read(envelope.encoded())
    (signed,) = found.signers
    return prove(found, signed, found.certificate_of(signed))


def test_what_we_make_for_tests_is_what_another_library_reads() -> None:
    theirs = cms.ContentInfo.load(ENVELOPE.encoded())["content"]
    assert theirs["version"].native == "v3"
    assert theirs["encap_content_info"]["content"].contents == CONTENT
    assert theirs["signer_infos"][0]["sid"].name == "issuer_and_serial_number"


def test_an_envelope_has_the_fields_that_were_written() -> None:
    found = read(ENVELOPE.encoded())
    assert (found.version, found.content_type, found.content) == (3, LDS_OBJECT, CONTENT)
    (signed,) = found.signers
    assert signed.id.serial == 1050
    assert str(signed.id) == "C=UT, O=Utopia, CN=CSCA Utopia, 41A"
    assert signed.signing_time is not None
    assert signed.signing_time.isoformat() == "2024-03-01T12:00:00+00:00"
    held = found.certificate_of(signed)
    assert held is not None
    assert signed.id.names_exactly(held)
    assert not signed.unsigned_attributes


@pytest.mark.parametrize("kind", ["rsa", "p256", "p384", "p521", "bp256", "bp384", "bp512"])
@pytest.mark.parametrize("hashed", ["sha1", "sha256", "sha512"])
def test_signatures_with_every_key_hold(kind: str, hashed: str) -> None:
    made = Envelope(CONTENT, signer(csca(), kind), scheme=Scheme(hashed), hash=hashed)
    assert proof(made) == HOLDS
    if kind == "rsa":
        assert proof(made.but(scheme=Scheme(hashed, pss=True))) == HOLDS
        key_only = seq(oid("1.2.840.113549.1.1.1"), NULL)
        assert proof(made.but(scheme=Scheme(hashed, encoded=key_only))) == HOLDS


def test_the_signer_may_be_named_by_its_key() -> None:
    made = ENVELOPE.but(by_key=True)
    assert proof(made) == HOLDS
    (signed,) = read(made.encoded()).signers
    assert signed.id.issuer is None
    assert len(str(signed.id)) == 40
    other = made.but(sid=der(0x80, b"somebody else"))
    assert proof(other).state is State.NOT_EXAMINED


def test_the_issuer_may_be_written_in_another_order_and_type_of_string() -> None:
    for issuer in (
        name("CN=CSCA Utopia", "O=Utopia", "C=UT"),
        name("C=UT", "O=Utopia", "CN=CSCA Utopia", tag=0x13),
    ):
        made = ENVELOPE.but(sid=seq(issuer, num(1050)))
        assert proof(made) == HOLDS
        found = read(made.encoded())
        held = found.certificate_of(found.signers[0])
        assert held is not None
        assert not found.signers[0].id.names_exactly(held)


@pytest.mark.parametrize(
    "sid",
    [
        seq(name("C=UT", "O=Utopia", "CN=CSCA utopia"), num(1050)),
        seq(name("C=UT", "O=Utopia", "CN=CSCA Utopia"), num(1051)),
        seq(name("C=UT", "O=Utopia"), num(1050)),
    ],
)
def test_a_certificate_that_the_signature_does_not_name_is_not_used(sid: bytes) -> None:
    assert proof(ENVELOPE.but(sid=sid)).state is State.NOT_EXAMINED


def test_without_signed_attributes_the_content_itself_is_signed() -> None:
    assert proof(ENVELOPE.but(attributes=False)) == HOLDS
    found = read(ENVELOPE.but(attributes=False).encoded())
    assert found.signers[0].signing_time is None
    assert found.signers[0].signed_bytes() == ()


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"digest": b"\0" * 32}, "hash value differs"),
        ({"attribute_type": "1.2.3"}, "content type 1.2.3"),
        (
            {"more_attributes": (seq(oid("1.2.3"), set_of(NULL)), seq(oid("1.2.3"), set_of(NULL)))},
            "exactly one",
        ),
        ({"more_attributes": (seq(oid("1.2.840.113549.1.9.4"), set_of(der(4, b"x"))),)}, "exactly one"),
        ({"more_attributes": (seq(oid("1.2.3")),)}, "missing"),
        ({"signature": b"\x30\x06\x02\x01\x01\x02\x01\x01"}, "not this key's signature"),
    ],
)
def test_anything_changed_under_the_signature_fails(changes: dict[str, object], words: str) -> None:
    found = proof(ENVELOPE.but(**changes))
    assert found.state is State.FAILED
    assert words in str(found.reason)


def test_a_missing_or_double_digest_fails() -> None:
    for attribute in ("1.2.840.113549.1.9.4", "1.2.840.113549.1.9.3"):
        made = ENVELOPE.encoded().replace(oid(attribute), oid("1.2.840.113549.1.9.9"))
        found = read(made)
        assert prove_attributes(found, found.signers[0]).state is State.FAILED
    two = set_of(der(4, b"a"), der(4, b"b"))
    attributes = seq(oid("1.2.840.113549.1.9.4"), two)
    encoded = Envelope(CONTENT, PAPER).encoded()
    found = read(encoded)
    assert attributes not in encoded
    (signed,) = found.signers
    signed.values["1.2.840.113549.1.9.4"] = parse(two).children
    assert "exactly one" in str(prove_attributes(found, signed).reason)


def test_a_hash_function_that_nobody_knows_is_not_examined() -> None:
    made = ENVELOPE.encoded().replace(oid("2.16.840.1.101.3.4.2.1"), oid("2.16.840.1.101.3.4.2.9"))
    found = read(made)
    proved = prove(found, found.signers[0], found.certificate_of(found.signers[0]))
    assert proved.state is State.FAILED or "hash" in str(proved.reason)
    unknown = ENVELOPE.encoded().replace(oid("2.16.840.1.101.3.4.2.1"), oid("2.16.840.1.101.3.4.9.1"))
    found = read(unknown)
    assert prove_attributes(found, found.signers[0]).state is State.NOT_EXAMINED


def test_a_signature_algorithm_that_nobody_knows_is_not_examined() -> None:
    scheme = Scheme(encoded=seq(oid("1.2.3")))
    assert proof(ENVELOPE.but(scheme=scheme)).state is State.NOT_EXAMINED


def ber(envelope: Envelope) -> bytes:
    """The same with indefinite lengths around and the content in pieces, as New Zealand writes it."""
    attributes = b"".join(envelope.signed_attributes())
    signed = seq(
        *(num(1), seq(envelope.paper.issuer, num(envelope.paper.serial)), hash_algorithm("sha256")),
        b"\xa0\x80" + attributes + b"\0\0",
        envelope.scheme.identifier(envelope.paper.key),
        der(4, envelope.scheme.sign(envelope.paper.key, set_of(*envelope.signed_attributes()))),
    )
    half = len(envelope.content) // 2
    pieces = der(4, envelope.content[:half]) + der(4, envelope.content[half:])
    content = b"\x30\x80" + oid(LDS_OBJECT) + b"\xa0\x80\x24\x80" + pieces + b"\0\0" * 3
    data = b"\x30\x80" + num(3) + set_of(hash_algorithm("sha256")) + content
    data += der(0xA0, envelope.paper.encoded()) + set_of(signed) + b"\0\0"
    return b"\x30\x80" + oid("1.2.840.113549.1.7.2") + b"\xa0\x80" + data + b"\0\0\0\0"


def test_indefinite_lengths_are_read_and_their_signature_holds() -> None:
    found = read(ber(ENVELOPE))
    assert found.content == CONTENT
    assert prove(found, found.signers[0], found.certificate_of(found.signers[0])) == HOLDS


def test_attributes_that_were_signed_in_another_order_than_they_stand_hold() -> None:
    attributes = ENVELOPE.signed_attributes()
    standing = b"".join(reversed(attributes))
    made = ENVELOPE.encoded().replace(b"".join(attributes), standing)
    found = read(made)
    assert len(found.signers[0].signed_bytes()) == 2
    assert prove(found, found.signers[0], found.certificate_of(found.signers[0])) == HOLDS


def test_attributes_signed_as_they_stand_hold_although_they_are_not_sorted() -> None:
    attributes = tuple(reversed(ENVELOPE.signed_attributes()))
    signature = SHA256.sign(PAPER.key, der(0x31, *attributes))
    made = ENVELOPE.but(signature=signature).encoded()
    made = made.replace(b"".join(reversed(attributes)), b"".join(attributes))
    found = read(made)
    assert prove(found, found.signers[0], found.certificate_of(found.signers[0])) == HOLDS


def test_attributes_that_cannot_be_written_anew_fail() -> None:
    made = ENVELOPE.but(more_attributes=(seq(oid("1.2.3"), set_of(der(0x30, b"\x04\x05\x01"))),)).encoded()
    found = read(made)
    assert prove(found, found.signers[0], found.certificate_of(found.signers[0])).state is State.FAILED


def test_certificates_that_cannot_be_read_are_told_and_others_used() -> None:
    found = read(ENVELOPE.but(certificates=(seq(), PAPER.encoded())).encoded())
    assert len(found.certificates) == len(found.unreadable) == 1


def test_an_envelope_may_come_without_certificates_and_with_lists() -> None:
    found = read(ENVELOPE.but(certificates=(), lists=der(0xA1, seq())).encoded())
    assert found.certificates == ()
    assert len(found.revocation_lists) == 1
    assert found.certificate_of(found.signers[0]) is None


def test_unsigned_attributes_are_noticed() -> None:
    assert read(ENVELOPE.but(unsigned=der(0xA1, seq())).encoded()).signers[0].unsigned_attributes


@pytest.mark.parametrize(
    ("encoded", "words"),
    [
        (seq(oid("1.2.840.113549.1.7.1"), der(0xA0, seq())), "not signed data"),
        (
            seq(oid("1.2.840.113549.1.7.2"), der(0xA0, seq(num(3), set_of(), seq(oid("1.2.3"))))),
            "content is missing",
        ),
        (
            seq(
                oid("1.2.840.113549.1.7.2"),
                der(0xA0, seq(num(3), set_of(), seq(oid("1.2.3"), der(0xA0, der(4))), set_of())),
            ),
            "nobody signed",
        ),
        (
            seq(
                oid("1.2.840.113549.1.7.2"),
                der(0xA0, seq(num(3), set_of(), seq(oid("1.2.3"), der(0xA0, der(4))), set_of(*(seq(),) * 9))),
            ),
            "more than 8",
        ),
        (ENVELOPE.but(certificates=(seq(),) * 65).encoded(), "more than 64"),
    ],
)
def test_what_is_no_signed_data_is_refused_in_words(encoded: bytes, words: str) -> None:
    with pytest.raises(ChipError, match=words):
        read(encoded)
