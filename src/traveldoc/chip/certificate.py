"""Certificates (X.509) as Doc 9303-12, 7.1 profiles them, read leniently: what is odd is named, not refused.

The library `cryptography` can't load every sixth certificate of a real master list (explicit curve
parameters, extra data, serial numbers below one), so this view is our own; signatures are OpenSSL's work.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from typing import Final, TypeVar

from traveldoc.chip import extension as ext
from traveldoc.chip.algorithm import ECDSA, Identifier, algorithm, scheme
from traveldoc.chip.der import BIT_STRING, INTEGER, SEQUENCE, Fields, bits, inner, integer, time
from traveldoc.chip.extension import Extension, Period
from traveldoc.chip.fault import ChipError
from traveldoc.chip.key import KeyInfo, PublicKey, key_info
from traveldoc.chip.name import Name, name
from traveldoc.chip.proof import Proof, State
from traveldoc.chip.signature import verify
from traveldoc.chip.tlv import Notes, Tlv, parse
from traveldoc.finding import Phrase, gettext_noop

MAX_CERTIFICATE: Final = 64 * 1024  # bytes; real ones have 500 to 4000
MAX_EXTENSIONS: Final = 64

T = TypeVar("T")

_DECODERS: Final[dict[str, Callable[[bytes, Notes], object]]] = {
    ext.SUBJECT_KEY_IDENTIFIER: ext.key_identifier,
    ext.AUTHORITY_KEY_IDENTIFIER: ext.authority_key_identifier,
    ext.KEY_USAGE: ext.key_usage,
    ext.EXTENDED_KEY_USAGE: ext.extended_key_usage,
    ext.BASIC_CONSTRAINTS: ext.basic_constraints,
    ext.PRIVATE_KEY_USAGE_PERIOD: ext.private_key_usage_period,
    ext.DOCUMENT_TYPE_LIST: ext.document_types,
    ext.SUBJECT_ALT_NAME: ext.alternative_codes,
    ext.ISSUER_ALT_NAME: ext.alternative_codes,
    ext.CRL_DISTRIBUTION_POINTS: ext.distribution_points,
}

_TOO_BIG: Final = gettext_noop("the certificate has %(size)s bytes, more than the %(limit)s that are read")
_TOO_MANY: Final = gettext_noop("the certificate has more than %(limit)s extensions")
# What Doc 9303-12, 7.1.1, tables 5 and 6 forbid, and real certificates do all the same.
SERIAL: Final = Phrase(gettext_noop("the serial number is not a positive number of at most 20 bytes"))
ALGORITHMS: Final = Phrase(gettext_noop("the algorithm outside the signed part differs from the one inside"))
VERSION: Final = Phrase(gettext_noop("it is not of version 3"))
PARAMETERS: Final = Phrase(gettext_noop("its signature algorithm has parameters that it can't have"))
EXTRA: Final = Phrase(gettext_noop("there are data after its last field"))
TWICE: Final = Phrase(gettext_noop("an extension occurs twice"))


@dataclass(frozen=True)
class Certificate:
    """One certificate; extensions are decoded when asked for and raise ChipError when they are broken."""

    encoded: bytes
    signed: bytes
    version: int
    serial: int
    named_algorithm: Identifier
    issuer: Name
    validity: Period
    subject: Name
    key_info: KeyInfo
    extensions: dict[str, Extension]
    signature: bytes
    oddities: tuple[Phrase, ...]
    notes: Notes

    def __hash__(self) -> int:
        return hash(self.encoded)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Certificate) and self.encoded == other.encoded

    @property
    def key(self) -> PublicKey:
        return self.key_info.key

    @cached_property
    def fingerprint(self) -> str:
        """SHA-256 of the whole certificate, by which people compare it."""
        return sha256(self.encoded).hexdigest()

    @property
    def is_link(self) -> bool:
        """Issued with another key than its own: a State's old key vouches for its new one (7.1.1.5)."""
        return self.authority_key_identifier not in {b"", self.key_identifier}

    @property
    def self_issued(self) -> bool:
        return self.issuer.normal == self.subject.normal

    @cached_property
    def key_identifier(self) -> bytes:
        """subjectKeyIdentifier, or the SHA-1 of the key where there is none (RFC 5280, 4.2.1.2)."""
        return self._identifier(ext.SUBJECT_KEY_IDENTIFIER, ext.key_identifier) or self.key_info.sha1

    @cached_property
    def authority_key_identifier(self) -> bytes:
        return self._identifier(ext.AUTHORITY_KEY_IDENTIFIER, ext.authority_key_identifier)

    def _identifier(self, oid: str, decode: Callable[[bytes, Notes], bytes]) -> bytes:
        """A broken identifier names no key; `broken` tells."""
        try:
            return self._read(oid, decode) or b""
        except ChipError:
            return b""

    @cached_property
    def broken(self) -> tuple[Phrase, ...]:
        """Why extensions that the standard names can't be read."""
        reasons = []
        for oid, decode in _DECODERS.items():
            try:
                self._read(oid, decode)
            except ChipError as error:
                reasons.append(error.phrase)
        return tuple(reasons)

    @cached_property
    def key_usage(self) -> frozenset[int] | None:
        return self._read(ext.KEY_USAGE, ext.key_usage)

    @cached_property
    def extended_key_usage(self) -> tuple[str, ...]:
        return self._read(ext.EXTENDED_KEY_USAGE, ext.extended_key_usage) or ()

    @cached_property
    def basic_constraints(self) -> tuple[bool, int | None] | None:
        return self._read(ext.BASIC_CONSTRAINTS, ext.basic_constraints)

    @cached_property
    def private_key_usage(self) -> Period | None:
        return self._read(ext.PRIVATE_KEY_USAGE_PERIOD, ext.private_key_usage_period)

    @cached_property
    def document_types(self) -> tuple[str, ...] | None:
        return self._read(ext.DOCUMENT_TYPE_LIST, ext.document_types)

    @cached_property
    def codes(self) -> tuple[str, ...]:
        """ICAO codes of the State in subjectAltName, or where that has none in issuerAltName."""
        subject = self._read(ext.SUBJECT_ALT_NAME, ext.alternative_codes)
        return subject or self._read(ext.ISSUER_ALT_NAME, ext.alternative_codes) or ()

    @cached_property
    def distribution_points(self) -> tuple[str, ...]:
        return self._read(ext.CRL_DISTRIBUTION_POINTS, ext.distribution_points) or ()

    def _read(self, oid: str, decode: Callable[[bytes, Notes], T]) -> T | None:
        found = self.extensions.get(oid)
        if found is None:
            return None
        notes = Notes()
        value = decode(found.value, notes)
        for irregularity in notes.irregular:
            self.notes.note(irregularity, 0)
        return value

    def signed_by(self, key: PublicKey) -> Proof:
        """Whether the certificate's signature is this key's."""
        try:
            named = scheme(self.named_algorithm)
        except ChipError as error:
            return Proof(State.NOT_EXAMINED, error.phrase)
        return verify(key, named, self.signed, self.signature)


def certificate(element: Tlv) -> Certificate:
    """Raises ChipError for what is no certificate."""
    size = element.after - element.offset
    if size > MAX_CERTIFICATE:
        raise ChipError(_TOO_BIG, size=size, limit=MAX_CERTIFICATE)
    whole = Fields(element)
    signed = whole.take(SEQUENCE)
    outer = algorithm(whole.take(SEQUENCE))
    signature = bits(whole.take(BIT_STRING))
    whole.end()
    return _body(element, signed, outer, signature)


def _body(element: Tlv, signed: Tlv, outer: Identifier, signature: bytes) -> Certificate:
    fields = Fields(signed)
    explicit = fields.optional(0xA0)
    version = 1 if explicit is None else integer(inner(explicit)) + 1
    serial = integer(fields.take(INTEGER))
    inside = algorithm(fields.take(SEQUENCE))
    issuer = name(fields.take())
    validity = Fields(fields.take(SEQUENCE))
    period = Period(time(validity.take()), time(validity.take()))
    subject = name(fields.take())
    info = key_info(fields.take())
    fields.optional(0x81, 0xA1)
    fields.optional(0x82, 0xA2)
    extensions, twice = _extensions(fields.optional(0xA3))
    oddities = (
        (VERSION, version != 3),
        (SERIAL, not 0 < serial < 1 << 160),
        (ALGORITHMS, inside.encoded != outer.encoded),
        (PARAMETERS, inside.parameters is not None and inside.oid in ECDSA),
        (EXTRA, bool(tuple(fields.rest()))),
        (TWICE, twice),
    )
    return Certificate(
        *(
            element.encoded,
            signed.encoded,
            version,
            serial,
            inside,
            issuer,
            period,
            subject,
            info,
            extensions,
        ),
        signature=signature,
        oddities=tuple(phrase for phrase, odd in oddities if odd),
        notes=element.notes,
    )


def _extensions(element: Tlv | None) -> tuple[dict[str, Extension], bool]:
    """By identifier; the first counts where one stands twice, and that is told."""
    found: dict[str, Extension] = {}
    if element is None:
        return found, False
    children = Fields(inner(element)).rest()
    twice = False
    for number, child in enumerate(children):
        if number == MAX_EXTENSIONS:
            raise ChipError(_TOO_MANY, limit=MAX_EXTENSIONS)
        read = ext.extension(child)
        twice = twice or read.oid in found
        found.setdefault(read.oid, read)
    return found, twice


def load_certificate(data: bytes) -> Certificate:
    """A certificate that stands alone. Raises ChipError."""
    return certificate(parse(data))
