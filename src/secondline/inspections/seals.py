"""A case's seals: what of their examination is kept with the document, and what of it outlives erasure."""

from collections.abc import Mapping, Sequence
from typing import Any

from secondline.inspections.chip import proof_dict
from traveldoc.seal import SealExamination


def seal_dicts(found: Sequence[SealExamination]) -> list[dict[str, Any]]:
    """The seals among the codes, each with its states, never merged; other codes have their finding only."""
    return [_seal_dict(each) for each in found if each.is_seal]


def _seal_dict(found: SealExamination) -> dict[str, Any]:
    return {
        "symbology": found.code.symbology,
        "read": found.read,
        "signature": proof_dict(found.signature),
        "trusted": proof_dict(found.trusted),
        "profile": found.profile,
        "issuer": found.issuer,
        "reference": found.reference,
        "signer": found.signer,
        "csca": found.csca,
        "algorithms": dict(found.algorithms),
        "issued": found.issued.isoformat() if found.issued else "",
        "signed": found.signed.isoformat() if found.signed else "",
        "fields": dict(found.fields),
    }


def without_identity(seal: Mapping[str, Any]) -> dict[str, Any]:
    """Which of the three states was reached."""
    return {
        "read": seal["read"],
        **{name: {"state": seal[name]["state"]} for name in ("signature", "trusted")},
    }
