"""DG1: the machine readable zone as the chip has it (Doc 9303-10, 4.7.1)."""

from typing import Final

from traveldoc.chip.fault import ChipError
from traveldoc.chip.template import need, template
from traveldoc.finding import gettext_noop
from traveldoc.mrz.parse import Mrz, parse

TAG: Final = 0x61
_ZONE: Final = 0x5F1F
MAX_ZONE: Final = 90

_BAD_LENGTH: Final = gettext_noop("the zone has %(length)s characters; 72, 88 or 90 make a zone")
_BAD_CHARACTERS: Final = gettext_noop("the zone has bytes that are no characters")


def dg1(data: bytes) -> Mrz:
    """The zone cut into its fields; `format` may still be None. Raises ChipError when there is no zone."""
    zone = need(template(data, TAG), _ZONE).value
    if len(zone) > MAX_ZONE:
        raise ChipError(_BAD_LENGTH, length=len(zone))
    if not zone.isascii():
        raise ChipError(_BAD_CHARACTERS)
    read = parse(zone.decode("ascii"))
    if read.format is None:
        raise ChipError(_BAD_LENGTH, length=len(zone))
    return read
