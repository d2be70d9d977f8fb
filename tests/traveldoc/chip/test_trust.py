"""The trust store: who vouches for which key; lists real and made; files of every kind."""

import base64
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

import pytest
from chipmaker import (
    DEVIATION_LIST,
    END,
    LDS_OBJECT,
    UTOPIA,
    Envelope,
    Paper,
    csca,
    der,
    extension,
    hash_algorithm,
    key_names,
    master_list,
    name,
    num,
    oid,
    pem,
    purposes,
    revocation_list,
    seq,
    set_of,
    signer,
    text,
    usage,
)
from hypothesis import given, settings
from hypothesis import strategies as st

from traveldoc.chip.certificate import load_certificate
from traveldoc.chip.deviation_list import read_deviation_list
from traveldoc.chip.fault import ChipError
from traveldoc.chip.ldif import MAX_SIZE, entries
from traveldoc.chip.master_list import read_master_list
from traveldoc.chip.proof import HOLDS, State
from traveldoc.chip.revocation import load_revocation_list
from traveldoc.chip.signed_data import SignerId, signed_data
from traveldoc.chip.tlv import parse
from traveldoc.chip.trust import TrustStore
from traveldoc.chip.trust_file import Kind, Source, TrustPart, read_trust_file

DATA = Path(__file__).parent / "data"
LIST_PURPOSE = purposes("2.23.136.1.1.3")
DEVIATION_PURPOSE = purposes("2.23.136.1.1.8")


@cache
def dutch() -> TrustPart:
    (part,) = read_trust_file("NL.ml", (DATA / "NL_2025-07-29.ml").read_bytes())
    return part


def list_signer(authority: Paper, *more: bytes) -> Paper:
    return signer(authority, "p256", 70, *(more or (LIST_PURPOSE,)))


def part(name: str, data: bytes) -> TrustPart:
    (found,) = read_trust_file(name, data)
    return found


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


def folded(text: str) -> str:
    return "\n ".join(text[i : i + 60] for i in range(0, len(text), 60))


def ldif(*values: tuple[str, bytes]) -> bytes:
    lines = ["version: 1", "# a comment", ""]
    for attribute, value in values:
        lines += ["dn: c=UT", folded(f"{attribute};binary:: {base64.b64encode(value).decode()}"), "sn: 1", ""]
    return "\r\n".join(lines).encode()


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


def test_a_master_list_of_another_kind_is_refused() -> None:
    with pytest.raises(ChipError, match="not a master list"):
        read_master_list(signed_data(parse(Envelope(b"", signer(csca()), "1.2.3").encoded())))
    with pytest.raises(ChipError, match="not a deviation list"):
        read_deviation_list(signed_data(parse(Envelope(b"", signer(csca()), "1.2.3").encoded())))


def deviation(*conditions: bytes, kinds: tuple[str, ...] = ("2.23.136.1.1.7.2.2",), words: str = "") -> bytes:
    described = [seq(text(words, 0x13) if words else b"", oid(kind)) for kind in kinds]
    return seq(seq(*conditions), set_of(*described))


def deviation_list(*deviations: bytes, hashed: bool = True) -> bytes:
    content = seq(num(0), hash_algorithm("sha256") if hashed else b"", set_of(*deviations))
    return Envelope(content, list_signer(csca(), DEVIATION_PURPOSE), DEVIATION_LIST).encoded()


def test_a_deviation_list_is_read() -> None:
    period = der(0xA4, der(0x18, b"20240101000000Z"), der(0x18, b"20241231000000Z"))
    numbers = der(0xA5, text("L898902C3", 0x13))
    entries = [
        deviation(der(0x80, b"P<"), der(0xA1, UTOPIA, num(1050)), period, numbers, words="wrong hash"),
        deviation(der(0x82, b"key")),
        deviation(der(0x83, b"digest"), kinds=("2.23.136.1.1.7.1", "1.2.3")),
        deviation(),
    ]
    found = part("dl", deviation_list(*entries))
    assert found.source.kind is Kind.DEVIATION_LIST
    assert found.source.proof == HOLDS
    assert found.deviations is not None
    first = next(each for each in found.deviations.deviations if each.descriptions)
    assert (first.document_code, first.document_numbers) == ("P", frozenset({"L898902C3"}))
    assert first.issued is not None
    assert first.issued.covers(datetime(2024, 3, 1, tzinfo=UTC))
    held = load_certificate(signer(csca()).encoded())
    assert first.concerns_signer(held, "")
    assert sum(each.concerns_signer(held, "sha256") for each in found.deviations.deviations) == 2
    own = part("dl", deviation_list(*entries, hashed=False))
    assert own.deviations is not None
    assert own.deviations.hash == ""


def test_a_revocation_list_is_read() -> None:
    found = load_revocation_list(revocation_list(csca(), [5, 6]))
    assert sorted(found.revoked) == [5, 6]
    assert found.next_update == END
    assert found.signed_by(load_certificate(csca().encoded()).key)
    assert not found.signed_by(load_certificate(csca(number=1).encoded()).key)
    bare = load_revocation_list(revocation_list(csca(), following=None, named=False))
    assert (bare.revoked, bare.next_update, bare.authority_key_identifier) == ({}, None, b"")
    unknown = revocation_list(csca()).replace(oid("1.2.840.10045.4.3.2"), oid("1.2.840.10045.4.3.7"))
    assert (
        load_revocation_list(unknown).signed_by(load_certificate(csca().encoded()).key).state
        is State.NOT_EXAMINED
    )
    held = load_certificate(signer(csca()).encoded())
    assert found.concerns(held)
    renamed = load_revocation_list(revocation_list(csca(), issuer=name("C=UT", "CN=New name")))
    assert renamed.concerns(held)
    assert not load_revocation_list(revocation_list(csca(), issuer=name("C=AR"))).concerns(held)
    stateless = load_certificate(signer(csca(subject=name("CN=x"))).encoded())
    assert not load_revocation_list(revocation_list(csca(), issuer=name("CN=y"))).concerns(stateless)


def test_a_revocation_list_without_key_name_among_its_extensions() -> None:
    other = der(0xA0, seq(extension("2.5.29.20", num(7))))
    named = der(0xA0, seq(extension("2.5.29.20", num(7)), key_names(csca().public, csca().public)[1]))
    made = revocation_list(csca())
    assert named in made
    body = made.replace(named, other)
    shrunk = len(made) - len(body)
    assert shrunk
    rebuilt = parse(made).children[0].value.replace(named, other)
    encoded = seq(der(0x30, rebuilt), *(child.encoded for child in parse(made).children[1:]))
    assert load_revocation_list(encoded).authority_key_identifier == b""


@settings(max_examples=150, deadline=2000)
@given(st.data())
def test_a_mutilated_trust_file_is_read_or_refused_in_words(data: st.DataObject) -> None:
    root = csca()
    samples = (
        root.encoded(),
        revocation_list(root, [1, 2]),
        master_list(list_signer(root), [root.encoded()]),
        deviation_list(deviation(der(0x82, b"key"))),
        ldif(("userCertificate", signer(root).encoded()), ("cACertificate", root.encoded())),
        pem(root.encoded()),
    )
    whole = bytearray(data.draw(st.sampled_from(samples)))
    for _ in range(data.draw(st.integers(1, 4))):
        start = data.draw(st.integers(0, len(whole)))
        whole[start : start + data.draw(st.integers(0, 9))] = data.draw(st.binary(max_size=9))
    try:
        parts = read_trust_file("file", bytes(whole))
    except ChipError as error:
        assert str(error)  # noqa: PT017  # either outcome is right; the words must be there
    else:
        TrustStore(parts)


def test_a_directory_with_more_lines_or_values_than_there_are_signers_is_refused(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    data = b"dn: c=UT\nuserCertificate;binary:: AAAA\nuserCertificate;binary:: AAAA\n"
    for limit in ("MAX_LINES", "MAX_VALUES"):
        with monkeypatch.context() as patch:
            patch.setattr(f"traveldoc.chip.ldif.{limit}", 1)
            with pytest.raises(ChipError, match="more than the 1 lines or values"):
                read_trust_file("x.ldif", data)


def test_signers_are_found_by_their_number_and_broken_ones_are_passed_over() -> None:
    root = csca()
    one = signer(root, "p256", 90, serial=0x5B).encoded()
    broken = one[:40] + b"\xff" + one[41:]
    found = TrustStore([part("x", one), TrustPart(Source("y", Kind.DIRECTORY), signers=(broken,))]).numbered(
        0x5B
    )
    assert [each.encoded for each in found] == [one]
    assert TrustStore([part("x", one)]).is_filled
    assert not TrustStore().is_filled
