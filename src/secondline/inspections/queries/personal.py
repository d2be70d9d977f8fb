"""All that the room keeps about persons in one case (rules.PERSONAL)."""

from secondline.inspections.models import Document, Inspection, Leg
from secondline.inspections.rules import LIVE


def personal_data(inspection: Inspection) -> dict[str, object]:
    """All that the room keeps about persons in one case (rules.PERSONAL), to be shown to whom it concerns."""
    return {
        "case": inspection.case_number,
        "doubt": inspection.doubt,
        "visual": inspection.visual,
        "transcriptions": list(inspection.transcriptions.values_list("text", flat=True)),
        "examinations": [
            {"run": each.run, "on": each.on.isoformat(), "parts": each.parts}
            for each in inspection.examinations.all()
        ],
        "decisions": [
            {"at": each.at.isoformat(), "outcome": each.outcome, "reason": each.reason}
            for each in inspection.decisions.all()
        ],
        "referrals": [{"at": each.at.isoformat(), "kind": each.kind} for each in inspection.referrals.all()],
        **_guided(inspection),
    }


def _guided(inspection: Inspection) -> dict[str, object]:
    """What the guided inspection added."""
    return {
        "answers": [
            {"at": each.at.isoformat(), "question": each.key, "answer": each.value, "note": each.note}
            for each in inspection.answers.all()
        ],
        "documents": [_document(each) for each in inspection.documents.all()],
        "journey": [_leg(each) for each in inspection.legs.all()],
        "faces": [
            {"pair": each.pair, "feature": each.feature, "answer": each.value, "note": each.note}
            for each in inspection.likenesses.all()
        ],
        "eyes": [
            {
                "picture": str(each.item_id),
                "left": [each.left_x, each.left_y],
                "right": [each.right_x, each.right_y],
            }
            for each in inspection.eyes.all()
        ],
        "photographs of the person": [str(each.item_id) for each in inspection.exhibits.filter(page=LIVE)],
        "established_nationality": [
            each.established_nationality for each in inspection.decisions.exclude(established_nationality="")
        ],
    }


def _document(document: Document) -> dict[str, object]:
    names = (
        "kind",
        "role",
        "issuer",
        "number",
        "note",
        "valid_from",
        "valid_until",
        "entries",
        "fraud_class",
    )
    return {name: getattr(document, name) for name in names}


def _leg(leg: Leg) -> dict[str, object]:
    names = ("source", "state", "place", "direction", "day", "carrier")
    return {name: getattr(leg, name) for name in names}
