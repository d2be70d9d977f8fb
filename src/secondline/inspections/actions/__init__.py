"""The deeds of an inspection: each is permission, change and record line in one transaction."""

from secondline.inspections.actions.add import add, relight
from secondline.inspections.actions.check import Given, check
from secondline.inspections.actions.compare import compare, set_eyes
from secondline.inspections.actions.decide import Verdict, decide, reopen
from secondline.inspections.actions.draft import discard_draft, keep_draft
from secondline.inspections.actions.erase import erase_expired
from secondline.inspections.actions.examine import examine_inspection, want
from secondline.inspections.actions.hear import hear, put_to_centre
from secondline.inspections.actions.link import link, unlink
from secondline.inspections.actions.look import look, look_at_part, look_at_referrals
from secondline.inspections.actions.open import open_inspection
from secondline.inspections.actions.protect import drop_contact, keep_contact, name_focal, unname_focal
from secondline.inspections.actions.question import add_question, withdraw_question
from secondline.inspections.actions.refer import refer
from secondline.inspections.actions.tell import (
    Crossing,
    Paper,
    TooManyError,
    add_document,
    add_leg,
    change_document,
    remove_leg,
    say_substrate,
)
from secondline.inspections.actions.transcribe import transcribe

__all__ = [
    "Crossing",
    "Given",
    "Paper",
    "TooManyError",
    "Verdict",
    "add",
    "add_document",
    "add_leg",
    "add_question",
    "change_document",
    "check",
    "compare",
    "decide",
    "discard_draft",
    "drop_contact",
    "erase_expired",
    "examine_inspection",
    "hear",
    "keep_contact",
    "keep_draft",
    "link",
    "look",
    "look_at_part",
    "look_at_referrals",
    "name_focal",
    "open_inspection",
    "put_to_centre",
    "refer",
    "relight",
    "remove_leg",
    "reopen",
    "say_substrate",
    "set_eyes",
    "transcribe",
    "unlink",
    "unname_focal",
    "want",
    "withdraw_question",
]
