"""The officer's pages, and the parts of a case's page that `support` composes with its own."""

from secondline.inspections.views.case import case_context, findings
from secondline.inspections.views.deeds import add, decide, examine, refer, relight, reopen, transcribe
from secondline.inspections.views.listing import index
from secondline.inspections.views.opening import new

__all__ = [
    "add",
    "case_context",
    "decide",
    "examine",
    "findings",
    "index",
    "new",
    "refer",
    "relight",
    "reopen",
    "transcribe",
]
