"""A question to an issuing authority, what it is shown, and its answer."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from secondline.evidence.models import Item
from secondline.inspections.naming import as_printed
from secondline.people.models import Agency
from secondline.reference.fields import TermField
from secondline.support.sharing import Shareable


class InquireForm(forms.Form):
    authority = forms.ModelChoiceField(
        label=gettext_lazy("Issuing authority"),
        queryset=Agency.objects.none(),
        empty_label=gettext_lazy("Choose"),
    )
    fields_ = forms.MultipleChoiceField(
        label=gettext_lazy("What it may see of the document"),
        help_text=gettext_lazy("Nothing is chosen for you: share what the question needs, and no more."),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    pictures = forms.MultipleChoiceField(
        label=gettext_lazy("Pictures it may see"), required=False, widget=forms.CheckboxSelectMultiple
    )
    question = forms.CharField(
        label=gettext_lazy("Your question"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(
        self,
        *args: Any,
        authorities: Any,
        shareable: Sequence[Shareable],
        pictures: Sequence[tuple[Item, str]],
        **options: Any,
    ) -> None:
        usual = {"question": _("Was this document issued by you, with these data?")}
        options["initial"] = {**usual, **(options.get("initial") or {})}
        super().__init__(*args, **options)
        self.fields["authority"].queryset = authorities  # type: ignore[attr-defined]
        several = len({each.part for each in shareable}) > 1
        self.fields["fields_"].choices = [  # type: ignore[attr-defined]
            (
                each.name,
                f"{f'{each.part}. ' if several else ''}{each.label}: {as_printed(each.value, each.field)}",
            )
            for each in shareable
        ]
        self.fields["pictures"].choices = [(str(item.pk), name) for item, name in pictures]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not self.errors and not data.get("fields_") and not data.get("pictures"):
            self.add_error("fields_", _("Choose at least one thing that the authority may see."))
        return data

    def chosen_pictures(self) -> list[UUID]:
        return [UUID(key) for key in self.cleaned_data["pictures"]]


class InquiryAnswerForm(forms.Form):
    answer = TermField("inquiry-answer", label=gettext_lazy("Your answer"), required=True)
    reference = forms.CharField(
        label=gettext_lazy("Your reference"),
        help_text=gettext_lazy("Under which you can be asked about it later."),
        max_length=60,
    )
    dated = forms.DateField(
        label=gettext_lazy("Date of your answer"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    remark = forms.CharField(
        label=gettext_lazy("Remark"),
        help_text=gettext_lazy("For example which data differ, or since when it is reported."),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, *args: Any, today: date, **options: Any) -> None:
        options["initial"] = {"dated": today, **(options.get("initial") or {})}
        super().__init__(*args, **options)
        self.today = today

    def clean_dated(self) -> date:
        dated: date = self.cleaned_data["dated"]
        if dated > self.today:
            raise forms.ValidationError(_("This date lies in the future."))
        return dated
