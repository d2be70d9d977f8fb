"""The header of a seal (Doc 9303-13, 2.2, table 1)."""

from dataclasses import dataclass
from datetime import date
from typing import Final

from traveldoc.finding import gettext_noop
from traveldoc.seal import c40
from traveldoc.seal.fault import SealError

MAGIC: Final = 0xDC
VERSIONS: Final = {0x02: 3, 0x03: 4}  # "n indicates version n+1"
_FIXED_REFERENCE: Final = 9  # version 3: two letters, two for the signer, five for the certificate
_BEFORE_REFERENCE: Final = 6  # version 4: two letters, two for the signer, two for the length that follows
_HEX: Final = frozenset("0123456789ABCDEF")

_MAGIC: Final = gettext_noop("it does not begin with the byte DC")
_VERSION: Final = gettext_noop("version byte %(version)s")
_SHORT: Final = gettext_noop("it ends within the header")
_LENGTH: Final = gettext_noop("the length of the certificate reference is “%(text)s”, which is no number")
_REFERENCE: Final = gettext_noop("the reference “%(text)s” has not the length that it announces")


@dataclass(frozen=True, slots=True)
class Header:
    """`country` has no fillers; `signer` are four characters, `announced` the length that stands before the
    reference (version 4 only). `issued` and `signed` are None where the number is no date; `dates` are the
    two numbers as they stand, MMDDYYYY. `regular`: every text has only the characters that it may have.
    """

    version: int
    country: str
    signer: str
    reference: str
    announced: str
    issued: date | None
    signed: date | None
    dates: tuple[str, str]
    feature_reference: int
    category: int
    size: int
    regular: bool

    @property
    def is_hex(self) -> bool:
        return bool(self.reference) and set(self.reference) <= _HEX

    @property
    def is_test(self) -> bool:
        """2.2.1: "0 ... 0 is reserved for testing purposes"."""
        return bool(self.reference) and not self.reference.strip("0")

    @property
    def serials(self) -> tuple[int, ...]:
        """Serial numbers that the reference may stand for, the standard's first.

        German arrival attestations are of version 4 and have the five characters of version 3 all the same:
        there the length before the reference is a part of it.
        """
        if not self.is_hex:
            return ()
        found = [int(self.reference, 16)]
        if len(self.announced + self.reference) == _FIXED_REFERENCE - len(self.signer) and (
            set(self.announced) <= _HEX
        ):
            found.append(int(self.announced + self.reference, 16))
        return tuple(dict.fromkeys(found))


def version_of(content: bytes) -> int:
    """3 or 4. Raises SealError for another version, or for what is no seal."""
    if content[:1] != bytes((MAGIC,)):
        raise SealError(_MAGIC)
    if len(content) < 2:
        raise SealError(_SHORT)
    if content[1] not in VERSIONS:
        raise SealError(_VERSION, version=f"{content[1]:02X}")
    return VERSIONS[content[1]]


def read_header(content: bytes) -> Header:
    """Raises SealError."""
    version = version_of(content)
    country = c40.decode(_part(content, 2, 2))
    reference, announced, after = _reference(content, version)
    numbers = tuple(f"{int.from_bytes(_part(content, after + at, 3)):08d}" for at in (0, 3))
    last = _part(content, after + 6, 2)
    return Header(
        version=version,
        country=country.value.rstrip(),
        signer=reference.value[:4],
        reference=reference.value[4 + len(announced) :],
        announced=announced,
        issued=to_date(numbers[0]),
        signed=to_date(numbers[1]),
        dates=(numbers[0], numbers[1]),
        feature_reference=last[0],
        category=last[1],
        size=after + 8,
        regular=country.regular and reference.regular,
    )


def _part(content: bytes, start: int, size: int) -> bytes:
    part = content[start : start + size]
    if len(part) < size:
        raise SealError(_SHORT)
    return part


def _reference(content: bytes, version: int) -> tuple[c40.Text, str, int]:
    """The text with signer and certificate, the length announced in it, and where it ends."""
    if version == 3:
        length, announced = _FIXED_REFERENCE, ""
    else:
        begun = c40.decode(_part(content, 4, 4)).value
        announced = begun[4:]
        if len(announced) != 2 or not set(announced) <= _HEX:
            raise SealError(_LENGTH, text=announced)
        length = _BEFORE_REFERENCE + int(announced, 16)
    size = (length + 2) // 3 * 2
    text = c40.decode(_part(content, 4, size))
    if len(text.value) != length:
        raise SealError(_REFERENCE, text=text.value)
    return text, announced, 4 + size


def to_date(digits: str) -> date | None:
    """2.3.1: month, day and year as one number."""
    try:
        return date(int(digits[4:]), int(digits[:2]), int(digits[2:4]))
    except ValueError:
        return None
