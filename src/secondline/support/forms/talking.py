"""A question back, the officer's reply, a note."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from secondline.people.models import new_id
from secondline.reference.fields import TermsField


def _words(label: Any, help_text: Any = "", *, required: bool = False) -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=help_text,
        required=required,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class QuestionForm(forms.Form):
    presets = TermsField("retake", label=gettext_lazy("Most often asked"))
    text = _words(gettext_lazy("Your question to the officer"))

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not data.get("presets") and not (data.get("text") or "").strip():
            self.add_error("text", _("Choose what the officer should do, or ask in words."))
        return data


class ReplyForm(forms.Form):
    """`id` is made by the page, so that the same form sent twice gives the same pictures once."""

    id = forms.UUIDField(widget=forms.HiddenInput, initial=new_id)
    text = _words(gettext_lazy("Your reply"))


class NoteForm(forms.Form):
    text = _words(
        gettext_lazy("What is new"),
        gettext_lazy("Only what the examiner should know. It becomes part of the case."),
        required=True,
    )
