"""Dumps as readers write them are recognised, by name and by what they begin with."""

import pytest
from chipmaker import LDS_OBJECT, com_file, der, face_file, oid, seq, zone_file
from hypothesis import given
from hypothesis import strategies as st

from traveldoc.checks.chip import READ
from traveldoc.chip.files import NAMES, ChipFiles, recognise

SOD = der(0x77, b"")


@pytest.mark.parametrize(
    ("name", "data", "known"),
    [
        ("EF_SOD.BIN", SOD, "EF.SOD"),
        ("sod.bin", SOD, "EF.SOD"),
        ("EF.SOD", SOD, "EF.SOD"),
        ("dump/L898902C_SOD.bin", SOD, "EF.SOD"),
        ("C:\\dump\\011D.bin", SOD, "EF.SOD"),
        ("011d", b"\x30\x00", "EF.CardSecurity"),
        ("AT.bin", SOD, "EF.SOD"),
        ("x", seq(oid(LDS_OBJECT)), "EF.SOD"),
        ("EF_COM.BIN", com_file(), "EF.COM"),
        ("011E.bin", com_file(), "EF.COM"),
        ("011E.bin", der(0x61), "DG1"),
        ("com", com_file(), "EF.COM"),
        ("DG1.bin", zone_file(), "DG1"),
        ("EF_DG1.BIN", b"\xff", "DG1"),
        ("ef.dg01.dat", zone_file(), "DG1"),
        ("Datagroup15.bin", der(0x6F), "DG15"),
        ("DataGroup_2.bin", face_file(), "DG2"),
        ("0101.bin", zone_file(), "DG1"),
        ("0x010B", der(0x6B), "DG11"),
        ("0110.bin", der(0x70), "DG16"),
        ("unnamed", face_file(), "DG2"),
        ("EF_CardAccess.BIN", der(0x31), "EF.CardAccess"),
        ("011C.BIN", der(0x31), "EF.CardAccess"),
        ("EF_CardSecurity.bin", der(0x30), "EF.CardSecurity"),
        ("DG2.jpg", b"\xff\xd8\xff", None),
        ("readme.txt", b"a", None),
        ("notes", b"\x30\x03abc", None),
        ("0111.bin", b"\x01", None),
        ("DG17.bin", b"\x01", None),
        ("empty.bin", b"", None),
        ("commands.log", b"\x60", None),
        ("command", b"\x01", None),
    ],
)
def test_a_dump_is_recognised(name: str, data: bytes, known: str | None) -> None:
    assert recognise(name, data) == known


def test_files_are_gathered_and_what_is_left_out_is_told() -> None:
    given_files = [("DG1.bin", b"a"), ("0101.bin", b"b"), ("dg1.dat", b"a"), ("readme.md", b"c")]
    found = ChipFiles.named(given_files)
    assert found.files == {"DG1": b"a"}
    assert (found.ignored, found.twice) == (("readme.md",), ("0101.bin",))
    assert found
    assert not ChipFiles.named([])
    assert found.get("DG2") is None


def test_the_page_of_what_is_covered_names_every_file() -> None:
    assert set(READ) == set(NAMES)


@given(st.text(max_size=30), st.binary(max_size=30))
def test_no_name_and_no_bytes_are_too_strange(name: str, data: bytes) -> None:
    recognise(name, data)
