"""What the reader recorded of the chip's proofs, as a file beside the dumps, verified any time."""

import binascii
import json
import re
from dataclasses import dataclass
from typing import Any, Final

from traveldoc.chip.active import ActiveEvidence
from traveldoc.chip.chip_authentication import ChipEvidence
from traveldoc.chip.fault import ChipError
from traveldoc.finding import gettext_noop

NAME: Final = "evidence.json"
MAX_SIZE: Final = 256 * 1024  # bytes
_OID: Final = re.compile(r"[0-9.]{1,100}")

_BAD: Final = gettext_noop("the recorded evidence can't be read")


@dataclass(frozen=True, slots=True)
class Evidence:
    """None for a proof that the chip did not give."""

    active: ActiveEvidence | None = None
    chip: ChipEvidence | None = None


def write_evidence(evidence: Evidence) -> bytes:
    """JSON with hexadecimal numbers."""
    found: dict[str, dict[str, str]] = {}
    if evidence.active is not None:
        found["active"] = {
            "challenge": evidence.active.challenge.hex(),
            "response": evidence.active.response.hex(),
        }
    if evidence.chip is not None:
        found["chip"] = {
            "protocol": evidence.chip.protocol,
            "private_key": f"{evidence.chip.private_key:x}",
            "counter": evidence.chip.counter.hex(),
            "response": evidence.chip.response.hex(),
        }
    return json.dumps(found, indent=1).encode()


def read_evidence(data: bytes) -> Evidence:
    """Raises ChipError."""
    if len(data) > MAX_SIZE:
        raise ChipError(_BAD)
    try:
        found = json.loads(data)
        return Evidence(_active(found.get("active")), _chip(found.get("chip")))
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError, binascii.Error):
        raise ChipError(_BAD) from None


def _active(given: Any) -> ActiveEvidence | None:
    if given is None:
        return None
    return ActiveEvidence(bytes.fromhex(given["challenge"]), bytes.fromhex(given["response"]))


def _chip(given: Any) -> ChipEvidence | None:
    if given is None:
        return None
    protocol, private = given["protocol"], bytes.fromhex(_even(given["private_key"]))
    if _OID.fullmatch(protocol) is None:
        raise ValueError
    counter, response = bytes.fromhex(given["counter"]), bytes.fromhex(given["response"])
    return ChipEvidence(protocol, int.from_bytes(private), counter, response)


def _even(digits: str) -> str:
    return "0" * (len(digits) % 2) + digits
