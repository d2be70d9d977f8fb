"""What is known beforehand of a document, step by step: the specimen's pictures, and alerts."""

from dataclasses import dataclass

from secondline.inspections.models import Document, Inspection


@dataclass(frozen=True, slots=True)
class Hint:
    """Something to compare with or to look for at a step. `picture` is the address of a picture, or ""."""

    step: str
    title: str
    text: str
    picture: str = ""
    link: str = ""
    warns: bool = False


def hints(inspection: Inspection, document: Document | None = None) -> list[Hint]:
    """Alerts about this kind of document first, then the specimen's features."""
    del inspection, document
    return []
