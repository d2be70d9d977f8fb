"""DG7: the signature or usual mark for display (Doc 9303-10, 4.7.7)."""

from typing import Final

from traveldoc.chip.displayed import displayed
from traveldoc.chip.image import Image
from traveldoc.chip.template import template

TAG: Final = 0x67
_SIGNATURE: Final = 0x5F43


def dg7(data: bytes) -> tuple[Image, ...]:
    """Raises ChipError."""
    return displayed(template(data, TAG), _SIGNATURE)
