"""Who signed a seal: the standard's example, every curve, DER and short forms, signers that are not the one."""

import base64
from datetime import UTC, date, datetime

import pytest
from chipmaker import (
    Paper,
    authority_constraint,
    csca,
    document_types,
    extension,
    name,
    purposes,
    revocation_list,
    signer,
    usage,
)
from sealmaker import (
    DATA,
    EMERGENCY,
    EMERGENCY_EXAMPLE,
    EXAMPLE_POINT,
    JSON_SIGNER,
    ROOT,
    SIGNER,
    VISA_EXAMPLE,
    Seal,
    barcode_signer,
    c40,
    json_seal,
    raw,
)

from traveldoc.barcode import Barcode
from traveldoc.chip.curve import BY_OID
from traveldoc.chip.key import EcKey
from traveldoc.chip.proof import State
from traveldoc.chip.trust import TrustStore
from traveldoc.chip.trust_file import read_trust_file
from traveldoc.examine import examine
from traveldoc.facts import Facts
from traveldoc.finding import Grade
from traveldoc.seal.examine import SealExamination
from traveldoc.seal.fault import SealError
from traveldoc.seal.signer import attempts, prove
from traveldoc.seal.vds import read_vds
from traveldoc.seal.vds_nc import read_vds_nc

ON = date(2020, 7, 1)
CURVE = next(curve for curve in BY_OID.values() if curve.name == "brainpoolP256r1")
PUBLISHED = EcKey(CURVE, int.from_bytes(EXAMPLE_POINT[1:33]), int.from_bytes(EXAMPLE_POINT[33:]))


def store(*papers: Paper, lists: tuple[bytes, ...] = ()) -> TrustStore:
    files = (*(paper.encoded() for paper in papers), *lists)
    return TrustStore(part for data in files for part in read_trust_file("x", data))


KNOWN = store(ROOT, SIGNER)


def examined(content: bytes, trust: TrustStore | None = KNOWN, on: date = ON) -> SealExamination:
    (found,) = examine(Facts(seals=(Barcode(content),)), on=on, trust=trust).seals
    return found


def states(found: SealExamination) -> tuple[str, str]:
    return found.signature.state.value, found.trusted.state.value


def grades(found: SealExamination, check: str) -> set[Grade]:
    return {finding.grade for finding in found.findings if finding.id == check}


@pytest.mark.parametrize("example", [EMERGENCY_EXAMPLE, VISA_EXAMPLE])
def test_the_signatures_of_the_standards_examples_hold(example: bytes) -> None:
    seal = read_vds(example)
    proof, way = prove(PUBLISHED, seal.signed, seal.signature, attempts(PUBLISHED, seal.signature))
    assert proof
    assert way is not None
    assert (way.scheme.name, way.oddity) == ("ECDSA plain SHA-256", None)


@pytest.mark.parametrize("kind", ["p224", "p256", "p384", "p521", "bp256", "bp384", "bp512"])
@pytest.mark.parametrize("version", [3, 4])
def test_a_seal_of_every_curve_is_verified_and_trusted(kind: str, version: int) -> None:
    paper = barcode_signer(ROOT, kind, 72)
    seal = Seal(paper=paper, version=version, reference="0005B")
    found = examined(seal.encoded(), store(ROOT, paper))
    assert states(found) == ("verified", "verified")
    assert found.grade is Grade.CONSISTENT, [f for f in found.findings if f.grade is Grade.INCONSISTENT]


def test_without_a_trust_list_nothing_is_verified_and_the_reason_is_said() -> None:
    found = examined(Seal().encoded(), None)
    assert states(found) == ("not examined", "not examined")
    assert str(found.signature.reason) == "no trust list was given"
    assert grades(found, "seal.signature") == {Grade.NOT_EXAMINED}


def test_a_signer_who_is_not_in_the_store_is_inconclusive() -> None:
    found = examined(Seal(reference="5C").encoded())
    assert states(found) == ("not examined", "not examined")
    assert grades(found, "seal.signer") == {Grade.INCONCLUSIVE}


def test_with_another_states_list_the_signature_holds_and_trust_fails() -> None:
    other = csca(number=7, subject=name("C=XX", "CN=CSCA"), issuer=name("C=XX", "CN=CSCA"))
    assert states(examined(Seal().encoded(), store(other, SIGNER))) == ("verified", "failed")


@pytest.mark.parametrize("content", [Seal().encoded(), EMERGENCY.encoded()])
def test_one_flipped_bit_anywhere_is_never_verified(content: bytes) -> None:
    for at in range(len(content)):
        flipped = content[:at] + bytes([content[at] ^ 1]) + content[at + 1 :]
        found = examined(flipped)
        assert not found.signature, at
        assert not found.trusted, at


def test_a_signature_in_der_holds_and_is_called_irregular() -> None:
    seal = Seal()
    encoded = SIGNER.scheme.sign(SIGNER.key, seal.message())
    found = examined(seal.but(signature=encoded).encoded())
    assert states(found) == ("verified", "verified")
    assert Grade.INCONCLUSIVE in grades(found, "seal.structure")


def test_numbers_without_their_leading_zeros_are_understood_and_called_irregular() -> None:
    for day in range(1, 4000):
        seal = Seal(reference="5B", features=((4, day.to_bytes(3)),))
        plain = raw(SIGNER.scheme.sign(SIGNER.key, seal.message()), 32)
        if plain[0] == 0 and plain[32] == 0:  # one in 65,536: rather cut what is not zero, too
            break
    short = plain[1:32] + plain[33:]
    found = examined(seal.but(signature=short).encoded())
    expected = "verified" if plain[0] == plain[32] == 0 else "failed"
    assert found.signature.state.value == expected


@pytest.mark.parametrize("size", [0, 1, 63, 65, 66])
def test_a_signature_of_another_length_fails(size: int) -> None:
    assert examined(Seal(signature=bytes(size)).encoded()).signature.state is State.FAILED


def test_an_rsa_key_may_sign_a_seal() -> None:
    paper = barcode_signer(ROOT, "rsa2048", 73)
    signature = paper.scheme.sign(paper.key, Seal(paper=paper).message())
    found = examined(Seal(paper=paper, signature=signature).encoded(), store(ROOT, paper))
    assert states(found) == ("verified", "verified")


def test_of_two_signers_with_one_number_the_one_who_signed_is_taken() -> None:
    other = barcode_signer(ROOT, "p256", 74)
    assert states(examined(Seal().encoded(), store(ROOT, other, SIGNER))) == ("verified", "verified")


def test_a_certificate_of_another_name_is_used_and_named() -> None:
    paper = barcode_signer(ROOT, "p256", 75, subject=name("C=UT", "CN=Visa Signer 02"))
    found = examined(Seal(paper=paper).encoded(), store(ROOT, paper))
    assert states(found) == ("verified", "verified")
    assert grades(found, "seal.signer") == {Grade.INCONCLUSIVE}


def test_a_german_arrival_attestation_has_five_characters_in_version_4() -> None:
    paper = barcode_signer(ROOT, "p256", 76, serial=0x03123, subject=name("C=UT", "CN=ME", tag=0x13))
    seal = Seal(paper=paper, signer="UTME", announced="03", reference="123", definition=0xFD, category=2)
    found = examined(seal.encoded(), store(ROOT, paper))
    assert states(found) == ("verified", "verified")
    assert grades(found, "seal.profile") == {Grade.NOT_EXAMINED}


@pytest.mark.parametrize(
    ("paper", "check", "trusted"),
    [
        (
            signer(ROOT, "p256", 77, serial=0x5B, subject=name("C=UT", "CN=TS")),
            "seal.trust.usage",
            "verified",
        ),
        (
            barcode_signer(ROOT, "p256", 78, extensions=(purposes("2.23.136.1.1.3"),)),
            "seal.trust.usage",
            "failed",
        ),
        (barcode_signer(ROOT, "p256", 79, usage(5)), "seal.trust.usage", "failed"),
        (
            barcode_signer(ROOT, "p256", 87, extension("2.23.136.1.1.6.2", b"\x30\x7f")),
            "seal.trust.document-type",
            "verified",
        ),
        (barcode_signer(ROOT, "p256", 80, document_types("P")), "seal.trust.document-type", "failed"),
        (barcode_signer(ROOT, "p256", 81, document_types("V")), "", "verified"),
        (
            barcode_signer(ROOT, "p256", 82, start=datetime(2021, 1, 1, tzinfo=UTC)),
            "seal.trust.signed-at",
            "failed",
        ),
        (
            barcode_signer(ROOT, "p256", 83, end=datetime(2020, 6, 20, tzinfo=UTC)),
            "seal.trust.today",
            "verified",
        ),
    ],
)
def test_what_forbids_a_signer_to_sign_is_found(paper: Paper, check: str, trusted: str) -> None:
    found = examined(Seal(paper=paper).encoded(), store(ROOT, paper))
    assert states(found) == ("verified", trusted)
    bad = {f.id for f in found.findings if f.grade in {Grade.INCONSISTENT, Grade.INCONCLUSIVE}}
    assert bad >= {check} if check else not {b for b in bad if b.startswith("seal.trust")}


@pytest.mark.parametrize("country", ["D", "DEU", "FRA"])
def test_a_seal_of_another_state_is_not_trusted(country: str) -> None:
    found = examined(Seal(country=country).encoded())
    assert states(found) == ("verified", "failed")
    assert grades(found, "seal.trust.country") == {Grade.INCONSISTENT}


def test_three_letters_in_the_seal_fit_two_in_the_certificate() -> None:
    root = csca(number=8, subject=name("C=DE", "CN=CSCA"), issuer=name("C=DE", "CN=CSCA"))
    paper = barcode_signer(root, "p256", 84, subject=name("C=DE", "CN=TS", tag=0x13))
    lines = "V<D<<MUSTERMANN<<ERIKA".ljust(36, "<") + "1234567XY7D<<5203116M2105253"
    features = ((2, c40(lines)), *Seal().features[1:])
    seal = Seal(features, paper, country="D", signer="DETS")
    assert states(examined(seal.encoded(), store(root, paper))) == ("verified", "verified")


def test_a_seal_with_the_number_for_tests_is_not_trusted() -> None:
    paper = barcode_signer(ROOT, "p256", 85, serial=0)
    found = examined(Seal(paper=paper, reference="00").encoded(), store(ROOT, paper))
    assert found.trusted.state is State.FAILED
    assert grades(found, "seal.reference") == {Grade.INCONSISTENT}


def test_a_withdrawn_signer_is_not_trusted() -> None:
    withdrawn = revocation_list(ROOT, [0x5B])
    found = examined(Seal().encoded(), store(ROOT, SIGNER, lists=(withdrawn,)))
    assert states(found) == ("verified", "failed")


def test_a_seal_in_json_is_verified_with_its_own_certificate_and_trusted_through_the_store() -> None:
    content = json_seal()
    assert states(examined(content, None)) == ("verified", "not examined")
    found = examined(content, store(ROOT))
    assert states(found) == ("verified", "verified")
    assert found.fields["document_number"] == "L898902C3"


def test_a_changed_seal_in_json_fails() -> None:
    assert examined(json_seal().replace(b"ANNA", b"ANNE")).signature.state is State.FAILED


def test_the_order_and_the_blanks_of_a_seal_in_json_don_t_matter() -> None:
    turned = {"msg": DATA["msg"], "hdr": {"v": 1, "t": "icao.vacc", "is": "UTO"}}
    assert states(examined(json_seal(turned), store(ROOT))) == ("verified", "verified")


@pytest.mark.parametrize(
    ("paper", "check"),
    [
        (JSON_SIGNER.but(extensions=(purposes("2.23.136.1.1.11.1"),)), "seal.trust.usage"),
        (JSON_SIGNER.but(extensions=(document_types("NT"),)), "seal.trust.document-type"),
        (JSON_SIGNER.but(extensions=(authority_constraint(),)), "seal.trust.usage"),
        (JSON_SIGNER.but(subject=name("C=XX", "CN=HS"), issuer=name("C=XX", "CN=X")), "seal.trust.country"),
    ],
)
def test_what_forbids_a_signer_of_json_to_sign_is_found(paper: Paper, check: str) -> None:
    found = examined(json_seal(paper=paper), store(ROOT))
    assert found.signature.state is State.VERIFIED
    assert found.trusted.state is State.FAILED
    assert Grade.INCONSISTENT in grades(found, check)


@pytest.mark.parametrize(
    "sig",
    [{"alg": "none"}, {"cer": "AAAA"}, {"alg": "ES384"}, {"sigvl": "AAAA"}],
)
def test_a_seal_in_json_that_can_t_be_verified_is_never_verified(sig: dict[str, str]) -> None:
    assert not examined(json_seal(DATA, JSON_SIGNER, **sig), store(ROOT)).signature


@pytest.mark.parametrize(
    "content",
    [
        b'{"hdr":1,"msg":2,"sigvl":3}',
        b'{"data":{"hdr":{},"msg":{}},"sig":{"sigvl":""}}',
        json_seal().replace(b'"v": 1', b'"v": "1"'),
        json_seal().replace(b'"t": "icao.vacc"', b'"t": 3'),
        json_seal(sigvl="!!"),
        json_seal(cer=7),
    ],
)
def test_a_broken_seal_in_json_is_inconsistent_and_not_read(content: bytes) -> None:
    found = examined(content)
    assert not found.read
    assert found.grade is Grade.INCONSISTENT


def test_plain_base64_is_read_and_called_irregular() -> None:
    found = examined(json_seal(cer=base64.b64encode(JSON_SIGNER.encoded()).decode()), store(ROOT))
    assert found.signature.state is State.VERIFIED


def test_a_reference_that_is_no_number_names_no_certificate() -> None:
    assert states(examined(Seal(reference="XY").encoded())) == ("not examined", "not examined")


def test_the_document_type_of_a_seal_without_a_zone_is_not_examined() -> None:
    paper = barcode_signer(ROOT, "p256", 88, document_types("V"))
    found = examined(Seal(paper=paper, features=()).encoded(), store(ROOT, paper))
    assert grades(found, "seal.trust.document-type") == {Grade.NOT_EXAMINED}


def test_a_state_whose_letters_nobody_knows_is_inconclusive() -> None:
    root = csca(number=9, extensions=())
    paper = barcode_signer(root, "p256", 89)
    found = examined(Seal(paper=paper, features=()).encoded(), store(root, paper))
    assert grades(found, "seal.trust.country") == {Grade.INCONCLUSIVE}


def test_json_that_is_no_object_is_no_seal() -> None:
    with pytest.raises(SealError, match="data"):
        read_vds_nc(b"[]")
