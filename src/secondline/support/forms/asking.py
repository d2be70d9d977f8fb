"""The officer's question."""

from collections.abc import Mapping
from datetime import UTC, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from secondline.inspections.naming import duration, language
from secondline.support.rules import DEPARTING
from traveldoc.vocabulary import vocabulary

# How long an answer takes, and whether that was measured (rules.usual).
Wait = tuple[timedelta | None, bool]


class AskForm(forms.Form):
    urgency = forms.ChoiceField(
        label=gettext_lazy("Who is waiting?"), choices=lambda: _labels("urgency"), widget=forms.RadioSelect
    )
    departs = forms.TimeField(
        label=gettext_lazy("Leaves at"),
        help_text=gettext_lazy("Only for a departure: hours and minutes, your local time."),
        required=False,
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
    )
    question = forms.CharField(
        label=gettext_lazy("Your question"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, waits: Mapping[str, Wait] | None = None, **options: Any) -> None:
        usual = {"urgency": "waiting", "question": _("Is this document what it purports to be?")}
        options["initial"] = {**usual, **(options.get("initial") or {})}
        super().__init__(*args, **options)
        if waits:
            self.fields["urgency"].choices = [  # type: ignore[attr-defined]
                (key, _with_wait(label, *waits[key])) for key, label in _labels("urgency")
            ]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("urgency") == DEPARTING and not data.get("departs") and "departs" not in self.errors:
            self.add_error("departs", _("Say when it leaves, such as 14:25."))
        return data

    def departs_at(self, at: datetime, zone: str) -> datetime | None:
        """The next time that the clock at the post shows this hour."""
        hour: time | None = self.cleaned_data["departs"]
        if self.cleaned_data["urgency"] != DEPARTING or hour is None:
            return None
        today = at.astimezone(ZoneInfo(zone)).date()
        # In UTC, because the clock shows an hour twice in the night in which it goes back.
        shown = (
            datetime.combine(day, hour.replace(fold=fold), ZoneInfo(zone)).astimezone(UTC)
            for day in (today, today + timedelta(days=1))
            for fold in (0, 1)
        )
        return next(moment for moment in shown if moment > at)


def _with_wait(label: str, wait: timedelta | None, measured: bool) -> str:
    """What past answers took, or else what the centre aims at."""
    if wait is None:
        return label
    words = _("%(label)s: usually %(time)s") if measured else _("%(label)s: within %(time)s")
    return words % {"label": label, "time": duration(wait)}


def _labels(name: str) -> list[tuple[str, str]]:
    return [(term.id, term.label(language())) for term in vocabulary(name)]
