"""The forms of officers, examiners, liaisons and the centre's administrator."""

from secondline.support.forms.answering import AnswerForm
from secondline.support.forms.asking import AskForm
from secondline.support.forms.inquiring import InquireForm, InquiryAnswerForm
from secondline.support.forms.marking import BesideForm, MarkForm
from secondline.support.forms.serving import CodeForm, ServiceForm
from secondline.support.forms.talking import NoteForm, QuestionForm, ReplyForm

__all__ = [
    "AnswerForm",
    "AskForm",
    "BesideForm",
    "CodeForm",
    "InquireForm",
    "InquiryAnswerForm",
    "MarkForm",
    "NoteForm",
    "QuestionForm",
    "ReplyForm",
    "ServiceForm",
]
