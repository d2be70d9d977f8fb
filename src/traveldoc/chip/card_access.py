"""EF.CardAccess: the protocols for getting access to the chip, PACE above all (Doc 9303-10, 3.11.3).

It can be read by anybody and is not signed; DG14 repeats what matters.
"""

from typing import Final

from traveldoc.chip.security_info import SecurityInfo, security_infos
from traveldoc.chip.template import template

TAG: Final = 0x31


def card_access(data: bytes) -> tuple[SecurityInfo, ...]:
    """Raises ChipError."""
    return security_infos(template(data, TAG))
