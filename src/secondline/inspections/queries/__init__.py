"""Reads, a file for each part of the work."""

from secondline.inspections.queries.bearer import Face, Feature, eyes_of, faces, features
from secondline.inspections.queries.case import (
    being_examined,
    chip_photo,
    decisions,
    detections_for_register,
    dumps,
    examinations,
    exhibits,
    find,
    items_of,
    last_decision,
    last_examination,
    listing,
    numbered,
    open_of,
    transcriptions,
    visible_to,
)
from secondline.inspections.queries.draft import draft
from secondline.inspections.queries.guide import (
    Answered,
    LookedAt,
    answers,
    case_grade,
    officer_findings,
    own_questions,
    procedure,
)
from secondline.inspections.queries.incident import others_of_incident
from secondline.inspections.queries.journey import documents, journey_of, legs
from secondline.inspections.queries.personal import personal_data
from secondline.inspections.queries.protection import (
    contacts,
    focal_persons,
    is_focal,
    referrals_for_focal,
    referrals_seen_by,
)

__all__ = [
    "Answered",
    "Face",
    "Feature",
    "LookedAt",
    "answers",
    "being_examined",
    "case_grade",
    "chip_photo",
    "contacts",
    "decisions",
    "detections_for_register",
    "documents",
    "draft",
    "dumps",
    "examinations",
    "exhibits",
    "eyes_of",
    "faces",
    "features",
    "find",
    "focal_persons",
    "is_focal",
    "items_of",
    "journey_of",
    "last_decision",
    "last_examination",
    "legs",
    "listing",
    "numbered",
    "officer_findings",
    "open_of",
    "others_of_incident",
    "own_questions",
    "personal_data",
    "procedure",
    "referrals_for_focal",
    "referrals_seen_by",
    "transcriptions",
    "visible_to",
]
