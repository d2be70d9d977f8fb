"""DG5: the portrait for display (Doc 9303-10, 4.7.5)."""

from typing import Final

from traveldoc.chip.displayed import displayed
from traveldoc.chip.image import Image
from traveldoc.chip.template import template

TAG: Final = 0x65
_PORTRAIT: Final = 0x5F40


def dg5(data: bytes) -> tuple[Image, ...]:
    """Raises ChipError."""
    return displayed(template(data, TAG), _PORTRAIT)
