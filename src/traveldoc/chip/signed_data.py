"""SignedData of the Cryptographic Message Syntax (RFC 5652, 5): the envelope of all that is signed.

EF.SOD, master lists and deviation lists are SignedData (Doc 9303-10, 4.6.2.2; 9303-12, 9.1 and 10.1).
"""

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Final

from traveldoc.chip.algorithm import Identifier, algorithm, digest, hash_name, scheme
from traveldoc.chip.certificate import Certificate, certificate
from traveldoc.chip.der import (
    INTEGER,
    OBJECT_IDENTIFIER,
    SEQUENCE,
    SET,
    Fields,
    canonical,
    identifier,
    inner,
    integer,
    octets,
    time,
)
from traveldoc.chip.fault import ChipError
from traveldoc.chip.name import Name, name
from traveldoc.chip.proof import HOLDS, Proof, State, fails, unexamined
from traveldoc.chip.signature import verify
from traveldoc.chip.tlv import Notes, Tlv
from traveldoc.finding import Phrase, gettext_noop

SIGNED_DATA: Final = "1.2.840.113549.1.7.2"
CONTENT_TYPE: Final = "1.2.840.113549.1.9.3"
MESSAGE_DIGEST: Final = "1.2.840.113549.1.9.4"
SIGNING_TIME: Final = "1.2.840.113549.1.9.5"
MAX_SIGNERS: Final = 8
MAX_CERTIFICATES: Final = 64

_NOT_SIGNED_DATA: Final = gettext_noop("it is not signed data (%(oid)s)")
_NO_CONTENT: Final = gettext_noop("the signed content is missing")
_NO_SIGNER: Final = gettext_noop("nobody signed it")
_TOO_MANY: Final = gettext_noop("it has more than %(limit)s signers or certificates")
_ONE_VALUE: Final = gettext_noop("the signed attribute %(oid)s does not have exactly one value")
_NO_ATTRIBUTE: Final = gettext_noop("the signed attribute %(oid)s is missing")
_OTHER_TYPE: Final = gettext_noop("the signed attributes speak of the content type %(signed)s, not %(given)s")
_OTHER_DIGEST: Final = gettext_noop("the content's hash value differs from the signed one")
_NO_CERTIFICATE: Final = gettext_noop("the signer's certificate is neither in it nor in the trust store")


@dataclass(frozen=True, slots=True)
class SignerId:
    """How the signer's certificate is named: by issuer and serial number, or by the identifier of its key."""

    issuer: Name | None
    serial: int
    key_identifier: bytes

    def names(self, candidate: Certificate) -> bool:
        if self.issuer is None:
            return candidate.key_identifier == self.key_identifier
        return candidate.serial == self.serial and candidate.issuer.names(self.issuer)

    def names_exactly(self, candidate: Certificate) -> bool:
        return self.issuer is None or candidate.issuer.encoded == self.issuer.encoded

    def __str__(self) -> str:
        return self.key_identifier.hex() if self.issuer is None else f"{self.issuer}, {self.serial:X}"


@dataclass(frozen=True)
class Signer:
    """SignerInfo (RFC 5652, 5.3). `attributes` is None where nothing but the content is signed."""

    version: int
    id: SignerId
    digest: Identifier
    attributes: Tlv | None
    algorithm: Identifier
    signature: bytes
    unsigned_attributes: bool

    @cached_property
    def values(self) -> dict[str, tuple[Tlv, ...]]:
        """The signed attributes. Raises ChipError when one is broken or stands twice."""
        found: dict[str, tuple[Tlv, ...]] = {}
        for attribute in () if self.attributes is None else self.attributes.children:
            fields = Fields(attribute)
            oid = identifier(fields.take(OBJECT_IDENTIFIER))
            if oid in found:
                raise ChipError(_ONE_VALUE, oid=oid)
            found[oid] = tuple(Fields(fields.take(SET), SET).rest())
            fields.end()
        return found

    def value(self, oid: str) -> Tlv:
        values = self.values.get(oid)
        if values is None:
            raise ChipError(_NO_ATTRIBUTE, oid=oid)
        if len(values) != 1:
            raise ChipError(_ONE_VALUE, oid=oid)
        return values[0]

    @cached_property
    def signing_time(self) -> datetime | None:
        """When the signer says that it signed; None when it does not say, or not legibly."""
        try:
            return time(self.value(SIGNING_TIME))
        except ChipError:
            return None

    def signed_bytes(self) -> tuple[bytes, ...]:
        """The attributes as a SET OF (RFC 5652, 5.4): as they stand and, if that is not DER, in DER."""
        attributes = self.attributes
        if attributes is None:
            return ()
        encoded = canonical(attributes, SET)
        if attributes.indefinite:
            return (encoded,)
        standing = b"\x31" + attributes.encoded[1:]
        return (standing,) if standing == encoded else (standing, encoded)


@dataclass(frozen=True)
class SignedData:
    version: int
    digests: tuple[Identifier, ...]
    content_type: str
    content: bytes
    certificates: tuple[Certificate, ...]
    unreadable: tuple[Phrase, ...]
    revocation_lists: tuple[Tlv, ...]
    signers: tuple[Signer, ...]
    notes: Notes

    def certificate_of(self, signer: Signer) -> Certificate | None:
        return next((c for c in self.certificates if signer.id.names(c)), None)


def signed_data(element: Tlv) -> SignedData:
    """ContentInfo with SignedData inside. Raises ChipError."""
    info = Fields(element)
    oid = identifier(info.take(OBJECT_IDENTIFIER))
    if oid != SIGNED_DATA:
        raise ChipError(_NOT_SIGNED_DATA, oid=oid)
    fields = Fields(inner(info.take(0xA0)))
    info.end()
    version = integer(fields.take(INTEGER))
    digests = tuple(algorithm(each) for each in Fields(fields.take(SET), SET).rest())
    content_type, content = _content(fields.take(SEQUENCE))
    certificates, unreadable = _certificates(fields.optional(0xA0))
    lists = fields.optional(0xA1)
    signers = _signers(fields.take(SET))
    fields.end()
    return SignedData(
        *(version, digests, content_type, content, certificates, unreadable),
        revocation_lists=() if lists is None else lists.children,
        signers=signers,
        notes=element.notes,
    )


def _content(element: Tlv) -> tuple[str, bytes]:
    fields = Fields(element)
    content_type = identifier(fields.take(OBJECT_IDENTIFIER))
    content = fields.optional(0xA0)
    if content is None:
        raise ChipError(_NO_CONTENT)
    fields.end()
    return content_type, octets(inner(content))


def _certificates(element: Tlv | None) -> tuple[tuple[Certificate, ...], tuple[Phrase, ...]]:
    """Those that can be read, and why the others can't; other kinds than X.509 are left out."""
    readable: list[Certificate] = []
    unreadable: list[Phrase] = []
    children = () if element is None else element.children
    if len(children) > MAX_CERTIFICATES:
        raise ChipError(_TOO_MANY, limit=MAX_CERTIFICATES)
    for child in children:
        try:
            readable.append(certificate(child))
        except ChipError as error:
            unreadable.append(error.phrase)
    return tuple(readable), tuple(unreadable)


def _signers(element: Tlv) -> tuple[Signer, ...]:
    signers = element.children
    if not signers:
        raise ChipError(_NO_SIGNER)
    if len(signers) > MAX_SIGNERS:
        raise ChipError(_TOO_MANY, limit=MAX_SIGNERS)
    return tuple(_signer(each) for each in signers)


def _signer(element: Tlv) -> Signer:
    fields = Fields(element)
    version = integer(fields.take(INTEGER))
    named = fields.take(SEQUENCE, 0x80)
    hashed = algorithm(fields.take(SEQUENCE))
    attributes = fields.optional(0xA0)
    named_algorithm = algorithm(fields.take(SEQUENCE))
    signature = octets(fields.take())
    unsigned = fields.optional(0xA1)
    fields.end()
    return Signer(
        version, _signer_id(named), hashed, attributes, named_algorithm, signature, unsigned is not None
    )


def _signer_id(element: Tlv) -> SignerId:
    if element.tag == 0x80:
        return SignerId(None, 0, element.value)
    fields = Fields(element)
    signer = SignerId(name(fields.take()), integer(fields.take()), b"")
    fields.end()
    return signer


def prove_attributes(data: SignedData, signer: Signer) -> Proof:
    """Do the signed attributes speak of this very content (RFC 5652, 5.4 and 11)?"""
    if signer.attributes is None:
        return HOLDS
    try:
        signed_type = identifier(signer.value(CONTENT_TYPE))
        if signed_type != data.content_type:
            return fails(_OTHER_TYPE, signed=signed_type, given=data.content_type)
        wanted = octets(signer.value(MESSAGE_DIGEST))
    except ChipError as error:
        return Proof(State.FAILED, error.phrase)
    try:
        hashed = hash_name(signer.digest)
    except ChipError as error:
        return Proof(State.NOT_EXAMINED, error.phrase)
    return HOLDS if digest(hashed, data.content) == wanted else fails(_OTHER_DIGEST)


def prove_signature(data: SignedData, signer: Signer, held: Certificate | None) -> Proof:
    """Is it the signature of the key in the certificate `held` over the attributes (or the content alone)?"""
    if held is None:
        return unexamined(_NO_CERTIFICATE)
    try:
        messages = signer.signed_bytes() or (data.content,)
    except ChipError as error:
        return Proof(State.FAILED, error.phrase)
    try:
        named = scheme(signer.algorithm, signer.digest)
    except ChipError as error:
        return Proof(State.NOT_EXAMINED, error.phrase)
    proof = fails(_OTHER_DIGEST)
    for message in messages:
        proof = verify(held.key, named, message, signer.signature)
        if proof.state is not State.FAILED:
            break
    return proof


def prove(data: SignedData, signer: Signer, held: Certificate | None) -> Proof:
    """Attributes and signature together."""
    attributes = prove_attributes(data, signer)
    return prove_signature(data, signer, held) if attributes else attributes
