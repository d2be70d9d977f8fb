"""Deviation lists, revocation lists, and trust files that were mutilated."""

from datetime import UTC, datetime

import pytest
from chipmaker import (
    DEVIATION_LIST,
    END,
    UTOPIA,
    Envelope,
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
)
from hypothesis import given, settings
from hypothesis import strategies as st
from trustfiles import ldif, list_signer, part

from traveldoc.chip.certificate import load_certificate
from traveldoc.chip.deviation_list import read_deviation_list
from traveldoc.chip.fault import ChipError
from traveldoc.chip.master_list import read_master_list
from traveldoc.chip.proof import HOLDS, State
from traveldoc.chip.revocation import load_revocation_list
from traveldoc.chip.signed_data import signed_data
from traveldoc.chip.tlv import parse
from traveldoc.chip.trust import TrustStore
from traveldoc.chip.trust_file import Kind, Source, TrustPart, read_trust_file

DEVIATION_PURPOSE = purposes("2.23.136.1.1.8")


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
