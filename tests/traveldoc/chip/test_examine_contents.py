"""What stands in the data groups against each other and the signer, and the table of checks."""

from datetime import UTC, datetime

import pytest
from chipcases import PAPER, ROOT, deviating, examine, graded, of
from chipmaker import (
    JPEG,
    SIGNED_AT,
    ZONE,
    Scheme,
    biometric_file,
    chip,
    der,
    face_record,
    key,
    num,
    oid,
    public,
    seq,
    set_of,
)

from traveldoc.checks import CHECKS, chip_data, chip_trust
from traveldoc.checks import chip as chip_checks
from traveldoc.chip import (
    ActiveEvidence,
    ChipEvidence,
)


def test_the_chips_zone_against_the_printed_one() -> None:
    printed = ZONE.replace("ANNA", "HANS").replace("L898902C3", "L898902C4")
    found = examine(chip(PAPER), printed_mrz=printed)
    seen = [str(each.seen) for each in of(found, "chip.data.zone")]
    assert seen == [
        "line 1, from character 16: “ANNA” on the chip, “HANS” printed",
        "line 2, from character 9: “3” on the chip, “4” printed",
    ]
    other = "I<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<D231458907UTO7408122F1204159<<<<<<<6"
    assert "different formats" in str(of(examine(chip(PAPER), printed_mrz=other), "chip.data.zone")[0].seen)
    unread = examine(chip(PAPER), printed_mrz=ZONE, changed={"EF_DG1.BIN": None})
    assert graded(unread, "chip.data.zone") == ["not examined"]
    assert graded(examine(chip(PAPER)), "chip.data.zone") == ["not examined"]


@pytest.mark.parametrize(
    ("written", "grade"),
    [
        (b"19740812", "consistent"),
        (b"00000812", "consistent"),
        (b"19740813", "inconsistent"),
        (b"", "not examined"),
    ],
)
def test_the_date_of_birth_stands_twice_on_the_chip(written: bytes, grade: str) -> None:
    details = der(0x6B, der(0x5F2B, written) if written else b"")
    found = examine(chip(PAPER, [(11, details)]), ROOT.encoded())
    assert graded(found, "chip.data.birth") == [grade]


@pytest.mark.parametrize(
    ("written", "grade"),
    [
        (b"20240301", "consistent"),
        (b"20190101", "inconclusive"),
        (b"20400101", "inconsistent"),
        (b"20240000", "not examined"),
    ],
)
def test_the_date_of_issue_against_the_signer(written: bytes, grade: str) -> None:
    found = examine(chip(PAPER, [(12, der(0x6C, der(0x5F26, written)))]), ROOT.encoded())
    assert graded(found, "chip.data.issue") == [grade]
    unsigned = examine(chip(PAPER, [(12, der(0x6C, der(0x5F26, written)))], certificates=()))
    assert graded(unsigned, "chip.data.issue") == ["not examined"]


def test_a_document_that_outlives_its_signer_is_told() -> None:
    paper = PAPER.but(end=datetime(2030, 1, 1, tzinfo=UTC))
    found = examine(chip(paper), ROOT.encoded())
    assert graded(found, "chip.data.expiry") == ["inconclusive"]
    assert graded(examine(chip(PAPER, certificates=())), "chip.data.expiry") == ["not examined"]
    assert graded(examine(chip(PAPER), changed={"EF_DG1.BIN": None}), "chip.data.expiry") == ["not examined"]


@pytest.mark.parametrize(
    ("record", "grade"),
    [
        (face_record(), "consistent"),
        (face_record(b"GIF89a"), "inconclusive"),
        (face_record(JPEG, 1), "inconclusive"),
        (face_record(b"\xff\x4f\xff\x51", 1), "consistent"),
    ],
)
def test_the_picture_is_what_its_header_says(record: bytes, grade: str) -> None:
    found = examine(chip(PAPER, [(2, biometric_file(0x75, record))]), ROOT.encoded())
    assert graded(found, "chip.data.face") == [grade]


def test_the_chips_own_proofs_are_verified_where_the_reader_recorded_them() -> None:
    active_key, chip_key = key("p256", 20), key("p256", 21)
    algorithm = seq(oid("2.23.136.1.1.5"), num(1), oid("0.4.0.127.0.7.1.1.4.1.3"))
    protocols = der(0x6E, set_of(algorithm, seq(oid("0.4.0.127.0.7.2.2.1.2"), public(chip_key))))
    made = chip(PAPER, [(14, protocols), (15, der(0x6F, public(active_key)))])
    active = ActiveEvidence(b"12345678", Scheme("sha256").sign(active_key, b"12345678"))
    evidence = ChipEvidence("0.4.0.127.0.7.2.2.3.2.2", 5, b"", der(0x99, b"\x90\x00") + der(0x8E, bytes(8)))
    found = examine(made, ROOT.encoded(), active=active, chip=evidence)
    assert graded(found, "chip.proof.active") == ["consistent"]
    assert graded(found, "chip.proof.chip") == ["inconsistent"]
    copied = examine(made, ROOT.encoded(), active=ActiveEvidence(b"87654321", active.response))
    assert graded(copied, "chip.proof.active") == ["inconsistent"]
    assert graded(copied, "chip.proof.chip") == ["not examined"]
    odd = ChipEvidence("1.2.3", 5, b"", b"")
    assert graded(examine(made, active=None, chip=odd), "chip.proof.chip") == ["not examined"]
    without = examine(chip(PAPER), active=active, chip=evidence)
    assert graded(without, "chip.proof.active") == graded(without, "chip.proof.chip") == ["not examined"]
    assert SIGNED_AT


def test_every_finding_is_of_a_check_in_the_table() -> None:
    protocols = der(0x6E, set_of())
    found = examine(
        chip(PAPER, [(11, der(0x6B)), (12, der(0x6C)), (14, protocols)]), ROOT.encoded(), deviating()
    )
    known = {check.id for check in CHECKS}
    assert {finding.id for finding in found.findings} <= known
    asked = {finding.id for finding in found.findings} | {f"chip.hash.dg{number}" for number in range(1, 17)}
    assert {check.id for check in (*chip_checks.CHECKS, *chip_trust.CHECKS, *chip_data.CHECKS)} <= asked


# Ids are stored with findings: they are never reused or renamed, only superseded. Add, never change.
FROZEN = """
files form content list object object-version hash.dg1 hash.dg2 hash.dg3 hash.dg4 hash.dg5 hash.dg6 hash.dg7 hash.dg8
hash.dg9 hash.dg10 hash.dg11 hash.dg12 hash.dg13 hash.dg14 hash.dg15 hash.dg16 signed-attributes signature signer
algorithm trust.path trust.source trust.authority trust.usage trust.signed-at trust.private-key trust.issued-at
trust.today trust.country trust.document-type trust.profile trust.revocation trust.deviation data.zone data.birth
data.issue data.expiry data.face proof.active proof.chip page.zone page.name page.birth page.issue
"""


def test_ids_are_frozen() -> None:
    assert [check.id for check in CHECKS if check.id.startswith("chip.")] == [
        f"chip.{each}" for each in FROZEN.split()
    ]
