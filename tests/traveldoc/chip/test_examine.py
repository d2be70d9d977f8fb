"""A chip examined: read, signed, trusted are three states, and every step is a finding."""

import json
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from chipcases import ON, PAPER, ROOT, examine, graded, of, trust
from chipmaker import (
    ZONE,
    Chip,
    Envelope,
    Scheme,
    chip,
    com_file,
    csca,
    der,
    explicit,
    hash_algorithm,
    hash_list,
    key,
    name,
    num,
    oid,
    revocation_list,
    seq,
    set_of,
    signer,
    text,
    zone_file,
)

from traveldoc.chip import (
    ChipExamination,
    ChipFiles,
    Match,
    TrustStore,
    examine_chip,
)
from traveldoc.chip.curve import CURVES
from traveldoc.finding import Grade

DATA = Path(__file__).parent / "data"


def states(found: ChipExamination) -> tuple[str, str]:
    return found.signature.state.value, found.trusted.state.value


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
