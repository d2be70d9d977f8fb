"""A chip examined: read, signed, trusted are three states, and every step is a finding."""

import json
from collections.abc import Sequence
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from chipmaker import (
    JPEG,
    NULL,
    SIGNED_AT,
    START,
    UTOPIA,
    ZONE,
    Chip,
    Envelope,
    Paper,
    Scheme,
    authority_constraint,
    biometric_file,
    chip,
    com_file,
    csca,
    der,
    document_types,
    explicit,
    extension,
    face_record,
    hash_algorithm,
    hash_list,
    key,
    key_names,
    master_list,
    name,
    num,
    oid,
    private_key_period,
    public,
    purposes,
    revocation_list,
    seq,
    set_of,
    signer,
    text,
    usage,
    zone_file,
)

from traveldoc.checks import CHECKS, chip_data, chip_trust
from traveldoc.checks import chip as chip_checks
from traveldoc.chip import (
    ActiveEvidence,
    ChipEvidence,
    ChipExamination,
    ChipFiles,
    Match,
    State,
    TrustStore,
    examine_chip,
    read_trust_file,
)
from traveldoc.chip.curve import CURVES
from traveldoc.finding import Finding, Grade

DATA = Path(__file__).parent / "data"
ON = date(2024, 6, 1)


def trust(*files: bytes) -> TrustStore:
    return TrustStore(
        part for number, data in enumerate(files) for part in read_trust_file(f"file {number}", data)
    )


def examine(
    made: Chip, *files: bytes, on: date = ON, changed: dict[str, bytes | None] | None = None, **more: object
) -> ChipExamination:
    given = {name: data for name, data in (made.files() | (changed or {})).items() if data is not None}
    return examine_chip(ChipFiles.named(given.items()), on=on, trust=trust(*files), **more)  # type: ignore[arg-type]


def states(found: ChipExamination) -> tuple[str, str]:
    return found.signature.state.value, found.trusted.state.value


def of(found: ChipExamination, check: str) -> list[Finding]:
    return [finding for finding in found.findings if finding.id == check]


def graded(found: ChipExamination, check: str) -> Sequence[str]:
    return [finding.grade.value for finding in of(found, check)]


ROOT = csca()
PAPER = signer(ROOT)
VERIFIED = ("verified", "verified")


@cache
def dutch() -> TrustStore:
    return trust((DATA / "NL_2025-07-29.ml").read_bytes(), (DATA / "NL_ROOT.cer").read_bytes())


@pytest.mark.parametrize(("state", "code"), [("AT", "AUT"), ("DE", "D"), ("MY", "MYS"), ("NZ", "NZL")])
def test_real_documents_are_signed_and_trusted(state: str, code: str) -> None:
    files = ChipFiles.named([("sod.bin", (DATA / f"{state}.sod.bin").read_bytes())])
    found = examine_chip(files, on=date(2026, 11, 23), trust=dutch())
    assert (states(found), found.grade, found.issuer) == (VERIFIED, Grade.CONSISTENT, code)
    assert set(found.data_groups.values()) == {Match.ABSENT}
    alone = examine_chip(files, on=date(2026, 11, 23), trust=trust((DATA / f"{state}.csca.cer").read_bytes()))
    assert states(alone) == VERIFIED


@pytest.mark.parametrize("state", ["AT", "DE", "MY", "NZ"])
def test_with_another_states_key_the_signature_holds_and_is_not_trusted(state: str) -> None:
    other = {"AT": "DE", "DE": "AT"}.get(state, "AT")
    files = ChipFiles.named([("sod.bin", (DATA / f"{state}.sod.bin").read_bytes())])
    found = examine_chip(files, on=ON, trust=trust((DATA / f"{other}.csca.cer").read_bytes()))
    assert states(found) == ("verified", "failed")
    assert found.grade is Grade.INCONCLUSIVE


def test_without_trust_store_the_chip_is_signed_and_trust_not_examined() -> None:
    found = examine(chip(PAPER))
    assert states(found) == ("verified", "not examined")
    assert graded(found, "chip.trust.path") == ["not examined"]


def test_a_whole_chip_is_consistent_in_every_step() -> None:
    found = examine(chip(PAPER), ROOT.encoded(), revocation_list(ROOT), printed_mrz=ZONE)
    assert (states(found), found.grade, found.read) == (VERIFIED, Grade.CONSISTENT, True)
    assert found.data_groups == {"DG1": Match.MATCH, "DG2": Match.MATCH}
    assert (found.signer, found.csca) == (
        "C=UT, O=Utopia, CN=Document Signer 50",
        "C=UT, O=Utopia, CN=CSCA Utopia",
    )
    assert found.algorithms == {"signature": "ECDSA SHA-256", "key": "secp256r1", "hash": "SHA-256"}
    assert found.contents.zone is not None
    consistent = {finding.id for finding in found.findings if finding.grade is Grade.CONSISTENT}
    assert {
        *("chip.files", "chip.form", "chip.content", "chip.list", "chip.object", "chip.object-version"),
        *("chip.hash.dg1", "chip.hash.dg2", "chip.signed-attributes", "chip.signature", "chip.signer"),
        *("chip.algorithm", "chip.trust.path", "chip.trust.source", "chip.trust.authority"),
        *("chip.trust.usage", "chip.trust.signed-at", "chip.trust.issued-at", "chip.trust.today"),
        *("chip.trust.country", "chip.trust.profile", "chip.trust.revocation"),
        *("chip.data.zone", "chip.data.face", "chip.data.expiry"),
    } <= consistent


def test_the_json_form_has_the_three_states() -> None:
    found = examine(chip(PAPER), csca(number=1).encoded())
    shown = json.loads(json.dumps(found.to_dict()))
    assert (shown["read"], shown["signature"], shown["trusted"]) == (True, "verified", "failed")
    assert shown["data_groups"] == {"DG1": "match", "DG2": "match"}
    assert shown["reasons"]["trusted"].startswith("the trust store has keys of UT")
    assert (shown["issuer"], shown["csca"]) == ("UTO", "")


DOMAINS = {
    c.name: (c.p, c.a, c.b, b"\x04" + c.x.to_bytes(c.size) + c.y.to_bytes(c.size), c.n) for c in CURVES
}
KINDS = {
    "p256": "secp256r1",
    "p384": "secp384r1",
    "p521": "secp521r1",
    "bp256": "brainpoolP256r1",
    "bp384": "brainpoolP384r1",
    "bp512": "brainpoolP512r1",
}


@pytest.mark.parametrize("kind", ["rsa", *KINDS])
@pytest.mark.parametrize("hashed", ["sha1", "sha256", "sha512"])
def test_every_algorithm_is_verified_in_both_signatures(kind: str, hashed: str) -> None:
    schemes = [Scheme(hashed), Scheme(hashed, pss=True)] if kind == "rsa" else [Scheme(hashed)]
    for scheme in schemes:
        root = csca(kind, scheme=scheme)
        if kind in KINDS:
            root = csca(kind, scheme=scheme, info=explicit(key(kind), DOMAINS[KINDS[kind]]))
        found = examine(chip(signer(root, kind), scheme=scheme, hash=hashed), root.encoded())
        assert (states(found), found.grade) == (VERIFIED, Grade.CONSISTENT)
        remark = str(of(found, "chip.algorithm")[0].hint)
        assert ("SHA-1" in remark) == (hashed == "sha1")


def test_a_data_group_that_was_changed_is_named() -> None:
    found = examine(
        chip(PAPER), ROOT.encoded(), changed={"EF_DG1.BIN": zone_file(ZONE.replace("ANNA", "HANS"))}
    )
    assert states(found) == VERIFIED
    assert found.data_groups["DG1"] is Match.MISMATCH
    assert (found.grade, graded(found, "chip.hash.dg1")) == (Grade.INCONSISTENT, ["inconsistent"])


def test_a_data_group_that_was_added_or_left_out_is_named() -> None:
    found = examine(chip(PAPER), ROOT.encoded(), changed={"EF_DG2.BIN": None, "EF_DG11.BIN": der(0x6B)})
    assert found.data_groups == {"DG1": Match.MATCH, "DG2": Match.ABSENT, "DG11": Match.NOT_IN_SOD}
    assert graded(found, "chip.hash.dg2") == ["not examined"]
    assert graded(found, "chip.hash.dg11") == ["inconsistent"]
    assert graded(found, "chip.files") == ["not examined"]


def test_a_hash_function_of_the_list_that_nobody_knows_is_told() -> None:
    made = chip(PAPER)
    content = made.envelope.content.replace(oid("2.16.840.1.101.3.4.2.1"), oid("2.16.840.1.101.3.4.9.1"))
    found = examine(Chip(made.groups, Envelope(content, PAPER)), ROOT.encoded())
    assert graded(found, "chip.hash.dg1") == ["not examined"]
    assert found.algorithms["hash"] == "2.16.840.1.101.3.4.9.1"


def test_without_security_object_nothing_is_proved() -> None:
    found = examine(chip(PAPER), ROOT.encoded(), changed={"EF_SOD.BIN": None})
    assert (states(found), found.read) == (("not examined", "not examined"), True)
    assert found.data_groups == {"DG1": Match.NOT_IN_SOD, "DG2": Match.NOT_IN_SOD}
    assert graded(found, "chip.object") == ["not examined"]
    assert found.issuer == "UTO"
    nothing = examine_chip(ChipFiles({}), on=ON, trust=TrustStore())
    assert (nothing.read, nothing.issuer, nothing.grade) == (False, "", Grade.NOT_EXAMINED)


def test_a_broken_security_object_is_inconsistent() -> None:
    found = examine(chip(PAPER), ROOT.encoded(), changed={"EF_SOD.BIN": b"\x77\x05abc"})
    assert (states(found), found.grade) == (("not examined", "not examined"), Grade.INCONSISTENT)
    assert graded(found, "chip.object") == ["inconsistent"]
    assert not examine_chip(ChipFiles({"EF.SOD": b"x"}), on=ON, trust=TrustStore()).read


def test_other_files_that_cannot_be_read_are_inconsistent() -> None:
    found = examine(chip(PAPER), changed={"EF_DG2.BIN": b"\x75\x05abc"})
    (finding,) = of(found, "chip.content")
    assert finding.place is not None
    assert (finding.place.zone, finding.grade) == ("DG2", Grade.INCONSISTENT)
    assert graded(found, "chip.data.face") == ["not examined"]


def test_files_given_twice_and_foreign_files_are_told() -> None:
    found = examine(chip(PAPER), changed={"0101.bin": zone_file("x" * 88), "notes.txt": b"x"})
    assert graded(found, "chip.files") == ["consistent", "inconclusive"]
    assert "left out" in str(of(found, "chip.files")[0].hint)


def test_the_list_of_data_groups_must_agree_with_what_was_signed() -> None:
    found = examine(chip(PAPER), changed={"EF_COM.BIN": com_file(0x61, 0x6F)})
    (finding,) = of(found, "chip.list")
    assert finding.grade is Grade.INCONSISTENT
    assert str(finding.seen) == "listed in EF.COM and not signed: DG15; signed and not listed: DG2"
    assert graded(examine(chip(PAPER), changed={"EF_COM.BIN": None}), "chip.list") == ["not examined"]


@pytest.mark.parametrize(
    ("changes", "check"),
    [
        ({"version": 7}, "chip.object-version"),
        ({"signer_version": 7}, "chip.object-version"),
        ({"announced": set_of(hash_algorithm("sha512"))}, "chip.object-version"),
        ({"announced": set_of(hash_algorithm("sha256", num(1)))}, "chip.object-version"),
        ({"attributes": False}, "chip.signed-attributes"),
        ({"scheme": Scheme(encoded=seq(oid("1.2.840.10045.4.3.2"), num(0)))}, "chip.algorithm"),
    ],
)
def test_what_is_odd_beside_the_signature_is_told_and_the_signature_holds(
    changes: dict[str, Any], check: str
) -> None:
    found = examine(chip(PAPER, **changes), ROOT.encoded())
    assert states(found) == VERIFIED
    assert "inconclusive" in graded(found, check)
    assert found.grade is Grade.INCONCLUSIVE


@pytest.mark.parametrize(
    "changes", [{"version": 1}, {"signer_version": 3}, {"by_key": True, "signer_version": 1}]
)
def test_versions_of_the_envelope_that_should_be_others_are_named(changes: dict[str, Any]) -> None:
    found = examine(chip(PAPER, **changes), ROOT.encoded())
    assert (states(found), found.grade) == (VERIFIED, Grade.CONSISTENT)
    assert len(of(found, "chip.object-version")) == 2


@pytest.mark.parametrize("versions", [b"", seq(text("0108", 0x13), text("040000", 0x13))])
def test_the_version_of_the_list_must_fit_what_it_brings(versions: bytes) -> None:
    groups = {1: zone_file(), 2: b""}
    content = hash_list(groups, version=0 if versions else 1, versions=versions)
    found = examine(Chip(groups, Envelope(content, PAPER)), ROOT.encoded())
    assert graded(found, "chip.object-version") == ["inconclusive"]
    right = hash_list(groups, version=1)
    found = examine(Chip(groups, Envelope(right, PAPER)), ROOT.encoded())
    assert str(of(found, "chip.object-version")[0].seen) == "version 1, structure 0108, characters 040000"


def test_an_encoding_known_from_genuine_chips_is_named_and_not_held_against_them() -> None:
    sod = chip(PAPER).envelope.encoded()
    found = examine(chip(PAPER), ROOT.encoded(), changed={"EF_SOD.BIN": der(0x77, sod) + b"\0\0"})
    assert (states(found), found.grade) == (VERIFIED, Grade.CONSISTENT)
    assert "bytes after the end" in str(of(found, "chip.form")[0].seen)
    bare = examine(chip(PAPER), ROOT.encoded(), changed={"EF_SOD.BIN": sod})
    assert (states(bare), bare.grade) == (VERIFIED, Grade.CONSISTENT)
    assert "tag 77" in str(of(bare, "chip.form")[0].seen)


def test_an_encoding_that_is_odd_asks_for_a_second_look() -> None:
    made = chip(PAPER)
    encoded = PAPER.encoded()
    place = encoded.rindex(b"\x03", 0, len(encoded) - 70)
    start = encoded.index(b"\0", place)
    odd = encoded[:start] + b"\1" + encoded[start + 1 :]
    found = examine(Chip(made.groups, made.envelope.but(certificates=(odd,))), ROOT.encoded())
    assert "inconclusive" in graded(found, "chip.form")


def test_a_changed_list_fails_and_so_does_a_changed_signature() -> None:
    for made in (chip(PAPER, digest=bytes(32)), chip(PAPER, signature=b"\x30\x06\x02\x01\x01\x02\x01\x01")):
        found = examine(made, ROOT.encoded())
        assert (states(found), found.grade) == (("failed", "not examined"), Grade.INCONSISTENT)


def test_an_algorithm_that_nobody_knows_is_not_examined_and_never_passed_over() -> None:
    found = examine(chip(PAPER, scheme=Scheme(encoded=seq(oid("1.2.3")))), ROOT.encoded())
    assert (states(found), found.grade) == (("not examined", "not examined"), Grade.INCONCLUSIVE)
    assert found.algorithms["signature"] == "1.2.3"


def test_the_signers_certificate_may_come_from_the_store() -> None:
    made = chip(PAPER, certificates=())
    found = examine(made, ROOT.encoded(), PAPER.encoded())
    assert states(found) == VERIFIED
    assert "trust store had it" in str(of(found, "chip.signer")[0].hint)
    missing = examine(made, ROOT.encoded())
    assert (states(missing), missing.grade) == (("not examined", "not examined"), Grade.INCONCLUSIVE)


def test_a_certificate_on_the_chip_that_is_not_the_signers_is_inconsistent() -> None:
    found = examine(chip(PAPER, certificates=(signer(ROOT, "p256", 51).encoded(),)), ROOT.encoded())
    assert (states(found)[0], graded(found, "chip.signer")) == ("not examined", ["inconsistent"])
    broken = examine(chip(PAPER, certificates=(seq(),)), ROOT.encoded())
    assert graded(broken, "chip.signer") == ["inconclusive"]


def test_an_issuer_written_in_another_order_is_named() -> None:
    made = chip(PAPER, sid=seq(name("CN=CSCA Utopia", "O=Utopia", "C=UT"), num(1050)))
    found = examine(made, ROOT.encoded())
    assert (states(found), found.grade) == (VERIFIED, Grade.CONSISTENT)
    assert "another way" in str(of(found, "chip.signer")[0].seen)


def test_of_two_signatures_one_that_holds_is_enough() -> None:
    made = chip(PAPER)
    good = made.envelope.signer_info()
    bad = made.envelope.but(signature=b"\x30\x06\x02\x01\x01\x02\x01\x01").signer_info()
    sod = der(0x77, made.envelope.encoded().replace(set_of(good), set_of(good)))
    both = der(0x31, bad, good)
    whole = made.envelope.encoded()
    start = whole.rindex(set_of(good))
    body = parse_free(whole[:start] + both)
    found = examine(made, ROOT.encoded(), changed={"EF_SOD.BIN": body})
    assert sod
    assert states(found) == VERIFIED
    assert "2 signatures" in str(of(found, "chip.signature")[0].seen)


def parse_free(encoded: bytes) -> bytes:
    """The same signed data with its outer lengths set right."""
    at = encoded.index(num(3) + set_of(hash_algorithm("sha256")))
    return der(0x77, seq(oid("1.2.840.113549.1.7.2"), der(0xA0, seq(encoded[at:]))))


# --- the signer and the State -----------------------------------------------------------------------------


def decided(found: ChipExamination, check: str) -> tuple[str, str]:
    return found.trusted.state.value, graded(found, check)[0]


def test_a_state_key_that_may_not_issue_is_not_trusted() -> None:
    names = key_names(ROOT.public, ROOT.public)
    for extensions, expected in (
        ((*names, usage(6), authority_constraint()), ("failed", "inconsistent")),
        ((*names, usage(5)), ("verified", "inconclusive")),
    ):
        root = csca(extensions=extensions)
        assert decided(examine(chip(signer(root)), root.encoded()), "chip.trust.authority") == expected
    other = csca(number=1)
    names = key_names(other.public, other.public)
    listed = csca(number=1, extensions=(*names, usage(5), authority_constraint(is_authority=False)))
    lister = signer(ROOT, "p256", 70, purposes("2.23.136.1.1.3"))
    found = examine(chip(signer(listed)), master_list(lister, [listed.encoded()]), ROOT.encoded())
    assert decided(found, "chip.trust.authority") == ("failed", "inconsistent")
    new = csca(number=2)
    names = key_names(new.public, ROOT.public)
    link = new.but(
        issuer_key=ROOT.key, extensions=(*names, usage(5), authority_constraint(is_authority=False))
    )
    listed_link = master_list(lister, [link.encoded()])
    found = examine(chip(signer(new)), listed_link, ROOT.encoded())
    assert decided(found, "chip.trust.authority") == ("verified", "inconclusive")
    found = examine(chip(signer(new)), listed_link, ROOT.encoded(), new.encoded())
    assert decided(found, "chip.trust.authority") == ("verified", "consistent")
    old = csca(extensions=(), version=1)
    assert decided(examine(chip(signer(old)), old.encoded()), "chip.trust.authority") == (
        "verified",
        "consistent",
    )


@pytest.mark.parametrize(
    "extensions",
    [(usage(5),), (usage(0), authority_constraint()), (usage(0), purposes("2.23.136.1.1.3"))],
)
def test_a_signer_that_may_not_sign_documents_is_not_trusted(extensions: tuple[bytes, ...]) -> None:
    names = key_names(PAPER.public, ROOT.public)
    paper = PAPER.but(extensions=(*names, *extensions))
    found = examine(chip(paper), ROOT.encoded())
    assert (found.signature.state, *decided(found, "chip.trust.usage")) == (
        State.VERIFIED,
        "failed",
        "inconsistent",
    )


def test_a_broken_extension_is_inconclusive_and_never_passed_over() -> None:
    names = key_names(PAPER.public, ROOT.public)
    paper = PAPER.but(extensions=(*names, extension("2.5.29.15", b"\x30\x09")))
    found = examine(chip(paper), ROOT.encoded())
    assert graded(found, "chip.trust.usage") == ["inconclusive"]
    assert "inconclusive" in graded(found, "chip.trust.profile")


def test_a_broken_name_of_the_state_leaves_the_two_letters() -> None:
    names = key_names(PAPER.public, ROOT.public)
    paper = PAPER.but(extensions=(*names, usage(0), extension("2.5.29.17", b"\x30\x09")))
    found = examine(chip(paper), ROOT.encoded())
    assert found.issuer == "UT"
    assert "inconclusive" in graded(found, "chip.trust.country")


def test_a_signature_from_outside_the_certificates_validity_is_not_trusted() -> None:
    late = datetime(2036, 1, 1, tzinfo=UTC)
    found = examine(chip(PAPER, signed_at=late), ROOT.encoded())
    assert decided(found, "chip.trust.signed-at") == ("failed", "inconsistent")
    hours_before = datetime(2019, 12, 31, 20, tzinfo=UTC)
    found = examine(chip(PAPER, signed_at=hours_before), ROOT.encoded())
    assert decided(found, "chip.trust.signed-at") == ("verified", "consistent")
    unknown = examine(chip(PAPER, signed_at=None), ROOT.encoded())
    assert decided(unknown, "chip.trust.signed-at") == ("verified", "not examined")


def test_the_date_of_issue_stands_in_for_the_time_of_the_signature() -> None:
    made = chip(PAPER, [(12, der(0x6C, der(0x5F26, b"20360101")))], signed_at=None)
    found = examine(made, ROOT.encoded())
    assert decided(found, "chip.trust.signed-at") == ("failed", "inconsistent")
    assert graded(found, "chip.data.issue") == ["inconsistent"]


def test_a_signature_after_the_use_of_the_private_key_is_inconclusive() -> None:
    paper = signer(ROOT, "p256", 50, private_key_period(START, datetime(2020, 4, 1, tzinfo=UTC)))
    found = examine(chip(paper), ROOT.encoded())
    assert decided(found, "chip.trust.private-key") == ("verified", "inconclusive")
    within = examine(chip(paper, signed_at=datetime(2020, 2, 1, tzinfo=UTC)), ROOT.encoded())
    assert decided(within, "chip.trust.private-key") == ("verified", "consistent")


def test_an_expired_certificate_is_told_and_stays_trusted() -> None:
    found = examine(chip(PAPER), ROOT.encoded(), on=date(2040, 1, 1))
    assert decided(found, "chip.trust.today") == ("verified", "inconclusive")


def test_a_signer_issued_outside_the_state_keys_time_is_told() -> None:
    early = csca(start=datetime(2022, 1, 1, tzinfo=UTC))
    assert graded(examine(chip(signer(early)), early.encoded()), "chip.trust.issued-at") == ["inconsistent"]
    names = key_names(ROOT.public, ROOT.public)
    short = private_key_period(None, datetime(2019, 1, 1, tzinfo=UTC))
    root = csca(extensions=(*names, usage(5), authority_constraint(), short))
    assert graded(examine(chip(signer(root)), root.encoded()), "chip.trust.issued-at") == ["inconclusive"]


def test_a_signer_of_another_state_than_the_document_is_not_trusted() -> None:
    zone = ZONE.replace("P<UTO", "P<NZL")
    found = examine(chip(PAPER, [(1, zone_file(zone))]), ROOT.encoded())
    assert decided(found, "chip.trust.country") == ("failed", "inconsistent")


def state_chip(country: str, code: str) -> ChipExamination:
    """A chip whose certificates have only two letters, and a zone with this code."""
    issuer = name(f"C={country}", "CN=CSCA")
    root = csca(subject=issuer, issuer=issuer, extensions=(usage(5), authority_constraint()))
    paper = Paper(name(f"C={country}", "CN=DS"), issuer, key("p256", 50), root.key, (usage(0),))
    zone = "P<" + code.ljust(3, "<") + ZONE[5:]
    return examine(chip(paper, [(1, zone_file(zone))]), root.encoded())


@pytest.mark.parametrize(
    ("country", "code"),
    [("DE", "D"), ("NZ", "NZL"), ("GB", "GBD"), ("UN", "UNO"), ("HK", "CHN"), ("KS", "RKS"), ("eu", "EUE")],
)
def test_two_letters_and_three_stand_for_one_state(country: str, code: str) -> None:
    assert decided(state_chip(country, code), "chip.trust.country") == ("verified", "consistent")


def test_letters_of_another_state_do_not() -> None:
    assert decided(state_chip("NZ", "AUS"), "chip.trust.country") == ("failed", "inconsistent")
    assert decided(state_chip("UT", "UTO"), "chip.trust.country")[1] in {"inconclusive", "inconsistent"}


def test_certificates_of_two_states_are_not_trusted() -> None:
    paper = signer(ROOT).but(subject=name("C=AR", "CN=DS"))
    found = examine(chip(paper), ROOT.encoded())
    assert decided(found, "chip.trust.country") == ("failed", "inconsistent")


def test_a_signer_signs_only_the_kinds_of_documents_in_its_list() -> None:
    for codes, grade in (
        (("P",), "consistent"),
        (("ID", "P"), "consistent"),
        (("ID",), "inconsistent"),
        (("PD",), "inconsistent"),
    ):
        found = examine(chip(signer(ROOT, "p256", 50, document_types(*codes))), ROOT.encoded())
        assert graded(found, "chip.trust.document-type") == [grade]
    unread = examine(chip(signer(ROOT, "p256", 50, document_types("P"))), changed={"EF_DG1.BIN": None})
    assert graded(unread, "chip.trust.document-type") == ["not examined"]
    assert graded(examine(chip(PAPER)), "chip.trust.document-type") == ["not examined"]


def test_what_is_odd_in_a_certificate_is_told() -> None:
    names = key_names(PAPER.public, ROOT.public)
    odd = PAPER.but(serial=-7, extensions=(*names, usage(0), extension("1.2.3", NULL, critical=True)))
    found = examine(chip(odd), csca(serial=0).encoded())
    assert graded(found, "chip.trust.profile") == ["consistent", "inconclusive", "consistent"]
    outer = PAPER.but(outer=seq(oid("1.2.840.10045.4.3.4")))
    assert graded(examine(chip(outer), ROOT.encoded()), "chip.trust.profile") == ["inconclusive"]


# --- who vouches, and what the State said later -----------------------------------------------------------


def test_it_is_told_who_vouches_for_the_key_and_since_when() -> None:
    lister = signer(ROOT, "p256", 70, purposes("2.23.136.1.1.3"))
    listed = master_list(lister, [ROOT.encoded()])
    found = examine(chip(PAPER), listed, ROOT.encoded())
    seen = [str(each.seen) for each in of(found, "chip.trust.source")]
    assert seen == [
        "certificate “file 1”, brought by itself",
        "master list “file 0” of UT, signed on 2024-03-01",
    ]
    own = examine(chip(PAPER), listed)
    assert "nobody else vouches" in str(of(own, "chip.trust.source")[0].hint)
    old = examine(chip(PAPER), listed, ROOT.encoded(), on=date(2026, 1, 1))
    assert "more than a year old" in str(of(old, "chip.trust.source")[1].hint)
    undated = master_list(lister, [ROOT.encoded()], signed_at=None)
    assert "signed on ?" in str(of(examine(chip(PAPER), undated), "chip.trust.source")[0].seen)


def test_a_withdrawn_signer_is_not_trusted() -> None:
    found = examine(chip(PAPER), ROOT.encoded(), revocation_list(ROOT, [1050]))
    assert decided(found, "chip.trust.revocation") == ("failed", "inconsistent")
    other = examine(chip(PAPER), ROOT.encoded(), revocation_list(ROOT, [7]))
    assert decided(other, "chip.trust.revocation") == ("verified", "consistent")
    assert decided(examine(chip(PAPER), ROOT.encoded()), "chip.trust.revocation") == (
        "verified",
        "not examined",
    )


def test_a_revocation_list_that_is_old_or_forged_is_not_relied_on() -> None:
    stale = revocation_list(ROOT, following=datetime(2024, 4, 1, tzinfo=UTC))
    assert graded(examine(chip(PAPER), ROOT.encoded(), stale), "chip.trust.revocation") == ["inconclusive"]
    forged = revocation_list(csca(number=1), named=False)
    found = examine(chip(PAPER), ROOT.encoded(), forged)
    assert graded(found, "chip.trust.revocation") == ["inconclusive"]
    endless = revocation_list(ROOT, following=None, named=False)
    assert graded(examine(chip(PAPER), ROOT.encoded(), endless), "chip.trust.revocation") == ["consistent"]
    unknown = revocation_list(csca(number=1))
    assert graded(examine(chip(PAPER), ROOT.encoded(), unknown), "chip.trust.revocation") == ["inconclusive"]


def deviating(
    *conditions: bytes, kinds: tuple[str, ...] = ("2.23.136.1.1.7.2.2",), authority: Paper = ROOT
) -> bytes:
    entry = seq(seq(*conditions), set_of(*(seq(oid(kind)) for kind in kinds)))
    content = seq(num(0), set_of(entry))
    lister = signer(authority, "p256", 70, purposes("2.23.136.1.1.8"))
    return Envelope(content, lister, "2.23.136.1.1.7").encoded()


PERIOD = der(0xA4, der(0x18, b"20200101000000Z"), der(0x18, b"20201231000000Z"))


@pytest.mark.parametrize(
    ("conditions", "grade"),
    [
        ((), "inconclusive"),
        ((der(0x80, b"P<"), der(0xA1, UTOPIA, num(1050))), "inconclusive"),
        ((der(0xA5, text("L898902C3", 0x13)),), "inconclusive"),
        ((der(0x80, b"ID"),), "consistent"),
        ((der(0xA1, UTOPIA, num(7)),), "consistent"),
        ((PERIOD,), "consistent"),
        ((der(0xA5, text("OTHER", 0x13)),), "consistent"),
        ((der(0x83, b"digest"),), "consistent"),
    ],
)
def test_an_announced_fault_is_told_where_all_its_conditions_fit(
    conditions: tuple[bytes, ...], grade: str
) -> None:
    found = examine(chip(PAPER), ROOT.encoded(), deviating(*conditions))
    assert graded(found, "chip.trust.deviation") == [grade]


def test_other_deviations() -> None:
    two = examine(chip(PAPER), ROOT.encoded(), deviating(kinds=("2.23.136.1.1.7.1", "1.2.3")))
    assert len(of(two, "chip.trust.deviation")) == 2
    unread = examine(chip(PAPER), ROOT.encoded(), deviating(der(0x80, b"ID")), changed={"EF_DG1.BIN": None})
    assert graded(unread, "chip.trust.deviation") == ["inconclusive"]
    arcadia = csca(number=1, subject=name("C=AR"), issuer=name("C=AR"))
    foreign = examine(chip(PAPER), ROOT.encoded(), arcadia.encoded(), deviating(authority=arcadia))
    assert graded(foreign, "chip.trust.deviation") == ["consistent"]


# --- the data ---------------------------------------------------------------------------------------------


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
