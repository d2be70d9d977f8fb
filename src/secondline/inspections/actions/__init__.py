"""The deeds of an inspection: each is permission, change and record line in one transaction."""

from secondline.inspections.actions.add import add, relight
from secondline.inspections.actions.decide import Verdict, decide, reopen
from secondline.inspections.actions.erase import erase_expired
from secondline.inspections.actions.examine import examine_inspection, want
from secondline.inspections.actions.hear import hear, put_to_centre
from secondline.inspections.actions.look import look, look_at_part
from secondline.inspections.actions.open import open_inspection
from secondline.inspections.actions.refer import refer
from secondline.inspections.actions.transcribe import transcribe

__all__ = [
    "Verdict",
    "add",
    "decide",
    "erase_expired",
    "examine_inspection",
    "hear",
    "look",
    "look_at_part",
    "open_inspection",
    "put_to_centre",
    "refer",
    "relight",
    "reopen",
    "transcribe",
    "want",
]
