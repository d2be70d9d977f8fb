"""Examine a chip: its files in, graded findings and three separate states out (read, signed, trusted)."""

from dataclasses import dataclass
from datetime import date
from typing import Final

from traveldoc.checks.chip_trust import AUTHORITY, COUNTRY, DOCUMENT_TYPE, PATH, REVOCATION, SIGNED_AT, USAGE
from traveldoc.chip.active import ActiveEvidence
from traveldoc.chip.agreement import (
    birth,
    expiry,
    face,
    issue,
    issued_at,
    own_proofs,
    printed_zone,
    zone,
)
from traveldoc.chip.certificate import Certificate
from traveldoc.chip.chip_authentication import ChipEvidence
from traveldoc.chip.contents import Contents, contents
from traveldoc.chip.fault import ChipError
from traveldoc.chip.files import SOD, ChipFiles
from traveldoc.chip.integrity import Match, files_readable, files_there, hashes, listed, object_read
from traveldoc.chip.path import Path, Why, find_path
from traveldoc.chip.proof import HOLDS, Proof, State, unexamined
from traveldoc.chip.security_object import SecurityObject, security_object
from traveldoc.chip.signing import Signing, signing
from traveldoc.chip.standing import Subject, standing, trace
from traveldoc.chip.state import shown_code
from traveldoc.chip.trust import TrustStore
from traveldoc.chip.withdrawn import deviations, revocation
from traveldoc.finding import Finding, Grade, Phrase, gettext_noop, overall
from traveldoc.mrz.alphabet import FILLER
from traveldoc.mrz.parse import Mrz

# An inconsistency here means that the signer may not sign this document, whatever the path says.
_DECISIVE: Final = frozenset(
    check.id for check in (PATH, AUTHORITY, USAGE, SIGNED_AT, COUNTRY, DOCUMENT_TYPE, REVOCATION)
)

_NOT_SIGNED: Final = gettext_noop("the signature is not verified, so there is nothing to trust")
_NO_SIGNER: Final = gettext_noop("the signer's certificate is not known")


@dataclass(frozen=True)
class ChipExamination:
    """Read, signed, trusted: three states. `signer`, `csca` are names, `issuer` the code of the State."""

    read: bool
    signature: Proof
    trusted: Proof
    issuer: str
    signer: str
    csca: str
    algorithms: dict[str, str]
    data_groups: dict[str, Match]
    contents: Contents
    findings: tuple[Finding, ...]
    grade: Grade
    on: date
    certificate: Certificate | None = None
    authority: Certificate | None = None

    def to_dict(self) -> dict[str, object]:
        """The JSON form of the states, without the findings."""
        return {
            "read": self.read,
            "signature": self.signature.state.value,
            "trusted": self.trusted.state.value,
            "reasons": {
                name: str(proof.reason)
                for name, proof in (("signature", self.signature), ("trusted", self.trusted))
                if not proof
            },
            "issuer": self.issuer,
            "signer": self.signer,
            "csca": self.csca,
            "algorithms": self.algorithms,
            "data_groups": {name: match.value for name, match in self.data_groups.items()},
        }


def examine_chip(
    files: ChipFiles,
    *,
    on: date,
    trust: TrustStore,
    printed_mrz: Mrz | str | None = None,
    active: ActiveEvidence | None = None,
    chip: ChipEvidence | None = None,
) -> ChipExamination:
    """Everything that can be asked of the files; never raises on any bytes."""
    read = contents(files)
    found, fault = _object(files)
    integrity = hashes(files, found)
    signed = signing(found, trust)
    path, standing_of_signer = _standing(signed, read, trust, on)
    findings = (
        *files_there(files),
        *files_readable(read, files),
        *object_read(found, fault),
        *listed(read, found),
        *integrity.findings,
        *signed.findings,
        *standing_of_signer,
        *_agreement(read, signed.held, printed_zone(printed_mrz)),
        *own_proofs(read, active, chip),
    )
    return ChipExamination(
        read=_is_read(read, found),
        signature=signed.proof,
        trusted=_trusted(signed, path, standing_of_signer),
        issuer=_issuer(read, signed.held),
        signer="" if signed.held is None else str(signed.held.subject),
        csca="" if path.authority is None else str(path.authority.subject),
        algorithms=signed.algorithms,
        data_groups=integrity.groups,
        contents=read,
        findings=findings,
        grade=overall(findings),
        on=on,
        certificate=signed.held,
        authority=path.authority,
    )


def _agreement(read: Contents, held: Certificate | None, printed: Mrz | None) -> tuple[Finding, ...]:
    return (
        *zone(read, printed),
        *birth(read),
        *issue(read, held),
        *expiry(read, held),
        *face(read),
    )


def _object(files: ChipFiles) -> tuple[SecurityObject | None, Phrase | None]:
    data = files.get(SOD)
    if data is None:
        return None, None
    try:
        return security_object(data), None
    except ChipError as error:
        return None, error.phrase


def _is_read(read: Contents, found: SecurityObject | None) -> bool:
    """Something of the chip could be read: its security object or its zone."""
    return found is not None or read.zone is not None


def _standing(signed: Signing, read: Contents, trust: TrustStore, on: date) -> tuple[Path, list[Finding]]:
    if signed.held is None:
        path = Path(unexamined(_NO_SIGNER), Why.EMPTY)
        return path, [trace(path)]
    path = find_path(signed.held, trust)
    at = (signed.signer.signing_time if signed.signer is not None else None) or issued_at(read)
    subject = Subject(signed.held, path, trust, on, at, read.zone)
    return path, [*standing(subject), *revocation(subject), *deviations(subject)]


def _trusted(signed: Signing, path: Path, findings: list[Finding]) -> Proof:
    """The path holds, nothing forbids the signer to sign this document, and the signature is verified."""
    if not signed.proof:
        return unexamined(_NOT_SIGNED)
    if not path.proof:
        return path.proof
    against = (each.seen for each in findings if each.id in _DECISIVE and each.grade is Grade.INCONSISTENT)
    reason = next(against, None)
    return HOLDS if reason is None else Proof(State.FAILED, reason)


def _issuer(read: Contents, held: Certificate | None) -> str:
    """The State as the signer's certificate names it, or as the zone does."""
    if held is not None:
        return shown_code(held)
    return "" if read.zone is None else read.zone.values["issuer"].rstrip(FILLER)
