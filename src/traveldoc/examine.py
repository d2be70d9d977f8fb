"""Examine a travel document: facts in, graded findings out; the same facts, the same answer."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import date
from typing import Final

from traveldoc.alert import Alert, Seen
from traveldoc.barcode import Barcode
from traveldoc.checks import Proposal, Subject, ask, ask_beforehand
from traveldoc.chip import (
    ActiveEvidence,
    ChipEvidence,
    ChipExamination,
    ChipFiles,
    TrustStore,
    examine_chip,
)
from traveldoc.chip.page import against_page
from traveldoc.document import Document, document
from traveldoc.facts import Facts
from traveldoc.finding import Finding, Grade, overall
from traveldoc.mrz.kind import kind_of
from traveldoc.mrz.parse import Mrz, parse
from traveldoc.mrz.reading import Reading
from traveldoc.reported import LookUp
from traveldoc.seal.agreement import Printed
from traveldoc.seal.examine import SealExamination, examine_seal
from traveldoc.vocabulary import VERSION as VOCABULARY_VERSION
from traveldoc.vocabulary import vocabulary

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
    chip: ChipExamination | None = None
    seals: tuple[SealExamination, ...] = ()

    def to_dict(self) -> dict[str, object]:
        """The JSON form, without the file it came from: document, findings, grade, versions, chip."""
        return {
            "document": self.document.to_dict(),
            "findings": [finding_to_dict(finding) for finding in self.findings],
            "grade": self.grade.value,
            "proposals": [asdict(proposal) for proposal in self.proposals],
            "on": self.on.isoformat(),
            "engine": self.engine,
            "vocabulary": self.vocabulary,
            **({"chip": self.chip.to_dict()} if self.chip else {}),
            **({"seals": [seal.to_dict() for seal in self.seals]} if self.seals else {}),
        }


def examine(
    facts: Facts,
    *,
    on: date,
    trust: TrustStore | None = None,
    active: ActiveEvidence | None = None,
    chip: ChipEvidence | None = None,
    alerts: Iterable[Alert] = (),
    reported: LookUp | None = None,
) -> Examination:
    """Ask every question of every family about the facts, as seen on the day `on`.

    `trust`: the keys of States that signers of chips and seals are led back to; without it nothing is
    trusted, and that is said. `active` and `chip` are what a reader recorded of the chip's own proofs (Doc
    9303-11, 6.1, 6.2). `alerts` are the known false documents to compare with, `reported` looks a number up
    in lists of lost and stolen documents.
    """
    mrz = _best(facts.mrz)
    store = TrustStore() if trust is None else trust
    read = _chip(facts, mrz, on, store, active, chip)
    if read and read.contents.zone and not facts.mrz:
        mrz = read.contents.zone  # nobody looked at the page: what the chip says is examined
    subject = Subject(mrz, facts, on)
    described = document(mrz, subject.birth, subject.expiry) if mrz.format else Document(lines=mrz.given)
    of_chip = (*read.findings, *against_page(read.contents, facts, mrz, on)) if read else ()
    seals = _seals(facts, mrz, on, store)
    of_seals = tuple(each for seal in seals for each in seal.findings)
    asked = (*ask(subject), *of_chip, *of_seals, *facts.findings)
    findings = (*asked, *ask_beforehand(subject, _seen(described, facts), alerts, reported, asked))
    return Examination(
        described, findings, overall(findings), on, proposals=tuple(subject.proposals), chip=read, seals=seals
    )


def _chip(
    facts: Facts,
    printed: Mrz,
    on: date,
    trust: TrustStore,
    active: ActiveEvidence | None,
    chip: ChipEvidence | None,
) -> ChipExamination | None:
    if not facts.chip:
        return None
    return examine_chip(
        ChipFiles(facts.chip),
        on=on,
        trust=trust,
        printed_mrz=printed if printed.format else None,
        active=active,
        chip=chip,
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


def _seen(document: Document, facts: Facts) -> Seen:
    """What the document says of itself; where its machine readable zone is silent, what a person read."""
    visual = facts.visual
    stated = visual.issuer if visual.issuer in vocabulary("state") else ""
    issuer = document.issuer or stated
    kind = document.kind or kind_of(visual.kind.upper(), visual.nationality, issuer)
    return Seen(issuer, kind, document.document_number or visual.document_number)


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
