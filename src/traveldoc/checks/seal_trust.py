"""What is asked of the seal signer's certificate and of the State's key above it (Doc 9303-12, 7.1.3).

The questions are those asked of a chip's signer; the answers come from the same code.
"""

from dataclasses import replace
from typing import Final

from traveldoc.checks import chip_trust
from traveldoc.checks.check import Check
from traveldoc.finding import Finding, Phrase, gettext_noop

USAGE: Final = Check(
    "seal.trust.usage",
    Phrase(gettext_noop("May the signer sign seals?")),
    "Doc 9303-12, 7.1.3, table 8",
    Phrase(gettext_noop("a certificate for seals in bar codes, of no authority")),
    Phrase(gettext_noop("A certificate made for something else was used to sign a seal.")),
)
COUNTRY: Final = Check(
    "seal.trust.country",
    Phrase(gettext_noop("Do signer, State's key and seal name the same State?")),
    "Doc 9303-13, 2.2, table 1, and 2.2.1; 9303-12, 7.1.3",
    Phrase(gettext_noop("one State in the seal (three letters) and in both certificates (two letters)")),
    Phrase(gettext_noop("A State sealed another State's document: examine the document closely.")),
)
DOCUMENT_TYPE: Final = Check(
    "seal.trust.document-type",
    Phrase(gettext_noop("May the signer seal documents of this kind?")),
    "Doc 9303-12, 7.1.1.6 and 7.1.3, table 8; 9303-13, appendix D, 2",
    Phrase(gettext_noop("the document code stands in the signer's list of kinds")),
    Phrase(gettext_noop("The signer was allowed other kinds of documents only.")),
)
_SAME: Final = (
    chip_trust.PATH,
    chip_trust.SOURCE,
    chip_trust.AUTHORITY,
    chip_trust.SIGNED_AT,
    chip_trust.PRIVATE_KEY,
    chip_trust.ISSUED_AT,
    chip_trust.TODAY,
    chip_trust.PROFILE,
    chip_trust.REVOCATION,
)


def _renamed(check: Check) -> Check:
    return replace(check, id=check.id.replace("chip.", "seal.", 1))


OF_CHIP: Final[dict[str, Check]] = {
    **{check.id: _renamed(check) for check in _SAME},
    chip_trust.DOCUMENT_TYPE.id: DOCUMENT_TYPE,
}
PATH: Final = OF_CHIP[chip_trust.PATH.id]
AUTHORITY: Final = OF_CHIP[chip_trust.AUTHORITY.id]
SIGNED_AT: Final = OF_CHIP[chip_trust.SIGNED_AT.id]
REVOCATION: Final = OF_CHIP[chip_trust.REVOCATION.id]
CHECKS: Final[tuple[Check, ...]] = (*OF_CHIP.values(), USAGE, COUNTRY)


def of_seal(finding: Finding) -> Finding:
    """The same answer, given to the question about a seal."""
    check = OF_CHIP[finding.id]
    return replace(
        finding, id=check.id, question=check.question, expected=check.expected, clause=check.clause
    )
