"""EF.SOD, the document security object: the hash values of all data groups, signed (Doc 9303-10, 4.6.2)."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from traveldoc.chip.algorithm import Identifier, algorithm
from traveldoc.chip.der import INTEGER, SEQUENCE, Fields, expect, inner, integer, octets, text
from traveldoc.chip.fault import ChipError
from traveldoc.chip.signed_data import SignedData, signed_data
from traveldoc.chip.tlv import Notes, Tlv, parse
from traveldoc.finding import gettext_noop

TAG: Final = 0x77  # 4.6.2, table 36
MAX_SIZE: Final = 256 * 1024  # bytes; real ones have 1500 to 6000
LDS_SECURITY_OBJECT: Final = "2.23.136.1.1.1"  # 4.6.2.3
DATA_GROUPS: Final = range(1, 17)

_TOO_BIG: Final = gettext_noop("it has %(size)s bytes, more than the %(limit)s that are read")
_OTHER_CONTENT: Final = gettext_noop(
    "the signed content is of the kind %(oid)s, not a document security object"
)
_BAD_NUMBER: Final = gettext_noop("it has a hash value for a data group %(number)s, which does not exist")
_TWICE: Final = gettext_noop("it has two hash values for data group %(number)s")


@dataclass(frozen=True)
class SecurityObject:
    """`wrapped`: the file has its own tag 77. The two versions are "" where the object is of version 0."""

    signed: SignedData
    wrapped: bool
    version: int
    hash: Identifier
    hashes: Mapping[int, bytes]
    lds_version: str
    unicode_version: str
    notes: Notes


def security_object(data: bytes) -> SecurityObject:
    """Raises ChipError when the file is no security object."""
    if len(data) > MAX_SIZE:
        raise ChipError(_TOO_BIG, size=len(data), limit=MAX_SIZE)
    notes = Notes()
    whole = expect(parse(data, notes), TAG, SEQUENCE)
    signed = signed_data(inner(whole) if whole.tag == TAG else whole)
    if signed.content_type != LDS_SECURITY_OBJECT:
        raise ChipError(_OTHER_CONTENT, oid=signed.content_type)
    fields = Fields(parse(signed.content, notes))
    version = integer(fields.take(INTEGER))
    hashed = algorithm(fields.take(SEQUENCE))
    hashes = _hashes(fields.take(SEQUENCE))
    versions = fields.optional(SEQUENCE)
    fields.end()
    lds, unicode = ("", "") if versions is None else _versions(versions)
    return SecurityObject(signed, whole.tag == TAG, version, hashed, hashes, lds, unicode, notes)


def _hashes(element: Tlv) -> dict[int, bytes]:
    hashes: dict[int, bytes] = {}
    for entry in Fields(element).rest():
        fields = Fields(entry)
        number = integer(fields.take(INTEGER))
        if number not in DATA_GROUPS:
            raise ChipError(_BAD_NUMBER, number=number)
        if number in hashes:
            raise ChipError(_TWICE, number=number)
        hashes[number] = octets(fields.take())
        fields.end()
    return hashes


def _versions(element: Tlv) -> tuple[str, str]:
    fields = Fields(element)
    return text(fields.take()), text(fields.take())
