"""DG15: the public key of active authentication (Doc 9303-10, 4.7.15; 9303-11, 6.1)."""

from typing import Final

from traveldoc.chip.der import inner
from traveldoc.chip.key import KeyInfo, key_info
from traveldoc.chip.template import template

TAG: Final = 0x6F


def dg15(data: bytes) -> KeyInfo:
    """Raises ChipError; a key of a kind that is not known is an `UnknownKey`."""
    return key_info(inner(template(data, TAG)))
