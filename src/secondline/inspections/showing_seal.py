"""A seal made ready for a page: three states that are never merged, who signed it, what it says."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from secondline.inspections.naming import counted, in_readers_form
from secondline.inspections.showing_chip import Step, state_step
from traveldoc.finding import Grade, gettext_noop
from traveldoc.seal.profile import DURATION_OF_STAY, PROFILES

# Of a seal in JSON: what `traveldoc.seal.form.json_fields` calls them.
_OF_JSON: Final = {
    "name": gettext_noop("Name"),
    "date_of_birth": gettext_noop("Date of birth"),
    "sex": gettext_noop("Sex"),
    "document_number": gettext_noop("Document number"),
    "certificate_number": gettext_noop("Certificate number"),
}
_LABELS: Final = {rule.name: str(rule.label) for profile in PROFILES for rule in profile.rules} | _OF_JSON
_PROFILES: Final = {profile.name: str(profile.label) for profile in PROFILES}


# A stay is three bytes: days, months, years, or one of two reserved values (Doc 9303-7, table 1).
_STAYS: Final = {"000000": _("until the date in the zone"), "FFFFFF": _("decided at the border")}
_UNITS: Final = ("day", "month", "year")


@dataclass(frozen=True, slots=True)
class ShownSeal:
    """`says` are what it holds, by names; `origin` who made it and when, as far as it is there."""

    of: str
    steps: list[Step]
    issuer: str
    origin: list[tuple[object, str]]
    says: list[tuple[str, str]]


def shown_seal(seal: Mapping[str, Any]) -> ShownSeal:
    read = (_("read"), Grade.CONSISTENT) if seal["read"] else (_("not read"), Grade.NOT_EXAMINED)
    profile = seal["profile"]
    origin = [
        (_("Issued on"), in_readers_form(seal["issued"])),
        (_("Signed on"), in_readers_form(seal["signed"])),
        (_("Names as its signer"), seal["reference"]),
        (_("Signer"), seal["signer"]),
        (_("State's key"), seal["csca"]),
        *((name, value) for name, value in seal["algorithms"].items()),
    ]
    return ShownSeal(
        of=gettext(_PROFILES[profile]) if profile in _PROFILES else profile,
        steps=[
            Step(_("Seal read"), *read, ""),
            state_step(_("Seal verified"), seal["signature"]),
            state_step(_("Seal verified against a trust list"), seal["trusted"]),
        ],
        issuer=seal["issuer"],
        origin=[(label, value) for label, value in origin if value],
        says=[(_label(name), _value(name, value)) for name, value in seal["fields"].items()],
    )


def _label(name: str) -> str:
    """The table's word for a feature; a field that only the issuer knows keeps its own name."""
    return gettext(_LABELS[name]) if name in _LABELS else name.replace("_", " ")


def _value(name: str, value: str) -> str:
    """As the seal has it; a stay in words, where it has the length that the standard gives it."""
    if name != DURATION_OF_STAY or len(value) != 2 * len(_UNITS):
        return value
    if value in _STAYS:
        return str(_STAYS[value])
    units = zip(bytes.fromhex(value), _UNITS, strict=True)
    return ", ".join(counted(number, unit) for number, unit in units if number)
