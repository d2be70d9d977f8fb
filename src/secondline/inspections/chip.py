"""A case's chip: its files gathered from what was given, and what of its examination is kept."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from secondline.inspections.gathering import Seen, Source, same_document
from secondline.reference.models import TrustSource
from secondline.reference.queries.trust import HouseTrust
from traveldoc.chip import ChipError, ChipExamination, Proof
from traveldoc.chip.dg1 import dg1
from traveldoc.chip.evidence import NAME as PROOFS
from traveldoc.chip.evidence import Evidence, read_evidence
from traveldoc.mrz.reading import Reading


def gather(given: Sequence[Mapping[str, bytes]]) -> tuple[dict[str, bytes], Evidence, list[str]]:
    """The files of all that was given, and what a reader recorded of the chip's own proofs; the first counts.

    Answers also the names that came again and differ. A broken record is none.
    """
    files: dict[str, bytes] = {}
    twice: list[str] = []
    for each in given:
        for name, data in each.items():
            if files.setdefault(name, data) != data and name not in twice:
                twice.append(name)
    return files, _proofs(files.pop(PROOFS, b"{}")), twice


def _proofs(recorded: bytes) -> Evidence:
    try:
        return read_evidence(recorded)
    except ChipError:
        return Evidence()


def home(files: Mapping[str, bytes], seen: Sequence[Seen]) -> int:
    """Which of the documents the chip belongs to: the one whose zone it has, or the leading one."""
    try:
        zone = dg1(files.get("DG1", b""))
    except ChipError:
        return 0
    carried = Source(Reading(zone.lines), zone.format.name if zone.format else None)
    fits = (place for place, each in enumerate(seen) if each.sources and same_document(carried, each.best))
    return next(fits, 0)


def chip_dict(found: ChipExamination, twice: Sequence[str], photo: UUID | None) -> dict[str, Any]:
    """The chip as it is stored with its document: the three states, never merged, and the data groups.

    The states are those of `traveldoc.chip.State`; `photo` is the item whose picture is the face in DG2.
    """
    return {
        "read": found.read,
        "signature": proof_dict(found.signature),
        "trusted": proof_dict(found.trusted),
        "issuer": found.issuer,
        "signer": found.signer,
        "csca": found.csca,
        "authority": found.authority.fingerprint if found.authority else "",
        "algorithms": dict(found.algorithms),
        "data_groups": {name: match.value for name, match in found.data_groups.items()},
        "twice": list(twice),
        "photo": str(photo) if photo else "",
        "own_zone": list(found.contents.zone.lines) if found.contents.zone else [],
    }


def trust_dict(trust: HouseTrust, chip: Mapping[str, Any]) -> dict[str, Any]:
    """Which state of trust the run used: the sources in force, and those that vouch for this State's key."""
    vouching = {source.pk for source in trust.vouching(chip["authority"])} if chip["authority"] else set()
    return {
        "at": trust.at.isoformat(),
        "sources": [_source(source) | {"vouches": source.pk in vouching} for source in trust.sources],
        "damaged": [str(source.pk) for source in trust.damaged],
    }


def _source(source: TrustSource) -> dict[str, Any]:
    return {
        "id": str(source.pk),
        "agency": source.agency.name,
        "name": source.name,
        "kind": source.kind,
        "issuer": source.issuer,
        "issued": source.issued_on.isoformat() if source.issued_on else "",
        "imported": source.imported_at.date().isoformat(),
        "standing": source.standing,
        "sha256": source.sha256,
    }


def without_identity(chip: Mapping[str, Any]) -> dict[str, Any]:
    """What outlives erasure: which of the three states was reached, and with which trust."""
    return {
        "read": chip["read"],
        "signature": {"state": chip["signature"]["state"]},
        "trusted": {"state": chip["trusted"]["state"]},
        "trust": chip.get("trust"),
    }


def proof_dict(proof: Proof) -> dict[str, Any]:
    reason = proof.reason
    return {
        "state": proof.state.value,
        "reason": {"template": reason.template, "values": dict(reason.values)},
    }
