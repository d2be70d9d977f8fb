"""DG13: details at the State's discretion (Doc 9303-10, 4.7.13); only the State knows what they mean."""

from typing import Final

from traveldoc.chip.template import template

TAG: Final = 0x6D


def dg13(data: bytes) -> bytes:
    """Raises ChipError."""
    return template(data, TAG).value
