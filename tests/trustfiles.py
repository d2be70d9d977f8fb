"""Trust files made for tests: signers of lists, directories."""

import base64

from chipmaker import (
    Paper,
    purposes,
    signer,
)

from traveldoc.chip.trust_file import TrustPart, read_trust_file

LIST_PURPOSE = purposes("2.23.136.1.1.3")


def list_signer(authority: Paper, *more: bytes) -> Paper:
    return signer(authority, "p256", 70, *(more or (LIST_PURPOSE,)))


def part(name: str, data: bytes) -> TrustPart:
    (found,) = read_trust_file(name, data)
    return found


def folded(text: str) -> str:
    return "\n ".join(text[i : i + 60] for i in range(0, len(text), 60))


def ldif(*values: tuple[str, bytes]) -> bytes:
    lines = ["version: 1", "# a comment", ""]
    for attribute, value in values:
        lines += ["dn: c=UT", folded(f"{attribute};binary:: {base64.b64encode(value).decode()}"), "sn: 1", ""]
    return "\r\n".join(lines).encode()
