"""One changed byte of a real security object: never verified where it is signed, always told elsewhere."""

from datetime import date
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from traveldoc.chip import ChipExamination, ChipFiles, TrustStore, examine_chip, read_trust_file
from traveldoc.chip.der import canonical
from traveldoc.chip.security_object import SecurityObject, security_object
from traveldoc.finding import Grade

DATA = Path(__file__).parent / "data"
STATES = ("AT", "DE", "MY", "NZ")


@cache
def trust() -> TrustStore:
    return TrustStore(
        part for state in STATES for part in read_trust_file(state, (DATA / f"{state}.csca.cer").read_bytes())
    )


def whole(state: str) -> bytes:
    return (DATA / f"{state}.sod.bin").read_bytes()


def examine(data: bytes) -> ChipExamination:
    return examine_chip(ChipFiles({"EF.SOD": data}), on=date(2026, 11, 23), trust=trust())


def signed_parts(found: SecurityObject) -> tuple[object, ...]:
    """Everything that is signed, that names the signer, or that is a signature."""
    (signer,) = found.signed.signers
    attributes = signer.attributes
    assert attributes is not None
    return (
        found.signed.content,
        found.signed.content_type,
        signer.id.serial,
        signer.id.issuer,
        canonical(attributes),
        signer.digest.oid,
        signer.signature,
        *((held.signed, held.signature) for held in found.signed.certificates),
    )


def findings(found: ChipExamination) -> list[tuple[str, str, str, str]]:
    return [(each.id, each.grade, str(each.seen), str(each.hint)) for each in found.findings]


def check(state: str, place: int, change: int) -> None:
    data = bytearray(whole(state))
    place %= len(data)
    data[place] ^= change
    found = examine(bytes(data))
    if found.signature and found.trusted:
        assert signed_parts(security_object(bytes(data))) == signed_parts(security_object(whole(state)))
        assert findings(found) != findings(examine(whole(state))), (
            "a change outside of what is signed is told"
        )
    else:
        assert found.grade in {Grade.INCONSISTENT, Grade.INCONCLUSIVE}


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("change", [0x01, 0x20, 0xFF])
def test_no_changed_byte_goes_unnoticed(state: str, change: int) -> None:
    for place in range(change % 23, len(whole(state)), 23):
        check(state, place, change)


@settings(max_examples=200, deadline=None)
@given(st.sampled_from(STATES), st.integers(0, 100_000), st.integers(1, 255))
def test_no_change_of_any_byte_goes_unnoticed(state: str, place: int, change: int) -> None:
    check(state, place, change)


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(STATES), st.integers(0, 100_000))
def test_a_cut_object_proves_nothing(state: str, length: int) -> None:
    found = examine(whole(state)[: length % len(whole(state))] or b"\x77")
    assert not found.signature
    assert found.grade is Grade.INCONSISTENT
