"""The trust store: who vouches for which key; lists real and made; files of every kind."""

from datetime import UTC, datetime
from functools import cache
from pathlib import Path

import pytest
from chipmaker import (
    LDS_OBJECT,
    Envelope,
    csca,
    der,
    extension,
    master_list,
    name,
    num,
    oid,
    pem,
    revocation_list,
    seq,
    signer,
    usage,
)
from trustfiles import LIST_PURPOSE, ldif, list_signer, part

from traveldoc.chip.certificate import load_certificate
from traveldoc.chip.fault import ChipError
from traveldoc.chip.ldif import MAX_SIZE, entries
from traveldoc.chip.proof import HOLDS, State
from traveldoc.chip.signed_data import SignerId
from traveldoc.chip.trust import TrustStore
from traveldoc.chip.trust_file import Kind, TrustPart, read_trust_file

DATA = Path(__file__).parent / "data"


@cache
def dutch() -> TrustPart:
    (part,) = read_trust_file("NL.ml", (DATA / "NL_2025-07-29.ml").read_bytes())
    return part


def test_a_real_list_is_proved_and_vouched_for_by_its_root() -> None:
    assert dutch().source.proof == HOLDS
    assert (dutch().source.kind, dutch().source.issuer) == (Kind.MASTER_LIST, "NL")
    assert dutch().source.issued == datetime(2025, 7, 30, 8, 1, 27, tzinfo=UTC)
    root = part("root", (DATA / "NL_ROOT.cer").read_bytes())
    store = TrustStore([dutch(), root], own_word=False)
    assert len(store) == 394
    assert [vouched.proof for vouched in store.sources] == [HOLDS, HOLDS]
    assert store.newest("NL") == dutch().source.issued
    assert store.newest("XX") is None
    assert {"NL", "DE", "MY", "NZ"} <= store.countries


def test_a_list_without_its_root_has_only_its_own_word() -> None:
    store = TrustStore([dutch()])
    assert store.sources[0].proof.state is State.NOT_EXAMINED
    assert "the list itself" in str(store.sources[0].proof.reason)
    strict = TrustStore([dutch()], own_word=False)
    assert len(strict) == 0
    assert [each.source.name for each in strict.refused] == ["NL.ml"]


def test_a_real_list_with_one_changed_byte_is_refused() -> None:
    data = bytearray((DATA / "NL_2025-07-29.ml").read_bytes())
    data[300_000] ^= 1
    store = TrustStore(read_trust_file("NL.ml", bytes(data)))
    assert len(store) == 0
    assert "hash value differs" in str(store.refused[0].proof.reason)


def test_one_list_may_vouch_for_the_signer_of_another() -> None:
    first, second = (
        csca(number=1, subject=name("C=AR", "CN=Arcadia"), issuer=name("C=AR", "CN=Arcadia")),
        csca(number=2),
    )
    root = csca(number=3, subject=name("C=LA", "CN=Laputa"), issuer=name("C=LA", "CN=Laputa"))
    parts = [
        part("of second", master_list(list_signer(second), [csca(number=4).encoded()])),
        part("of first", master_list(list_signer(first), [second.encoded()])),
        part("of root", master_list(list_signer(root), [first.encoded()])),
        part("root", root.encoded()),
    ]
    store = TrustStore(parts, own_word=False)
    assert [vouched.source.name for vouched in store.sources] == ["root", "of root", "of first", "of second"]
    assert store.refused == []
    assert len(store) == 4


def test_several_who_vouch_for_one_key_are_all_named() -> None:
    root = csca()
    listed = master_list(list_signer(root), [root.encoded()])
    store = TrustStore([part("a", listed), part("b", listed), part("c", root.encoded())])
    anchor = store.anchor(store.authorities[0])
    assert [vouched.source.name for vouched in anchor.vouched] == ["c", "a", "b"]
    assert anchor.certificate == store.authorities[0]


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (master_list(signer(csca()), [csca().encoded()]), "does not allow"),
        (master_list(list_signer(csca()), [csca().encoded()], certificates=()), "neither in it"),
        (master_list(list_signer(csca()), [], certificates=(csca().encoded(),)), "neither in it"),
        (master_list(list_signer(csca(number=9)), [csca().encoded()]), "not known"),
        (
            master_list(list_signer(csca()).but(issuer_key=csca(number=1).key), [csca().encoded()]),
            "not signed by",
        ),
        (
            master_list(list_signer(csca(), extension("2.5.29.37", b"\x30\x05\x01")), [csca().encoded()]),
            "ends within",
        ),
    ],
)
def test_a_list_that_nothing_vouches_for_is_refused_in_words(data: bytes, words: str) -> None:
    store = TrustStore([part("list", data)])
    assert len(store) == 0
    assert words in str(store.refused[0].proof.reason)
    assert store.refused[0].proof.state is not State.VERIFIED


def test_a_list_signer_without_key_names_is_found_by_name() -> None:
    root = csca()
    plain = list_signer(root).but(extensions=(usage(0), LIST_PURPOSE))
    store = TrustStore(
        [part("list", master_list(plain, [root.encoded()])), part("root", root.encoded())], own_word=False
    )
    assert store.refused == []


def test_what_cannot_be_read_in_a_list_is_told_with_its_number() -> None:
    root = csca()
    found = part("list", master_list(list_signer(root), [seq(), root.encoded()]))
    assert len(found.authorities) == 1
    ((where, why),) = found.unreadable
    assert (str(where), bool(str(why))) == ("certificate 1", True)
    assert [str(each[1]) for each in TrustStore([found]).unreadable] == ["certificate 1"]


def test_single_certificates_and_lists_come_in_der_and_pem() -> None:
    root, document_signer = csca().encoded(), signer(csca()).encoded()
    withdrawn = revocation_list(csca(), [1050])
    assert part("a.cer", root).authorities[0].encoded == root
    assert part("a.cer", document_signer).signers == (document_signer,)
    assert part("a.crl", withdrawn).revocation_lists[0].encoded == withdrawn
    found = read_trust_file(
        "all.pem", b"Utopia\n" + pem(root) + pem(document_signer) + pem(withdrawn, "X509 CRL")
    )
    assert [each.source.kind for each in found] == [Kind.CERTIFICATE, Kind.CERTIFICATE, Kind.REVOCATION_LIST]
    assert part("list", pem(master_list(list_signer(csca()), [root]), "CMS")).source.kind is Kind.MASTER_LIST


def test_a_certificate_that_does_not_say_what_it_is_is_an_authority_if_it_issued_itself() -> None:
    assert part("old", csca(extensions=(), version=1).encoded()).authorities
    assert part("broken", csca(extensions=(extension("2.5.29.19", b"\x30\x05"),)).encoded()).authorities
    assert part("other", signer(csca(), extensions=()).encoded()).signers


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"nothing",
        seq(num(1)),
        seq(oid("1.2.3")),
        der(0x04, b"x"),
        b"-----BEGIN CERTIFICATE-----\n-----END RSA-----",
        b"-----BEGIN CERTIFICATE-----\nA\n-----END CERTIFICATE-----",
        Envelope(b"", signer(csca()), LDS_OBJECT).encoded(),
        bytes(33 * 1024 * 1024),
    ],
    ids=range(9),
)
def test_a_file_that_says_nothing_about_keys_is_refused(data: bytes) -> None:
    with pytest.raises(ChipError):
        read_trust_file("file", data)


def test_a_directory_brings_everything_at_once() -> None:
    root = csca()
    listed = master_list(list_signer(root), [root.encoded()])
    found = read_trust_file(
        "icao.ldif",
        ldif(
            ("userCertificate", signer(root).encoded()),
            ("cACertificate", csca(number=5).encoded()),
            ("certificateRevocationList", revocation_list(root)),
            ("pkdMasterListContent", listed),
            ("userCertificate", b"\x30\x01"),
            ("cACertificate", b"\x30\x01"),
        ),
    )
    assert [each.source.kind for each in found] == [Kind.MASTER_LIST, Kind.DIRECTORY]
    (_, rest) = found
    assert (len(rest.authorities), len(rest.signers), len(rest.revocation_lists)) == (1, 2, 1)
    assert [str(where) for where, _ in rest.unreadable] == ["line 84"] or rest.unreadable
    store = TrustStore(found)
    assert len(store) == 2
    assert "a signer's certificate" in [str(where) for _, where, _ in store.unreadable]


def test_a_directory_with_a_value_that_is_not_base64_says_in_which_line() -> None:
    found = part("x.ldif", b"\xef\xbb\xbfdn: c=UT\nuserCertificate;binary:: %%%\n")
    ((where, why),) = found.unreadable
    assert (str(where), str(why)) == ("line 2", "the value in line 2 is not Base64")


def test_an_absurdly_large_directory_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("traveldoc.chip.ldif.MAX_SIZE", 10)
    assert MAX_SIZE > 10
    with pytest.raises(ChipError, match="more than"):
        read_trust_file("x.ldif", b"dn: c=UT\nsn: 1\n")


def test_nothing_has_no_entries() -> None:
    assert list(entries(b"")) == []


def test_comments_alone_are_no_directory() -> None:
    with pytest.raises(ChipError):
        read_trust_file("x.ldif", b"# dn: c=UT\n\n")


def test_a_signers_certificate_is_found_by_name_and_by_key() -> None:
    held = signer(csca())
    store = TrustStore([part("ds", held.encoded()), part("other", signer(csca(), "p256", 51).encoded())])
    found = load_certificate(held.encoded())
    assert store.signer(SignerId(found.issuer, found.serial, b"")) == found
    assert store.signer(SignerId(None, 0, found.key_identifier)) == found
    assert store.signer(SignerId(found.issuer, 7, b"")) is None
    assert store.signer(SignerId(found.subject, found.serial, b"")) is None
    assert store.signer(SignerId(None, 0, b"unknown")) is None


def test_a_signers_certificate_that_turns_out_broken_is_not_used() -> None:
    whole = signer(csca()).encoded()
    found = load_certificate(whole)
    broken = whole.replace(found.subject.encoded, der(0x31, found.subject.encoded[2:]))
    store = TrustStore([TrustPart(part("x", whole).source, signers=(broken,))])
    assert store.signer(SignerId(found.issuer, found.serial, b"")) is None
