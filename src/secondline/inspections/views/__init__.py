"""The officer's pages, and the parts of a case's page that `support` composes with its own."""

from secondline.inspections.views.bearer import bearer, compare, eyes
from secondline.inspections.views.case import case_context, findings
from secondline.inspections.views.deeds import add, decide, examine, refer, relight, reopen, transcribe
from secondline.inspections.views.documents import document, documents, link, unlink
from secondline.inspections.views.drafting import discard, drafts
from secondline.inspections.views.guide import guide
from secondline.inspections.views.journey import journey, remove_leg
from secondline.inspections.views.listing import index
from secondline.inspections.views.opening import new
from secondline.inspections.views.protecting import contact, contacts, focal, referrals
from secondline.inspections.views.questions import questions
from secondline.inspections.views.questions import withdraw as withdraw_question

__all__ = [
    "add",
    "bearer",
    "case_context",
    "compare",
    "contact",
    "contacts",
    "decide",
    "discard",
    "document",
    "documents",
    "drafts",
    "examine",
    "eyes",
    "findings",
    "focal",
    "guide",
    "index",
    "journey",
    "link",
    "new",
    "questions",
    "refer",
    "referrals",
    "relight",
    "remove_leg",
    "reopen",
    "transcribe",
    "unlink",
    "withdraw_question",
]
