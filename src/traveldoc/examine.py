"""Examine a travel document: facts in, graded findings out; the same facts, the same answer."""

from dataclasses import asdict, dataclass
from datetime import date
from typing import Final

from traveldoc.barcode import Barcode
from traveldoc.checks import Proposal, Subject, ask
from traveldoc.chip.trust import TrustStore
from traveldoc.document import Document, document
from traveldoc.facts import Facts
from traveldoc.finding import Finding, Grade, overall
from traveldoc.mrz.parse import Mrz, parse
from traveldoc.mrz.reading import Reading
from traveldoc.seal.agreement import Printed
from traveldoc.seal.examine import SealExamination, examine_seal
from traveldoc.vocabulary import VERSION as VOCABULARY_VERSION

# Raised whenever the same facts could be answered otherwise than before; stored with every finding.
ENGINE_VERSION: Final = "1"

_NO_READING: Final = Reading(())


@dataclass(frozen=True, slots=True)
class Examination:
    """The answer: what the document says, what was asked and found, and the worst grade of it all."""

    document: Document
    findings: tuple[Finding, ...]
    grade: Grade
    on: date
    engine: str = ENGINE_VERSION
    vocabulary: str = VOCABULARY_VERSION
    proposals: tuple[Proposal, ...] = ()
    seals: tuple[SealExamination, ...] = ()

    def to_dict(self) -> dict[str, object]:
        """The JSON form, without the file it came from: document, findings, grade, versions."""
        return {
            "document": self.document.to_dict(),
            "findings": [finding_to_dict(finding) for finding in self.findings],
            "grade": self.grade.value,
            "proposals": [asdict(proposal) for proposal in self.proposals],
            "on": self.on.isoformat(),
            "engine": self.engine,
            "vocabulary": self.vocabulary,
            **({"seals": [seal.to_dict() for seal in self.seals]} if self.seals else {}),
        }


def examine(facts: Facts, *, on: date, trust: TrustStore | None = None) -> Examination:
    """Ask every question of every family about the facts, as seen on the day `on`.

    `trust` are the keys of States; without it no signature is trusted, and the findings say so.
    Later families (alerts) come as further keyword arguments with a default.
    """
    mrz = _best(facts.mrz)
    subject = Subject(mrz, facts, on)
    seals = _seals(facts, mrz, on, TrustStore() if trust is None else trust)
    findings = (*ask(subject), *(each for seal in seals for each in seal.findings), *facts.findings)
    described = document(mrz, subject.birth, subject.expiry) if mrz.format else Document(lines=mrz.given)
    return Examination(
        described, findings, overall(findings), on, proposals=tuple(subject.proposals), seals=seals
    )


def _seals(facts: Facts, mrz: Mrz, on: date, trust: TrustStore) -> tuple[SealExamination, ...]:
    """Each code once, however many pictures show it."""
    printed = Printed(mrz, tuple(map(parse, facts.beside)), facts.visual, on)
    codes: dict[bytes, Barcode] = {}
    for code in facts.seals:
        codes.setdefault(code.content, code)
    return tuple(examine_seal(code, printed=printed, trust=trust) for code in codes.values())


def _best(readings: tuple[Reading, ...]) -> Mrz:
    """The first reading that fits a format; where none does, the first."""
    if not readings:
        return parse(_NO_READING)
    parsed = parse(readings[0])
    if parsed.format is None and len(readings) > 1:
        return next((mrz for mrz in map(parse, readings) if mrz.format is not None), parsed)
    return parsed


def finding_to_dict(finding: Finding) -> dict[str, object]:
    """The JSON form of a finding, in English; `place` is None or zone, line, start and end."""
    place = finding.place
    return {
        "id": finding.id,
        "grade": finding.grade.value,
        "question": str(finding.question),
        "expected": str(finding.expected),
        "seen": str(finding.seen),
        "place": place and {"zone": place.zone, "line": place.line, "start": place.start, "end": place.end},
        "clause": finding.clause,
        "hint": str(finding.hint),
    }
