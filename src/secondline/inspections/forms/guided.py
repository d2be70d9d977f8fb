"""Forms beside the first: further documents, journey, eyes in a picture; what an agency keeps itself."""

from datetime import date
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from secondline.inspections.actions import Crossing, Paper
from secondline.inspections.facing import Points
from secondline.inspections.forms.case import DayField
from secondline.inspections.models import Contact, Document, Exhibit, Inspection, Question
from secondline.inspections.naming import language
from secondline.inspections.rules import NO_FOCAL_ROLES, REFERRALS, fraud_class
from secondline.people.models import Person
from secondline.reference.fields import StateField, TermField
from traveldoc.procedure import FORM_NAMES
from traveldoc.vocabulary import vocabulary


def _text(label: Any, longest: int, **options: Any) -> forms.CharField:
    widget = forms.TextInput(attrs={"autocomplete": "off"})
    return forms.CharField(label=label, max_length=longest, widget=widget, **options)


class WholeDayField(DayField):
    """A date of which no part may be missing."""

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        if "X" in text:
            raise forms.ValidationError(_("A whole date is needed here, or none."))
        return date.fromisoformat(text) if text else None

    def prepare_value(self, value: Any) -> Any:
        return value.isoformat() if isinstance(value, date) else value


class DocumentForm(forms.Form):
    """A further document."""

    id = forms.UUIDField(widget=forms.HiddenInput)
    kind = TermField("document-kind", label=gettext_lazy("Kind of document"), required=True)
    role = TermField("role", label=gettext_lazy("Part it plays"))
    discovery = TermField("discovery", label=gettext_lazy("How it came to light"))
    substrate = TermField("substrate", label=gettext_lazy("Made of"))
    issuer = StateField(label=gettext_lazy("Issuing state"))
    number = _text(gettext_lazy("Number"), 40, required=False)
    issue_year = forms.IntegerField(
        label=gettext_lazy("Year of issue"),
        required=False,
        min_value=1950,
        max_value=2100,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )
    valid_from = WholeDayField(label=gettext_lazy("Visa or permit valid from"))
    valid_until = WholeDayField(label=gettext_lazy("valid until"))
    entries = forms.IntegerField(
        label=gettext_lazy("Number of entries"),
        help_text=gettext_lazy("Leave empty for any number."),
        required=False,
        min_value=1,
        max_value=99,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )
    fraud = TermField("fraud", label=gettext_lazy("What it is, in your judgement"))
    fate = TermField("document-fate", label=gettext_lazy("Where it is now"))
    note = forms.CharField(
        label=gettext_lazy("Note"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 2})
    )
    shown = forms.ModelMultipleChoiceField(
        Exhibit.objects.none(),
        label=gettext_lazy("Pictures that show it"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, inspection: Inspection, **options: Any) -> None:
        super().__init__(*args, **options)
        shown = self.fields["shown"]
        shown.queryset = inspection.exhibits.select_related("item")  # type: ignore[attr-defined]
        shown.label_from_instance = _picture  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        start, end = data.get("valid_from"), data.get("valid_until")
        if start and end and end < start:
            self.add_error("valid_until", _("This is before its first day."))
        return data

    def paper(self) -> Paper:
        data = self.cleaned_data
        fraud, subtype = fraud_class(data["fraud"]) if data["fraud"] else ("", "")
        names = ("kind", "role", "discovery", "substrate", "issuer", "number", "issue_year", "fate", "note")
        more = ("valid_from", "valid_until", "entries")
        return Paper(
            **{name: data[name] for name in (*names, *more)}, fraud_class=fraud, fraud_subtype=subtype
        )


def _picture(exhibit: Exhibit) -> str:
    return _("Picture %(number)s") % {"number": exhibit.position}


def document_initial(document: Document) -> dict[str, Any]:
    """What is known of it, as the form takes it."""
    names = [name for name in DocumentForm.base_fields if hasattr(document, name)]
    return {
        **{name: getattr(document, name) for name in names},
        "fraud": document.fraud_subtype or document.fraud_class,
        "shown": list(document.exhibits.values_list("pk", flat=True)),
    }


class LegForm(forms.Form):
    """One crossing of the journey."""

    source = TermField("leg-source", label=gettext_lazy("Known from"), required=True)
    state = StateField(label=gettext_lazy("State"))
    place = _text(gettext_lazy("Place"), 120, required=False)
    direction = TermField("direction", label=gettext_lazy("Direction"))
    day = DayField(label=gettext_lazy("Date"))
    carrier = TermField("carrier", label=gettext_lazy("Means of travel"))

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not self.errors and not (data.get("state") or data.get("day") or data.get("place")):
            raise forms.ValidationError(_("Say where or when it was: a state, a place or a date."))
        return data

    def crossing(self) -> Crossing:
        return Crossing(**self.cleaned_data)


def _coordinate(label: Any) -> forms.FloatField:
    widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"})
    return forms.FloatField(label=label, min_value=0, max_value=100_000, widget=widget)


class EyesForm(forms.Form):
    """Two points in a picture, in its pixels."""

    item = forms.UUIDField(widget=forms.HiddenInput)
    left_x = _coordinate(gettext_lazy("Left eye, across"))
    left_y = _coordinate(gettext_lazy("down"))
    right_x = _coordinate(gettext_lazy("Right eye, across"))
    right_y = _coordinate(gettext_lazy("down"))

    def points(self) -> Points:
        data = self.cleaned_data
        pair = sorted([(data["left_x"], data["left_y"]), (data["right_x"], data["right_y"])])
        return Points(pair[0], pair[1])


class LinkForm(forms.Form):
    """Another inspection of the same incident, by its case number."""

    case = _text(gettext_lazy("Case number"), 40)


class QuestionForm(forms.ModelForm[Question]):
    """An agency's own question: in the language of whoever writes it, and in the others where they can."""

    step = forms.ChoiceField(label=gettext_lazy("Step"))
    text = _text(gettext_lazy("Question"), 200)
    hint = _text(gettext_lazy("What to look at"), 400, required=False)
    lights = forms.MultipleChoiceField(
        label=gettext_lazy("Light"), required=False, widget=forms.CheckboxSelectMultiple
    )
    only_for = forms.MultipleChoiceField(
        label=gettext_lazy("Only for"), required=False, widget=forms.CheckboxSelectMultiple
    )

    class Meta:
        model = Question
        fields = ("step", "text", "hint", "lights")

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        steps = vocabulary("procedure").roots()
        names = {"book": _("Booklet"), "card": _("Card"), "visa": _("Visa"), "stamp": _("Stamp")}
        choices: dict[str, list[tuple[str, str]]] = {
            "step": [(term.id, f"{term.group}: {term.label(language())}") for term in steps],
            "lights": [(term.id, term.label(language())) for term in vocabulary("light")],
            "only_for": [(name, names.get(name, _("Supporting paper"))) for name in FORM_NAMES],
        }
        for name, these in choices.items():
            self.fields[name].choices = these  # type: ignore[attr-defined]
        self.others = [(code, name) for code, name in settings.LANGUAGES if code != language()]
        for code, name in self.others:
            text, hint = _("Question, %(language)s"), _("What to look at, %(language)s")
            self.fields[f"text_{code}"] = _text(text % {"language": name}, 200, required=False)
            self.fields[f"hint_{code}"] = _text(hint % {"language": name}, 400, required=False)

    @property
    def translations(self) -> list[forms.BoundField]:
        return [self[f"{what}_{code}"] for code, _name in self.others for what in ("text", "hint")]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        for code, _name in self.others:
            if data.get(f"hint_{code}") and not data.get(f"text_{code}"):
                self.add_error(f"text_{code}", _("Say the question in this language too, not only the hint."))
        return data

    def words(self) -> dict[str, list[str]]:
        """Language -> text and hint, of the others in which the question is asked."""
        data = self.cleaned_data
        return {
            code: [data[f"text_{code}"], data[f"hint_{code}"] or data["hint"]]
            for code, _name in self.others
            if data[f"text_{code}"]
        }


class ContactForm(forms.ModelForm[Contact]):
    """Whom to call for a person who needs protection."""

    kind = forms.ChoiceField(label=gettext_lazy("When"))
    name = _text(gettext_lazy("Who"), 120)
    reach = _text(gettext_lazy("How to reach them"), 200)
    hours = _text(gettext_lazy("When they answer"), 120, required=False)

    class Meta:
        model = Contact
        fields = ("kind", "name", "reach", "hours")

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        these = [(kind, words[0]) for kind, words in REFERRALS.items()]
        self.fields["kind"].choices = these  # type: ignore[attr-defined]


class FocalForm(forms.Form):
    """Who of the agency follows its referrals up."""

    person = forms.ModelChoiceField(
        Person.objects.none(), label=gettext_lazy("Person"), empty_label=gettext_lazy("Choose")
    )

    def __init__(self, *args: Any, agency: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        here = Person.objects.filter(agency=agency, is_active=True).exclude(role__in=NO_FOCAL_ROLES)
        self.fields["person"].queryset = here  # type: ignore[attr-defined]
