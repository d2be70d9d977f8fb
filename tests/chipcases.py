"""Chips that are examined, and their findings asked by check."""

from collections.abc import Sequence
from datetime import date

from chipmaker import (
    Chip,
    Envelope,
    Paper,
    csca,
    num,
    oid,
    purposes,
    seq,
    set_of,
    signer,
)

from traveldoc.chip import (
    ChipExamination,
    ChipFiles,
    TrustStore,
    examine_chip,
    read_trust_file,
)
from traveldoc.finding import Finding

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


def of(found: ChipExamination, check: str) -> list[Finding]:
    return [finding for finding in found.findings if finding.id == check]


def graded(found: ChipExamination, check: str) -> Sequence[str]:
    return [finding.grade.value for finding in of(found, check)]


ROOT = csca()
PAPER = signer(ROOT)


def deviating(
    *conditions: bytes, kinds: tuple[str, ...] = ("2.23.136.1.1.7.2.2",), authority: Paper = ROOT
) -> bytes:
    entry = seq(seq(*conditions), set_of(*(seq(oid(kind)) for kind in kinds)))
    content = seq(num(0), set_of(entry))
    lister = signer(authority, "p256", 70, purposes("2.23.136.1.1.8"))
    return Envelope(content, lister, "2.23.136.1.1.7").encoded()
