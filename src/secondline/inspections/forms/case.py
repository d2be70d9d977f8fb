"""What an officer can tell in seconds. Nothing but a press is required; "I don't know" is always there."""

from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from secondline.inspections.actions import Verdict
from secondline.inspections.rules import CARRIER_AT, CONTEXT, REFUSED, Particulars, fraud_class, read_day
from secondline.people.models import Person, Post, new_id
from secondline.reference.fields import StateField, TermField, TermsField
from traveldoc.facts import VISUAL_FIELDS, VisualForm
from traveldoc.mrz.alphabet import FILLER

LONGEST_MRZ = 400
# The shortest line of Doc 9303 has 30 characters; a third of it may be torn off.
LEAST_MRZ_LINE = 20


class DayField(forms.CharField):
    """A date as printed, kept as YYYY-MM-DD with XX for unknown parts."""

    def __init__(self, **options: Any) -> None:
        widget = forms.TextInput(attrs={"placeholder": "YYYY-MM-DD", "autocomplete": "off", "class": "day"})
        super().__init__(max_length=40, required=False, widget=widget, **options)

    def clean(self, value: Any) -> str:
        text = str(super().clean(value) or "").strip()
        if not text:
            return ""
        day = read_day(text)
        if day is None:
            raise forms.ValidationError(
                _("“%(text)s” is not a date. Write it like 1974-08-12, 12.08.1974 or 12 AUG 1974."),
                params={"text": text},
            )
        return day


def _plain(label: Any, **options: Any) -> forms.CharField:
    widget = forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"})
    return forms.CharField(label=label, required=False, max_length=200, widget=widget, **options)


class MrzField(forms.CharField):
    def __init__(self, **options: Any) -> None:
        attrs = {
            "class": "mrz",
            "rows": 3,
            "spellcheck": "false",
            "autocomplete": "off",
            "autocapitalize": "characters",
            "data-mrz": "",
        }
        super().__init__(max_length=LONGEST_MRZ, widget=forms.Textarea(attrs=attrs), **options)

    def validate(self, value: Any) -> None:
        """Something else than a zone is asked again; a zone with gaps or faults is evidence and is taken."""
        super().validate(value)
        longest = max((len("".join(line.split())) for line in str(value).splitlines()), default=0)
        if 0 < longest < LEAST_MRZ_LINE and FILLER not in str(value):
            raise forms.ValidationError(
                _(
                    "These are no lines of a machine readable zone: they are 30 to 44 characters long, "
                    "with <<<. Type all of the two or three lines, or leave this empty."
                )
            )


class PrintedForm(forms.Form):
    """The visual inspection zone: what is printed for people. Compared with the machine readable zone."""

    surname = _plain(gettext_lazy("Surname"))
    given_names = _plain(gettext_lazy("Given names"))
    document_number = _plain(gettext_lazy("Document number"))
    date_of_birth = DayField(label=gettext_lazy("Date of birth"))
    sex = TermField("sex", label=gettext_lazy("Sex"))
    nationality = StateField(label=gettext_lazy("Nationality"))
    issuer = StateField(label=gettext_lazy("Issuing state"))
    date_of_issue = DayField(label=gettext_lazy("Date of issue"))
    date_of_expiry = DayField(label=gettext_lazy("Date of expiry"))

    PRINTED = tuple(name for name in VISUAL_FIELDS if name not in {"kind", "optional_data"})

    def printed(self) -> list[forms.BoundField]:
        return [self[name] for name in self.fields if name in self.PRINTED]

    def visual(self) -> VisualForm:
        """What is usable of it; a field with an error is left out."""
        return VisualForm(**{name: self.cleaned_data.get(name, "") for name in self.PRINTED})


class NewForm(PrintedForm):
    id = forms.UUIDField(widget=forms.HiddenInput)
    incident = forms.UUIDField(required=False, widget=forms.HiddenInput)
    doubt = forms.CharField(
        label=gettext_lazy("What made you stop?"),
        help_text=gettext_lazy("In your own words. Leave out what is not about the document."),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    mrz = MrzField(
        label=gettext_lazy("Machine readable zone, typed"),
        help_text=gettext_lazy(
            "Only if you have no picture of it. The lines at the foot of the page with <<<."
        ),
        required=False,
    )
    post = forms.ModelChoiceField(Post.objects.none(), label=gettext_lazy("Post"), empty_label=None)
    document_kind = TermField("document-kind", label=gettext_lazy("Kind of document"))
    role = TermField("role", label=gettext_lazy("Part it plays"))
    discovery = TermField("discovery", label=gettext_lazy("How it came to light"))
    direction = TermField("direction", label=gettext_lazy("Direction"))
    line = TermField("line", label=gettext_lazy("Control line"))
    selection = TermField("selection", label=gettext_lazy("Why this person was selected"))
    selection_probability = forms.FloatField(
        label=gettext_lazy("If at random: one in how many?"),
        help_text=gettext_lazy("For example 20, if every twentieth traveller is taken."),
        required=False,
        min_value=1,
        max_value=1_000_000,
        widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
    )
    carrier = TermField("carrier", label=gettext_lazy("Means of travel"))
    embarkation = StateField(label=gettext_lazy("Came from"))
    transit = StateField(
        label=gettext_lazy("Came through"),
        help_text=gettext_lazy("The state left last; as above for a direct journey."),
    )
    next_stop = StateField(label=gettext_lazy("Next stop"))
    final_destination = StateField(label=gettext_lazy("Final destination"))
    claimed_nationality = StateField(label=gettext_lazy("Nationality the person claims"))

    JOURNEY = (
        "document_kind",
        "discovery",
        "role",
        "direction",
        "selection",
        "selection_probability",
        "carrier",
        "embarkation",
        "transit",
        "next_stop",
        "final_destination",
        "claimed_nationality",
        "line",
        "post",
    )

    def __init__(self, *args: Any, person: Person, **options: Any) -> None:
        options["initial"] = {**defaults(person), **(options.get("initial") or {})}
        super().__init__(*args, **options)
        posts = Post.objects.filter(agency=person.agency_id)
        self.fields["post"].queryset = posts  # type: ignore[attr-defined]

    def says_something(self) -> bool:
        """Whether there is anything to examine or to ask about; what is usual at a post says nothing."""
        data = self.cleaned_data
        return bool(data.get("doubt", "").strip() or data.get("mrz", "").strip() or self.visual().given())

    def journey(self) -> list[forms.BoundField]:
        return [self[name] for name in self.JOURNEY]

    @property
    def printed_open(self) -> bool:
        """Whether something is typed (or wrong) in the folded part, so that it is shown unfolded."""
        return self._touched(self.printed())

    @property
    def journey_open(self) -> bool:
        return any(field.errors for field in self.journey())

    @staticmethod
    def _touched(bound: list[forms.BoundField]) -> bool:
        return any(field.errors or field.value() for field in bound)

    def particulars(self) -> Particulars:
        """What is usable of it; a field with an error is left out."""
        data = self.cleaned_data
        values = {name: data[name] for name in CONTEXT if data.get(name)}
        values.pop("selection_probability", None)
        if one_in := data.get("selection_probability"):
            values["selection_probability"] = 1 / one_in
        return Particulars(
            **{**dict.fromkeys(("line", "role", "discovery"), ""), **values},
            mrz=data.get("mrz", ""),
            visual=self.visual(),
            document_kind=data.get("document_kind", ""),
        )


def defaults(person: Person) -> dict[str, Any]:
    """What is most often right at this post."""
    border = person.post.border_type if person.post else ""
    usual = Particulars()
    return {
        "id": new_id(),
        "post": person.post_id,
        "line": usual.line,
        "role": usual.role,
        "discovery": usual.discovery,
        "direction": "entry",
        "carrier": CARRIER_AT.get(border, ""),
    }


class TranscriptionForm(forms.Form):
    text = MrzField(label=gettext_lazy("Machine readable zone"))
    exhibit = forms.UUIDField(required=False, widget=forms.HiddenInput)


class DecisionForm(forms.Form):
    outcome = TermField("outcome", label=gettext_lazy("What happened to the person"), required=True)
    fraud = TermField("fraud", label=gettext_lazy("What the document is, in your judgement"), required=True)
    fate = TermField("document-fate", label=gettext_lazy("Where the document is now"))
    refusal_code = TermField(
        "refusal", label=gettext_lazy("Reason of refusal"), empty=gettext_lazy("Not refused")
    )
    means = TermsField("detection-means", label=gettext_lazy("How it was found"))
    established_nationality = StateField(
        label=gettext_lazy("Nationality that was established"),
        help_text=gettext_lazy("Only if it is now known, whatever was claimed or printed."),
    )
    reason = forms.CharField(
        label=gettext_lazy("Reason, in a sentence"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        refused = data.get("outcome") == REFUSED
        if refused and not data.get("refusal_code"):
            self.add_error("refusal_code", _("A refusal needs its reason. Choose one of A to I."))
        if data.get("refusal_code") and data.get("outcome") and not refused:
            self.add_error("refusal_code", _("This is for refusals only. Choose “Not refused”."))
        return data

    def verdict(self) -> Verdict:
        data = self.cleaned_data
        fraud, subtype = fraud_class(data["fraud"])
        return Verdict(
            outcome=data["outcome"],
            fraud_class=fraud,
            fraud_subtype=subtype,
            fate=data["fate"],
            refusal_code=data["refusal_code"],
            means=tuple(data["means"]),
            reason=data["reason"],
            established_nationality=data["established_nationality"],
        )


def posted_id(value: Any) -> UUID | None:
    """The client's id of a form, if it is one."""
    try:
        return UUID(str(value))
    except ValueError:
        return None
