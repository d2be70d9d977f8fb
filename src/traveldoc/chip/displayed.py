"""Pictures for display in DG5 and DG7 (Doc 9303-10, 4.7.5 and 4.7.7)."""

from typing import Final

from traveldoc.chip.der import INTEGER, integer
from traveldoc.chip.fault import ChipError
from traveldoc.chip.image import Image, image
from traveldoc.chip.template import need
from traveldoc.chip.tlv import Tlv
from traveldoc.finding import gettext_noop

MAX_IMAGES: Final = 9  # 4.7.5.1: "1 to 9"

_COUNT: Final = gettext_noop("it announces %(announced)s pictures and holds %(found)s")


def displayed(whole: Tlv, tag: int) -> tuple[Image, ...]:
    """Raises ChipError when there are not as many as are announced."""
    announced = integer(need(whole, INTEGER))
    found = tuple(image(child.value) for child in whole.children if child.tag == tag)
    if announced != len(found) or not 0 < announced <= MAX_IMAGES:
        raise ChipError(_COUNT, announced=announced, found=len(found))
    return found
