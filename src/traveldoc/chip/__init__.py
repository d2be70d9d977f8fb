"""The chip: what it holds, who signed it, and what could not be proved (Doc 9303, parts 10 to 12).

Three states are never merged: read, signature verified, trusted. Everything arrives as bytes: files of the
chip as `ChipFiles`, keys of States as a `TrustStore` made of what `read_trust_file` finds in files.
"""

from traveldoc.chip.active import ActiveEvidence
from traveldoc.chip.chip_authentication import ChipEvidence
from traveldoc.chip.examine import ChipExamination, examine_chip
from traveldoc.chip.fault import ChipError
from traveldoc.chip.files import ChipFiles, recognise
from traveldoc.chip.integrity import Match
from traveldoc.chip.proof import Proof, State
from traveldoc.chip.trust import Anchor, TrustStore, Vouched
from traveldoc.chip.trust_file import Kind, Source, TrustPart, read_trust_file

__all__ = [
    "ActiveEvidence",
    "Anchor",
    "ChipError",
    "ChipEvidence",
    "ChipExamination",
    "ChipFiles",
    "Kind",
    "Match",
    "Proof",
    "Source",
    "State",
    "TrustPart",
    "TrustStore",
    "Vouched",
    "examine_chip",
    "read_trust_file",
    "recognise",
]
