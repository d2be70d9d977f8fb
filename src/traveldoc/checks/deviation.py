"""Deviations of genuine documents (Doc 9303-3, section 7), so that nobody is accused for what a state does.

A fault that a row names is `inconclusive`, with the deviation in its hint: it proves nothing either way.
"""

from dataclasses import dataclass, replace
from typing import Final

from traveldoc.checks.subject import Subject
from traveldoc.finding import Finding, Grade, Phrase, gettext_noop
from traveldoc.mrz.alphabet import FILLER


@dataclass(frozen=True, slots=True)
class Deviation:
    """Which fault, on which documents: empty `issuers`, `codes` or `formats` mean any."""

    fault: str
    why: Phrase
    issuers: frozenset[str] = frozenset()
    codes: frozenset[str] = frozenset()
    formats: frozenset[str] = frozenset()

    def covers(self, fault: str, issuer: str, code: str, layout: str) -> bool:
        return (
            fault == self.fault
            and (not self.issuers or issuer in self.issuers)
            and (not self.codes or code in self.codes)
            and (not self.formats or layout in self.formats)
        )


_RUSSIAN: Final = Phrase(
    gettext_noop(
        "The Russian internal passport (PN) writes Cyrillic letters with digits and has no date of expiry. "
        "It is no travel document of the standard."
    )
)

DEVIATIONS: Final[tuple[Deviation, ...]] = (
    Deviation("characters of name", _RUSSIAN, frozenset(("RUS",)), frozenset(("PN",))),
    Deviation("no expiry", _RUSSIAN, frozenset(("RUS",)), frozenset(("PN",))),
    Deviation("filler for check digit", _RUSSIAN, frozenset(("RUS",)), frozenset(("PN",))),
    Deviation(
        "filler for check digit",
        Phrase(
            gettext_noop("Some states leave the check digit of an empty date empty, too. It proves nothing.")
        ),
        formats=frozenset(("TD1", "TD2", "MRVA", "MRVB")),
    ),
    Deviation(
        "no expiry",
        Phrase(
            gettext_noop(
                "Some cards and permits without end of validity have fillers here. Look at the visual zone."
            )
        ),
        formats=frozenset(("TD1", "TD2", "MRVA", "MRVB")),
    ),
    Deviation(
        "open-ended expiry",
        Phrase(
            gettext_noop(
                "Some states write this date on cards without end of validity. Look at the visual zone."
            )
        ),
        formats=frozenset(("TD1", "TD2")),
    ),
    Deviation(
        "no primary identifier",
        Phrase(
            gettext_noop(
                "Some states (India) leave the primary identifier empty for a person with given names only. "
                "Compare with the visual zone."
            )
        ),
    ),
    Deviation(
        "document code",
        Phrase(
            gettext_noop("Older French residence permits have the document code TS. Compare with a specimen.")
        ),
        frozenset(("FRA",)),
        frozenset(("TS",)),
        frozenset(("TD2",)),
    ),
    Deviation(
        "withdrawn code",
        Phrase(
            gettext_noop(
                "This code has been withdrawn. It is in order only on a document made before that: "
                "look at its date of issue."
            )
        ),
    ),
)


def known_deviation(subject: Subject, fault: str, finding: Finding) -> Finding:
    """The finding, made inconclusive where genuine documents of this kind are known to have this fault."""
    values = subject.mrz.values
    issuer = values["issuer"].rstrip(FILLER)
    code = values["document_code"].rstrip(FILLER)
    if finding.grade is not Grade.INCONSISTENT:
        return finding
    for row in DEVIATIONS:
        if row.covers(fault, issuer, code, subject.layout.name):
            return replace(finding, grade=Grade.INCONCLUSIVE, hint=row.why)
    return finding
