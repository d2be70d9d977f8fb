"""The biometric templates of DG2, DG3 and DG4 (Doc 9303-10, 4.7.2.1; ISO/IEC 7816-11; CBEFF)."""

from dataclasses import dataclass
from typing import Final

from traveldoc.chip.der import INTEGER, integer
from traveldoc.chip.fault import ChipError
from traveldoc.chip.template import find, need
from traveldoc.chip.tlv import Tlv
from traveldoc.finding import gettext_noop

GROUP: Final = 0x7F61
TEMPLATE: Final = 0x7F60
HEADER: Final = 0xA1
DATA: Final = 0x5F2E
DATA_NESTED: Final = 0x7F2E
MAX_TEMPLATES: Final = 20

_COUNT: Final = gettext_noop("it announces %(announced)s recordings and holds %(found)s")


@dataclass(frozen=True, slots=True)
class Recording:
    """One biometric recording: the owner and type of its format (0 where not given), and its data."""

    owner: int
    type: int
    data: Tlv


def recordings(whole: Tlv) -> tuple[Recording, ...]:
    """All recordings of a data group; none where the group is empty on purpose (4.7.3.2.2)."""
    group = need(whole, GROUP)
    announced = integer(need(group, INTEGER))
    templates = [child for child in group.children if child.tag == TEMPLATE]
    if announced != len(templates) or announced > MAX_TEMPLATES:
        raise ChipError(_COUNT, announced=announced, found=len(templates))
    return tuple(_recording(each) for each in templates)


def _recording(element: Tlv) -> Recording:
    header = need(element, HEADER)
    nested = find(element, DATA_NESTED)
    return Recording(_number(find(header, 0x87)), _number(find(header, 0x88)), nested or need(element, DATA))


def _number(element: Tlv | None) -> int:
    return 0 if element is None else int.from_bytes(element.value[:4])
