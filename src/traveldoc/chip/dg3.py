"""DG3: fingers (Doc 9303-10, 4.7.3). Counted and left closed: nobody here needs to see them."""

from typing import Final

from traveldoc.chip.biometric import recordings
from traveldoc.chip.template import template

TAG: Final = 0x63


def dg3(data: bytes) -> int:
    """How many recordings there are; 0 for the empty template of 4.7.3.2.2. Raises ChipError."""
    return len(recordings(template(data, TAG)))
