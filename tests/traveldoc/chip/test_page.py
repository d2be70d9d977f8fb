"""The chip against what a person read on the page, and the chip as a family of the whole examination."""

from datetime import date

import pytest
from chipmaker import ZONE, Chip, chip, csca, der, face_file, signer, text, zone_file
from hypothesis import given
from hypothesis import strategies as st

from traveldoc.chip import ChipFiles, TrustStore, read_trust_file
from traveldoc.chip.files import CARD_ACCESS, CARD_SECURITY, SOD, told_by_bytes
from traveldoc.examine import Examination, examine
from traveldoc.facts import Facts, Reading, VisualForm
from traveldoc.finding import Grade

ON = date(2024, 6, 1)
ROOT = csca()
PAPER = signer(ROOT)
LINES = (ZONE[:44], ZONE[44:])
PRINTED = Reading(LINES)
OTHER = Reading((ZONE[:44].replace("ANNA", "HANS"), ZONE[44:]))
ANNA = VisualForm(
    surname="Eriksson", given_names="Anna Maria", date_of_birth="1974-08-12", date_of_issue="2022-04-15"
)


def holder(name: str = "ERIKSSON<<ANNA<MARIA", birth: str = "19740812") -> tuple[int, bytes]:
    tags = der(0x5C, bytes.fromhex("5F0E5F2B"))
    return 11, der(0x6B, tags, b"\x5f" + text(name, 0x0E), b"\x5f" + der(0x2B, bytes.fromhex(birth)))


def issued(day: str = "20220415") -> tuple[int, bytes]:
    return 12, der(0x6C, der(0x5C, bytes.fromhex("5F26")), b"\x5f" + der(0x26, bytes.fromhex(day)))


def asked(made: Chip, *readings: Reading, visual: VisualForm = ANNA, trusted: bool = True) -> Examination:
    store = TrustStore(read_trust_file("root", ROOT.encoded())) if trusted else None
    files = ChipFiles.told(made.files().items()).files
    return examine(Facts(readings, visual, chip=files), on=ON, trust=store)


def grades(found: Examination, check: str) -> list[Grade]:
    return [finding.grade for finding in found.findings if finding.id == check]


def seen(found: Examination, check: str) -> list[str]:
    return [str(finding.seen) for finding in found.findings if finding.id == check]


def test_the_chip_is_a_family_of_the_examination_and_its_states_stand_beside_it() -> None:
    found = asked(chip(PAPER), PRINTED)
    assert found.chip is not None
    assert (found.chip.read, bool(found.chip.signature), bool(found.chip.trusted)) == (True, True, True)
    assert grades(found, "chip.signature") == grades(found, "chip.data.zone") == [Grade.CONSISTENT]
    assert found.to_dict()["chip"] == found.chip.to_dict()
    assert "chip" not in examine(Facts((PRINTED,)), on=ON).to_dict()


def test_without_trust_nothing_is_trusted_and_that_is_said() -> None:
    found = asked(chip(PAPER), PRINTED, trusted=False)
    assert found.chip is not None
    assert found.chip.to_dict()["trusted"] == "not examined"
    assert grades(found, "chip.trust.path") == [Grade.NOT_EXAMINED]


def test_where_nobody_looked_at_the_page_the_chips_zone_is_examined() -> None:
    found = asked(chip(PAPER))
    assert found.document.surname == "ERIKSSON"
    assert grades(found, "visual.surname") == [Grade.CONSISTENT]
    assert grades(found, "chip.data.zone") == [Grade.NOT_EXAMINED]
    assert grades(found, "chip.page.zone") == []


def test_a_printed_zone_that_is_unreadable_is_not_replaced_by_the_chips() -> None:
    found = asked(chip(PAPER), Reading(("P<UTO",)))
    assert found.document.surname == ""
    assert grades(found, "chip.data.zone") == [Grade.NOT_EXAMINED]
    assert grades(found, "chip.page.zone") == [Grade.CONSISTENT]


def test_a_chip_of_somebody_else_differs_from_the_page() -> None:
    found = asked(chip(PAPER), OTHER, visual=VisualForm(given_names="Hans Maria", sex="F"))
    assert grades(found, "visual.given-names") == [Grade.CONSISTENT]
    assert grades(found, "chip.page.zone") == [Grade.INCONSISTENT]
    assert seen(found, "chip.page.zone") == ["“Hans Maria” on the page, “ANNA MARIA” on the chip"]
    assert found.grade is Grade.INCONSISTENT


def test_the_visual_zone_agrees_with_both_zones_or_was_not_given() -> None:
    assert grades(asked(chip(PAPER), PRINTED), "chip.page.zone") == [Grade.CONSISTENT]
    assert grades(asked(chip(PAPER), PRINTED, visual=VisualForm()), "chip.page.zone") == [Grade.NOT_EXAMINED]
    half = asked(chip(PAPER), OTHER, visual=VisualForm(surname="Eriksson"))
    assert grades(half, "chip.page.zone") == [Grade.CONSISTENT]


@pytest.mark.parametrize(
    ("name", "grade"),
    [
        ("ERIKSSON<<ANNA<MARIA", Grade.CONSISTENT),
        ("Anna Maria Eriksson", Grade.CONSISTENT),
        ("ERIKSSON<<ANNA<MARIA<LOUISE", Grade.INCONCLUSIVE),
        ("ЭРИКССОН<<АННА<МАРИЯ", Grade.NOT_EXAMINED),
    ],
)
def test_the_full_name_on_the_chip_is_compared_in_any_order(name: str, grade: Grade) -> None:
    assert grades(asked(chip(PAPER, [holder(name)]), PRINTED), "chip.page.name") == [grade]


def test_dates_of_birth_and_issue_on_the_chip_are_compared_with_the_page() -> None:
    found = asked(chip(PAPER, [holder(), issued()]), PRINTED)
    assert grades(found, "chip.page.birth") == grades(found, "chip.page.issue") == [Grade.CONSISTENT]
    found = asked(chip(PAPER, [holder(birth="19740813"), issued("20220416")]), PRINTED)
    assert grades(found, "chip.page.birth") == grades(found, "chip.page.issue") == [Grade.INCONSISTENT]
    assert seen(found, "chip.page.issue") == ["“2022-04-15” on the page, “2022-04-16” on the chip"]
    found = asked(chip(PAPER, [holder(), issued()]), PRINTED, visual=VisualForm())
    for check in ("name", "birth", "issue"):
        assert grades(found, f"chip.page.{check}") == [Grade.NOT_EXAMINED]


def test_unknown_parts_of_a_date_agree_with_everything() -> None:
    visual = VisualForm(date_of_birth="1974-XX-XX")
    assert grades(asked(chip(PAPER, [holder()]), PRINTED, visual=visual), "chip.page.birth") == [
        Grade.CONSISTENT
    ]


def test_a_chip_without_further_details_is_asked_nothing_about_them() -> None:
    found = asked(chip(PAPER, [(11, der(0x6B)), (12, der(0x6C))]), PRINTED)
    assert not [finding for finding in found.findings if finding.id in {"chip.page.name", "chip.page.issue"}]


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (zone_file(), "DG1"),
        (face_file(), "DG2"),
        (b"\x75\x80\0\0", "DG2"),
        (chip(PAPER).files()["EF_SOD.BIN"], SOD),
        (chip(PAPER).envelope.encoded(), SOD),
        # Doc 9303-11, 9.2: id-PACE-ECDH-GM-AES-CBC-CMAC-128, version 2, parameters 13
        (bytes.fromhex("3114301206 0a04007f00070202040202 020102 02010d".replace(" ", "")), CARD_ACCESS),
        (bytes.fromhex("3010 060804007f0007030201 0000000000000000".replace(" ", "")), CARD_SECURITY),
        (b"", None),
        (b"hello world", None),
        (b"\x61", None),
        (b"\x61\x85\0\0\0\0\0", None),
        (b"\x61\x05cut", None),
        (b"\x31\x01a", None),
        (b"\x30\x01a", None),
    ],
)
def test_a_file_is_told_by_what_it_begins_with(data: bytes, name: str | None) -> None:
    assert told_by_bytes(data) == name


def test_a_names_kind_only_excludes_what_is_no_dump() -> None:
    given_files = [("DG1.txt", zone_file()), ("photo.bin", face_file()), ("DG15.bin", b"\x61\x05cut")]
    found = ChipFiles.told(given_files)
    assert (list(found.files), found.ignored) == (["DG2", "DG15"], ("DG1.txt",))


@given(st.text(max_size=20), st.binary(max_size=80))
def test_any_name_and_any_bytes_are_told_or_named(name: str, data: bytes) -> None:
    found = ChipFiles.told([(name, data)])
    assert bool(found) != bool(found.ignored)


@given(
    st.dictionaries(
        st.sampled_from(["EF.SOD", "EF.COM", "DG1", "DG2", "DG11", "DG12"]), st.binary(max_size=60)
    )
)
def test_any_chip_is_examined(files: dict[str, bytes]) -> None:
    found = examine(Facts(chip=files, visual=ANNA), on=ON)
    assert (found.chip is None) == (not files)
