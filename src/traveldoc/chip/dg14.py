"""DG14: the security protocols that the chip speaks, and their keys (Doc 9303-10, 4.7.14)."""

from typing import Final

from traveldoc.chip.der import inner
from traveldoc.chip.security_info import SecurityInfo, security_infos
from traveldoc.chip.template import template

TAG: Final = 0x6E


def dg14(data: bytes) -> tuple[SecurityInfo, ...]:
    """Raises ChipError."""
    return security_infos(inner(template(data, TAG)))
