"""The nouns of an inspection, a file for each part of the work."""

from secondline.inspections.models.bearer import Eyes, Likeness
from secondline.inspections.models.case import (
    Decision,
    Dump,
    Examination,
    Exhibit,
    Inspection,
    Numbering,
    Referral,
    Transcription,
)
from secondline.inspections.models.document import Document
from secondline.inspections.models.draft import Draft
from secondline.inspections.models.guide import Answer, Question
from secondline.inspections.models.incident import Incident
from secondline.inspections.models.journey import Leg
from secondline.inspections.models.protection import Contact, Focal

__all__ = [
    "Answer",
    "Contact",
    "Decision",
    "Document",
    "Draft",
    "Dump",
    "Examination",
    "Exhibit",
    "Eyes",
    "Focal",
    "Incident",
    "Inspection",
    "Leg",
    "Likeness",
    "Numbering",
    "Question",
    "Referral",
    "Transcription",
]
