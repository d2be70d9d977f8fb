"""DG11: further details of the holder (Doc 9303-10, 4.7.11)."""

from dataclasses import dataclass
from typing import Final

from traveldoc.chip.image import Image, image
from traveldoc.chip.template import date_of, find, template, words
from traveldoc.chip.tlv import Tlv

TAG: Final = 0x6B
# 4.7.11, table 71
_TEXTS: Final[dict[str, int]] = {
    "full_name": 0x5F0E,
    "personal_number": 0x5F10,
    "place_of_birth": 0x5F11,
    "address": 0x5F42,
    "telephone": 0x5F12,
    "profession": 0x5F13,
    "title": 0x5F14,
    "summary": 0x5F15,
    "other_documents": 0x5F17,
    "custody": 0x5F18,
}
_BIRTH: Final = 0x5F2B
_CITIZENSHIP: Final = 0x5F16
_GROUP: Final = 0xA0
_OTHER_NAME: Final = 0x5F0F


@dataclass(frozen=True, slots=True)
class HolderDetails:
    """Texts as on the chip, fields divided by "<"; dates YYYY-MM-DD with XX; "" for what is not there."""

    full_name: str = ""
    other_names: tuple[str, ...] = ()
    personal_number: str = ""
    date_of_birth: str = ""
    place_of_birth: str = ""
    address: str = ""
    telephone: str = ""
    profession: str = ""
    title: str = ""
    summary: str = ""
    other_documents: str = ""
    custody: str = ""
    proof_of_citizenship: Image | None = None


def dg11(data: bytes) -> HolderDetails:
    """Raises ChipError."""
    whole = template(data, TAG)
    texts = {name: _words(find(whole, tag)) for name, tag in _TEXTS.items()}
    birth, citizenship = find(whole, _BIRTH), find(whole, _CITIZENSHIP)
    return HolderDetails(
        **texts,
        other_names=names_in(whole, _OTHER_NAME),
        date_of_birth="" if birth is None else date_of(birth),
        proof_of_citizenship=None if citizenship is None else image(citizenship.value),
    )


def _words(element: Tlv | None) -> str:
    return "" if element is None else words(element)


def names_in(whole: Tlv, tag: int) -> tuple[str, ...]:
    """The names in the group of tag A0."""
    group = find(whole, _GROUP)
    return () if group is None else tuple(words(child) for child in group.children if child.tag == tag)
