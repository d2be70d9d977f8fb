"""A file for the register: what it is, whose, how it is read."""

from datetime import UTC, datetime, time
from pathlib import Path
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from secondline.people.held import NoRoomError
from secondline.people.models import Person
from secondline.register.actions.filing import Filing
from secondline.register.actions.intaking import waiting
from secondline.register.actions.mapping import known_columns, saved_mapping
from secondline.register.exposure import shelf
from secondline.register.intake_rules import MOST_EDITIONS
from secondline.register.mapping import Mapped, MappingError, parse
from secondline.register.models import Intake
from secondline.register.rules import PURPOSES, is_source
from secondline.register.series.layout import LAYOUTS


class FileForm(forms.Form):
    """Tried first; what was tried is held for a day, so that it need not be chosen again."""

    purpose = forms.ChoiceField(label=_("What is in the file"), choices=[])
    source = forms.CharField(
        label=_("Source"),
        max_length=32,
        help_text=_("A short name, such as border-system or frontex. It stands beside every number."),
    )
    file = forms.FileField(label=_("File"), help_text=_("CSV, Excel (xlsx) or Parquet"))
    held = forms.CharField(required=False, widget=forms.HiddenInput, max_length=64)
    layout = forms.ChoiceField(label=_("Layout of a series"), required=False)
    vintage = forms.DateField(
        label=_("As of"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
        help_text=_("The day as of which the source says so, if it is not today."),
    )
    edition = forms.IntegerField(
        label=_("Edition"),
        required=False,
        min_value=1,
        max_value=MOST_EDITIONS,
        help_text=_(
            "Of a series: 2 for a corrected copy of a table that is here as of the same day, 3 for the next. "
            "All are kept; the highest is read."
        ),
    )
    utc = forms.BooleanField(label=_("Times of single crossings are UTC, not the post's own"), required=False)
    mapping = forms.CharField(
        label=_("How the file is read"),
        required=False,
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 5, "spellcheck": "false"}),
        help_text=_(
            "One line each: “month = Monat” for a column, “direction: E = entry” for a word, "
            "“line := second” for the same word in every row. It is kept for this source. Empty: as the last "
            "time, or the columns have our names."
        ),
    )

    def __init__(self, *args: Any, person: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.person = person
        purpose, layout = self.fields["purpose"], self.fields["layout"]
        assert isinstance(purpose, forms.ChoiceField)  # for the type checker
        assert isinstance(layout, forms.ChoiceField)
        purpose.choices = [(name, gettext(words)) for name, words in PURPOSES.items()]
        known = [(name, gettext(each.label)) for name, each in LAYOUTS.items()]
        layout.choices = [("", gettext("known by its columns")), *known]
        file = self.fields["file"]
        self.held_before = str(self.data.get("held", "") or self.initial.get("held", ""))
        file.required = shelf.held(person.agency_id, self.held_before) is None
        file.error_messages["required"] = gettext("Choose a file.")
        self.path: Path | None = None
        self.mapped = Mapped()

    def clean_source(self) -> str:
        source: str = self.cleaned_data["source"].strip()
        if not is_source(source):
            raise forms.ValidationError(_("Small letters, digits and hyphens, such as border-system."))
        return source

    def clean_vintage(self) -> datetime | None:
        day = self.cleaned_data["vintage"]
        return datetime.combine(day, time(0), tzinfo=UTC) if day else None

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        self._clean_mapping(cleaned)
        file = self.fields["file"]
        upload = cleaned.get("file")
        if upload and upload.size > settings.MAX_FILE_BYTES:
            self.add_error("file", _("The file is too large for the page; use ./secondline register import."))
        elif upload:
            on_their_way = set(waiting(self.person.agency_id).values_list("digest", flat=True))
            try:
                self.path = shelf.hold(self.person.agency_id, upload.chunks(), on_their_way)
            except NoRoomError as error:
                self.add_error("file", gettext(error.words))
        else:
            self.path = shelf.held(self.person.agency_id, cleaned.get("held", ""))
        file.required = self.path is None
        return cleaned

    def _clean_mapping(self, cleaned: dict[str, Any]) -> None:
        text, purpose = cleaned.get("mapping", ""), cleaned.get("purpose", "")
        if not text.strip() and purpose and cleaned.get("source"):
            self.mapped = saved_mapping(self.person, cleaned["source"], purpose)
            return
        try:
            self.mapped = parse(text, known_columns(purpose))
        except MappingError as error:
            words = _("Line %(number)s can't be understood: %(line)s")
            self.add_error("mapping", words % {"number": error.number, "line": error.line})

    def filing(self) -> Filing:
        said = self.cleaned_data
        return Filing(
            said["purpose"],
            said["source"],
            self.mapped,
            said["layout"],
            said["vintage"],
            said["utc"],
            edition=said["edition"] or 1,
        )


def as_it_was_given(intake: Intake) -> dict[str, object]:
    """What the form held, so that a file that was refused is tried again with one word changed."""
    said = intake.said
    return {
        "purpose": intake.purpose,
        "source": intake.source,
        "held": intake.digest,
        "layout": said["layout"],
        "vintage": said["vintage"][:10],
        "edition": said["edition"] if said["edition"] > 1 else "",
        "utc": said["utc"],
        "mapping": said["mapping"],
    }
