"""The password printed on the document: parts of its machine readable zone, or the card access number."""

import re
from dataclasses import dataclass
from hashlib import sha1
from typing import Final

from traveldoc.chip.fault import ChipError
from traveldoc.finding import gettext_noop
from traveldoc.mrz.alphabet import FILLER
from traveldoc.mrz.check_digit import DIGIT, values, weigh
from traveldoc.mrz.number import CONTINUED_IN, long_number
from traveldoc.mrz.parse import Mrz

MRZ: Final = 1  # 4.4.4.1: how the password is named to the chip
CAN: Final = 2
_NUMBER: Final = re.compile("[0-9]{6}")

_NO_ZONE: Final = gettext_noop(
    "the machine readable zone must have the number, the date of birth and the date of expiry"
)
_BAD_NUMBER: Final = gettext_noop("the card access number has six digits")


@dataclass(frozen=True, slots=True)
class Password:
    """`printed` is what stands on the document, never kept or shown; `kind` is MRZ or CAN."""

    kind: int
    printed: bytes

    @property
    def secret(self) -> bytes:
        """9.7.3: the hash value of the zone's parts, or the number itself."""
        return sha1(self.printed, usedforsecurity=False).digest() if self.kind == MRZ else self.printed

    def __repr__(self) -> str:
        return f"Password({self.kind}, ...)"


def from_zone(zone: Mrz) -> Password:
    """MRZ_information (4.3.2): number, birth, expiry, each with its check digit. Raises ChipError."""
    fields = zone.values
    birth, expiry = (fields.get(name, "") for name in ("date_of_birth", "date_of_expiry"))
    number = fields.get("document_number", "")
    if not (zone.clean and number.strip(FILLER) and birth and expiry):
        raise ChipError(_NO_ZONE)
    if fields.get("document_number_check") == FILLER and zone.layout in CONTINUED_IN:
        longer = long_number(number, fields["optional_data"])
        number = longer.number if longer is not None else number
    return Password(
        MRZ, "".join(part + DIGIT[weigh(values(part))] for part in (number, birth, expiry)).encode()
    )


def from_number(written: str) -> Password:
    """The card access number. Raises ChipError."""
    number = "".join(written.split())
    if _NUMBER.fullmatch(number) is None or not number.isascii():
        raise ChipError(_BAD_NUMBER)
    return Password(CAN, number.encode("ascii"))
