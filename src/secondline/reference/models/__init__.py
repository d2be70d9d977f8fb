"""The nouns of the room, one file each; Django finds them here."""

from secondline.reference.models.alignment import SpecimenAlignment
from secondline.reference.models.card import CardOffer
from secondline.reference.models.library import Alert, DocumentType, Feature, LibraryPicture, Sign
from secondline.reference.models.reported import ListMapping, ReportedList, ReportedRange
from secondline.reference.models.trust import (
    DeviationEntry,
    Holding,
    RevocationEntry,
    StateKey,
    TrustSource,
)

__all__ = [
    "Alert",
    "CardOffer",
    "DeviationEntry",
    "DocumentType",
    "Feature",
    "Holding",
    "LibraryPicture",
    "ListMapping",
    "ReportedList",
    "ReportedRange",
    "RevocationEntry",
    "Sign",
    "SpecimenAlignment",
    "StateKey",
    "TrustSource",
]
