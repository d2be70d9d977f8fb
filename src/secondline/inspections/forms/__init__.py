"""Forms of an inspection: nothing but a press is required, and "I don't know" is always there."""

from secondline.inspections.forms.case import (
    DayField,
    DecisionForm,
    MrzField,
    NewForm,
    PrintedForm,
    TranscriptionForm,
    defaults,
    posted_id,
)
from secondline.inspections.forms.guided import (
    ContactForm,
    DocumentForm,
    EyesForm,
    FocalForm,
    LegForm,
    LinkForm,
    QuestionForm,
)

__all__ = [
    "ContactForm",
    "DayField",
    "DecisionForm",
    "DocumentForm",
    "EyesForm",
    "FocalForm",
    "LegForm",
    "LinkForm",
    "MrzField",
    "NewForm",
    "PrintedForm",
    "QuestionForm",
    "TranscriptionForm",
    "defaults",
    "posted_id",
]
