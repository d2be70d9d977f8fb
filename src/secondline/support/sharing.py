"""What of a document can be chosen for an authority: single fields, each with its name. Nothing by
default.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.utils.translation import gettext_lazy as _

# name in the engine's document -> what people call it. The order is that of the page.
FIELDS: Final[Mapping[str, object]] = {
    "kind": _("Kind of document"),
    "issuer": _("Issuing state"),
    "document_number": _("Document number"),
    "surname": _("Surname"),
    "given_names": _("Given names"),
    "nationality": _("Nationality"),
    "date_of_birth": _("Date of birth"),
    "place_of_birth": _("Place of birth"),
    "sex": _("Sex"),
    "date_of_issue": _("Date of issue"),
    "date_of_expiry": _("Date of expiry"),
    "authority": _("Issuing office"),
    "personal_number": _("Personal number"),
}


@dataclass(frozen=True, slots=True)
class Shareable:
    """One field of one document; `name` is unique within the case: part and field."""

    name: str
    part: int
    field: str
    label: object
    value: str


def shareable_fields(parts: Sequence[Mapping[str, Any]], visual: Mapping[str, str]) -> list[Shareable]:
    """The fields of each document that hold something; of the leading one also what was typed from the
    page.
    """
    found = []
    for number, part in enumerate(parts or [{}], start=1):
        document = part.get("document", {})
        for field, label in FIELDS.items():
            value = document.get(field) or (visual.get(field, "") if number == 1 else "")
            if isinstance(value, str) and value.strip():
                found.append(Shareable(f"{number}-{field}", number, field, label, value))
    return found


def label_of(name: str) -> object:
    """What people call a shared field by its stored name."""
    return FIELDS.get(name.partition("-")[2], name)
