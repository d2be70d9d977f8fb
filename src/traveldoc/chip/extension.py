"""The extensions of a certificate that Doc 9303-12, 7.1.1 (table 6) names; each is read when asked for.

What is irregular in their encoding goes into the notes.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from traveldoc.chip.der import (
    BOOLEAN,
    INTEGER,
    OBJECT_IDENTIFIER,
    SEQUENCE,
    SET,
    Fields,
    boolean,
    flags,
    identifier,
    integer,
    moment,
    octets,
    text,
)
from traveldoc.chip.name import LOCALITY, STATE, name
from traveldoc.chip.tlv import Notes, Tlv, parse

SUBJECT_KEY_IDENTIFIER: Final = "2.5.29.14"
KEY_USAGE: Final = "2.5.29.15"
PRIVATE_KEY_USAGE_PERIOD: Final = "2.5.29.16"
SUBJECT_ALT_NAME: Final = "2.5.29.17"
ISSUER_ALT_NAME: Final = "2.5.29.18"
BASIC_CONSTRAINTS: Final = "2.5.29.19"
NAME_CONSTRAINTS: Final = "2.5.29.30"
CRL_DISTRIBUTION_POINTS: Final = "2.5.29.31"
CERTIFICATE_POLICIES: Final = "2.5.29.32"
AUTHORITY_KEY_IDENTIFIER: Final = "2.5.29.35"
EXTENDED_KEY_USAGE: Final = "2.5.29.37"
NAME_CHANGE: Final = "2.23.136.1.1.6.1"
DOCUMENT_TYPE_LIST: Final = "2.23.136.1.1.6.2"

KNOWN: Final = frozenset(
    {
        SUBJECT_KEY_IDENTIFIER,
        KEY_USAGE,
        PRIVATE_KEY_USAGE_PERIOD,
        SUBJECT_ALT_NAME,
        ISSUER_ALT_NAME,
        BASIC_CONSTRAINTS,
        CRL_DISTRIBUTION_POINTS,
        CERTIFICATE_POLICIES,
        AUTHORITY_KEY_IDENTIFIER,
        EXTENDED_KEY_USAGE,
        NAME_CHANGE,
        DOCUMENT_TYPE_LIST,
    }
)

# Bits of keyUsage (RFC 5280, 4.2.1.3)
DIGITAL_SIGNATURE: Final = 0
KEY_CERT_SIGN: Final = 5
CRL_SIGN: Final = 6

# extKeyUsage (Doc 9303-12, 7.1.1.3)
MASTER_LIST_SIGNER: Final = "2.23.136.1.1.3"
DEVIATION_LIST_SIGNER: Final = "2.23.136.1.1.8"


@dataclass(frozen=True, slots=True)
class Extension:
    oid: str
    critical: bool
    value: bytes


@dataclass(frozen=True, slots=True)
class Period:
    """Either end may be open."""

    start: datetime | None
    end: datetime | None

    def covers(self, at: datetime) -> bool:
        return (self.start is None or self.start <= at) and (self.end is None or at <= self.end)

    def __str__(self) -> str:
        return " - ".join("" if end is None else f"{end:%Y-%m-%d}" for end in (self.start, self.end))


def extension(element: Tlv) -> Extension:
    fields = Fields(element)
    oid = identifier(fields.take(OBJECT_IDENTIFIER))
    critical = fields.optional(BOOLEAN)
    value = octets(fields.take())
    fields.end()
    return Extension(oid, critical is not None and boolean(critical), value)


def key_identifier(value: bytes, notes: Notes | None = None) -> bytes:
    return octets(parse(value, notes))


def authority_key_identifier(value: bytes, notes: Notes | None = None) -> bytes:
    """The key identifier of the issuer; empty when it is named otherwise."""
    field = Fields(parse(value, notes)).optional(0x80)
    return b"" if field is None else field.value


def key_usage(value: bytes, notes: Notes | None = None) -> frozenset[int]:
    return flags(parse(value, notes))


def private_key_usage_period(value: bytes, notes: Notes | None = None) -> Period:
    fields = Fields(parse(value, notes))
    return Period(_end(fields.optional(0x80)), _end(fields.optional(0x81)))


def _end(element: Tlv | None) -> datetime | None:
    return None if element is None else moment(element.value.decode("ascii", "replace"), short=False)


def basic_constraints(value: bytes, notes: Notes | None = None) -> tuple[bool, int | None]:
    """Whether the holder may issue certificates, and how many may stand below it."""
    fields = Fields(parse(value, notes))
    authority = fields.optional(BOOLEAN)
    length = fields.optional(INTEGER)
    return authority is not None and boolean(authority), None if length is None else integer(length)


def extended_key_usage(value: bytes, notes: Notes | None = None) -> tuple[str, ...]:
    return tuple(identifier(purpose) for purpose in Fields(parse(value, notes)).rest())


def alternative_codes(value: bytes, notes: Notes | None = None) -> tuple[str, ...]:
    """The ICAO codes in a directory name of an alternative name (7.1.1.2): locality, and state if given."""
    codes: list[str] = []
    for general in Fields(parse(value, notes)).rest():
        if general.tag == 0xA4:
            directory = name(Fields(general, 0xA4).take(SEQUENCE))
            codes += [code for oid in (LOCALITY, STATE) if (code := directory.first(oid).strip().upper())]
    return tuple(codes)


def document_types(value: bytes, notes: Notes | None = None) -> tuple[str, ...]:
    """The document codes that a signer may sign (7.1.1.6): "P", "ID" ..."""
    fields = Fields(parse(value, notes))
    integer(fields.take(INTEGER))
    return tuple(text(kind).strip() for kind in Fields(fields.take(SET), SET).rest())


def distribution_points(value: bytes, notes: Notes | None = None) -> tuple[str, ...]:
    """The addresses of the revocation list (7.1.1.4); only shown, never fetched."""
    found: list[str] = []
    for point in Fields(parse(value, notes)).rest():
        for chosen in (part for part in point.children if part.tag == 0xA0):
            names = (full for full in chosen.children if full.tag == 0xA0)
            found += [
                general.value.decode("ascii", "replace")
                for full in names
                for general in full.children
                if general.tag == 0x86
            ]
    return tuple(found)
