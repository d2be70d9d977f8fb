"""The filters of a trend. They stand in the address, so that it can be sent to a colleague."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from secondline.people.models import Person
from secondline.reference.naming import state_name
from secondline.register import queries as register
from secondline.register.cube import first_day
from secondline.register.queries import Choice
from secondline.register.rules import FOUND
from secondline.shell.templatetags.shell import month as month_words
from secondline.trends.choosing import OneOfField, terms
from secondline.trends.queries.undetected import Repeats, times_of
from secondline.trends.rules import (
    LEAST_RANDOM_PERCENT,
    MOST_CHECKS,
    MOST_MONTHS,
    MOST_PERSONS,
    NEW_MONTHS,
    SCALES,
    SPLITS,
    SPREADS,
    UNIT_WORDS,
    USUAL_MONTHS,
    VIEW_WORDS,
    View,
    month_after,
    months,
)
from traveldoc.vocabulary import vocabulary

AREAS = "areas-told"  # the list of areas on the page that these fields offer


class FilterForm(forms.Form):
    """Bound to the address; what is left out has its usual value, and is left out of the address."""

    first = OneOfField(label=_("From"), required=False)
    last = OneOfField(label=_("To"), required=False)
    unit = OneOfField(label=_("What is counted"), required=False, choices=list(UNIT_WORDS.items()))
    post = OneOfField(label=_("Post"), required=False)
    border = OneOfField(label=_("Border"), required=False)
    document = OneOfField(label=_("Document"), required=False)
    fraud = OneOfField(label=_("Class of fraud"), required=False)
    nationality = OneOfField(label=_("Nationality of the document"), required=False)
    issuer = OneOfField(label=_("Issuer"), required=False)
    direction = OneOfField(label=_("Direction"), required=False)
    came_from = OneOfField(label=_("Came from"), required=False)
    came_through = OneOfField(label=_("Came through"), required=False)
    next_stop = OneOfField(label=_("Next stop"), required=False)
    destination = OneOfField(label=_("Final destination"), required=False)
    outcome = OneOfField(label=_("What happened"), required=False)
    split = OneOfField(label=_("Side by side"), required=False)
    scale = OneOfField(label=_("Scale"), required=False)
    series = OneOfField(label=_("Published series"), required=False)
    area = forms.CharField(
        label=_("Area of the series"), required=False, max_length=100, widget=forms.TextInput({"list": AREAS})
    )
    view = forms.ChoiceField(required=False, widget=forms.HiddenInput, choices=list(VIEW_WORDS.items()))

    # Always in sight; the others are under "more", but for those that belong to one view only.
    USUAL = ("first", "last", "post", "document", "fraud", "nationality")
    OF_VIEW: Mapping[str, str] = {
        "split": View.CLASSES,
        "scale": View.CLASSES,
        "series": View.PUBLISHED,
        "area": View.PUBLISHED,
    }

    def __init__(
        self,
        *args: Any,
        person: Person,
        at: datetime,
        held: Sequence[tuple[str, str]] = (),
        told_since: date | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        running = at.date().replace(day=1)
        known = register.span(person) or (running, running)
        self.last_month = max(known[1], running)
        self.first_month = max(known[0], month_after(self.last_month, 1 - MOST_MONTHS))
        if told_since and self.data.get("view") == View.PUBLISHED:  # others told of longer ago
            self.first_month = min(self.first_month, told_since.replace(day=1))
        spoken = [(f"{m:%Y-%m}", month_words(m)) for m in months(self.first_month, self.last_month)][::-1]
        self._choices("first", spoken)
        self._choices("last", spoken)
        posts = register.posts(person)
        self.posts = {post.code: post.pk for post in posts}
        self._choices("post", [("", _("all posts")), *((post.code, post.name) for post in posts)])
        borders = [term.id for term in vocabulary("border")]
        self._choices("border", [("", _("all borders")), *terms("border", borders)])
        self._choices("fraud", [("", _("all classes")), *terms("fraud", list(FOUND))])
        told = register.known(person, [dimension for dimension, _words, _every in FILTERS.values()])
        for name, (dimension, words, every) in FILTERS.items():
            codes: Sequence[str] = told[dimension]
            if name == "nationality" and self.data.get("view") == View.PUBLISHED:
                codes = register.citizenships(person)  # others tell of more
            self._choices(name, [("", every), *(terms(words, codes) if words else _states(codes))])
        self._choices("split", [(name, gettext(words)) for name, words in SPLITS.items()])
        self._choices("scale", [(name, gettext(words)) for name, words in SCALES.items()])
        self._choices("unit", [(name, gettext(words)) for name, words in UNIT_WORDS.items()])
        self._choices("series", list(held))
        length = NEW_MONTHS if self.data.get("view") == View.COMBINATIONS else USUAL_MONTHS
        usual = max(self.first_month, month_after(self.last_month, 1 - length))
        self.usual = {
            "first": f"{usual:%Y-%m}",
            "last": f"{self.last_month:%Y-%m}",
            "view": View.COUNTS,
            "unit": "person",
            "split": "fraud_class",
            "scale": "same",
            "series": held[0][0] if held else "",
        }
        self.data = {**self.usual, **{name: value for name, value in self.data.items() if value}}

    def _choices(self, name: str, choices: list[Any]) -> None:
        field = self.fields[name]
        if isinstance(field, forms.ChoiceField):
            field.choices = choices

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("first") and cleaned.get("last") and cleaned["first"] > cleaned["last"]:
            self.add_error("first", _("The first month lies after the last. Choose an earlier one."))
        return cleaned

    def asked(self, name: str) -> str:
        """What was asked for; the usual where that can't be understood."""
        self.is_valid()
        return str(self.cleaned_data.get(name) or self.usual.get(name, "")).strip()

    def choice(self) -> Choice:
        first, last = self.asked("first"), self.asked("last")
        if first > last:  # one of the two could not be understood
            first, last = self.usual["first"], self.usual["last"]
        return Choice(
            first=first_day(first),
            last=first_day(last),
            post=self.posts.get(self.asked("post")),
            border_type=self.asked("border"),
            document_kind=self.asked("document"),
            direction=self.asked("direction"),
            issuer=self.asked("issuer"),
            document_nationality=self.asked("nationality"),
            fraud_class=self.asked("fraud"),
            outcome=self.asked("outcome"),
            embarkation=self.asked("came_from"),
            transit=self.asked("came_through"),
            next_stop=self.asked("next_stop"),
            final_destination=self.asked("destination"),
            unit=self.asked("unit"),
        )

    def chosen_view(self) -> View:
        return View(self.asked("view"))

    def usual_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in self.USUAL]

    def fields_of_view(self) -> list[forms.BoundField]:
        return [self[name] for name, view in self.OF_VIEW.items() if view == self.chosen_view()]

    def more_fields(self) -> list[forms.BoundField]:
        return [
            field
            for field in self.visible_fields()
            if field.name not in self.USUAL and field.name not in self.OF_VIEW
        ]

    def hidden_of_views(self) -> list[tuple[str, str]]:
        """What another view was set to stays in the address."""
        return [
            (name, self.asked(name))
            for name, view in self.OF_VIEW.items()
            if view != self.chosen_view() and self.asked(name) != self.usual.get(name, "")
        ]

    def more_is_used(self) -> bool:
        return any(self.asked(field.name) != self.usual.get(field.name, "") for field in self.more_fields())


# Name in the address: dimension of the register, its vocabulary ("" states), what all together are called.
FILTERS: Mapping[str, tuple[str, str, Any]] = {
    "document": ("document_kind", "document-kind", _("all documents")),
    "nationality": ("document_nationality", "", _("all nationalities")),
    "issuer": ("issuer", "", _("all issuers")),
    "direction": ("direction", "direction", _("all directions")),
    "came_from": ("embarkation", "", _("everywhere")),
    "came_through": ("transit", "", _("everywhere")),
    "next_stop": ("next_stop", "", _("everywhere")),
    "destination": ("final_destination", "", _("everywhere")),
    "outcome": ("outcome", "outcome", _("everything")),
}


def _states(codes: Sequence[str]) -> list[tuple[str, str]]:
    return sorted(((code, state_name(code)) for code in codes), key=lambda each: each[1].casefold())


class PlanForm(forms.Form):
    """How many checks there are to spend, and how many of them by lot: never none."""

    by = forms.CharField(widget=forms.HiddenInput)
    checks = forms.IntegerField(
        label=_("Checks to spend in a month"),
        min_value=1,
        max_value=MOST_CHECKS,
        help_text=_("Second-line inspections"),
    )
    random = forms.IntegerField(
        label=_("Of these by lot, in per cent"),
        min_value=LEAST_RANDOM_PERCENT,
        max_value=100,
        help_text=_("At least 5. Only checks by lot show what targeting misses."),
    )
    spread = OneOfField(label=_("The others"), required=False, choices=[])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["spread"]
        assert isinstance(field, forms.ChoiceField)  # for the type checker
        field.choices = [(name, gettext(words)) for name, words in SPREADS.items()]


class LinkForm(forms.Form):
    """What is set beside what. Bound to the address."""

    unit = OneOfField(label=_("What is counted here"), required=False)
    series = OneOfField(label=_("Published series"), required=False)
    nationality = OneOfField(label=_("Nationality"), required=False)
    area = forms.CharField(
        label=_("Area of the series"),
        required=False,
        max_length=100,
        widget=forms.TextInput({"list": AREAS}),
    )

    event = OneOfField(label=_("Month of an event"), required=False)
    way = forms.CharField(required=False, max_length=200)
    times = forms.CharField(
        label=_("Persons found once, twice, three times ..."),
        required=False,
        max_length=200,
        help_text=_("Such as 1645, 183, 37, 13"),
    )
    attempts = forms.IntegerField(
        label=_("Apprehensions in all"), required=False, min_value=2, max_value=MOST_PERSONS
    )
    persons = forms.IntegerField(
        label=_("Of how many persons"), required=False, min_value=1, max_value=MOST_PERSONS
    )

    def __init__(
        self,
        *args: Any,
        held: list[tuple[str, str]],
        events: tuple[date, date],
        person: Person,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        names = ("series", "nationality", "event", "unit")
        series, nationality, event, unit = (self.fields[name] for name in names)
        assert isinstance(series, forms.ChoiceField)  # for the type checker
        assert isinstance(unit, forms.ChoiceField)
        unit.choices = [(name, gettext(words)) for name, words in UNIT_WORDS.items()]
        assert isinstance(nationality, forms.ChoiceField)
        assert isinstance(event, forms.ChoiceField)
        spoken = [(f"{m:%Y-%m}", month_words(m)) for m in months(*events)][::-1]
        event.choices = [("", _("none")), *spoken]
        series.choices = held
        known = sorted((state_name(code), code) for code in register.citizenships(person))
        nationality.choices = [("", _("all nationalities")), *((code, name) for name, code in known)]

    def event_month(self) -> date | None:
        chosen = self.chosen("event")
        return first_day(chosen) if chosen else None

    def repeats(self) -> Repeats:
        """What is known of the same persons found again. ValueError where it can't be understood."""
        self.is_valid()
        if any(name in self.errors for name in ("times", "attempts", "persons")):
            raise ValueError("not numbers of persons")
        said = self.cleaned_data
        return Repeats(times_of(said.get("times") or ""), said.get("attempts"), said.get("persons"))

    def chosen(self, name: str) -> str:
        """What was asked for; "" where it can't be understood."""
        self.is_valid()
        return str(self.cleaned_data.get(name) or "").strip()
