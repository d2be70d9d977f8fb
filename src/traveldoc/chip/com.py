"""EF.COM: which data groups the chip says that it has (Doc 9303-10, 4.6.1). It is not signed."""

from dataclasses import dataclass
from typing import Final

from traveldoc.chip.template import TAG_LIST, find, need, tags_in, template, words

TAG: Final = 0x60
# 4.7, table 38: the tag of each data group
GROUP_TAGS: Final[dict[int, int]] = {
    1: 0x61,
    2: 0x75,
    3: 0x63,
    4: 0x76,
    5: 0x65,
    6: 0x66,
    7: 0x67,
    8: 0x68,
    9: 0x69,
    10: 0x6A,
    11: 0x6B,
    12: 0x6C,
    13: 0x6D,
    14: 0x6E,
    15: 0x6F,
    16: 0x70,
}
_GROUPS: Final = {tag: group for group, tag in GROUP_TAGS.items()}


@dataclass(frozen=True, slots=True)
class Com:
    """Versions as written (aabb and aabbcc; "" where missing); numbers of groups; tags that mean no group."""

    lds_version: str
    unicode_version: str
    groups: tuple[int, ...]
    unknown: tuple[int, ...]


def com(data: bytes) -> Com:
    """Raises ChipError."""
    whole = template(data, TAG)
    tags = tags_in(need(whole, TAG_LIST))
    lds, unicode = find(whole, 0x5F01), find(whole, 0x5F36)
    return Com(
        "" if lds is None else words(lds),
        "" if unicode is None else words(unicode),
        tuple(_GROUPS[tag] for tag in tags if tag in _GROUPS),
        tuple(tag for tag in tags if tag not in _GROUPS),
    )
