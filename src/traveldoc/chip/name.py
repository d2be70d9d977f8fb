"""Names in certificates (X.501), compared by what they say rather than by how they are encoded."""

from dataclasses import dataclass
from functools import cached_property
from typing import Final

from traveldoc.chip.der import OBJECT_IDENTIFIER, SEQUENCE, SET, Fields, identifier, is_text, text
from traveldoc.chip.tlv import Tlv

COUNTRY: Final = "2.5.4.6"
LOCALITY: Final = "2.5.4.7"
STATE: Final = "2.5.4.8"
# Doc 9303-12, 7.1.1, table 5: these are PrintableString whatever the others are.
_ALWAYS_PRINTABLE: Final = frozenset({COUNTRY, "2.5.4.5"})
# RFC 4514, 3, and the serial number that Doc 9303-12 uses in names.
_SHORT: Final[dict[str, str]] = {
    "2.5.4.3": "CN",
    "2.5.4.5": "serialNumber",
    COUNTRY: "C",
    LOCALITY: "L",
    STATE: "ST",
    "2.5.4.10": "O",
    "2.5.4.11": "OU",
    "0.9.2342.19200300.100.1.25": "DC",
    "1.2.840.113549.1.9.1": "E",
}


@dataclass(frozen=True)
class Name:
    """The attributes in their order, as (identifier, value), their types of string, and the bytes."""

    attributes: tuple[tuple[str, str], ...]
    tags: tuple[int, ...]
    encoded: bytes

    @cached_property
    def normal(self) -> tuple[tuple[str, str], ...]:
        """Equal for names that say the same: letter case, blanks and the type of string don't count.

        RFC 5280, 7.1. The order of the attributes is left out too: genuine documents turn it round.
        """
        return tuple(sorted((oid, " ".join(value.split()).casefold()) for oid, value in self.attributes))

    @cached_property
    def said(self) -> tuple[tuple[str, str], ...]:
        """Equal for names that say the same to the letter, in any order and any type of string."""
        return tuple(sorted(self.attributes))

    def names(self, other: "Name") -> bool:
        """The same to the letter, in any order; in another type of string only if all of it is.

        Genuine chips have another order (Malaysia) and other types throughout (Ukraine); a single attribute
        of another type is rather a changed byte.
        """
        if self.said != other.said:
            return False
        pairs = zip(
            *(sorted(zip(name.attributes, name.tags, strict=True)) for name in (self, other)), strict=True
        )
        types = [(one[0][0], one[1] == two[1]) for one, two in pairs]
        return all(same for _, same in types) or not any(
            same for oid, same in types if oid not in _ALWAYS_PRINTABLE
        )

    @property
    def country(self) -> str:
        """The two-letter code in capitals; "" when there is none."""
        return next((value.strip().upper() for oid, value in self.attributes if oid == COUNTRY), "")

    def first(self, oid: str) -> str:
        return next((value for known, value in self.attributes if known == oid), "")

    def __str__(self) -> str:
        return ", ".join(f"{_SHORT.get(oid, oid)}={value}" for oid, value in self.attributes)


def name(element: Tlv) -> Name:
    """RDNSequence. Raises ChipError when it is none."""
    attributes, tags = [], []
    for relative in Fields(element, SEQUENCE).rest():
        for attribute in Fields(relative, SET).rest():
            fields = Fields(attribute)
            oid = identifier(fields.take(OBJECT_IDENTIFIER))
            value = fields.take()
            attributes.append((oid, text(value) if is_text(value) else value.value.hex()))
            tags.append(value.tag)
            fields.end()
    return Name(tuple(attributes), tuple(tags), element.encoded)
