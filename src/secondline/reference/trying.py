"""Lists and folders on trial: held for who sends them, beside the lists themselves, for a day at most."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Final

from django import forms
from django.conf import settings
from django.utils.translation import gettext as _

from secondline.people import held as keeping
from secondline.people.models import Person

HELD: Final = timedelta(days=1)  # a list of numbers is personal data: what is not taken does not stay


def hold(person: Person, chunks: Iterable[bytes]) -> Path:
    return keeping.hold(_folder(person), chunks)


def held(person: Person, digest: str) -> Path | None:
    return keeping.held(_folder(person), digest)


def sweep(*, at: datetime) -> int:
    """What was tried and never taken goes."""
    found = Path(settings.REPORTED_FOLDER).glob("held/*/*")
    return keeping.sweep(found, before=(at - HELD).timestamp())


def _folder(person: Person) -> Path:
    return Path(settings.REPORTED_FOLDER) / "held" / person.pk.hex


class HeldFileForm(forms.Form):
    """A file that is tried first: sent once, then named by its hash. `path` is where it lies meanwhile."""

    held = forms.CharField(required=False, widget=forms.HiddenInput, max_length=64)

    def __init__(self, *args: Any, person: Person, **options: Any) -> None:
        super().__init__(*args, **options)
        self.person = person
        self.path: Path | None = None
        # What is held already need not be chosen again; otherwise a file is asked for, and the page says so.
        file = self.fields["file"]
        file.required = held(person, str(self.data.get("held", ""))) is None
        file.error_messages["required"] = _("Choose a file.")

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        if upload := data.get("file"):
            try:
                self.path = hold(self.person, upload.chunks())
            except keeping.NoRoomError as error:
                self.add_error("file", _(error.words))
        else:
            self.path = held(self.person, data.get("held", ""))
        self.fields["file"].required = self.path is None
        return data

    @property
    def digest(self) -> str:
        """What the page sends back in place of the file; "" without one."""
        return self.path.name if self.path else ""
