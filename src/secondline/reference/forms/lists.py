"""A list of lost and stolen documents: the file, what is said of it, and how its columns are read."""

import re
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from secondline.people.models import Person, Post
from secondline.reference.actions.importing import Described
from secondline.reference.columns import Columns, is_day_form
from secondline.reference.fields import TermField
from secondline.reference.models import Alert, DocumentType, ListMapping
from secondline.reference.queries.library import visible_alerts, visible_types
from secondline.reference.queries.reported import mappings
from secondline.reference.rules import Stage
from secondline.reference.trying import HeldFileForm

_NAMES = ("number", "number_to", "issuer", "kind", "sort", "day", "circumstances", "day_form")
_VALUES = re.compile(r"\s*(?P<word>[^=]{1,60}?)\s*=\s*(?P<stands>[^=]{1,60}?)\s*", re.UNICODE)


def _column(label: Any, *, required: bool = False, initial: str = "", **options: Any) -> forms.CharField:
    widget = forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"})
    return forms.CharField(
        label=label, required=required, initial=initial, max_length=80, widget=widget, **options
    )


class ListForm(HeldFileForm):
    """Columns are named as in the first line of the table; “=UTO” holds for all lines."""

    file = forms.FileField(label=gettext_lazy("Table (CSV)"))
    source = _column(gettext_lazy("Source"), required=True)
    as_of = forms.DateField(
        label=gettext_lazy("Date of the list"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    fresh_days = forms.IntegerField(
        label=gettext_lazy("Days for which it is recent"), initial=7, min_value=1, max_value=3650
    )
    contact = forms.CharField(
        label=gettext_lazy("Whom to call when a document is found"), required=False, max_length=200
    )
    sharing = TermField(
        "sharing", label=gettext_lazy("Whose inspections look in it"), required=True, initial="amber-strict"
    )
    whole = forms.BooleanField(
        label=gettext_lazy("It is complete: the older lists of this source go"), required=False, initial=True
    )
    mapping = forms.ModelChoiceField(
        label=gettext_lazy("Columns as kept before"),
        queryset=ListMapping.objects.none(),
        required=False,
        empty_label=gettext_lazy("none: as written below"),
    )
    number = _column(gettext_lazy("Column of the number"), initial="number")
    number_to = _column(gettext_lazy("Column of the last number of a range"))
    issuer = _column(gettext_lazy("Column of the issuing state"), initial="issuer")
    kind = _column(gettext_lazy("Column of the kind of document"))
    sort = _column(
        gettext_lazy("Column of the reason"),
        initial="=lost",
        help_text=gettext_lazy("lost, stolen, revoked, stolen-blank. Written with = it holds for all lines."),
    )
    day = _column(gettext_lazy("Column of the day of the report"))
    day_form = _column(gettext_lazy("How days are written"), initial="YYYY-MM-DD")
    circumstances = _column(gettext_lazy("Column of the circumstances"))
    values = forms.CharField(
        label=gettext_lazy("What the source's words stand for"),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3, "spellcheck": "false"}),
        help_text=gettext_lazy("One a line: S = stolen; PASS = passport; Utopia = UTO."),
    )
    keep_as = _column(gettext_lazy("Keep these columns under the name"))

    def __init__(self, *args: Any, person: Person, **options: Any) -> None:
        super().__init__(*args, person=person, **options)
        self.fields["mapping"].queryset = mappings(person)  # type: ignore[attr-defined]  # it has one

    def clean_source(self) -> str:
        return " ".join(str(self.cleaned_data["source"]).split())

    def clean_day_form(self) -> str:
        form = str(self.cleaned_data["day_form"] or "YYYY-MM-DD").strip().upper()
        if not is_day_form(form):
            raise forms.ValidationError(_("Write it with Y, M and D, such as YYYY-MM-DD or DD.MM.YYYY."))
        return form

    def clean_values(self) -> dict[str, str]:
        stands: dict[str, str] = {}
        for line in str(self.cleaned_data["values"]).splitlines():
            if not line.strip():
                continue
            found = _VALUES.fullmatch(line)
            if found is None:
                raise forms.ValidationError(
                    _("“%(line)s” is not of the form: word = what it stands for."), params={"line": line[:60]}
                )
            stands[found["word"]] = found["stands"]
        return stands

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if not data.get("mapping") and not data.get("number"):
            self.add_error("number", _("Name the column of the number, or choose columns kept before."))
        return data

    def columns(self) -> Columns:
        data = self.cleaned_data
        if mapping := data.get("mapping"):
            return Columns.from_dict(mapping.columns)
        return Columns(**{name: data[name].strip() for name in _NAMES}, values=data["values"])

    def described(self) -> Described:
        data = self.cleaned_data
        return Described(
            source=data["source"],
            as_of=data["as_of"],
            fresh_days=data["fresh_days"],
            contact=data["contact"],
            sharing=data["sharing"],
            whole=data["whole"],
        )


class OfferForm(forms.Form):
    """A card for a post."""

    post = forms.ModelChoiceField(
        label=gettext_lazy("Post"), queryset=Post.objects.none(), empty_label=gettext_lazy("Choose")
    )
    card = forms.ChoiceField(label=gettext_lazy("Card"))
    reason = forms.CharField(label=gettext_lazy("Why here"), required=False, max_length=200)
    until = forms.DateField(
        label=gettext_lazy("Until"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )

    def __init__(self, *args: Any, person: Person, **options: Any) -> None:
        super().__init__(*args, **options)
        self._things: dict[str, DocumentType | Alert] = {}
        alerts = visible_alerts(person).filter(stage=Stage.PUBLISHED)
        types = visible_types(person).filter(stage=Stage.PUBLISHED)
        self._things |= {str(alert.pk): alert for alert in alerts}
        self._things |= {str(each.pk): each for each in types}
        self.fields["post"].queryset = Post.objects.filter(agency=person.agency_id)  # type: ignore[attr-defined]
        self.fields["card"].choices = [(key, each.shown) for key, each in self._things.items()]  # type: ignore[attr-defined]

    def thing(self) -> DocumentType | Alert:
        return self._things[self.cleaned_data["card"]]

    def day(self) -> date | None:
        until: date | None = self.cleaned_data["until"]
        return until
