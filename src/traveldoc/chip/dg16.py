"""DG16: persons to notify (Doc 9303-10, 4.7.16)."""

from dataclasses import dataclass
from typing import Final

from traveldoc.chip.der import INTEGER, integer
from traveldoc.chip.fault import ChipError
from traveldoc.chip.template import date_of, find, need, template, words
from traveldoc.chip.tlv import Tlv
from traveldoc.finding import gettext_noop

TAG: Final = 0x70
_PERSONS: Final = range(0xA1, 0xB0)
_COUNT: Final = gettext_noop("it announces %(announced)s persons and holds %(found)s")


@dataclass(frozen=True, slots=True)
class PersonToNotify:
    """Fields divided by "<"; the date YYYY-MM-DD with XX; "" for what is not there."""

    recorded: str = ""
    name: str = ""
    telephone: str = ""
    address: str = ""


def dg16(data: bytes) -> tuple[PersonToNotify, ...]:
    """Raises ChipError."""
    whole = template(data, TAG)
    announced = integer(need(whole, INTEGER))
    persons = tuple(_person(child) for child in whole.children if child.tag in _PERSONS)
    if announced != len(persons):
        raise ChipError(_COUNT, announced=announced, found=len(persons))
    return persons


def _person(element: Tlv) -> PersonToNotify:
    recorded = find(element, 0x5F50)
    texts = (find(element, tag) for tag in (0x5F51, 0x5F52, 0x5F53))
    return PersonToNotify(
        "" if recorded is None else date_of(recorded),
        *("" if text is None else words(text) for text in texts),
    )
