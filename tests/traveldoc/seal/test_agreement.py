"""The data in a seal against the printed zone, the passport and what a person typed."""

from collections.abc import Iterator
from datetime import date

import pytest
from chipmaker import ZONE
from sealmaker import (
    DATA,
    EMERGENCY,
    EMERGENCY_EXAMPLE,
    EMERGENCY_LINES,
    VISA_EXAMPLE,
    VISA_FEATURES,
    VISA_LINES,
    Seal,
    c40,
    json_seal,
)

from traveldoc.barcode import Barcode
from traveldoc.examine import examine
from traveldoc.facts import Facts, Reading, VisualForm
from traveldoc.finding import Finding, Grade

ON = date(2020, 7, 1)
PASSPORT = (ZONE[:44], "ABC4242420GBR5203116M2503155<<<<<<<<<<<<<<02")


def findings(content: bytes, facts: Facts, check: str) -> list[Finding]:
    found = examine(
        Facts(facts.mrz, facts.visual, seals=(Barcode(content),), beside=facts.beside), on=ON
    ).findings
    return [finding for finding in found if finding.id == check]


def grade(content: bytes, facts: Facts, check: str) -> Grade:
    grades = {finding.grade for finding in findings(content, facts, check)}
    assert len(grades) == 1, grades
    return grades.pop()


def printed(*lines: str, unsure: tuple[int, int] | None = None) -> Facts:
    if unsure is None:
        return Facts((Reading(lines),))
    sure = [[0.99] * len(line) for line in lines]
    sure[unsure[0] - 1][unsure[1] - 1] = 0.4
    return Facts((Reading(lines, tuple(map(tuple, sure)), tuple(("?",) * len(line) for line in lines)),))


def test_the_zone_of_the_standards_emergency_document_is_the_printed_one() -> None:
    assert grade(EMERGENCY_EXAMPLE, printed(*EMERGENCY_LINES), "seal.data.zone") is Grade.CONSISTENT
    assert grade(EMERGENCY_EXAMPLE, printed(*EMERGENCY_LINES), "seal.data.check-digits") is Grade.CONSISTENT


def test_the_zone_of_the_standards_visa_is_the_printed_one() -> None:
    lines = ("VCD<<DENT<<ARTHUR<PHILIP<<<<<<<<<<<<", "1234567XY7GBR5203116M2105253<<<<<<<<")
    assert grade(VISA_EXAMPLE, printed(*lines), "seal.data.zone") is Grade.CONSISTENT


def test_what_a_visas_seal_leaves_out_may_be_anything() -> None:
    lines = (VISA_LINES[0], VISA_LINES[1][:28] + "ABC12345")
    assert grade(Seal().encoded(), printed(*lines), "seal.data.zone") is Grade.CONSISTENT


@pytest.mark.parametrize("column", [1, 9, 20, 36])
def test_one_other_character_is_inconsistent_and_its_place_is_told(column: int) -> None:
    line = EMERGENCY_LINES[1]
    other = "Z" if line[column - 1] != "Z" else "Y"
    changed = line[: column - 1] + other + line[column:]
    (found,) = findings(EMERGENCY.encoded(), printed(EMERGENCY_LINES[0], changed), "seal.data.zone")
    assert found.grade is Grade.INCONSISTENT
    assert found.place is not None
    assert (found.place.line, found.place.start, found.place.end) == (2, column, column)


def test_a_difference_on_a_character_read_without_certainty_waits_for_a_person() -> None:
    changed = EMERGENCY_LINES[1][:5] + "Z" + EMERGENCY_LINES[1][6:]
    facts = printed(EMERGENCY_LINES[0], changed, unsure=(2, 6))
    assert grade(EMERGENCY.encoded(), facts, "seal.data.zone") is Grade.INCONCLUSIVE


def test_a_doubtful_character_does_not_excuse_a_sure_one() -> None:
    changed = EMERGENCY_LINES[1][:5] + "ZZ" + EMERGENCY_LINES[1][7:]
    facts = printed(EMERGENCY_LINES[0], changed, unsure=(2, 6))
    assert grade(EMERGENCY.encoded(), facts, "seal.data.zone") is Grade.INCONSISTENT


def test_a_printed_zone_of_another_format_is_told() -> None:
    assert grade(EMERGENCY.encoded(), printed(*PASSPORT), "seal.data.zone") is Grade.INCONCLUSIVE
    assert grade(Seal().encoded(), printed(*PASSPORT), "seal.data.zone") is Grade.NOT_EXAMINED
    assert grade(EMERGENCY.encoded(), Facts(), "seal.data.zone") is Grade.NOT_EXAMINED


def test_a_visa_names_the_passport_that_it_is_in() -> None:
    facts = Facts((Reading(VISA_LINES),), beside=(Reading(PASSPORT),))
    assert grade(Seal().encoded(), facts, "seal.data.passport") is Grade.CONSISTENT
    other = Seal((*VISA_FEATURES[:2], (5, c40("X12345678"))))
    assert grade(other.encoded(), facts, "seal.data.passport") is Grade.INCONSISTENT
    assert grade(Seal().encoded(), printed(*VISA_LINES), "seal.data.passport") is Grade.NOT_EXAMINED


def test_wrong_check_digits_in_the_seals_zone_are_inconsistent() -> None:
    lines = (EMERGENCY_LINES[0], EMERGENCY_LINES[1][:9] + "8" + EMERGENCY_LINES[1][10:])
    seal = EMERGENCY.but(features=((2, c40("".join(lines))),))
    assert grade(seal.encoded(), printed(*lines), "seal.data.check-digits") is Grade.INCONSISTENT


def test_what_a_person_typed_is_compared_with_the_seal() -> None:
    good = VisualForm(surname="ERIKSSON", document_number="D23145890", date_of_issue="2020-06-13")
    assert grade(EMERGENCY.encoded(), Facts(visual=good), "seal.data.visual") is Grade.CONSISTENT
    bad = VisualForm(surname="ERICSSON")
    assert grade(EMERGENCY.encoded(), Facts(visual=bad), "seal.data.visual") is Grade.INCONSISTENT
    late = VisualForm(surname="ERIKSSON", date_of_issue="2020-06-14")
    assert grade(EMERGENCY.encoded(), Facts(visual=late), "seal.data.visual") is Grade.INCONSISTENT
    only = VisualForm(date_of_issue="2020-06-XX")
    assert grade(EMERGENCY.encoded(), Facts(visual=only), "seal.data.visual") is Grade.CONSISTENT


def test_the_form_of_a_passport_is_not_compared_with_its_visa() -> None:
    facts = Facts((Reading(PASSPORT),), VisualForm(surname="SOMEBODY"))
    assert findings(Seal().encoded(), facts, "seal.data.visual") == []


@pytest.mark.parametrize(
    ("feature", "told"),
    [
        ((4, b"\0\0\0"), "duration of stay: until the date in the zone"),
        ((4, b"\xff\xff\xff"), "duration of stay: decided at the border"),
        ((4, bytes([5, 1, 0])), "duration of stay: 5 days, 1 months, 0 years"),
        ((3, b"\0"), "number of entries: unlimited"),
        ((3, b"\x07"), "number of entries: 7"),
        ((6, b"\xc0\xde"), "type of visa: C0DE"),
        ((7, b"\x01"), "additional feature: 01"),
        ((5, c40("ABC424242")), "passport number: ABC424242"),
        ((99, c40("HELLO")), "feature 99 of the issuer's own: HELLO"),
        ((99, b"\xff"), "feature 99 of the issuer's own: FF"),
    ],
)
def test_what_no_zone_has_is_told_for_the_person_who_compares(feature: tuple[int, bytes], told: str) -> None:
    found = findings(Seal((feature,)).encoded(), Facts(), "seal.data.further")
    assert [str(finding.seen) for finding in found] == [told]


@pytest.mark.parametrize(
    ("features", "expected"),
    [
        (VISA_FEATURES, []),
        (VISA_FEATURES[1:], ["machine readable zone: not there"]),
        (VISA_FEATURES[:1], ["duration of stay: not there", "passport number: not there"]),
        ((*VISA_FEATURES[:2], (5, c40("A"))), ["passport number: 2 bytes"]),
        ((*VISA_FEATURES, (6, bytes(5))), ["type of visa: 5 bytes"]),
    ],
)
def test_features_that_a_visa_must_have_are_missed(features: object, expected: list[str]) -> None:
    found = findings(Seal(features).encoded(), Facts(), "seal.features")  # type: ignore[arg-type]
    assert [str(f.seen) for f in found if f.grade is Grade.INCONSISTENT] == expected


def test_features_of_the_issuers_own_prove_nothing() -> None:
    seal = Seal((*VISA_FEATURES, (200, b"A")))
    assert grade(seal.encoded(), Facts(), "seal.features") is Grade.CONSISTENT


def test_a_feature_that_is_no_text_is_inconsistent() -> None:
    seal = Seal(((2, b"\0\0"), *VISA_FEATURES[1:]))
    assert Grade.INCONSISTENT in {f.grade for f in findings(seal.encoded(), Facts(), "seal.structure")}


def test_a_text_with_a_shift_is_irregular() -> None:
    seal = Seal((*VISA_FEATURES[:2], (5, bytes.fromhex("08F708F708F7"))))
    assert grade(seal.encoded(), Facts(), "seal.structure") is Grade.INCONCLUSIVE


@pytest.mark.parametrize(
    ("definition", "category", "expected"),
    [
        (93, 1, Grade.CONSISTENT),
        (94, 3, Grade.CONSISTENT),
        (0xFD, 2, Grade.NOT_EXAMINED),
        (9, 1, Grade.INCONCLUSIVE),
    ],
)
def test_the_kind_of_document_is_known_by_two_numbers(
    definition: int, category: int, expected: Grade
) -> None:
    seal = Seal(definition=definition, category=category)
    assert grade(seal.encoded(), Facts(), "seal.profile") is expected


def test_a_zone_in_a_national_seal_is_compared() -> None:
    seal = Seal(((1, c40(ZONE)),), definition=0xFD, category=2)
    assert grade(seal.encoded(), printed(ZONE[:44], ZONE[44:]), "seal.data.zone") is Grade.CONSISTENT


@pytest.mark.parametrize(
    ("issued", "signed", "expected"),
    [
        (b"\x5d\x91\x34", b"\x5d\xdf\x54", Grade.CONSISTENT),
        (b"\0\0\0", b"\x5d\xdf\x54", Grade.INCONSISTENT),
        (b"\x5d\x91\x34", int("12312020").to_bytes(3), Grade.INCONSISTENT),
        (b"\x5d\x91\x34", int("07022020").to_bytes(3), Grade.CONSISTENT),
    ],
)
def test_dates_exist_and_are_not_in_the_future(issued: bytes, signed: bytes, expected: Grade) -> None:
    assert grade(Seal(issued=issued, signed=signed).encoded(), Facts(), "seal.dates") is expected


@pytest.mark.parametrize(
    ("reference", "expected"),
    [("5B", Grade.CONSISTENT), ("000", Grade.INCONSISTENT), ("XY", Grade.INCONSISTENT)],
)
def test_the_reference_is_a_number_that_is_not_zero(reference: str, expected: Grade) -> None:
    assert grade(Seal(reference=reference).encoded(), Facts(), "seal.reference") is expected


def _json(**pid: str) -> bytes:
    return json_seal({"hdr": DATA["hdr"], "msg": {"pid": pid, "dat": {"ri": "2021-03-01"}}})


def _holders() -> Iterator[tuple[dict[str, str], Grade]]:
    whole = {"n": "ERIKSSON ANNA MARIA", "dob": "1974-08-12", "i": "L898902C3"}
    yield whole, Grade.CONSISTENT
    yield {"n": "Anna Maria Eriksson"}, Grade.CONSISTENT
    yield {"dn": "l898902c3"}, Grade.CONSISTENT
    yield whole | {"n": "ERIKSSON EVA"}, Grade.INCONSISTENT
    yield whole | {"dob": "1974-08-13"}, Grade.INCONSISTENT
    yield whole | {"dob": "1974"}, Grade.INCONSISTENT
    yield whole | {"i": "L898902C4"}, Grade.INCONSISTENT
    yield {}, Grade.NOT_EXAMINED


@pytest.mark.parametrize(("pid", "expected"), list(_holders()))
def test_the_holder_of_a_seal_in_json_is_that_of_the_document(pid: dict[str, str], expected: Grade) -> None:
    assert grade(_json(**pid), printed(ZONE[:44], ZONE[44:]), "seal.data.holder") is expected


def test_without_a_printed_zone_the_holder_is_not_examined() -> None:
    assert grade(json_seal(), Facts(), "seal.data.holder") is Grade.NOT_EXAMINED


def test_another_version_and_members_that_nobody_signed_are_told() -> None:
    content = json_seal({"hdr": {"is": "UTO", "t": "own.kind", "v": 2}, "msg": {}})
    assert grade(content, Facts(), "seal.version") is Grade.INCONCLUSIVE
    assert grade(content, Facts(), "seal.profile") is Grade.NOT_EXAMINED
    more = json_seal().replace(b'{\n "data"', b'{"more": 1, "data"', 1)
    assert grade(more, Facts(), "seal.structure") is Grade.INCONCLUSIVE


@pytest.mark.parametrize(
    ("content", "check", "expected"),
    [
        (b"\xdc\x07" + Seal().encoded()[2:], "seal.version", Grade.INCONCLUSIVE),
        (b"\xdc", "seal.structure", Grade.INCONSISTENT),
        (Seal().message(), "seal.structure", Grade.INCONSISTENT),
        (bytes(9000), "seal.kind", Grade.INCONCLUSIVE),
    ],
)
def test_what_can_t_be_read_is_said(content: bytes, check: str, expected: Grade) -> None:
    assert grade(content, Facts(), check) is expected


def test_one_code_in_two_pictures_is_examined_once() -> None:
    code = Seal().encoded()
    facts = Facts(seals=(Barcode(code, source="one"), Barcode(b"x"), Barcode(code, source="two")))
    found = examine(facts, on=ON)
    assert [seal.code.source for seal in found.seals] == ["one", ""]
    assert len(found.to_dict()["seals"]) == 2  # type: ignore[arg-type]
    assert "seals" not in examine(Facts(), on=ON).to_dict()
