"""The form of a table that is to leave the agency."""

from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from secondline.people.models import Agency, Person
from secondline.register import queries as register
from secondline.register.cube import first_day
from secondline.shell.templatetags.shell import month as month_words
from secondline.trends.choosing import OneOfField, terms
from secondline.trends.queries.releases import others
from secondline.trends.queries.signals import latest_month
from secondline.trends.release_rules import DIMENSIONS, FOR_ALL, MEASURES, SHARING, Measure, Outline, in_order
from secondline.trends.rules import month_after, months


class ReleaseForm(forms.Form):
    """A table for other agencies: what it is broken down by, what is counted, for whom."""

    title = forms.CharField(label=_("Title"), max_length=120)
    by = forms.MultipleChoiceField(
        label=_("Broken down by"),
        widget=forms.CheckboxSelectMultiple,
        help_text=_("One to three. The fewer, the more numbers can be shown."),
    )
    measure = OneOfField(label=_("What is counted"), choices=[])
    first = OneOfField(label=_("From"), choices=[])
    last = OneOfField(label=_("To"), choices=[])
    effort = forms.BooleanField(
        label=_("Inspections and rates beside them, where they are known"), required=False
    )
    sharing = OneOfField(label=_("Sharing level"), choices=[])
    to = forms.MultipleChoiceField(
        label=_("For"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("None: every agency here"),
    )
    note = forms.CharField(
        label=_("Note to readers"), required=False, max_length=600, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, *args: Any, person: Person, at: datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.agencies = {agency.code: agency for agency in others(person)}
        latest = latest_month(at)
        known = register.span(person)
        first = min(known[0], latest) if known else latest
        spoken = [(f"{m:%Y-%m}", month_words(m)) for m in months(first, latest)][::-1]
        choices: dict[str, list[Any]] = {
            "by": [(name, gettext(each.words)) for name, each in DIMENSIONS.items()],
            "measure": [(name, gettext(words)) for name, words in MEASURES.items()],
            "first": spoken,
            "last": spoken,
            "sharing": terms("sharing", list(SHARING)),
            "to": [(code, agency.name) for code, agency in self.agencies.items()],
        }
        for name, offered in choices.items():
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField | forms.MultipleChoiceField)  # for the type checker
            field.choices = offered
        usual = max(first, month_after(latest, 1 - 12))
        self.initial = {
            "first": f"{usual:%Y-%m}",
            "last": f"{latest:%Y-%m}",
            "sharing": "amber",
            **self.initial,
        }

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not self.errors:
            if fault := self.outline().fault():
                self.add_error("by", gettext(fault))
            if not cleaned["to"] and cleaned["sharing"] not in FOR_ALL:
                self.add_error("to", _("TLP:AMBER is for those who are named. Choose agencies, or GREEN."))
        return cleaned

    def outline(self) -> Outline:
        said = self.cleaned_data
        return Outline(
            in_order(said["by"]),
            Measure(said["measure"]),
            first_day(said["first"]),
            first_day(said["last"]),
            said["effort"],
        )

    def addressees(self) -> list[Agency] | None:
        return [self.agencies[code] for code in self.cleaned_data["to"]] or None
