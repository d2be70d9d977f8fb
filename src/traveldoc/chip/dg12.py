"""DG12: further details of the document (Doc 9303-10, 4.7.12)."""

from dataclasses import dataclass
from typing import Final

from traveldoc.chip.dg11 import names_in
from traveldoc.chip.image import Image, image
from traveldoc.chip.template import date_of, find, template, words
from traveldoc.chip.tlv import Tlv

TAG: Final = 0x6C
# 4.7.12, table 73
_TEXTS: Final[dict[str, int]] = {
    "authority": 0x5F19,
    "observations": 0x5F1B,
    "tax_or_exit": 0x5F1C,
    "personalization_system": 0x5F56,
}
_ISSUED: Final = 0x5F26
_PERSONALIZED: Final = 0x5F55
_OTHER_PERSON: Final = 0x5F1A
_FRONT: Final = 0x5F1D
_REAR: Final = 0x5F1E


@dataclass(frozen=True, slots=True)
class DocumentDetails:
    """`date_of_issue` is YYYY-MM-DD with XX; `personalized` yyyymmddhhmmss; "" for what is not there."""

    authority: str = ""
    date_of_issue: str = ""
    other_persons: tuple[str, ...] = ()
    observations: str = ""
    tax_or_exit: str = ""
    personalized: str = ""
    personalization_system: str = ""
    front: Image | None = None
    rear: Image | None = None


def dg12(data: bytes) -> DocumentDetails:
    """Raises ChipError."""
    whole = template(data, TAG)
    found = {name: find(whole, tag) for name, tag in _TEXTS.items()}
    issued = find(whole, _ISSUED)
    return DocumentDetails(
        **{name: "" if element is None else words(element) for name, element in found.items()},
        date_of_issue="" if issued is None else date_of(issued),
        other_persons=names_in(whole, _OTHER_PERSON),
        personalized=_moment(find(whole, _PERSONALIZED)),
        front=_image(find(whole, _FRONT)),
        rear=_image(find(whole, _REAR)),
    )


def _moment(element: Tlv | None) -> str:
    """Fourteen digits, or seven bytes of two digits each."""
    if element is None:
        return ""
    return element.value.hex() if len(element.value) == 7 else words(element)


def _image(element: Tlv | None) -> Image | None:
    return None if element is None else image(element.value)
