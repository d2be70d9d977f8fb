"""The nouns of the room, one file each; Django finds them here."""

from secondline.reference.models.card import CardOffer
from secondline.reference.models.library import Alert, DocumentType, Feature, LibraryPicture, Sign
from secondline.reference.models.reported import ListMapping, ReportedList, ReportedRange

__all__ = [
    "Alert",
    "CardOffer",
    "DocumentType",
    "Feature",
    "LibraryPicture",
    "ListMapping",
    "ReportedList",
    "ReportedRange",
    "Sign",
]
