"""A mark as it is handed in: by the viewer, or by numbers where there is none."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy

from secondline.people.models import new_id
from secondline.support.marks import LONGEST_POINTS, LONGEST_TEXT, SHAPES, Drawn, faults, read_points


class MarkForm(forms.Form):
    """`id` is made by the page, so that the same mark sent twice is kept once."""

    id = forms.UUIDField(widget=forms.HiddenInput, initial=new_id)
    run = forms.IntegerField(required=False, min_value=1, max_value=10**8, widget=forms.HiddenInput)
    item = forms.ChoiceField(label=gettext_lazy("Picture"))
    shape = forms.ChoiceField(label=gettext_lazy("Shape"), choices=lambda: list(SHAPES.items()))
    points = forms.CharField(
        label=gettext_lazy("Points"),
        help_text=gettext_lazy(
            "Across and down in percent of the picture, point after point: 10 20 30 45. A box and an ellipse"
            " have two corners, a line and an arrow two ends, a text one place."
        ),
        max_length=LONGEST_POINTS,
        widget=forms.TextInput(attrs={"inputmode": "text", "autocomplete": "off"}),
    )
    finding = forms.ChoiceField(label=gettext_lazy("Belongs to"))
    text = forms.CharField(label=gettext_lazy("What is seen there"), required=False, max_length=LONGEST_TEXT)

    def __init__(
        self,
        *args: Any,
        pictures: Sequence[tuple[str, str]] = (),
        findings: Sequence[tuple[str, str]] = (),
        run: int | None = None,
        **options: Any,
    ) -> None:
        super().__init__(*args, **options)
        self.fields["item"].choices = list(pictures)  # type: ignore[attr-defined]  # a ChoiceField
        self.fields["finding"].choices = list(findings)  # type: ignore[attr-defined]  # a ChoiceField
        self.fields["run"].initial = run

    def clean_points(self) -> Any:
        points = read_points(self.cleaned_data["points"])
        if points is None:
            raise forms.ValidationError(gettext_lazy("These are no pairs of numbers: write 10 20 30 45."))
        return points

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if {"id", "item", "shape", "points", "finding"} <= set(data):
            for name, words in faults(self.drawn()).items():
                self.add_error(name, str(words))
        return data

    def drawn(self) -> Drawn:
        data = self.cleaned_data
        return Drawn(
            id=data["id"],
            item=UUID(data["item"]),
            shape=data["shape"],
            points=data["points"],
            finding=data["finding"],
            text=data.get("text", ""),
        )


class BesideForm(forms.Form):
    """Which picture of the case lies beside which one of a specimen."""

    item = forms.UUIDField()
    specimen = forms.UUIDField()
