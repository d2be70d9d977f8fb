"""Types, alerts, and what is on them. Texts are written in the language that the page is in."""

from typing import Any, TypeVar

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from secondline.people.models import Person
from secondline.reference.fields import (
    BoxesField,
    BoxField,
    GroupedTermsField,
    NumberingField,
    StateField,
    TermField,
)
from secondline.reference.models import Alert, DocumentType, Feature, LibraryPicture, Sign
from secondline.reference.naming import language
from secondline.reference.queries.library import visible_types
from secondline.reference.rules import (
    CODE,
    DEFAULT_SHARING,
    FORMAT_NAMES,
    LONGEST_TEXT,
    PAGES,
    SORTS,
    STEPS,
    Stage,
)
from secondline.reference.steps import usual_step
from traveldoc.checks import CHECKS

Placed = TypeVar("Placed", Feature, Sign)


def _line(label: Any, *, required: bool = False, longest: int = 200, **options: Any) -> forms.CharField:
    widget = forms.TextInput(attrs={"autocomplete": "off"})
    return forms.CharField(label=label, required=required, max_length=longest, widget=widget, **options)


def _text(label: Any, rows: int = 3, **options: Any) -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(label=label, required=False, max_length=LONGEST_TEXT, widget=widget, **options)


def _day(label: Any, **options: Any) -> forms.DateField:
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, required=False, widget=widget, **options)


def _choice(label: Any, choices: Any, **options: Any) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, choices=choices, **options)


NUMBERS_HELP = gettext_lazy(
    "# stands for a digit, @ for a letter, * for either; commas between several, .. between first and last: "
    "U########, UA1200000..UA1249999."
)


class ReleasedForm(forms.Form):
    """What a type and an alert have in common. `texts`: fields that are kept by language."""

    texts: tuple[str, ...] = ("title",)
    plain: tuple[str, ...] = ("issuer", "authority", "kind", "series", "numbering", "source", "sharing")

    sharing = TermField("sharing", label=gettext_lazy("Who may see it"), required=True)

    def __init__(self, *args: Any, thing: DocumentType | Alert, person: Person, **options: Any) -> None:
        self.thing, self.person = thing, person
        options.setdefault("initial", self._initial())
        super().__init__(*args, **options)

    def _initial(self) -> dict[str, Any]:
        values = {name: getattr(self.thing, name) for name in self.plain}
        values |= {name: getattr(self.thing, name).get(language(), "") for name in self.texts}
        values["sharing"] = values["sharing"] or DEFAULT_SHARING
        return values

    def filled(self) -> Any:
        """The type or alert with what was typed; nothing is saved."""
        for name in self.plain:
            setattr(self.thing, name, self.cleaned_data[name])
        put_texts(self.thing, self.texts, self.cleaned_data)
        return self.thing


def put_texts(thing: Any, names: tuple[str, ...], data: dict[str, Any]) -> None:
    """Each text under the language of the page; an emptied one goes, other languages stay."""
    for name in names:
        kept = {tag: text for tag, text in getattr(thing, name).items() if tag != language()}
        text = str(data.get(name) or "").strip()
        setattr(thing, name, kept | ({language(): text} if text else {}))


class TypeForm(ReleasedForm):
    texts = ("title", "notes")
    plain = (
        *ReleasedForm.plain,
        *("code", "format", "width_mm", "height_mm", "substrate", "first_issued", "last_issued"),
    )

    issuer = StateField(label=gettext_lazy("Issuing state"), required=True)
    authority = _line(
        gettext_lazy("Name of the issuer"),
        longest=80,
        help_text=gettext_lazy("Only where the code does not say it, such as an organization."),
    )
    kind = TermField("document-kind", label=gettext_lazy("Kind of document"), required=True)
    series = _line(gettext_lazy("Series"), longest=40, help_text=gettext_lazy("Such as the year: 2019."))
    title = _line(gettext_lazy("Title"), required=True)
    code = _line(
        gettext_lazy("Code"),
        longest=16,
        help_text=gettext_lazy("As in other references: THA-AO-04001. Empty: the next free one."),
    )
    first_issued = _day(gettext_lazy("First issued"))
    last_issued = _day(gettext_lazy("Last issued"))
    numbering = NumberingField(label=gettext_lazy("Document numbers"), help_text=NUMBERS_HELP)
    format = _choice(gettext_lazy("Format"), FORMAT_NAMES.items())
    width_mm = forms.FloatField(
        label=gettext_lazy("Width in mm"), required=False, min_value=10, max_value=500
    )
    height_mm = forms.FloatField(
        label=gettext_lazy("Height in mm"), required=False, min_value=10, max_value=500
    )
    substrate = TermField("substrate", label=gettext_lazy("Substrate"))
    plan = forms.MultipleChoiceField(
        label=gettext_lazy("Pages"),
        choices=PAGES.items(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    notes = _text(gettext_lazy("Notes"), 4)
    source = _line(
        gettext_lazy("Source"), longest=300, help_text=gettext_lazy("Whose description or specimen it is.")
    )
    field_order = (
        *("issuer", "authority", "kind", "series", "title", "code", "first_issued", "last_issued"),
        *("numbering", "format", "width_mm", "height_mm", "substrate", "plan", "notes", "source", "sharing"),
    )

    def _initial(self) -> dict[str, Any]:
        return super()._initial() | {"plan": [page["page"] for page in getattr(self.thing, "plan", ())]}

    def clean_code(self) -> str:
        code = str(self.cleaned_data["code"]).strip().upper()
        if not self.thing._state.adding and self.thing.code:  # noqa: SLF001  # documented by Django
            return str(self.thing.code)  # an edition keeps its code
        if code and not CODE.fullmatch(code):
            raise forms.ValidationError(_("A code looks like THA-AO-04001."))
        return code

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        first, last = data.get("first_issued"), data.get("last_issued")
        if first and last and first > last:
            self.add_error("last_issued", _("The last day of issue lies before the first."))
        return data

    def filled(self) -> DocumentType:
        thing: DocumentType = super().filled()
        notes = {page["page"]: page.get("note", "") for page in thing.plan}
        thing.plan = [{"page": page, "note": notes.get(page, "")} for page in self.cleaned_data["plan"]]
        return thing


class AlertForm(ReleasedForm):
    texts = ("title", "what", "recognise")
    plain = (*ReleasedForm.plain, "sort", "fraud", "checks", "features", "valid_from", "valid_to", "type")

    sort = _choice(gettext_lazy("What it is"), SORTS.items())
    title = _line(gettext_lazy("Title"), required=True)
    issuer = StateField(label=gettext_lazy("Issuing state"))
    authority = _line(gettext_lazy("Name of the issuer"), longest=80)
    kind = TermField("document-kind", label=gettext_lazy("Kind of document"))
    series = _line(gettext_lazy("Series"), longest=40)
    type = forms.ModelChoiceField(
        label=gettext_lazy("Imitates"),
        queryset=DocumentType.objects.none(),
        required=False,
        empty_label=gettext_lazy("no type of this library"),
    )
    numbering = NumberingField(label=gettext_lazy("Numbers concerned"), help_text=NUMBERS_HELP)
    fraud = TermField("fraud", label=gettext_lazy("Kind of fraud"))
    what = _text(gettext_lazy("What is known"))
    recognise = _text(
        gettext_lazy("How to recognise it"),
        help_text=gettext_lazy("The officer reads this beside the findings. No personal data."),
    )
    checks = forms.MultipleChoiceField(
        label=gettext_lazy("Questions of the examination that they fail"),
        choices=lambda: [(check.id, _(check.question.template)) for check in CHECKS],
        required=False,
        widget=forms.SelectMultiple(attrs={"size": 8}),
    )
    features = GroupedTermsField(
        "security-feature", label=gettext_lazy("Security features that are wrong on them")
    )
    source = _line(gettext_lazy("Source"), required=True, longest=300)
    valid_from = _day(gettext_lazy("Valid from"))
    valid_to = _day(gettext_lazy("Valid until"), help_text=gettext_lazy("Empty: until it is withdrawn."))
    field_order = (
        *("sort", "title", "issuer", "authority", "kind", "series", "type", "numbering", "fraud", "what"),
        *("recognise", "checks", "features", "source", "valid_from", "valid_to", "sharing"),
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        published = visible_types(self.person).filter(stage=Stage.PUBLISHED)
        self.fields["type"].queryset = published  # type: ignore[attr-defined]  # it has one

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        if not self.errors and not (data.get("issuer") or data.get("kind") or data.get("numbering")):
            self.add_error("issuer", _("Name the issuer, the kind or the numbers: what does it concern?"))
        first, last = data.get("valid_from"), data.get("valid_to")
        if first and last and first > last:
            self.add_error("valid_to", _("The last day lies before the first."))
        return data


class PlacedForm(forms.Form):
    """Something to look at, with its place."""

    texts: tuple[str, ...] = ("look",)

    term = TermField("security-feature", label=gettext_lazy("Security feature"))
    page = _choice(gettext_lazy("Page"), PAGES.items())
    light = TermField("light", label=gettext_lazy("Light"), required=True)
    box = BoxField(
        label=gettext_lazy("Place"),
        help_text=gettext_lazy("Left, top, width, height in percent of the page: 10 20 30 15."),
    )
    step = _choice(
        gettext_lazy("Looked at in step"),
        [("", gettext_lazy("as usual for it")), *STEPS.items()],
        required=False,
    )
    picture = forms.ModelChoiceField(
        label=gettext_lazy("Picture of its own"),
        queryset=LibraryPicture.objects.none(),
        required=False,
        empty_label=gettext_lazy("no picture of its own"),
    )
    look = _text(gettext_lazy("What is seen"))
    on_card = forms.BooleanField(label=gettext_lazy("On the quick-check card"), required=False)

    def __init__(self, *args: Any, placed: Feature | Sign, **options: Any) -> None:
        self.placed = placed
        names = ("term", "page", "light", "box", "step", "picture", "on_card")
        initial = {name: getattr(placed, name) for name in names}
        initial |= {name: getattr(placed, name).get(language(), "") for name in self.texts}
        if placed._state.adding:  # noqa: SLF001  # documented by Django
            initial["step"] = ""
        options["initial"] = initial
        super().__init__(*args, **options)
        thing = placed.type if isinstance(placed, Feature) else placed.alert
        self.fields["picture"].queryset = thing.pictures.all()  # type: ignore[attr-defined]  # it has one

    def filled(self) -> Any:
        data = self.cleaned_data
        for name in ("term", "page", "light", "box", "picture", "on_card"):
            setattr(self.placed, name, data[name])
        self.placed.step = data["step"] or usual_step(data["term"])
        put_texts(self.placed, self.texts, data)
        return self.placed


class FeatureForm(PlacedForm):
    texts = ("look", "first", "second", "third", "imitations")

    term = TermField("security-feature", label=gettext_lazy("Security feature"), required=True)
    first = _text(gettext_lazy("At first line: by eye and touch"), 2)
    second = _text(gettext_lazy("At second line: magnifier, UV, light from the side"), 2)
    third = _text(gettext_lazy("In the laboratory"), 2)
    imitations = _text(gettext_lazy("Known imitations"), 2)


class SignForm(PlacedForm):
    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        if not data.get("term") and not data.get("look"):
            self.add_error("look", _("Say what is seen, or choose the feature."))
        return data


class PictureForm(forms.Form):
    file = forms.FileField(label=gettext_lazy("Picture"))
    page = _choice(gettext_lazy("Page"), PAGES.items(), initial="data")
    light = TermField("light", label=gettext_lazy("Light"), required=True, initial="white")
    caption = _line(gettext_lazy("Caption"))
    cleared = forms.BooleanField(
        label=gettext_lazy("Nothing on it shows or names a person"),
        required=False,
        help_text=gettext_lazy("Otherwise you blur it in the next step; until then nobody else sees it."),
    )


class BlurForm(forms.Form):
    boxes = BoxesField(
        label=gettext_lazy("Places to blur"),
        help_text=gettext_lazy(
            "One a line: left, top, width, height in percent of the picture. Face, name, number, signature, "
            "machine readable zone. You can also draw them on the picture."
        ),
    )


class WithdrawForm(forms.Form):
    why = _line(gettext_lazy("Why"), required=True, longest=400)
