"""The centre's pages, and the page of a case, which is composed here: support is the later room."""

from secondline.support.views.bench import bench, marks
from secondline.support.views.case import case, panel, talk
from secondline.support.views.deeds import answer, ask, free, put_back, take, touch, withdraw
from secondline.support.views.inquiring import inquire, inquiries, inquiry, inquiry_picture
from secondline.support.views.marking import compare, mark, unmark
from secondline.support.views.queue import queue, rows
from secondline.support.views.serving import change_service, check, paper, service
from secondline.support.views.talking import note, question, reply, resume

__all__ = [
    "answer",
    "ask",
    "bench",
    "case",
    "change_service",
    "check",
    "compare",
    "free",
    "inquire",
    "inquiries",
    "inquiry",
    "inquiry_picture",
    "mark",
    "marks",
    "note",
    "panel",
    "paper",
    "put_back",
    "question",
    "queue",
    "reply",
    "resume",
    "rows",
    "service",
    "take",
    "talk",
    "touch",
    "unmark",
    "withdraw",
]
