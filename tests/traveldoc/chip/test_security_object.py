"""EF.SOD: the four real ones, and every structure that is refused or named."""

from pathlib import Path

import pytest
from chipmaker import Envelope, csca, der, hash_algorithm, hash_list, num, oid, seq, signer, text
from hypothesis import given, settings
from hypothesis import strategies as st

from traveldoc.chip.fault import ChipError
from traveldoc.chip.proof import HOLDS
from traveldoc.chip.security_object import SecurityObject, security_object
from traveldoc.chip.signed_data import prove
from traveldoc.chip.tlv import Irregularity

DATA = Path(__file__).parent / "data"
PAPER = signer(csca())


def sod(content: bytes, **changes: object) -> bytes:
    return der(0x77, Envelope(content, PAPER).but(**changes).encoded())


@pytest.mark.parametrize(
    ("state", "version", "groups"),
    [
        ("AT", 0, [1, 2, 3, 11, 12, 14]),
        ("DE", 1, [1, 2, 3, 14]),
        ("MY", 0, [1, 2, 3, 11, 12, 14]),
        ("NZ", 0, [1, 2, 12, 13, 14, 15]),
    ],
)
def test_real_security_objects_are_read_and_their_signatures_hold(
    state: str, version: int, groups: list[int]
) -> None:
    found = security_object((DATA / f"{state}.sod.bin").read_bytes())
    assert (found.version, sorted(found.hashes), found.wrapped) == (version, groups, True)
    (signed,) = found.signed.signers
    assert prove(found.signed, signed, found.signed.certificate_of(signed)) == HOLDS
    assert set(found.notes.irregular) == ({Irregularity.INDEFINITE} if state == "NZ" else set())


def test_version_one_brings_the_versions_of_structure_and_characters() -> None:
    found = security_object(sod(hash_list({1: b"", 2: b""}, version=1)))
    assert (found.version, found.lds_version, found.unicode_version) == (1, "0108", "040000")
    found = security_object(sod(hash_list({1: b"", 2: b""})))
    assert (found.version, found.lds_version, found.unicode_version) == (0, "", "")


def test_the_object_may_stand_without_its_own_tag() -> None:
    found = security_object(Envelope(hash_list({1: b""}), PAPER).encoded())
    assert not found.wrapped


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "nothing in it"),
        (b"\x77" + bytes(300_000), "more than"),
        (der(0x61), "has the tag 61, not 77/30"),
        (der(0x77, der(0x04, b"x")), "has the tag 04"),
        (sod(hash_list({1: b""}), content_type="1.2.3"), "not a document security object"),
        (sod(seq(num(0), hash_algorithm("sha256"), seq(seq(num(17), der(4))))), "data group 17"),
        (
            sod(seq(num(0), hash_algorithm("sha256"), seq(seq(num(1), der(4)), seq(num(1), der(4))))),
            "two hash",
        ),
        (sod(seq(num(0), hash_algorithm("sha256"), seq(seq(num(1))))), "is missing"),
        (sod(seq(num(0), hash_algorithm("sha256"), seq(), seq(text("0108")), num(1))), "too many"),
        (sod(seq(oid("1.2.3"))), "has the tag 06"),
    ],
)
def test_what_is_no_security_object_is_refused_in_words(data: bytes, words: str) -> None:
    with pytest.raises(ChipError, match=words):
        security_object(data)


def try_reading(data: bytes) -> SecurityObject | None:
    try:
        return security_object(data)
    except ChipError as error:
        assert str(error)  # noqa: PT017  # either outcome is right; the words must be there
        return None


@settings(max_examples=400, deadline=2000)
@given(st.sampled_from(["AT", "DE", "MY", "NZ"]), st.data())
def test_a_mutilated_object_is_read_or_refused_in_words(state: str, data: st.DataObject) -> None:
    whole = bytearray((DATA / f"{state}.sod.bin").read_bytes())
    for _ in range(data.draw(st.integers(1, 6))):
        start = data.draw(st.integers(0, len(whole) - 1))
        end = min(len(whole), start + data.draw(st.integers(0, 20)))
        whole[start:end] = data.draw(st.binary(max_size=20))
        if not whole:
            break
    found = try_reading(bytes(whole))
    if found is not None:
        for signed in found.signed.signers:
            prove(found.signed, signed, found.signed.certificate_of(signed))
