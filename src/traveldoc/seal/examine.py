"""Examine a bar code: is it a seal, who signed it, is that trusted, and does it fit the document?"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

from traveldoc.barcode import MAX_CONTENT, Barcode
from traveldoc.checks.seal import KIND, REFERENCE
from traveldoc.checks.seal_trust import AUTHORITY, COUNTRY, DOCUMENT_TYPE, PATH, REVOCATION, SIGNED_AT, USAGE
from traveldoc.chip.certificate import Certificate
from traveldoc.chip.path import find_path
from traveldoc.chip.proof import HOLDS, Proof, State, unexamined
from traveldoc.chip.standing import Subject
from traveldoc.chip.trust import TrustStore
from traveldoc.finding import Finding, Grade, gettext_noop, overall
from traveldoc.mrz.alphabet import FILLER
from traveldoc.mrz.parse import Mrz
from traveldoc.seal import agreement, form
from traveldoc.seal.agreement import Printed
from traveldoc.seal.content import Content, read_content
from traveldoc.seal.fault import SealError
from traveldoc.seal.payload import Kind, Payload, recognise
from traveldoc.seal.profile import find_profile
from traveldoc.seal.signer import Signing, sign_of, sign_of_json
from traveldoc.seal.standing import JSON_SIGNER, JSON_TYPES, SEAL_SIGNER, noon, standing
from traveldoc.seal.vds import read_vds
from traveldoc.seal.vds_nc import read_vds_nc

# An inconsistency here means that the signer may not seal this document, whatever the path says.
_DECISIVE: Final = frozenset(
    check.id for check in (PATH, AUTHORITY, USAGE, SIGNED_AT, COUNTRY, DOCUMENT_TYPE, REVOCATION, REFERENCE)
)
_NOT_A_SEAL: Final = gettext_noop("it is no seal, so nobody signed it")
_NOT_READ: Final = gettext_noop("the seal could not be read")
_NOT_SIGNED: Final = gettext_noop("the signature is not verified, so there is nothing to trust")
_TOO_BIG: Final = gettext_noop("it has %(size)s bytes, more than any bar code can hold")
_NOTHING: Final = Proof(State.NOT_EXAMINED)


@dataclass(frozen=True)
class SealExamination:
    """One code. For what is no seal only `kind`, `text` and the findings about a zone in it are filled.

    `reference` is signer and certificate as the seal names them; `fields` what it says, by name.
    """

    code: Barcode
    kind: Kind
    text: str = ""
    read: bool = False
    signature: Proof = _NOTHING
    trusted: Proof = _NOTHING
    version: int | None = None
    profile: str = ""
    issuer: str = ""
    reference: str = ""
    signer: str = ""
    csca: str = ""
    algorithms: dict[str, str] = field(default_factory=dict)
    issued: date | None = None
    signed: date | None = None
    fields: dict[str, str] = field(default_factory=dict)
    zone: Mrz | None = None
    findings: tuple[Finding, ...] = ()
    certificate: Certificate | None = None
    authority: Certificate | None = None

    @property
    def grade(self) -> Grade:
        return overall(self.findings)

    @property
    def is_seal(self) -> bool:
        return self.kind in {Kind.SEAL, Kind.JSON_SEAL}

    def to_dict(self) -> dict[str, object]:
        """The JSON form of the states and what was read, without the findings."""
        states = (("signature", self.signature), ("trusted", self.trusted))
        return {
            "symbology": self.code.symbology,
            "source": self.code.source,
            "kind": self.kind.value,
            "text": self.text,
            "read": self.read,
            **{name: proof.state.value for name, proof in states},
            "reasons": {name: str(proof.reason) for name, proof in states if not proof and str(proof.reason)},
            "version": self.version,
            "profile": self.profile,
            "issuer": self.issuer,
            "reference": self.reference,
            "signer": self.signer,
            "csca": self.csca,
            "algorithms": self.algorithms,
            "issued": self.issued and self.issued.isoformat(),
            "signed": self.signed and self.signed.isoformat(),
            "fields": self.fields,
            "lines": [] if self.zone is None else list(self.zone.lines),
            "grade": self.grade.value,
        }


def examine_seal(code: Barcode, *, printed: Printed, trust: TrustStore) -> SealExamination:
    """Everything that can be asked of a code; never raises on any bytes."""
    if len(code.content) > MAX_CONTENT:
        seen = SealError(_TOO_BIG, size=len(code.content)).phrase
        return SealExamination(code, Kind.BYTES, findings=(KIND.faulty(seen, grade=Grade.INCONCLUSIVE),))
    payload = recognise(code.content)
    if payload.kind is Kind.SEAL:
        return _examine_bytes(code, payload, printed, trust)
    if payload.kind is Kind.JSON_SEAL:
        return _examine_json(code, payload, printed, trust)
    return _no_seal(code, payload, printed)


def formats_in(code: Barcode) -> frozenset[str]:
    """Formats of the zones of documents that can have this code, before it is examined."""
    payload = recognise(code.content[:MAX_CONTENT])
    if payload.zone is not None:
        return frozenset({payload.zone.layout})
    try:
        seal = read_vds(payload.content) if payload.kind is Kind.SEAL else None
    except SealError:
        seal = None
    if seal is None:
        return frozenset()
    zone = read_content(find_profile(seal.header.category, seal.header.feature_reference), seal.features).zone
    return frozenset() if zone is None else frozenset({zone.layout})


def _no_seal(code: Barcode, payload: Payload, printed: Printed) -> SealExamination:
    """Shown as what it is, and a zone in it compared; nothing is concluded from there being no seal."""
    findings = (KIND.not_examined(payload.shown), *agreement.code_zone(payload.zone, printed))
    none = unexamined(_NOT_A_SEAL)
    return SealExamination(
        code, payload.kind, payload.text, signature=none, trusted=none, zone=payload.zone, findings=findings
    )


def _unread(code: Barcode, kind: Kind, findings: tuple[Finding, ...]) -> SealExamination:
    none = unexamined(_NOT_READ)
    return SealExamination(code, kind, signature=none, trusted=none, findings=findings)


def _examine_bytes(code: Barcode, payload: Payload, printed: Printed, trust: TrustStore) -> SealExamination:
    try:
        seal = read_vds(payload.content)
    except SealError as error:
        return _unread(code, payload.kind, tuple(form.unreadable(payload.content, error.phrase)))
    header = seal.header
    profile = find_profile(header.category, header.feature_reference)
    content = read_content(profile, seal.features)
    signed = sign_of(seal, trust)
    zone_code = "" if content.zone is None else _document_code(content.zone)
    subject, held = None, signed.held
    if held is not None:
        subject = Subject(held, find_path(held, trust), trust, printed.on, noon(header.signed), content.zone)
    stands = subject and standing(subject, country=header.country, code=zone_code, purpose=SEAL_SIGNER)
    findings = (
        KIND.consistent(payload.shown),
        *form.structure(seal, content, profile, recoded=payload.recoded),
        *form.header(header, printed.on),
        *form.signing(signed, trust),
        *(stands or ()),
        *_agreement(content, header.issued, printed),
    )
    return SealExamination(
        code,
        payload.kind,
        read=True,
        signature=signed.proof,
        trusted=_trusted(signed, subject, findings),
        version=header.version,
        profile="" if profile is None else profile.name,
        issuer=header.country,
        reference=header.signer + header.announced + header.reference,
        **_people(signed, subject),
        issued=header.issued,
        signed=header.signed,
        fields=content.fields,
        zone=content.zone,
        findings=findings,
    )


def _examine_json(code: Barcode, payload: Payload, printed: Printed, trust: TrustStore) -> SealExamination:
    try:
        seal = read_vds_nc(payload.content)
    except SealError as error:
        return _unread(code, payload.kind, tuple(form.unreadable(payload.content, error.phrase)))
    signed = sign_of_json(seal)
    subject, held = None, signed.held
    if held is not None:
        subject = Subject(held, find_path(held, trust), trust, printed.on, form.signed_at(seal), None)
    standing_of_signer = (
        []
        if subject is None
        else standing(subject, country=seal.issuer, code=JSON_TYPES.get(seal.type, ""), purpose=JSON_SIGNER)
    )
    findings = (
        KIND.consistent(payload.shown),
        *form.json_structure(seal),
        *form.signing(signed, trust),
        *standing_of_signer,
        *agreement.holder(seal, printed),
    )
    return SealExamination(
        code,
        payload.kind,
        read=True,
        signature=signed.proof,
        trusted=_trusted(signed, subject, findings),
        version=seal.version,
        profile=seal.type,
        issuer=seal.issuer,
        **_people(signed, subject),
        fields=form.json_fields(seal),
        findings=findings,
    )


def _document_code(zone: Mrz) -> str:
    return zone.values.get("document_code", "").rstrip(FILLER)


def _agreement(content: Content, issued: date | None, printed: Printed) -> Iterator[Finding]:
    yield from agreement.check_digits(content)
    yield from agreement.seal_zone(content, printed)
    yield from agreement.passport(content, printed)
    yield from agreement.visual(content, issued, printed)
    yield from agreement.further(content)


def _people(signed: Signing, subject: Subject | None) -> dict[str, Any]:
    """Who signed and who stands above: names, certificates, algorithms."""
    authority = None if subject is None else subject.path.authority
    held = signed.held
    return {
        "signer": "" if held is None else str(held.subject),
        "csca": "" if authority is None else str(authority.subject),
        "algorithms": {} if held is None else {"signature": signed.algorithm, "key": held.key.name},
        "certificate": held,
        "authority": authority,
    }


def _trusted(signed: Signing, subject: Subject | None, findings: tuple[Finding, ...]) -> Proof:
    """The path holds, nothing forbids the signer to seal this document, and the signature is verified."""
    if not signed.proof or subject is None:
        return unexamined(_NOT_SIGNED)
    if not subject.path.proof:
        return subject.path.proof
    against = (each.seen for each in findings if each.id in _DECISIVE and each.grade is Grade.INCONSISTENT)
    reason = next(against, None)
    return HOLDS if reason is None else Proof(State.FAILED, reason)
