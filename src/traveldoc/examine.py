"""Examine a travel document: facts in, graded findings out; the same facts, the same answer."""

from dataclasses import asdict, dataclass
from datetime import date
from typing import Final

from traveldoc.checks import Proposal, Subject, ask
from traveldoc.document import Document, document
from traveldoc.facts import Facts
from traveldoc.finding import Finding, Grade, overall
from traveldoc.mrz.parse import Mrz, parse
from traveldoc.mrz.reading import Reading
from traveldoc.vocabulary import VERSION as VOCABULARY_VERSION

# Raised whenever the same facts could be answered otherwise than before; stored with every finding.
ENGINE_VERSION: Final = "2"

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
        }


def examine(facts: Facts, *, on: date) -> Examination:
    """Ask every question of every family about the facts, as seen on the day `on`.

    Later families (chip, seal, alerts) come as further keyword arguments with a default.
    """
    mrz = _best(facts.mrz)
    subject = Subject(mrz, facts, on)
    findings = (*ask(subject), *facts.findings)
    described = document(mrz, subject.birth, subject.expiry) if mrz.format else Document(lines=mrz.given)
    return Examination(described, findings, overall(findings), on, proposals=tuple(subject.proposals))


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
