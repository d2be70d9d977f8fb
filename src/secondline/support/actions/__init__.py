"""The deeds of support: asking, taking, talking, answering; questions to authorities; papers; what is
watched.
"""

from secondline.support.actions.answer import UnfitOpinionError, answer
from secondline.support.actions.ask import NobodyToAskError, ask
from secondline.support.actions.erase import erase_expired
from secondline.support.actions.hand import free, put_back, take, touch, withdraw
from secondline.support.actions.inquire import (
    NothingSharedError,
    answer_inquiry,
    inquire,
    look_at_inquiry,
)
from secondline.support.actions.issue import PaperDiffersError, issue, look_at_paper, make
from secondline.support.actions.mark import (
    Beside,
    OtherMarkError,
    TooManyMarksError,
    UnfitMarkError,
    compare,
    mark,
    unmark,
)
from secondline.support.actions.remind import lying, remind_liaisons
from secondline.support.actions.serve import change_service
from secondline.support.actions.talk import NothingSaidError, note, question, reply, resume
from secondline.support.actions.tell import tell_officer
from secondline.support.actions.trace import trace
from secondline.support.actions.watch import due_for_round, go_round

__all__ = [
    "Beside",
    "NobodyToAskError",
    "NothingSaidError",
    "NothingSharedError",
    "OtherMarkError",
    "PaperDiffersError",
    "TooManyMarksError",
    "UnfitMarkError",
    "UnfitOpinionError",
    "answer",
    "answer_inquiry",
    "ask",
    "change_service",
    "compare",
    "due_for_round",
    "erase_expired",
    "free",
    "go_round",
    "inquire",
    "issue",
    "look_at_inquiry",
    "look_at_paper",
    "lying",
    "make",
    "mark",
    "note",
    "put_back",
    "question",
    "remind_liaisons",
    "reply",
    "resume",
    "take",
    "tell_officer",
    "touch",
    "trace",
    "unmark",
    "withdraw",
]
