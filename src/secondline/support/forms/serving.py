"""The centre's own times, and how its examiners are called on paper."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from secondline.inspections.naming import language
from secondline.support.rules import LONGEST_TARGET, NAMES_WORDS, URGENCIES, Names, Urgency
from traveldoc.vocabulary import vocabulary

MOST = int(LONGEST_TARGET.total_seconds() // 60)


class ServiceForm(forms.Form):
    names = forms.ChoiceField(
        label=gettext_lazy("Examiners are called on paper"),
        choices=lambda: [(name.value, str(words)) for name, words in NAMES_WORDS.items()],
    )

    def __init__(self, *args: Any, times: dict[str, Urgency], names: Names, **options: Any) -> None:
        options["initial"] = {"names": names.value, **(options.get("initial") or {})}
        super().__init__(*args, **options)
        for each in URGENCIES.values():
            now = times[each.id]
            if each.target is not None:
                self._add(f"target-{each.id}", gettext_lazy("Answer within, in minutes"), now.target)
            still = gettext_lazy("Back to the queue after so many minutes without a sign of work")
            self._add(f"still-{each.id}", still, now.still)

    def _add(self, name: str, label: Any, now: Any) -> None:
        initial = int(now.total_seconds() // 60)
        self.fields[name] = forms.IntegerField(label=label, min_value=1, max_value=MOST, initial=initial)

    def groups(self) -> list[tuple[str, list[Any]]]:
        """The fields of each urgency under its name."""
        return [
            (
                vocabulary("urgency").label(each, language()),
                [self[f"{name}-{each}"] for name in ("target", "still") if f"{name}-{each}" in self.fields],
            )
            for each in URGENCIES
        ]

    def minutes(self) -> dict[str, dict[str, int]]:
        data = self.cleaned_data
        return {
            each: {
                name: data[f"{name}-{each}"]
                for name in ("target", "still")
                if f"{name}-{each}" in self.fields
            }
            for each in URGENCIES
        }


class CodeForm(forms.Form):
    code = forms.CharField(
        label=gettext_lazy("Code on the paper"),
        help_text=gettext_lazy("Twelve letters and digits; dashes and small letters do not matter."),
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
